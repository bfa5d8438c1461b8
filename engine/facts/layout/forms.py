"""Read forms (竖表): a sheet that describes one school, a field a line (字段 | 填报值)."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import Raw, Sheet, is_blank, plain, shown
from engine.facts.cells.units import is_unit
from engine.facts.form_reports import part_merged, report_other_values
from engine.facts.gathering import cell_place
from engine.facts.layout.head_rows import unit_of_title, units_in_titles
from engine.facts.layout.heads import Head, read_head, report_unknown
from engine.facts.layout.names import Dictionary, NameMatch, normal_name
from engine.facts.layout.remarks import is_remark
from engine.facts.schools.school_names import COUNTY_WORDS
from engine.facts.stages.columns import Stages, read_signatures, stage_columns
from engine.facts.stages.titles import Part
from engine.ruleset.model import Subject

HEADER_ROWS = 20
NAME_WORDS = frozenset(
    {"字段", "字段名", "字段名称", "项目", "填报项目", "填报字段", "指标", "事实", "内容名称"}
)
_VALUE_WORDS = frozenset(
    {"填报值", "值", "填报", "填写", "填报内容", "数值", "填写内容", "本校填报"}
    | {"自评值", "学校填报值", "学校自评", "学校自评值"}
)
_UNIT_WORDS = frozenset({"单位", "计量单位"})
# In a form a value stands between two names: so many names without one are a header row that
# stands too far down.
_HEADER_RUN = 3


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One line of a form: the field, and where its value stands (from 0)."""

    head: Head
    row: int


@dataclass(slots=True)
class FormLayout:
    """A sheet that describes one school, a field a line."""

    sheet: Sheet
    entries: list[FormEntry] = field(default_factory=list)
    id_cells: list[tuple[int, int]] = field(default_factory=list)  # of the id, or of all its parts
    name_cells: list[tuple[int, int]] = field(default_factory=list)  # of the name, or its parts
    county_cell: tuple[int, int] | None = None
    guessed: set[str] = field(default_factory=set)  # fields that misspelt names may mean
    stages: Stages = field(default_factory=dict)  # what a team wrote beside the values


@dataclass(slots=True)
class Form:
    """Where the names of a form stand, and its column of units.

    Args:
        is_list: A list of the fields themselves, without a column of values.
    """

    name_cells: list[tuple[int, int]]
    value_column: dict[int, int]
    unit_column: int | None
    has_header: bool
    is_list: bool
    header: list[Raw] = field(default_factory=list)


def find_form(sheet: Sheet, names: Dictionary) -> Form | None:
    """Find the columns of field names in a form: 字段 | 填报值, perhaps twice side by side."""
    words = _form_header(sheet)
    where = _name_columns(sheet, words, names)
    cells: dict[int, list[tuple[int, int]]] = {}
    seen: set[str] = set()
    for row, line in enumerate(sheet.rows):
        found = [
            (column, match.key)
            for column, cell in enumerate(line[:-1])
            if isinstance(cell, str)
            and (where is None or column in where)
            and (match := names.school.find(cell))
        ]
        if _longest_run([column for column, _ in found]) >= _HEADER_RUN:
            return None
        for column, key in found:
            if key not in seen:
                seen.add(key)
                cells.setdefault(column, []).append((row, column))
        if len(seen) > 0 and row > HEADER_ROWS and len(seen) < 2:
            return None
    if not cells:
        return None
    value_column: dict[int, int] = {}
    for column in sorted(cells):
        right = [other for other in words.values_at if other > column]
        value_column[column] = min(right) if right else column + 1
    return Form(
        sorted(cell for found_cells in cells.values() for cell in found_cells),
        value_column,
        words.unit_at,
        bool(words.values_at),
        words.has_names and not words.values_at,
        words.line,
    )


def is_turned(sheet: Sheet, form: Form, names: Dictionary) -> bool:
    """Tell whether a sheet has a school a column: several ids stand behind the word for it."""
    if form.has_header:
        return False
    for row, column in form.name_cells:
        match = names.school.find(str(sheet.rows[row][column]))
        if match and match.key in (names.ruleset.id_field, names.ruleset.id_fields[0]):
            behind = sheet.rows[row][form.value_column[column] :]
            ids = [cell for cell in behind if not is_blank(cell)]
            named = any(isinstance(cell, str) and cell in names.school for cell in ids)
            return len(ids) > 1 and not named
    return False


