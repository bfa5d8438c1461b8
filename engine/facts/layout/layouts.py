"""Understand how a sheet is laid out: where its header is, and what each column means.

Three layouts exist: a school a row, a record a row, and a form (字段 | 填报值) of one school.
Columns and sheets may come in any order, with titles and notes above the header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import Raw, Sheet, is_blank, shown
from engine.facts.gathering import cell_place
from engine.facts.layout.forms import HEADER_ROWS, FormLayout, find_form, is_turned, read_form
from engine.facts.layout.head_rows import HeadRows, read_head_rows, unit_of_title, units_in_titles
from engine.facts.layout.heads import Head, read_head, report_unknown
from engine.facts.layout.names import Dictionary, NameIndex, NameMatch, normal_name
from engine.facts.layout.remarks import no_data
from engine.facts.layout.which_table import best_header, table_by_header, table_by_title
from engine.facts.schools.school_names import COUNTY_WORDS
from engine.facts.stages.beside import StagedHead
from engine.facts.stages.columns import (
    Stages,
    read_signatures,
    record_columns,
    stage_columns,
    staged_name,
)
from engine.ruleset.model import Field, RecordTable

_NUMBERING = frozenset({"序号", "no", "no."})
# A form has one field a line, or a few side by side; more are a header row.
_MOST_NAMES_IN_A_LINE = 4
_TITLE_ROWS = 3
_LISTED = 3
_TALLEST_HEADER = 6  # rows; a cell merged further down than that is no header alone
_YEAR = re.compile(r"(20\d\d)\s*(?:[-—–~至/]\s*(20\d\d))?\s*年?\s*学?年度")


@dataclass(slots=True)
class TableLayout:
    """A sheet with a header row: a school a row, or a record a row (`table`)."""

    sheet: Sheet
    table: RecordTable | None
    header_row: int
    first_row: int
    id_column: int | None
    id_fields: tuple[str, ...] = ()  # of the ruleset
    heads: list[Head] = field(default_factory=list)
    numbering: set[int] = field(default_factory=set)  # columns 序号
    name_fields: tuple[str, ...] = ()  # of the ruleset
    name_parts: dict[str, int] = field(default_factory=dict)  # field -> column, of the name
    county_column: int | None = None
    id_parts: dict[str, int] = field(default_factory=dict)  # field -> column, of a joined id
    guessed: set[str] = field(default_factory=set)  # fields that misspelt headers may mean
    staged: list[StagedHead] = field(default_factory=list)  # columns of verified values
    stages: Stages = field(default_factory=dict)  # who verified, when, why; verdicts on records

    @property
    def id_columns(self) -> list[int]:
        """Return the columns that hold the id: one, all parts of it in order, or none."""
        return [self.id_column] if self.id_column is not None else self._parts_in_order()

    @property
    def id_at(self) -> int | None:
        """Return the first column of the id."""
        return next(iter(self.id_columns), None)

    @property
    def name_columns(self) -> list[int]:
        """Return the columns that hold the school's name: one, all its parts, or none."""
        columns = [self.name_parts.get(name, -1) for name in self.name_fields]
        return columns if columns and min(columns) >= 0 else []

    def _parts_in_order(self) -> list[int]:
        columns = [self.id_parts.get(name, -1) for name in self.id_fields]
        return columns if len(columns) > 1 and min(columns) >= 0 else []

    @property
    def lacking_id_fields(self) -> list[str]:
        """Return the parts of a joined id that have no column."""
        return [name for name in self.id_fields if name not in self.id_parts]


@dataclass(frozen=True, slots=True)
class UnreadSheet:
    """A sheet that cannot be read although it is known what it should hold.

    Args:
        table: The record table that it is; None for a sheet of the school's fields.
        part: The name of that sheet in the field dictionary (工作表).
    """

    sheet: Sheet
    table: RecordTable | None = None
    part: str = ""


Layout = TableLayout | FormLayout | UnreadSheet


def read_layout(sheet: Sheet, names: Dictionary, diagnostics: Diagnostics) -> Layout | None:
    """Return how a sheet is laid out, or None where it holds no facts (said)."""
    table = names.table_named(sheet.name)
    if table is None and any(word in sheet.name for word in names.explaining):
        _report_explaining(sheet, names, diagnostics)
        return None
    index = names.records[table.id] if table else names.school
    header, hits = best_header(sheet, index)
    if header is not None and hits <= _MOST_NAMES_IN_A_LINE:
        hits = _head_rows(sheet, header, index).count_names(index)
    if table is None and (titled := table_by_title(sheet, names, header, hits)):
        table, header = titled
    elif table is None and hits <= _MOST_NAMES_IN_A_LINE:
        if like := table_by_header(sheet, names):
            return _report_nameless(sheet, like, diagnostics)
        form = find_form(sheet, names)
        if form and (form.has_header or len(form.name_cells) > max(hits, 1)):
            if form.is_list:
                return _no_layout(sheet, None, names, diagnostics)
            if is_turned(sheet, form, names):
                return _report_turned(sheet, names, diagnostics)
            return read_form(sheet, form, names, diagnostics)
    if header is None:
        return _no_layout(sheet, table, names, diagnostics)
    return _table_layout(sheet, table, header, names, diagnostics)


