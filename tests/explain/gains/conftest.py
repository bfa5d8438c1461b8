"""Generated rulesets and batches, and a witness that mends facts and assesses all over again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.explain import UnitsText
from engine.explain.gains import Gains, GainStories, SchoolGains
from engine.facts.table import FactTable, State
from engine.grading import GradeBook, assign_grades
from engine.ruleset.combining import Combination, PointsLimit, Weight, WeightCase
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Linear
from engine.ruleset.model import (
    Adjustments,
    Clause,
    Effect,
    EffectKind,
    FieldType,
    Grade,
    GradeLimit,
    MissingPolicy,
    Quota,
    Result,
    ResultKind,
    RuleSet,
)
from engine.scoring import ScoreTable, score_schools
from engine.veto.trace import EffectLine, SchoolTrace, VetoCase, VetoStatus, VetoTrace

HERE = Place("rules.yaml", line=1, column=1)
ALWAYS = Compare("flag", Comparison.EQUALS, (True,), HERE)
GRADES = ("优秀", "良好", "合格", "不合格")
SCHOOL = 0  # the school that is looked at


@dataclass(frozen=True)
class Batch:
    """Rules, and the share of each indicator that each school has."""

    world: SimpleNamespace
    rules: RuleSet
    shares: Mapping[str, Sequence[Any]]
    clause: str = ""

    def facts(self, mended: Sequence[str] = ()) -> FactTable:
        """Return the facts, the first school's with these indicators in full."""
        columns = {
            name: self.world.column(
                self.rules.fields[name], [1, *values[1:]] if name in mended else values
            )
            for name, values in self.shares.items()
        }
        n_schools = len(next(iter(self.shares.values())))
        columns["flag"] = self.world.column(self.rules.fields["flag"], [True] * n_schools)
        return self.world.facts(columns)

    def assessed(self, mended: Sequence[str] = ()) -> tuple[ScoreTable, GradeBook]:
        """Score and grade all schools, from their facts on."""
        scores = score_schools(self.rules, self.facts(mended))
        return scores, assign_grades(self.rules, scores, self._trace())

    def _trace(self) -> VetoTrace:
        if not self.clause:
            return VetoTrace({}, "forward", False)
        status, effects = VetoStatus.IN_FORCE, self.rules.clauses[self.clause].effects
        case = VetoCase(SCHOOL, self.clause, -1, status)
        lines = tuple(EffectLine(SCHOOL, self.clause, -1, each, status) for each in effects)
        own = SchoolTrace(SCHOOL, (), (), (case,), lines, ())
        return VetoTrace({SCHOOL: own}, "forward", False)

    def gains(self, most_sets: int = 20_000) -> SchoolGains:
        """Work out the first school's gains."""
        return self._gains(most_sets).of_schools([SCHOOL])[0]

    def story(self) -> dict[str, Any]:
        """Tell the first school's gains."""
        gains, (_, book) = self._gains(20_000), self.assessed()
        status, reasons = book.status[SCHOOL].label, book.reasons[SCHOOL]
        stories = GainStories(gains, UnitsText(self.rules.unit))
        return stories.of_school(gains.of_schools([SCHOOL])[0], status, reasons)

    def _gains(self, most_sets: int) -> Gains:
        scores, book = self.assessed()
        return Gains(self.rules, scores, book, UnitsText(self.rules.unit), most_sets)


def brute_force(
    batch: Batch, names: Sequence[str], reaches: Callable[[GradeBook], bool]
) -> tuple[str, ...]:
    """Return the least set by assessing every set of items: fewest, then what brings most alone."""

    def unrounded(name: str) -> int:
        after = batch.assessed([name])[1].roll_up
        return int(after.total[SCHOOL] - after.rounding[SCHOOL])

    ranked = sorted(names, key=unrounded, reverse=True)
    for size in range(1, len(names) + 1):
        for chosen in combinations(ranked, size):
            if reaches(batch.assessed(chosen)[1]):
                return chosen
    return ()


def batch_of(
    world: SimpleNamespace,
    dimensions: Sequence[Any],
    shares: Mapping[str, Sequence[Any]],
    clause: str = "",
    **more: Any,
) -> Batch:
    """Return a batch under rules with these dimensions."""
    full = sum((each.points for each in dimensions), Fraction(0))
    fields = {name: world.field(name) for name in shares}
    fields["flag"] = world.field("flag", FieldType.BOOLEAN)
    cuts = (Fraction(9, 10), Fraction(3, 4), Fraction(1, 2))
    settings = {
        "fields": fields,
        "grades": tuple(
            Grade(name, None if cut is None else full * cut, HERE)
            for name, cut in zip(GRADES, (*cuts, None), strict=True)
        ),
        "clauses": {
            name: Clause(name, name, 10, "", (effect,), HERE)
            for name, effect in (
                ("CAP", Effect("CAP", EffectKind.GRADE_CAP, HERE, grade="合格")),
                ("ZERO", Effect("ZERO", EffectKind.ZERO, HERE, targets=("A",))),
            )
        },
    }
    return Batch(world, world.ruleset(dimensions, **{**settings, **more}), shares, clause)


