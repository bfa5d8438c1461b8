"""Sums, means and counts over what applies are those of a slow, obvious reckoning."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.explain.dossier import Archive
from engine.facts.table import State
from engine.ruleset.model import Derived, FieldType
from engine.scoring import school_view

M, NA, BAD, OK = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE, State.PRESENT

GAPS = st.sampled_from([M, NA, NA, NA, BAD])
CELLS = st.one_of(st.integers(-900, 900).map(lambda n: Fraction(n, 100)), GAPS)
WHOLES = st.one_of(st.integers(-3, 3), GAPS)
SCHOOLS = st.lists(st.tuples(CELLS, WHOLES, WHOLES), min_size=1, max_size=8)


def over_applicable(kind: str, cells: list[Any]) -> Any:
    """Reckon one school, step by step."""
    meant = [each for each in cells if each is not NA]
    for gap in (BAD, M):
        if any(each is gap for each in meant):
            return gap
    if kind == "n_applicable":
        return Fraction(len(meant))
    if not meant:
        return NA
    total = sum((Fraction(each) for each in meant), Fraction(0))
    return total if kind == "sum_of_applicable" else total / len(meant)


def ratio_of(above: Any, below: Any) -> Any:
    if below == 0 and not isinstance(below, State):
        return NA
    for gap in (BAD, M, NA):
        if above is gap or below is gap:
            return gap
    return Fraction(above) / Fraction(below)


@settings(max_examples=80)
@given(SCHOOLS)
def test_what_applies_is_summed_averaged_and_counted_exactly(
    world: SimpleNamespace, schools: list[tuple[Any, Any, Any]]
) -> None:
    a, b, c = zip(*schools, strict=True)
    columns = {
        "a": world.column(world.field("a", decimals=2), a),
        "b": world.column(world.field("b", FieldType.INTEGER), b),
        "c": world.column(world.field("c", FieldType.INTEGER), c),
    }
    here = world.HERE
    derived = {"r": Derived("r", "ratio", here, numerator="b", denominator="c")}
    for kind in ("mean", "sum_of_applicable", "n_applicable"):
        derived[kind] = Derived(kind, kind, here, operands=("a", "b", "r"))
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", None, informative=True))],
        fields={name: column.field for name, column in columns.items()},
        derived=derived,
    )
    facts = world.facts(columns)
    view, archive = school_view(rules, facts), Archive(rules, facts)
    for school, (first, second, third) in enumerate(schools):
        cells = [first, second, ratio_of(second, third)]
        for kind in ("mean", "sum_of_applicable", "n_applicable"):
            quantity = view.quantity(kind)
            state = quantity.state(school)
            found = quantity.fraction(school) if state is OK else state
            assert found == over_applicable(kind, cells), (kind, cells)
            state, value = archive.dossier(school).value(kind)
            assert (value if state is OK else state) == found, (kind, cells)
