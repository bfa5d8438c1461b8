"""What limits of grades read of the points is the same in columns and in fractions."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.explain import Ledgers
from engine.facts.table import State
from engine.grading import assign_grades
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Linear
from engine.ruleset.model import GradeLimit, Result, ResultKind
from engine.scoring import score_schools
from engine.veto.trace import VetoTrace

HERE = Place("ruleset.yaml")
SHARE = st.one_of(
    st.integers(0, 12).map(lambda n: Fraction(n, 12).limit_denominator(10_000)),
    st.sampled_from([State.NOT_APPLICABLE, State.MISSING]),
).map(lambda share: share if isinstance(share, State) else Fraction(int(share * 10_000), 10_000))
NODES = ("A", "B", "C", "A1", "B1")
SOME = st.lists(st.sampled_from(NODES), min_size=1, max_size=3, unique=True).map(tuple)
RESULTS = st.one_of(
    st.builds(
        lambda kind, node: Result("r", kind, HERE, (node,)),
        st.sampled_from([ResultKind.POINTS, ResultKind.SHARE]),
        st.sampled_from(NODES),
    ),
    st.builds(lambda nodes: Result("r", ResultKind.LOWEST_SHARE, HERE, nodes), SOME),
    st.builds(
        lambda nodes, below: Result("r", ResultKind.N_BELOW, HERE, nodes, Fraction(below, 12)),
        SOME,
        st.integers(0, 12),
    ),
    st.sampled_from([ResultKind.TOTAL, ResultKind.TOTAL_SHARE]).map(
        lambda kind: Result("r", kind, HERE)
    ),
)


def slow(result: Result, shares: tuple[Any, ...]) -> Fraction | None:
    """Work a result out by hand: dimensions of 10, 20 and 10/3 points, one indicator each."""
    full = {"A": Fraction(10), "B": Fraction(20), "C": Fraction(10, 3)}
    known = {
        name: Fraction(0) if share is State.MISSING else share
        for name, share in zip("ABC", shares, strict=True)
        if share is not State.NOT_APPLICABLE
    }

    def rounded(number: Fraction, unit: Fraction) -> Fraction:
        return int(number / unit + Fraction(1, 2)) * unit

    unit = Fraction(1, 30_000)
    points = {name: rounded(share * full[name], unit) for name, share in known.items()}
    if result.kind in (ResultKind.TOTAL, ResultKind.TOTAL_SHARE):
        if not known:
            return None
        whole = sum(full.values(), Fraction(0))
        applicable = sum((full[name] for name in known), Fraction(0))
        base = rounded(sum(points.values(), Fraction(0)) * whole / applicable, unit)
        total = rounded(base, Fraction(1, 100))
        return total if result.kind is ResultKind.TOTAL else total / whole
    parts = [name[0] for name in result.nodes if name[0] in known]
    if not parts:
        return None
    own = [points[name] / full[name] for name in parts]
    match result.kind:
        case ResultKind.POINTS:
            return points[parts[0]]
        case ResultKind.N_BELOW:
            return Fraction(sum(share < result.less_than for share in own))
    return min(own)


@given(
    schools=st.lists(st.tuples(SHARE, SHARE, SHARE), min_size=1, max_size=4),
    result=RESULTS,
    bound=st.integers(0, 24).map(lambda n: Fraction(n, 12)),
    comparison=st.sampled_from([Comparison.AT_LEAST, Comparison.LESS_THAN, Comparison.EQUALS]),
)
def test_a_result_when_judged_in_columns_then_it_is_what_fractions_say(
    world: SimpleNamespace,
    schools: list[Any],
    result: Result,
    bound: Fraction,
    comparison: Comparison,
) -> None:
    columns = {
        name: world.column(world.field(name), [school[at] for school in schools])
        for at, name in enumerate("abc")
    }
    dimensions = [
        world.group(
            name,
            world.indicator(f"{name}1", Linear(name.lower(), Fraction(0), Fraction(1), HERE), full),
        )
        for name, full in (("A", 10), ("B", 20), ("C", Fraction(10, 3)))
    ]
    limit = GradeLimit("限", Compare("r", comparison, (bound,), HERE), HERE, at_most="不合格")
    rules = world.ruleset(
        dimensions,
        fields={name: each.field for name, each in columns.items()},
        unit=Fraction(1, 30_000),
        results={"r": result},
        grade_limits=(limit,),
    )
    facts = world.facts(columns)
    scores, trace = score_schools(rules, facts), VetoTrace({}, "forward", False)
    book = assign_grades(rules, scores, trace)
    ledgers = Ledgers(rules, facts, scores, trace, book)
    compare = {
        Comparison.AT_LEAST: Fraction.__ge__,
        Comparison.LESS_THAN: Fraction.__lt__,
        Comparison.EQUALS: Fraction.__eq__,
    }[comparison]
    for number, shares in enumerate(schools):
        wanted = slow(result, shares)
        truth = int(book.judged[0].truth.values[number])
        assert truth == (1 if wanted is None else 2 * compare(wanted, bound))
        ledger = ledgers.of_school(number)  # judges again, in fractions
        assert ledger.outcome.value("r")[1] == wanted
