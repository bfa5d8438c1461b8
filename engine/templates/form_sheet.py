"""Write the sheet of one school: a field a line (字段 | 填报值)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.ruleset.model import Field
from engine.templates.content import Content
from engine.templates.lists import Lists
from engine.templates.page_setup import protect, set_page
from engine.templates.styles import Styles
from engine.templates.validations import validation_of
from engine.templates.wording import NOT_APPLICABLE, cut, evidence_text, full_text, help_text
from engine.templates.writing_cells import row_height, write_name, write_value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 2  # from 0; above it stand the title and a note
FIRST_ROW = HEADER_ROW + 1
VALUE_COLUMN = 1
# Head and width of each column; 上年 only where last year's facts are given.
_COLUMNS = (("字段", 30), ("填报值", 20), ("单位", 8), ("上年", 13), ("填报说明", 54),
            ("佐证", 27), ("填报科室", 12))  # fmt: skip


def write_form(
    sheet: Worksheet,
    title: str,
    note: str,
    fields: Sequence[Field],
    content: Content,
    school: int | None,
    styles: Styles,
    lists: Lists,
) -> None:
    """Write a sheet with a field a line, in which only the values are open.

    Args:
        school: Where the school stands in the roster; None where nothing is known of it.
    """
    columns = [each for each in _COLUMNS if each[0] != "上年" or content.last is not None]
    _write_heading(sheet, title, note, columns, styles)
    for number, field in enumerate(fields):
        _write_line(sheet, FIRST_ROW + number, field, content, school, styles, lists)
    sheet.freeze_panes(FIRST_ROW, 1)
    set_page(sheet, title, HEADER_ROW)
    protect(sheet, rows_may_be_added=False)


def _write_heading(
    sheet: Worksheet, title: str, note: str, columns: list[tuple[str, int]], styles: Styles
) -> None:
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, title, styles.title)
    sheet.merge_range(1, 0, 1, last, note, styles.note)
    sheet.set_row(0, 32)
    sheet.set_row(1, row_height([(note, sum(width for _, width in columns))]))
    sheet.set_row(HEADER_ROW, 24)
    for column, (head, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, head, styles.head)


def _write_line(
    sheet: Worksheet,
    row: int,
    field: Field,
    content: Content,
    school: int | None,
    styles: Styles,
    lists: Lists,
) -> None:
    condition = content.applying.open_phrase(field, school)
    write_name(sheet, row, 0, field, styles)
    if len(full_text(field, condition)) > len(field.id) + 12:
        sheet.write_comment(row, 0, full_text(field, condition), _comment_size(field, condition))
    _write_input(sheet, row, field, condition, content, school, styles, lists)
    texts = [field.unit, help_text(field, condition), evidence_text(field), field.filled_by]
    looks = [styles.small, styles.text, styles.text, styles.small]
    widths = [8, 54, 27, 12]
    if content.last is not None:
        texts.insert(1, "")
        looks.insert(1, styles.last_year(field))
        widths.insert(1, 13)
    for column, (text, look) in enumerate(zip(texts, looks, strict=True), VALUE_COLUMN + 1):
        sheet.write(row, column, text, look)
    if content.last is not None and school is not None and field not in content.identity:
        values = content.last.columns[field.id]
        write_value(sheet, row, VALUE_COLUMN + 2, values, school, styles.last_year(field))
    sheet.set_row(row, row_height([(field.id + " *", 30), *zip(texts, widths, strict=True)]))


def _write_input(
    sheet: Worksheet,
    row: int,
    field: Field,
    condition: str,
    content: Content,
    school: int | None,
    styles: Styles,
    lists: Lists,
) -> None:
    """Write the cell of a value: who the school is stands locked where it is known."""
    is_identity = field in content.identity
    look = styles.input(field, left=True)
    if field.id in content.given:
        sheet.write_string(
            row, VALUE_COLUMN, content.given[field.id], styles.locked(field, left=True)
        )
    elif school is not None and content.roster is not None:
        values = content.roster.columns[field.id]
        locked = is_identity and values.states[school] == 0
        look = styles.locked(field, left=True) if locked else look
        write_value(sheet, row, VALUE_COLUMN, values, school, look)
    else:
        sheet.write_blank(row, VALUE_COLUMN, None, look)
    rule = validation_of(field, f"B{row + 1}", lists, condition=condition)
    sheet.data_validation(row, VALUE_COLUMN, row, VALUE_COLUMN, rule)


def _comment_size(field: Field, condition: str) -> dict[str, object]:
    lines = row_height([(full_text(field, condition), 40)])
    return {"x_scale": 2.0, "height": lines + 14, "font_name": "等线", "font_size": 9}


def write_left_out(
    sheet: Worksheet,
    title: str,
    note: str,
    fields: Sequence[Field],
    content: Content,
    styles: Styles,
) -> None:
    """Write the sheet of what a school has not to fill in, each with its reason."""
    columns = [("字段", 30), ("填报值", 14), ("为什么不填", 70)]
    _write_heading(sheet, title, note, columns, styles)
    for row, field in enumerate(fields, FIRST_ROW):
        reason = f"只有{content.applying.phrases[field.id]}的才填"
        sheet.write_string(row, 0, field.id, styles.name)
        sheet.write_string(row, 1, NOT_APPLICABLE, styles.small)
        sheet.write_string(row, 2, cut(reason, 500), styles.text)
        sheet.set_row(row, row_height([(field.id, 30), (reason, 70)]))
    sheet.freeze_panes(FIRST_ROW, 1)
    set_page(sheet, title, HEADER_ROW)
    protect(sheet, rows_may_be_added=False)
