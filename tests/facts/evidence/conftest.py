"""Two schools with a catalogue of evidence, under the small policy of tests/rulesets/evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engine.diagnostics import Diagnostic
from engine.facts import Inputs
from engine.facts.reading import read_facts
from engine.facts.table import FactTable
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

RULES = Path(__file__).parent.parent.parent / "rulesets" / "evidence"
HEAD = ("学校标识码", "学校名称", "主题党日次数", "章程已核准", "信访投诉数")
CATALOGUE = (
    "学校标识码", "佐证编号", "对应字段", "佐证名称", "文件",
    "核验人", "核验日期", "核验结论", "理由",
)  # fmt: skip
LATE = date(2026, 1, 16)
IN_TIME = date(2026, 1, 15)

Line = Iterable[Any]


class Batch:
    """The fact sheets of some schools, with their records, their catalogue and its files."""

    def __init__(self, path: Path, ruleset: RuleSet) -> None:
        self.path, self.ruleset = path, ruleset
        self.evidence = path / "佐证"
        self.schools: list[Line] = [("0001", "甲校", 12, "是", 0), ("0002", "乙校", 6, "否", 0)]
        self.awards: list[Line] = []
        self.lines: list[Line] = []

    def file(self, name: str, data: bytes = b"proof") -> Path:
        path = self.evidence / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def write(self, sheets: Mapping[str, Iterable[Line]] | None = None) -> Path:
        """Write the workbook 事实/事实表.xlsx, other sheets beside its own."""
        path = self.path / "事实" / "事实表.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        own: dict[str, Iterable[Line]] = {
            "组织": [HEAD, *self.schools],
            "获奖": [("学校标识码", "项目", "级别", "佐证编号"), *self.awards],
            "佐证目录": [CATALOGUE, *self.lines],
        }
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
        for title, rows in {**own, **(sheets or {})}.items():
            sheet = book.add_worksheet(title)
            for row, line in enumerate(rows):
                for column, cell in enumerate(line):
                    if isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif isinstance(cell, date):
                        sheet.write_datetime(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
        book.close()
        return path

    def read_as_written(self) -> FactTable:
        return read_facts(self.ruleset, Inputs((self.path / "事实",), evidence_date=LATE))

    def inputs(self, day: date = LATE, *, with_files: bool = False) -> Inputs:
        self.write()
        folder = self.evidence if with_files else None
        return Inputs((self.path / "事实",), evidence=folder, evidence_date=day)

    def read(self, day: date = LATE, *, with_files: bool = False) -> FactTable:
        return read_facts(self.ruleset, self.inputs(day, with_files=with_files))


@pytest.fixture(scope="session")
def evidence_rules() -> RuleSet:
    return load_ruleset(RULES)


@pytest.fixture
def in_time() -> date:
    """Return the last day on which evidence may be handed in."""
    return IN_TIME


@pytest.fixture
def batch(tmp_path: Path, evidence_rules: RuleSet) -> Batch:
    return Batch(tmp_path, evidence_rules)


@pytest.fixture
def told() -> Callable[[FactTable, str], list[Diagnostic]]:
    """Return the problems with a code."""
    return lambda facts, code: [item for item in facts.problems if item.code == code]
