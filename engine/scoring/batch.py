"""Score a batch: in parts that fit the processor's cache, on all cores.

NumPy lets go of the interpreter while it computes, so threads are enough. The number and size of
the parts never change a result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from engine.facts.table import FactTable
from engine.points import Units, divide_half_up, to_units
from engine.ruleset.model import Indicator, RuleSet
from engine.scoring.arithmetic import add_up
from engine.scoring.charges import settle_charges
from engine.scoring.cohorts import cohort_codes
from engine.scoring.contests import settle_contests
from engine.scoring.derived import school_view
from engine.scoring.indicators import Gaps, score_indicator
from engine.scoring.raters import settle_ratings
from engine.scoring.rollup import join_roll_ups, roll_up
from engine.scoring.rows import ScoringRows, scoring_rows
from engine.scoring.table import RollUp, ScoreTable, Status
from engine.scoring.values import Mask
from engine.scoring.views import SchoolRows
from engine.scoring.weighing import Weighing, weigh
from engine.scoring.withholding import withheld_from

PART_SIZE = 262_144

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Batch:
    ruleset: RuleSet
    indicators: tuple[Indicator, ...]
    full: tuple[int, ...]
    n_gains: int  # positions from here on are deductions
    points: Units  # (indicators, schools)
    status: np.ndarray  # (indicators, schools)


def score_schools(
    ruleset: RuleSet,
    facts: FactTable,
    *,
    part_size: int = PART_SIZE,
    view: SchoolRows | None = None,
) -> ScoreTable:
    """Score every indicator of every school, and carry the points up to the total.

    Args:
        ruleset: The rules.
        facts: The schools.
        part_size: Schools scored in one go (at least 1); never changes a result.
        view: `school_view` of these facts where it was worked out already.
    """
    view = school_view(ruleset, facts) if view is None else view
    book = settle_charges(ruleset, facts, view)
    ratings = settle_ratings(ruleset, facts, view)
    standings = settle_contests(ruleset, view)
    rows = scoring_rows(view, ruleset.unit, book, ratings, standings)
    indicators = ruleset.all_indicators()
    shape = (len(indicators), facts.n_schools)
    batch = _Batch(
        ruleset,
        indicators,
        tuple(to_units(each.points, ruleset.unit) for each in indicators),
        len(indicators) - len(ruleset.deductions.items),
        np.empty(shape, np.int64),
        np.empty(shape, np.uint8),
    )
    parts = _parts(facts.n_schools, part_size)
    gaps = _in_parallel(lambda part: _score_part(batch, rows, part), parts)
    left_out = _gather(gaps, parts, "left_out", facts.n_schools)
    means = _gather(gaps, parts, "wants_mean", facts.n_schools)
    if means:
        _give_cohort_means(batch, view, means, left_out)
    weighing = weigh(ruleset, view, left_out)
    withheld = _gather(gaps, parts, "withheld", facts.n_schools)
    weighing = replace(
        weighing,
        withheld=withheld_from(ruleset, withheld, weighing.levels),
        shrunk=_gather(gaps, parts, "shrunk", facts.n_schools),
    )
    roll_ups = _in_parallel(lambda part: _roll_up_part(batch, weighing, part), parts)
    blocked = np.zeros(facts.n_schools, bool)
    for mask in _gather(gaps, parts, "blocked", facts.n_schools).values():
        blocked |= mask
    for mask in weighing.open_masks.values():
        blocked |= mask
    return ScoreTable(
        view=view,
        charges=book,
        indicators=indicators,
        points=batch.points.T,
        status=batch.status.T,
        weighing=weighing,
        blocked_mask=blocked,
        roll_up=join_roll_ups(roll_ups),
    )


def _parts(n_schools: int, part_size: int) -> list[slice]:
    size = max(part_size, 1)
    starts = range(0, max(n_schools, 1), size)
    return [slice(start, min(start + size, n_schools)) for start in starts]


def _in_parallel(work: Callable[[slice], _Result], parts: list[slice]) -> list[_Result]:
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, parts))


def _score_part(batch: _Batch, rows: ScoringRows, part: slice) -> list[Gaps]:
    few = rows.part(part)
    return [
        score_indicator(
            indicator,
            batch.full[at],
            at >= batch.n_gains,
            few,
            batch.points[at, part],
            batch.status[at, part],
        )
        for at, indicator in enumerate(batch.indicators)
    ]


def _roll_up_part(batch: _Batch, weighing: Weighing, part: slice) -> RollUp:
    own = weighing.part(part)
    return roll_up(batch.ruleset, batch.points[:, part], own, batch.ruleset.unit)


def _gather(
    gaps: list[list[Gaps]], parts: list[slice], name: str, n_schools: int
) -> dict[int, Mask]:
    """Put one kind of gap together: position of the indicator -> (schools,)."""
    gathered: dict[int, Mask] = {}
    for part, of_part in zip(parts, gaps, strict=True):
        for at, each in enumerate(of_part):
            mask = getattr(each, name)
            if mask is not None:
                gathered.setdefault(at, np.zeros(n_schools, bool))[part] = mask
    return gathered


def _give_cohort_means(
    batch: _Batch, view: SchoolRows, means: Mapping[int, Mask], left_out: dict[int, Mask]
) -> None:
    """Give 取同类平均 its mean: of the schools of the cohort that were scored.

    What is certain already is neither lost nor undone by the mean: gains on record above it stay,
    and so do deductions on record. Where nobody in the cohort was scored there is no mean: what
    is not applicable is left out, what is missing stays as it is.
    """
    codes, labels = cohort_codes(batch.ruleset, view)
    for at, wanted in means.items():
        scored = batch.status[at] == Status.SCORED
        count = np.bincount(codes[scored], minlength=len(labels))
        total = add_up(batch.points[at][scored], codes[scored], len(labels))
        mean = divide_half_up(total, np.maximum(count, 1))
        has_mean = count[codes] > 0
        given = wanted & has_mean
        keep = np.minimum if at >= batch.n_gains else np.maximum
        batch.points[at][given] = keep(batch.points[at][given], mean[codes[given]])
        without = wanted & ~has_mean & (batch.status[at] == Status.NOT_APPLICABLE)
        if without.any():
            left_out[at] = without  # under 取同类平均 nothing else leaves an indicator out
