"""说明: what the book is of, how it is to be read, and where its sheets are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from engine.reports.run_folder import RunFolder
from engine.scorebook.cells import plain_text
from engine.scorebook.looks import Looks
from engine.scorebook.rules import Rules
from engine.templates.page_setup import set_page
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

GUIDE = "说明"
_WIDTHS = (18, 12, 92)


class Listed(NamedTuple):
    """A sheet of the book: its name, its rows, what a row is."""

    name: str
    n_rows: int
    about: str


def write_guide(
    sheet: Worksheet,
    run: RunFolder,
    rules: Rules,
    looks: Looks,
    sheets: Sequence[Listed],
    doubts: Sequence[str],
) -> None:
    """Write the sheet.

    Args:
        doubts: What is to be looked at before anything is published.
    """
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, f"考核成绩册 · {rules.title}", looks.title)
    row = 1
    for label, text in _about(run, rules):
        row = _line(sheet, row, label, text, looks)
    row = _section(sheet, row + 1, "各表", looks)
    for each in sheets:
        sheet.set_row(row, row_height([(each.about, _WIDTHS[2])]))
        sheet.write_url(row, 0, f"internal:'{each.name}'!A1", looks.link, each.name)
        sheet.write_number(row, 1, each.n_rows, looks.rows)
        sheet.write_string(row, 2, each.about, looks.text)
        row += 1
    row = _section(sheet, row + 1, "怎样看", looks)
    for label, text in _how_to_read(rules):
        row = _line(sheet, row, label, text, looks)
    if doubts:
        row = _section(sheet, row + 1, "公示前请看", looks)
        for number, text in enumerate(doubts, 1):
            row = _line(sheet, row, str(number), text, looks)
    set_page(sheet, f"{rules.title} · {GUIDE}", upright=True)


def _line(sheet: Worksheet, row: int, label: str, text: str, looks: Looks) -> int:
    sheet.set_row(row, row_height([(text, _WIDTHS[1] + _WIDTHS[2])]))
    sheet.write_string(row, 0, label, looks.label)
    sheet.merge_range(row, 1, row, 2, plain_text(text), looks.text)
    return row + 1


def _section(sheet: Worksheet, row: int, text: str, looks: Looks) -> int:
    sheet.set_row(row, 26)
    for at in range(len(_WIDTHS)):
        sheet.write_string(row, at, "" if at else text, looks.section)
    return row + 1


def _about(run: RunFolder, rules: Rules) -> list[tuple[str, str]]:
    catalogue, receipt = rules.catalogue, run.receipt
    lines = [
        ("方案", f"{catalogue['name']}（{catalogue['ruleset']}）"),
        ("考核年度", f"{catalogue['year']}"),
    ]
    if catalogue.get("as_of"):
        lines.append(("规则按此日", catalogue["as_of"]))
    if "profile" in catalogue:
        lines.append(("剪裁", "；".join(catalogue["profile"])))
    counted = f"{receipt['counts']['schools']} {rules.subject.counted}"
    lines.append(("考核对象", f"{counted}，{receipt['counts']['indicators']} 项指标和加减分项"))
    lines.append(("满分", f"{catalogue['full']} 分"))
    grades = [
        each["name"] + (f" {each['at_least']} 分起" if each["at_least"] is not None else "")
        for each in catalogue["grades"]
    ]
    if grades:
        lines.append(("等次", "、".join(grades)))
    lines.append(("计算时间", receipt["started"][:16].replace("T", " ")))
    lines.append(("事实表", "、".join(receipt["facts"])))
    lines.append(
        (
            "凭据",
            f"评衡 {receipt['version']}；规则校验码 {catalogue['digest']}；"
            "事实表和各结果的校验码见 run.json。同样的规则和事实表得出同样的结果。",
        )
    )
    return lines


def _how_to_read(rules: Rules) -> list[tuple[str, str]]:
    subject = rules.subject
    return [
        (
            "从哪里看起",
            f"先看“总表”：一{subject.measure}{subject}一行。“失分明细”一栏的“查看”转到该{subject}"
            "失分的第一行，“评分表”一栏的“打开”打开可以打印签字的评分表（文件夹 score-sheets）。",
        ),
        (
            "分数",
            "都是数，可以排序、筛选、求和；除不尽的（如 10/3）按带分数显示（3 1/3），不取近似。",
        ),
        (
            "没有分的格",
            "不适用、缺失、待评、无法识读都写成字，不是 0 分；"
            "“0.50（缺失）”是缺失而按规则仍给了分。",
        ),
        (
            "标识码",
            f"{subject.id_word}是文本，前面的 0 不会丢；要把结果交给别的系统，请从本册复制，"
            "不要双击打开 CSV 再另存。",
        ),
        ("筛选", "每张表的表头都有筛选按钮，表头和左边几列在滚动时不动，打印时每页都有。"),
        ("不要在此改分", "本册由结果生成，改了不会影响结果。要改请改事实表或规则，再重新运行。"),
    ]