def _longest_run(columns: list[int]) -> int:
    """Return how many columns in a row stand without a gap.

    >>> _longest_run([0, 2, 3, 4, 7])
    3
    """
    longest = run = 0
    for at, column in enumerate(columns):
        run = run + 1 if at and column == columns[at - 1] + 1 else 1
        longest = max(longest, run)
    return longest


@dataclass(slots=True)
class _FormWords:
    values_at: list[int] = field(default_factory=list)
    names_at: list[int] = field(default_factory=list)
    unit_at: int | None = None
    line: list[Raw] = field(default_factory=list)

    @property
    def has_names(self) -> bool:
        return bool(self.names_at)


def _name_columns(sheet: Sheet, words: _FormWords, names: Dictionary) -> list[int] | None:
    """Return the columns under 字段 of a form with a header, if field names stand there.

    Elsewhere a word that is a field's name is a value, such as last year's, or a remark.
    """
    found = any(
        isinstance(name := line[column], str) and name in names.school
        for line in sheet.rows
        for column in words.names_at
    )
    return words.names_at if found and words.values_at else None


def _form_header(sheet: Sheet) -> _FormWords:
    """Find the header words 填报值 and 单位 of a form, which may be absent."""
    for line in sheet.rows[:HEADER_ROWS]:
        written = [normal_name(cell) if isinstance(cell, str) else "" for cell in line]
        if any(word in NAME_WORDS for word in written):
            words = _FormWords(line=line)
            for column, word in enumerate(written):
                if word in NAME_WORDS:
                    words.names_at.append(column)
                elif word in _VALUE_WORDS:
                    words.values_at.append(column)
                elif word in _UNIT_WORDS and words.unit_at is None:
                    words.unit_at = column
            return words
    return _FormWords()


def read_form(sheet: Sheet, form: Form, names: Dictionary, diagnostics: Diagnostics) -> FormLayout:
    """Return the layout of a form, and report the lines of it that are not read."""
    layout = FormLayout(sheet)
    ruleset, end = names.ruleset, _report_other_lines(layout, form, names, diagnostics)
    values = [(row, form.value_column[column]) for row, column in form.name_cells if row < end]
    part_merged(sheet, values, diagnostics)
    id_cells: dict[str, tuple[int, int]] = {}
    titled = units_in_titles(sheet, min(row for row, _ in form.name_cells))
    parts: dict[str, tuple[int, int]] = {}
    for row, column in form.name_cells:
        label = str(sheet.rows[row][column])
        match = names.school.find(label)
        value_column = form.value_column[column]
        if match is None or row >= end or value_column >= len(sheet.rows[row]):
            continue
        if match.key in (ruleset.id_field, *ruleset.id_fields):
            id_cells[match.key] = (row, value_column)
        if match.key == ruleset.id_field:
            continue
        if match.key in ruleset.name_fields:
            parts[match.key] = (row, value_column)
        elif normal_name(label) in COUNTY_WORDS:
            layout.county_cell = (row, value_column)
        if known := names.field(match.key, None):
            bracket = match.bracket
            if not bracket and form.unit_column is not None:
                bracket = normal_name(str(sheet.rows[row][form.unit_column] or ""))
            where = "这一行"
            if not bracket and titled and (bracket := unit_of_title(titled, known)):
                where = "上方所写"
            head = read_head(value_column, known, bracket, sheet, row, diagnostics, where)
            layout.entries.append(FormEntry(head, row))
    if ruleset.id_field in id_cells:
        layout.id_cells = [id_cells[ruleset.id_field]]
    elif len(id_cells) == len(ruleset.id_fields):
        layout.id_cells = [id_cells[name] for name in ruleset.id_fields]
    if len(parts) == len(ruleset.name_fields):
        layout.name_cells = [parts[name] for name in ruleset.name_fields]
    layout.stages = _stages_of(sheet, form, diagnostics)
    heads = [(entry.row, entry.head) for entry in layout.entries]
    _report_shifted(sheet, form, heads, diagnostics)
    read = {*form.value_column, *form.value_column.values(), form.unit_column}
    read.update(at for stage in layout.stages.values() for at in stage.at.values())
    if form.has_header:
        report_other_values(sheet, form.header, values, read, diagnostics)
    return layout


