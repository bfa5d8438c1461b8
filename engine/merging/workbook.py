"""Write the merged table: a sheet a part with a school a row, a sheet a record table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from engine.facts.books.edition import GUIDE, LINE_HEAD, PROPERTY, edition_of
from engine.facts.books.merged import MISSING, NOT_HANDED_IN, UNREADABLE_TABLE
from engine.facts.cells.display import cell_text
from engine.facts.layout.names import Dictionary
from engine.facts.records.zero_reports import says_no_more
from engine.facts.schools.school_columns import text_field
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.merging.cells import CellWriter, cell_writer, width_of, write_text
from engine.merging.evidence_rows import write_evidence
from engine.merging.looks import Looks
from engine.merging.verdict_columns import VerdictColumns
from engine.merging.verification_rows import reported_columns, write_verification
from engine.ruleset.model import Field, RecordTable, RuleSet
from engine.templates.page_setup import set_page
from engine.templates.parts import BASIC, parts_of, tables_of
from engine.templates.sheet_names import SheetNames
from engine.templates.wording import limits_text
from engine.templates.writing_cells import row_height

NONE = "无"
_GUIDE_WIDTH = 80
_ROW_HEIGHT = 20
_MANY_CELLS = 2_000_000


def write_merged(
    path: Path,
    ruleset: RuleSet,
    facts: FactTable,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write all facts of a batch so that reading them again gives the same facts.

    Args:
        path: The workbook. ruleset: Its dictionary. facts: What was handed in.
        progress: Called with (sheets written, sheets in all).
    """
    book, parts = _Book(path, ruleset, facts), parts_of(ruleset)
    tables = [*tables_of(ruleset), *_filled_by_hand(ruleset, facts)]
    n_sheets = len(parts) + len(tables) + 1  # the last step puts the package together
    for done, part in enumerate(parts, 1):
        book.add_part(part.name, part.fields)
        _tell(progress, done, n_sheets)
    for done, table in enumerate(tables, 1 + len(parts)):
        book.add_table(table, facts.records[table.id])
        _tell(progress, done, n_sheets)
    book.close()
    _tell(progress, n_sheets, n_sheets)


def _filled_by_hand(ruleset: RuleSet, facts: FactTable) -> list[RecordTable]:
    """Return the tables of last year's results that somebody filled in all the same."""
    tables = (each for each in ruleset.tables.values() if each.from_last_year)
    return [each for each in tables if facts.records[each.id].n_records]


def _tell(progress: Callable[[int, int], None] | None, done: int, in_all: int) -> None:
    if progress is not None:
        progress(done, in_all)


