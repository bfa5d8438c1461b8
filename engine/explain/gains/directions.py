"""Tell whether mending more can ever worsen a grade: only limits of grades could do that.

Points of nodes and the total never fall when an indicator is mended. Results worked out of them
rise too, or (低于项数) fall; a cap that begins to hold because a result rose, or a floor that
ceases to, would be against the sense of the rules, but can be written.
"""

from __future__ import annotations

from engine.ruleset.conditions import AllOf, AnyOf, AtLeastOf, Compare, Comparison, Condition, Not
from engine.ruleset.model import ResultKind, RuleSet

# +1: becomes true as points rise; -1: becomes false; 0: points do not matter.
_RISING = (Comparison.AT_LEAST, Comparison.MORE_THAN)
_FALLING = (Comparison.AT_MOST, Comparison.LESS_THAN)


def can_only_rise(ruleset: RuleSet) -> bool:
    """Tell whether no limit of grades can take back what mending brings."""
    for limit in ruleset.grade_limits:
        wrong = 1 if limit.at_most else -1  # a cap that comes, a floor that goes
        if _directions(limit.condition, ruleset) & {wrong, None}:
            return False
    return True


def _directions(condition: Condition, ruleset: RuleSet) -> set[int | None]:
    """Return in which directions a condition may turn as points rise; None: in either."""
    match condition:
        case Compare():
            return _of_comparison(condition, ruleset)
        case Not():
            return {
                each if each is None else -each for each in _directions(condition.part, ruleset)
            }
        case AllOf() | AnyOf() | AtLeastOf():
            return {each for part in condition.parts for each in _directions(part, ruleset)}


def _of_comparison(compare: Compare, ruleset: RuleSet) -> set[int | None]:
    result = ruleset.results.get(compare.value)
    if compare.other in ruleset.results:
        return {None}
    if result is None or compare.comparison is Comparison.FILLED:
        return set()
    falls = result.kind is ResultKind.N_BELOW
    if compare.comparison in _RISING:
        return {-1 if falls else 1}
    if compare.comparison in _FALLING:
        return {1 if falls else -1}
    return {None}
