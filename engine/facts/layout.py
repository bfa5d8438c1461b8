"""Understand how a sheet is laid out: where its header is, and what each column means.

Three layouts exist: a school a row, a record a row, and a form (字段 | 填报值) of one school.
Columns and sheets may come in any order, with titles and notes above the header.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics
from engine.facts.gathering import cell_place
from engine.facts.names import Dictionary, NameIndex, normal_name
from engine.facts.sheet import Sheet, is_blank
from engine.facts.units import is_unit, unit_factor
from engine.ruleset.model import Field, FieldType, RecordTable

HEADER_ROWS = 20
_NUMBERING = frozenset({"序号", "no", "no."})
_NAME_WORDS = frozenset(
    {"字段", "字段名", "字段名称", "项目", "填报项目", "填报字段", "指标", "事实", "内容名称"}
)
_VALUE_WORDS = frozenset(
    {"填报值", "值", "填报", "填写", "填报内容", "数值", "填写内容", "本校填报"}
)
_UNIT_WORDS = frozenset({"单位", "计量单位"})
# A form has one field a line, or a few side by side; more are a header row.
_MOST_NAMES_IN_A_LINE = 4
# Sheets that explain a workbook, and hold no facts.
_EXPLAINING = ("说明", "目录", "封面", "选项", "字典", "填表须知")


@dataclass(frozen=True, slots=True)
class Head:
    """A column whose header was recognised; columns count from 0."""

    column: int
    field: Field
    unit: str = ""  # a unit in the header that differs from the field's and converts
    broken: bool = False  # the header's unit cannot be converted: no cell can be read


@dataclass(slots=True)
class TableLayout:
    """A sheet with a header row: a school a row, or a record a row (`table`)."""

    sheet: Sheet
    table: RecordTable | None
    first_row: int
    id_column: int | None
    heads: list[Head] = field(default_factory=list)
    numbering: set[int] = field(default_factory=set)  # columns 序号


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
    id_cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class BrokenTable:
    """A sheet that is named after a record table but cannot be read as one."""

    sheet: Sheet
    table: RecordTable


Layout = TableLayout | FormLayout | BrokenTable


def read_layout(sheet: Sheet, names: Dictionary, diagnostics: Diagnostics) -> Layout | None:
    """Return how a sheet is laid out, or None where it holds no facts (said in a note)."""
    table = names.table_named(sheet.name)
    if table is None and any(word in sheet.name for word in _EXPLAINING):
        diagnostics.note(
            "F010",
            f"工作表“{sheet.name}”按名称是说明，没有读",
            cell_place(sheet.origin, 1, 1),
            hint="若里面有事实，请改工作表名",
        )
        return None
    header, hits = _best_header(sheet, names.records[table.id] if table else names.school)
    if table is None and (titled := _table_by_title(sheet, names, header, hits)):
        table, header = titled
    elif table is None and hits <= _MOST_NAMES_IN_A_LINE:
        form = _find_form(sheet, names)
        if form and (form.has_header or len(form.name_cells) > max(hits, 1)):
            if form.is_list:
                return _no_layout(sheet, None, names, diagnostics)
            return _form_layout(sheet, form, names, diagnostics)
    if header is None:
        return _no_layout(sheet, table, names, diagnostics)
    return _table_layout(sheet, table, header, names, diagnostics)


def _best_header(sheet: Sheet, index: NameIndex) -> tuple[int | None, int]:
    """Return the row with the most known names among the first rows, and how many."""
    best, most = None, 0
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        known = {match.key for cell in row if isinstance(cell, str) and (match := index.find(cell))}
        if len(known) > most:
            best, most = number, len(known)
    return best, most


def _table_by_title(
    sheet: Sheet, names: Dictionary, header: int | None, hits: int
) -> tuple[RecordTable, int] | None:
    """Return the record table that a title above the header names, if the header agrees."""
    for row in sheet.rows[: HEADER_ROWS if header is None else header]:
        for cell in row:
            if not isinstance(cell, str) or is_blank(cell):
                continue
            for table in names.tables_in_title(cell):
                found, table_hits = _best_header(sheet, names.records[table.id])
                if found is not None and table_hits >= 2 and table_hits > hits:
                    return table, found
    return None


def _no_layout(
    sheet: Sheet, table: RecordTable | None, names: Dictionary, diagnostics: Diagnostics
) -> BrokenTable | None:
    place = cell_place(sheet.origin, 1, 1)
    if table is None:
        known = "、".join(list(names.ruleset.fields)[:5])
        diagnostics.note(
            "F010",
            f"工作表“{sheet.name}”里没有认得的字段，没有读",
            place,
            hint=f"若是事实表，表头请用字段清单里的名称，如 {known}",
        )
        return None
    diagnostics.error(
        "F011",
        f"台账“{table.id}”的表里，前 {HEADER_ROWS} 行没有表头",
        place,
        hint="表头请写：" + "、".join(list(table.fields)[:8]),
    )
    return BrokenTable(sheet, table)


def _table_layout(
    sheet: Sheet,
    table: RecordTable | None,
    header: int,
    names: Dictionary,
    diagnostics: Diagnostics,
) -> TableLayout:
    index = names.records[table.id] if table else names.school
    last = _last_header_row(sheet, header, index)
    layout = TableLayout(sheet, table, last + 1, None)
    taken: dict[str, int] = {}
    for column, cell in enumerate(sheet.rows[header]):
        if is_blank(cell):
            _report_headless(sheet, layout.first_row, header, column, diagnostics)
            continue
        text = cell if isinstance(cell, str) else str(cell)
        match = index.find(text)
        if match is None and normal_name(text) in _NUMBERING:
            layout.numbering.add(column)
        elif match is None:
            _report_unknown(text, index, names, table, sheet, header, column, diagnostics)
        elif match.key in taken:
            diagnostics.error(
                "F013",
                f"“{match.key}”有两列，这一列没有读",
                cell_place(sheet.origin, header + 1, column + 1),
                text.strip(),
                "请删去其中一列",
            )
        else:
            taken[match.key] = column
            if match.key == names.ruleset.id_field and (not table or match.key not in table.fields):
                layout.id_column = column
            elif known := names.field(match.key, table):
                head = _head(column, known, match.bracket, sheet, header, diagnostics)
                layout.heads.append(head)
    return layout


def _last_header_row(sheet: Sheet, header: int, index: NameIndex) -> int:
    """Return where a header ends whose cells are merged downwards."""
    last = header
    for merge in sheet.merges:
        if merge.top <= header <= merge.bottom:
            cell = sheet.rows[header][merge.left] if merge.left < len(sheet.rows[header]) else None
            if isinstance(cell, str) and cell in index:
                last = max(last, merge.bottom)
    return last


def _report_headless(
    sheet: Sheet, first_row: int, header: int, column: int, diagnostics: Diagnostics
) -> None:
    """Say that a column holds values but has no header (a title merged across covers none)."""
    for number, row in enumerate(sheet.rows[first_row:], first_row):
        if not is_blank(row[column]):
            diagnostics.warning(
                "F012",
                "这一列有内容但没有表头，没有读",
                cell_place(sheet.origin, header + 1, column + 1),
                hint=f"内容从第 {number + 1} 行起；请补上字段名，或删去这一列",
            )
            return


def _report_unknown(
    text: str,
    index: NameIndex,
    names: Dictionary,
    table: RecordTable | None,
    sheet: Sheet,
    row: int,
    column: int,
    diagnostics: Diagnostics,
) -> None:
    """Say that a name is not in the field dictionary, once a column, with a guess."""
    guess = index.suggestion(text)
    if guess:
        hint = f"是不是想写“{guess}”？"
    elif table and text in names.school:
        hint = f"这是学校的字段，请填在学校表里；台账“{table.id}”里不读"
    else:
        hint = "字段清单里没有这个名称；若不需要，可不理会"
    diagnostics.warning(
        "F012",
        f"“{text.strip()}”不是{f'台账“{table.id}”的' if table else ''}字段，没有读",
        cell_place(sheet.origin, row + 1, column + 1),
        text.strip(),
        hint,
    )


def _head(
    column: int, known: Field, bracket: str, sheet: Sheet, row: int, diagnostics: Diagnostics
) -> Head:
    """Compare the unit in a header's brackets with the unit of the field."""
    if not bracket or not known.type.is_numeric or not is_unit(bracket):
        return Head(column, known)
    if known.type is FieldType.PERCENT:
        if bracket == "%":
            return Head(column, known, "%")
        factor = None
    else:
        factor = unit_factor(bracket, known.unit)
    if factor == 1 or (factor is None and not known.unit and known.type is not FieldType.PERCENT):
        return Head(column, known)
    place = cell_place(sheet.origin, row + 1, column + 1)
    wanted = "百分比" if known.type is FieldType.PERCENT else known.unit
    if factor is None:
        diagnostics.error(
            "F016",
            f"表头的单位“{bracket}”与字段“{known.id}”的单位“{wanted}”不能换算，这一列都不能读",
            place,
            bracket,
            f"请按“{wanted}”填写，并改正表头",
        )
        return Head(column, known, broken=True)
    diagnostics.warning(
        "F016",
        f"表头的单位是“{bracket}”，字段“{known.id}”的单位是“{wanted}”，这一列都按 {factor} 倍换算",
        place,
        bracket,
        f"请核对；最好直接按“{wanted}”填写",
    )
    return Head(column, known, bracket)


