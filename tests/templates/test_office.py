"""Every kind of template, filled in through LibreOffice, reads as it was filled in.

Skipped, with the reason, where LibreOffice or a Python with `uno` is missing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.facts import FactTable
from engine.facts.cells.display import cell_text
from engine.facts.table import column_letters
from engine.ruleset.model import FieldType, RuleSet

SCRIPT = Path(__file__).with_name("fill_by_office.py")
PYTHONS = (sys.executable, "/usr/bin/python3", "/usr/lib/libreoffice/program/python")

Task = dict[str, Any]


@lru_cache
def office() -> tuple[str, str, str]:
    """Return LibreOffice, a Python that can talk to it, and why there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return "", "", "LibreOffice (soffice) is not installed"
    for python in PYTHONS:
        if shutil.which(python):
            asked = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if asked.returncode == 0:
                return program, python, ""
    return program, "", "no Python with uno (python3-uno) is installed"


pytestmark = pytest.mark.skipif(bool(office()[2]), reason=office()[2])


def fill(tasks: list[Task], folder: Path) -> list[list[str]]:
    """Let LibreOffice fill workbooks in; return the cells that were locked."""
    program, python, _ = office()
    job = folder / "job.json"
    text = json.dumps({"office": program, "tasks": tasks}, ensure_ascii=False)
    job.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [python, str(SCRIPT), str(job)], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    refused: list[list[str]] = json.loads(done.stdout)
    return refused


def typed(value: Any, kind: FieldType) -> tuple[str, Any]:
    """Return how a value is entered: numbers as such, the rest as from the keyboard."""
    if isinstance(value, date):
        return "typed", value.strftime("%Y-%m-%d")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("typed", f"{value * 100:.10g}%") if kind is FieldType.PERCENT else ("number", value)
    return "text", value


def form_cells(path: Path, ruleset: RuleSet, values: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield what is entered into the forms of one school's workbook."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.cell(3, 2).value != "填报值" or sheet.title == "不填事项":
            continue
        for row in range(4, sheet.max_row + 1):
            name = str(sheet.cell(row, 1).value).removesuffix(" *")
            if name in values:
                entered = typed(values[name], ruleset.fields[name].type)
                yield [sheet.title, f"B{row}", *entered]


def table_cells(
    path: Path, sheet_name: str, types: dict[str, FieldType], rows: list[dict[str, Any]]
) -> Iterator[list[Any]]:
    """Yield what is entered below a header, a record a row."""
    sheet = openpyxl.load_workbook(path)[sheet_name]
    heads = {
        str(cell.value).removesuffix(" *").split("\n")[0]: column_letters(cell.column)
        for cell in sheet[3]
        if cell.value
    }
    for number, row in enumerate(rows, 4):
        for name, value in row.items():
            yield [sheet_name, f"{heads[name]}{number}", *typed(value, types[name])]


def records_of(facts: FactTable, table: Any) -> list[tuple[str, ...]]:
    """Return the records that were read, as people write them, sorted."""
    read = facts.records[table.id]
    rows = range(read.n_records)
    return sorted(
        tuple(cell_text(read.columns[name], row) for name in table.fields) for row in rows
    )


def wanted_of(table: Any, helpers: Any) -> list[tuple[str, ...]]:
    records = helpers.record_values(table)
    return sorted(
        tuple(helpers.said(table.fields[name], record[name]) for name in table.fields)
        for record in records
    )


@pytest.mark.slow
def test_school_workbook_when_filled_in_by_office_then_every_value_is_read(
    make: Any, helpers: Any, datong: RuleSet, tmp_path: Path
) -> None:
    """Saved in any format; the mark survives too: under other rules it is refused."""
    made, saved = make(datong), [tmp_path / f"交回{each}" for each in (".xlsx", ".xls", ".ods")]
    values = helpers.school_values(datong, start=3)
    cells = list(form_cells(made, datong, values))
    assert len(cells) == len(values)
    tables = [table for table in datong.tables.values() if not table.from_last_year]
    for table in tables:
        types = {name: field.type for name, field in table.fields.items()}
        cells += table_cells(made, table.id, types, helpers.record_values(table))
    task = {"open": str(made), "save": [str(each) for each in saved], "cells": cells}
    assert fill([task], tmp_path) == [[]]
    for path in saved:
        facts = helpers.read(datong, [path])
        assert facts.school_ids == (values["学校标识码"],)
        assert not list(helpers.differences(datong, facts, 0, values)), path.name
        for table in tables:
            assert records_of(facts, table) == wanted_of(table, helpers), (path.name, table.id)
        assert helpers.refusal(path, year=2026) == ["F068"]


@pytest.mark.slow
def test_other_templates_when_filled_in_by_office_then_every_value_is_read(
    make: Any, helpers: Any, english: RuleSet, counties: RuleSet, tmp_path: Path
) -> None:
    """A county's workbook, English keys, a roster's workbook, and one for all schools."""
    roster = tmp_path / "名册.csv"
    roster.write_text("学校标识码,学校名称\n0012,一小\n0013,二小\n", encoding="utf-8")
    given = {"学校标识码", "学校名称"}
    values = helpers.school_values(english, start=5)
    open_values = {name: value for name, value in values.items() if name not in given}
    of_county = helpers.school_values(counties, start=2)
    one, county = make(english), make(counties, "县区.xlsx")
    known = make(english, "一小.xlsx", roster=str(roster), school="0012")
    wide = make(english, "全部.xlsx", roster=str(roster), wide=True)
    types = {name: field.type for name, field in english.fields.items()}
    across = [
        cell
        for sheet in ("基本信息", "组织", "安全")
        for cell in table_cells(
            wide,
            sheet,
            types,
            [
                {
                    name: open_values[name]
                    for name, field in english.fields.items()
                    if field.sheet == sheet and name in open_values
                }
            ]
            * 2,
        )
    ]
    tasks = [
        (one, list(form_cells(one, english, values))),
        (county, list(form_cells(county, counties, of_county))),
        (known, list(form_cells(known, english, values))),
        (wide, across),
    ]
    refused = fill(
        [
            {"open": str(path), "save": [str(tmp_path / f"交-{path.name}")], "cells": cells}
            for path, cells in tasks
        ],
        tmp_path,
    )
    assert refused == [[], [], ["基本信息!B4", "基本信息!B5"], []]
    of_one, of_counties, of_known, of_all = (
        helpers.read(counties if path is county else english, [tmp_path / f"交-{path.name}"])
        for path, _ in tasks
    )
    assert not list(helpers.differences(english, of_one, 0, values))
    assert not list(helpers.differences(counties, of_counties, 0, of_county))
    assert (of_known.school_ids, of_known.names) == (("0012",), ("一小",))
    assert not list(helpers.differences(english, of_known, 0, open_values))
    assert of_all.school_ids == ("0012", "0013")
    for school in range(2):
        assert not list(helpers.differences(english, of_all, school, open_values))
