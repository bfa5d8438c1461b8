"""Keep the figures of a school consistent: parts within their wholes, nothing that does not apply.

The rules say what belongs together (核对) and what applies to whom (适用). What breaks either in
the finished cohort was written down on purpose, and the README of the examples names it.
"""

from __future__ import annotations

from fractions import Fraction

from cohort.facts import is_met
from cohort.schools import School
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import RuleSet


def make_consistent(ruleset: RuleSet, schools: list[School]) -> None:
    """Blank what does not apply, and lower every part to its whole."""
    pairs = [
        (condition.value, condition.other)
        for check in ruleset.checks
        if not check.table and check.when is None
        for condition in check.holds
        if isinstance(condition, Compare) and condition.comparison is Comparison.AT_MOST
        if condition.other
    ]
    for school in schools:
        for field in ruleset.fields.values():
            if field.applies is not None and not is_met(field.applies, school.facts):
                school.facts[field.id] = None
        while _lower_parts(pairs, ruleset, school):  # a part may be the whole of another
            pass


def _lower_parts(pairs: list[tuple[str, str]], ruleset: RuleSet, school: School) -> bool:
    """Lower each part that is more than its whole; tell whether any was."""
    lowered = False
    for part, whole in pairs:
        has, most = _number(part, ruleset, school), _number(whole, ruleset, school)
        field = ruleset.fields.get(part)
        if field is None or has is None or most is None or has <= most:
            continue
        if field.high is not None and has > field.high:
            continue  # mistyped on purpose: no reader takes it
        school.facts[part] = int(most)
        lowered = True
    return lowered


def _number(name: str, ruleset: RuleSet, school: School) -> Fraction | None:
    """Return the number behind a name; None where it is blank, or written in words."""
    value = school.facts.get(name)
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    derived = ruleset.derived.get(name)
    if derived is None or derived.kind != "sum":
        return None
    parts = [_number(each, ruleset, school) for each in derived.operands]
    known = [each for each in parts if each is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None
