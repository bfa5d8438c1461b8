"""A small field dictionary, and ways to write fact sheets of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engine.diagnostics import Diagnostic, Place
from engine.facts.reading import read_facts
from engine.facts.table import FactTable
from engine.ruleset.model import (
    Adjustments,
    Cohorts,
    Duties,
    Field,
    FieldType,
    ProposalPolicy,
    RecordTable,
    RuleSet,
)

HERE = Place("fields.yaml", line=1, column=1)
SHARE = (Fraction(0), Fraction(1))


def _field(name: str, kind: FieldType, **more: Any) -> Field:
    return Field(name, kind, HERE, **more)


def _fields() -> dict[str, Field]:
    numbers = {"low": Fraction(0), "high": Fraction(200)}
    return {
        item.id: item
        for item in (
            _field("学校标识码", FieldType.TEXT, aliases=("学校代码",)),
            _field("学校名称", FieldType.TEXT),
            _field("有食堂", FieldType.BOOLEAN),
            _field("支部数", FieldType.INTEGER, unit="个", aliases=("党支部数",), **numbers),
            _field("经费", FieldType.NUMBER, unit="元", decimals=2),
            _field("覆盖率", FieldType.PERCENT, decimals=4, low=SHARE[0], high=SHARE[1]),
            _field("增长率", FieldType.PERCENT, decimals=4),
            _field("修订日期", FieldType.DATE),
            _field("学段", FieldType.CHOICE, choices=("小学", "初中", "高中")),
            _field("球类项目", FieldType.SET, choices=("足球", "篮球", "排球")),
            _field("备注栏", FieldType.TEXT),
        )
    }


def _tables() -> dict[str, RecordTable]:
    cases = (
        _field("教师", FieldType.TEXT),
        _field("严重程度", FieldType.CHOICE, choices=("S1", "S2", "S3", "S4")),
        _field("决定日期", FieldType.DATE),
        _field("事件编号", FieldType.TEXT),
        _field("认定文号", FieldType.TEXT),
    )
    awards = (
        _field("项目", FieldType.TEXT),
        _field("级别", FieldType.CHOICE, choices=("市", "省", "国家")),
    )
    return {
        "师德案件": RecordTable(
            "师德案件",
            {item.id: item for item in cases},
            HERE,
            zero_report=True,
            date_field="决定日期",
            event_field="事件编号",
        ),
        "获奖": RecordTable("获奖", {item.id: item for item in awards}, HERE, aliases=("表彰",)),
    }


def build_ruleset(
    fields: Mapping[str, Field] | None = None, tables: Mapping[str, RecordTable] | None = None
) -> RuleSet:
    """Return a ruleset that has a field dictionary and nothing else."""
    return RuleSet(
        id="facts",
        name="事实",
        year=2025,
        window=(date(2025, 1, 1), date(2025, 12, 31)),
        full_points=Fraction(100),
        decimals=2,
        unit=Fraction(1, 10000),
        fields=_fields() if fields is None else fields,
        tables=_tables() if tables is None else tables,
        derived={},
        dimensions=(),
        bonuses=Adjustments(),
        deductions=Adjustments(),
        clauses={},
        duties=Duties(),
        grades=(),
        cohorts=Cohorts(),
        quotas=(),
        exclusions=(),
        proposals=ProposalPolicy.BLOCK,
        matters=(),
        id_field="学校标识码",
        name_field="学校名称",
        total_cap=None,
        folder="rules",
        digest="",
        places={},
        place=HERE,
    )


@pytest.fixture(scope="session")
def ruleset() -> RuleSet:
    return build_ruleset()


BASIC = ("学校标识码", "学校名称", "学段", "有食堂")
ORGANISATION = ("支部数", "经费", "覆盖率", "修订日期")


@pytest.fixture
def folder_of_parts(tmp_path: Path, ruleset: RuleSet) -> Folder:
    """Return a folder whose rules say on which sheet (工作表) a field belongs."""
    fields = {
        name: replace(ruleset.fields[name], sheet=part)
        for part, names in (("基本信息", BASIC), ("组织建设", ORGANISATION))
        for name in names
    }
    fields["学段"] = replace(fields["学段"], required=True)
    return Folder(tmp_path, replace(ruleset, fields=fields))


Cell = Any
Rows = Iterable[Iterable[Cell]]


class Folder:
    """A folder of fact files, written and read in one line."""

    def __init__(self, path: Path, ruleset: RuleSet) -> None:
        self.path, self.ruleset = path, ruleset

    def workbook(self, name: str, sheets: Mapping[str, Rows], **options: Any) -> Path:
        """Write a workbook; a cell may be (value, number format) or a formula with its result."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        book = xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for row, line in enumerate(rows):
                for column, cell in enumerate(line):
                    _write(book, sheet, row, column, cell)
            for area in options.get("merge", {}).get(title, ()):
                sheet.merge_range(*area)
            if title in options.get("hide", ()):
                sheet.hide()
        book.close()
        return file

    def text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode(encoding))
        return file

    def read(self, *paths: Path) -> FactTable:
        return read_facts(self.ruleset, paths or [self.path])

    def read_rows(self, *rows: Iterable[Cell], **sheets: Rows) -> FactTable:
        """Read one workbook whose first sheet holds these rows."""
        self.workbook("事实表.xlsx", {"学校": rows, **sheets})
        return self.read()


def _write(book: Any, sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, tuple):
        value, number_format = cell
        sheet.write(row, column, value, book.add_format({"num_format": number_format}))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, str) and not cell.startswith("{"):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, str):
        formula, _, result = cell.strip("{}").partition("|")
        number = result.replace(".", "", 1).isdigit()
        sheet.write_formula(row, column, formula, None, float(result) if number else result)
    elif cell is not None:
        sheet.write(row, column, cell)


@pytest.fixture
def folder(tmp_path: Path, ruleset: RuleSet) -> Folder:
    return Folder(tmp_path, ruleset)


@pytest.fixture
def codes() -> Callable[[FactTable], list[str]]:
    """Return the codes of a table's problems, but for fields and tables that are not there."""
    absent = ("F029", "F055", "F060")
    return lambda facts: [item.code for item in facts.problems if item.code not in absent]


@pytest.fixture
def only() -> Callable[[FactTable, str], Diagnostic]:
    """Return the only problem with a code."""

    def find(facts: FactTable, code: str) -> Diagnostic:
        found = [item for item in facts.problems if item.code == code]
        assert len(found) == 1, [str(item) for item in facts.problems]
        return found[0]

    return find
