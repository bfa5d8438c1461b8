"""Tell who moves: total, grade, rank and status of every school, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.grading import GradeBook, GradeMove, MoveKind
from engine.points import Units
from engine.previewing.pairing import Pair, Side
from engine.previewing.preview import Direction, QuotaMove, SchoolMoves
from engine.scoring.values import Mask

NOT_READ = "没有读到"
# What, beside the score, decides a grade -> how it is spoken of.
_QUOTA = "名额"
_CAUSES = (
    ("否决", (MoveKind.BAR_TOP, MoveKind.GRADE_CAP, MoveKind.SET_GRADE)),
    ("等次限定", (MoveKind.CAP, MoveKind.FLOOR)),
    (_QUOTA, (MoveKind.QUOTA,)),
    ("无分时", (MoveKind.UNRATED,)),
)


def compare_schools(pair: Pair, lacking: Units, quotas: Iterable[QuotaMove]) -> SchoolMoves:
    """Tell what becomes of each school.

    Args:
        quotas: The places of every cohort and grade.
        lacking: (schools,) of each delta, what is due to facts that are lacking only now.
    """
    own, other = pair.sides
    books = [side.assessment.book for side in pair.sides]
    totals = [
        np.where(_rated(side), side.units(book.roll_up.total), 0)
        for side, book in zip(pair.sides, books, strict=True)
    ]
    rated = [_rated(side) for side in pair.sides]
    outcomes = [_outcomes(side) for side in pair.sides]
    grades = [side.texts(book.grade) for side, book in zip(pair.sides, books, strict=True)]
    ranks = [side.ranks(book.rank) for side, book in zip(pair.sides, books, strict=True)]
    delta = np.where(rated[0] & rated[1], totals[1] - totals[0], 0)
    directions = _directions(pair, outcomes, grades)
    return SchoolMoves(
        ids=pair.school_ids,
        names=pair.names,
        cohort_before=tuple(own.texts(books[0].cohort)),
        cohort_after=tuple(other.texts(books[1].cohort)),
        total_before=totals[0],
        total_after=totals[1],
        rated_before=rated[0],
        rated_after=rated[1],
        delta=delta,
        rank_before=ranks[0],
        rank_after=ranks[1],
        outcome_before=tuple(outcomes[0]),
        outcome_after=tuple(outcomes[1]),
        grade_before=tuple(grades[0]),
        grade_after=tuple(grades[1]),
        reason_after=tuple(_reasons(other, directions)),
        directions=directions,
        causes=tuple(_causes(pair, directions, quotas)),
        lacking=lacking,
        order=_order(directions, delta, ranks[0] - ranks[1]),
    )


def crossings(schools: SchoolMoves) -> Mapping[tuple[str, str], int]:
    """Return (outcome before, outcome after) -> how many schools."""
    return Counter(zip(schools.outcome_before, schools.outcome_after, strict=True))


def _rated(side: Side) -> Mask:
    return side.mask(side.assessment.book.rated_mask)


def _outcomes(side: Side) -> list[str]:
    book = side.assessment.book
    own = [grade or status.label for grade, status in zip(book.grade, book.status, strict=True)]
    return side.texts(own, NOT_READ)


def _directions(
    pair: Pair, outcomes: list[list[str]], grades: list[list[str]]
) -> tuple[Direction, ...]:
    ladders = [[each.name for each in side.assessment.ruleset.grades] for side in pair.sides]
    known: dict[tuple[str, str, str, str], Direction] = {}
    found = []
    for before, after, own, other in zip(*outcomes, *grades, strict=True):
        key = before, after, own, other
        if key not in known:
            known[key] = _direction(before, after, own, other, ladders)
        found.append(known[key])
    return tuple(found)


def _direction(
    outcome_before: str,
    outcome_after: str,
    before: str,
    after: str,
    ladders: Sequence[Sequence[str]],
) -> Direction:
    """Return which way it goes; two grades are ordered by a ruleset that has both.

    Args:
        before, after: The grades; empty where there is none.
        ladders: Names of the grades of both rulesets, best first.
    """
    if outcome_before == outcome_after:
        return Direction.SAME
    if not (before and after):
        if after:
            return Direction.GRADED
        return Direction.UNGRADED if before else Direction.OTHER
    for ladder in reversed(ladders):
        if before in ladder and after in ladder:
            is_better = ladder.index(after) < ladder.index(before)
            return Direction.UP if is_better else Direction.DOWN
    return Direction.OTHER


def _order(
    directions: Sequence[Direction], delta: Units, rank_move: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Order rows: who loses or gains a grade first, then by the size of the delta."""
    weight = {
        Direction.DOWN: 0,
        Direction.UNGRADED: 0,
        Direction.UP: 1,
        Direction.GRADED: 1,
        Direction.OTHER: 2,
        Direction.SAME: 3,
    }
    first = np.array([weight[each] for each in directions], np.int64)
    return np.lexsort((np.arange(len(first)), -np.abs(rank_move), -np.abs(delta), first))


