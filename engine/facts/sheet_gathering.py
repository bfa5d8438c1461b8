"""Gather the cells of the sheets that belong together: a workbook, or a folder's CSV files.

Sheets of one workbook may leave the school out where the workbook has only one. Every row
with content is read, or said not to be.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import Place
from engine.facts.books.annotated import is_problem_list, report_problem_list
from engine.facts.books.hidden import report_hidden
from engine.facts.books.sheet import Raw, Sheet, is_blank, plain
from engine.facts.evidence.titles import CATALOGUE
from engine.facts.gathering import Gathering, cell_place
from engine.facts.layout.forms import FormLayout
from engine.facts.layout.heads import Head, report_mixed_percents, under_head
from engine.facts.layout.layouts import (
    Layout,
    TableLayout,
    UnreadSheet,
    read_layout,
    years_in_titles,
)
from engine.facts.layout.names import Dictionary
from engine.facts.records.zero_reports import is_no_record
from engine.facts.schools.row_reports import report_merges, report_repeated
from engine.facts.schools.school_ids import IdColumn
from engine.facts.schools.school_rows import (
    Group,
    Schoolless,
    SchoolRow,
    rows_of_schools,
)
from engine.facts.stages.beside import gather_beside, gather_on_form
from engine.facts.stages.reading import Verification, gather_verification, read_verification
from engine.facts.stages.record_rows import gather_verdicts, refuse_none
from engine.ruleset.model import FieldType, RecordTable, joined_id, joined_name

_LISTED = 5


def gather_sheets(
    sheets: list[Sheet], gathering: Gathering, names: Dictionary, unread: Sequence[str] = ()
) -> None:
    """Gather all sheets of one workbook, or all CSV files of one folder.

    Args:
        unread: The titles of files that belong to them but could not be read (said).
    """
    group = Group(gathering, names)
    layouts: list[Layout] = []
    verifying: list[Verification] = []
    for sheet in sheets:
        if sheet.is_empty:
            continue
        if is_problem_list(sheet):
            report_problem_list(sheet, gathering.diagnostics)
            continue
        if sheet.hidden:
            gathering.diagnostics.note(
                "F014",
                f"工作表“{sheet.name}”是隐藏的，也读了",
                cell_place(sheet.origin, 1, 1),
                hint="若是旧数据，请删去这张工作表",
            )
        report_hidden(sheet, gathering)
        group.years.update(dict.fromkeys(years_in_titles(sheet)))
        sheet.fill_down_merges()
        if verified := read_verification(sheet, names, gathering.diagnostics):
            verifying.append(verified)
            continue
        layout = read_layout(sheet, names, gathering.diagnostics)
        if layout:
            layouts.append(layout)
    # Sheets that name their schools come first: they tell who the other sheets are about.
    schools = [layout for layout in layouts if not _is_of_records(layout)]
    for layout in sorted(schools, key=_how_named):
        _gather_schools(layout, group)
    for layout in layouts:
        if isinstance(layout, TableLayout) and layout.table:
            _gather_records(layout, layout.table, group)
        elif isinstance(layout, UnreadSheet) and layout.table:
            gathering.records[layout.table.id].unreadable.update(group.own)
        elif isinstance(layout, UnreadSheet):
            gathering.unread_parts.setdefault(layout.part, set()).update(group.own)
    for verified in verifying:
        gather_verification(verified, group)
    for title in unread:
        if table := names.table_named(title):
            gathering.records[table.id].unreadable.update(group.own)
        elif part := names.part_named(title):
            gathering.unread_parts.setdefault(part, set()).update(group.own)
    _report_schoolless(group)
    _report_years(group, sheets)
    gathering.groups.append(frozenset(group.own))


def _report_years(group: Group, sheets: Sequence[Sheet]) -> None:
    """Say that titles name another year than the one assessed, and none names that."""
    year, others = group.gathering.ruleset.year, sorted(group.years)
    if others and year not in others:
        group.gathering.diagnostics.warning(
            "F061",
            f"标题写的是 {'、'.join(map(str, others))} 年度，考核的是 {year} 年度，照读",
            Place(sheets[0].origin.file),
            others[0],
            "请核对是不是交了别的年度的表",
        )


def _report_schoolless(group: Group) -> None:
    """Say which sheets belong to nobody; in one line where nothing in the file names a school."""
    diagnostics, told = group.gathering.diagnostics, group.schoolless
    if group.own or len(told) < 2:
        for each in told:
            diagnostics.error("F020", each.message, each.place, hint=each.hint)
        return
    word = group.gathering.ruleset.subject.id_word
    best = next((each for each in told if each.has_id_cell), told[0])
    diagnostics.error(
        "F020",
        f"没有写明{word}，“{best.name}”等 {len(told)} 张表都没有读",
        best.place,
        hint=best.hint if best.has_id_cell else f"请加一张写明{word}的表，或在各表里加这一列",
    )


def _is_of_records(layout: Layout) -> bool:
    return isinstance(layout, UnreadSheet) or (
        isinstance(layout, TableLayout) and layout.table is not None
    )


def _how_named(layout: Layout) -> int:
    """Return 0 where a sheet gives the ids of its schools, 1 their names, 2 neither."""
    if isinstance(layout, UnreadSheet):
        return 2
    ids = layout.id_cells if isinstance(layout, FormLayout) else layout.id_columns
    names = layout.name_cells if isinstance(layout, FormLayout) else layout.name_columns
    return 0 if ids else 1 if names else 2


def _gather_schools(layout: Layout, group: Group) -> None:
    if isinstance(layout, FormLayout):
        _gather_form(layout, group)
    elif isinstance(layout, TableLayout):
        _gather_school_rows(layout, group)


def _gather_form(layout: FormLayout, group: Group) -> None:
    """Gather a form: its school is named in it, or is the workbook's only one."""
    gathering, sheet = group.gathering, layout.sheet
    school_id = group.only_school
    if layout.id_cells:
        school_id = _id_of_form(layout, gathering)
    id_cell = layout.id_cells[0] if layout.id_cells and school_id else None
    blank = [cell for cell in layout.id_cells if is_blank(sheet.rows[cell[0]][cell[1]])]
    if not school_id and len(blank) == len(layout.id_cells):
        school_id, id_cell = _school_named_in_form(layout, gathering)
    if not school_id:
        if blank or not layout.id_cells:
            _report_nobodys_form(layout, blank[0] if blank else None, group)
        return
    origin, number = gathering.origin(sheet.origin), gathering.school(school_id)
    group.own[school_id] = None
    gathering.keep_guessed(layout.guessed, [school_id])
    if id_cell is not None:
        row, column = id_cell
        gathering.cells[gathering.ruleset.id_field].add(
            number, school_id, origin, row + 1, column + 1
        )
    for entry in layout.entries:
        raw = under_head(sheet, entry.row, entry.head)
        gathering.cells[entry.head.field.id].add(
            number, raw, origin, entry.row + 1, entry.head.column + 1
        )
    lines = [(entry.row, entry.head) for entry in layout.entries]
    gather_on_form(sheet, lines, layout.stages, school_id, origin, gathering)


