"""Rulebooks that tests edit as a clerk would: a cell is named by its section, row and head."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.rulebook import Proposal, export_rulebook, read_rulebook
from tests.ruleset.test_rule_language_page import put_together

TOP = Path(__file__).parents[2]
DATONG = TOP / "rules" / "datong-2025"
RULESETS = sorted(
    path.parent
    for top in ("rules", "examples", "tests/rulesets")
    for path in (TOP / top).rglob("ruleset.yaml")
)


class Book:
    """A rulebook that is open for edits.

    Args:
        path: Where it is read from and saved to. folder: The rules that it was exported from.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder
        self.book = openpyxl.load_workbook(path)

    def heads(self, section: str) -> tuple[Any, int, dict[str, int]]:
        """Return the sheet of a section, the row of its heads, and its columns by title."""
        for sheet in self.book.worksheets:
            for row in range(1, sheet.max_row + 1):
                if sheet.cell(row, 1).value == f"§{section}":
                    cells = sheet[row][1:]
                    return sheet, row, {str(c.value): c.column for c in cells if c.value}
        raise KeyError(section)

    def row(self, section: str, title: str, value: str) -> int:
        """Return the row of a section in which a cell holds a text."""
        sheet, head, columns = self.heads(section)
        for row in range(head + 1, sheet.max_row + 1):
            if str(sheet.cell(row, columns[title]).value) == value:
                return row
        raise KeyError(value)

    def cell(self, section: str, row: int, title: str) -> Any:
        """Return one cell."""
        sheet, _, columns = self.heads(section)
        return sheet.cell(row, columns[title])

    def put(self, section: str, title: str, value: str, **cells: Any) -> int:
        """Fill cells of the row that is known by one of its cells; return the row."""
        row = self.row(section, title, value)
        for head, content in cells.items():
            self.cell(section, row, head).value = content
        return row

    def replace(self, section: str, title: str, value: str, head: str, old: str, new: str) -> None:
        """Replace a part of what a cell holds."""
        cell = self.cell(section, self.row(section, title, value), head)
        assert old in cell.value
        cell.value = cell.value.replace(old, new)

    def insert(self, section: str, row: int, **cells: Any) -> None:
        """Insert a row before a row, and fill it."""
        sheet, _, columns = self.heads(section)
        sheet.insert_rows(row)
        for head, content in cells.items():
            sheet.cell(row, columns[head]).value = content

    def copy(self, section: str, row: int) -> None:
        """Copy a row below itself, hidden key and all."""
        sheet, _, _ = self.heads(section)
        held = [cell.value for cell in sheet[row]]
        sheet.insert_rows(row + 1)
        for column, content in enumerate(held, 1):
            sheet.cell(row + 1, column).value = content

    def delete(self, section: str, title: str, value: str) -> None:
        """Delete a row."""
        sheet, _, _ = self.heads(section)
        sheet.delete_rows(self.row(section, title, value))

    def read(self, path: Path | None = None) -> Proposal:
        """Save the workbook and read what it proposes for the folder."""
        self.book.save(path or self.path)
        return read_rulebook(path or self.path, self.folder)


@dataclass
class Exports:
    """Exports each ruleset once.

    Args:
        folder: Where the workbooks stand. sample: The ruleset of the language's page.
    """

    folder: Path
    sample: Path
    _made: dict[Path, Path] = field(default_factory=dict)

    def of(self, rules: Path) -> Path:
        """Return the rulebook of a folder of rules, as exported."""
        if rules not in self._made:
            self._made[rules] = self.folder / f"{len(self._made)}.xlsx"
            export_rulebook(rules, self._made[rules])
        return self._made[rules]


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    sample = put_together(tmp_path_factory.mktemp("page") / "sample", "yaml")
    return Exports(tmp_path_factory.mktemp("rulebooks"), sample)


@pytest.fixture
def book_of(exports: Exports, tmp_path: Path) -> Callable[[Path], Book]:
    """Open a copy of the rulebook of a ruleset; the folder is a copy too."""

    def opened(rules: Path) -> Book:
        folder = tmp_path / "rules"
        shutil.copytree(rules, folder)
        path = tmp_path / "规则手册.xlsx"
        shutil.copyfile(exports.of(rules), path)
        return Book(path, folder)

    return opened


@pytest.fixture
def sample(exports: Exports, book_of: Callable[[Path], Book]) -> Book:
    """Open a copy of the rulebook of the language's page, which has every key."""
    return book_of(exports.sample)
