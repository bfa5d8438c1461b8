"""Tell which row of a sheet belongs to which school; report totals, remarks, lost rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.facts.gathering import Gathering, cell_place
from engine.facts.layout import TableLayout
from engine.facts.names import Dictionary
from engine.facts.sheet import Raw, Sheet, Unreadable, is_blank, number_text, plain, shown

# Rows below a table that are no schools. They must be told by their whole first cell: a
# contest named 「说明文写作」 is no remark.
_TOTAL = re.compile(r"(?:[合总小]计|平均)[数值]?:?(?:\(.*\))?")
_REMARK = re.compile(
    r"注\d*:.*|(?:备注|说明):.*|(?:填[表报写]|审核|制表|经办|负责|校对|复核)人?(?:\(?签[字名章]\)?)?:.*"
    r"|.{0,8}\(?盖章\)?:?|日期:.*"
)
_LONGEST_ID = 64


@dataclass(slots=True)
class SchoolRow:
    """A row of data that belongs to a school; `number` counts from 0."""

    number: int
    school_id: str


@dataclass(slots=True)
class Group:
    """Sheets that belong together, and the schools that have a row of their own in them."""

    gathering: Gathering
    names: Dictionary
    own: dict[str, None] = field(default_factory=dict)

    @property
    def only_school(self) -> str:
        return next(iter(self.own)) if len(self.own) == 1 else ""


def rows_of_schools(layout: TableLayout, group: Group) -> list[SchoolRow]:
    """Return the rows with their schools; report totals, remarks and rows without a school."""
    gathering, sheet, column = group.gathering, layout.sheet, layout.id_column
    if column is not None and group.only_school and _is_unfilled(layout, column):
        gathering.diagnostics.note(
            "F027",
            f"“{sheet.name}”的学校标识码一列没有填，按本文件唯一的学校“{group.only_school}”读",
            cell_place(sheet.origin, layout.first_row, column + 1),
            hint="请补填学校标识码",
        )
        column = None
    rows: list[SchoolRow] = []
    numeric: list[tuple[int, str]] = []
    for number in range(layout.first_row, len(sheet.rows)):
        line = sheet.rows[number]
        raw = line[column] if column is not None else None
        if is_blank(raw):
            if _is_blank_row(layout, line) or _is_remark(sheet, number, gathering):
                continue
            school_id = group.only_school if column is None else ""
            if not school_id:
                _report_schoolless(layout, number, group)
                if column is None:
                    return []
                continue
        else:
            if _is_remark(sheet, number, gathering) or _is_header_again(raw, group):
                continue
            school_id = school_id_of(raw, sheet, number, column or 0, gathering, numeric)
            if not school_id:
                continue
        rows.append(SchoolRow(number, school_id))
    if numeric and column is not None:
        _report_numeric_ids(sheet, column, numeric, gathering)
    return rows


def _is_blank_row(layout: TableLayout, line: list[Raw]) -> bool:
    """Tell whether a row is empty, a number in the column 序号 apart."""
    return all(
        is_blank(cell) or (column in layout.numbering and _is_number(cell))
        for column, cell in enumerate(line)
    )


def _is_number(cell: Raw) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and plain(cell).isdigit())


def _is_unfilled(layout: TableLayout, column: int) -> bool:
    """Tell whether the rows of a sheet have content, but no row names a school."""
    rows = layout.sheet.rows[layout.first_row :]
    return all(is_blank(row[column]) for row in rows) and not all(
        _is_blank_row(layout, row) for row in rows
    )


def _is_header_again(raw: Raw, group: Group) -> bool:
    """Recognise a header that is printed again at the top of a page."""
    match = group.names.school.find(raw) if isinstance(raw, str) else None
    return match is not None and match.key == group.gathering.ruleset.id_field


def _is_remark(sheet: Sheet, number: int, gathering: Gathering) -> bool:
    """Recognise rows of totals, and remarks below the table; they are said, not read."""
    line = sheet.rows[number]
    column = next(column for column, cell in enumerate(line) if not is_blank(cell))
    first = line[column]
    if not isinstance(first, str) or first.lstrip()[0].isascii():
        return False
    text = plain(first).replace(" ", "")
    is_total = _TOTAL.fullmatch(text) is not None
    is_remark = _REMARK.fullmatch(text) is not None
    if is_total or is_remark:
        gathering.diagnostics.note(
            "F017",
            f"“{shown(first)}”一行是{'合计' if is_total else '附注'}，没有读",
            cell_place(sheet.origin, number + 1, column + 1),
            shown(first),
        )
    return is_total or is_remark


def _report_schoolless(layout: TableLayout, number: int, group: Group) -> None:
    sheet, column = layout.sheet, layout.id_column
    if column is None:
        why = "不止一所学校" if group.own else "没有写明是哪所学校"
        group.gathering.diagnostics.error(
            "F020",
            f"“{sheet.name}”没有学校标识码一列，而这份文件{why}，整张表没有读",
            cell_place(sheet.origin, layout.first_row, 1),
            hint="请加一列“学校标识码”",
        )
        return
    group.gathering.diagnostics.error(
        "F020",
        "这一行有内容，但没有学校标识码，没有读",
        cell_place(sheet.origin, number + 1, column + 1),
        hint="请补填学校标识码，或删去这一行",
    )


def school_id_of(
    raw: Raw,
    sheet: Sheet,
    row: int,
    column: int,
    gathering: Gathering,
    numeric: list[tuple[int, str]],
) -> str:
    """Return a school id as text; an empty text where it cannot be one (reported)."""
    if isinstance(raw, str):
        text = "".join(plain(raw).split())
        if text.startswith('="') and text.endswith('"'):  # ="0012", how CSV keeps zeros
            text = text[2:-1]
        if text and len(text) <= _LONGEST_ID and text != "无":
            return text
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        text = number_text(raw)
        if text.isdigit() and len(text) <= 15:
            numeric.append((row, text))
            return text
    if not is_blank(raw):
        problem = raw.shown if isinstance(raw, Unreadable) else shown(raw)
        gathering.diagnostics.error(
            "F020",
            f"“{problem}”不能作学校标识码，这一行没有读",
            cell_place(sheet.origin, row + 1, column + 1),
            problem,
            "请按文本填写学校标识码",
        )
    return ""


def _report_numeric_ids(
    sheet: Sheet, column: int, numeric: list[tuple[int, str]], gathering: Gathering
) -> None:
    row, text = numeric[0]
    others = f"等 {len(numeric)} 个" if len(numeric) > 1 else ""
    gathering.diagnostics.warning(
        "F021",
        f"学校标识码“{text}”{others}是数字，若有前面的 0 已经丢了",
        cell_place(sheet.origin, row + 1, column + 1),
        text,
        "请把这一列的单元格格式设为“文本”，重填标识码",
    )