def _stages_of(sheet: Sheet, form: Form, diagnostics: Diagnostics) -> Stages:
    """Find the columns of verification in a form's header; a form side by side has no room."""
    stages, _ = stage_columns(form.header, None)
    stages = {
        stage: each for stage, each in stages.items() if {Part.VALUE, Part.VERDICT} & each.at.keys()
    }
    if stages and len(set(form.value_column.values())) > 1:
        diagnostics.error(
            "F077",
            f"“{sheet.name}”左右并排，看不出核查值是哪一栏的，核查没有读",
            cell_place(sheet.origin, 1, 1),
            hint="请另用一张“核查记录”表，一行一个字段",
        )
        return {}
    read_signatures(sheet, stages)
    return stages


def _report_shifted(
    sheet: Sheet, form: Form, heads: list[tuple[int, Head]], diagnostics: Diagnostics
) -> None:
    """Say that values were written beside their place, into the column of units."""
    column = form.unit_column
    if column is None:
        return
    shifted = [
        (row, head)
        for row, head in heads
        if is_blank(sheet.rows[row][head.column])
        and not is_blank(sheet.rows[row][column])
        and not _is_unit_of(head, shown(sheet.rows[row][column]))
    ]
    if shifted:
        row, head = shifted[0]
        text = shown(sheet.rows[row][column])
        others = f"，这样的共 {len(shifted)} 行" if len(shifted) > 1 else ""
        diagnostics.warning(
            "F049",
            f"“{head.field.id}”的填报值空着，单位一列却写了“{text}”，没有读{others}",
            cell_place(sheet.origin, row + 1, column + 1),
            text,
            "请填到“填报值”一列",
        )


def _is_unit_of(head: Head, text: str) -> bool:
    return is_unit(plain(text).casefold()) or plain(text) == plain(head.field.unit)


def _report_other_lines(
    layout: FormLayout, form: Form, names: Dictionary, diagnostics: Diagnostics
) -> int:
    """Say which lines of a form carry a value that is not read.

    Returns:
        The row where a second school begins, which no form may hold; else the row after all.
    """
    sheet, first_rows = layout.sheet, {row for row, _ in form.name_cells}
    known_cells, has_id = set(form.name_cells), False
    for row in range(min(first_rows), len(sheet.rows)):
        line = sheet.rows[row]
        for column, value_column in form.value_column.items():
            if value_column >= len(line) or is_blank(line[value_column]):
                continue
            name = line[column]
            match = names.school.find(name) if isinstance(name, str) else None
            ids = (names.ruleset.id_field, names.ruleset.id_fields[0])
            is_id = match is not None and match.key in ids
            if is_id and has_id:
                _report_second_school(
                    sheet, row, column, line[value_column], names.ruleset.subject, diagnostics
                )
                return row
            has_id = has_id or is_id
            if (row, column) in known_cells:
                continue
            if match is not None:
                _report_again(sheet, row, column, match, diagnostics)
            elif is_blank(name):
                if row not in first_rows:
                    _report_nameless(sheet, row, value_column, diagnostics)
            elif isinstance(name, str) and not is_remark(name) and not _is_heading(name):
                report_unknown(name, names.school, names, None, sheet, row, column, diagnostics)
                layout.guessed.add(names.school.guess(name))
    return len(sheet.rows)


def _is_heading(name: str) -> bool:
    return normal_name(name) in NAME_WORDS


def _report_second_school(
    sheet: Sheet,
    row: int,
    column: int,
    school_id: object,
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    diagnostics.error(
        "F013",
        f"从这一行起又写了一{subject.counted}（{school_id}），以下都没有读",
        cell_place(sheet.origin, row + 1, column + 1),
        school_id,
        f"一张竖表只写一{subject.counted}，请另存为一份",
    )


def _report_again(
    sheet: Sheet, row: int, column: int, match: NameMatch, diagnostics: Diagnostics
) -> None:
    diagnostics.error(
        "F013",
        f"“{match.key}”有两行，这一行没有读",
        cell_place(sheet.origin, row + 1, column + 1),
        match.key,
        "请删去其中一行",
    )


def _report_nameless(sheet: Sheet, row: int, column: int, diagnostics: Diagnostics) -> None:
    text = shown(sheet.rows[row][column])
    diagnostics.warning(
        "F012",
        f"“{text}”这一行没有字段名，没有读",
        cell_place(sheet.origin, row + 1, column + 1),
        text,
        "请补上字段名，或删去这一行",
    )
