"""Write the sheet 佐证目录: the evidence that a school hands in, a piece a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.diagnostics import Place
from engine.facts.evidence.titles import (
    CHECKED_ON,
    COLUMNS,
    FILE,
    NAME,
    NUMBER,
    OF,
    OF_THE_SCHOOL,
    Verdict,
)
from engine.facts.evidence.titles import VERDICT as VERDICT_TITLE
from engine.ruleset.model import Field, FieldType
from engine.templates.content import Content
from engine.templates.lists import Lists
from engine.templates.page_setup import protect, set_page
from engine.templates.styles import Styles
from engine.templates.table_sheet import FIRST_ROW, HEADER_ROW
from engine.templates.wording import cut
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_RULED_ROWS = 30
_LAST_ROW = 4999
_WIDTHS = {NUMBER: 13, OF: 26, NAME: 34, FILE: 34, CHECKED_ON: 14, VERDICT_TITLE: 12}
_HELP = {
    NUMBER: "自己编的号，如 ZZ-01；同一份材料用同一个号。",
    OF: "这份材料证明哪个字段或哪张台账；从下拉框里选。",
    NAME: "材料的名称，如“关于印发……的通知”。",
    FILE: "文件名，如 责任书.pdf；放在交来的佐证文件夹里。",
}


def write_catalogue(
    sheet: Worksheet,
    title: str,
    content: Content,
    owners: Sequence[Field],
    styles: Styles,
    lists: Lists,
) -> None:
    """Write the empty catalogue; the columns of the checkers are there, for them to fill in.

    Args:
        owners: The fields that name the school; in front where the workbook is for several.
    """
    heads = [*(field.id for field in owners), *COLUMNS]
    checked = "、".join(each for each in COLUMNS if each not in OF_THE_SCHOOL)
    note = (
        "一份材料一行：编一个号，选它证明哪个字段或台账，写名称和文件名。"
        f"{checked}由核验的人填，填报时空着。"
    )
    sheet.merge_range(0, 0, 0, len(heads) - 1, title, styles.title)
    sheet.merge_range(1, 0, 1, len(heads) - 1, note, styles.note)
    sheet.set_row(0, 32)
    sheet.set_row(1, row_height([(note, sum(_width(each) for each in heads))]))
    sheet.set_row(HEADER_ROW, 24)
    known = {field.id: field for field in owners}
    offered = _provable(content)
    for at, head in enumerate(heads):
        field = known.get(head) or _column(head)
        sheet.set_column(at, at, _width(head), styles.input(field, is_open=True))
        sheet.write_string(HEADER_ROW, at, head, styles.head)
        for row in range(FIRST_ROW, FIRST_ROW + _RULED_ROWS):
            sheet.write_blank(row, at, None, styles.input(field))
        if rule := _rule(head, offered, lists):
            sheet.data_validation(FIRST_ROW, at, _LAST_ROW, at, rule)
    sheet.freeze_panes(FIRST_ROW, len(owners) or 1)
    set_page(sheet, title, HEADER_ROW)
    protect(sheet, rows_may_be_added=True)


def _width(head: str) -> float:
    return _WIDTHS.get(head, 16)


def _column(head: str) -> Field:
    kind = FieldType.DATE if head == CHECKED_ON else FieldType.TEXT
    return Field(head, kind, Place(""))


def _provable(content: Content) -> list[str]:
    """Return what evidence can be for: fields that name their evidence first, then the others."""
    fields = [field for part in content.parts for field in part.fields]
    asked = [field.id for field in fields if field.evidence or field.evidence_required]
    others = [field.id for field in fields if field.id not in asked]
    return list(dict.fromkeys([*asked, *(table.id for table in content.tables), *others]))


def _rule(head: str, offered: list[str], lists: Lists) -> dict[str, object] | None:
    help_for = (
        {"input_title": head, "input_message": cut(_HELP[head], 255)} if head in _HELP else {}
    )
    if head == OF:
        return {
            "validate": "list", "source": lists.source(offered), "error_type": "warning",
            "error_title": "不在清单里", "error_message": "请从下拉框里选字段或台账的名称。",
            **help_for,
        }  # fmt: skip
    if head == VERDICT_TITLE:
        return {"validate": "list", "source": [each.value for each in Verdict]}
    return {"validate": "any", **help_for} if help_for else None
