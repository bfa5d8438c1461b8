"""Levels of every kind: weights, what is passed on, floors and caps, against plain fractions.

The oracle lets the points wander like stones: as long as someone who is left out holds a weight and
may pass it on, it is handed over. Nothing of the engine's arithmetic is used in it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.explain import Ledgers
from engine.facts.table import State
from engine.grading import assign_grades
from engine.points import choose_unit, round_fraction
from engine.robustness.shaking import draw_factors, parts_to_shake, shaken_totals
from engine.ruleset.combining import (
    Combination,
    InProportion,
    InShares,
    PointsLimit,
    Weight,
    WeightCase,
)
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.fineness import amounts_passed_on, finer_for_means
from engine.ruleset.methods import Direct
from engine.ruleset.model import FieldType, Group, MissingPolicy, NotApplicablePolicy
from engine.scoring import score_schools
from engine.veto import trace_vetoes

NA, M = State.NOT_APPLICABLE, State.MISSING
SHRINK, REDISTRIBUTE = NotApplicablePolicy.SHRINK, NotApplicablePolicy.REDISTRIBUTE
MEAN, SUM = Combination.WEIGHTED_MEAN, Combination.SUM
LEAVES = ("A1", "A2", "A3", "A4", "B1", "B2", "C1", "C2", "C3")
HERE = Place("rules.yaml", line=1, column=1)


def is_true(name):
    return Compare(name, Comparison.EQUALS, (True,), HERE)


weights = st.sampled_from([Fraction(0), Fraction(1), Fraction(5, 2), Fraction(10, 3), Fraction(7)])


@st.composite
def weight(draw):
    """Draw a weight: a number, one by a condition, or one that is a fact."""
    match draw(st.integers(0, 5)):
        case 0:
            cases = (
                WeightCase(HERE, draw(weights), "", is_true("flag")),
                WeightCase(HERE, draw(weights)),
            )
        case 1:
            cases = (WeightCase(HERE, None, "heavy"),)
        case _:
            cases = (WeightCase(HERE, draw(weights)),)
    return Weight(cases, HERE)


@st.composite
def passing(draw, later, others):
    """Draw steps of redistribution; shares go to later ones only, so that nothing circles."""
    steps = []
    if draw(st.booleans()) and later:
        steps.append(
            InProportion(
                tuple(draw(st.lists(st.sampled_from(later), min_size=1, unique=True))), HERE
            )
        )
    if draw(st.booleans()) and others:
        names = draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True))
        parts = [draw(st.integers(1, 3)) for _ in names]
        steps.append(
            InShares({n: Fraction(p, sum(parts)) for n, p in zip(names, parts, strict=True)}, HERE)
        )
    return tuple(steps)


@st.composite
def trees(draw, world):
    """Draw a tree: A of four leaves, B of two and a group C of three; each level of either kind."""
    names = ("", "A", "B", "C")
    kinds = {name: draw(st.sampled_from([MEAN, SUM])) for name in names}
    if draw(st.booleans()):
        kinds = dict.fromkeys(names, SUM)

    # Full marks can shrink only where every level is a sum and nothing is passed on.
    shrinks = set(kinds.values()) == {SUM} and draw(st.booleans())
    outside = (REDISTRIBUTE, SHRINK) if shrinks else (REDISTRIBUTE,)

    def leaf(name, siblings, above):
        later = siblings[siblings.index(name) + 1 :]
        # Points of different groups are the same thing where every level is a sum.
        others = LEAVES[LEAVES.index(name) + 1 :] if set(kinds.values()) == {SUM} else later
        return world.indicator(
            name,
            Direct(name, Fraction(10), HERE),
            draw(st.sampled_from([1, 2, 5])),
            missing=draw(st.sampled_from([MissingPolicy.ZERO, MissingPolicy.REDISTRIBUTE])),
            not_applicable=draw(st.sampled_from(outside)),
            weight=draw(weight()) if kinds[above] is MEAN else None,
            passes_to=draw(passing(later, others)) if SHRINK not in outside else (),
        )

    def group(name, children, above):
        total = sum((child.points for child in children), Fraction(0))
        points = (
            draw(st.sampled_from([Fraction(5), Fraction(20)])) if kinds[name] is MEAN else total
        )
        limits = ()
        if draw(st.booleans()):
            low = draw(st.booleans())
            bound = points / 2
            limits = (
                PointsLimit(
                    is_true("flag"), HERE, "", bound if low else None, None if low else bound
                ),
            )
        return Group(
            name,
            name,
            points,
            tuple(children),
            HERE,
            combine=kinds[name],
            weight=draw(weight()) if kinds[above] is MEAN else None,
            least_scored=draw(st.sampled_from([1, 1, 2])),
            decimals=draw(st.sampled_from([None, None, 0, 1])),
            limits=limits,
        )

    a = group("A", [leaf(n, LEAVES[:4], "A") for n in LEAVES[:4]], "")
    c = group("C", [leaf(n, LEAVES[6:], "C") for n in LEAVES[6:]], "B")
    b = group("B", [*(leaf(n, LEAVES[4:6], "B") for n in LEAVES[4:6]), c], "")
    full = a.points + b.points if kinds[""] is SUM else Fraction(100)
    return (a, b), kinds[""], full


cell = st.one_of(st.integers(0, 100).map(lambda n: Fraction(n, 10)), st.just(NA), st.just(M))
school = st.fixed_dictionaries(
    dict.fromkeys(LEAVES, cell) | {"flag": st.booleans(), "heavy": st.integers(0, 4)}
)


def oracle(root, facts, unit):
    """Return (points, counts) of the base in fractions."""
    level_of, leaves = {}, {}

    def walk(group):
        for part in group.children:
            level_of[part.id] = group
            if isinstance(part, Group):
                walk(part)
            else:
                leaves[part.id] = part

    walk(root)
    got = {name: leaf_points(leaf, facts[name], unit) for name, leaf in leaves.items()}
    out = {name for name, (_, counts) in got.items() if not counts}
    own = {name: own_weight(leaf, level_of[name], facts) for name, leaf in leaves.items()}
    held = wander(leaves, own, out)
    for name, leaf in leaves.items():
        if facts[name] is NA and leaf.not_applicable is SHRINK:
            held[name] = Fraction(0)
    return level(root, facts, unit, got, held)


def wander(leaves, own, out):
    """Hand on what those who are left out hold, until nobody has anything to hand on."""
    held, moved = dict(own), True
    while moved:
        moved = False
        for name in out:
            gifts = gifts_of(leaves[name], own, out) if held[name] else {}
            if gifts:
                amount, held[name] = held[name], Fraction(0)
                for receiver, share in gifts.items():
                    held[receiver] += amount * share
                moved = True
    return held


def full_of(group, held):
    if group.combine is MEAN:
        return group.points
    return sum((full_of(c, held) if isinstance(c, Group) else held[c.id]) for c in group.children)


def level(group, facts, unit, got, held):
    weight, gained, n_counted = Fraction(0), Fraction(0), 0
    for part in group.children:
        if isinstance(part, Group):
            points, counts = level(part, facts, unit, got, held)
            full = full_of(part, held)
            own = own_weight(part, group, facts) if group.combine is MEAN else full
        else:
            (points, counts), full, own = got[part.id], part.points, held[part.id]
        if counts:
            n_counted += 1
            weight += own
            gained += own * points / full if full else 0
    if not weight or n_counted < group.least_scored:
        return Fraction(0), False
    result = round_fraction(full_of(group, held) * gained / weight, unit)
    if group.decimals is not None:
        result = round_fraction(result, Fraction(1, 10**group.decimals))
    for limit in group.limits:
        if facts["flag"]:
            if limit.at_least is not None:
                result = max(result, min(limit.at_least, full_of(group, held)))
            result = min(result, limit.at_most) if limit.at_most is not None else result
    return result, True


def own_weight(part, group, facts):
    if group.combine is SUM:
        return part.points
    for case in part.weight.cases:
        if case.condition is None or facts["flag"]:
            return Fraction(facts["heavy"]) if case.value else case.number
    return Fraction(0)


def leaf_points(leaf, value, unit):
    if value is NA:
        return Fraction(0), False
    if value is M:
        return Fraction(0), leaf.missing is not MissingPolicy.REDISTRIBUTE
    return round_fraction(leaf.points * value / 10, unit), True


def gifts_of(leaf, own, out):
    for step in leaf.passes_to:
        if isinstance(step, InShares):
            return step.shares
        counted = {name: own[name] for name in step.ids if name not in out}
        whole = sum(counted.values(), Fraction(0))
        if whole:
            return {name: weight / whole for name, weight in counted.items()}
    return {}


def batch(world, dimensions, combine, full, schools):
    columns = {
        name: world.column(world.field(name, decimals=1), [each[name] for each in schools])
        for name in LEAVES
    }
    columns["flag"] = world.column(
        world.field("flag", FieldType.BOOLEAN), [each["flag"] for each in schools]
    )
    columns["heavy"] = world.column(
        world.field("heavy", FieldType.INTEGER), [each["heavy"] for each in schools]
    )
    fields = {name: column.field for name, column in columns.items()}
    rules = world.ruleset(dimensions, fields=fields, combine=combine, full_points=full)
    amounts = [amount for amount, _ in amounts_passed_on(rules)]
    unit = choose_unit([world.UNIT, *amounts], rules.decimals)
    rules = replace(rules, unit=finer_for_means(rules, unit))
    return rules, world.facts(columns)


@given(st.data())
@settings(max_examples=150)
def test_levels_when_combined_then_points_are_those_of_plain_fractions(world, data):
    dimensions, combine, full = data.draw(trees(world))
    schools = data.draw(st.lists(school, min_size=1, max_size=4))
    rules, facts = batch(world, dimensions, combine, full, schools)
    scores = score_schools(rules, facts)
    for row, each in enumerate(schools):
        base, counts = oracle(rules.root(), each, rules.unit)
        assert bool(scores.roll_up.base_applicable_mask[row]) is counts
        assert scores.roll_up.base[row] * rules.unit == base
        # Places of a group may round a third upwards: the total stops at full points.
        expected = round_fraction(min(base, rules.full_points), Fraction(1, 100))
        assert scores.roll_up.total[row] * rules.unit == expected


@given(st.data())
@settings(max_examples=80)
def test_ledgers_of_levels_of_every_kind_when_written_then_close(world, data):
    dimensions, combine, full = data.draw(trees(world))
    schools = data.draw(st.lists(school, min_size=1, max_size=3))
    rules, facts = batch(world, dimensions, combine, full, schools)
    scores = score_schools(rules, facts)
    trace = trace_vetoes(rules, facts, scores.view)
    book = assign_grades(rules, scores, trace)
    ledgers = Ledgers(rules, facts, scores, trace, book)
    for row in range(len(schools)):
        ledgers.of_school(row)  # stops where it does not close, or where two ways differ


@given(st.data())
@settings(max_examples=40)
def test_levels_when_the_batch_is_split_or_shuffled_then_nothing_changes(world, data):
    dimensions, combine, full = data.draw(trees(world))
    schools = data.draw(st.lists(school, min_size=2, max_size=7))
    order = data.draw(st.permutations(range(len(schools))))
    rules, facts = batch(world, dimensions, combine, full, schools)
    _, shuffled = batch(world, dimensions, combine, full, [schools[at] for at in order])
    whole = score_schools(rules, facts).roll_up
    split = score_schools(rules, facts, part_size=2).roll_up
    other = score_schools(rules, shuffled).roll_up
    assert (whole.total == split.total).all()
    assert (whole.total[list(order)] == other.total).all()
    for name, points in whole.node_points.items():
        assert (points == split.node_points[name]).all()
        assert (points[list(order)] == other.node_points[name]).all()


@given(st.data())
@settings(max_examples=40)
def test_levels_when_weights_are_shaken_then_no_noise_changes_nothing_and_better_stays_ahead(
    world, data
):
    dimensions, combine, full = data.draw(trees(world))
    one = data.draw(school)
    better = {
        name: value + 1 if name in LEAVES and value not in (NA, M) and value < 10 else value
        for name, value in one.items()
    }
    rules, facts = batch(world, dimensions, combine, full, [one, better])
    scores = score_schools(rules, facts)
    book = assign_grades(rules, scores, trace_vetoes(rules, facts, scores.view))
    n_parts = len(parts_to_shake(rules))
    for noise in (0, 500):
        factors = draw_factors(8, n_parts, noise, data.draw(st.integers(0, 9)))
        for totals in shaken_totals(rules, scores, book, factors):
            assert (totals[:, 1] >= totals[:, 0]).all()
            if not noise:
                assert (totals == book.roll_up.total).all()
