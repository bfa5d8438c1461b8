"""Branches of grading: each grade, other cut scores, quotas, limits, who is not graded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from engine.cases.coverage.affecting import GRADE, TOTAL
from engine.cases.coverage.branch import Branch, BranchKind, Reaches
from engine.cases.coverage.sight import Sight
from engine.diagnostics import Place
from engine.grading import GradingStatus
from engine.grading.book import MoveKind, QuotaUse
from engine.grading.scope import settle_scope
from engine.ruleset.model import Exclusion, Quota, RuleSet
from engine.scoring.conditions import TRUE, evaluate
from engine.scoring.values import Mask
from engine.sentences.conditions import condition_text


def grading_branches(ruleset: RuleSet) -> Iterator[Branch]:
    """Yield everything that a grade can come to by."""
    for number, grade in enumerate(ruleset.grades):
        given = partial(_is_given, grade.name)
        yield _of(grade.name, "given", f"定为“{grade.name}”", grade.place, given)
        for case_number, case in enumerate(grade.cases):
            words = f"“{grade.name}”另定的分数线：{condition_text(case.condition, ruleset)}"
            held_to = partial(_is_held_to, number, case_number)
            yield _of(grade.name, f"cut {case_number + 1}", words, case.place, held_to)
    for number, quota in enumerate(ruleset.quotas, 1):
        yield from _of_quota(quota, number)
    for limit in ruleset.grade_limits:
        bound = f"不高于{limit.at_most}" if limit.at_most else f"不低于{limit.at_least}"
        words = f"等次限定“{limit.name}”起作用：{bound}"
        yield _of(limit.name, "limit", words, limit.place, partial(_is_limited_by, limit.name))
    for exclusion in ruleset.exclusions:
        words = f"不定等：{exclusion.reason}"
        reached = partial(_is_excluded, exclusion)
        yield _of(exclusion.reason, "exclusion", words, exclusion.place, reached)
    if ruleset.unrated.place is not None:
        place = ruleset.unrated.place
        yield Branch(
            BranchKind.GRADING, "无分", "unrated", "没有总分（无分时）", place, _is_unrated, TOTAL
        )


def _of(owner: str, what: str, words: str, place: Place, reached: Reaches) -> Branch:
    return Branch(BranchKind.GRADING, owner, what, words, place, reached, GRADE)


def _is_given(grade: str, sight: Sight) -> Mask:
    return np.array([each == grade for each in sight.book.grade], bool)


def _is_held_to(grade: int, case: int, sight: Sight) -> Mask:
    cuts = settle_scope(sight.ruleset, sight.view).cuts
    if grade not in cuts:
        return np.zeros(sight.n_schools, bool)
    return np.asarray(cuts[grade].case == case)


def _of_quota(quota: Quota, number: int) -> Iterator[Branch]:
    name = f"{quota.grade}的名额"
    scarce = partial(_is_scarce, quota.place)
    yield _of(quota.grade, f"quota {number} scarce", f"{name}不够，有学校落下", quota.place, scarce)
    freed = partial(_is_freed, quota.place)
    words = f"{name}由下一所递补（前面的被否决或限定压低）"
    yield _of(quota.grade, f"quota {number} freed", words, quota.place, freed)
    if quota.ties == "compare":
        tied = partial(_is_tied, quota.place)
        words = f"{name}边上同分，依次比较"
        yield _of(quota.grade, f"quota {number} tied", words, quota.place, tied)


def _uses(place: Place, sight: Sight) -> Iterator[tuple[QuotaUse, Mask]]:
    """Yield how a quota was used in each cohort, and the schools of the cohort."""
    for use in sight.book.quotas:
        if use.place == place:
            yield use, np.array([label == use.cohort for label in sight.book.cohort], bool)


def _by_quota(sight: Sight) -> Mask:
    return np.array(
        [any(move.kind is MoveKind.QUOTA for move in moves) for moves in sight.book.moves], bool
    )


def _is_scarce(place: Place, sight: Sight) -> Mask:
    found = np.zeros(sight.n_schools, bool)
    for use, cohort in _uses(place, sight):
        if use.wanting > use.taken:
            found |= cohort & _by_quota(sight)
    return found


def _is_freed(place: Place, sight: Sight) -> Mask:
    """Return the cohorts in which the schools held down would not have left room."""
    found = np.zeros(sight.n_schools, bool)
    for use, cohort in _uses(place, sight):
        if use.freed and use.wanting + use.freed > use.places and use.taken:
            found |= cohort
    return found


def _is_tied(place: Place, sight: Sight) -> Mask:
    """Return the schools that had as many points as one that the quota left out."""
    found = np.zeros(sight.n_schools, bool)
    totals, left_out = sight.book.roll_up.total, _by_quota(sight)
    for use, cohort in _uses(place, sight):
        best = np.array([grade == use.grade for grade in sight.book.grade], bool)
        shared = np.intersect1d(totals[cohort & best], totals[cohort & left_out])
        found |= cohort & np.isin(totals, shared)
        found |= sight.in_schools(np.array(use.tied_out, np.intp))
    return found


def _is_limited_by(name: str, sight: Sight) -> Mask:
    pairs = zip(sight.book.capped_by, sight.book.floored_by, strict=True)
    return np.array([name in caps or name in floors for caps, floors in pairs], bool)


def _is_excluded(exclusion: Exclusion, sight: Sight) -> Mask:
    excluded = np.array([each is GradingStatus.EXCLUDED for each in sight.book.status], bool)
    return np.asarray(excluded & (evaluate(exclusion.condition, sight.view).values == TRUE))


def _is_unrated(sight: Sight) -> Mask:
    return ~sight.book.rated_mask
