"""Read verification sheets with a school a row and a field a column (横表)."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import Raw, Sheet, is_blank, shown
from engine.facts.gathering import cell_place
from engine.facts.layout.forms import HEADER_ROWS
from engine.facts.layout.heads import read_head, report_unknown
from engine.facts.layout.names import Dictionary, normal_name
from engine.facts.schools.school_ids import ids_in
from engine.facts.schools.school_rows import Group, is_no_data
from engine.facts.stages.beside import StagedHead, gather_beside
from engine.facts.stages.columns import Stages, read_signatures, stage_columns, staged_name
from engine.facts.stages.revision import Stage
from engine.facts.stages.schools import SchoolColumns, place_school, report_schoolless
from engine.facts.stages.titles import stage_named

_NUMBERING = frozenset({"序号", "no", "no."})


@dataclass(slots=True)
class WideLayout:
    """A verification sheet with a school a row."""

    sheet: Sheet
    header_row: int
    school: SchoolColumns
    heads: list[StagedHead] = field(default_factory=list)
    stages: Stages = field(default_factory=dict)


def read_wide_layout(
    sheet: Sheet, names: Dictionary, diagnostics: Diagnostics
) -> WideLayout | None:
    """Return how a sheet is laid out that its name says to be one of verification.

    One that has none of the dictionary's fields is said not to be read.
    """
    stage = stage_named(sheet.name)
    if stage is None or names.table_named(sheet.name) or names.part_named(sheet.name):
        return None
    header, heads = _best_header(sheet, names, stage)
    if header is None:
        diagnostics.error(
            "F077",
            f"“{sheet.name}”按名称是{stage.label}表，但没有认出表头，没有读",
            cell_place(sheet.origin, 1, 1),
            sheet.name,
            "表头请写：学校标识码、学校名称、字段、自评值、核查值、核查人、日期、理由；"
            "也可一校一行，每列一个字段；若不是核查表，请改工作表名",
        )
        return WideLayout(sheet, 0, SchoolColumns())
    line = sheet.rows[header]
    layout = WideLayout(sheet, header, place_school(line, names))
    own = {*layout.school.columns, *heads}
    layout.stages, _ = stage_columns(line, stage, own)
    read_signatures(sheet, layout.stages)
    used = own | {at for each in layout.stages.values() for at in each.at.values()}
    for column, (key, bracket, which) in heads.items():
        known = names.ruleset.fields[key]
        head = read_head(column, known, bracket, sheet, header, diagnostics)
        layout.heads.append(StagedHead(which, head))
    for column, cell in enumerate(line):
        if column in used or is_blank(cell) or normal_name(shown(cell)) in _NUMBERING:
            continue
        report_unknown(shown(cell), names.school, names, None, sheet, header, column, diagnostics)
    return layout


def _best_header(
    sheet: Sheet, names: Dictionary, stage: Stage
) -> tuple[int | None, dict[int, tuple[str, str, Stage]]]:
    """Return the row that names most fields, and those fields by their columns."""
    best: int | None = None
    most: dict[int, tuple[str, str, Stage]] = {}
    for number, line in enumerate(sheet.rows[:HEADER_ROWS]):
        found = _fields_in(line, names, stage)
        if len(found) > len(most):
            best, most = number, found
    return best, most


def _fields_in(
    line: list[Raw], names: Dictionary, stage: Stage
) -> dict[int, tuple[str, str, Stage]]:
    """Return column -> (field, unit in brackets, stage) of a header row."""
    found: dict[int, tuple[str, str, Stage]] = {}
    for column, cell in enumerate(line):
        if not isinstance(cell, str) or is_blank(cell):
            continue
        staged, match = staged_name(cell, names.school), names.school.find(cell)
        key = staged[0].key if staged else match.key if match else ""
        if key not in names.ruleset.fields or key in names.ruleset.identity:
            continue
        if staged:
            found[column] = (key, "", staged[1])
        elif match:
            found[column] = (key, match.bracket, stage)
    return found


def gather_wide(layout: WideLayout, group: Group) -> None:
    """Gather the rows of a verification sheet with a school a row."""
    sheet, gathering = layout.sheet, group.gathering
    if not layout.heads:
        return
    ids = ids_in(sheet, layout.school.id_columns, gathering.ruleset)
    rows, schoolless = [], []
    for number in range(layout.header_row + 1, len(sheet.rows)):
        line = sheet.rows[number]
        if all(is_blank(line[each.head.column]) for each in layout.heads):
            continue
        if is_no_data(sheet, number, gathering):
            continue
        school_id, name = layout.school.read(ids, number, sheet, group)
        if school_id:
            rows.append((number, school_id, name))
        elif ids.is_blank(number):
            schoolless.append(number)
    ids.report(gathering.ruleset.subject, gathering.diagnostics)
    report_schoolless(sheet, layout.school, schoolless, group)
    origin = gathering.origin(sheet.origin)
    gather_beside(sheet, rows, layout.heads, layout.stages, origin, gathering)
