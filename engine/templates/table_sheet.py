"""Write the sheets with a header row: a record a row (台账), or a school a row (一校一行)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.facts.table import column_letters
from engine.reports.page import display_width
from engine.ruleset.model import Field, FieldType, RecordTable
from engine.templates.content import Content
from engine.templates.lists import Lists
from engine.templates.page_setup import protect, set_page
from engine.templates.styles import Styles
from engine.templates.validations import validation_of
from engine.templates.wording import NONE, NOT_APPLICABLE, full_text
from engine.templates.writing_cells import lines_of, row_height, write_value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 2  # from 0; above it stand the title and a note
FIRST_ROW = HEADER_ROW + 1
# Rows that wait with a border; below them the columns go on without one.
_RULED_ROWS = 20
_BLANK_SCHOOLS = 200
_LAST_ROW = 4999
_MOST_MERGED = 10
_ROW_HEIGHT = 19


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its field, its text without the star, and when it is to be filled in."""

    field: Field
    text: str
    condition: str = ""


def write_records(
    sheet: Worksheet,
    title: str,
    note: str,
    table: RecordTable,
    heads: Sequence[Head],
    owners: int,
    ids: Sequence[str],
    styles: Styles,
    lists: Lists,
) -> None:
    """Write the sheet of a record table, empty; the columns stay open as far down as they go.

    Args:
        owners: How many columns in front name the school. ids: The schools' ids, if known.
    """
    _write_heading(sheet, title, note, heads, styles)
    for at, head in enumerate(heads):
        width = _width(head.field)
        sheet.set_column(at, at, width, styles.input(head.field, is_open=True))
        for row in range(FIRST_ROW, FIRST_ROW + _RULED_ROWS):
            sheet.write_blank(row, at, None, styles.input(head.field))
        if at == 0 and ids:
            _offer_ids(sheet, at, head.field, ids, lists)
            continue
        is_first = at == owners
        words = (NONE,) if table.zero_report and is_first else ()
        cell = f"{column_letters(at + 1)}{FIRST_ROW + 1}"
        rule = validation_of(head.field, cell, lists, condition=head.condition, words=words)
        sheet.data_validation(FIRST_ROW, at, _LAST_ROW, at, rule)
    sheet.freeze_panes(FIRST_ROW, owners or 1)
    set_page(sheet, title, HEADER_ROW, width=sum(_width(head.field) for head in heads))
    sheet.repeat_columns(0, max(owners, 1) - 1)
    protect(sheet, rows_may_be_added=True)


def _offer_ids(sheet: Worksheet, at: int, field: Field, ids: Sequence[str], lists: Lists) -> None:
    """Offer the ids of the roster, and take no other."""
    sheet.data_validation(
        FIRST_ROW,
        at,
        _LAST_ROW,
        at,
        {
            "validate": "list",
            "source": lists.source(ids),
            "error_title": "标识码不在名册里",
            "error_message": f"请从下拉框里选“{field.id}”；新增的请先补进名册。",
        },
    )


def write_schools(
    sheet: Worksheet,
    title: str,
    note: str,
    heads: Sequence[Head],
    owners: int,
    content: Content,
    styles: Styles,
    lists: Lists,
) -> None:
    """Write a sheet with a school a row; what a school has not stands there as 不适用, locked.

    Args:
        owners: How many columns in front name the school.
    """
    _write_heading(sheet, title, note, heads, styles)
    roster = content.roster
    n_rows = _BLANK_SCHOOLS if roster is None else roster.n_schools
    for at, head in enumerate(heads):
        field = head.field
        sheet.set_column(at, at, _width(field))
        for number in range(n_rows):
            row = FIRST_ROW + number
            if roster is None:
                sheet.write_blank(row, at, None, styles.input(field))
            elif content.applying.leaves_out(field, number):
                sheet.write_string(row, at, NOT_APPLICABLE, styles.locked(field))
            else:
                known = roster.columns[field.id]
                locked = at < owners and known.states[number] == 0
                look = styles.locked(field) if locked else styles.input(field)
                write_value(sheet, row, at, known, number, look)
        cell = f"{column_letters(at + 1)}{FIRST_ROW + 1}"
        rule = validation_of(field, cell, lists, condition=head.condition)
        sheet.data_validation(FIRST_ROW, at, FIRST_ROW + n_rows - 1, at, rule)
    sheet.freeze_panes(FIRST_ROW, owners)
    # Many columns are read across, with the names on each page: on more pages, larger.
    set_page(sheet, title, HEADER_ROW, width=1.5 * sum(_width(head.field) for head in heads))
    sheet.repeat_columns(0, owners - 1)
    protect(sheet, rows_may_be_added=False)


def _write_heading(
    sheet: Worksheet, title: str, note: str, heads: Sequence[Head], styles: Styles
) -> None:
    widths = [_width(head.field) for head in heads]
    sheet.set_default_row(_ROW_HEIGHT)
    last = max(1, min(len(heads), _MOST_MERGED) - 1)
    sheet.merge_range(0, 0, 0, last, title, styles.title)
    sheet.merge_range(1, 0, 1, last, note, styles.note)
    for row in (0, 1):  # not in the colour of the columns below
        for at in range(last + 1, len(heads)):
            sheet.write_blank(row, at, None, styles.note)
    sheet.set_row(0, 32)
    sheet.set_row(1, row_height([(note, sum(widths[: last + 1]))]))
    tallest = 1
    for at, head in enumerate(heads):
        if head.field.required:
            sheet.write_rich_string(HEADER_ROW, at, head.text, styles.head_star, " *", styles.head)
        else:
            sheet.write_string(HEADER_ROW, at, head.text, styles.head)
        said = full_text(head.field, head.condition)
        sheet.write_comment(
            HEADER_ROW, at, said,
            {"x_scale": 1.8, "height": row_height([(said, 36)]) + 14, "font_name": "等线",
             "font_size": 9},
        )  # fmt: skip
        tallest = max(tallest, lines_of(head.text + " *", widths[at]))
    sheet.set_row(HEADER_ROW, 12 + 15 * tallest)


def _width(field: Field) -> float:
    """Return a column's width in characters: room for what is written, and for the header."""
    room: float
    if field.type is FieldType.TEXT:
        room = 26 if "名称" in field.id else 17
    elif field.type is FieldType.SET:
        room = 26
    elif field.type is FieldType.DATE:
        room = 13
    else:
        room = max([9, *(display_width(choice) + 4 for choice in field.choices)])
    header = display_width(field.id) + 4
    return max(room, header if header <= 16 else 16)
