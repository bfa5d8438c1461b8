"""The first sheet of a rulebook: how it is edited, and what may be changed where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.rulebook.layout import Page
from engine.rulebook.looks import Looks
from engine.rulebook.originals import Originals
from engine.templates.page_setup import set_page
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

GUIDE = "说明"
_WIDTHS = (16.0, 96.0)

_STEPS = (
    (
        "改",
        "直接改浅黄色的格。数就填数，百分数写 90%，日期照常写，"
        "“是”“否”和固定的词从下拉框里选。空着就是没有写。",
    ),
    ("几个词", "事项、选项、认定字段这样有几个词的，用顿号隔开：师德师风、安全稳定。"),
    (
        "加一行",
        "在要加的地方插入一行填写，或复制一行再改编号（名称）；表尾留着的空行也可以用。"
        "指标写在哪个“一级指标”“二级指标”下，就归哪里。",
    ),
    ("删一行", "整行删去（右键，删除行）。删组的，连它下面的指标一起删；先把分值匀给别的。"),
    (
        "次序",
        "次序看“序”一列，不看行在表里的位置，所以可以放心筛选、排序。要挪到第2、第3之间，"
        "就写 2.5。",
    ),
    (
        "带括号的",
        "方法参数、条件、档次、后果照规则的写法：“键: 值”，冒号、逗号、括号用半角，"
        "冒号后面空一格；一行一项，“- ”开头的是列表的一项。换行用 Alt+Enter。",
    ),
    ("分数", "10/3 这样的分数会被 Excel 认成日期：先把那一格的格式设为“文本”，再写。"),
    ("分期", "一个值先后有几个写法的，格里写着“分期: …”，照样改其中的数和日期。"),
    ("折起的列", "一个格也没有写的列折起来了：点列标上方的“+”打开，照样可以填。"),
    (
        "不要动",
        "不要改表头的文字，不要删去隐藏的 A 列和隐藏的工作表：导入靠它们认出每一格。"
        "另存为时仍选 .xlsx。",
    ),
    (
        "存回去",
        "存盘关闭后运行 pingheng rules import 规则手册.xlsx 方案文件夹：先逐条列出改了什么，"
        "问过才写，没有改的字一个也不动。",
    ),
    (
        "出错",
        "填得不对的，按单元格一一指出来；改好再导入。导出之后方案文件夹里又有人改过同一处的，"
        "会指出来，不会悄悄盖掉。",
    ),
)


def write_guide(
    sheet: Worksheet, looks: Looks, name: str, originals: Originals, pages: list[Page]
) -> None:
    """Write the guide."""
    sheet.set_column(0, 0, _WIDTHS[0])
    sheet.set_column(1, 1, _WIDTHS[1])
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{name} · 规则手册", looks.title)
    said = f"方案 {originals.ruleset_id}　导出于 {originals.exported}　评衡 {originals.engine}"
    sheet.write_string(1, 0, said, looks.note)
    at = _write_block(sheet, looks, 3, "怎样改", _STEPS)
    sheet.write_string(at, 0, "颜色", looks.section)
    samples = (
        (looks.sample_input, "可以改的格"),
        (looks.sample_head, "维度、组、台账各占一行，深浅不同；其中的字也可以改"),
        (looks.sample_context, "给人看的，改了没有用；或这一行用不着的格"),
        (looks.sample_wrong, "下级分值之和与本级不符"),
    )
    for look, text in samples:
        at += 1
        sheet.write_blank(at, 0, None, look)
        sheet.write_string(at, 1, text, looks.line)
    at += 2
    sheet.write_string(at, 0, "各张表", looks.section)
    for page in pages:
        at += 1
        n_rows = sum(len(section.rows) for section in page.sections)
        sheet.write_url(at, 0, f"internal:'{page.name}'!A1", looks.bold_line, page.name)
        sheet.write_string(at, 1, f"{page.note}（{n_rows} 行）", looks.line)
        sheet.set_row(at, row_height([(page.note, _WIDTHS[1])]))
    set_page(sheet, f"{name} · 规则手册", None, upright=True)


def _write_block(
    sheet: Worksheet, looks: Looks, at: int, title: str, lines: tuple[tuple[str, str], ...]
) -> int:
    sheet.write_string(at, 0, title, looks.section)
    for head, text in lines:
        at += 1
        sheet.write_string(at, 0, head, looks.bold_line)
        sheet.write_string(at, 1, text, looks.line)
        sheet.set_row(at, row_height([(text, _WIDTHS[1])]))
    return at + 2
