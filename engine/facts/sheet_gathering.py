"""Gather the cells of the sheets that belong together: a workbook, or a folder's CSV files.

Sheets of one workbook may leave the school out where the workbook has only one. Every row
with content is read, or said not to be.
"""

from __future__ import annotations

from engine.facts.gathering import Gathering, RawRecords, cell_place
from engine.facts.layout import BrokenTable, FormLayout, Head, Layout, TableLayout, read_layout
from engine.facts.names import Dictionary
from engine.facts.school_rows import Group, SchoolRow, rows_of_schools, school_id_of
from engine.facts.sheet import (
    Measured,
    Raw,
    Sheet,
    Unreadable,
    float_fraction,
    is_blank,
    plain,
    shown,
)
from engine.points import decimal_text
from engine.ruleset.model import FieldType, RecordTable

_NONE = frozenset({"无", "零报告", "无记录", "本年度无", "本年无", "没有"})
_LONGEST_NONE = 12


def gather_sheets(sheets: list[Sheet], gathering: Gathering, names: Dictionary) -> None:
    """Gather all sheets of one workbook, or all CSV files of one folder."""
    group = Group(gathering, names)
    layouts: list[Layout] = []
    for sheet in sheets:
        if sheet.is_empty:
            continue
        if sheet.hidden:
            gathering.diagnostics.note(
                "F014",
                f"工作表“{sheet.name}”是隐藏的，也读了",
                cell_place(sheet.origin, 1, 1),
                hint="若是旧数据，请删去这张工作表",
            )
        sheet.fill_down_merges()
        layout = read_layout(sheet, names, gathering.diagnostics)
        if layout:
            layouts.append(layout)
    # Sheets that name their schools come first: they tell who the other sheets are about.
    named = [layout for layout in layouts if _names_schools(layout)]
    for layout in named:
        _gather_schools(layout, group)
    for layout in layouts:
        if layout not in named and not _is_of_records(layout):
            _gather_schools(layout, group)
    for layout in layouts:
        if isinstance(layout, TableLayout) and layout.table:
            _gather_records(layout, layout.table, group)
        elif isinstance(layout, BrokenTable):
            gathering.records[layout.table.id].unreadable.update(group.own)


def _is_of_records(layout: Layout) -> bool:
    return isinstance(layout, BrokenTable) or (
        isinstance(layout, TableLayout) and layout.table is not None
    )


def _names_schools(layout: Layout) -> bool:
    if isinstance(layout, FormLayout):
        return layout.id_cell is not None
    return isinstance(layout, TableLayout) and not layout.table and layout.id_column is not None


def _gather_schools(layout: Layout, group: Group) -> None:
    if isinstance(layout, FormLayout):
        _gather_form(layout, group)
    elif isinstance(layout, TableLayout):
        _gather_school_rows(layout, group)


def _gather_form(layout: FormLayout, group: Group) -> None:
    """Gather a form: its school is named in it, or is the workbook's only one."""
    gathering, sheet = group.gathering, layout.sheet
    school_id = group.only_school
    if layout.id_cell:
        row, column = layout.id_cell
        raw = sheet.rows[row][column]
        school_id = school_id_of(raw, sheet, row, column, gathering, [])
    if not school_id:
        row, column = layout.id_cell or (0, 0)
        gathering.diagnostics.error(
            "F020",
            f"“{sheet.name}”没有写明学校标识码，整张表没有读",
            cell_place(sheet.origin, row + 1, column + 1),
            hint="请填写学校标识码（文本）",
        )
        return
    origin, number = gathering.origin(sheet.origin), gathering.school(school_id)
    group.own[school_id] = None
    if layout.id_cell:
        gathering.cells[gathering.ruleset.id_field].add(
            number, school_id, origin, layout.id_cell[0] + 1, layout.id_cell[1] + 1
        )
    for entry in layout.entries:
        raw = _under_head(sheet, entry.row, entry.head)
        gathering.cells[entry.head.field.id].add(
            number, raw, origin, entry.row + 1, entry.head.column + 1
        )


def _gather_school_rows(layout: TableLayout, group: Group) -> None:
    """Gather a sheet with a school a row."""
    gathering, sheet = group.gathering, layout.sheet
    rows = rows_of_schools(layout, group)
    if not rows:
        return
    origin = gathering.origin(sheet.origin)
    numbers = [gathering.school(row.school_id) for row in rows]
    lines = [row.number + 1 for row in rows]
    group.own.update((row.school_id, None) for row in rows)
    _report_repeated(layout, rows, gathering)
    _report_merges(layout, gathering)
    gathering.cells[gathering.ruleset.id_field].add_column(
        numbers,
        [row.school_id for row in rows],
        origin,
        lines,
        (layout.id_column if layout.id_column is not None else 0) + 1,
    )
    for head in layout.heads:
        raws = _column_of(sheet, rows, head)
        gathering.cells[head.field.id].add_column(numbers, raws, origin, lines, head.column + 1)


