"""What a missing fact could say: nothing impossible, and nothing left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from engine.explain.possible_values import atoms_of, atoms_text
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import Field, FieldType


@pytest.fixture
def values(world: SimpleNamespace) -> Callable[..., list[str]]:
    """Say each value that a field or a derived value could have under some bounds."""

    def run(bounds: list[Any], kind: FieldType | None, **more: Any) -> list[str]:
        field = Field("数", kind, world.HERE, **more) if kind is not None else None
        derived = {} if field is not None else {"数": SimpleNamespace(kind="count")}
        rules = SimpleNamespace(fields={}, derived=derived, tables={})
        names: Any = SimpleNamespace(ruleset=rules, field_of=lambda _name: field)
        conditions = [Compare("数", Comparison.AT_LEAST, (each,), world.HERE) for each in bounds]
        found = atoms_of("数", conditions, names)
        return [str(each.value) for each in found] + (
            [atoms_text("数", found[1:3], names)] if field is not None else []
        )

    return run


def test_whole_numbers_when_bounds_follow_each_other_then_nothing_lies_between(
    values: Callable[..., list[str]],
) -> None:
    whole = values([Fraction(2), Fraction(3)], FieldType.INTEGER, low=Fraction(0))
    assert whole == ["1", "2", "3", "4", "不少于2、不超过3"]
    parts = values([Fraction(2), Fraction(3)], FieldType.NUMBER, low=Fraction(0))
    assert parts == ["1", "2", "5/2", "3", "4", "不少于2、小于3"]


def test_dates_when_bounds_are_days_in_a_row_then_each_is_judged_once(
    values: Callable[..., list[str]],
) -> None:
    days = [date(2025, 1, 1), date(2025, 1, 2)]
    found = values(days, FieldType.DATE)
    assert found[:-1] == ["2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03"]


def test_count_when_it_is_compared_with_nothing_then_it_is_not_less(
    values: Callable[..., list[str]],
) -> None:
    assert values([Fraction(0)], None) == ["0", "1"]