@dataclass(slots=True)
class _Form:
    """Where the names of a form stand, and its column of units."""

    name_cells: list[tuple[int, int]]
    value_column: dict[int, int]
    unit_column: int | None
    has_header: bool
    is_list: bool  # a list of the fields themselves, without a column of values


def _find_form(sheet: Sheet, names: Dictionary) -> _Form | None:
    """Find the columns of field names in a form: 字段 | 填报值, perhaps twice side by side."""
    cells: dict[int, list[tuple[int, int]]] = {}
    seen: set[str] = set()
    for row, line in enumerate(sheet.rows):
        for column, cell in enumerate(line[:-1]):
            if (
                isinstance(cell, str)
                and (match := names.school.find(cell))
                and match.key not in seen
            ):
                seen.add(match.key)
                cells.setdefault(column, []).append((row, column))
        if len(seen) > 0 and row > HEADER_ROWS and len(seen) < 2:
            return None
    if not cells:
        return None
    words = _form_header(sheet)
    value_column: dict[int, int] = {}
    for column in sorted(cells):
        right = [other for other in words.values_at if other > column]
        value_column[column] = min(right) if right else column + 1
    return _Form(
        sorted(cell for found in cells.values() for cell in found),
        value_column,
        words.unit_at,
        bool(words.values_at),
        words.has_names and not words.values_at,
    )