def _head_rows(sheet: Sheet, header: int, index: NameIndex) -> HeadRows:
    return read_head_rows(sheet, header, _last_header_row(sheet, header, index), index)


def _report_explaining(sheet: Sheet, names: Dictionary, diagnostics: Diagnostics) -> None:
    """Say that a sheet is left out by its name; louder where it looks like one of facts."""
    place, hint = cell_place(sheet.origin, 1, 1), "若里面有事实，请改工作表名"
    message = f"工作表“{sheet.name}”按名称是说明，没有读"
    header, hits = best_header(sheet, names.school)
    ids = () if header is None else (names.school.find(str(cell)) for cell in sheet.rows[header])
    if hits > _MOST_NAMES_IN_A_LINE and _has_id(names, {key.key for key in ids if key}):
        diagnostics.warning("F010", f"{message}，但表头像是事实表", place, hint=hint)
    else:
        diagnostics.note("F010", message, place, hint=hint)


def _has_id(names: Dictionary, keys: set[str]) -> bool:
    return names.ruleset.id_field in keys or keys.issuperset(names.ruleset.id_fields)


def _report_nameless(sheet: Sheet, table: RecordTable, diagnostics: Diagnostics) -> UnreadSheet:
    diagnostics.error(
        "F058",
        f"“{sheet.name}”的表头像是台账“{table.id}”，但表名和标题都没有写明，没有读",
        cell_place(sheet.origin, 1, 1),
        sheet.name,
        f"若是，请把{'工作表' if sheet.origin.sheet else '文件'}改名为“{table.id}”",
    )
    return UnreadSheet(sheet, table)


def _report_turned(sheet: Sheet, names: Dictionary, diagnostics: Diagnostics) -> UnreadSheet:
    diagnostics.error(
        "F011",
        f"“{sheet.name}”像是一校一列，没有读",
        cell_place(sheet.origin, 1, 1),
        hint="请改成一校一行（复制后“选择性粘贴”里选“转置”）",
    )
    return UnreadSheet(sheet, None, names.part_named(sheet.name))


def years_in_titles(sheet: Sheet) -> list[int]:
    """Return the years (年度) that the titles above a sheet's header name."""
    found = (
        match
        for row in sheet.rows[:_TITLE_ROWS]
        for cell in row
        if isinstance(cell, str) and "年度" in cell
        for match in _YEAR.finditer(cell)
    )
    return [int(year) for match in found for year in match.groups() if year]


def _no_layout(
    sheet: Sheet, table: RecordTable | None, names: Dictionary, diagnostics: Diagnostics
) -> UnreadSheet | None:
    place, part = cell_place(sheet.origin, 1, 1), names.part_named(sheet.name)
    if table is None and not part:
        known = "、".join(list(names.ruleset.fields)[:5])
        diagnostics.warning(
            "F010",
            f"工作表“{sheet.name}”里没有认得的字段，没有读",
            place,
            hint=f"若是事实表，表头请用字段清单里的名称，如 {known}；若不是，可删去",
        )
        return None
    wanted = list(table.fields) if table else names.fields_of_part(part)
    diagnostics.error(
        "F011",
        f"{f'台账“{table.id}”' if table else f'“{part}”'}的表里，前 {HEADER_ROWS} 行没有表头",
        place,
        hint="表头请写：" + "、".join(wanted[:8]),
    )
    return UnreadSheet(sheet, table, part)


