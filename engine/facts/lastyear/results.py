"""Open last year's results (去年的结果): finished folders of ours, whole and unchanged.

A folder that is anything else is told of and gives no values; nothing is taken on trust.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.csv_sheet import read_csv_sheet
from engine.facts.books.files import FileReader
from engine.facts.books.finished import (
    RECEIPT,
    SCORES,
    Finished,
    bytes_of,
    cell_written,
    note_profile,
    open_finished,
)
from engine.facts.books.sheet import Sheet
from engine.facts.lastyear.verdicts import Verdict, read_verdicts
from engine.ruleset.model import RuleSet

VETOES, TRACE, INDICATORS = "vetoes.csv", "trace.json", "indicators.csv"
# The figures of the city, year by year, as each run hands them on to the next.
TREND = "trend.csv"


@dataclass(frozen=True, slots=True)
class LastResult:
    """One folder with results of last year that may be read.

    Args:
        scores: scores.csv. titles: title -> its column. rows: school -> its row (from 0).
        verdicts: School -> what became of its vetoes, for schools that have any.
        vetoes: vetoes.csv. points: indicators.csv, where any field asks for points.
        trend: Rows of trend.csv by title, where that run wrote any.
    """

    shown: str
    scores: Sheet
    titles: Mapping[str, int]
    rows: Mapping[str, int]
    vetoes: Sheet
    verdicts: Mapping[str, Verdict]
    points: Sheet | None
    point_rows: Mapping[tuple[str, str], int]
    trend: tuple[Mapping[str, str], ...] = ()

    @property
    def status_column(self) -> int:
        """Return the column of vetoes.csv that says how each stands, counted from 1."""
        return self.vetoes.rows[0].index("status") + 1

    def text(self, school_id: str, title: str) -> str:
        """Return what scores.csv says of a school under a title; empty where it has no such."""
        column = self.titles.get(title)
        row = self.scores.rows[self.rows[school_id]]
        return cell_written(row[column]) if column is not None else ""


@dataclass(slots=True)
class LastResults:
    """All results of last year that were given.

    Args:
        digests: Folder -> SHA-256 of its receipt.
        is_whole: Every folder could be read: a school that is in none is new.
        facts: File of last year's facts -> SHA-256, as the receipts have them.
    """

    folders: list[LastResult] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True
    _of: dict[str, int] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)

    def of(self, school_id: str) -> LastResult | None:
        """Return the folder that holds a school's result; None where none or several do."""
        at = self._of.get(school_id)
        return self.folders[at] if at is not None and school_id not in self.doubled else None

    def is_new(self, school_id: str) -> bool:
        """Tell whether a school is known not to have been there last year."""
        return self.is_whole and school_id not in self._of

    def add(self, result: LastResult, ruleset: RuleSet, diagnostics: Diagnostics) -> None:
        """Add a folder, and tell of schools that another one has too."""
        number = len(self.folders)
        self.folders.append(result)
        for school_id in result.rows:
            first = self._of.setdefault(school_id, number)
            if first != number and school_id not in self.doubled:
                self.doubled.add(school_id)
                diagnostics.error(
                    "F105",
                    f"{ruleset.subject.called(school_id)}在 {self.folders[first].shown} 也有去年的"
                    "结果，两个不知用哪个，上年的值按缺失",
                    Place(f"{result.shown}/{SCORES}"),
                    school_id,
                    "请只给出一个结果文件夹",
                )


def read_last_results(
    folders: Iterable[str | os.PathLike[str]],
    ruleset: RuleSet,
    diagnostics: Diagnostics,
) -> LastResults | None:
    """Return last year's results; None where no folder was given.

    The order of the folders does not matter.
    """
    given = sorted({Path(each).resolve(): Path(each) for each in folders}.values())
    if not given:
        return None
    sources = [each.from_last_year for each in ruleset.fields.values() if each.from_last_year]
    with_points = {each.name for each in sources if each.kind == "points"}
    results = LastResults()
    for path in given:
        found = open_finished(path)
        result = _usable(found, with_points, ruleset, diagnostics)
        if result is None:
            results.is_whole = False
            continue
        if found.digest not in results.digests.values():  # a copy says the same again
            results.add(result, ruleset, diagnostics)
        results.digests[found.shown] = found.digest
        results.facts.update(found.part("facts"))
    return results


