"""Write many workbooks, or one of many rows, quickly: a few are made, the rest are varied.

Every copy has a school of its own, and about a third of its whole numbers are less by one.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))
sys.path.insert(0, str(Path(__file__).parent))

from filled_templates import TEXTS, Parts, filled_template

from cohort.schools import School
from cohort.workbooks import write_workbook
from engine.ruleset.model import RuleSet
from engine.templates import Wish, make_templates
from make_cohort import invent_cohort

_TEMPLATES = 40
_PART = "xl/worksheets/sheet"
# A whole number in a cell of its own kind: texts are marked t="s", dates are longer.
_WHOLE = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?><v>)(\d{1,3})(</v>)')
_ROW = re.compile(rb'<row r="\d+".*?</row>')
_REFERENCE = re.compile(rb' r="([A-Z]*)\d+"')


def write_one_school_workbooks(ruleset: RuleSet, folder: Path, count: int) -> list[Path]:
    """Write workbooks of one school each, plain ones, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = folder.parent / "一校.xlsx"

    def parts_of(school: School) -> Parts:
        write_workbook(ruleset, plain, "单独报送", [replace(school, handed_in_by="市直")])
        with zipfile.ZipFile(plain) as made:
            return {name: made.read(name) for name in made.namelist()}

    return _write_varied(ruleset, folder, count, parts_of)


def write_filled_templates(ruleset: RuleSet, folder: Path, count: int) -> list[Path]:
    """Write workbooks that `pingheng template` made and a school filled in; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    blank = folder.parent / "空白填报表.xlsx"
    make_templates(ruleset, Wish(), blank)
    return _write_varied(
        ruleset, folder, count, lambda school: filled_template(blank, ruleset, school)
    )


def _write_varied(
    ruleset: RuleSet, folder: Path, count: int, parts_of: Callable[[School], Parts]
) -> list[Path]:
    """Write the workbooks of a few schools, and vary each for as many more as are wanted."""
    paths: list[Path] = []
    random = Random(count)
    for number, school in enumerate(_schools(ruleset)):
        parts = parts_of(school)
        for copy in range(-(-count // _TEMPLATES)):
            school_id = str(1000000 + copy * _TEMPLATES + number)
            texts = parts[TEXTS].replace(school.id.encode(), school_id.encode())
            name, other = school.name.encode(), f"{school.name}{copy}".encode()
            changed = {
                part: _varied(data, random) if part.startswith(_PART) else data
                for part, data in parts.items()
            }
            changed[TEXTS] = texts.replace(name, other)
            paths.append(folder / f"{school_id}.xlsx")
            _write_package(paths[-1], changed)
    return paths[:count]


def write_one_workbook(ruleset: RuleSet, path: Path, n_schools: int, n_columns: int) -> Path:
    """Write one workbook of one sheet, a school a row."""
    named = (ruleset.id_field, *ruleset.name_fields)
    others = [name for name in ruleset.fields if name not in named]
    kept = (*named, *others[: n_columns - len(named)])
    fields = {name: replace(ruleset.fields[name], sheet="基本信息") for name in kept}
    one_sheet = replace(ruleset, fields=fields, tables={}, dimensions=())
    schools = _schools(ruleset)
    write_workbook(
        one_sheet, path, "市直", [replace(item, handed_in_by="市直") for item in schools]
    )
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet, texts = parts[f"{_PART}1.xml"], parts[TEXTS]
    rows = _ROW.findall(sheet)
    head, body = rows[: -len(schools)], rows[-len(schools) :]
    n_texts = texts.count(b"<si>")
    lines, added = list(_more_rows(body, len(head), n_schools, n_texts, Random(1))), []
    for number in range(n_schools):
        added.append(b"<si><t>%07d</t></si><si><t>%s</t></si>" % (number, f"第{number}校".encode()))
    parts[f"{_PART}1.xml"] = (
        sheet[: sheet.index(rows[0])]
        + b"".join(head + lines)
        + sheet[sheet.index(b"</sheetData>") :]
    )
    parts[TEXTS] = texts.replace(b"</sst>", b"".join(added) + b"</sst>")
    _write_package(path, parts)
    return path


def _more_rows(
    body: Sequence[bytes], n_above: int, count: int, n_texts: int, random: Random
) -> Iterator[bytes]:
    """Yield as many rows as wanted, made of some; the first two cells are the id and the name."""
    for number in range(count):
        line = str(n_above + number + 1).encode()
        row = _REFERENCE.sub(rb' r="\g<1>' + line + b'"', body[number % len(body)])
        for letter, text in ((b"A", n_texts + 2 * number), (b"B", n_texts + 2 * number + 1)):
            row = re.sub(rb'(<c r="%s\d+"[^>]*><v>)\d+' % letter, rb"\g<1>%d" % text, row, count=1)
        yield _varied(row, random)


def _varied(data: bytes, random: Random) -> bytes:
    def vary(found: re.Match[bytes]) -> bytes:
        number = int(found.group(2))
        number -= number > 1 and random.random() < 0.3
        return found.group(1) + str(number).encode() + found.group(3)

    return _WHOLE.sub(vary, data)


def _schools(ruleset: RuleSet) -> list[School]:
    schools: dict[str, School] = {}
    for school in invent_cohort(ruleset, _TEMPLATES):
        schools.setdefault(school.id, school)
    return list(schools.values())[:_TEMPLATES]


def _write_package(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)