def _limited(kind: ResultKind, comparison: Comparison, number: Fraction, **to: str) -> Any:
    nodes = () if kind is ResultKind.TOTAL_SHARE else ("A",)
    less_than = Fraction(1, 2) if kind is ResultKind.N_BELOW else Fraction(0)
    result = Result("结果", kind, HERE, nodes, less_than)
    limit = GradeLimit("限定", Compare("结果", comparison, (number,), HERE), HERE, **to)
    return {"results": {"结果": result}, "grade_limits": (limit,)}


LIMITS: tuple[dict[str, Any], ...] = (
    {},
    {},
    _limited(ResultKind.TOTAL_SHARE, Comparison.AT_LEAST, Fraction(3, 5), at_least="合格"),
    _limited(ResultKind.N_BELOW, Comparison.AT_LEAST, Fraction(1), at_most="合格"),
    _limited(ResultKind.SHARE, Comparison.LESS_THAN, Fraction(1, 2), at_most="良好"),
    # Against the sense of rules, and possible: who does well in A is capped for it.
    _limited(ResultKind.SHARE, Comparison.AT_LEAST, Fraction(9, 10), at_most="合格"),
)
SHARES = st.sampled_from(
    [
        *(Fraction(0), Fraction(0), Fraction(3, 10), Fraction(1, 2), Fraction(4, 5), Fraction(1)),
        *(State.NOT_APPLICABLE, State.MISSING),
    ]
)


class _Drawing:
    """Draws the parts of one ruleset."""

    def __init__(self, draw: st.DrawFn, world: SimpleNamespace) -> None:
        self.draw = draw
        self.world = world
        self.names: list[str] = []

    def item(self) -> Any:
        name = f"I{len(self.names)}"
        self.names.append(name)
        missing = self.draw(st.sampled_from([MissingPolicy.ZERO, MissingPolicy.REDISTRIBUTE]))
        points = self.draw(st.sampled_from([1, 2, 2, Fraction(5, 2), 4]))
        method = Linear(name, Fraction(0), Fraction(1), HERE)
        return self.world.indicator(name, method, points, missing=missing, weight=self.weight())

    def weight(self) -> Weight:
        return Weight((WeightCase(HERE, Fraction(self.draw(st.integers(1, 3)))),), HERE)

    def level(self, name: str, depth: int) -> Any:
        parts = [
            self.level(f"{name}{at}", depth - 1)
            if depth and self.draw(st.booleans())
            else self.item()
            for at in range(self.draw(st.integers(1, 2)))
        ]
        group = self.world.group(name, *parts)
        limits = []
        if self.draw(st.integers(0, 2)) == 0:
            most = group.points * self.draw(st.sampled_from([Fraction(1, 2), Fraction(4, 5)]))
            limits.append(PointsLimit(ALWAYS, HERE, "封顶", at_most=most))
        if self.draw(st.integers(0, 3)) == 0:
            limits.append(PointsLimit(ALWAYS, HERE, "保底", at_least=group.points / 5))
        mean = Combination.WEIGHTED_MEAN
        return replace(
            group,
            weight=self.weight(),
            limits=tuple(limits),
            combine=self.draw(st.sampled_from([Combination.SUM, Combination.SUM, mean])),
            decimals=self.draw(st.sampled_from([None, None, 1])),
        )


@st.composite
def batches(draw: st.DrawFn, world: SimpleNamespace) -> Batch:
    """Draw rules with sums, means, caps, floors, rounding, limits and quotas; three schools."""
    drawing = _Drawing(draw, world)
    dimensions = [drawing.level(name, 1) for name in "AB"[: draw(st.integers(1, 2))]]
    deductions = tuple(drawing.item() for _ in range(draw(st.integers(0, 2))))
    ties = draw(st.sampled_from(["in", "out", "compare"]))
    quota = Quota("优秀", HERE, number=1, ties=ties, compare_by=("A",) if ties == "compare" else ())
    n_schools = 3
    return batch_of(
        world,
        dimensions,
        {name: [draw(SHARES) for _ in range(n_schools)] for name in drawing.names},
        draw(st.sampled_from(["", "", "", "CAP", "ZERO"])),
        deductions=Adjustments(deductions, draw(st.sampled_from([None, Fraction(2)]))),
        quotas=(quota,) if draw(st.booleans()) else (),
        decimals=draw(st.sampled_from([0, 1, 2])),
        combine=draw(st.sampled_from([Combination.SUM, Combination.WEIGHTED_MEAN])),
        **draw(st.sampled_from(LIMITS)),
    )


@pytest.fixture(scope="session")
def witness() -> SimpleNamespace:
    """Everything above, by name."""
    return SimpleNamespace(batches=batches, batch_of=batch_of, brute_force=brute_force)
