"""Lead from full marks to the total in the steps of a waterfall: what each took, what is left.

A ledger has a line for every movement; a reader first wants the few sums behind them. Losses
and gaps are summed by dimension; what does not apply and what rescaling gives back for it are
one step with two parts, since alone the first would look like the largest loss of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from engine.explain.ledger_line import LedgerLine, LineKind
from engine.ruleset.model import RuleSet

# What is lost at indicators belongs to the dimension that they stand in.
_OF_DIMENSIONS = (LineKind.LOSS, LineKind.GAP)
# Kinds that make one step, and the kind that stands for them.
_TOGETHER = {LineKind.NOT_APPLICABLE: LineKind.RESCALE}

_Sum = tuple[LineKind, str, int, int]  # kind, dimension, number of lines, points


class Waterfalls:
    """Sums the ledgers of a batch into steps.

    Args:
        ruleset: The rules. said: Writes a count of units as points.
    """

    def __init__(self, ruleset: RuleSet, said: Callable[[int], str]) -> None:
        self._said = said
        self._of: Mapping[str, str] = {
            leaf.id: each.id for each in ruleset.dimensions for leaf in each.leaves()
        }
        # Items of bonuses and deductions stand in no dimension: their gaps come last.
        of = [*dict.fromkeys(self._of.values()), ""]
        self._order = {
            (kind, name): (number, at)
            for number, kind in enumerate(LineKind)
            for at, name in enumerate(of)
        }

    def of_lines(self, lines: Iterable[LedgerLine]) -> list[dict[str, Any]]:
        """Return the steps of one ledger: the first is full marks, the last leaves the total."""
        steps, left = [], 0
        for (kind, of), found in groupby(self._sums(lines), key=_step_of):
            parts = list(found)
            points = sum(part[3] for part in parts)
            left += points
            step = self._told(kind, sum(part[2] for part in parts), points)
            step["after"] = self._said(left)
            if of:
                step["of"] = of
            if len(parts) > 1:
                step["parts"] = [self._told(part[0], *part[2:]) for part in parts]
            steps.append(step)
        return steps

    def _sums(self, lines: Iterable[LedgerLine]) -> list[_Sum]:
        """Sum by kind, and losses and gaps by dimension, in the order of the steps."""
        sums: dict[tuple[LineKind, str], list[int]] = {}
        for line in lines:
            of = self._of.get(line.rule, "") if line.kind in _OF_DIMENSIONS else ""
            own = sums.setdefault((line.kind, of), [0, 0])
            own[0] += 1
            own[1] += line.points
        ordered = sorted(sums, key=self._order.__getitem__)
        return [(kind, of, sums[kind, of][0], sums[kind, of][1]) for kind, of in ordered]

    def _told(self, kind: LineKind, lines: int, points: int) -> dict[str, Any]:
        return {"kind": kind.value, "lines": lines, "points": self._said(points)}


def _step_of(found: _Sum) -> tuple[LineKind, str]:
    return _TOGETHER.get(found[0], found[0]), found[1]
