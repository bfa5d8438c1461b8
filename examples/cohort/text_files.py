"""Write one school as CSV, YAML or JSON: the same facts as in its workbook."""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

from cohort.schools import Cell, Row, School, Written
from cohort.workbooks import sheets_of
from engine.points import decimal_text
from engine.ruleset.model import Field, FieldType, RuleSet


def cell_as_text(field: Field, cell: Cell) -> str:
    """Return a cell as a person would type it; a blank is an empty text."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case Fraction() if field.type is FieldType.PERCENT:
            return decimal_text(cell * 100) + "%"
        case Fraction():
            return decimal_text(cell)
        case date():
            return cell.isoformat()
        case tuple():
            return "、".join(cell) or "无"
        case Written():
            return str(cell.text)
    return str(cell)


def write_csv(ruleset: RuleSet, school: School, folder: Path, encoding: str) -> list[Path]:
    """Write one CSV file a sheet, and one a record table."""
    folder.mkdir(parents=True, exist_ok=True)
    fields, own = ruleset.fields, school.facts
    named = [fields[ruleset.id_field], fields[ruleset.name_field]]
    paths = []
    for name, columns in sheets_of(ruleset).items():
        columns = named + [field for field in columns if field not in named]
        paths.append(_write_rows(folder / f"{name}.csv", columns, [own], encoding))
    for table in ruleset.tables.values():
        if table.id not in school.records:
            continue
        columns = named + list(table.fields.values())
        zero: Row = {next(iter(table.fields)): Written("无")}
        records = school.records[table.id]
        rows = [{**own, **_blank(table.fields), **row} for row in (records or [])]
        rows = [{**own, **_blank(table.fields), **zero}] if records is None else rows
        paths.append(_write_rows(folder / f"{table.id}.csv", columns, rows, encoding))
    return paths


def _blank(fields: object) -> Row:
    """Keep a school's own facts out of the columns of a record table."""
    return dict.fromkeys(fields)  # type: ignore[call-overload, no-any-return]


def _write_rows(path: Path, fields: list[Field], rows: list[Row], encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.id for field in fields)
        for row in rows:
            writer.writerow(cell_as_text(field, row.get(field.id)) for field in fields)
    return path


def write_yaml(ruleset: RuleSet, school: School, path: Path) -> Path:
    """Write one school as YAML; every value is quoted, so that none is taken for another."""
    lines = [f"# {school.name}：{ruleset.year} 年度事实", "事实:"]
    for name, text in _facts(ruleset, school).items():
        lines.append(f"  {name}: {json.dumps(text, ensure_ascii=False)}")
    lines.append("台账记录:")
    for name, rows in _records(ruleset, school).items():
        lines.append(f"  {name}:" + ("" if rows else " []"))
        for row in rows:
            cells = (f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in row.items())
            lines.append("    - {" + ", ".join(cells) + "}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def write_json(ruleset: RuleSet, school: School, path: Path) -> Path:
    """Write one school as JSON."""
    document = {"事实": _facts(ruleset, school), "台账记录": _records(ruleset, school)}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _facts(ruleset: RuleSet, school: School) -> dict[str, str]:
    texts = {
        field.id: cell_as_text(field, school.facts.get(field.id))
        for field in ruleset.fields.values()
    }
    return {name: text for name, text in texts.items() if text}


def _records(ruleset: RuleSet, school: School) -> dict[str, list[dict[str, str]]]:
    """Return the record tables that were handed in; an empty list is a zero report."""
    tables = {}
    for name, rows in school.records.items():
        fields = ruleset.tables[name].fields
        tables[name] = [
            {key: cell_as_text(fields[key], cell) for key, cell in row.items() if cell is not None}
            for row in rows or []
        ]
    return tables