def _usable(
    found: Finished, with_points: set[str], ruleset: RuleSet, diagnostics: Diagnostics
) -> LastResult | None:
    subject = ruleset.subject
    if not found.is_ours:
        diagnostics.error(
            "F102",
            f"不是一次完整的评衡结果（{found.lacking}），没有读，上年的值按缺失",
            Place(found.shown),
            hint="请给出去年考核时用 -o 写出的整个文件夹",
        )
        return None
    if wrong := _not_last_year(found, ruleset):
        message, hint = wrong
        diagnostics.error(
            "F103",
            f"{message}，没有读，上年的值按缺失",
            Place(f"{found.shown}/{RECEIPT}"),
            hint=hint,
        )
        return None
    names = [SCORES, VETOES, TRACE, *((INDICATORS,) if with_points else ())]
    names += [TREND] if TREND in found.part("outputs") else []
    for name in names:
        if not found.is_unchanged(name):
            diagnostics.error(
                "F104",
                f"与写出时不同（{RECEIPT} 记下的摘要对不上），这个文件夹没有读，上年的值按缺失",
                Place(f"{found.shown}/{name}"),
                hint=f"结果不能手改：请重新考核去年的{subject}，或取回当时写出的文件夹",
            )
            return None
    note_profile(found, diagnostics)
    return _read(found, with_points, diagnostics)


def _not_last_year(found: Finished, ruleset: RuleSet) -> tuple[str, str] | None:
    """Say why a result is not last year's of the same units, and the way out."""
    rules, own = found.part("ruleset"), ruleset.subject
    name, unit, year = rules.get("name", ""), rules.get("unit", "学校"), rules.get("year")
    if unit != own.name:
        return (
            f"是{unit}的考核结果（方案“{name}”），这里考核的是{own}",
            f"请给出去年考核{own}的结果",
        )
    if year != ruleset.year - 1:
        return (
            f"是 {year} 年度的结果，上年应是 {ruleset.year - 1} 年度",
            f"请给出 {ruleset.year - 1} 年度的结果文件夹",
        )
    if ruleset.last_rulesets and rules.get("id") not in ruleset.last_rulesets:
        listed = "、".join(ruleset.last_rulesets)
        return (
            f"所用方案是“{rules.get('id')}”，不在“上年方案”（{listed}）里",
            "请换成这些方案的结果，或在 ruleset.yaml 的“上年方案”里补上它",
        )
    return None


def _read(found: Finished, with_points: set[str], diagnostics: Diagnostics) -> LastResult | None:
    sheets = {
        name: _sheet(found, name, diagnostics)
        for name in (SCORES, VETOES, *((INDICATORS,) if with_points else ()))
    }
    scores, vetoes, points = sheets[SCORES], sheets[VETOES], sheets.get(INDICATORS)
    if scores is None or vetoes is None or (with_points and points is None):
        return None
    titles = {str(cell): column for column, cell in enumerate(scores.rows[0])}
    data = FileReader(diagnostics).read(found.file(TRACE))
    trace: Any = json.loads(data) if data else {}
    return LastResult(
        found.shown,
        scores,
        titles,
        {cell_written(row[0]): at for at, row in enumerate(scores.rows[1:], 1)},
        vetoes,
        read_verdicts(trace, int(found.part("ruleset")["year"])),
        points,
        _point_rows(points, with_points) if points is not None else {},
        _trend(found),
    )


def _trend(found: Finished) -> tuple[Mapping[str, str], ...]:
    """Return the rows of trend.csv, letter by letter; none where that run wrote none."""
    if TREND not in found.part("outputs"):
        return ()
    text = bytes_of(found.path / TREND).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple({title: cell.removeprefix("'") for title, cell in row.items()} for row in rows)


def _sheet(found: Finished, name: str, diagnostics: Diagnostics) -> Sheet | None:
    """Return a CSV file of the folder; each has a reader of its own, since two may be alike."""
    file = found.file(name)
    data = FileReader(diagnostics).read(file)
    return read_csv_sheet(data, file, diagnostics) if data is not None else None


def _point_rows(points: Sheet, wanted: set[str]) -> dict[tuple[str, str], int]:
    rows: Sequence[Sequence[Any]] = points.rows
    return {
        (cell_written(row[0]), str(row[1])): at for at, row in enumerate(rows) if row[1] in wanted
    }
