"""Read rules for another year than the one they are written for.

Next year's rules ask for what is done next year: under them this year's records would lie outside
the window, and every school would fall by that alone. So the rules are moved: their year, their
window, and the dates they name from the beginning of their window on. Earlier dates (a reform, a
founding) are no matter of the year, and stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from engine.ruleset.model import RuleSet

# What says where and when rules were written or approved, or was chosen by a date already.
_STAYS = frozenset({"places", "texts", "place", "editions", "edition_days", "profile", "digest"})


def moved(ruleset: RuleSet, years: int) -> RuleSet:
    """Return the rules as they would be for an earlier or a later year."""
    if not years:
        return ruleset
    own = {
        each.name: _moved(getattr(ruleset, each.name), ruleset.window[0], years)
        for each in fields(ruleset)
        if each.name not in _STAYS
    }
    # Whose results may be last year's is said for the year that the rules were written for.
    return replace(ruleset, **(own | {"year": ruleset.year + years, "last_rulesets": ()}))


def _moved(value: Any, since: date, years: int) -> Any:
    """Return a part of the rules with its dates moved; itself where it has none."""
    if isinstance(value, date):
        return later(value, years) if value >= since else value
    if is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}
        own = {name: _moved(each, since, years) for name, each in parts.items()}
        differs = any(own[name] is not each for name, each in parts.items())
        return replace(value, **own) if differs else value
    if isinstance(value, Mapping):
        entries = {key: _moved(each, since, years) for key, each in value.items()}
        return entries if any(entries[key] is not each for key, each in value.items()) else value
    if isinstance(value, tuple):
        items = tuple(_moved(each, since, years) for each in value)
        differs = any(new is not old for new, old in zip(items, value, strict=True))
        return items if differs else value
    return value


def later(day: date, years: int) -> date:
    """Return the same day some years later; the 29th of February is the 28th elsewhere."""
    if (day.month, day.day) == (2, 29) and years:
        day = day.replace(day=28)
    return day.replace(year=day.year + years)
