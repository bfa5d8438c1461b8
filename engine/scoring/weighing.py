"""Weigh the parts of every level: what is left out, weights, what is passed on, floors and caps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.points import Units, multiply, to_units
from engine.ruleset.combining import Combination, Weight
from engine.ruleset.conditions import Condition
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring.arithmetic import whole_column
from engine.scoring.conditions import evaluate, open_mask
from engine.scoring.pools import Pool, pools_of
from engine.scoring.standings import number_off
from engine.scoring.values import Mask
from engine.scoring.views import View

# What one 64-bit number can tell apart.
_MOST_KEYS = 2**62
# The same for every school, or (schools,).
Whole = int | NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class LevelWeights:
    """The weights of the parts of one level.

    Shapes: whole numbers, or (schools,) of them. Their scale is common to the parts of one school
    and says nothing: only ratios count.

    Args:
        own: Part -> weight as the rules write it.
        held: Part -> weight after what others passed on to it.
        gain: Part -> held weight for each point of the part's full points.
        full: The level's full points in units; more or less than the rules write where points
            came from, or went to, another group.
    """

    own: Mapping[str, Whole]
    held: Mapping[str, Whole]
    gain: Mapping[str, Whole]
    full: Whole

    def part(self, rows: slice | NDArray[np.integer]) -> LevelWeights:
        """Return a run of the schools."""
        own, held, gain = (_rows_of(each, rows) for each in (self.own, self.held, self.gain))
        return LevelWeights(own, held, gain, _row_of(self.full, rows))


@dataclass(frozen=True, slots=True)
class BoundMask:
    """A floor or cap of a group's points, and where it holds. Units: points."""

    mask: Mask
    at_least: int | None
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Weighing:
    """What, beside the points, decides how they are put together.

    Args:
        left_out: Position of an indicator -> (schools,) True where it leaves the sum. Indicators
            that nobody leaves out are not in it.
        levels: Group id ("" for the base) -> weights, for weighted means and for sums in which
            points were passed on by name.
        bounds: Group id -> floors and caps in the order in which they apply.
        open_masks: Node id -> (schools,) True where its weight or its floors and caps cannot be
            decided: facts are missing.
        withheld: Position of an indicator -> (schools,) True where it is missing and the rules
            want it for any total at all (不出总分).
        shrunk: Position of an indicator -> (schools,) True where it is left out and its full
            points leave the full marks (减满分).
        fulls: Position of an indicator -> (schools,) its full points where they are supposed to be
            other than written; the levels above that are sums are worth what their parts are.
    """

    left_out: Mapping[int, Mask]
    levels: Mapping[str, LevelWeights]
    bounds: Mapping[str, tuple[BoundMask, ...]]
    open_masks: Mapping[str, Mask]
    withheld: Mapping[int, Mask] = field(default_factory=dict)
    shrunk: Mapping[int, Mask] = field(default_factory=dict)
    fulls: Mapping[int, Units] = field(default_factory=dict)

    def part(self, rows: slice | NDArray[np.integer]) -> Weighing:
        """Return a run of the schools, or chosen ones."""
        return Weighing(
            {at: mask[rows] for at, mask in self.left_out.items()},
            {name: level.part(rows) for name, level in self.levels.items()},
            {
                name: tuple(
                    BoundMask(each.mask[rows], each.at_least, each.at_most) for each in bounds
                )
                for name, bounds in self.bounds.items()
            },
            {name: mask[rows] for name, mask in self.open_masks.items()},
            {at: mask[rows] for at, mask in self.withheld.items()},
            {at: mask[rows] for at, mask in self.shrunk.items()},
            {at: full[rows] for at, full in self.fulls.items()},
        )


def _row_of(whole: Whole, rows: slice | NDArray[np.integer]) -> Whole:
    return whole if isinstance(whole, int) else whole[rows]


def _rows_of(wholes: Mapping[str, Whole], rows: slice | NDArray[np.integer]) -> dict[str, Whole]:
    return {name: _row_of(whole, rows) for name, whole in wholes.items()}


