"""Fill workbooks in as a clerk does, and say what should be read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.diagnostics import FactsUnusable
from engine.facts import FactTable, read_facts
from engine.facts.cells.display import cell_text
from engine.ruleset import load_ruleset
from engine.ruleset.model import Field, FieldType, RecordTable, RuleSet
from engine.templates import Wish, make_templates

ROOT = Path(__file__).parents[2]
DATONG, COUNTIES = ROOT / "rules" / "datong-2025", ROOT / "examples" / "county-2025" / "counties"
SMALL, ENGLISH = (ROOT / "tests" / "rulesets" / name for name in ("small", "small-english"))

collect_ignore = ["fill_by_office.py"]  # run by the Python of LibreOffice

Values = Mapping[str, Any]


def value_of(field: Field, number: int) -> Any:
    """Return a value that a field takes, not the same one everywhere."""
    low = field.low if field.low is not None else Fraction(0)
    high = field.high if field.high is not None else low + 60
    match field.type:
        case FieldType.BOOLEAN:
            return "是" if number % 2 else "否"
        case FieldType.INTEGER:
            return int(low) + number % (int(high - low) + 1)
        case FieldType.NUMBER | FieldType.PERCENT:
            step = Fraction(1, 10**field.decimals)
            return float(low + step * (number * 37 % (int((high - low) / step) + 1)))
        case FieldType.DATE:
            return datetime(2025, 1, 1) + timedelta(days=number * 5 % 365)
        case FieldType.CHOICE:
            return field.choices[number % len(field.choices)]
        case FieldType.SET:
            return "、".join(dict.fromkeys(field.choices[at % 3] for at in (number, number + 1)))
    return f"第{number}号=甲"


def said(field: Field, value: Any) -> str:
    """Return what is read from a value, as people write it."""
    match value:
        case float():
            exact = Fraction(str(value)) * (100 if field.type is FieldType.PERCENT else 1)
            text = f"{float(exact):.10f}".rstrip("0").rstrip(".")
            return text + ("%" if field.type is FieldType.PERCENT else "")
        case int():
            return str(value)
        case date():
            return value.strftime("%Y-%m-%d")
    if field.type is FieldType.SET:
        written = value.split("、")
        return "、".join(choice for choice in field.choices if choice in written)
    return str(value)


def school_values(ruleset: RuleSet, start: int = 0) -> dict[str, Any]:
    """Return a value for every field of a school."""
    return {
        field.id: value_of(field, start + number)
        for number, field in enumerate(ruleset.fields.values())
    }


def record_values(table: RecordTable, n_records: int = 3) -> list[dict[str, Any]]:
    """Return records of a table, all different."""
    return [
        {
            field.id: value_of(field, record * 7 + number)
            for number, field in enumerate(table.fields.values())
        }
        for record in range(n_records)
    ]


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes the workbooks of a wish, and says where they are."""

    def made(ruleset: RuleSet, name: str = "填报表.xlsx", **wish: Any) -> Path:
        out = tmp_path / name
        make_templates(ruleset, Wish(**wish), out)
        return out

    return made


@pytest.fixture(scope="session")
def datong() -> RuleSet:
    return load_ruleset(DATONG)


@pytest.fixture(scope="session")
def counties() -> RuleSet:
    return load_ruleset(COUNTIES)


@pytest.fixture(scope="session")
def english() -> RuleSet:
    return load_ruleset(ENGLISH)


class Clerk:
    """Fills a workbook in through openpyxl, only in cells that are not locked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def fill(self, values: Values) -> set[str]:
        """Fill in every line of every form; return the fields that were there."""
        found = set()
        for sheet in self.book.worksheets:
            if sheet.cell(3, 2).value != "填报值" or sheet.title == "不填事项":
                continue
            for row in range(4, sheet.max_row + 1):
                name = str(sheet.cell(row, 1).value).removesuffix(" *")
                found.add(name)
                cell = sheet.cell(row, 2)
                if name in values and not cell.protection.locked:
                    cell.value = values[name]
        return found

    def add(self, sheet_name: str, records: list[Values]) -> None:
        """Write records below the header of a sheet, a column by its head."""
        sheet = self.book[sheet_name]
        heads = {
            str(cell.value).removesuffix(" *").split("\n")[0]: cell.column
            for cell in sheet[3]
            if cell.value
        }
        for row, record in enumerate(records, 4):
            for name, value in record.items():
                cell = sheet.cell(row, heads[name])
                # A column may be open as a whole, without a cell of its own.
                cell.value = value

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


@pytest.fixture
def clerk() -> type[Clerk]:
    return Clerk


def differences(ruleset: RuleSet, facts: FactTable, school: int, values: Values) -> Iterator[str]:
    """Yield where what was read of a school is not what was filled in."""
    for name, value in values.items():
        wanted = said(ruleset.fields[name], value)
        read = cell_text(facts.columns[name], school)
        if read != wanted:
            yield f"{name}: {wanted} -> {read}"


def refusal(path: Path, **changed: Any) -> list[str]:
    """Return why a workbook for Datong is not let in where the rules are otherwise."""
    with pytest.raises(FactsUnusable) as refused:
        read_facts(replace(load_ruleset(DATONG), **changed), [path])
    return [each.code for each in refused.value.diagnostics if each.code not in ("F009", "F026")]


@pytest.fixture(scope="session")
def helpers() -> Any:
    """Return what tests of several files use."""
    from types import SimpleNamespace

    return SimpleNamespace(
        school_values=school_values,
        record_values=record_values,
        differences=differences,
        said=said,
        read=read_facts,
        refusal=refusal,
    )
