"""Take problems apart that are said once for many schools or cells: each school gets its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from engine.diagnostics import Diagnostic, Diagnostics, Place
from engine.facts.table import FactTable, State
from engine.ruleset.model import RuleSet

_TABLE_MISSING = "F055"


def apart(
    ruleset: RuleSet, facts: FactTable | None, problems: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Return the problems one by one, each at its own place, in the order of places.

    Args:
        facts: Knows in which file a school stands; None where not one school was read.
    """
    found = Diagnostics()
    for each in problems:
        parts = tuple(each.parts)
        if not parts and facts is not None and each.code == _TABLE_MISSING and not each.place:
            parts = tuple(_by_school(ruleset, facts, each))
        found.extend(parts or (each,))
    return found.sorted()


def _by_school(ruleset: RuleSet, facts: FactTable, problem: Diagnostic) -> Iterator[Diagnostic]:
    """Yield for each school, in its file, that a record table was not handed in."""
    records, places = facts.records.get(problem.value), facts.columns[ruleset.id_field].places
    if records is None or places is None:
        return
    for at in map(int, np.flatnonzero(records.states == State.MISSING)):
        place = places.place(at)
        called = ruleset.subject.called(facts.school_ids[at])
        yield replace(
            problem,
            message=f"{called}没有交台账“{problem.value}”，按缺失处理",
            place=Place(place.file) if place else None,
        )