def _school_named_in_form(
    layout: FormLayout, gathering: Gathering
) -> tuple[str, tuple[int, int] | None]:
    """Return the stand-in for the id of the school that a form names, and where it does."""
    rows, cells = layout.sheet.rows, layout.name_cells
    texts = [rows[row][column] for row, column in cells]
    if not cells or any(not isinstance(raw, str) or is_blank(raw) for raw in texts):
        return "", None
    row, column = cells[0]
    place = cell_place(layout.sheet.origin, row + 1, column + 1)
    name, county = joined_name(plain(str(raw)) for raw in texts), ""
    if layout.county_cell is not None:
        raw = rows[layout.county_cell[0]][layout.county_cell[1]]
        county = plain(raw) if isinstance(raw, str) else ""
    return gathering.school_named(name, county, place, layout.sheet.name), (row, column)


def _id_of_form(layout: FormLayout, gathering: Gathering) -> str:
    """Return the id that a form writes, in one cell or in several; report what is no id."""
    fields = gathering.ruleset.fields
    parts = [fields.get(name) for name in gathering.ruleset.id_fields]
    if len(layout.id_cells) < 2:
        parts = [None]
    texts = []
    for (row, column), part in zip(layout.id_cells, parts, strict=True):
        ids = IdColumn(layout.sheet, column, part)
        texts.append(ids.read(row))
        ids.report(gathering.ruleset.subject, gathering.diagnostics)
    return joined_id(texts) if all(texts) else ""


