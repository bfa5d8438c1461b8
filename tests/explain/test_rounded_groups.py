"""A group that keeps its points to so many places says so in one line of the ledger."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from engine.diagnostics import Place
from engine.explain import Ledgers, LineKind
from engine.grading import assign_grades
from engine.ruleset.combining import PointsLimit
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Linear
from engine.ruleset.model import FieldType
from engine.scoring import score_schools
from engine.veto import trace_vetoes

HERE = Place("rules.yaml", line=1, column=1)


def ledger_of(world, **more):
    """Write the ledger of a school with 1.2345 of 3 points, of which the group keeps one place."""
    columns = {
        "v": world.column(world.field("v"), [Fraction(4115, 10_000)]),
        "flag": world.column(world.field("flag", FieldType.BOOLEAN), [True]),
    }
    fields = {name: column.field for name, column in columns.items()}
    leaf = world.indicator("A1", Linear("v", Fraction(0), Fraction(1), HERE), 3)
    group = replace(world.group("A", leaf), decimals=1, **more)
    rules = world.ruleset([group], fields=fields)
    facts = world.facts(columns)
    scores = score_schools(rules, facts)
    trace = trace_vetoes(rules, facts, scores.view)
    book = assign_grades(rules, scores, trace)
    return Ledgers(rules, facts, scores, trace, book).of_school(0)


def test_ledger_when_a_group_is_rounded_then_one_line_says_from_what_to_what(world) -> None:
    [_, loss, rounding] = ledger_of(world).lines
    assert (loss.kind, loss.points) == (LineKind.LOSS, 12_345 - 30_000)
    assert (rounding.kind, rounding.rule, rounding.points) == (LineKind.ROUNDING, "A", -345)
    assert rounding.sentence == "“A”得分保留1位小数，四舍五入：1.2345→1.2，减0.0345分"


def test_ledger_when_a_rounded_group_has_a_floor_then_the_floor_starts_from_what_is_rounded(
    world,
) -> None:
    held = Compare("flag", Comparison.EQUALS, (True,), HERE)
    limit = PointsLimit(held, HERE, "保底", Fraction(2))
    [*_, rounding, floor] = ledger_of(world, limits=(limit,)).lines
    assert (rounding.points, floor.kind, floor.points) == (-345, LineKind.LIMIT, 8_000)
