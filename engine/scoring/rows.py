"""What a method gets to read, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from engine.diagnostics import Place
from engine.facts.table import State
from engine.points import Units, to_units
from engine.scoring.charges import ChargeBook
from engine.scoring.raters import RatingBook
from engine.scoring.values import Quantity, States
from engine.scoring.views import SchoolRows


@dataclass(frozen=True, slots=True)
class Scored:
    """Points of one indicator by its method alone.

    Shapes: (schools,). Units: points.

    Args:
        points: Points where the facts are known; where they are not, what is certain so far: at
            least this, but of a deduction (which takes the rest of full points) at most.
        states: State that prevails among the facts needed; None where all are PRESENT.
    """

    points: Units
    states: States | None = None

    def without_certain(self, nothing: int) -> Scored:
        """Return the same with nothing certain where a fact is missing.

        Args:
            nothing: The points where nothing is certain: 0, or of a deduction full points.
        """
        if self.states is None:
            return self
        is_open = self.states > State.NOT_APPLICABLE
        if not is_open.any():
            return self
        # What a method has just made is its own; what it took over from the batch is not.
        points = self.points if self.points.flags.owndata else self.points.copy()
        points[is_open] = nothing
        return Scored(points, self.states)


@dataclass(frozen=True, slots=True)
class ScoringRows:
    """A run of schools in which indicators are scored.

    Args:
        view: Facts and derived values of these schools.
        unit: The ruleset's unit of points.
        charges: Place of a record charge -> (total, states) of these schools.
        ratings: Place of a 评议 over records -> (points, states) of these schools.
        standings: Place of a 排名赋分 -> how these schools stand among all of the batch.
    """

    view: SchoolRows
    unit: Fraction
    charges: Mapping[Place, tuple[Units, States | None]]
    ratings: Mapping[Place, tuple[Units, States | None]] = field(default_factory=dict)
    standings: Mapping[Place, Quantity] = field(default_factory=dict)

    def units(self, points: Fraction) -> int:
        """Return points as a whole number of units."""
        return to_units(points, self.unit)

    def part(self, rows: slice) -> ScoringRows:
        """Return a run of the schools, without copying."""
        return ScoringRows(
            self.view.part(rows),
            self.unit,
            _part_of(self.charges, rows),
            _part_of(self.ratings, rows),
            {place: standing.part(rows) for place, standing in self.standings.items()},
        )


def _part_of(
    book: Mapping[Place, tuple[Units, States | None]], rows: slice
) -> Mapping[Place, tuple[Units, States | None]]:
    return {
        place: (points[rows], None if states is None else states[rows])
        for place, (points, states) in book.items()
    }


def scoring_rows(
    view: SchoolRows,
    unit: Fraction,
    book: ChargeBook,
    ratings: RatingBook,
    standings: Mapping[Place, Quantity],
) -> ScoringRows:
    """Gather what methods read."""
    charges = {
        place: (charge.total, charge.states if np.any(charge.states) else None)
        for place, charge in book.items()
    }
    return ScoringRows(view, unit, charges, ratings, standings)
