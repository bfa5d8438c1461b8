"""Every scoring method, over columns and worked out by hand, is what a slow oracle says it is.

Schools lack facts in every way there is. Shuffling the schools or splitting them in parts changes
nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.explain import Workbook
from engine.facts.table import FactTable, State
from engine.ruleset import methods as spec
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import Adjustments, Derived, FieldType, Peers, RecordTable, RuleSet
from engine.scoring import ScoreTable, Status, score_schools

sys.path.insert(0, str(Path(__file__).parent))
from made_schools import LEVELS, PENDING, YES_NO, schools_of
from slow_methods import result
from slow_school import NA, School

HERE = Place("rules.yaml", line=1, column=1)
FULL = Fraction(3)
LINES = count(1)
SHARES = st.integers(-20, 130).map(lambda n: Fraction(n, 100))
HALVES = st.integers(1, 6).map(lambda n: Fraction(n, 2))
POINTS = st.integers(1, 150).map(lambda n: Fraction(n, 50))


SCHOOLS = st.builds(schools_of, st.integers(1, 16), st.integers(0, 2**32 - 1))


def place() -> st.SearchStrategy[Place]:
    """Draw a place of its own: charges and options are told apart by it."""
    return st.builds(lambda: Place("rules.yaml", line=next(LINES), column=1))


# The methods, one strategy each.
CONDITIONS = st.one_of(
    st.sampled_from(YES_NO).map(lambda name: Compare(name, Comparison.EQUALS, (True,), HERE)),
    st.sampled_from(LEVELS).map(lambda level: Compare("级", Comparison.EQUALS, (level,), HERE)),
)
NUMBERS = st.sampled_from(["数", "次", "率"])
ALL_OR_NOTHING = st.builds(spec.AllOrNothing, CONDITIONS, place())


@st.composite
def checklists(draw: st.DrawFn) -> spec.Checklist:
    counting = draw(st.sampled_from(spec.Counting))
    worth = draw(st.lists(HALVES, min_size=1, max_size=4))
    if counting is spec.Counting.SUM:
        worth = [each / 4 for each in worth]
        worth[0] += FULL - sum(worth)
    parts = tuple(
        spec.Part(f"{at}", draw(CONDITIONS), points, HERE, draw(st.one_of(st.none(), CONDITIONS)))
        for at, points in enumerate(worth)
    )
    least = draw(st.integers(0, len(parts)))
    return spec.Checklist(parts, draw(place()), counting, least)


@st.composite
def bands(draw: st.DrawFn) -> spec.Bands:
    """Draw bands without a gap between them; the ends may be bounded."""
    cuts = sorted(draw(st.lists(SHARES, min_size=1, max_size=4, unique=True)))
    closed = [draw(st.booleans()) for _ in cuts]
    found = []
    for at in range(len(cuts) + 1):
        bounds = []
        if at:
            by = Comparison.AT_LEAST if closed[at - 1] else Comparison.MORE_THAN
            bounds.append((by, cuts[at - 1]))
        if at < len(cuts):
            by = Comparison.LESS_THAN if closed[at] else Comparison.AT_MOST
            bounds.append((by, cuts[at]))
        found.append(spec.Band(tuple(bounds), draw(POINTS), draw(place())))
    first = 1 if len(found) > 2 and draw(st.booleans()) else 0
    chosen = draw(st.permutations(found[first:]))
    return spec.Bands(draw(NUMBERS), tuple(chosen), draw(place()))


LINEAR = st.builds(
    spec.Linear, NUMBERS, SHARES, st.integers(131, 200).map(lambda n: Fraction(n, 70)), place()
)
FALLING = st.builds(
    lambda rising: spec.Linear(rising.value, rising.full_at, rising.zero_at, rising.place), LINEAR
)
DIRECT = st.builds(spec.Direct, NUMBERS, POINTS, place())
LEVEL = st.builds(
    lambda light, heavy, at: spec.Levels("级", {"轻": light, "重": heavy}, at),
    POINTS,
    POINTS,
    place(),
)


def targets(small: st.SearchStrategy[Any]) -> st.SearchStrategy[spec.Target]:
    return st.builds(
        spec.Target,
        NUMBERS,
        SHARES,
        st.integers(1, 40).map(lambda n: Fraction(n, 100)),
        POINTS,
        place(),
        st.sampled_from([Fraction(0), Fraction(1, 2)]),
        st.booleans(),
        small,
    )


@st.composite
def charges(draw: st.DrawFn) -> spec.Charge:
    threshold, cap = draw(st.integers(0, 2)), draw(st.one_of(st.none(), POINTS))
    first, each, at = draw(POINTS), draw(POINTS), draw(place())
    if draw(st.booleans()):
        return spec.Charge("次", at, "次", first=first, each=each, threshold=threshold, cap=cap)
    by_level = {"轻": first, "重": each} if draw(st.booleans()) else None
    guilty = Compare("有责", Comparison.EQUALS, (True,), HERE)
    return spec.Charge(
        "条",
        at,
        table="表",
        condition=draw(st.sampled_from([None, guilty])),
        level_field="程度" if by_level else "",
        by_level=by_level,
        first=Fraction(0) if by_level else first,
        each=Fraction(0) if by_level else each,
        threshold=threshold,
        cap=cap,
        item_field=draw(st.sampled_from(["", "项目"])),
        settle_events=draw(st.booleans()),
    )


CHARGES = st.lists(charges(), min_size=1, max_size=3).map(tuple)
FLOORS = st.sampled_from([Fraction(0), Fraction(1)])
DEDUCT = st.builds(spec.Deduct, CHARGES, place(), FLOORS)
EARN = st.builds(spec.Earn, CHARGES, place())
SIMPLE = st.one_of(
    ALL_OR_NOTHING, checklists(), bands(), LINEAR, DIRECT, LEVEL, targets(st.none()), DEDUCT, EARN
)


@st.composite
def ratings(draw: st.DrawFn, averages: Sequence[spec.Average] = tuple(spec.Average)) -> Any:
    average, trim = draw(st.sampled_from(averages)), 0
    if average is spec.Average.TRIMMED_MEAN:
        trim = draw(st.sampled_from([1, 1, 2]))
    by_level = draw(st.booleans())
    guilty = Compare("有责", Comparison.EQUALS, (True,), HERE)
    return spec.Ratings(
        "表",
        "程度" if by_level else "分数",
        draw(place()),
        None if by_level else draw(POINTS),
        {"轻": draw(POINTS), "重": draw(POINTS)} if by_level else None,
        draw(st.sampled_from([None, guilty])),
        average,
        trim,
        2 * trim + draw(st.sampled_from([1, 1, 1, 3])),
    )


COEFFICIENTS = st.one_of(st.just(Fraction(1)), st.integers(0, 6).map(lambda n: Fraction(n, 7)))
VOTES = st.builds(
    spec.Votes,
    st.fixed_dictionaries({"次": COEFFICIENTS, "总": COEFFICIENTS}),
    place(),
    st.integers(1, 4),
)
SIMPLE = st.one_of(SIMPLE, ratings(), VOTES)


def small_samples(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[spec.Target]:
    return targets(st.builds(spec.SmallSample, st.just("总"), st.integers(1, 4), inner, place()))


def best_ofs(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[spec.BestOf]:
    return st.builds(spec.BestOf, st.lists(inner, min_size=2, max_size=3).map(tuple), place())


def lesses(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[spec.Less]:
    taken = st.lists(bands(), min_size=1, max_size=2).map(tuple)
    return st.builds(spec.Less, inner, taken, place(), FLOORS)


PEERS = st.builds(
    Peers,
    NUMBERS,
    st.sampled_from([(), ("组",)]),
    st.booleans(),
    st.sampled_from(["lowest", "highest", "average"]),
)
PODIUM = tuple(
    spec.Band(bounds, Fraction(points), HERE)
    for points, bounds in (
        (3, ((Comparison.AT_MOST, Fraction(1, 2)),)),
        (2, ((Comparison.MORE_THAN, Fraction(1, 2)), (Comparison.AT_MOST, Fraction(5, 2)))),
        (1, ((Comparison.MORE_THAN, Fraction(5, 2)),)),
    )
)
RANKED = st.builds(
    lambda peers, by, at: spec.Ranked(peers, by[0], at, by[1]),
    PEERS,
    st.sampled_from([("proportion", ()), ("rank", ()), ("rank", PODIUM), ("percentile", PODIUM)]),
    place(),
)


def within(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(small_samples(inner), best_ofs(inner), lesses(inner))


METHODS = {
    "全有全无": ALL_OR_NOTHING,
    "清单累加": checklists(),
    "分档": bands(),
    "线性": st.one_of(LINEAR, FALLING),
    "直接计分": DIRECT,
    "等级对应": LEVEL,
    "达标扣减": targets(st.none()),
    "小样本": small_samples(SIMPLE),
    "逐次扣分": DEDUCT,
    "逐次得分": EARN,
    "评议": ratings([spec.Average.MEAN]),
    "去极值平均": ratings([spec.Average.TRIMMED_MEAN]),
    "中位数": ratings([spec.Average.MEDIAN]),
    "票数": VOTES,
    "取高": best_ofs(SIMPLE),
    "另扣": lesses(SIMPLE),
    "层层相套": within(within(SIMPLE)),
    "排名赋分": RANKED,
    "与排名取高": st.one_of(best_ofs(st.one_of(SIMPLE, RANKED)), lesses(RANKED)),
}


def rules_of(world: SimpleNamespace, method: spec.Method, is_deduction: bool) -> RuleSet:
    kinds = {
        **dict.fromkeys(YES_NO, FieldType.BOOLEAN),
        "数": FieldType.NUMBER,
        "次": FieldType.INTEGER,
        "总": FieldType.INTEGER,
    }
    fields = {name: world.field(name, kind) for name, kind in kinds.items()}
    choice = {"choices": LEVELS, "pending": (PENDING,)}
    fields["组"] = world.field("组", FieldType.BOOLEAN)
    fields["级"] = world.field("级", FieldType.CHOICE, **choice)
    columns = {
        "程度": world.field("程度", FieldType.CHOICE, **choice),
        "分数": world.field("分数", decimals=2),
        "有责": world.field("有责", FieldType.BOOLEAN),
        "项目": world.field("项目", FieldType.TEXT),
        "事件": world.field("事件", FieldType.TEXT),
    }
    item = world.indicator("X", method, FULL)
    other = world.indicator("Y", spec.Direct("数", Fraction(1), HERE), 1)
    return world.ruleset(
        [world.group("A", other)] if is_deduction else [world.group("A", item, other)],
        fields=fields,
        tables={"表": RecordTable("表", columns, HERE, event_field="事件")},
        derived={"率": Derived("率", "ratio", HERE, numerator="次", denominator="总")},
        deductions=Adjustments((item,) if is_deduction else ()),
    )


def facts_of(world: SimpleNamespace, rules: RuleSet, schools: Sequence[Any]) -> FactTable:
    columns = {
        name: world.column(field, [values[name] for values, _, _ in schools])
        for name, field in rules.fields.items()
    }
    rows = [(at, row) for at, (_, records, _) in enumerate(schools) for row in records]
    table = rules.tables["表"]
    records = world.record_set(
        table,
        [at for at, _ in rows],
        {name: [row[name] for _, row in rows] for name in table.fields},
        n_schools=len(schools),
        states=[state for _, _, state in schools],
        in_window=[row["在内"] for _, row in rows],
    )
    return world.facts(columns, {"表": records})


def slow(method: spec.Method, drawn: Sequence[Any], is_deduction: bool) -> list[Any]:
    """Return what the oracle says of each school, among all that were drawn."""
    batch = [{**values, "率": rate(values["次"], values["总"])} for values, _, _ in drawn]
    schools = [
        School(values, [row for row in records if row["在内"]], table, FULL, is_deduction, batch)
        for values, (_, records, table) in zip(batch, drawn, strict=True)
    ]
    return [result(method, school) for school in schools]


def rate(above: Any, below: Any) -> Any:
    if below == 0 and not isinstance(below, State):
        return NA
    gaps = [each for each in (above, below) if isinstance(each, State)]
    return max(gaps) if gaps else Fraction(above, below)


def found_in(scores: ScoreTable, world: SimpleNamespace) -> list[tuple[Status, Fraction]]:
    at = next(at for at, each in enumerate(scores.indicators) if each.id == "X")
    points = [int(each) * world.UNIT for each in scores.points[:, at]]
    return list(zip(map(Status, scores.status[:, at].tolist()), points, strict=True))


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_method_when_worked_out_slowly_then_is_what_the_columns_say(
    world: SimpleNamespace, name: str, data: st.DataObject
) -> None:
    method = data.draw(METHODS[name])
    schools, is_deduction = data.draw(SCHOOLS), data.draw(st.booleans())
    rules = rules_of(world, method, is_deduction)
    facts = facts_of(world, rules, schools)
    scores = score_schools(rules, facts)
    wanted = slow(method, schools, is_deduction)
    outside = FULL if is_deduction else Fraction(0)
    assert found_in(scores, world) == [
        (Status(int(state)), outside if state is NA else points) for state, points in wanted
    ]
    book = Workbook(rules, facts, scores)
    for school in range(len(schools)):
        for at, _ in enumerate(scores.indicators):
            assert book.school(school).work_out(at).sentence  # raises where the two differ
    order = data.draw(st.permutations(range(len(schools))))
    shuffled = facts_of(world, rules, [schools[at] for at in order])
    again = score_schools(rules, shuffled, part_size=data.draw(st.integers(1, 4)))
    assert found_in(again, world) == [found_in(scores, world)[at] for at in order]
    assert again.roll_up.total.tolist() == scores.roll_up.total[list(order)].tolist()
