"""Write out the templates for an office to restyle, with a list of all tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.letters.default_templates import publication_template
from engine.letters.official_form import Column, OfficialForm
from engine.letters.papers import DEFAULTS
from engine.letters.publishing import FILE
from engine.letters.tags import LETTER_TAGS, PUBLICATION_TAGS, Tag
from engine.reports.report_place import report_place

GUIDE = "标签说明.docx"
_HOW = (
    "模板是普通的 Word 文件，在 Word 或 WPS 里打开就能改："
    "字体、字号、页边距、表格、单位的红头和固定的话都可以改。"
    "双括号里的是标签，写信时换成这所学校的内容；标签可以移动、删去、重复使用，括号里的字不要改。",
    "改好存为 .docx，用 pingheng letter 结果文件夹 --template 这个文件夹 写出。"
    "标签写坏了会指出是哪一处，不会写出半份信。",
    "{{ 标签 }}：在这里写出内容。",
    "{%p if 标签 %} … {%p endif %}：有这项内容才写中间的段落，各占一段。",
    "{%p for 句 in 清单 %} … {%p endfor %}：清单里每一项写一遍中间的段落，各占一段。",
    "{%tr for 项 in 清单 %} … {%tr endfor %}：清单里每一项写一遍中间的表格行，各占一行；"
    "行里用 {{ 项.名称 }} 取一栏。",
    "有的清单里还有清单：先 {%tr for 组 in 问题分组 %}，再 {%tr for 问题 in 组.问题清单 %}。",
    "判断和循环的标签自己不会留下空段、空行；改样式时不要打开修订，或改完接受全部修订。",
)


def write_new_templates(folder: Path) -> list[Path]:
    """Write the templates and the list of tags into a folder.

    Raises:
        UsageProblem: Something in the way is not ours, or was worked in.
    """
    files = {paper.file: make() for paper, make in DEFAULTS.items()}
    files[FILE] = publication_template()
    files[GUIDE] = _guide()
    with report_place(folder, "信的模板", option="--new-template") as stage:
        for name, data in files.items():
            (stage / name).write_bytes(data)
    return [folder / name for name in files]


def _guide() -> bytes:
    form = OfficialForm()
    form.title("模板标签说明")
    form.gap()
    for each in _HOW:
        form.small(each)
    form.gap()
    columns = (Column("标签", "", 4), Column("内容", "", 6), Column("例子", "", 4))
    form.small("一、反馈意见书和整改清单的标签")
    form.table(columns, list(_listed(LETTER_TAGS)))
    form.gap()
    form.small("二、公示名单的标签")
    form.table(columns, list(_listed(PUBLICATION_TAGS)))
    return form.file("模板标签说明")


def _listed(tags: Sequence[Tag], level: int = 0) -> Iterator[tuple[str, str, str]]:
    for each in tags:
        shown = f"{'　' * level}{'└ ' if level else ''}{each.name}"
        example = each.example
        if isinstance(example, bool):
            example = "是" if example else "否"
        if isinstance(example, list):
            example = "；".join(example)
        yield shown, each.about, str(example) if not each.inner else "（清单）"
        yield from _listed(each.inner, level + 1)
