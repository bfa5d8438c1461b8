"""Preview: the same facts under two rulesets, and what differs; data alone, for every face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.assess import Assessment
from engine.differences import RuleChange
from engine.points import Units
from engine.previewing.parts import PartKey
from engine.previewing.same_year import Move
from engine.ruleset.model import RuleSet
from engine.scoring.values import Mask


class Direction(StrEnum):
    """Which way the outcome of a school goes."""

    UP = "up"
    DOWN = "down"
    GRADED = "graded"  # it had no grade, and has one
    UNGRADED = "ungraded"  # it had a grade, and has none
    OTHER = "other"  # between two reasons for no grade, or grades that cannot be ordered
    SAME = "same"

    @property
    def label(self) -> str:
        return {
            "up": "升等",
            "down": "降等",
            "graded": "由未定等到定等",
            "ungraded": "由定等到未定等",
            "other": "其他变动",
            "same": "不变",
        }[self.value]


@dataclass(frozen=True, slots=True)
class SchoolMoves:
    """What becomes of each school.

    Shapes: (schools,) throughout, in the order of ids. Units: points, in the unit of the pair.

    Args:
        total_before, total_after: 0 where there is no total: see the masks.
        rated_before, rated_after: Whether there is a total.
        delta: total_after - total_before; 0 where either is not there.
        rank_before, rank_after: In the cohort; 0: none.
        outcome_before, outcome_after: The grade; the status where there is none; NOT_READ for a
            school that this side did not read.
        grade_before, grade_after: Empty where there is none.
        causes: Why the outcome differs, in Chinese; empty where it does not.
        lacking: Of the delta, what is due to indicators whose facts the sheets do not give and
            that scored (or were not asked) before.
        order: Rows by what matters: crossings first, then by the size of the delta.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    cohort_before: tuple[str, ...]
    cohort_after: tuple[str, ...]
    total_before: Units
    total_after: Units
    rated_before: Mask
    rated_after: Mask
    delta: Units
    rank_before: NDArray[np.int64]
    rank_after: NDArray[np.int64]
    outcome_before: tuple[str, ...]
    outcome_after: tuple[str, ...]
    grade_before: tuple[str, ...]
    grade_after: tuple[str, ...]
    reason_after: tuple[str, ...]
    directions: tuple[Direction, ...]
    causes: tuple[str, ...]
    lacking: Units
    order: NDArray[np.intp]

    @property
    def compared_mask(self) -> Mask:
        """Return which schools have a total on both sides."""
        return self.rated_before & self.rated_after

    @property
    def rank_move(self) -> NDArray[np.int64]:
        """Return how many places a school goes up; 0 where it has no rank on either side."""
        both = (self.rank_before > 0) & (self.rank_after > 0)
        return np.where(both, self.rank_before - self.rank_after, 0)

    def going(self, *directions: Direction) -> list[int]:
        """Return the rows that go some way, by what matters."""
        return [at for at in self.order.tolist() if self.directions[at] in directions]


@dataclass(frozen=True, slots=True)
class PartMove:
    """What one part of the totals does to the schools that have a total on both sides.

    Units: points, in the unit of the pair.

    Args:
        at: Its column in `PartMoves`.
        name: As the rules call it.
        group_before, group_after: Id of the group in which it stands; empty: nowhere.
        group_name: Of the group in which it stands now (or stood).
        full_before, full_after: Its full points; None where it has none, or is not there.
        total: Sum of what it moves; mean: over those schools, rounded to two places more than
            totals have. most: the largest move, of which `most_school` is the row;
            -1 where nothing moves.
        n_lacking: Schools that lack its facts now and did not before.
    """

    key: PartKey
    at: int
    name: str
    group_before: str
    group_after: str
    group_name: str
    full_before: Fraction | None
    full_after: Fraction | None
    total: int
    mean: Fraction
    n_gaining: int
    n_losing: int
    most: int
    most_school: int
    n_lacking: int = 0

    @property
    def is_added(self) -> bool:
        return not self.group_before and bool(self.group_after)

    @property
    def is_removed(self) -> bool:
        return bool(self.group_before) and not self.group_after

    @property
    def is_moved(self) -> bool:
        return bool(
            self.group_before and self.group_after and self.group_before != self.group_after
        )