def _gather_records(layout: TableLayout, table: RecordTable, group: Group) -> None:
    """Gather a sheet with a record a row; it tells that the group's schools handed it in."""
    gathering, sheet = group.gathering, layout.sheet
    records = gathering.records[table.id]
    records.handed_in.update(group.own)
    _report_merges(layout, gathering)
    rows = rows_of_schools(layout, group)
    if not rows:
        return
    rows = [row for row in rows if not _is_none_or_empty(layout, row, records, gathering)]
    origin = gathering.origin(sheet.origin)
    lines = [row.number + 1 for row in rows]
    numbers = records.add_records(
        [row.school_id for row in rows], origin, lines, _first_column(layout) + 1
    )
    for head in layout.heads:
        raws = _column_of(sheet, rows, head)
        records.cells[head.field.id].add_column(numbers, raws, origin, lines, head.column + 1)


def _first_column(layout: TableLayout) -> int:
    return min((head.column for head in layout.heads), default=0)


def _is_none_or_empty(
    layout: TableLayout, row: SchoolRow, records: RawRecords, gathering: Gathering
) -> bool:
    """Recognise a row 「无」 (zero report), and a row that names a school and nothing else."""
    sheet = layout.sheet
    line = sheet.rows[row.number]
    says_none = False
    for head in layout.heads:
        cell = line[head.column]
        if not is_blank(cell):
            if not _says_none(cell):
                return False
            says_none = True
    # 「无」 may also stand in a column that is not the table's own.
    says_none = says_none or any(
        _says_none(cell) for column, cell in enumerate(line) if column != layout.id_column
    )
    place = cell_place(sheet.origin, row.number + 1, _first_column(layout) + 1)
    if says_none:
        records.none_said.setdefault(row.school_id, place)
    elif not _is_merged_down(sheet, row.number, layout.id_column):
        gathering.diagnostics.warning(
            "F056",
            f"学校“{row.school_id}”的这一行没有内容，没有读",
            place,
            hint="没有记录请填“无”，有记录请补填",
        )
    return True


def _is_merged_down(sheet: Sheet, row: int, column: int | None) -> bool:
    return any(merge.left == column and merge.top < row <= merge.bottom for merge in sheet.merges)


def _says_none(cell: Raw) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST_NONE and plain(cell) in _NONE


def _report_repeated(layout: TableLayout, rows: list[SchoolRow], gathering: Gathering) -> None:
    first: dict[str, int] = {}
    for row in rows:
        known = first.setdefault(row.school_id, row.number)
        if known != row.number and not _is_merged_down(layout.sheet, row.number, layout.id_column):
            gathering.diagnostics.warning(
                "F022",
                f"学校“{row.school_id}”在第 {known + 1} 行已有一行，两行合起来读",
                cell_place(layout.sheet.origin, row.number + 1, (layout.id_column or 0) + 1),
                row.school_id,
                "请删去重复的一行",
            )


def _report_merges(layout: TableLayout, gathering: Gathering) -> None:
    """Say which merged cells were read for several rows, or for one of several columns."""
    sheet = layout.sheet
    columns = {head.column for head in layout.heads} | {layout.id_column}
    for merge in sorted(sheet.merges):
        if merge.top < layout.first_row or merge.top >= len(sheet.rows):
            continue
        line = sheet.rows[merge.top]
        if merge.left >= len(line) or is_blank(line[merge.left]):
            continue
        inside = [column for column in range(merge.left, merge.right + 1) if column in columns]
        place = cell_place(sheet.origin, merge.top + 1, merge.left + 1)
        text = shown(line[merge.left])
        if merge.right > merge.left and inside:
            gathering.diagnostics.warning(
                "F015",
                f"“{text}”横跨 {merge.right - merge.left + 1} 列合并，"
                "只算在第一列，其余列按没有填读",
                place,
                text,
                "请取消合并，逐格填写",
            )
        elif merge.bottom > merge.top and inside:
            gathering.diagnostics.note(
                "F015",
                f"“{text}”由 {merge.bottom - merge.top + 1} 行合并，各行都按它读",
                place,
                text,
            )


def _column_of(sheet: Sheet, rows: list[SchoolRow], head: Head) -> list[Raw]:
    """Return the cells of one column; only some columns need a look at each cell."""
    if head.broken or head.unit or head.field.type is FieldType.PERCENT:
        return [_under_head(sheet, row.number, head) for row in rows]
    lines, column = sheet.rows, head.column
    return [lines[row.number][column] for row in rows]


def _under_head(sheet: Sheet, row: int, head: Head) -> Raw:
    """Return a cell with what its header and its number format add to it."""
    raw = sheet.rows[row][head.column]
    if head.broken:
        return raw if is_blank(raw) else Unreadable("F016", shown(raw))
    if head.field.type is FieldType.PERCENT and isinstance(raw, float | int):
        # 1 shown as 100% is 100 %: the number format settles what the number alone cannot.
        doubtful = not isinstance(raw, bool) and (abs(raw) >= 1 or bool(head.unit))
        if doubtful and sheet.is_percent(row, head.column):
            return decimal_text(float_fraction(float(raw)) * 100) + "%"
    if head.unit and not is_blank(raw) and not isinstance(raw, Unreadable):
        return Measured(raw, head.unit)
    return raw
