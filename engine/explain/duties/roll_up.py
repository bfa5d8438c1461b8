"""Sum duties over all schools: by post, and by the office that an indicator belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from engine.explain.cohort_levels import percent_text
from engine.explain.losses import lost_by_indicator
from engine.grading import GradeBook
from engine.points import to_units
from engine.ruleset.model import Indicator, RuleSet
from engine.scoring import ScoreTable

ALL = "合计"


@dataclass(slots=True)
class PostSum:
    """What the holders of one post answer for, over all schools. Units: points.

    Args:
        several: How many of them hold another post too: those stand in the other's sum as well.
        carried: Their sum. most: the largest of one person, with who and where.
    """

    post: str
    schools: set[str] = field(default_factory=set)
    persons: int = 0
    several: int = 0
    carried: int = 0
    with_vetoes: int = 0
    vetoes: int = 0
    repeated: int = 0
    most: int = 0
    most_person: str = ""
    most_school: str = ""


@dataclass(frozen=True, slots=True)
class Borne:
    """What one person of one school answers for. Units: points."""

    school_id: str
    school: str
    name: str
    posts: tuple[str, ...]
    carried: int
    vetoes: int
    is_repeated: bool


def sum_by_post(order: Sequence[str], persons: Iterable[Borne]) -> list[PostSum]:
    """Sum by post, in the order of the posts, and over all persons, each once.

    Args:
        order: The posts as the rules list them.
    """
    sums = {post: PostSum(post) for post in order}
    sums[""], sums[ALL] = PostSum(""), PostSum(ALL)
    for person in persons:
        for post in (*(person.posts or ("",)), ALL):
            _add(sums[post], person)
    return [each for each in sums.values() if each.persons]


def _add(total: PostSum, person: Borne) -> None:
    total.schools.add(person.school_id)
    total.persons += 1
    total.several += len(person.posts) > 1
    total.carried += person.carried
    total.with_vetoes += person.vetoes > 0
    total.vetoes += person.vetoes
    total.repeated += person.is_repeated
    if person.carried > total.most:
        total.most, total.most_person = person.carried, person.name
        total.most_school = person.school


@dataclass(frozen=True, slots=True)
class WorstLoss:
    """What one indicator lost over all schools. Units: points."""

    indicator: Indicator
    lost: int
    schools: int


@dataclass(frozen=True, slots=True)
class OfficeSum:
    """What the indicators of one office gave, over all schools. Units: points.

    Args:
        full: Full points of base indicators over the schools to which they apply.
        lost: Of these. deducted: by deductions, which are no part of `full`.
        schools_losing: How many lost any of both.
        worst: What lost most, the worst first.
    """

    office: str
    indicators: int
    full: int
    lost: int
    deducted: int
    schools_losing: int
    worst: tuple[WorstLoss, ...]

    @property
    def lost_rate(self) -> str:
        """Return lost as a percentage of full, to one place half up; nothing without full."""
        if not self.full:
            return ""
        return percent_text(Fraction(self.lost, self.full))


def sum_by_office(
    ruleset: RuleSet, scores: ScoreTable, book: GradeBook, n_worst: int = 3
) -> list[OfficeSum]:
    """Sum by office, in the order in which the rules name them, and over all.

    Args:
        n_worst: How many of an office's indicators are named.
    """
    lost = lost_by_indicator(ruleset, scores, book)
    by_office: dict[str, list[int]] = {}
    for at in lost:
        by_office.setdefault(scores.indicators[at].office, []).append(at)
    items = {item.id for item in ruleset.deductions.items}
    full = {
        at: _full(at, ruleset, scores, book) for at in lost if scores.indicators[at].id not in items
    }
    found = []
    for office, positions in (*by_office.items(), (ALL, list(lost))):
        losses = [
            WorstLoss(scores.indicators[at], int(lost[at].sum()), int(np.count_nonzero(lost[at])))
            for at in positions
        ]
        any_lost = np.any([lost[at] != 0 for at in positions], axis=0)
        worst = sorted((each for each in losses if each.lost), key=lambda each: -each.lost)
        found.append(
            OfficeSum(
                office,
                len(positions),
                sum(full.get(at, 0) for at in positions),
                sum(each.lost for each in losses if each.indicator.id not in items),
                sum(each.lost for each in losses if each.indicator.id in items),
                int(np.count_nonzero(any_lost)),
                tuple(worst[:n_worst]),
            )
        )
    return found


def _full(at: int, ruleset: RuleSet, scores: ScoreTable, book: GradeBook) -> int:
    """Sum the full points of an indicator over the schools to which it applies."""
    whole = book.roll_up.leaf_full.get(at)  # below a weighted mean: in points of the total
    if whole is None:
        points = to_units(scores.indicators[at].points, ruleset.unit)
        whole = np.full(len(book.rank), points)
    if at in scores.left_out:
        whole = np.where(scores.left_out[at], 0, whole)
    return int(whole.sum())