@dataclass(frozen=True, slots=True)
class PartMoves:
    """How every total is made, before and after: the deltas close, school by school.

    Shapes: before, after and delta (parts, schools). Units: points, in the unit of the pair.

    Args:
        moves: One a part, in the order of the rules.
        delta: 0 for schools that lack a total on either side.
    """

    keys: tuple[PartKey, ...]
    before: Units
    after: Units
    delta: Units
    moves: tuple[PartMove, ...]

    def of_school(self, school: int) -> list[tuple[PartMove, int]]:
        """Return the parts that make a school's delta, the largest first."""
        column = self.delta[:, school]
        found = np.flatnonzero(column)
        by_size = found[np.argsort(-np.abs(column[found]), kind="stable")]
        return [(self.moves[at], int(column[at])) for at in by_size.tolist()]


@dataclass(frozen=True, slots=True)
class VetoMove:
    """How one clause stands for one school, where the two sides differ.

    Args:
        school: Row in the pair.
        status_before, status_after: Labels of its cases (生效×2、否决建议); empty: not met.
        effects_before, effects_after: In Chinese.
    """

    school: int
    clause: str
    name: str
    status_before: str
    status_after: str
    effects_before: tuple[str, ...]
    effects_after: tuple[str, ...]

    @property
    def label(self) -> str:
        if not self.status_before:
            return "新触发"
        if not self.status_after:
            return "不再触发"
        if self.status_before != self.status_after:
            return "状态有变"
        return "后果有变"


@dataclass(frozen=True, slots=True)
class ClauseMove:
    """One clause over all schools: schools by status label, before and after."""

    clause: str
    name: str
    before: Mapping[str, int]
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class QuotaMove:
    """The places of one cohort for one grade; None where there is no such quota on that side.

    Several quotas for one grade, each for some schools only (适用), are added up.

    Args:
        held_back_before, held_back_after: Rows of schools that the quota keeps from the grade.
        fell_out: Those that held the grade (or better), and that the quota holds back now.
        came_in: Those that the quota held back, and that hold the grade (or better) now.
    """

    cohort: str
    grade: str
    size_before: int | None
    size_after: int | None
    places_before: int | None
    places_after: int | None
    taken_before: int | None
    taken_after: int | None
    held_back_before: tuple[int, ...] = ()
    held_back_after: tuple[int, ...] = ()
    fell_out: tuple[int, ...] = ()
    came_in: tuple[int, ...] = ()

    @property
    def is_same(self) -> bool:
        return (self.size_before, self.places_before, self.taken_before, self.held_back_before) == (
            self.size_after,
            self.places_after,
            self.taken_after,
            self.held_back_after,
        )


@dataclass(frozen=True, slots=True)
class LimitMove:
    """A limit of grades (等次限定): rows of schools that it acts on, on either side."""

    name: str
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reader of a preview must know: what is due to facts, not to the rules.

    Args:
        schools: How many schools it concerns; 0: all, or none in particular.
    """

    what: str
    hint: str = ""
    place: str = ""
    schools: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """The same facts under two rulesets (采用之前先看影响).

    Args:
        before, after: The two assessments. unit: of all points here.
        changes: What the proposed rules say otherwise.
        read_once: Whether one reading of the facts served both.
        written: The two rulesets as they are written, where one of them was moved to the facts'
            year; move: by how much.
    """

    before: Assessment
    after: Assessment
    unit: Fraction
    schools: SchoolMoves
    parts: PartMoves
    crossings: Mapping[tuple[str, str], int]
    vetoes: tuple[VetoMove, ...]
    clauses: tuple[ClauseMove, ...]
    quotas: tuple[QuotaMove, ...]
    limits: tuple[LimitMove, ...]
    changes: tuple[RuleChange, ...] = ()
    remarks: tuple[Remark, ...] = ()
    read_once: bool = True
    written: tuple[RuleSet, RuleSet] | None = None
    move: Move = field(default_factory=Move)

    @property
    def written_rules(self) -> tuple[RuleSet, RuleSet]:
        """Return the two rulesets as they are written."""
        return self.written or self.rules

    @property
    def rules(self) -> tuple[RuleSet, RuleSet]:
        return self.before.ruleset, self.after.ruleset

    @property
    def n_schools(self) -> int:
        return len(self.schools.ids)
