"""Read the finished results of lower units (下级) as a record table of the unit above them.

A folder is read only if its receipt says that it is whole, unchanged, and of the units that
the rules name. Each row of its scores.csv is a record; its cells are the places of the facts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.diagnostics import Place, UsageProblem
from engine.facts.books.csv_sheet import read_csv_sheet
from engine.facts.books.files import FactFile, FileReader
from engine.facts.books.finished import (
    RECEIPT,
    SCORES,
    Finished,
    cell_written,
    inner,
    note_profile,
    open_finished,
)
from engine.facts.books.sheet import Raw, Sheet
from engine.facts.gathering import Gathering, cell_place
from engine.ruleset.below import EXCLUDED, RULESET
from engine.ruleset.model import Below

PARENT_TITLE = "parent"  # the column of scores.csv that says to whom a lower unit belongs
# What a unit without a grade on purpose has none of.
_NOT_APPLICABLE_IF_EXCLUDED = frozenset({"total", "grade_by_score", "grade", "rank"})
_LISTED = 3


# (Rules, unit) -> the unit above, and where the result stands.
_Seen = dict[tuple[str, str], tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class _Result:
    """A folder of results that may be read."""

    shown: str
    scores: FactFile
    receipt_digest: str
    ruleset: str


def gather_below(
    folders: Iterable[str | os.PathLike[str]], gathering: Gathering, reader: FileReader
) -> dict[str, str]:
    """Gather the results of lower units from their folders.

    Returns:
        Folder -> SHA-256 of its receipt, which holds the digests of all that stands in it.

    Raises:
        UsageProblem: Folders were given, and the rules name no lower units.
    """
    given = sorted({Path(each).resolve(): Path(each) for each in folders}.values())
    below = gathering.ruleset.below
    if below is None:
        if given:
            raise UsageProblem(
                f"方案没有写“下级”，用不上 --below {given[0]}。"
                "请在 ruleset.yaml 写“下级”，或去掉它。"
            )
        return {}
    records = gathering.records[below.table]
    seen: _Seen = {}
    digests = {}
    for path in given:
        result = _usable(path, below, gathering)
        sheet = _scores(result, below, gathering, reader) if result else None
        if result is not None and sheet is not None:
            _gather_rows(sheet, result.ruleset, below, gathering, seen)
        elif result is None or not reader.is_copy(result.scores):
            records.unreadable.update(gathering.schools)
            continue
        if result:
            digests[result.shown] = result.receipt_digest
    return digests


def _usable(path: Path, below: Below, gathering: Gathering) -> _Result | None:
    """Return a folder that holds a whole result of the right units; else say what is wrong."""
    found = open_finished(path)
    if not found.is_ours:
        gathering.diagnostics.error(
            "F062",
            f"不是一次完整的评衡结果（{found.lacking}），没有读",
            Place(found.shown),
            hint=f"请给出考核{below.subject}时用 -o 写出的文件夹；没有写完的，请重新运行一次",
        )
        return None
    wrong = _wrong_units(found, below, gathering)
    if wrong:
        message, hint = wrong
        gathering.diagnostics.error(
            "F063", f"{message}，没有读", Place(f"{found.shown}/{RECEIPT}"), hint=hint
        )
        return None
    _report_year(found, gathering)
    if not found.is_unchanged(SCORES):
        gathering.diagnostics.error(
            "F064",
            f"与写出时不同（{RECEIPT} 记下的摘要对不上），没有读",
            Place(f"{found.shown}/{SCORES}"),
            hint=f"结果不能手改：请重新考核{below.subject}，用新写出的文件夹",
        )
        return None
    rules = str(found.part("ruleset").get("id", ""))
    return _Result(found.shown, found.file(SCORES), found.digest, rules)


def _wrong_units(found: Finished, below: Below, gathering: Gathering) -> tuple[str, str] | None:
    """Say why a result is not of the units below, and the way out."""
    rules, own = found.part("ruleset"), gathering.ruleset.subject
    name, unit = rules.get("name", ""), rules.get("unit", "学校")
    if unit != below.subject.name:
        return (
            f"是{unit}的考核结果（方案“{name}”），方案要读的下级是{below.subject}",
            f"请给出考核{below.subject}的结果文件夹",
        )
    if below.rulesets and rules.get("id") not in below.rulesets:
        return (
            f"所用方案是“{rules.get('id')}”，不在可读的方案（{'、'.join(below.rulesets)}）里",
            "请换成这些方案的结果，或在“下级”的“所用方案”里补上它",
        )
    above = inner(rules, "parent").get("unit", "")
    if above != own.name:
        said = f"上级是{above}" if above else "没有写“上级”"
        return (
            f"方案“{name}”{said}，不知道每个{unit}属于哪个{own}",
            f"请在它的 ruleset.yaml 写 上级: {{考核对象: {own}, 标识字段: …}}，重新考核{unit}",
        )
    return None


def _report_year(found: Finished, gathering: Gathering) -> None:
    note_profile(found, gathering.diagnostics)
    year = found.part("ruleset").get("year")
    if year != gathering.ruleset.year:
        gathering.diagnostics.warning(
            "F061",
            f"下级的结果是 {year} 年度的，考核的是 {gathering.ruleset.year} 年度，照读",
            Place(f"{found.shown}/{RECEIPT}"),
            year,
            "请核对是不是给错了文件夹",
        )


def _scores(
    result: _Result, below: Below, gathering: Gathering, reader: FileReader
) -> Sheet | None:
    """Return scores.csv as a sheet; None (reported) where it lacks a column."""
    data = reader.read(result.scores)
    if data is None:
        return None
    sheet = read_csv_sheet(data, result.scores, gathering.diagnostics)
    if sheet is None:
        return None
    titles = {str(cell) for row in sheet.rows[:1] for cell in row}
    lacking = {PARENT_TITLE, *below.columns} - {RULESET} - titles
    if lacking:
        gathering.diagnostics.error(
            "F063",
            f"没有 {'、'.join(sorted(lacking))} 列，没有读",
            Place(result.scores.shown),
            hint=f"请用这一版的评衡重新考核{below.subject}",
        )
        return None
    return sheet


def _gather_rows(
    sheet: Sheet, ruleset: str, below: Below, gathering: Gathering, seen: _Seen
) -> None:
    """Gather every row under the unit that it belongs to; report those that belong to none.

    A unit may have a result by each of several rules: two programs of one school, say.
    """
    at = {str(title): column for column, title in enumerate(sheet.rows[0])}
    records = gathering.records[below.table]
    rows, owners, orphans = [], [], []
    for number, line in enumerate(sheet.rows[1:], 1):
        unit_id, parent = cell_written(line[at["school_id"]]), cell_written(line[at[PARENT_TITLE]])
        place = cell_place(sheet.origin, number + 1, at["school_id"] + 1)
        if not parent:
            orphans.append((number, unit_id))
        elif (ruleset, unit_id) in seen:
            first = seen[ruleset, unit_id]
            records.unreadable.update((parent, first[0]))
            _report_twice(unit_id, place, first[1], below, gathering)
        else:
            seen[ruleset, unit_id] = (parent, place)
            rows.append(number)
            owners.append(parent)
    _report_orphans(orphans, sheet, at[PARENT_TITLE], below, gathering)
    origin, lines = gathering.origin(sheet.origin), [number + 1 for number in rows]
    numbers = records.add_records(owners, origin, lines, at["school_id"] + 1)
    for title, name in below.columns.items():
        if title == RULESET:
            raws: list[Raw] = [ruleset] * len(rows)
        else:
            raws = [_raw(title, sheet.rows[number], at) for number in rows]
        column = at.get(title, at["school_id"]) + 1
        records.cells[name].add_column(numbers, raws, origin, lines, column)


def _raw(title: str, line: list[Raw], at: Mapping[str, int]) -> Raw:
    text = cell_written(line[at[title]])
    is_excluded = not text and cell_written(line[at["status"]]) == EXCLUDED
    return "不适用" if is_excluded and title in _NOT_APPLICABLE_IF_EXCLUDED else text


def _report_orphans(
    orphans: list[tuple[int, str]], sheet: Sheet, column: int, below: Below, gathering: Gathering
) -> None:
    own, many = gathering.ruleset.subject, len(orphans) > _LISTED
    for number, unit_id in orphans[:1] if many else orphans:
        others = f"等 {len(orphans)} {below.subject.counted}" if many else ""
        gathering.diagnostics.error(
            "F065",
            f"{below.subject.called(unit_id)}{others}没有写属于哪个{own}，没有读",
            cell_place(sheet.origin, number + 1, column + 1),
            unit_id,
            f"请在{below.subject}的事实表补填所属{own}，重新考核{below.subject}",
        )


def _report_twice(
    unit_id: str, place: Place, first: Place, below: Below, gathering: Gathering
) -> None:
    gathering.diagnostics.error(
        "F066",
        f"{below.subject.called(unit_id)}在 {first} 已有一个结果，两个不知用哪个",
        place,
        unit_id,
        "请只给出一个文件夹，或从其中一次考核里去掉它",
    )
