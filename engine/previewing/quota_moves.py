"""Compare the places for grades, who is held back for want of one, and the limits of grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.grading import MoveKind, QuotaUse
from engine.previewing.pairing import Pair, Side
from engine.previewing.preview import LimitMove, QuotaMove

_Key = tuple[str, str]  # cohort and grade


@dataclass(frozen=True, slots=True)
class _Places:
    """The places for one grade in one cohort, over all its quotas."""

    size: int = 0
    places: int = 0
    taken: int = 0

    def with_use(self, use: QuotaUse) -> _Places:
        return _Places(self.size + use.size, self.places + use.places, self.taken + use.taken)


def compare_quotas(pair: Pair) -> tuple[QuotaMove, ...]:
    """Return the places of every cohort and grade on both sides."""
    sides = [_quotas(side) for side in pair.sides]
    held = [_held_back(side) for side in pair.sides]
    found = []
    for key in dict.fromkeys([*sides[1], *sides[0]]):
        own, other = (each.get(key) for each in sides)
        before, after = (each.get(key, []) for each in held)
        found.append(
            QuotaMove(
                cohort=key[0],
                grade=key[1],
                size_before=own.size if own else None,
                size_after=other.size if other else None,
                places_before=own.places if own else None,
                places_after=other.places if other else None,
                taken_before=own.taken if own else None,
                taken_after=other.taken if other else None,
                held_back_before=tuple(before),
                held_back_after=tuple(after),
                fell_out=tuple(at for at in after if _holds(pair.before, at, key[1])),
                came_in=tuple(at for at in before if _holds(pair.after, at, key[1])),
            )
        )
    return tuple(found)


def _holds(side: Side, row: int, grade: str) -> bool:
    """Tell whether a school holds a grade, or a better one."""
    own = int(side.rows[row])
    names = [each.name for each in side.assessment.ruleset.grades]
    held = side.assessment.book.grade[own] if own >= 0 else ""
    return bool(held) and grade in names and names.index(held) <= names.index(grade)


def _quotas(side: Side) -> Mapping[_Key, _Places]:
    found: dict[_Key, _Places] = {}
    for use in side.assessment.book.quotas:
        key = use.cohort, use.grade
        found[key] = found.get(key, _Places()).with_use(use)
    return found


def _held_back(side: Side) -> Mapping[_Key, list[int]]:
    """Return (cohort, grade) -> rows of the schools that a quota keeps from the grade."""
    book, found = side.assessment.book, dict[_Key, list[int]]()
    names = [each.name for each in side.assessment.ruleset.grades]
    for row, own in enumerate(side.rows.tolist()):
        if own < 0:
            continue
        for move in book.moves[own]:
            if move.kind is MoveKind.QUOTA:
                # One that finds no place for the next grade either falls past several.
                passed = names[names.index(move.from_grade) : names.index(move.to_grade)]
                for grade in passed:
                    found.setdefault((book.cohort[own], grade), []).append(row)
    return found


def compare_limits(pair: Pair) -> tuple[LimitMove, ...]:
    """Return the limits of grades that act on other schools than before."""
    sides = [_limited(side) for side in pair.sides]
    names = dict.fromkeys(
        limit.name
        for side in reversed(pair.sides)
        for limit in side.assessment.ruleset.grade_limits
    )
    moves = (LimitMove(name, *(tuple(each.get(name, ())) for each in sides)) for name in names)
    return tuple(each for each in moves if each.before != each.after)


def _limited(side: Side) -> Mapping[str, list[int]]:
    book, found = side.assessment.book, dict[str, list[int]]()
    for row, own in enumerate(side.rows.tolist()):
        if own < 0:
            continue
        for move in book.moves[own]:
            if move.kind in (MoveKind.CAP, MoveKind.FLOOR):
                found.setdefault(move.by, []).append(row)
    return found
