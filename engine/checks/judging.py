"""Judge a check over all rows at once: failed, passed, or open for want of a fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.facts.table import State
from engine.ruleset.conditions import Condition
from engine.ruleset.model import Check, CheckKind
from engine.scoring.conditions import Truth, evaluate, open_mask
from engine.scoring.values import Mask
from engine.scoring.views import View


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one condition of a check.

    Shapes: every mask (rows,). A row in none of them was not asked: 当 does not hold there, or
    what is compared does not apply.
    """

    holds: Condition
    failed: Mask
    passed: Mask
    open: Mask


def judge(check: Check, view: View, asked: Mask | None = None) -> Iterator[Verdict]:
    """Judge every condition of a check.

    Args:
        check: The check.
        view: Its rows.
        asked: Rows that count at all; all without it. Shape: (rows,).
    """
    here = np.ones(view.n_rows, bool) if asked is None else asked
    unsure = np.zeros(view.n_rows, bool)
    if check.when is not None:
        when = evaluate(check.when, view)
        here, unsure = here & when.true_mask, here & open_mask(when)
    for condition in check.holds:
        truth = evaluate(condition, view)
        undecided = _undecided(check, truth)
        yield Verdict(
            condition,
            failed=here & truth.false_mask,
            passed=here & truth.true_mask,
            open=(here & undecided) | (unsure & ~truth.true_mask),
        )


def _undecided(check: Check, truth: Truth) -> Mask:
    """Return where a condition is open; a date that was left blank says nothing about the year."""
    found = open_mask(truth)
    if check.kind is CheckKind.WINDOW and truth.causes is not None:
        found = found & (truth.causes != State.MISSING)
    return found
