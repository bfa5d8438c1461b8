"""Tell which row of a sheet belongs to which school; report totals, remarks, lost rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.diagnostics import Place
from engine.facts.books.sheet import Raw, Sheet, is_blank, plain, shown
from engine.facts.gathering import Gathering, cell_place
from engine.facts.layout.layouts import TableLayout
from engine.facts.layout.names import Dictionary, normal_name
from engine.facts.layout.remarks import is_remark, no_data
from engine.facts.schools.school_ids import IdColumn, RowIds, ids_in
from engine.ruleset.model import joined_name


@dataclass(slots=True)
class SchoolRow:
    """A row of data that belongs to a school; `number` counts from 0."""

    number: int
    school_id: str


@dataclass(frozen=True, slots=True)
class Schoolless:
    """A sheet of which nothing says whose it is."""

    name: str
    place: Place
    message: str
    hint: str
    has_id_cell: bool = False  # a cell for the school's id is there, and is blank


@dataclass(slots=True)
class Group:
    """Sheets that belong together, and the schools that have a row of their own in them.

    Args:
        own: The schools, in order of sight.
        schoolless: Sheets of which nothing says whose they are, with what to tell of each.
        years: The years that titles of the sheets name (年度).
    """

    gathering: Gathering
    names: Dictionary
    own: dict[str, None] = field(default_factory=dict)
    schoolless: list[Schoolless] = field(default_factory=list)
    years: dict[int, None] = field(default_factory=dict)

    @property
    def only_school(self) -> str:
        return next(iter(self.own)) if len(self.own) == 1 else ""


def rows_of_schools(layout: TableLayout, group: Group) -> list[SchoolRow]:
    """Return the rows with their schools; report totals, remarks and rows without a school."""
    gathering, sheet, column = group.gathering, layout.sheet, layout.id_at
    subject = gathering.ruleset.subject
    ids = ids_in(sheet, layout.id_columns, gathering.ruleset)
    if column is not None and group.only_school and _is_unfilled(layout, ids):
        gathering.diagnostics.note(
            "F027",
            f"“{sheet.name}”的{subject.id_word}一列没有填，"
            f"按本文件唯一的{gathering.called(group.only_school)}读",
            cell_place(sheet.origin, layout.first_row, column + 1),
            hint=f"请补填{subject.id_word}",
        )
        column = None
    by_name = column is None and _names_its_schools(layout, group)
    named = layout.name_columns[0] if by_name else None
    rows: list[SchoolRow] = []
    for number in range(layout.first_row, len(sheet.rows)):
        line = sheet.rows[number]
        raw = line[column] if column is not None else None
        if column is None or (is_blank(raw) and ids.is_blank(number)):
            if _is_blank_row(layout, line) or is_no_data(sheet, number, gathering):
                continue
            if named is not None and _is_no_school(layout, number, named, group):
                continue
            school_id = group.only_school if column is None and not by_name else ""
            school_id = school_id or school_by_name(layout, number, gathering)
            if not school_id:
                if column is None and not by_name:
                    _report_whole_sheet(layout, group)
                    return []
                _report_schoolless(layout, number, group, ids.columns)
                continue
        else:
            if is_no_data(sheet, number, gathering):
                continue
            if _is_header_again(raw, group):
                if _is_same_header(layout, line):
                    continue
                _report_second_table(layout, number, gathering)
                break
            if layout.table is None and _is_lone_sentence(layout, line, gathering, number, column):
                continue
            if lacking := ids.lacking(number):
                _report_schoolless(layout, number, group, lacking)
                continue
            school_id = ids.read(number)
            if not school_id:
                _lose_record(layout, number, gathering)
                continue
        rows.append(SchoolRow(number, school_id))
    ids.report(subject, gathering.diagnostics)
    return rows


def name_in_row(layout: TableLayout, number: int) -> str:
    """Return the name of the school that stands in a row, or nothing."""
    line = layout.sheet.rows[number]
    texts = [line[column] for column in layout.name_columns]
    if any(not isinstance(raw, str) or is_blank(raw) for raw in texts):
        return ""
    return joined_name(plain(str(raw)) for raw in texts)


def school_by_name(layout: TableLayout, number: int, gathering: Gathering) -> str:
    """Return the stand-in for the id of the school that a row names; nothing if it names none."""
    name = name_in_row(layout, number)
    if not name:
        return ""
    line, county = layout.sheet.rows[number], ""
    if layout.county_column is not None and isinstance(line[layout.county_column], str):
        county = plain(str(line[layout.county_column]))
    place = cell_place(layout.sheet.origin, number + 1, layout.name_columns[0] + 1)
    return gathering.school_named(name, county, place, layout.sheet.name)


def _names_its_schools(layout: TableLayout, group: Group) -> bool:
    """Tell whether a sheet without ids says by names whose its rows are.

    In a workbook of one school the name merely stands beside, unless there are several.
    """
    if not layout.name_columns:
        return False
    numbers = range(layout.first_row, len(layout.sheet.rows))
    if not group.only_school:
        return any(name_in_row(layout, number) for number in numbers)
    known = (name_in_row(layout, number) for number in numbers)
    return len({name for name in known if name and not is_remark(name)}) > 1


def _is_no_school(layout: TableLayout, number: int, column: int, group: Group) -> bool:
    """Recognise in a sheet without ids a header that is printed again, and lone sentences."""
    line, names = layout.sheet.rows[number], group.names
    raw = line[column]
    match = names.school.find(raw) if isinstance(raw, str) else None
    if match is not None and match.key in names.ruleset.name_fields:
        return True
    if is_blank(raw) or layout.table is not None:
        return False
    return _is_lone_sentence(layout, line, group.gathering, number, column)


def _is_blank_row(layout: TableLayout, line: list[Raw]) -> bool:
    """Tell whether a row is empty, a number in the column 序号 apart."""
    return all(
        is_blank(cell) or (column in layout.numbering and _is_number(cell))
        for column, cell in enumerate(line)
    )


def _is_number(cell: Raw) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and plain(cell).isdigit())


def _is_unfilled(layout: TableLayout, ids: RowIds) -> bool:
    """Tell whether the rows of a sheet have content, but no row names a school."""
    rows = layout.sheet.rows
    numbers = range(layout.first_row, len(rows))
    return all(map(ids.is_blank, numbers)) and not all(
        _is_blank_row(layout, rows[number]) for number in numbers
    )


def _is_header_again(raw: Raw, group: Group) -> bool:
    """Recognise a header that is printed again at the top of a page."""
    match = group.names.school.find(raw) if isinstance(raw, str) else None
    ruleset = group.gathering.ruleset
    return match is not None and match.key in (ruleset.id_field, *ruleset.id_fields)


def _is_same_header(layout: TableLayout, line: list[Raw]) -> bool:
    """Tell whether a header that stands further down names the same columns."""
    above = layout.sheet.rows[layout.header_row]
    return all(
        normal_name(shown(here)) == normal_name(shown(there))
        for here, there in zip(line, above, strict=True)
        if not is_blank(here) and not is_blank(there)
    )


def _report_second_table(layout: TableLayout, number: int, gathering: Gathering) -> None:
    sheet = layout.sheet
    gathering.diagnostics.error(
        "F013",
        f"从这一行起是另一张表（表头与第 {layout.header_row + 1} 行的不同），以下都没有读",
        cell_place(sheet.origin, number + 1, (layout.id_at or 0) + 1),
        hint="一张工作表只放一张表，请移到另一张工作表",
    )


def is_no_data(sheet: Sheet, number: int, gathering: Gathering) -> bool:
    """Recognise rows of totals, remarks and examples; they are said, not read."""
    column, kind = no_data(sheet.rows[number])
    if kind:
        text = shown(sheet.rows[number][column])
        gathering.diagnostics.note(
            "F017",
            f"“{text}”一行是{kind}，没有读",
            cell_place(sheet.origin, number + 1, column + 1),
            text,
        )
    return bool(kind)


def _is_lone_sentence(
    layout: TableLayout, line: list[Raw], gathering: Gathering, number: int, column: int
) -> bool:
    """Recognise a sentence that stands alone in the column of ids, below or above the schools."""
    raw = line[column]
    if not isinstance(raw, str):
        return False
    others = (cell for at, cell in enumerate(line) if at != column and at not in layout.numbering)
    text = plain(raw)
    is_sentence = len(text) > 1 and not text.isascii() and (len(text) > 20 or text[-1] in "。;!.:")
    if not is_sentence or not all(map(is_blank, others)):
        return False
    subject = gathering.ruleset.subject
    gathering.diagnostics.note(
        "F017",
        f"“{shown(raw)}”一行像是附注，没有读",
        cell_place(layout.sheet.origin, number + 1, column + 1),
        shown(raw),
        f"若是{subject}，请填写它的{subject.id_word}和事实",
    )
    return True


def _report_whole_sheet(layout: TableLayout, group: Group) -> None:
    sheet = layout.sheet
    subject = group.gathering.ruleset.subject
    why = f"不止一{subject.counted}" if group.own else f"没有写明是哪{subject.counted}"
    wanted = f"{subject.id_word}一列"
    if len(layout.id_fields) > 1:
        lacking = layout.lacking_id_fields if layout.id_parts else layout.id_fields
        wanted = "标识码里的" + "、".join(f"“{name}”" for name in lacking) + "列"
    group.schoolless.append(
        Schoolless(
            sheet.name,
            cell_place(sheet.origin, layout.first_row, 1),
            f"“{sheet.name}”没有{wanted}，而这份文件{why}，整张表没有读",
            f"请加上{wanted}",
        )
    )
    if layout.table:
        group.gathering.records[layout.table.id].unreadable.update(group.own)
    elif part := group.names.part_named(sheet.name):
        group.gathering.unread_parts.setdefault(part, set()).update(group.own)


def _report_schoolless(
    layout: TableLayout, number: int, group: Group, lacking: Sequence[IdColumn]
) -> None:
    """Say that a row with content lacks its id, or which parts of it."""
    name = _lose_record(layout, number, group.gathering)
    parts = "、".join(f"“{each.part.id}”" for each in lacking if each.part)
    column = lacking[0].column if lacking else layout.name_columns[0]
    what = f"标识码里的{parts}" if parts else group.gathering.ruleset.subject.id_word
    group.gathering.diagnostics.error(
        "F020",
        f"这一行{f'（{name}）' if name else ''}有内容，但没有{what}，没有读",
        cell_place(layout.sheet.origin, number + 1, column + 1),
        hint=f"请补填{what}，或删去这一行",
    )


def _lose_record(layout: TableLayout, number: int, gathering: Gathering) -> str:
    """Keep in mind whose record was not read, where its row has the school's name."""
    if layout.table is None:
        return ""
    name = name_in_row(layout, number)
    if name:
        gathering.records[layout.table.id].lost_names.add(name)
    return name
