"""Find indicators that a cohort shows to be too easy, too hard, not known, or one and the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import numpy as np

from engine.linting.cohort import Cohort, Mask
from engine.linting.finding import Remark
from engine.linting.same_mark import is_same
from engine.points import decimal_text, points_text, to_units
from engine.ruleset.methods import Bands, Direct, Levels, Method, Ranked, Ratings, Votes
from engine.ruleset.walking import methods_in

# From so many schools on a share of them says something.
_ENOUGH = 20
_NEARLY_ALL = 95  # per cent
_MOST = 50
_FEWEST_APART = 3
_OPEN_ENDED = (Direct, Ratings, Votes, Ranked)


def at_the_ceiling(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each indicator at which nearly all schools have full marks."""
    for index, indicator in cohort.base:
        schools = cohort.with_mark(index)
        n_schools = int(schools.sum())
        n_full = int((schools & (cohort.marks(index) == cohort.full(index))).sum())
        if n_schools < _ENOUGH or n_full * 100 < n_schools * _NEARLY_ALL or n_full == n_schools:
            continue
        yield Remark(
            f"“{indicator.id} {indicator.name}”{cohort.how_many(n_schools)}里 {n_full} "
            f"{cohort.ruleset.subject.measure}满分",
            indicator.place,
            (indicator.id,),
            "请看标准是不是定低了；保底性的要求，可改为扣分项",
        )


def never_full(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each indicator at which not one of many schools has full marks.

    A mark out of a hundred, or by raters, is hardly ever full: only goals that rules set are told.
    """
    for index, indicator in cohort.base:
        if any(isinstance(each, _OPEN_ENDED) for each in methods_in(indicator.method)):
            continue
        schools = cohort.with_mark(index) & ~cohort.missing(index)
        n_schools = int(schools.sum())
        if n_schools < _ENOUGH or is_same(cohort, index, cohort.with_mark(index)):
            continue
        best = int(cohort.marks(index)[schools].max())
        if best < cohort.full(index):
            yield Remark(
                f"“{indicator.id} {indicator.name}”{cohort.how_many(n_schools)}没有一"
                f"{cohort.ruleset.subject.measure}满分，最高 "
                f"{points_text(best, cohort.ruleset.unit)} 分",
                indicator.place,
                (indicator.id,),
                "请看标准是不是定高了，或事实报得不全",
            )


def bands_between(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each indicator with a band or level between in which no school is."""
    for index, indicator in cohort.base:
        schools = cohort.with_mark(index) & ~cohort.missing(index)
        given = _points_between(indicator.method)
        if int(schools.sum()) < _ENOUGH or not given:
            continue
        marks = set(cohort.marks(index)[schools].tolist())
        empty = [each for each in given if to_units(each, cohort.ruleset.unit) not in marks]
        if empty and len(marks) > 1:
            said = "、".join(f"{decimal_text(each)} 分" for each in empty)
            yield Remark(
                f"“{indicator.id} {indicator.name}”{cohort.how_many(int(schools.sum()))}"
                f"没有一{cohort.ruleset.subject.measure}落在得 {said}的一档",
                indicator.place,
                (indicator.id,),
                "请看中间这一档的上下限是不是太窄",
            )


def _points_between(method: Method | None) -> list[Fraction]:
    """Return what the bands or levels give that are neither the best nor the worst."""
    match method:
        case Bands():
            given = {band.points for band in method.bands}
        case Levels():
            given = set(method.points_by_level.values())
        case _:
            return []
    return sorted(given)[1:-1]


def mostly_missing(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each indicator for which most schools lack the facts."""
    for index, indicator in cohort.base:
        schools, missing = cohort.meant(index), cohort.missing(index)
        n_schools, n_missing = int(schools.sum()), int((schools & missing).sum())
        if n_missing * 100 > n_schools * _MOST:
            yield Remark(
                f"“{indicator.id} {indicator.name}”{cohort.how_many(n_schools)}里 {n_missing} "
                f"{cohort.ruleset.subject.measure}缺事实，这一项没有真正考到",
                indicator.place,
                (indicator.id,),
                "请看字段是不是没人会填、没有填报科室；填不出来的，不要计分",
            )


def same_marks(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each two indicators by which all schools come out alike."""
    telling = [
        (index, indicator)
        for index, indicator in cohort.base
        if int(cohort.with_mark(index).sum()) >= _ENOUGH
        and _n_apart(cohort, index, cohort.with_mark(index)) >= _FEWEST_APART
    ]
    for (one, first), (other, second) in combinations(telling, 2):
        schools = cohort.with_mark(one)
        if not np.array_equal(schools, cohort.with_mark(other)):
            continue
        ones = cohort.marks(one)[schools] * cohort.full(other)
        others = cohort.marks(other)[schools] * cohort.full(one)
        if np.array_equal(ones, others):
            yield Remark(
                f"“{first.id} {first.name}”和“{second.id} {second.name}”"
                f"{cohort.how_many(int(schools.sum()))}的得分率完全相同，像是同一件事考了两遍",
                second.place,
                (first.id, second.id),
                "请看两项是不是读同样的事实；是的，合成一项",
            )


def _n_apart(cohort: Cohort, index: int, schools: Mask) -> int:
    """Return how many schools have another mark than most."""
    _, counts = np.unique(cohort.marks(index)[schools], return_counts=True)
    return int(counts.sum() - counts.max()) if len(counts) else 0