def weigh(ruleset: RuleSet, view: View, left_out: Mapping[int, Mask]) -> Weighing:
    """Settle the weights of a batch.

    Args:
        ruleset: The rules.
        view: The schools' facts and derived values.
        left_out: Position of an indicator -> (schools,) True where it leaves the sum.
    """
    open_masks: dict[str, Mask] = {}
    levels: dict[str, LevelWeights] = {}
    own: dict[str, dict[str, Whole]] = {}
    scales: dict[str, int] = {}
    for level_id, group in _levels(ruleset):
        if group.combine is Combination.WEIGHTED_MEAN:
            own[level_id], scales[level_id] = _weights(group, view, open_masks)
    positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
    for pool in pools_of(ruleset):
        if any(positions[name] in left_out for name in pool.rules):
            levels.update(_after_passing(pool, own, scales, positions, left_out, ruleset.unit))
    for level_id, group in _levels(ruleset):
        if level_id in own and level_id not in levels:
            levels[level_id] = _as_written(group, own[level_id], ruleset.unit)
    bounds = {
        group.id: tuple(_bounds(group, view, ruleset.unit, open_masks))
        for group in ruleset.groups()
        if group.limits
    }
    return Weighing(left_out, levels, bounds, open_masks)


def _levels(ruleset: RuleSet) -> Iterator[tuple[str, Group]]:
    yield "", ruleset.root()
    for group in ruleset.groups():
        yield group.id, group


def _weights(group: Group, view: View, open_masks: dict[str, Mask]) -> tuple[dict[str, Whole], int]:
    """Return the parts' weights in whole numbers, and the scale: weight = number / scale."""
    parts = group.counted()
    cases = [case for part in parts if part.weight for case in part.weight.cases]
    scale = lcm(*(case.number.denominator for case in cases if case.number is not None))
    scale = lcm(scale, *(view.quantity(case.value).scale for case in cases if case.value))
    found: dict[str, Whole] = {}
    for part in parts:
        if part.weight is None:
            found[part.id] = 0
        elif part.weight.constant is not None:
            found[part.id] = int(part.weight.constant * scale)
        else:
            found[part.id] = _by_case(part, part.weight, scale, view, open_masks)
    return found, scale


