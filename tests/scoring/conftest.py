"""Score by one method alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from engine.facts.table import Column, State
from engine.ruleset.methods import Method
from engine.scoring.methods import score_method
from engine.scoring.values import Quantity

Score = Callable[..., tuple[list[Fraction], list[State]]]


@pytest.fixture(scope="session")
def score(world: SimpleNamespace) -> Score:
    """Return the points and the state of each row by a method worth 3 points."""

    def scored(
        method: Method,
        columns: Mapping[str, Column],
        full: Fraction = Fraction(3),
        quantities: Mapping[str, Quantity] | None = None,
        is_deduction: bool = False,
    ) -> tuple[list[Fraction], list[State]]:
        rows: Any = world.rows(columns)
        rows.view.quantities.update(quantities or {})
        found = score_method(method, rows.units(full), rows, is_deduction)
        points = [int(each) * world.UNIT for each in found.points]
        states = [0] * len(points) if found.states is None else found.states.tolist()
        return points, [State(each) for each in states]

    return scored
