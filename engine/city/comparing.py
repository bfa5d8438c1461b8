"""Compare every school with itself last year, under both years' rules.

What changed between two totals is parted in two steps that add up exactly: last year's facts
under this year's rules stand between last year's total and this year's. Before them only the
rules changed, after them only what the school did. Where last year's rules are given, this
year's facts under them are the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.assess import Assessment, assess
from engine.city.history import read_number
from engine.city.means import exact_totals
from engine.facts.lastyear.aligning import align_table
from engine.facts.lastyear.results import LastResults
from engine.facts.lastyear.year import LastYear
from engine.facts.table import FactTable
from engine.ruleset.model import RuleSet
from engine.ruleset.other_year import moved

BOTH, NEW, GONE = "两年都有", "今年新增", "今年没有"
_UNTOLD = "不知去年有没有"


@dataclass(frozen=True, slots=True)
class SchoolYears:
    """One school in two years; None where there is no such total.

    Args:
        seen: BOTH, NEW or GONE.
        last: Its total as it was decided. last_by_this: last year's facts under this year's rules.
        this: Its total this year. this_by_last: this year's facts under last year's rules.
    """

    school_id: str
    name: str
    cohort: str
    seen: str
    last: Fraction | None = None
    last_grade: str = ""
    last_by_this: Fraction | None = None
    this: Fraction | None = None
    grade: str = ""
    this_by_last: Fraction | None = None


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """All schools of either year, this year's first. remarks: what a reader has to know."""

    schools: tuple[SchoolYears, ...]
    remarks: tuple[str, ...] = ()


def compare_years(assessment: Assessment) -> YearOnYear | None:
    """Compare with last year what was handed in of it; None where nothing was."""
    last = assessment.facts.last_year
    if last is None:
        return None
    remarks: list[str] = []
    by_this = _last_by_this(assessment, last, remarks)
    by_last = _this_by_last(assessment, last, remarks)
    here = _of_this_year(assessment, last, by_this, by_last)
    gone = _gone(assessment, last, by_this)
    return YearOnYear((*here, *gone), tuple(remarks))


Totals = Mapping[str, Fraction | None]


def _last_by_this(assessment: Assessment, last: LastYear, remarks: list[str]) -> Totals:
    """Return school of last year -> the total of last year's facts under this year's rules.

    All schools of last year are assessed together: ranks and means are of their own batch.
    """
    table = last.sheets.table if last.sheets is not None else None
    if last.sheets is None or table is None:
        return {}
    rules = _alone(moved(assessment.ruleset, -1))
    facts = align_table(table, rules, table.school_ids, {}, is_whole=last.sheets.is_whole)
    _remark_on_earlier(rules, remarks)
    return _totals(rules, facts)


def _this_by_last(assessment: Assessment, last: LastYear, remarks: list[str]) -> Totals | None:
    """Return school -> the total of this year's facts under last year's rules; None without."""
    own = last.sheets.rules if last.sheets is not None else None
    if own is None or last.sheets is None:
        return None
    facts, years = assessment.facts, assessment.ruleset.year - own.year
    rules = _alone(moved(own, years))
    if rules.window != assessment.ruleset.window:
        remarks.append("去年方案的考核窗口与今年的不是相差整年，记录按今年的窗口计")
    then = align_table(
        last.sheets.table, rules, facts.school_ids, last.former_ids, is_whole=last.sheets.is_whole
    )
    now = align_table(facts, rules, facts.school_ids, {}, is_whole=True)
    return _totals(rules, replace(now, last=then))


def _alone(rules: RuleSet) -> RuleSet:
    """Return rules for facts that come without lower units' results and without evidence."""
    return replace(rules, below=None, evidence_policy=None)


def _totals(rules: RuleSet, facts: FactTable) -> Totals:
    # A second chainer of the same meaning need not witness what decides nothing.
    found = assess(rules, facts, engine="forward")
    book = found.book
    totals = exact_totals(book.roll_up.total.tolist(), book.rated_mask.tolist(), rules.unit)
    return dict(zip(facts.school_ids, totals, strict=True))


def _remark_on_earlier(rules: RuleSet, remarks: list[str]) -> None:
    named = [each.id for each in rules.derived.values() if each.is_on_last_year]
    if named:
        remarks.append(f"去年的事实没有前年的可比，{'、'.join(named)}按缺失")


def _of_this_year(
    assessment: Assessment, last: LastYear, by_this: Totals, by_last: Totals | None
) -> Iterator[SchoolYears]:
    facts, book = assessment.facts, assessment.book
    unit = assessment.ruleset.unit
    totals = exact_totals(book.roll_up.total.tolist(), book.rated_mask.tolist(), unit)
    for at, school_id in enumerate(facts.school_ids):
        former = last.former(school_id)
        total, grade, known = _decided(last.results, former)
        is_there = known or former in by_this
        yield SchoolYears(
            school_id,
            facts.names[at],
            book.cohort[at],
            BOTH if is_there else NEW if _is_new(last, former) else _UNTOLD,
            total,
            grade,
            by_this.get(former),
            totals[at],
            book.grade[at],
            by_last.get(school_id) if by_last is not None else None,
        )


def _decided(results: LastResults | None, school_id: str) -> tuple[Fraction | None, str, bool]:
    """Return a school's total and grade as last year's results have them, and whether they do."""
    result = results.of(school_id) if results is not None else None
    if result is None:
        return None, "", False
    text = result.text(school_id, "total")
    return read_number(text), result.text(school_id, "grade"), True


def _is_new(last: LastYear, school_id: str) -> bool:
    """Tell whether a school is known not to have been there last year."""
    if last.results is not None:
        return last.results.is_new(school_id)
    return last.sheets is not None and last.sheets.is_whole


def _gone(assessment: Assessment, last: LastYear, by_this: Totals) -> Iterator[SchoolYears]:
    """Yield the schools of last year that are not among this year's."""
    here = {last.former(each) for each in assessment.facts.school_ids}
    known: dict[str, str] = {}
    for folder in last.results.folders if last.results is not None else ():
        known.update((each, folder.text(each, "name")) for each in folder.rows)
    table = last.sheets.table if last.sheets is not None else None
    if table is not None:
        known.update(
            (each, name)
            for each, name in zip(table.school_ids, table.names, strict=True)
            if each not in known
        )
    for school_id in sorted(known.keys() - here):
        total, grade, _ = _decided(last.results, school_id)
        cohort = _cohort(last.results, school_id)
        yield SchoolYears(
            school_id, known[school_id], cohort, GONE, total, grade, by_this.get(school_id)
        )


def _cohort(results: LastResults | None, school_id: str) -> str:
    result = results.of(school_id) if results is not None else None
    return result.text(school_id, "cohort") if result is not None else ""


def compared(schools: Sequence[SchoolYears], *, by_this: bool) -> list[SchoolYears]:
    """Return the schools whose two totals are both known, and what stands between them too."""
    return [
        each
        for each in schools
        if each.last is not None
        and each.this is not None
        and (each.last_by_this is not None or not by_this)
    ]
