"""What grading goes by: grades and cut scores, quotas, exclusions, limits by conditions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.clauses import Source
from engine.ruleset.conditions import Condition


@dataclass(frozen=True, slots=True)
class CutCase:
    """另定: under this condition another cut score."""

    condition: Condition
    at_least: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Grade:
    """等次, best first; the last has no cut score.

    Args:
        at_least: None: no total is too low for it.
        cases: Other cut scores by condition; the first that holds.
    """

    name: str
    at_least: Fraction | None
    place: Place
    cases: tuple[CutCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """名额: at most this share (or number) of a cohort may hold the grade (or better).

    Args:
        rounding: down 舍去, up 进一, nearest 四舍五入.
        ties: in 并列同进, out 并列不进, compare 依次比较 by `compare_by` (node ids or matters;
            schools still tied after that all stay out, and it is reported).
        applies: Whom it is for; the others neither count in its size nor are limited by it.
    """

    grade: str
    place: Place
    share: Fraction | None = None
    number: int | None = None
    rounding: str = "down"
    ties: str = "in"
    compare_by: tuple[str, ...] = ()
    applies: Condition | None = None


@dataclass(frozen=True, slots=True)
class Cohorts:
    """分组: schools are compared within the same values of these choice fields."""

    by: tuple[str, ...] = ()
    min_size: int = 0  # smaller cohorts are graded by score only (只按分数), without quota
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """不定等: under this condition a school is scored but not graded (newly opened, say).

    Args:
        ranked: 参加排名: it has its rank and takes its place in quotas all the same.
    """

    condition: Condition
    reason: str
    place: Place
    ranked: bool = False


class ResultKind(StrEnum):
    """What a 结果值 is worked out of: points of nodes, after vetoes."""

    POINTS = "points"  # 得分 of a node
    SHARE = "share"  # 得分率 of a node, of what applies
    LOWEST_SHARE = "lowest_share"  # 最低得分率 of several
    N_BELOW = "n_below"  # 低于项数: how many of several have a lower share
    TOTAL = "total"  # 总分
    TOTAL_SHARE = "total_share"  # 总分 as a share of full points


@dataclass(frozen=True, slots=True)
class Result:
    """结果值: a value that scoring gave, for the conditions of grade limits to read.

    Args:
        nodes: Ids of dimensions, groups or indicators. less_than: the share, for N_BELOW.
    """

    id: str
    kind: ResultKind
    place: Place
    nodes: tuple[str, ...] = ()
    less_than: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class GradeLimit:
    """等次限定: while the condition holds, the grade is at most, or at least, another.

    Args:
        name: By which it is told; unique.
        at_most: A cap; acts like the cap of a veto, before quotas. at_least: A floor; acts after
            quotas, and never past a cap. One of the two is empty.
    """

    name: str
    condition: Condition
    place: Place
    at_most: str = ""
    at_least: str = ""
    source: Source | None = None


class UnratedPolicy(StrEnum):
    """What becomes of a school without a total: 暂缓定等, 不定等, a grade of its own, or 计零."""

    SUSPEND = "suspend"
    EXCLUDE = "exclude"
    GRADE = "grade"
    ZERO = "zero"  # where nothing applies the total is 0; a withheld one stays blank


@dataclass(frozen=True, slots=True)
class Unrated:
    """无分时: a school to which no scored indicator applies has no total (which is not 0).

    Args:
        grade: The grade it gets, for GRADE.
    """

    policy: UnratedPolicy = UnratedPolicy.SUSPEND
    grade: str = ""
    place: Place | None = None
