"""Choose a unit of points fine enough for weighted means (计分单位).

A mean is rounded to the unit, and the total to its places after that. So that the first rounding
never decides the second, means are kept many places finer than the total. The unit stays decimal
where the rules write decimals: points that read 17/28 would be exact, and no help to anyone.
"""

from __future__ import annotations

from fractions import Fraction

from engine.diagnostics import Place
from engine.points import choose_unit
from engine.ruleset.combining import Combination, InShares
from engine.ruleset.model import Indicator, RuleSet

# Places of a mean beyond those of the total: weights passed on have denominators of a few
# thousands, and differ from a tie by more than a part in 10 ** _GUARD.
_GUARD = 6


def finer_for_means(ruleset: RuleSet, unit: Fraction) -> Fraction:
    """Return the unit itself, or a finer one where the ruleset has weighted means."""
    levels = (ruleset.root(), *ruleset.groups())
    if all(level.combine is Combination.SUM for level in levels):
        return unit
    return choose_unit([unit], ruleset.decimals + _GUARD)


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
