"""Branches of what comes before points: ratios without a denominator, checks, editions of rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import numpy as np

from engine.cases.coverage.affecting import TOTAL, VETOES, Affected
from engine.cases.coverage.branch import Branch, BranchKind
from engine.cases.coverage.sight import Sight
from engine.facts.table import State
from engine.ruleset.editions import period_text
from engine.ruleset.model import Derived, RuleSet
from engine.scoring.values import Mask

_ANYTHING = TOTAL | VETOES | {"base", "bonuses", "deductions", "indicators", "dimension", "checks"}


def derived_branches(ruleset: RuleSet, affected: Affected) -> Iterator[Branch]:
    """Yield ratios whose denominator is 0."""
    for derived in ruleset.derived.values():
        if derived.kind == "ratio" and _can_be_zero(ruleset, derived.denominator):
            words = f"“{derived.id}”的分母“{derived.denominator}”是 0，不适用"
            reached = partial(_has_no_denominator, derived)
            affects = affected.by_value(derived.id)
            yield Branch(
                BranchKind.DERIVED, derived.id, "zero", words, derived.place, reached, affects
            )


def _can_be_zero(ruleset: RuleSet, name: str) -> bool:
    field = ruleset.fields.get(name)
    return field is None or field.low is None or field.low <= 0


def _has_no_denominator(derived: Derived, sight: Sight) -> Mask:
    below = sight.view.quantity(derived.denominator)
    is_zero = np.asarray(below.numerators == 0)
    return is_zero if below.states is None else is_zero & (below.states == State.PRESENT)


def check_branches(ruleset: RuleSet) -> Iterator[Branch]:
    """Yield each check that fails."""
    for check in ruleset.checks:
        words = f"核对“{check.name or check.id}”不符"
        reached = partial(_fails, check.id)
        checks = frozenset({"checks"})
        yield Branch(BranchKind.CHECK, check.id, "fails", words, check.place, reached, checks)


def _fails(check_id: str, sight: Sight) -> Mask:
    book = sight.assessment.checks
    if book is None:
        return np.zeros(sight.n_schools, bool)
    failed = (book.failed or {}).get(check_id, frozenset())
    return np.array([school_id in failed for school_id in sight.facts.school_ids], bool)


def edition_branches(ruleset: RuleSet) -> Iterator[Branch]:
    """Yield each span of dates between changes of the rules."""
    days = ruleset.edition_days
    if not days:
        return
    firsts = [date.min, *days]
    lasts = [*(day - timedelta(days=1) for day in days), date.max]
    for first, last in zip(firsts, lasts, strict=True):
        words = f"{period_text(first, last)}的规则"
        reached = partial(_is_in_force, first, last)
        what = first.isoformat()
        yield Branch(
            BranchKind.EDITION, "分期", what, words, ruleset.place, reached, frozenset(_ANYTHING)
        )


def _is_in_force(first: date, last: date, sight: Sight) -> Mask:
    return np.full(sight.n_schools, first <= sight.ruleset.as_of <= last)
