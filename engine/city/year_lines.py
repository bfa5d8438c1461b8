"""Tell the comparison with last year line by line: schools, then cohorts, then the city.

Means are exact fractions, rounded once to the places of the total; what changed between them is
the difference of the rounded means, so that every line adds up as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.city.comparing import BOTH, GONE, NEW, SchoolYears, YearOnYear, compared
from engine.city.means import rounded
from engine.points import decimal_text
from engine.ruleset.model import RuleSet

SCHOOL, COHORT, CITY = "学校", "同组", "全市"


@dataclass(frozen=True, slots=True)
class YearLine:
    """One line; numbers are plain texts, empty where there is none.

    Args:
        change: total less last_total: by_rules and by_performance together, exactly.
        by_rules_2, by_performance_2: The same parted the other way round.
        n_schools: Of a mean: how many schools it is over.
    """

    level: str
    school_id: str
    name: str
    cohort: str
    seen: str
    last_total: str
    last_grade: str
    total: str
    grade: str
    change: str
    last_by_this: str
    by_rules: str
    by_performance: str
    this_by_last: str
    by_rules_2: str
    by_performance_2: str
    n_schools: str = ""
    note: str = ""


def year_lines(found: YearOnYear, ruleset: RuleSet) -> Iterator[YearLine]:
    """Yield a line a school, then one a cohort, then one for all."""
    for each in found.schools:
        numbers = (each.last, each.this, each.last_by_this, each.this_by_last)
        yield _line(SCHOOL, each.school_id, each.name, each.cohort, each.seen, numbers,
                    (each.last_grade, each.grade))  # fmt: skip
    counts = _whole_counts(found, ruleset.subject.measure)
    of_this_year = [each for each in found.schools if each.seen != GONE]
    for cohort in sorted({each.cohort for each in of_this_year}):
        mine = [each for each in of_this_year if each.cohort == cohort]
        yield _mean_line(COHORT, cohort, mine, ruleset.decimals)
    yield _mean_line(CITY, "", of_this_year, ruleset.decimals, "；".join((counts, *found.remarks)))


def _whole_counts(found: YearOnYear, measure: str) -> str:
    said = []
    for seen in (BOTH, NEW, GONE):
        n = sum(each.seen == seen for each in found.schools)
        if n:
            said.append(f"{seen}的 {n} {measure}")
    return "，".join(said)


def _mean_line(
    level: str, cohort: str, schools: Sequence[SchoolYears], decimals: int, note: str = ""
) -> YearLine:
    """Return the means of the schools that can be compared, all over the same schools."""
    has_middle = any(each.last_by_this is not None for each in schools)
    same = compared(schools, by_this=has_middle and any(each.last is not None for each in schools))
    if not same and has_middle:
        same = [each for each in schools if each.this is not None and each.last_by_this is not None]
    numbers = (
        _mean([each.last for each in same], decimals),
        _mean([each.this for each in same], decimals),
        _mean([each.last_by_this for each in same], decimals),
        _mean([each.this_by_last for each in same], decimals),
    )
    return _line(level, "", "", cohort, "", numbers, ("", ""), str(len(same)), note)


def _mean(numbers: Sequence[Fraction | None], decimals: int) -> Fraction | None:
    known = [each for each in numbers if each is not None]
    if not known or len(known) < len(numbers):
        return None
    return rounded(sum(known, Fraction()) / len(known), decimals)


_Numbers = tuple[Fraction | None, Fraction | None, Fraction | None, Fraction | None]


def _line(
    level: str,
    school_id: str,
    name: str,
    cohort: str,
    seen: str,
    numbers: _Numbers,
    grades: tuple[str, str],
    n_schools: str = "",
    note: str = "",
) -> YearLine:
    last, this, last_by_this, this_by_last = numbers
    return YearLine(
        level,
        school_id,
        name,
        cohort,
        seen,
        last_total=_text(last),
        last_grade=grades[0],
        total=_text(this),
        grade=grades[1],
        change=_less(this, last),
        last_by_this=_text(last_by_this),
        by_rules=_less(last_by_this, last),
        by_performance=_less(this, last_by_this),
        this_by_last=_text(this_by_last),
        by_rules_2=_less(this, this_by_last),
        by_performance_2=_less(this_by_last, last),
        n_schools=n_schools,
        note=note,
    )


def _text(number: Fraction | None) -> str:
    return "" if number is None else decimal_text(number)


def _less(number: Fraction | None, before: Fraction | None) -> str:
    """Write a difference; empty where one of the two is not known."""
    return "" if number is None or before is None else decimal_text(number - before)
