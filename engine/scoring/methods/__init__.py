"""Scoring methods, one file a method, named as in `engine.ruleset.methods`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.ruleset import methods as spec
from engine.scoring.methods import (
    all_or_nothing,
    bands,
    best_of,
    checklist,
    deduct,
    direct,
    earn,
    less,
    levels,
    linear,
    ranked,
    ratings,
    small_sample,
    target,
    votes,
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
    spec.Ratings: ratings.score,
    spec.Votes: votes.score,
    spec.Ranked: ranked.score,
}


def score_method(
    method: spec.Method, full: int, rows: ScoringRows, is_deduction: bool = False
) -> Scored:
    """Score a run of schools by one method.

    Shapes: (schools,). Units: points.

    Args:
        method: The method's parameters.
        full: Full points, in units.
        rows: The schools.
        is_deduction: Whether the lost points are what is deducted: what is certain there is
            what is lost already.
    """
    nothing = full if is_deduction else 0
    if isinstance(method, spec.BestOf):
        options = [score_method(option, full, rows, is_deduction) for option in method.options]
        return best_of.choose(options, full)
    if isinstance(method, spec.Less):
        scored = score_method(method.method, full, rows, is_deduction)
        taken = [bands.score(each, full, rows) for each in method.taken]
        return less.take_off(scored, taken, rows.units(method.down_to), nothing)
    scored = SCORERS[type(method)](method, full, rows)
    if not keeps_certain(method, is_deduction):
        scored = scored.without_certain(nothing)
    if isinstance(method, spec.Target) and method.small is not None:
        other = score_method(method.small.method, full, rows, is_deduction)
        scored = small_sample.choose(method.small, other, scored, rows, nothing)
    return scored


def keeps_certain(method: spec.Method, is_deduction: bool) -> bool:
    """Say whether what is certain already counts while something is missing.

    Parts that hold and gains on record stay; deductions on record are made, whatever the policy
    gives for the rest. A rate or a level that is missing has no certain part.
    """
    if is_deduction:
        return isinstance(method, spec.Deduct)
    return isinstance(method, spec.Checklist | spec.Earn)
