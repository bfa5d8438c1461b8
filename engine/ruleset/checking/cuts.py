"""Check that some score gives each grade: totals are rounded, and never below 0."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil

from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import Clause, Effect, EffectKind, Grade


def check_cuts(inspection: Inspection) -> None:
    """Check each grade against the one above, and the last against the least total."""
    ruleset = inspection.ruleset
    grades = ruleset.grades
    if not all(inspection.is_sound(grade.place) for grade in grades):
        return
    for above, grade in pairwise(grades):
        if above.at_least is None:
            return  # reported: the grades behind are never reached
        least = _next_total(grade.at_least or Fraction(0), ruleset.decimals)
        if grade.at_least is not None and grade.at_least >= above.at_least:
            continue  # reported: they are in the wrong order
        if above.name in {quota.grade for quota in ruleset.quotas}:
            continue  # whoever its quota has no room for gets the one below
        if least >= above.at_least and grade.name not in _given_otherwise(inspection):
            _report(grade, above, inspection)


def _next_total(cut: Fraction, decimals: int) -> Fraction:
    """Return the least total that reaches a cut score: totals have so many places."""
    return Fraction(ceil(cut * 10**decimals), 10**decimals)


def _given_otherwise(inspection: Inspection) -> set[str]:
    """Return the grades that vetoes and limits give, whatever the score."""
    limits = inspection.ruleset.grade_limits
    limited = {grade for limit in limits for grade in (limit.at_most, limit.at_least)}
    return (
        limited
        | {inspection.ruleset.unrated.grade}
        | {
            effect.grade
            for clause in inspection.clauses
            for effect in _effects(clause)
            if effect.kind in (EffectKind.SET_GRADE, EffectKind.GRADE_CAP)
        }
    )


def _effects(clause: Clause) -> list[Effect]:
    return [each for effect in clause.effects for each in (effect, *effect.then)]


def _report(grade: Grade, above: Grade, inspection: Inspection) -> None:
    at = inspection.at(grade.place, "at_least")
    above_at = inspection.at(above.place, "at_least")
    assert above.at_least is not None
    cut = decimal_text(above.at_least)
    if grade.at_least is None:
        why = f"上一等次“{above.name}”的分数线 {cut}（{above_at}）谁都达得到"
        hint = "请提高上一等次的分数线，或删去这个等次"
    else:
        why = (
            f"总分保留 {inspection.ruleset.decimals} 位小数，"
            f"没有总分落在 {decimal_text(grade.at_least)} 和上一等次“{above.name}”的"
            f" {cut}（{above_at}）之间"
        )
        hint = "请把两条分数线拉开，或增加“小数位”"
    message = f"等次“{grade.name}”没有分数能得到：{why}"
    inspection.diagnostics.error("R062", message, at, grade.name, hint)