@dataclass(slots=True)
class _FormWords:
    values_at: list[int] = field(default_factory=list)
    unit_at: int | None = None
    has_names: bool = False


def _form_header(sheet: Sheet) -> _FormWords:
    """Find the header words 填报值 and 单位 of a form, which may be absent."""
    for line in sheet.rows[:HEADER_ROWS]:
        written = [normal_name(cell) if isinstance(cell, str) else "" for cell in line]
        if any(word in _NAME_WORDS for word in written):
            words = _FormWords(has_names=True)
            for column, word in enumerate(written):
                if word in _VALUE_WORDS:
                    words.values_at.append(column)
                elif word in _UNIT_WORDS and words.unit_at is None:
                    words.unit_at = column
            return words
    return _FormWords()


def _form_layout(
    sheet: Sheet, form: _Form, names: Dictionary, diagnostics: Diagnostics
) -> FormLayout:
    layout = FormLayout(sheet)
    known_rows = {row for row, _ in form.name_cells}
    for row, column in form.name_cells:
        match = names.school.find(str(sheet.rows[row][column]))
        value_column = form.value_column[column]
        if match is None or value_column >= len(sheet.rows[row]):
            continue
        if match.key == names.ruleset.id_field:
            layout.id_cell = (row, value_column)
        elif known := names.field(match.key, None):
            bracket = match.bracket
            if not bracket and form.unit_column is not None:
                bracket = normal_name(str(sheet.rows[row][form.unit_column] or ""))
            head = _head(value_column, known, bracket, sheet, row, diagnostics)
            layout.entries.append(FormEntry(head, row))
    _report_unknown_lines(sheet, form, known_rows, names, diagnostics)
    return layout


def _report_unknown_lines(
    sheet: Sheet,
    form: _Form,
    known_rows: set[int],
    names: Dictionary,
    diagnostics: Diagnostics,
) -> None:
    """Say which lines of a form carry a value under a name that is not known."""
    for row in range(min(known_rows), len(sheet.rows)):
        if row in known_rows:
            continue
        for column, value_column in form.value_column.items():
            line = sheet.rows[row]
            name = line[column]
            if (
                isinstance(name, str)
                and not is_blank(name)
                and value_column < len(line)
                and not is_blank(line[value_column])
                and normal_name(name) not in _NAME_WORDS
            ):
                _report_unknown(name, names.school, names, None, sheet, row, column, diagnostics)
