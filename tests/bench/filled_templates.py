"""Fill in a workbook that `pingheng template` made, as Excel would save it.

Only cells that stand blank in the template are filled, in the parts of the package themselves:
no library writes a workbook back as Excel does, with every text once in a table of its own.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from html import escape
from pathlib import Path

from python_calamine import load_workbook

from cohort.schools import Cell, School, Written
from engine.facts.table import column_letters
from engine.ruleset.model import RuleSet

Parts = dict[str, bytes]
TEXTS = "xl/sharedStrings.xml"
_FIRST_ROW = 4
_DAY_ZERO = date(1899, 12, 30)


def filled_template(blank: Path, ruleset: RuleSet, school: School) -> Parts:
    """Return the parts of a blank workbook with the facts and records of a school in it."""
    with zipfile.ZipFile(blank) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    workbook, texts = load_workbook(blank), list[bytes]()
    n_texts = parts[TEXTS].count(b"<si>")
    for number, name in enumerate(workbook.sheet_names, 1):
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        part = f"xl/worksheets/sheet{number}.xml"
        for where, cell in _cells(name, rows, ruleset, school):
            blank_cell = re.compile(rb'(<c r="%s"(?: s="\d+")?)/>' % where.encode())
            parts[part] = blank_cell.sub(
                rb"\1" + _saved(cell, n_texts + len(texts)), parts[part], count=1
            )
            if isinstance(cell, str):
                texts.append(f"<si><t>{escape(cell)}</t></si>".encode())
    parts[TEXTS] = parts[TEXTS].replace(b"</sst>", b"".join(texts) + b"</sst>")
    return parts


def _cells(
    name: str, rows: list[list[object]], ruleset: RuleSet, school: School
) -> Iterator[tuple[str, str | float]]:
    """Yield where a sheet is filled in, and with what: a form, or a record table."""
    heads = rows[_FIRST_ROW - 2] if len(rows) >= _FIRST_ROW else []
    if "填报值" in heads:
        for number, row in enumerate(rows[_FIRST_ROW - 1 :], _FIRST_ROW):
            cell = _typed(school.facts.get(str(row[0]).removesuffix(" *")))
            if cell is not None:
                yield f"B{number}", cell
    elif name in ruleset.tables and name in school.records:
        records = school.records[name]
        for number, record in enumerate(records or [], _FIRST_ROW):
            for column, field in enumerate(ruleset.tables[name].fields, 1):
                cell = _typed(record.get(field))
                if cell is not None:
                    yield f"{column_letters(column)}{number}", cell
        if records is None:
            yield f"A{_FIRST_ROW}", "无"


def _typed(cell: Cell) -> str | float | None:
    """Return what a clerk types for a cell; a date as the number that Excel keeps."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case Fraction():
            return float(cell)
        case date():
            return (cell - _DAY_ZERO).days
        case tuple():
            return "、".join(cell)
        case Written():
            return cell.text
    return cell


def _saved(cell: str | float, number_of_text: int) -> bytes:
    if isinstance(cell, str):
        return b' t="s"><v>%d</v></c>' % number_of_text
    return b"><v>%s</v></c>" % f"{cell:.12g}".encode()