def _reasons(side: Side, directions: Sequence[Direction]) -> list[str]:
    """Say of each school whose outcome differs how it comes about now."""
    book = side.assessment.book
    return [
        _reason(book, row) if row >= 0 and direction is not Direction.SAME else ""
        for row, direction in zip(side.rows.tolist(), directions, strict=True)
    ]


def _reason(book: GradeBook, row: int) -> str:
    if not book.grade[row]:
        more = len(book.reasons[row]) - 1
        first = book.reasons[row][0] if book.reasons[row] else ""
        return first + (f"（共{more + 1}条）" if more > 0 else "")
    return "；".join(move.reason for move in book.moves[row] if move.reason)


def _causes(
    pair: Pair, directions: Sequence[Direction], quotas: Iterable[QuotaMove]
) -> Iterator[str]:
    """Yield for each school why its outcome differs; nothing where it does not."""
    books = [side.assessment.book for side in pair.sides]
    places = {(each.cohort, each.grade): each for each in quotas}
    rows = zip(*(side.rows.tolist() for side in pair.sides), strict=True)
    for (own, other), direction in zip(rows, directions, strict=True):
        if direction is Direction.SAME:
            yield ""
        elif min(own, other) < 0:
            yield NOT_READ
        else:
            yield "、".join(_cause(books, (own, other), places))


def _cause(
    books: Sequence[GradeBook], rows: tuple[int, int], places: Mapping[tuple[str, str], QuotaMove]
) -> Iterator[str]:
    """Yield the steps of grading that differ: being held up, the score, vetoes, limits, quota."""
    (own, at), (other, now) = zip(books, rows, strict=True)
    if own.reasons[at] != other.reasons[now]:
        yield "暂缓或不定等的原因"
    if own.grade_by_score[at] != other.grade_by_score[now]:
        yield "分数"
    for word, kinds in _CAUSES:
        before, after = (
            [move for move in book.moves[row] if move.kind in kinds]
            for book, row in ((own, at), (other, now))
        )
        if [_step(move) for move in before] == [_step(move) for move in after]:
            continue
        if word == _QUOTA:
            move = (after or before)[0]
            yield _quota_text(move, places.get((move.by, move.from_grade)))
        else:
            yield word


def _step(move: GradeMove) -> tuple[MoveKind, str, str]:
    return move.kind, move.by, move.to_grade


def _quota_text(move: GradeMove, places: QuotaMove | None) -> str:
    """Name the quota, and how many places it had and has."""
    if places is None:
        return _QUOTA
    counts = [places.places_before, places.places_after]
    said = "→".join(dict.fromkeys("无" if each is None else str(each) for each in counts))
    return f"{_QUOTA}（{move.by or '全体'} · {move.from_grade} {said}）"
