"""Bring two rulesets to the year of the facts, where their windows are whole years apart."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diagnostics import UsageProblem
from engine.ruleset.model import RuleSet
from engine.ruleset.other_year import later


@dataclass(frozen=True, slots=True)
class Move:
    """How many years each of two rulesets is moved so that both are of the facts' year.

    Args:
        before, after: Years; at most one of them is not 0.
        is_even: False where the windows differ by other than whole years: nothing is moved then.
    """

    before: int = 0
    after: int = 0
    is_even: bool = True


def move_between(before: RuleSet, after: RuleSet, year: int | None = None) -> Move:
    """Return how two rulesets come to be of one year.

    Args:
        before: The rules in force. after: those that are proposed.
        year: Of the facts: that of either ruleset; that of the rules in force without it.

    Raises:
        UsageProblem: The year is that of neither.
    """
    if year is not None and year not in (before.year, after.year):
        named = " 或 ".join(str(each) for each in sorted({before.year, after.year}))
        raise UsageProblem(
            f"--year 是事实的年度，要与原方案或新方案的相同：{named}，写的是 {year}。"
        )
    years = after.window[0].year - before.window[0].year
    if tuple(later(day, years) for day in before.window) != after.window:
        return Move(is_even=False)
    if year is not None and year != before.year:
        return Move(before=years)
    return Move(after=-years)