class _Book:
    """The merged workbook while it is written."""

    def __init__(self, path: Path, ruleset: RuleSet, facts: FactTable) -> None:
        n_cells = len(facts.columns) * facts.n_schools
        options = {"constant_memory": n_cells > _MANY_CELLS, "strings_to_formulas": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._ruleset, self._facts = ruleset, facts
        self._columns = reported_columns(facts)
        self._looks = Looks(self._book)
        self._names = SheetNames(Dictionary(ruleset))
        self._notes = {
            (each.school_id, each.field): "\n".join(
                f"{claim.text}　{claim.source or '（未列来源）'}　{claim.place or ''}"
                for claim in each.claims
            )
            for each in facts.conflicts
            if not each.table
        }
        self._write_guide()

    def _write_guide(self) -> None:
        sheet, subject = self._book.add_worksheet(GUIDE), self._ruleset.subject
        edition = f"{LINE_HEAD}：{edition_of(self._ruleset)}"
        lines = (
            f"{self._ruleset.name}　{self._ruleset.year} 年度　合并表",
            f"{self._facts.n_schools} {subject.counted}，由各处交来的表合并而成；"
            "标识码是文本，数字、日期、百分比各有格式。",
            "空着：没有填。不适用：这一项不适用。无法识读：没有读出来，或两处填得不一致（见冲突清单）。",
            f"台账：没有记录的写“{NONE}”，没有交的写“{NOT_HANDED_IN}”，没有读全的写“{UNREADABLE_TABLE}”。",
            "这本表可以照样交回来考核（代替各处交来的表，不要一起交）；改了哪一格，就按哪一格算。",
            edition,
        )
        sheet.set_column(0, 0, _GUIDE_WIDTH)
        for row, text in enumerate(lines):
            sheet.set_row(row, row_height([(text, _GUIDE_WIDTH)]) if row else 32)
            sheet.write_string(row, 0, text, self._looks.note if row else self._looks.title)
        set_page(sheet, lines[0], upright=True)

    def add_part(self, name: str, fields: Sequence[Field]) -> None:
        """Add a sheet of the school's fields, a school a row."""
        sheet = self._book.add_worksheet(self._names.for_part(name or BASIC))
        columns = [self._columns[each.id] for each in fields]
        owners = self._owner_columns()
        self._write_head(sheet, 0, [*owners, *columns])
        writers = [cell_writer(each, self._looks) for each in (*owners, *columns)]
        for index, school_id in enumerate(self._facts.school_ids):
            write_text(sheet, index + 1, 0, school_id, self._looks)
            for at, write in enumerate(writers, 1):
                write(sheet, index + 1, at, index)
            for at, field in enumerate(fields, 1 + len(owners)):
                if note := self._notes.get((school_id, field.id)):
                    sheet.write_comment(index + 1, at, note, {"x_scale": 3})
        sheet.autofilter(0, 0, self._facts.n_schools, len(writers))

    def _owner_columns(self) -> list[Column]:
        """Return the columns of the name, and of the parts of an id that is joined."""
        ruleset = self._ruleset
        parts = ruleset.id_fields if len(ruleset.id_fields) > 1 else ()
        own = dict.fromkeys((*parts, *ruleset.name_fields))
        own.pop(ruleset.id_field, None)
        return [self._facts.columns[each] for each in own]

    def add_table(self, table: RecordTable, records: RecordSet) -> None:
        """Add the sheet of a record table: its records, and who has none or handed in none."""
        name = self._names.for_table(table.id, table.aliases)
        sheet, top = self._book.add_worksheet(name), 0
        found = Dictionary(self._ruleset).table_named(name)
        if found is None or found.id != table.id:  # known by the title above its header then
            sheet.write_string(0, 0, table.id, self._looks.title)
            top = 1
        names = [self._facts.columns[each] for each in self._name_fields(table)]
        columns = list(records.columns.values())
        verdicts = VerdictColumns(self._facts, records)
        self._write_head(sheet, top, [*names, *columns], verdicts.titles)
        row = _RecordRows(sheet, top, self._facts.school_ids, names, columns, self._looks)
        for school, rows in enumerate(_rows_by_school(records, self._facts.n_schools)):
            for index in rows:
                row.write_record(school, index)
                verdicts.write(sheet, row.last, 1 + len(names) + len(columns), index, self._looks)
            if word := _word_of(records, school, bool(rows)):
                row.write_word(school, word)
        sheet.autofilter(top, 0, max(row.last, top + 1), len(names) + len(columns))

    def _name_fields(self, table: RecordTable) -> list[str]:
        """Return the fields of the name, where the table has none of that name itself."""
        fields = self._ruleset.name_fields
        return [each for each in fields if each not in (*table.fields, *self._ruleset.id_fields)]

    def _write_head(
        self, sheet: Worksheet, row: int, columns: Sequence[Column], more: Sequence[str] = ()
    ) -> None:
        head = self._looks.head
        fields = [text_field(self._ruleset.id_field), *(each.field for each in columns)]
        fields += [text_field(each) for each in more]
        for at, field in enumerate(fields):
            sheet.set_column(at, at, width_of(field))
            sheet.write_string(row, at, field.id, head)
            if about := _about(field):
                sheet.write_comment(row, at, about)
        sheet.freeze_panes(row + 1, 1 + len(self._ruleset.name_fields))
        sheet.set_default_row(_ROW_HEIGHT)
        sheet.set_row(row, 32)
        title = f"{self._ruleset.name}　{self._ruleset.year} 年度合并表 · {sheet.get_name()}"
        set_page(sheet, title, row, width=sum(map(width_of, fields)))
        sheet.repeat_columns(0, len(self._ruleset.name_fields))

    def close(self) -> None:
        """Finish the workbook."""
        ruleset, facts = self._ruleset, self._facts
        if facts.evidence is not None and facts.evidence.proofs:
            write_evidence(self._book, facts, ruleset.id_field, self._looks)
        write_verification(self._book, facts, ruleset.id_field, self._looks)
        made = datetime(ruleset.window[0].year, 1, 1)
        title = f"{ruleset.name} {ruleset.year} 年度合并表"
        self._book.set_properties({"title": title, "author": "评衡", "created": made})
        self._book.set_custom_property(PROPERTY, str(edition_of(ruleset)), "text")
        self._book.close()


class _RecordRows:
    """Writes the rows of one record table, one below the other."""

    def __init__(
        self,
        sheet: Worksheet,
        top: int,
        school_ids: Sequence[str],
        names: Sequence[Column],
        columns: Sequence[Column],
        looks: Looks,
    ) -> None:
        self.last = top
        self._sheet, self._ids, self._looks = sheet, school_ids, looks
        self._names = [cell_writer(each, looks) for each in names]
        self._records = columns
        self._columns: list[CellWriter] = [cell_writer(each, looks) for each in columns]
        self._word_at = 1 + len(names) + _column_for_words(columns)

    def _begin(self, school: int) -> None:
        self.last += 1
        write_text(self._sheet, self.last, 0, self._ids[school], self._looks)
        for at, write in enumerate(self._names, 1):
            write(self._sheet, self.last, at, school)

    def write_record(self, school: int, index: int) -> None:
        """Write one record of a school."""
        self._begin(school)
        first = 1 + len(self._names)
        for at, write in enumerate(self._columns, first):
            write(self._sheet, self.last, at, index)
        if not any(_says_something(each, index) for each in self._records):
            # Else the row would be taken for one of a school without records.
            blank = (at for at, each in enumerate(self._records) if _is_missing(each, index))
            for at in islice(blank, 1):
                look = self._looks.state(State.MISSING)
                self._sheet.write_string(self.last, first + at, MISSING, look)

    def write_word(self, school: int, word: str) -> None:
        """Write a row that only says something about the whole table."""
        self._begin(school)
        state = State.PRESENT if word == NONE else State.UNREADABLE
        look = self._looks.text(word) if state is State.PRESENT else self._looks.state(state)
        self._sheet.write_string(self.last, self._word_at, word, look)


def _column_for_words(columns: Sequence[Column]) -> int:
    """Return the first column in which 「无」 says that there is no record."""
    fitting = (at for at, each in enumerate(columns) if NONE not in each.field.marks)
    return next(fitting, 0)


def _says_something(column: Column, index: int) -> bool:
    """Tell whether a cell by itself makes its row a record."""
    state = State(int(column.states[index]))
    if state is not State.PRESENT:
        return state is State.UNREADABLE
    return not says_no_more(cell_text(column, index))


def _is_missing(column: Column, index: int) -> bool:
    return bool(column.states[index] == State.MISSING)


def _rows_by_school(records: RecordSet, n_schools: int) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in range(n_schools)]
    for index, school in enumerate(records.school_index.tolist()):
        rows[school].append(index)
    return rows


def _word_of(records: RecordSet, school: int, has_rows: bool) -> str:
    """Return the word for a table of one school; nothing where its rows say all."""
    state = State(int(records.states[school]))
    if state is State.UNREADABLE:
        return UNREADABLE_TABLE
    if has_rows:
        return ""
    return NONE if state is State.PRESENT else NOT_HANDED_IN


def _about(field: Field) -> str:
    """Say of a column what it takes, in a comment on its header."""
    said = [f"单位：{field.unit}" if field.unit else "", limits_text(field), field.note]
    return "\n".join(filter(None, said))