def _table_layout(
    sheet: Sheet,
    table: RecordTable | None,
    header: int,
    names: Dictionary,
    diagnostics: Diagnostics,
) -> TableLayout:
    index = names.records[table.id] if table else names.school
    rows = _head_rows(sheet, header, index)
    layout = TableLayout(sheet, table, header, rows.last + 1, None, names.ruleset.id_fields)
    titled = units_in_titles(sheet, header)
    layout.name_fields = names.ruleset.name_fields
    taken: dict[str, int] = {}
    verifying = _place_stages(layout, index, names, rows, titled, diagnostics)
    for column, (row, cell) in enumerate(zip(rows.rows, rows.cells, strict=True)):
        if is_blank(cell) or column in verifying:
            continue
        text = cell if isinstance(cell, str) else shown(cell)
        match = index.find(text)
        is_county = layout.county_column is None and normal_name(text) in COUNTY_WORDS
        if is_county:
            layout.county_column = column
        if match is None and normal_name(text) in _NUMBERING:
            layout.numbering.add(column)
        elif match is None and is_county:
            continue
        elif match is None:
            report_unknown(text, index, names, table, sheet, row, column, diagnostics)
            layout.guessed.add(index.guess(text))
        elif match.key in taken:
            diagnostics.error(
                "F013",
                f"“{match.key}”有两列，这一列没有读",
                cell_place(sheet.origin, row + 1, column + 1),
                text.strip(),
                "请删去其中一列",
            )
        else:
            taken[match.key] = column
            known = _place_column(layout, column, match, names)
            if known:
                bracket = rows.units.get(column) or match.bracket
                head = _head_of(layout, column, row, known, bracket, titled, diagnostics)
                layout.heads.append(head)
    _report_headless(layout, rows.cells, diagnostics)
    return layout


def _place_stages(
    layout: TableLayout,
    index: NameIndex,
    names: Dictionary,
    rows: HeadRows,
    titled: list[str],
    diagnostics: Diagnostics,
) -> set[int]:
    """Note the columns of verification (核查、复核), and return all of them."""
    sheet, number = layout.sheet, layout.header_row
    line = sheet.rows[number]
    texts = {column: cell for column, cell in enumerate(line) if isinstance(cell, str)}
    staged = {at: found for at, text in texts.items() if (found := staged_name(text, index))}
    own = {at for at, text in texts.items() if at not in staged and text in index}
    if layout.table:
        layout.stages, staged = record_columns(line, own), {}
    else:
        layout.stages, _ = stage_columns(line, None, own | staged.keys())
    for column, (match, stage) in staged.items():
        if known := names.field(match.key, None):
            unit = rows.units.get(column, "")
            head = _head_of(layout, column, number, known, unit, titled, diagnostics)
            layout.staged.append(StagedHead(stage, head))
    if not layout.table and not staged:
        layout.stages = {}
    read_signatures(sheet, layout.stages)
    return {at for each in layout.stages.values() for at in each.at.values()} | staged.keys()


def _head_of(
    layout: TableLayout,
    column: int,
    row: int,
    known: Field,
    bracket: str,
    titled: list[str],
    diagnostics: Diagnostics,
) -> Head:
    """Return the head of a column: its own unit goes before one that a title names."""
    where = "表头"
    if not bracket and titled and (bracket := unit_of_title(titled, known)):
        where = "表头上方所写"
    return read_head(column, known, bracket, layout.sheet, row, diagnostics, where)


def _place_column(
    layout: TableLayout, column: int, match: NameMatch, names: Dictionary
) -> Field | None:
    """Note what a column is: the school's id or a part of it, its name; return its field."""
    key, table, ruleset = match.key, layout.table, names.ruleset
    is_own = table is not None and key in table.fields
    if key == ruleset.id_field and not is_own:
        layout.id_column = column
        return None
    if key in ruleset.id_parts:
        layout.id_parts[key] = column
    elif key in ruleset.name_fields and not is_own:
        layout.name_parts[key] = column
    return names.field(key, table)


def _last_header_row(sheet: Sheet, header: int, index: NameIndex) -> int:
    """Return where a header ends whose cells are merged downwards."""
    last = header
    for merge in sheet.merges:
        if merge.top <= header <= merge.bottom < header + _TALLEST_HEADER:
            cell = sheet.rows[header][merge.left] if merge.left < len(sheet.rows[header]) else None
            if isinstance(cell, str) and cell in index:
                last = max(last, merge.bottom)
    return last


def _report_headless(layout: TableLayout, header: list[Raw], diagnostics: Diagnostics) -> None:
    """Say which columns hold values but have no header (a title merged across covers none)."""
    sheet, first = layout.sheet, {}
    blank = [at for at, cell in enumerate(header) if is_blank(cell)]
    for number, row in enumerate(sheet.rows[layout.first_row :], layout.first_row):
        filled = [column for column in blank if column not in first and not is_blank(row[column])]
        if filled and not no_data(row)[1]:
            first.update(dict.fromkeys(filled, number))
    for column in sorted(first) if len(first) <= _LISTED else sorted(first)[:1]:
        others = f"，这样的共 {len(first)} 列" if len(first) > _LISTED else ""
        diagnostics.warning(
            "F012",
            f"这一列有内容但没有表头，没有读{others}",
            cell_place(sheet.origin, layout.header_row + 1, column + 1),
            hint=f"内容从第 {first[column] + 1} 行起；请补上字段名，或删去这一列",
        )
