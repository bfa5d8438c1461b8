"""Workbooks to annotate, and the problems found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from engine.annotating.workbook import annotate_workbook
from engine.diagnostics import Diagnostic, Place, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def problem(
    cell: str = "B2",
    sheet: str = "学校",
    severity: Severity = ERROR,
    message: str = "不是数字",
    hint: str = "请只填数字",
    code: str = "F031",
    file: str = "表.xlsx",
) -> Diagnostic:
    """Return a problem in a cell."""
    return Diagnostic(code, severity, message, Place(file, sheet, cell=cell), "甲", hint)


class Book:
    """A workbook, annotated in memory, and looked at with another program's eyes."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @classmethod
    def of_rows(cls, **sheets: Sequence[Sequence[Any]]) -> Book:
        held = BytesIO()
        book = xlsxwriter.Workbook(held, {"in_memory": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        book.close()
        return cls(held.getvalue())

    def annotated(self, *problems: Diagnostic, source: str = "表.xlsx", **more: Any) -> Book:
        return Book(annotate_workbook(self.data, source, "0" * 64, problems, **more).data)

    def opened(self, **options: Any) -> Any:
        return openpyxl.load_workbook(BytesIO(self.data), **options)

    def comments(self, sheet: str = "学校") -> dict[str, str]:
        """Return cell -> text of its comment."""
        cells = (cell for row in self.opened()[sheet].iter_rows() for cell in row)
        return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}

    def links(self) -> dict[str, str]:
        """Return where the links of the list lead: what a cell shows -> where it leads."""
        cells = (cell for row in self.opened().worksheets[0].iter_rows() for cell in row)
        return {cell.value: cell.hyperlink.location for cell in cells if cell.hyperlink}

    def listed(self) -> list[list[Any]]:
        """Return the rows of the list of problems, below its header."""
        rows = [[*row] for row in self.opened().worksheets[0].iter_rows(values_only=True)]
        head = next(number for number, row in enumerate(rows) if row[0] == "序号")
        return rows[head + 1 :]


@pytest.fixture
def small() -> Book:
    return Book.of_rows(学校=[["学校标识码", "支部数"], ["0012", "甲"], ["0013", 3]])


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Return a function that writes workbooks of values into a folder."""

    def write(name: str, **sheets: Mapping[str, Any]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Book.of_rows(**sheets).data)
        return path

    return write
