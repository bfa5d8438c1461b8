"""Assess the same facts under two rulesets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.assess import assess
from engine.facts import Inputs, read_facts
from engine.previewing.comparing import compare_assessments
from engine.previewing.preview import Preview
from engine.previewing.sharing import facts_for
from engine.ruleset.model import RuleSet

Progress = Callable[[int, int], None]


def preview_rules(
    before: RuleSet, after: RuleSet, given: Inputs, *, progress: Progress | None = None
) -> Preview:
    """Assess under both, and compare.

    Args:
        before: The rules in force. after: those that are proposed.
        given: What was handed in; workbooks made for either are read.
        progress: Called with (files read, files in all).

    Raises:
        FactsUnusable: One of the two could not read a single school.
        InternalFault: The parts of a school's total do not add up.
    """
    given = replace(given, also_for=(before, after))
    facts = read_facts(before, given, progress=progress)
    shared = facts_for(facts, before, after, given)
    own = assess(before, facts)
    other = assess(after, shared or read_facts(after, given, progress=progress))
    return compare_assessments(own, other, read_once=shared is not None)
