"""How well each indicator tells schools apart (区分度)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.assess import Assessment
from engine.points import to_units
from engine.ruleset.model import Indicator
from engine.scoring import Status

# From this share on nearly all schools are alike.
NEARLY_ALL = 0.95
# Below this an indicator runs against the others; said of at least so many schools.
AGAINST = -0.2
LEAST_SCHOOLS = 10
# What has no mark yet says nothing of how marks differ, whatever the rules count meanwhile.
_UNKNOWN = (Status.MISSING, Status.ERROR, Status.MANUAL)


@dataclass(frozen=True, slots=True)
class Discrimination:
    """The marks of one base indicator over the schools to which it applies.

    Args:
        at: Position of the indicator. n_schools: to whom it applies, with a mark and a total.
        n_unknown: Those of whom it is not known yet (缺失、无法识读、待评); in no figure below.
        at_full, at_zero: Shares with all of it, and with nothing. same: with the commonest mark.
        mean, spread: Of the shares of full points got; the standard deviation.
        rest: Correlation with the rest of the total; None where either is the same for all.
    """

    at: int
    indicator: Indicator
    n_schools: int
    n_unknown: int
    at_full: float
    at_zero: float
    same: float
    mean: float
    spread: float
    rest: float | None

    @property
    def finding(self) -> str:
        """What is wrong with it, in a few words; empty where nothing is."""
        if not self.n_schools:
            return "都还没有得分" if self.n_unknown else "无一适用"
        for share, what in ((self.at_full, "满分"), (self.at_zero, "零分"), (self.same, "一样")):
            if share >= NEARLY_ALL:
                return f"人人{what}" if share == 1 else f"几乎人人{what}"
        if self.rest is not None and self.rest < AGAINST and self.n_schools >= LEAST_SCHOOLS:
            return "与其余相反"
        return ""


def discriminate(assessment: Assessment) -> Iterator[Discrimination]:
    """Yield each base indicator that carries points, in the order of the rules."""
    scores, book = assessment.scores, assessment.book
    unit = assessment.ruleset.unit
    for at, indicator in enumerate(assessment.ruleset.leaves()):
        if indicator.informative or not indicator.points:
            continue
        counted = book.rated_mask.copy()
        if at in scores.left_out:
            counted &= ~scores.left_out[at]
        unknown = counted & np.isin(scores.status[:, at], _UNKNOWN)
        counted &= ~unknown
        n_unknown = int(unknown.sum())
        full = to_units(indicator.points, unit)
        points = book.points[counted, at]
        n_schools = len(points)
        if not n_schools:
            yield Discrimination(at, indicator, 0, n_unknown, 0.0, 0.0, 0.0, 0.0, 0.0, None)
            continue
        shares = points / full
        _, counts = np.unique(points, return_counts=True)
        worth = points
        if at in book.roll_up.leaf_lost:  # below a weighted mean: in points of the total
            own = book.roll_up.leaf_full[at] + book.roll_up.leaf_lost[at]
            worth = own[counted]
        rest = book.roll_up.total[counted] - worth
        yield Discrimination(
            at,
            indicator,
            n_schools,
            n_unknown,
            float((points == full).mean()),
            float((points == 0).mean()),
            float(counts.max() / n_schools),
            float(shares.mean()),
            float(shares.std()),
            _correlation(shares, rest),
        )


def _correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    if len(one) < 3 or not np.ptp(one) or not np.ptp(other):
        return None
    return float(np.corrcoef(one, other)[0, 1])
