"""Branches of methods that hold a number against others: bands, lines, goals, standing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from math import ceil

import numpy as np

from engine.cases.coverage.branch import Branch
from engine.cases.coverage.sight import Sight
from engine.cases.coverage.uses import Use
from engine.facts.table import State
from engine.points import to_units
from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import Band, Direct, Linear, Ranked, Target
from engine.scoring.values import Mask, Quantity, compare_constant
from engine.sentences.phrases import constant_text, demand_text, measure_of, points_said, unit_of

Reading = Callable[[Sight], Quantity]


def band_branches(
    use: Use,
    bands: Sequence[Band],
    value: str,
    verb: str = "得",
    reading: Reading | None = None,
) -> Iterator[Branch]:
    """Yield a branch a band.

    Args:
        value: The value that the bands are about; reading: where it is not simply one of the
            school's. verb: what a band does.
    """
    measure, unit = measure_of(use.ruleset, value), unit_of(use.ruleset, value)
    read = reading or partial(_value, value)
    for number, band in enumerate(bands, 1):
        asked = "、".join(
            demand_text(comparison, (bound,), measure, unit) for comparison, bound in band.bounds
        )
        words = f"“{value}”{asked}，{verb}{points_said(band.points)}"
        yield use.branch(f"band {number}", words, band.place, partial(_is_in, band, read))


def _value(name: str, sight: Sight) -> Quantity:
    return sight.view.quantity(name)


def _is_in(band: Band, read: Reading, sight: Sight) -> Mask:
    quantity = read(sight)
    found = _known(quantity)
    for comparison, bound in band.bounds:
        found &= compare_constant(quantity, comparison, bound)
    return found


def _known(quantity: Quantity) -> Mask:
    if quantity.states is None:
        return np.ones(len(quantity.numerators), bool)
    return np.asarray(quantity.states == State.PRESENT)


def line_branches(use: Use, method: Linear | Direct) -> Iterator[Branch]:
    """Yield the two ends of a line, and what lies between them."""
    zero, full = Fraction(0), method.out_of if isinstance(method, Direct) else method.full_at
    if isinstance(method, Linear):
        zero = method.zero_at
    measure, unit = measure_of(use.ruleset, method.value), unit_of(use.ruleset, method.value)
    low, high = (constant_text(each, measure) + unit for each in (zero, full))
    for what, words in (
        ("zero", f"“{method.value}”到了零分值{low}，不得分"),
        ("between", f"“{method.value}”在{low}和{high}之间，按比例"),
        ("full", f"“{method.value}”到了满分值{high}，得满分"),
    ):
        reached = partial(_is_on_line, method.value, zero, full, what)
        yield use.branch(what, words, method.place, reached)


def _is_on_line(name: str, zero: Fraction, full: Fraction, what: str, sight: Sight) -> Mask:
    quantity = sight.view.quantity(name)
    rises = full > zero
    down = Comparison.AT_MOST if rises else Comparison.AT_LEAST
    up = Comparison.AT_LEAST if rises else Comparison.AT_MOST
    at_zero, at_full = (
        compare_constant(quantity, down, zero),
        compare_constant(quantity, up, full),
    )
    found = {"zero": at_zero, "full": at_full, "between": ~at_zero & ~at_full}[what]
    return np.asarray(found & _known(quantity))


def target_branches(use: Use, method: Target) -> Iterator[Branch]:
    """Yield the goal reached, short of it, and down to the floor; those that can happen."""
    full, floor, loss = use.indicator.points, method.floor, method.loss
    goal = constant_text(method.goal, measure_of(use.ruleset, method.value))
    goal += unit_of(use.ruleset, method.value)
    yield use.by_points(method, "goal", f"达到目标{goal}", lambda points, whole: points == whole)
    bottom = to_units(floor, use.ruleset.unit)
    if full - loss > floor:
        yield use.by_points(
            method, "short", f"差目标{goal}几步", lambda points, whole: bottom < points < whole
        )
    most = _most_steps(use, method)
    if full > floor and (most is None or most * loss >= full - floor):
        words = f"扣到{points_said(floor)}为止" if floor else "扣完"
        yield use.by_points(method, "floor", words, lambda points, whole: points == bottom < whole)


def _most_steps(use: Use, method: Target) -> int | None:
    """Return how many steps short a value can be; None where nothing limits it."""
    if method.lower_is_better:
        return None
    field = use.ruleset.fields.get(method.value)
    low = field.low if field is not None and field.low is not None else Fraction(0)
    return max(ceil((method.goal - low) / method.step), 0)


def ranked_branches(use: Use, method: Ranked) -> Iterator[Branch]:
    """Yield each band of the standing; without bands the first, those between, and none."""
    if method.bands:
        said = {"rank": "名次", "percentile": "百分位"}.get(method.by, method.peers.value)
        reading = partial(_standing, method)
        yield from band_branches(use, method.bands, said, reading=reading)
        return
    yield from use.shares(method)
    yield use.by_points(method, "none", "排名不得分", lambda points, _: points == 0)


def _standing(method: Ranked, sight: Sight) -> Quantity:
    return sight.rows.standings[method.place]
