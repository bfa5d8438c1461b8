"""Find a lowest grade that no total gives: even the worst school is above it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.linting.finding import Remark
from engine.linting.out_of_reach import can_be_left_out
from engine.linting.survey import Survey
from engine.points import decimal_text
from engine.ruleset.combining import Combination
from engine.ruleset.methods import Bands, BestOf, Deduct, Levels, Method, Target
from engine.ruleset.model import Indicator, MissingPolicy, RuleSet

_NONE = Fraction(0)
# Under these a missing fact gives no less than the worst fact would.
_AT_LEAST_THE_WORST = (MissingPolicy.FULL, MissingPolicy.NO_TOTAL, MissingPolicy.COHORT_MEAN)


def lowest_grade_out_of_reach(survey: Survey) -> Iterator[Remark]:
    """Yield a remark where the worst total reaches the last cut score, and no rule goes below."""
    ruleset = survey.ruleset
    if len(ruleset.grades) < 2:
        return
    above, last = ruleset.grades[-2:]
    worst = worst_total(survey)
    cuts = [cut for cut in (above.at_least, *(each.at_least for each in above.cases)) if cut]
    if worst is None or not cuts or worst < max(cuts) or last.name in _given_by_rules(ruleset):
        return
    yield Remark(
        f"等次“{last.name}”没有分数能得到：最差也有 {decimal_text(worst)} 分，"
        f"够得上“{above.name}”的 {decimal_text(max(cuts))}，也没有否决、等次限定给它",
        last.place,
        (last.name,),
        "请降低各指标的保底，或提高分数线；用不着的等次请删去",
    )


def worst_total(survey: Survey) -> Fraction | None:
    """Return a total below which nobody can fall; None where levels are means.

    What may be left out counts for nothing here: its points go where they may all be lost.
    """
    ruleset = survey.ruleset
    groups = (ruleset.root(), *ruleset.groups())
    if any(each.combine is not Combination.SUM or each.limits for each in groups):
        return None
    base = sum((_least(each, survey) for each in ruleset.leaves()), _NONE)
    taken = sum((each.points for each in ruleset.deductions.items), _NONE)
    if ruleset.deductions.cap is not None:
        taken = min(taken, ruleset.deductions.cap)
    return max(base - taken, _NONE)


def _least(indicator: Indicator, survey: Survey) -> Fraction:
    if indicator.informative or indicator.method is None:
        return _NONE
    if indicator.missing not in _AT_LEAST_THE_WORST or can_be_left_out(indicator, survey):
        return _NONE
    return _least_given(indicator.method)


def _least_given(method: Method) -> Fraction:
    match method:
        case Bands():
            return min((band.points for band in method.bands), default=_NONE)
        case Levels():
            return min(method.points_by_level.values(), default=_NONE)
        case Deduct():
            return method.floor
        case Target():
            small = _least_given(method.small.method) if method.small is not None else method.floor
            return min(method.floor, small)
        case BestOf():
            return max((_least_given(each) for each in method.options), default=_NONE)
        case _:
            return _NONE


def _given_by_rules(ruleset: RuleSet) -> set[str]:
    """Return the grades that vetoes, limits and quotas give, whatever the total."""
    last, above = ruleset.grades[-1].name, ruleset.grades[-2].name
    given = {limit.at_most for limit in ruleset.grade_limits} | {ruleset.unrated.grade}
    given |= {last for quota in ruleset.quotas if quota.grade == above}
    for clause in ruleset.clauses.values():
        for effect in clause.effects:
            given |= {effect.grade, *(inner.grade for inner in effect.then)}
            if len(ruleset.grades) == 2 and effect.kind.value == "bar_top":
                given.add(last)
    return given