def _by_case(
    part: Group | Indicator, weight: Weight, scale: int, view: View, open_masks: dict[str, Mask]
) -> Units:
    """Return (schools,) the weight by the first case that holds."""
    numbers = np.zeros(view.n_rows, np.int64)
    undecided = np.ones(view.n_rows, bool)
    is_open = np.zeros(view.n_rows, bool)
    for case in weight.cases:
        holds = undecided.copy()
        if case.condition is not None:
            met, unsure = _decided(case.condition, view)
            is_open |= undecided & unsure
            holds &= met
        if case.value:
            quantity = view.quantity(case.value)
            here = multiply(quantity.numerators, scale // quantity.scale)
            if quantity.states is not None:
                is_open |= holds & (quantity.states > State.NOT_APPLICABLE)
        else:
            assert case.number is not None  # number or value: checked when the rules load
            here = multiply(int(case.number * scale), 1)
        numbers = np.where(holds, here, numbers)
        undecided &= ~holds
    _note_open(part.id, is_open, open_masks)
    return numbers


def _decided(condition: Condition, view: View) -> tuple[Mask, Mask]:
    """Return where a condition holds, and where missing facts leave it open."""
    truth = evaluate(condition, view)
    return truth.true_mask, open_mask(truth)


def _note_open(name: str, mask: Mask, open_masks: dict[str, Mask]) -> None:
    if mask.any():
        open_masks[name] = open_masks[name] | mask if name in open_masks else mask


def _as_written(group: Group, own: dict[str, Whole], unit: Fraction) -> LevelWeights:
    """Weigh a level in which nothing is passed on by name."""
    fulls = {part.id: part.points for part in group.counted()}
    spread = lcm(*(full.numerator for full in fulls.values()))
    held = {name: times(weight, spread) for name, weight in own.items()}
    gain = {name: times(weight, int(spread / fulls[name])) for name, weight in own.items()}
    return LevelWeights(own, held, gain, to_units(group.points, unit))


def times(left: Whole, right: Whole) -> Whole:
    """Multiply exactly; what is the same for all schools stays so."""
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    return multiply(left, right)


def _after_passing(
    pool: Pool,
    own: Mapping[str, Mapping[str, Whole]],
    scales: Mapping[str, int],
    positions: Mapping[str, int],
    left_out: Mapping[int, Mask],
    unit: Fraction,
) -> dict[str, LevelWeights]:
    """Weigh the levels of one pool, once for each pattern of what is left out."""
    names = [name for name in pool.names if positions.get(name, -1) in left_out]
    varied = [
        (level_id, name, whole)
        for level_id in pool.levels
        for name, whole in own.get(level_id, {}).items()
        if not isinstance(whole, int)
    ]
    masks = {name: left_out[positions[name]] for name in names}
    rows, pattern_of = _patterns(list(masks.values()), [whole for _, _, whole in varied])
    settled = []
    for row in rows.tolist():
        weights = pool.weights(own, scales)
        for level_id, name, whole in varied:
            weights[name] = Fraction(int(whole[row]), scales[level_id])
        settled.append(pool.settle(weights, frozenset(name for name in names if masks[name][row])))
    found = {}
    for level_id, group in pool.levels.items():
        scale = _common_scale([each.scale[level_id] for each in settled])
        ups = [scale // each.scale[level_id] if scale else 1 for each in settled]
        held, gain = {}, {}
        for part in group.counted():
            weights_held = (each.held[level_id][part.id] for each in settled)
            each_point = (each.gain[level_id][part.id] for each in settled)
            held[part.id] = _spread(weights_held, ups, pattern_of)
            gain[part.id] = _spread(each_point, ups, pattern_of)
        full = [to_units(each.full[level_id], unit) for each in settled]
        found[level_id] = LevelWeights(
            own.get(level_id, {}), held, gain, np.array(full, np.int64)[pattern_of]
        )
    return found


def _patterns(
    masks: Sequence[Mask], numbers: Sequence[NDArray[np.integer]]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the schools that are alike in all masks, at least one, and all numbers.

    Shapes: (schools,) each.

    Returns:
        (patterns,) one school of each; and (schools,) the pattern of each.
    """
    keys, span = np.zeros(len(masks[0]), np.int64), 1
    for code, n_codes in (
        *((mask.astype(np.int64), 2) for mask in masks),
        *map(number_off, numbers),
    ):
        if span * n_codes > _MOST_KEYS:
            keys, span = number_off(keys)
        keys, span = keys * n_codes + code, span * n_codes
    _, rows, pattern_of = np.unique(keys, return_index=True, return_inverse=True)
    return rows, pattern_of


# Weights on one scale are the same for most parts of most schools, and need no column.
_MOST_SCALE = 10**6


def _common_scale(scales: Sequence[int]) -> int:
    """Return one scale for all patterns; 0 where it would be too fine."""
    common = 1
    for scale in set(scales):
        common = lcm(common, scale)
        if common > _MOST_SCALE:
            return 0
    return common


def _spread(numbers: Iterable[int], ups: Sequence[int], pattern_of: NDArray[np.intp]) -> Whole:
    """Return a column from a number (times its factor) a pattern, or the one that all have."""
    values = [number * up for number, up in zip(numbers, ups, strict=True)]
    if len(set(values)) == 1:
        return values[0]
    return whole_column(values)[pattern_of]


def _bounds(
    group: Group, view: View, unit: Fraction, open_masks: dict[str, Mask]
) -> Iterator[BoundMask]:
    for limit in group.limits:
        holds, unsure = _decided(limit.condition, view)
        _note_open(group.id, unsure, open_masks)
        yield BoundMask(
            holds,
            None if limit.at_least is None else to_units(limit.at_least, unit),
            None if limit.at_most is None else to_units(limit.at_most, unit),
        )
