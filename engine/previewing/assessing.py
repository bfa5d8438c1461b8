"""Assess the same facts under two rulesets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.assess import assess
from engine.collecting import uncollected
from engine.facts import Inputs, read_facts
from engine.previewing.beside import Beside, Load
from engine.previewing.comparing import compare_assessments
from engine.previewing.preview import Preview
from engine.previewing.same_year import move_between
from engine.previewing.sharing import facts_for, reads_alike
from engine.ruleset.other_year import moved

Progress = Callable[[int, int], None]


@uncollected()
def preview_rules(
    load_before: Load,
    load_after: Load,
    given: Inputs,
    *,
    progress: Progress | None = None,
    n_processors: int | None = None,
    year: int | None = None,
) -> Preview:
    """Assess under both, and compare.

    Args:
        load_before: Loads the rules in force. load_after: loads those that are proposed. Both are
            called in other processes too.
        given: What was handed in; workbooks made for either are read.
        progress: Called with (files read, files in all).
        n_processors: How many may work; all that there are by default. Changes no result.
        year: Of the facts, where it is not that of the rules in force: the other rules are
            read for it.

    Raises:
        UsageProblem: The year is that of neither.
        RulesUnusable: One of the two has errors.
        FactsUnusable: One of the two could not read a single school.
        InternalFault: The parts of a school's total do not add up.
    """
    with Beside(load_before, load_after, n_processors) as beside:
        written = load_before(), beside.after()
        move = move_between(*written, year)
        before, after = moved(written[0], move.before), moved(written[1], move.after)
        given = replace(given, also_for=written)
        alike = reads_alike(before, after)
        reading = None if alike else beside.read_and_assess(given, move.after)
        facts = read_facts(before, given, progress=progress)
        shared = facts_for(facts, before, after, given)
        if shared is not None:
            # Both here: to hand the facts over and the results back takes as long as to assess.
            own, other = assess(before, facts), assess(after, shared)
        else:
            read_again = reading or beside.read_and_assess(given, move.after)
            own, other = assess(before, facts), read_again()
        found = compare_assessments(
            own, other, changes=beside.changes(), read_once=shared is not None
        )
        return replace(found, written=written, move=move)
