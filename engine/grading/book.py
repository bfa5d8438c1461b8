"""GradeBook: the grade of every school, and every step that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Place
from engine.points import Units
from engine.ruleset.conditions import Condition
from engine.scoring.conditions import Truth
from engine.scoring.table import RollUp

if TYPE_CHECKING:
    from engine.grading.outlook import Outlooks


class GradingStatus(StrEnum):
    """Whether a school has a grade."""

    GRADED = "graded"
    SUSPENDED = "suspended"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        return {"graded": "已定等", "suspended": "暂缓定等", "excluded": "不定等"}[self.value]


class MoveKind(StrEnum):
    """What moved a grade."""

    BY_SCORE = "by_score"  # 按分数线
    UNRATED = "unrated"  # 无分时，按规则直接定等
    BAR_TOP = "bar_top"  # 否优
    GRADE_CAP = "grade_cap"  # 等次上限
    SET_GRADE = "set_grade"  # 直接定等
    CAP = "cap"  # 等次限定：不高于
    QUOTA = "quota"  # 名额所限
    FLOOR = "floor"  # 等次限定：不低于


@dataclass(frozen=True, slots=True)
class GradeMove:
    """One step of how a grade came about.

    Args:
        from_grade: Empty for the first step.
        by: The clause, for a veto; the name, for a limit; the cohort, for a quota; else empty.
        reason: In Chinese, for people.
        place: The line of the rules, for a veto, a limit, or a cut score by a condition.
        condition: What had to hold for it, for a limit or such a cut score.
    """

    kind: MoveKind
    from_grade: str
    to_grade: str
    by: str
    reason: str
    place: Place | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One condition that grades were decided by, kept so that it can be judged a second time.

    Args:
        what: What it decides, in Chinese.
        truth: (schools,)
    """

    what: str
    condition: Condition
    truth: Truth


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """How a cohort's places for one grade were used.

    Args:
        size: Schools of the cohort that the share is taken of: all with a total that the quota is
            for, but those that are not graded at all and do not rank (不定等).
        places: Places after rounding, for this grade or better. wanting: schools whose score
            and vetoes allow it (and no quota of a better grade has failed).
        taken: Schools that got it. freed: schools with the score that a veto kept out.
        tied_out: Schools left out because comparing could not part them.
        place: Of the quota in the rules.
    """

    cohort: str
    grade: str
    size: int
    places: int
    wanting: int
    taken: int
    freed: int
    tied_out: tuple[int, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The total (in units; None: without any) and the grade that a school would have otherwise."""

    total: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class GradeBook:
    """Grades of a batch.

    Shapes: (schools,) throughout, points (schools, indicators). Units: points.

    Args:
        points: After veto effects on points.
        roll_up: After veto effects. roll_up_without: without any veto.
        zeroed: Position of a school -> clause id -> positions of the indicators it set to 0.
        grade_by_score: By cut scores alone, of the total after veto effects on points; "" without
            a total.
        grade: "" while the school has none.
        grade_without_vetoes: As if this school (and no other) had no veto; "" where something
            else keeps it from being graded.
        rank: In the cohort by total among schools that are graded or rank all the same; ties share
            a rank; 0: none.
        reasons: Why a school is suspended or excluded; empty for graded ones.
        capped_by: Clauses and limits that keep a school from the grade it began with, strictest
            first. floored_by: limits that lifted its grade, the best first.
        outlooks: The batch as it was graded, in which one school may stand otherwise.
        judged: Every condition of limits, cut scores and quotas, with how it was judged.
        without: (school, clause, record) of a case that counts -> outlook without that one.
        if_decided: School with 否决建议 -> outlook if an organ decides them all.
    """

    points: Units
    roll_up: RollUp
    roll_up_without: RollUp
    zeroed: Mapping[int, Mapping[str, tuple[int, ...]]]
    cohort: tuple[str, ...]
    grade_by_score: tuple[str, ...]
    grade: tuple[str, ...]
    grade_without_vetoes: tuple[str, ...]
    rank: NDArray[np.int64]
    status: tuple[GradingStatus, ...]
    reasons: tuple[tuple[str, ...], ...]
    moves: tuple[tuple[GradeMove, ...], ...]
    capped_by: tuple[tuple[str, ...], ...]
    floored_by: tuple[tuple[str, ...], ...]
    quotas: tuple[QuotaUse, ...]
    without: Mapping[tuple[int, str, int], Outlook]
    if_decided: Mapping[int, Outlook]
    outlooks: Outlooks
    judged: tuple[Judged, ...] = ()

    @property
    def rated_mask(self) -> NDArray[np.bool_]:
        """Return where there is a total; elsewhere the 0 in the roll-up is shown nowhere."""
        return self.roll_up.rated_mask

    def total_of(self, school: int) -> int | None:
        """Return a school's total in units; None where it has none, which is not 0."""
        return int(self.roll_up.total[school]) if self.rated_mask[school] else None
