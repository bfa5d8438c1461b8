"""Read last year's fact sheets (去年的事实表), each school under its id of this year.

They are read under this year's rules with the window one year back, or under last year's own
rules (`--last-rules`), and then put under this year's dictionary: what was asked under another
name is found by the aliases, what was not asked is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from engine.diagnostics import (
    Diagnostic,
    Diagnostics,
    FactsUnusable,
    Place,
    Severity,
    UsageProblem,
)
from engine.facts.inputs import Inputs
from engine.facts.lastyear.results import LastResults
from engine.facts.table import FactTable
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet
from engine.ruleset.other_year import moved

Reader = Callable[[RuleSet, Inputs], FactTable]

# What is wrong with a whole file is told in full: the schools in it are not known to be new.
_OF_FILES = frozenset({"F001", "F002", "F003", "F004", "F005", "F006", "F007", "F059"})


@dataclass(frozen=True, slots=True)
class LastSheets:
    """Last year's facts as they were handed in.

    Args:
        table: None where not one school could be read.
        is_whole: Every file could be read: a school that is not in them is new.
        rules: Last year's own rules, where they were given.
    """

    table: FactTable | None
    is_whole: bool
    rules: RuleSet | None = None


def read_last_sheets(
    given: Inputs, ruleset: RuleSet, read: Reader, diagnostics: Diagnostics
) -> LastSheets | None:
    """Return last year's facts as they were handed in; None where none were given.

    Args:
        read: Reads fact sheets under a ruleset.

    Raises:
        UsageProblem: Last year's rules were given without last year's facts.
        RulesUnusable: Last year's rules have errors.
    """
    if not given.last_facts:
        if given.last_rules is not None:
            raise UsageProblem("给了 --last-rules，没有给 --last-facts。请补上去年的事实表。")
        return None
    own = _own_rules(given, ruleset, diagnostics)
    rules = _rules_of_last_year(own, ruleset)
    try:
        table = read(rules, Inputs(given.last_facts, any_edition=True))
    except FactsUnusable as problem:
        _tell(problem.diagnostics, diagnostics)
        diagnostics.error(
            "F101",
            f"去年的事实表里一{ruleset.subject.counted}也没有读到，上年的值都按缺失",
            hint="请检查 --last-facts 后面的路径；没有去年的事实表，请去掉它",
        )
        return LastSheets(None, False, own)
    _tell(table.problems, diagnostics)
    return LastSheets(table, _is_whole(table), own)


def compare_with_results(
    sheets: LastSheets | None, results: LastResults | None, diagnostics: Diagnostics
) -> None:
    """Say which sheets of last year are not those that last year's results rest on."""
    if sheets is None or sheets.table is None or results is None or not results.is_whole:
        return
    known = set(results.facts.values())
    files = sheets.table.digests or {}
    others = sorted(name for name, digest in files.items() if digest not in known)
    if others:
        many = f"等 {len(others)} 个文件" if len(others) > 1 else ""
        diagnostics.warning(
            "F100",
            f"去年的结果不是按这个事实表{many}算的：它没有记下内容相同的文件",
            Place(others[0]),
            hint="请核对：去年考核之后改过，或给错了文件夹",
        )


def report_this_years(
    sheets: LastSheets | None, this_year: Mapping[str, str], diagnostics: Diagnostics
) -> None:
    """Say which sheets were given as last year's although they are this year's.

    Args:
        this_year: Files of this year as shown -> SHA-256.
    """
    if sheets is None or sheets.table is None:
        return
    known = set(this_year.values())
    same = sorted(name for name, digest in (sheets.table.digests or {}).items() if digest in known)
    if same:
        many = f"等 {len(same)} 个文件" if len(same) > 1 else ""
        diagnostics.error(
            "F100",
            f"去年的事实表{many}就是今年的：内容完全相同，与去年的比较都不可信",
            Place(same[0]),
            hint="请把去年的事实表写在 --last-facts 后面",
        )


def _own_rules(given: Inputs, ruleset: RuleSet, diagnostics: Diagnostics) -> RuleSet | None:
    """Return last year's own rules, brought to last year where they are written for another."""
    if given.last_rules is None:
        return None
    own = load_ruleset(Path(given.last_rules))
    if own.year == ruleset.year - 1:
        return own
    diagnostics.warning(
        "F100",
        f"去年的方案“{own.name}”写的是 {own.year} 年度，已把它的年度、窗口和日期移到"
        f" {ruleset.year - 1} 年度再用",
        own.place,
        own.year,
        "若给错了方案，请把去年的写在 --last-rules 后面",
    )
    return moved(own, ruleset.year - 1 - own.year)


def _rules_of_last_year(own: RuleSet | None, ruleset: RuleSet) -> RuleSet:
    """Return the rules for last year's sheets; its evidence was last year's matter."""
    if own is not None:
        return replace(own, below=None, evidence_policy=None)
    first, last = (_year_before(day) for day in ruleset.window)
    return replace(
        ruleset,
        year=ruleset.year - 1,
        window=(first, last),
        below=None,
        evidence_policy=None,
    )


def _year_before(day: date) -> date:
    """Return the same day a year before; 28 February for the 29th.

    >>> _year_before(date(2024, 2, 29)).isoformat()
    '2023-02-28'
    """
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _is_whole(table: FactTable) -> bool:
    """Tell whether every file of last year could be read: who is not in them is new."""
    return not any(
        each.severity is Severity.ERROR and each.code in _OF_FILES for each in table.problems
    )


def _tell(problems: Iterable[Diagnostic], diagnostics: Diagnostics) -> None:
    """Pass on what is wrong with files, and count the rest: this year cannot mend it."""
    counted: Counter[Severity] = Counter()
    for each in problems:
        if each.severity is Severity.ERROR and each.code in _OF_FILES:
            diagnostics.add(each)
        else:
            counted[each.severity] += 1
    said = "、".join(
        f"{severity.label} {counted[severity]} 处" for severity in Severity if counted[severity]
    )
    if counted[Severity.ERROR] or counted[Severity.WARNING]:
        diagnostics.note(
            "F100",
            f"去年的事实表有{said}，这里不一一列出；读不出的上年值按缺失",
            hint="要逐处看，请用 pingheng facts check 核对去年的事实表",
        )
