"""Write one workbook: the guide, the sheets of fields, the record tables, the evidence.

The same content gives the same bytes: nothing in it tells when or where it was made.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from engine.facts.books.edition import GUIDE, PROPERTY, edition_of
from engine.facts.evidence.titles import SHEET as CATALOGUE
from engine.facts.layout.names import Dictionary, NameIndex
from engine.facts.table import State, column_letters
from engine.ruleset.model import Field, RecordTable
from engine.templates.catalogue_sheet import write_catalogue
from engine.templates.content import Content
from engine.templates.form_sheet import FIRST_ROW, write_form, write_left_out
from engine.templates.guide_sheet import Entry, write_guide
from engine.templates.lists import Lists
from engine.templates.parts import Part
from engine.templates.sheet_names import LEFT_OUT, SheetNames
from engine.templates.steps import steps_for_office, steps_for_school
from engine.templates.styles import WORKBOOK_OPTIONS, Styles
from engine.templates.table_sheet import Head, write_records, write_schools
from engine.templates.wording import NONE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LAST_COUNTED = 5000
# Notes of record tables that say themselves what is written where there is nothing.
_LEAVES_NOTHING_OPEN = re.compile("没有|填一行|空表|留空")


def write_school_workbook(
    path: Path, content: Content, names: Dictionary, school: int | None
) -> None:
    """Write the workbook of one school, a field a line.

    Args:
        school: Where it stands in the roster; None: not known.
    """
    with _Book(path, content, names, school) as book:
        for number, part in enumerate(content.parts):
            own = list(content.identity) if number == 0 else []
            fields = own + content.applying_fields(part, school)
            if fields:
                book.add_form(part, fields)
        for table in content.tables:
            book.add_records(table, [])
        if content.evidence:
            book.add_catalogue([])
        if left_out := content.left_out(school):
            book.add_left_out(left_out)


def write_office_workbook(path: Path, content: Content, names: Dictionary) -> None:
    """Write a workbook for many schools, a school a row."""
    owners = list(content.identity)
    with _Book(path, content, names, None) as book:
        for part in content.parts:
            if part.fields or part is content.parts[0]:
                book.add_schools(part, owners)
        for table in content.tables:
            book.add_records(table, owners)
        if content.evidence:
            book.add_catalogue(owners)


class _Book:
    """One workbook while it is written; the guide is filled in last, when all is known."""

    def __init__(self, path: Path, content: Content, names: Dictionary, school: int | None) -> None:
        self._content, self._names, self._school = content, names, school
        self._book = xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS)
        self._styles, self._lists = Styles(self._book), Lists()
        self._sheets, self._entries = SheetNames(names), list[Entry]()
        self._is_wide = False
        self._guide: Worksheet = self._book.add_worksheet(GUIDE)

    def __enter__(self) -> _Book:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._finish()
        self._book.close()

    def _finish(self) -> None:
        content, ruleset = self._content, self._content.ruleset
        steps = steps_for_office if self._is_wide else steps_for_school
        who = self._who()
        write_guide(self._guide, content, who, steps(content), self._entries, self._styles)
        self._lists.write_sheet(self._book, ruleset)
        made = datetime(ruleset.window[0].year, 1, 1)
        title = f"{ruleset.name} {ruleset.year} 年度填报表"
        self._book.set_properties({"title": title, "author": "评衡", "created": made})
        self._book.set_custom_property(PROPERTY, str(edition_of(ruleset)), "text")
        self._guide.activate()

    def _who(self) -> str:
        content = self._content
        if self._is_wide:
            n_schools = content.roster.n_schools if content.roster else 0
            schools = f"{n_schools} {content.ruleset.subject.counted}" if n_schools else ""
            return "　".join(filter(None, (content.office, schools))) or "一行一个单位"
        return self._school_line() or f"{content.ruleset.subject.name}：（在“{self._home}”里填）"

    @property
    def _home(self) -> str:
        return self._entries[0].sheet if self._entries else ""

    def _school_line(self) -> str:
        content, word = self._content, self._content.ruleset.subject.name
        if self._school is not None and content.roster is not None:
            name, its_id = (
                content.roster.names[self._school],
                content.roster.school_ids[self._school],
            )
            return f"{word}：{name}" + ("" if name == its_id else f"（{its_id}）")
        return f"{word}：{'-'.join(content.given.values())}" if content.given else ""

    def _title(self, part: str) -> str:
        return f"{self._content.ruleset.name}　{self._content.ruleset.year} 年度 · {part}"

    def add_form(self, part: Part, fields: list[Field]) -> None:
        """Add a sheet of one school's fields."""
        name = self._sheets.for_part(part.name)
        note = "请在浅黄色的“填报值”一列填写，带 * 的必填。空着是没有填，0 就是零，两者不同。"
        note = "　".join(filter(None, (self._school_line(), note)))
        write_form(
            self._book.add_worksheet(name), self._title(part.name), note, fields, self._content,
            self._school, self._styles, self._lists,
        )  # fmt: skip
        span = f"B{FIRST_ROW + 1}:B{FIRST_ROW + len(fields)}"
        about = "、".join(each.id for each in fields[:4]) + ("等" if len(fields) > 4 else "")
        self._entries.append(Entry(name, about, span, len(fields), self._n_filled(fields)))

    def _n_filled(self, fields: list[Field]) -> int:
        content = self._content
        if self._school is None or content.roster is None:
            return sum(each.id in content.given for each in fields)
        states = (content.roster.columns[each.id].states[self._school] for each in fields)
        return sum(state in (State.PRESENT, State.NOT_APPLICABLE) for state in states)

    def add_schools(self, part: Part, owners: list[Field]) -> None:
        """Add a sheet with a school a row."""
        self._is_wide = True
        name = self._sheets.for_part(part.name)
        heads = [self._head(each, self._names.school) for each in (*owners, *part.fields)]
        each = self._content.ruleset.subject.each
        note = (
            f"{each}一行。空着是没有填，0 就是零；写着“不适用”的灰格不用填。表头的批注写着怎样填。"
        )
        write_schools(
            self._book.add_worksheet(name), self._title(part.name), note, heads, len(owners),
            self._content, self._styles, self._lists,
        )  # fmt: skip
        n_rows = self._content.roster.n_schools if self._content.roster else 0
        first = column_letters(len(owners) + 1)
        last = column_letters(len(heads))
        about = "、".join(each.id for each in part.fields[:4])
        span = f"{first}{FIRST_ROW + 1}:{last}{FIRST_ROW + n_rows}" if n_rows else ""
        n_inputs, n_filled = self._counted(part)
        if part.fields:
            self._entries.append(Entry(name, about, span, n_inputs, n_filled))
        else:
            self._entries.append(Entry(name, "名册", ""))

    def _counted(self, part: Part) -> tuple[int, int]:
        roster = self._content.roster
        if roster is None:
            return 0, 0
        known = (State.PRESENT, State.NOT_APPLICABLE)
        filled = sum(
            self._content.applying.leaves_out(field, school)
            or roster.columns[field.id].states[school] in known
            for field in part.fields
            for school in range(roster.n_schools)
        )
        return roster.n_schools * len(part.fields), filled

    def _head(self, field: Field, index: NameIndex) -> Head:
        """Return a column's head, its unit with it where the reader knows it so."""
        condition = self._content.applying.phrases.get(field.id, "")
        text = f"{field.id}\n（{field.unit}）" if field.unit else field.id
        match = index.find(text)
        is_known = match is not None and match.key == field.id
        return Head(field, text if is_known else field.id, condition)

    def add_records(self, table: RecordTable, owners: list[Field]) -> None:
        """Add the sheet of a record table."""
        content = self._content
        name = self._sheets.for_table(table.id, table.aliases)
        fields = [*owners, *table.fields.values()]
        index = self._names.records[table.id]
        heads = [self._head(each, index) for each in fields]
        none = f"没有的也要报：在第一行“{next(iter(table.fields))}”一格填“{NONE}”。"
        note = "".join(
            (
                (table.note.rstrip("。") + "。") if table.note else "一条记录一行。",
                "读得到上年结果的，由程序填，可以空着。" if table.from_last_year else "",
                (
                    none
                    if not owners
                    else f"没有的{content.ruleset.subject.name}也要写一行“{NONE}”。"
                )
                if table.zero_report
                else (
                    "" if _LEAVES_NOTHING_OPEN.search(table.note) else "没有的，这张表空着就行。"
                ),
            )
        )
        ids = content.roster.school_ids if owners and content.roster else ()
        ids = ids if len(content.ruleset.id_fields) == 1 else ()
        write_records(
            self._book.add_worksheet(name), self._title(f"台账 · {table.id}"), note, table, heads,
            len(owners), ids, self._styles, self._lists,
        )  # fmt: skip
        letters = column_letters(len(owners) + 1)
        about = (table.note or "一条记录一行").split("；")[0].rstrip("。")
        about += "（没有的填“无”）" if table.zero_report and "无" not in about else ""
        span = f"{letters}{FIRST_ROW + 1}:{letters}{_LAST_COUNTED}"
        self._entries.append(Entry(name, about, span))

    def add_catalogue(self, owners: list[Field]) -> None:
        """Add the catalogue of evidence."""
        sheet = self._book.add_worksheet(CATALOGUE)
        title = self._title(CATALOGUE)
        write_catalogue(sheet, title, self._content, owners, self._styles, self._lists)
        letters = column_letters(len(owners) + 1)
        span = f"{letters}{FIRST_ROW + 1}:{letters}{_LAST_COUNTED}"
        self._entries.append(Entry(CATALOGUE, "交来的佐证材料，一份一行", span))

    def add_left_out(self, fields: list[Field]) -> None:
        """Add the sheet that says what the school has not to fill in."""
        note = (
            "按名册，下列字段不用填，已经写好“不适用”。"
            "若与实际不符，请告诉发表的单位，由它改名册后重做这本表。"
        )
        note = "　".join(filter(None, (self._school_line(), note)))
        sheet = self._book.add_worksheet(LEFT_OUT)
        title = self._title(LEFT_OUT)
        write_left_out(sheet, title, note, fields, self._content, self._styles)
        about = "、".join(each.id for each in fields[:4]) + ("等" if len(fields) > 4 else "")
        self._entries.append(Entry(LEFT_OUT, f"{about}，已写好“不适用”", ""))
