"""Write the workbook of a team: the facts with drop-downs, the records with their conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from engine.diagnostics import Place
from engine.facts import FactTable
from engine.facts.books.edition import GUIDE, PROPERTY, edition_of
from engine.facts.cells.display import cell_text
from engine.facts.layout.names import Dictionary
from engine.facts.stages.revision import Stage
from engine.facts.stages.titles import Part, title_of
from engine.facts.table import Column, RecordSet, State, column_letters
from engine.ruleset.model import Field, FieldType, RuleSet
from engine.templates.lists import Lists
from engine.templates.page_setup import protect, set_page
from engine.templates.sheet_names import SheetNames
from engine.templates.styles import WORKBOOK_OPTIONS, Styles
from engine.templates.validations import validation_of
from engine.templates.writing_cells import row_height, write_value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_HEADER, _FIRST = 2, 3  # rows from 0
_STAMP = (Part.BY, Part.ON, Part.WHY, Part.EVIDENCE)
_WIDTHS = {"字段": 26, "部分": 12, "单位": 7, "填报处": 46}
_WORDS = ("维持", "缺失", "不适用")
_VERDICTS = ("认可", "不认可", "补登")
_GUIDE_WIDTH = 80
_ADDED_ROWS = 30
_NOWHERE = Place("")
_DAY = Field("日期", FieldType.DATE, _NOWHERE)
_TEXT = Field("文字", FieldType.TEXT, _NOWHERE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact of one school: as it was reported, and as it stands now."""

    school: int
    field: Field
    reported: Column
    now: Column


@dataclass(frozen=True, slots=True)
class JudgedTable:
    """A record table with the rows to be judged; `n_left_out` could not be read in full."""

    records: RecordSet
    fields: list[Field]
    rows: list[int]
    n_left_out: int


