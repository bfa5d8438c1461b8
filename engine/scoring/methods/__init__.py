"""Scoring methods, one file a method, named as in `engine.ruleset.methods`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.ruleset import methods as spec
from engine.scoring.methods import (
    all_or_nothing,
    bands,
    checklist,
    deduct,
    direct,
    earn,
    levels,
    linear,
    small_sample,
    target,
)
from engine.scoring.rows import Scored, ScoringRows

Scorer = Callable[[Any, int, ScoringRows], Scored]

SCORERS: Mapping[type, Scorer] = {
    spec.AllOrNothing: all_or_nothing.score,
    spec.Checklist: checklist.score,
    spec.Bands: bands.score,
    spec.Linear: linear.score,
    spec.Target: target.score,
    spec.Deduct: deduct.score,
    spec.Earn: earn.score,
    spec.Levels: levels.score,
    spec.Direct: direct.score,
}


def score_method(method: spec.Method, full: int, rows: ScoringRows) -> Scored:
    """Score a run of schools by one method.

    Args:
        method: The method's parameters.
        full: Full points, in units.
        rows: The schools.
    """
    scored = SCORERS[type(method)](method, full, rows)
    if isinstance(method, spec.Target) and method.small is not None:
        other = score_method(method.small.method, full, rows)
        return small_sample.choose(method.small, other, scored, rows)
    return scored
