"""Compare how the totals are made: what each indicator, cap and veto moves, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import InternalFault
from engine.points import Units, points_text, round_fraction
from engine.previewing.pairing import Pair, Side
from engine.previewing.parts import PartKey, PartKind, parts_of
from engine.previewing.preview import PartMove, PartMoves
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring import Status
from engine.scoring.values import Mask

# What waits for a fact that is not there, cannot be read, or was not judged yet.
_LACKING = (Status.MISSING, Status.ERROR, Status.MANUAL)
_BONUS, _DEDUCTION = "加分", "扣分"


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where an indicator stands in one ruleset."""

    indicator: Indicator
    at: int
    group_id: str
    group_name: str


def compare_parts(pair: Pair) -> tuple[PartMoves, Units]:
    """Compare every part of the totals.

    Returns:
        The parts; and (schools,) of each delta, what is due to facts that are lacking only now.

    Raises:
        InternalFault: The parts of a school do not add up to the difference of its totals.
    """
    own = [_in_one_unit(side) for side in pair.sides]
    keys = _in_order(list(own[0]), list(own[1]))
    nothing = np.zeros(len(pair.school_ids), np.int64)
    before, after = (np.stack([each.get(key, nothing) for key in keys]) for each in own)
    both = _rated(pair.before) & _rated(pair.after)
    delta = np.where(both, after - before, 0)
    _check_closing(pair, delta, both)
    seats = [_seats(side.assessment.ruleset) for side in pair.sides]
    lacking = _lacking_masks(pair, seats)
    lacking_delta = np.zeros(len(pair.school_ids), np.int64)
    for at, key in enumerate(keys):
        if key.kind is PartKind.INDICATOR and key.id in lacking:
            lacking_delta += np.where(lacking[key.id], delta[at], 0)
    moves = tuple(_moves(pair, keys, delta, int(both.sum()), seats, lacking))
    return PartMoves(keys, before, after, delta, moves), lacking_delta


def _rated(side: Side) -> Mask:
    return side.mask(side.assessment.book.rated_mask)


def _in_one_unit(side: Side) -> dict[PartKey, Units]:
    return {key: side.units(units) for key, units in parts_of(side.assessment).items()}


def _in_order(before: list[PartKey], after: list[PartKey]) -> tuple[PartKey, ...]:
    """Merge two orders: that of the new rules, with what they dropped where it stood."""
    kept = set(after)
    merged: list[PartKey] = []
    dropped: dict[PartKey | None, list[PartKey]] = {}
    last: PartKey | None = None
    for key in before:
        if key in kept:
            last = key
        else:
            dropped.setdefault(last, []).append(key)
    merged.extend(dropped.get(None, ()))
    for key in after:
        merged.append(key)
        merged.extend(dropped.get(key, ()))
    return tuple(merged)


def _check_closing(pair: Pair, delta: Units, both: Mask) -> None:
    """Hold the sum of the parts against the difference of the totals, school by school.

    Raises:
        InternalFault: They differ.
    """
    before, after = (side.units(side.assessment.book.roll_up.total) for side in pair.sides)
    wanted, found = np.where(both, after - before, 0), delta.sum(axis=0)
    wrong = np.flatnonzero(found != wanted)
    if len(wrong):
        school = int(wrong[0])
        said = [points_text(int(each[school]), pair.unit) for each in (found, wanted)]
        raise InternalFault(
            f"{pair.names[school]}（{pair.school_ids[school]}）的分差拆不平："
            f"各部分相加为 {said[0]}，两次总分之差为 {said[1]}。结果没有输出；"
            "请把本次的两套规则和事实表发给维护人员。"
        )


def _seats(ruleset: RuleSet) -> Mapping[str, _Seat]:
    found: dict[str, tuple[str, str]] = {}

    def walk(group: Group) -> None:
        for child in group.children:
            if isinstance(child, Group):
                walk(child)
            else:
                found[child.id] = group.id, group.name

    for dimension in ruleset.dimensions:
        walk(dimension)
    for word, items in ((_BONUS, ruleset.bonuses.items), (_DEDUCTION, ruleset.deductions.items)):
        found.update((item.id, (word, word)) for item in items)
    return {
        each.id: _Seat(each, at, *found[each.id])
        for at, each in enumerate(ruleset.all_indicators())
    }


def _lacking_masks(pair: Pair, seats: list[Mapping[str, _Seat]]) -> dict[str, Mask]:
    """Return indicator -> (schools,) True where its facts are lacking now and were not before."""
    was, now = (_lacking(side, own) for side, own in zip(pair.sides, seats, strict=True))
    found = {}
    for name, mask in now.items():
        new = mask & ~was[name] if name in was else mask
        new = new & pair.before.read_mask
        if new.any():
            found[name] = new
    return found


def _lacking(side: Side, seats: Mapping[str, _Seat]) -> dict[str, Mask]:
    status: NDArray[np.uint8] = side.assessment.scores.status
    lacks = np.isin(status, [int(each) for each in _LACKING])
    return {name: side.mask(lacks[:, seat.at]) for name, seat in seats.items()}


def _moves(
    pair: Pair,
    keys: tuple[PartKey, ...],
    delta: Units,
    n_compared: int,
    seats: list[Mapping[str, _Seat]],
    lacking: Mapping[str, Mask],
) -> Iterator[PartMove]:
    gaining, losing = (delta > 0).sum(axis=1).tolist(), (delta < 0).sum(axis=1).tolist()
    largest = np.abs(delta).argmax(axis=1)
    totals = delta.sum(axis=1).tolist()
    rules = [side.assessment.ruleset for side in pair.sides]
    names = [_names(each) for each in rules]
    places = Fraction(1, 10 ** (max(each.decimals for each in rules) + 2))
    for at, key in enumerate(keys):
        own, other = (each.get(key.id) for each in seats)
        if key.kind is not PartKind.INDICATOR:
            own = other = None
        school = int(largest[at])
        most = int(delta[at, school])
        new = lacking.get(key.id) if other is not None else None
        yield PartMove(
            key=key,
            at=at,
            name=names[1].get(key) or names[0].get(key, ""),
            group_before=_group(own),
            group_after=_group(other),
            group_name=other.group_name if other else own.group_name if own else "",
            full_before=_full(own),
            full_after=_full(other),
            total=totals[at],
            mean=round_fraction(totals[at] * pair.unit / max(n_compared, 1), places),
            n_gaining=gaining[at],
            n_losing=losing[at],
            most=most,
            most_school=school if most else -1,
            n_lacking=0 if new is None else int(new.sum()),
        )


def _group(seat: _Seat | None) -> str:
    return "" if seat is None or seat.indicator.informative else seat.group_id


def _full(seat: _Seat | None) -> Fraction | None:
    return None if seat is None or seat.indicator.informative else seat.indicator.points


def _names(ruleset: RuleSet) -> dict[PartKey, str]:
    """Return what parts are called, where they have a name of their own."""
    names = {PartKey(PartKind.INDICATOR, each.id): each.name for each in ruleset.all_indicators()}
    for group in ruleset.groups():
        for kind in (PartKind.RESCALE, PartKind.ROUNDED, PartKind.LIMITED):
            names[PartKey(kind, group.id)] = group.name
    names[PartKey(PartKind.RESCALE)] = "基础分"
    names.update(
        (PartKey(PartKind.VETO, clause), each.name) for clause, each in ruleset.clauses.items()
    )
    return names
