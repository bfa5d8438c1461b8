"""Examine one assessment: everything that says how far its differences can be relied upon."""

from __future__ import annotations

from dataclasses import dataclass

from engine.assess import Assessment
from engine.robustness.assessors import PanelLine, RaterLine, compare_assessors
from engine.robustness.discrimination import Discrimination, discriminate
from engine.robustness.leaving_out import LeftOut, leave_each_out
from engine.robustness.rank_intervals import RankInterval, rank_intervals
from engine.robustness.same_facts import SameFacts, compare_same_facts
from engine.ruleset.model import Indicator

# How many draws, by how many thousandths at most, and the seed that makes them the same each time.
N_DRAWS = 200
NOISE = 100
SEED = 20_250


@dataclass(frozen=True, slots=True)
class Robustness:
    """What was found.

    Args:
        n_draws, noise, seed: How the weights were shaken; noise in thousandths.
        intervals: One a ranked school; none without draws.
        indicators: One a base indicator that carries points, and what leaving it out changes.
        same_facts: Schools with the same facts held against one another.
        raters, panels: Where facts hold raters' marks. unnamed: indicators whose raters no column
            names.
    """

    n_draws: int
    noise: int
    seed: int
    intervals: tuple[RankInterval, ...]
    indicators: tuple[tuple[Discrimination, LeftOut], ...]
    same_facts: SameFacts
    raters: tuple[RaterLine, ...] = ()
    panels: tuple[PanelLine, ...] = ()
    unnamed: tuple[Indicator, ...] = ()


def examine(assessment: Assessment, n_draws: int = N_DRAWS, noise: int = NOISE) -> Robustness:
    """Examine an assessment.

    Args:
        assessment: What was found.
        n_draws: How often the weights are shaken; 0: not at all.
        noise: By how many thousandths at most.
    """
    own = tuple(discriminate(assessment))
    left_out = leave_each_out(assessment, [each.at for each in own])
    raters, panels, unnamed = compare_assessors(assessment)
    return Robustness(
        n_draws,
        noise,
        SEED,
        rank_intervals(assessment, n_draws, noise, SEED),
        tuple(zip(own, left_out, strict=True)),
        compare_same_facts(assessment),
        raters,
        panels,
        unnamed,
    )
