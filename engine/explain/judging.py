"""Judge conditions for one school or record: true, false or unknown, and say why in words.

The three values and their order are those of `engine.scoring.conditions`; the way there is
another one, value by value, so that each can catch the other out.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from engine.explain.exact import Exact, Known, Names, number_of
from engine.facts.table import State
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
)

FALSE, UNKNOWN, TRUE = 0, 1, 2

_ORDER: dict[Comparison, Callable[[Fraction, Fraction], bool]] = {
    Comparison.EQUALS: operator.eq,
    Comparison.NOT_EQUALS: operator.ne,
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE_THAN: operator.gt,
    Comparison.AT_MOST: operator.le,
    Comparison.LESS_THAN: operator.lt,
}


def judge(condition: Condition, names: Names) -> tuple[int, State]:
    """Return FALSE, UNKNOWN or TRUE, and for UNKNOWN the state of the facts that made it so."""
    match condition:
        case Compare():
            return _compare(condition, names)
        case Not():
            truth, cause = judge(condition.part, names)
            return TRUE - truth, cause
        case AllOf():
            judged = [judge(part, names) for part in condition.parts]
            truth = min(each[0] for each in judged)
        case AnyOf():
            judged = [judge(part, names) for part in condition.parts]
            truth = max(each[0] for each in judged)
        case AtLeastOf():
            judged = [judge(part, names) for part in condition.parts]
            sure = sum(each[0] == TRUE for each in judged)
            possible = sum(each[0] != FALSE for each in judged)
            truth = (sure >= condition.count) + (possible >= condition.count)
    if truth != UNKNOWN:
        return truth, State.PRESENT
    return truth, max(each[1] for each in judged)


def _compare(condition: Compare, names: Names) -> tuple[int, State]:
    state, value = names.value(condition.value)
    if condition.comparison is Comparison.FILLED:
        wanted = not condition.operands or condition.operands[0] is True
        return (TRUE if (state is State.PRESENT) is wanted else FALSE), State.PRESENT
    if condition.other:
        other = names.value(condition.other)
        return _against_other(condition.comparison, (state, value), other)
    if state is not State.PRESENT or value is None:
        return UNKNOWN, state
    if is_pending(condition, names, value):
        return UNKNOWN, State.MISSING
    return (TRUE if holds(condition, value) else FALSE), State.PRESENT


def _against_other(comparison: Comparison, left: Known, right: Known) -> tuple[int, State]:
    state = max(left[0], right[0])
    if state is not State.PRESENT or left[1] is None or right[1] is None:
        return UNKNOWN, state
    met = _ORDER[comparison](number_of(left[1]), number_of(right[1]))
    return (TRUE if met else FALSE), State.PRESENT


def is_pending(condition: Compare, names: Names, value: Exact) -> bool:
    """Say whether a choice is not settled yet (待定) and the condition does not name it."""
    field = names.field_of(condition.value)
    return field is not None and value in field.pending and value not in condition.operands


def holds(condition: Compare, value: Exact) -> bool:
    """Compare a known value with the constants of a comparison."""
    comparison, operands = condition.comparison, condition.operands
    if isinstance(value, frozenset):
        wanted = {str(operand) for operand in operands}
        match comparison:
            case Comparison.ONE_OF:
                return bool(value & wanted)
            case Comparison.EQUALS:
                return value == wanted
            case Comparison.NOT_EQUALS:
                return value != wanted
        return value >= wanted
    if isinstance(value, str):
        return (value in operands) is not (comparison is Comparison.NOT_EQUALS)
    if comparison is Comparison.ONE_OF:
        return any(number_of(value) == number_of(operand) for operand in operands)
    return _ORDER[comparison](number_of(value), number_of(operands[0]))
