"""Write the sheet 说明: what the clerk of a school has to do, and where everything stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.facts.books.edition import LINE_HEAD, edition_of
from engine.templates.content import Content
from engine.templates.page_setup import protect, set_page
from engine.templates.styles import Styles
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (24, 58, 13, 15)
_WHOLE = sum(_WIDTHS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One sheet as the guide lists it.

    Args:
        sheet: Its name. about: What it holds.
        n_inputs: How many cells wait for a value; 0 for a sheet that takes any number of rows.
        span: The cells that wait, as a formula names them.
        n_filled: How many of them are filled beforehand.
    """

    sheet: str
    about: str
    span: str
    n_inputs: int = 0
    n_filled: int = 0


def write_guide(
    sheet: Worksheet,
    content: Content,
    who: str,
    steps: Sequence[str],
    entries: Sequence[Entry],
    styles: Styles,
) -> None:
    """Write the guide: the mark, what to do, what the colours mean, and the sheets.

    Args:
        who: For whom the workbook is.
        steps: What to do, in order.
    """
    ruleset = content.ruleset
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    first, last = ruleset.window
    row = _write_lines(
        sheet,
        0,
        (
            (f"{ruleset.name}　{ruleset.year} 年度填报表", styles.title, 34.0),
            (who, styles.bold_line, 22.0),
            (f"考核窗口 {first} 至 {last}。", styles.note, 20.0),
            *([(ruleset.profile.said, styles.note, 20.0)] if ruleset.profile else []),
            (
                f"{LINE_HEAD}：{edition_of(ruleset)}（程序凭它认出是哪个方案的表，请不要改动）",
                styles.note,
                20.0,
            ),
        ),
    )
    row = _write_section(sheet, row + 1, "怎样填", styles)
    for number, step in enumerate(steps, 1):
        sheet.merge_range(row, 0, row, 3, f"{number}. {step}", styles.plain)
        sheet.set_row(row, row_height([(f"{number}. {step}", _WHOLE)]))
        row += 1
    row = _write_section(sheet, row + 1, "格子的颜色", styles)
    for look, text in (
        (styles.sample_input, "要填的格子"),
        (styles.sample_locked, "锁住的格子：字段名、说明、已经知道的内容，不用填"),
    ):
        sheet.write_string(row, 0, "示例", look)
        sheet.write_string(row, 1, text, styles.plain)
        sheet.set_row(row, 21)
        row += 1
    row = _write_section(sheet, row + 1, "各张工作表（点表名可以跳过去）", styles)
    _write_entries(sheet, row, entries, styles)
    sheet.freeze_panes(1, 0)
    set_page(sheet, f"{ruleset.name}　填报说明", upright=True)
    protect(sheet, rows_may_be_added=False)


def _write_lines(sheet: Worksheet, row: int, lines: Sequence[tuple[str, object, float]]) -> int:
    for text, look, height in lines:
        sheet.merge_range(row, 0, row, 3, text, look)
        sheet.set_row(row, height)
        row += 1
    return row


def _write_section(sheet: Worksheet, row: int, title: str, styles: Styles) -> int:
    sheet.set_row(row - 1, 10)
    sheet.merge_range(row, 0, row, 3, title, styles.section)
    sheet.set_row(row, 24)
    return row + 1


def _write_entries(sheet: Worksheet, row: int, entries: Sequence[Entry], styles: Styles) -> None:
    for column, head in enumerate(("工作表", "填什么", "多少", "进度")):
        sheet.write_string(row, column, head, styles.band)
    sheet.set_row(row, 21)
    for at, entry in enumerate(entries, row + 1):
        quoted = entry.sheet.replace("'", "''")
        sheet.write_url(at, 0, f"internal:'{quoted}'!A1", styles.link, entry.sheet)
        sheet.write_string(at, 1, entry.about, styles.row)
        sheet.set_row(at, row_height([(entry.sheet, _WIDTHS[0]), (entry.about, _WIDTHS[1])]))
        if entry.n_inputs:
            left = entry.n_inputs - entry.n_filled
            sheet.write_number(at, 2, entry.n_inputs, styles.number)
            sheet.write_formula(
                at, 3, f"=COUNTBLANK('{quoted}'!{entry.span})", styles.left_to_do, left
            )
        elif entry.span:
            sheet.write_number(at, 2, 0, styles.lines)
            sheet.write_formula(at, 3, f"=COUNTA('{quoted}'!{entry.span})", styles.written, 0)
        else:
            sheet.write_string(at, 2, "不用填", styles.small_row)
            sheet.write_string(at, 3, "", styles.small_row)
