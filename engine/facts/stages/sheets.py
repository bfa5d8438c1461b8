"""Read verification sheets (核查记录): one verified fact a row, of any school.

They stand in any workbook or CSV file and are known by their name or by their titles. The
columns may come in any order; a school is named by its id or its name, a field as on its sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import Raw, Sheet, is_blank, shown
from engine.facts.cells.units import is_unit
from engine.facts.gathering import cell_place
from engine.facts.layout.forms import HEADER_ROWS, NAME_WORDS
from engine.facts.layout.heads import read_head, under_head
from engine.facts.layout.names import Dictionary, normal_name
from engine.facts.schools.school_ids import IdColumn, ids_in
from engine.facts.schools.school_rows import Group, is_no_data
from engine.facts.stages.columns import StageColumns, read_signatures, stage_columns
from engine.facts.stages.revision import RawRevision, Stage
from engine.facts.stages.schools import SchoolColumns, place_school, report_schoolless
from engine.facts.stages.titles import Part, mentions_stage, stage_named
from engine.ruleset.model import Field

_FIELD_WORDS = NAME_WORDS | {"核查字段", "核查项目", "事实名称", "复核字段", "复核项目"}
_UNIT_WORDS = frozenset({"单位", "计量单位"})


@dataclass(slots=True)
class RevisionLayout:
    """A verification sheet with one fact a row."""

    sheet: Sheet
    header_row: int
    field_column: int
    school: SchoolColumns = field(default_factory=SchoolColumns)
    unit_column: int | None = None
    reported_column: int | None = None
    stages: dict[Stage, StageColumns] = field(default_factory=dict)


def read_revision_layout(sheet: Sheet, names: Dictionary) -> RevisionLayout | None:
    """Return how a verification sheet with one fact a row is laid out, or None for others."""
    if names.table_named(sheet.name) or names.part_named(sheet.name):
        return None
    named = stage_named(sheet.name)
    for number, line in enumerate(sheet.rows[:HEADER_ROWS]):
        if named is None and not mentions_stage(line):
            continue
        written = [normal_name(cell) if isinstance(cell, str) else "" for cell in line]
        column = next((at for at, word in enumerate(written) if word in _FIELD_WORDS), None)
        if column is None:
            continue
        stages, reported = stage_columns(line, named)
        if not any({Part.VALUE, Part.VERDICT} & each.at.keys() for each in stages.values()):
            continue
        layout = RevisionLayout(sheet, number, column, reported_column=reported, stages=stages)
        layout.unit_column = next(
            (at for at, word in enumerate(written) if word in _UNIT_WORDS), None
        )
        layout.school = place_school(line, names)
        read_signatures(sheet, stages)
        # Without a school's column it is that school's own form, which has its own reader.
        return layout if named or layout.school.columns else None
    return None


def gather_revisions(layout: RevisionLayout, group: Group) -> None:
    """Gather the rows of a verification sheet that say something."""
    gathering, sheet = group.gathering, layout.sheet
    ids = ids_in(sheet, layout.school.id_columns, gathering.ruleset)
    origin = gathering.origin(sheet.origin)
    reader = _FieldReader(layout, group.names, gathering.diagnostics)
    layout.school.only_school = _school_in(layout, group.names)
    schoolless: list[int] = []
    for number in _rows_that_say(layout):
        line = sheet.rows[number]
        if is_no_data(sheet, number, gathering):
            continue
        school_id, name = layout.school.read(ids, number, sheet, group)
        if not school_id:
            schoolless += [number] if ids.is_blank(number) else []
            continue
        known = reader.read(number)
        if known is None:
            continue
        gathering.revisions.extend(
            RawRevision(
                school_id, name, known.id, stage,
                reader.raw(number, known, columns.at.get(Part.VALUE)),
                columns.raw(Part.VERDICT, line),
                reader.raw(number, known, layout.reported_column),
                columns.stamp(line),
                origin, number + 1,
                columns.at.get(Part.VALUE, columns.at.get(Part.VERDICT, layout.field_column)) + 1,
                (layout.reported_column or 0) + 1,
            )
            for stage, columns in layout.stages.items()
            if not is_blank(columns.raw(Part.VALUE, line))
            or not is_blank(columns.raw(Part.VERDICT, line))
        )  # fmt: skip
    ids.report(gathering.ruleset.subject, gathering.diagnostics)
    reader.report()
    report_schoolless(sheet, layout.school, schoolless, group)


def _school_in(layout: RevisionLayout, names: Dictionary) -> str:
    """Return the id that a sheet of one school gives among its facts."""
    sheet, column = layout.sheet, layout.reported_column
    if column is None or layout.school.columns:
        return ""
    for number in range(layout.header_row + 1, len(sheet.rows)):
        cell = sheet.rows[number][layout.field_column]
        match = names.school.find(cell) if isinstance(cell, str) else None
        if match is not None and match.key == names.ruleset.id_field:
            return IdColumn(sheet, column).read(number)
    return ""


def _rows_that_say(layout: RevisionLayout) -> Iterator[int]:
    """Yield the rows with a verified value or a conclusion; a blank one changes nothing."""
    columns = [
        each.at[part]
        for each in layout.stages.values()
        for part in (Part.VALUE, Part.VERDICT)
        if part in each.at
    ]
    rows = layout.sheet.rows
    for number in range(layout.header_row + 1, len(rows)):
        if any(not is_blank(rows[number][column]) for column in columns):
            yield number


class _FieldReader:
    """Finds the fields that the rows name, and their cells with the unit beside them."""

    def __init__(self, layout: RevisionLayout, names: Dictionary, diagnostics: Diagnostics) -> None:
        self._layout, self._names, self._diagnostics = layout, names, diagnostics
        self._unknown: dict[str, list[int]] = {}

    def read(self, number: int) -> Field | None:
        """Return the field of a row, or None (kept, to be reported)."""
        cell = self._layout.sheet.rows[number][self._layout.field_column]
        match = self._names.school.find(cell) if isinstance(cell, str) else None
        ruleset = self._names.ruleset
        known = ruleset.fields.get(match.key) if match else None
        if known is None or known.id in ruleset.identity:
            self._unknown.setdefault(shown(cell), []).append(number)
            return None
        return known

    def raw(self, number: int, known: Field, column: int | None) -> Raw:
        """Return a cell of a row with its unit and number format."""
        if column is None:
            return None
        unit = self._layout.unit_column
        line = self._layout.sheet.rows[number]
        bracket = normal_name(shown(line[unit])) if unit is not None else ""
        bracket = bracket if is_unit(bracket) else ""
        head = read_head(column, known, bracket, self._layout.sheet, number, self._diagnostics)
        return under_head(self._layout.sheet, number, head)

    def report(self) -> None:
        """Say which names are no fields, each once, with a guess or with the right way."""
        for text, rows in self._unknown.items():
            others = f"（共 {len(rows)} 行）" if len(rows) > 1 else ""
            self._diagnostics.error(
                "F071",
                f"“{text}”{self._why(text)}，核查没有采用{others}",
                cell_place(self._layout.sheet.origin, rows[0] + 1, self._layout.field_column + 1),
                text,
                self._way_out(text),
            )

    def _why(self, text: str) -> str:
        if not text:
            return "处没有写字段"
        if text in self._names.school:
            return "不能在核查表里改"
        if text in self._names.ruleset.derived:
            return "是算出来的值，不是填报的字段"
        return "是台账，不是字段" if self._names.table_named(text) else "不是字段"

    def _way_out(self, text: str) -> str:
        if text in self._names.school:
            return "请在基本信息里改正"
        if guess := self._names.school.suggestion(text):
            return f"是不是想写“{guess}”？"
        if text in self._names.ruleset.derived:
            return "请核查它所用的字段"
        if self._names.table_named(text):
            return "请在台账那张表上加“核查结论”一列，逐条写认可或不认可"
        return "字段名称要与填报表的一致"
