"""Write the sheet of grades: who goes from which to which, the places for grades, the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.previewing.looks import Looks
from engine.previewing.matrix import matrix_of
from engine.previewing.preview import Direction, Preview
from engine.previewing.wording import NONE, TITLE, counted_text, names_text
from engine.templates.page_setup import set_page
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FIRST, _NUMBER, _NAMES = 26, 12, 44  # widths of columns, in characters
_QUOTA_TITLES = (
    "同组",
    "等次",
    "校数（原→新）",
    "名额（原→新）",
    "用了（原→新）",
    "有无变动",
    "因名额落出",
    "进来",
)


def write_grades(sheet: Worksheet, preview: Preview, looks: Looks) -> None:
    """Write the matrix of crossings, the places of every cohort, and the limits that changed."""
    sheet.set_column(0, 0, _FIRST)
    sheet.set_column(1, 5, _NUMBER)
    sheet.set_column(6, 7, _NAMES)
    row = _heading(sheet, 0, f"原等次（行）到新等次（列）：{counted_text(preview)}", looks)
    row = _matrix(sheet, row, preview, looks)
    row = _heading(sheet, row + 2, "名额（每组）", looks)
    row = _quotas(sheet, row, preview, looks)
    if preview.limits:
        row = _heading(sheet, row + 2, "等次限定作用到的，有变的", looks)
        _limits(sheet, row, preview, looks)
    set_page(sheet, f"{TITLE} · 等次变动")


def _heading(sheet: Worksheet, row: int, text: str, looks: Looks) -> int:
    sheet.set_row(row, 26)
    sheet.write_string(row, 0, text, looks.section)
    return row + 1


def _head(sheet: Worksheet, row: int, titles: tuple[str, ...], looks: Looks) -> None:
    for at, text in enumerate(titles):
        sheet.write_string(row, at, text, looks.head)


def _matrix(sheet: Worksheet, row: int, preview: Preview, looks: Looks) -> int:
    """Write who goes where; the colour of a crossing only repeats what its place says."""
    matrix, schools = matrix_of(preview), preview.schools
    found = zip(schools.outcome_before, schools.outcome_after, schools.directions, strict=True)
    ways = {(own, other): way for own, other, way in found}
    coloured = {
        Direction.UP: looks.up,
        Direction.GRADED: looks.up,
        Direction.DOWN: looks.down,
        Direction.UNGRADED: looks.down,
    }
    _head(sheet, row, ("原＼新", *matrix.after, "合计"), looks)
    for name, counts, whole in zip(matrix.before, matrix.counts, matrix.row_sums, strict=True):
        row += 1
        sheet.write_string(row, 0, name, looks.word)
        for at, (other, number) in enumerate(zip(matrix.after, counts, strict=True), 1):
            look = coloured.get(ways.get((name, other), Direction.SAME), looks.whole)
            sheet.write_number(row, at, number, looks.same if other == name else look)
        sheet.write_number(row, len(counts) + 1, whole, looks.whole)
    row += 1
    sheet.write_string(row, 0, "合计", looks.word)
    for at, number in enumerate((*matrix.column_sums, preview.n_schools), 1):
        sheet.write_number(row, at, number, looks.whole)
    return row


def _quotas(sheet: Worksheet, row: int, preview: Preview, looks: Looks) -> int:
    _head(sheet, row, _QUOTA_TITLES, looks)
    for move in preview.quotas:
        row += 1
        pairs = (
            (move.size_before, move.size_after),
            (move.places_before, move.places_after),
            (move.taken_before, move.taken_after),
        )
        cells = (
            move.cohort,
            move.grade,
            *("→".join(NONE if each is None else str(each) for each in pair) for pair in pairs),
            "" if move.is_same else "有变",
            names_text(preview, move.fell_out),
            names_text(preview, move.came_in),
        )
        sheet.set_row(row, row_height([(text, _NAMES) for text in cells[-2:]]))
        for at, text in enumerate(cells):
            is_short = 0 < at < len(cells) - 2
            sheet.write_string(row, at, text, looks.word if is_short else looks.text)
    return row


def _limits(sheet: Worksheet, row: int, preview: Preview, looks: Looks) -> None:
    measure = preview.rules[1].subject.measure
    _head(sheet, row, ("限定", f"原来几{measure}", f"现在几{measure}"), looks)
    for move in preview.limits:
        row += 1
        sheet.write_string(row, 0, move.name, looks.text)
        sheet.write_number(row, 1, len(move.before), looks.whole)
        sheet.write_number(row, 2, len(move.after), looks.whole)
