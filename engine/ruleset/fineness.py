"""Choose a unit of points fine enough for weighted means (计分单位).

A mean is rounded to the unit, and the total to its places after that. So that the first rounding
never decides the second, means are kept many places finer than the total; and where nothing is
left out, what each part is worth in the total is a whole number of units.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.diagnostics import Place
from engine.points import choose_unit
from engine.ruleset.combining import Combination, InShares
from engine.ruleset.model import Group, Indicator, RuleSet

# Places of a mean beyond those of the total: weights passed on have denominators of a few
# thousands, and differ from a tie by more than a part in 10 ** _GUARD.
_GUARD = 6
# A count of units that still sums and multiplies with ordinary weights in 64 bits.
_MOST_UNITS = 10**13


def finer_for_means(ruleset: RuleSet, unit: Fraction) -> Fraction:
    """Return the unit itself, or a finer one where the ruleset has weighted means."""
    worths = set(_worths(ruleset.root(), Fraction(1)))
    if worths == {1}:
        return unit
    finer = choose_unit([unit], ruleset.decimals + _GUARD)
    exact = choose_unit([finer, *(finer * worth for worth in worths)], ruleset.decimals + _GUARD)
    return exact if ruleset.full_points / exact <= _MOST_UNITS else finer


def too_coarse_for_means(ruleset: RuleSet, unit: Fraction) -> bool:
    """Say whether a mean rounded to a written unit could decide how the total is rounded."""
    return finer_for_means(ruleset, unit) != unit and unit > Fraction(
        1, 10 ** (ruleset.decimals + _GUARD)
    )


def amounts_passed_on(ruleset: RuleSet) -> list[tuple[Fraction, Place]]:
    """Return every amount of points that may go from one indicator to another by its share.

    The full points of a group grow and shrink by them, so they have to be whole units too.
    """
    leaves = {leaf.id: leaf for leaf in ruleset.leaves()}
    found: list[tuple[Fraction, Place]] = []

    def follow(name: str, amount: Fraction, seen: frozenset[str]) -> None:
        for step in leaves[name].passes_to:
            for receiver, share in step.shares.items() if isinstance(step, InShares) else ():
                found.append((amount * share, step.place))
                if receiver in leaves and receiver not in seen:  # a circle is refused elsewhere
                    follow(receiver, amount * share, seen | {receiver})

    for group in ruleset.groups():
        if group.combine is Combination.SUM:
            for part in group.counted():
                if isinstance(part, Indicator):
                    follow(part.id, part.points, frozenset({part.id}))
    return found


def _worths(group: Group, worth: Fraction) -> Iterator[Fraction]:
    """Yield what one point of each indicator is worth in points of the total."""
    whole = _sum_of_weights(group)
    for part in group.counted():
        own = worth
        if group.combine is Combination.WEIGHTED_MEAN:
            weight = part.weight.constant if part.weight else None
            if weight is None or not whole or not part.points:
                continue
            own = worth * weight / whole * group.points / part.points
        if isinstance(part, Indicator):
            yield own
        else:
            yield from _worths(part, own)


def _sum_of_weights(group: Group) -> Fraction:
    weights = (part.weight.constant for part in group.counted() if part.weight is not None)
    return sum((weight for weight in weights if weight is not None), Fraction(0))