def write_verification_book(
    path: Path,
    ruleset: RuleSet,
    facts: FactTable,
    schools: Sequence[int],
    asked: Sequence[Asked],
    tables: Sequence[JudgedTable],
    stage: Stage,
) -> None:
    """Write the whole workbook; the same content gives the same bytes."""
    book = xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS)
    writer = _Writer(book, ruleset, facts, stage)
    guide = book.add_worksheet(GUIDE)
    writer.write_facts(asked)
    for each in tables:
        writer.write_table(each, schools)
    writer.write_guide(guide, len(schools))
    writer.lists.write_sheet(book, ruleset)
    made = datetime(ruleset.window[0].year, 1, 1)
    title = f"{ruleset.name} {ruleset.year} 年度{stage.label}表"
    book.set_properties({"title": title, "author": "评衡", "created": made})
    book.set_custom_property(PROPERTY, str(edition_of(ruleset)), "text")
    book.close()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(
        self, book: xlsxwriter.Workbook, ruleset: RuleSet, facts: FactTable, stage: Stage
    ) -> None:
        self.lists = Lists()
        self._book, self._ruleset, self._facts, self._stage = book, ruleset, facts, stage
        self._styles = Styles(book)
        self._sheets = SheetNames(Dictionary(ruleset))

    def _title(self, what: str) -> str:
        return f"{self._ruleset.name}　{self._ruleset.year} 年度 · {what}"

    def _heading(self, sheet: Worksheet, what: str, note: str, heads: Sequence[str]) -> None:
        last = max(1, min(len(heads), 8) - 1)
        sheet.merge_range(0, 0, 0, last, self._title(what), self._styles.title)
        sheet.merge_range(1, 0, 1, last, note, self._styles.note)
        sheet.set_row(0, 32)
        sheet.set_row(1, 36)
        sheet.set_row(_HEADER, 24)
        for column, text in enumerate(heads):
            sheet.write_string(_HEADER, column, text, self._styles.head)
            sheet.set_column(column, column, _WIDTHS.get(text, 14))

    def _identity(self) -> list[Field]:
        ruleset = self._ruleset
        ids = dict.fromkeys((*ruleset.id_fields, *ruleset.name_fields))
        return [ruleset.fields.get(each) or Field(each, FieldType.TEXT, _NOWHERE) for each in ids]

    def _write_identity(self, sheet: Worksheet, row: int, school: int) -> int:
        """Write who a row is about; return the next column."""
        identity = self._identity()
        for column, known in enumerate(identity):
            cells = self._facts.columns[known.id]
            write_value(sheet, row, column, cells, school, self._styles.locked(known))
        return len(identity)

    def write_facts(self, asked: Sequence[Asked]) -> None:
        """Write a fact a row."""
        stage, styles = self._stage, self._styles
        name = f"{stage.label}记录"
        sheet = self._book.add_worksheet(name)
        before = [title_of(Part.VALUE, Stage.VERIFIED)] if stage is Stage.REVIEWED else []
        heads = [each.id for each in self._identity()]
        heads += ["部分", "字段", "单位", title_of(Part.REPORTED, stage), *before]
        value_at = len(heads)
        heads += [title_of(Part.VALUE, stage), *(title_of(each, stage) for each in _STAMP)]
        self._heading(sheet, name, self._note(), [*heads, "填报处"])
        cells: dict[str, list[int]] = {}
        for row, each in enumerate(asked, _FIRST):
            column = self._write_identity(sheet, row, each.school)
            unit = "" if each.field.type is FieldType.PERCENT else each.field.unit
            for text in (each.field.sheet, each.field.id, unit):
                sheet.write_string(row, column, text, styles.text)
                column += 1
            for cells_of in (each.reported, each.now)[: 1 + len(before)]:
                self._write_own(sheet, row, column, cells_of, each.school)
                column += 1
            sheet.write_blank(row, value_at, None, styles.input(each.field, left=True))
            self._write_stamp(sheet, row, value_at + 1)
            place = each.reported.places.place(each.school) if each.reported.places else None
            sheet.write_string(row, len(heads), str(place or ""), styles.text)
            texts = (str(place or ""), each.field.id)
            widths = (_WIDTHS["填报处"], _WIDTHS["字段"])
            sheet.set_row(row, row_height(zip(texts, widths, strict=True)))
            cells.setdefault(each.field.id, []).append(row)
        for field_id, rows in cells.items():
            self._validate(sheet, value_at, rows, self._ruleset.fields[field_id])
        sheet.autofilter(_HEADER, 0, _FIRST + len(asked) - 1, len(heads))
        sheet.freeze_panes(_FIRST, len(self._identity()) + 2)
        set_page(sheet, self._title(name), _HEADER)
        protect(sheet, rows_may_be_added=True)

    def _write_own(self, sheet: Worksheet, row: int, column: int, cells: Column, at: int) -> None:
        """Write the school's own value; a gap as 缺失, and what nobody can read left blank."""
        look = self._styles.locked(cells.field, left=True)
        if cells.states[at] == State.MISSING:
            sheet.write_string(row, column, cell_text(cells, at), look)
        else:
            write_value(sheet, row, column, cells, at, look)

    def _write_stamp(self, sheet: Worksheet, row: int, first: int) -> None:
        for column, part in enumerate(_STAMP, first):
            known = _DAY if part is Part.ON else _TEXT
            sheet.write_blank(row, column, None, self._styles.input(known))

    def _validate(self, sheet: Worksheet, column: int, rows: Sequence[int], known: Field) -> None:
        """Offer the values of a field in all its rows, and the words 维持、缺失、不适用."""
        cell = f"{column_letters(column + 1)}{rows[0] + 1}"
        rule: dict[str, Any] = validation_of(known, cell, self.lists, words=_WORDS)
        if len(rows) > 1:
            rule["other_cells"] = [[row, column, row, column] for row in rows[1:]]
        sheet.data_validation(rows[0], column, rows[0], column, rule)

    def _note(self) -> str:
        label = self._stage.label
        return (
            f"只填浅黄色的格子。{label}无误的填“维持”；有误的填查实的值；没有材料的填“缺失”。"
            f"空着表示没有{label}，不作改动。改动要写明{label}人、日期和理由。"
        )

    def write_table(self, judged: JudgedTable, schools: Sequence[int]) -> None:
        """Write a record a row, with a conclusion; below them rows for what was not reported."""
        table, styles, stage = judged.records.table, self._styles, self._stage
        sheet = self._book.add_worksheet(self._sheets.for_table(table.id, table.aliases))
        identity = self._identity()
        heads = [each.id for each in (*identity, *judged.fields)]
        verdict_at = len(heads)
        heads += [title_of(each, stage) for each in (Part.VERDICT, *_STAMP)]
        note = (
            "逐条写结论：认可、不认可（不计）。原来的格子不要改：有误的写“不认可”，"
            "另在下面的空行补登正确的一条，结论写“补登”；漏报的也在空行补登。"
        )
        self._heading(sheet, f"台账{stage.label} · {table.id}", note, heads)
        for row, record in enumerate(judged.rows, _FIRST):
            column = self._write_identity(sheet, row, int(judged.records.school_index[record]))
            for known in judged.fields:
                cells = judged.records.columns[known.id]
                write_value(sheet, row, column, cells, record, styles.locked(known))
                column += 1
            sheet.write_blank(row, verdict_at, None, styles.input(_TEXT))
            self._write_stamp(sheet, row, verdict_at + 1)
        first = _FIRST + len(judged.rows)
        for row in range(_FIRST, first + _ADDED_ROWS):
            sheet.set_row(row, row_height([]))
        for row in range(first, first + _ADDED_ROWS):
            for column, known in enumerate((*identity, *judged.fields)):
                sheet.write_blank(row, column, None, styles.input(known))
            sheet.write_blank(row, verdict_at, None, styles.input(_TEXT))
            self._write_stamp(sheet, row, verdict_at + 1)
        last = first + _ADDED_ROWS - 1
        self._offer(sheet, verdict_at, last, _VERDICTS)
        if len(self._ruleset.id_fields) == 1:
            self._offer(sheet, 0, last, [self._facts.school_ids[each] for each in schools], first)
        for column, known in enumerate(judged.fields, len(identity)):
            cell = f"{column_letters(column + 1)}{first + 1}"
            sheet.data_validation(
                first, column, last, column, validation_of(known, cell, self.lists)
            )
        sheet.freeze_panes(_FIRST, len(identity))
        set_page(sheet, self._title(table.id), _HEADER)
        protect(sheet, rows_may_be_added=True)

    def _offer(
        self, sheet: Worksheet, column: int, last: int, words: Sequence[str], first: int = _FIRST
    ) -> None:
        rule = {"validate": "list", "source": self.lists.source(words)}
        sheet.data_validation(first, column, last, column, rule)

    def write_guide(self, sheet: Worksheet, n_schools: int) -> None:
        """Write what the team has to do."""
        label, subject = self._stage.label, self._ruleset.subject
        looks: list[tuple[str, Format]] = [
            (self._title(f"{label}表"), self._styles.title),
            (f"{n_schools} {subject.counted}。", self._styles.plain),
            (f"1. “{label}记录”一行一个事实，{self._note()}", self._styles.plain),
            (
                "2. 台账各一张表，逐条写结论；有误的、漏报的在下面的空行补登。",
                self._styles.plain,
            ),
            (
                "3. 自评值是读表时的值：学校后来改了表，自评值对不上的会报错，请重做这本表。",
                self._styles.plain,
            ),
            (
                f"4. 填好后与{subject}交来的事实表放在一起，再运行 pingheng assess；"
                "改动逐条记在结果文件夹的 revisions.csv，虚高见 inflation.csv。",
                self._styles.plain,
            ),
        ]
        sheet.set_column(0, 0, _GUIDE_WIDTH)
        for row, (text, look) in enumerate(looks):
            sheet.write_string(row, 0, text, look)
            sheet.set_row(row, row_height([(text, _GUIDE_WIDTH)]) if row else 32)
        set_page(sheet, self._title(f"{label}表"), upright=True)
        protect(sheet, rows_may_be_added=False)
        sheet.activate()