def _report_nobodys_form(layout: FormLayout, id_cell: tuple[int, int] | None, group: Group) -> None:
    row, column = id_cell or (0, 0)
    name, word = layout.sheet.name, group.gathering.ruleset.subject.id_word
    group.schoolless.append(
        Schoolless(
            name,
            cell_place(layout.sheet.origin, row + 1, column + 1),
            f"“{name}”没有写明{word}，整张表没有读",
            f"请填写{word}（文本）",
            has_id_cell=id_cell is not None,
        )
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
    gathering.keep_guessed(layout.guessed, [row.school_id for row in rows])
    report_repeated(layout, rows, gathering)
    report_merges(layout, gathering)
    gathering.cells[gathering.ruleset.id_field].add_column(
        numbers,
        [row.school_id for row in rows],
        origin,
        lines,
        (layout.id_at if layout.id_at is not None else next(iter(layout.name_columns), 0)) + 1,
    )
    for head in layout.heads:
        report_mixed_percents(sheet, [row.number for row in rows], head, gathering.diagnostics)
        raws = _column_of(sheet, rows, head)
        gathering.cells[head.field.id].add_column(numbers, raws, origin, lines, head.column + 1)
    if layout.staged:
        own = [(row.number, row.school_id, "") for row in rows]
        gather_beside(sheet, own, layout.staged, layout.stages, origin, gathering)


def _gather_records(layout: TableLayout, table: RecordTable, group: Group) -> None:
    """Gather a sheet with a record a row; it tells that the group's schools handed it in."""
    gathering, sheet = group.gathering, layout.sheet
    records = gathering.records[table.id]
    records.handed_in.update(group.own)
    report_merges(layout, gathering)
    rows = rows_of_schools(layout, group)
    if not rows:
        return
    none = {row.number for row in rows if is_no_record(layout, row, records, gathering)}
    refuse_none(
        sheet, layout.stages, [row for row in rows if row.number in none], records, gathering
    )
    rows = [row for row in rows if row.number not in none]
    if rows and table is not CATALOGUE:  # schools may leave out what the checkers fill in
        _report_lost_columns(layout, table, gathering)
    origin = gathering.origin(sheet.origin)
    lines = [row.number + 1 for row in rows]
    numbers = records.add_records(
        [row.school_id for row in rows], origin, lines, _first_column(layout) + 1
    )
    for head in layout.heads:
        report_mixed_percents(sheet, [row.number for row in rows], head, gathering.diagnostics)
        raws = _column_of(sheet, rows, head)
        records.cells[head.field.id].add_column(numbers, raws, origin, lines, head.column + 1)
    gather_verdicts(sheet, layout.stages, rows, numbers, origin, records)


def _report_lost_columns(layout: TableLayout, table: RecordTable, gathering: Gathering) -> None:
    """Say which columns a sheet of records lacks, and are not merely misspelt."""
    there = {head.field.id for head in layout.heads} | layout.guessed
    lost = [field_id for field_id in table.fields if field_id not in there]
    if lost:
        listed = "、".join(f"“{field_id}”" for field_id in lost[:_LISTED])
        gathering.diagnostics.warning(
            "F029",
            f"台账“{table.id}”里没有{listed}{f'等 {len(lost)} 列' if len(lost) > _LISTED else ''}，"
            "按没有填读",
            Place(layout.sheet.origin.file, layout.sheet.origin.sheet),
            hint="请核对是不是删了列或改了列名",
        )


def _first_column(layout: TableLayout) -> int:
    return min((head.column for head in layout.heads), default=0)


def _column_of(sheet: Sheet, rows: list[SchoolRow], head: Head) -> list[Raw]:
    """Return the cells of one column; only some columns need a look at each cell."""
    if head.broken or head.unit or head.field.type is FieldType.PERCENT:
        return [under_head(sheet, row.number, head) for row in rows]
    lines, column = sheet.rows, head.column
    return [lines[row.number][column] for row in rows]
