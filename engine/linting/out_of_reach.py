"""Find grades, places and bands that nobody can reach."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.points import decimal_text
from engine.ruleset.checking.method_points import most_given
from engine.ruleset.checking.reasoning import can_hold
from engine.ruleset.combining import Combination
from engine.ruleset.conditions import AllOf, Compare, Condition
from engine.ruleset.methods import Band, Bands
from engine.ruleset.model import Group, Indicator
from engine.ruleset.walking import methods_in, names_read


def grades_out_of_reach(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each grade whose cut score is above the best total that there can be."""
    ruleset = survey.ruleset
    best = best_total(survey)
    for grade in ruleset.grades:
        cuts = [grade.at_least, *(case.at_least for case in grade.cases)]
        if best is None or any(cut is None or cut <= best for cut in cuts):
            continue
        yield Remark(
            f"等次“{grade.name}”的分数线 {decimal_text(cuts[0] or Fraction(0))} 谁也达不到："
            f"各指标都得最高，加分加满，也只有 {decimal_text(best)} 分",
            survey.at(grade.place, "at_least"),
            (grade.name,),
            "请降低分数线，或改达不到分值的指标（另有提示）和加分封顶",
        )


def best_total(survey: Survey) -> Fraction | None:
    """Return a total that nobody can surpass; None where levels are means.

    An indicator that may be left out gives its points to others, which may reach all of them.
    """
    ruleset = survey.ruleset
    root = ruleset.root()
    if any(each.combine is not Combination.SUM for each in (root, *ruleset.groups())):
        return None
    bonus = sum((_most(each) for each in ruleset.bonuses.items), Fraction(0))
    if ruleset.bonuses.cap is not None:
        bonus = min(bonus, ruleset.bonuses.cap)
    best = _best(root, survey) + bonus
    return best if ruleset.total_cap is None else min(best, ruleset.total_cap)


def _best(group: Group, survey: Survey) -> Fraction:
    lost = Fraction(0)
    for child in group.counted():
        if isinstance(child, Group):
            lost += child.points - _best(child, survey)
        elif not can_be_left_out(child, survey):
            lost += child.points - _most(child)
    # A floor holds under a condition: at best it does.
    floors = [each.at_least for each in group.limits if each.at_least is not None]
    return max(group.points - lost, *floors) if floors else group.points - lost


def _most(indicator: Indicator) -> Fraction:
    if indicator.method is None:
        return indicator.points
    return min(most_given(indicator.method, indicator.points), indicator.points)


def can_be_left_out(indicator: Indicator, survey: Survey) -> bool:
    """Tell whether it may not apply to a school, or its facts may not."""
    if indicator.applies is not None or indicator.missing.value in ("redistribute", "full"):
        return True
    fields = survey.ruleset.fields
    return any(
        name not in fields or fields[name].applies is not None or fields[name].tells_not_applicable
        for name in names_read(indicator.method)
    )


def no_places(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each quota that leaves the smallest groups without a single place."""
    ruleset = survey.ruleset
    smallest = max(ruleset.cohorts.min_size, 1)
    for quota in ruleset.quotas:
        share = quota.share
        if not ruleset.cohorts.by or share is None or share <= 0 or quota.rounding == "up":
            continue
        half = Fraction(1, 2) if quota.rounding == "nearest" else Fraction(0)
        without = smallest
        while floor(share * without + half) == 0:
            without += 1
        if without == smallest or ruleset.cohorts.min_size == 0:
            continue
        sizes = f"{smallest}" if without == smallest + 1 else f"{smallest} 至 {without - 1}"
        measure = ruleset.subject.measure
        yield Remark(
            f"正好 {sizes} {measure}的组，{decimal_text(share * 100)}% 取整后"
            f"一个“{quota.grade}”也没有",
            survey.at(quota.place, "share"),
            (quota.grade,),
            f"请把“取整”改为进一，或把“最少校数”改为 {without}（更小的组只按分数线）",
            ("名额",),
        )


def bands_out_of_reach(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each band into which no school falls that the indicator is for."""
    for indicator in survey.scored:
        for method in methods_in(indicator.method):
            if isinstance(method, Bands) and indicator.applies is not None:
                for band in _never_met(method, indicator.applies, survey):
                    yield Remark(
                        f"“{indicator.id}”的这一档没有学校能落进去：它的适用条件"
                        f"（{indicator.applies.place}）已把这些值排除了",
                        band.place,
                        (indicator.id,),
                        "请核对适用条件和档次；这一档不需要的，并进相邻的一档",
                    )


def _never_met(method: Bands, applies: Condition, survey: Survey) -> Iterator[Band]:
    for band in method.bands:
        inside = _inside(method, band)
        if can_hold([inside], survey.find) and not can_hold([inside, applies], survey.find):
            yield band


def _inside(method: Bands, band: Band) -> AllOf:
    compared = (
        Compare(method.value, comparison, (bound,), band.place) for comparison, bound in band.bounds
    )
    return AllOf(tuple(compared), band.place)
