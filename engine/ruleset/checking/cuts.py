"""Check cut scores: their order under every condition, and that every grade can be given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from engine.diagnostics import Place
from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.reasoning import can_hold
from engine.ruleset.conditions import Condition, Not
from engine.ruleset.model import Effect, EffectKind, Grade


@dataclass(frozen=True, slots=True)
class _Option:
    """One cut score that a grade may have, and all that must hold for it; None: no cut score."""

    points: Fraction | None
    conditions: tuple[Condition, ...]
    place: Place | None
    is_case: bool


def check_cuts(inspection: Inspection) -> None:
    """Check the order of cut scores, and that each grade can be given at all."""
    grades = inspection.ruleset.grades
    if not all(inspection.is_sound(grade.place) for grade in grades):
        return
    has_cuts = any(grade.at_least is not None for grade in grades)
    options = [_options(grade, inspection) for grade in grades]
    for number, grade in enumerate(grades):
        _check_ends(number, grade, has_cuts, inspection)
        _check_turns(grade, inspection)
        if number:
            _check_order(number, options, inspection)
    inspection.refresh()
    if all(inspection.is_sound(grade.place) for grade in grades):
        for number in range(1, len(grades)):
            _check_given(number, options, inspection)


def _options(grade: Grade, inspection: Inspection) -> list[_Option]:
    found, passed = [], list[Condition]()
    for case in grade.cases:
        place = inspection.at(case.place, "at_least")
        found.append(_Option(case.at_least, (case.condition, *passed), place, True))
        passed.append(Not(case.condition, case.condition.place))
    place = inspection.at(grade.place, "at_least")
    return [*found, _Option(grade.at_least, tuple(passed), place, False)]


def _check_ends(number: int, grade: Grade, has_cuts: bool, inspection: Inspection) -> None:
    """Check that all grades but the last have a cut score; or none has, where limits decide."""
    last = number == len(inspection.ruleset.grades) - 1
    written = grade.at_least if grade.at_least is not None or not grade.cases else Fraction(0)
    if last and written is not None:
        key = "at_least" if grade.at_least is not None else "cases"
        inspection.diagnostics.error(
            "R062",
            f"最后一个等次“{grade.name}”不应有分数线，否则再低的分没有等次",
            inspection.at(grade.place, key),
            decimal_text(written),
            "请删去它的“不低于”，或在后面再加一个等次",
        )
    elif not last and grade.at_least is None and (has_cuts or grade.cases):
        inspection.diagnostics.error(
            "R062",
            f"等次“{grade.name}”没有分数线，后面的等次永远轮不到",
            grade.place,
            grade.name,
            "请写“不低于: 分数”；没有分数线的等次放在最后",
        )


def _check_turns(grade: Grade, inspection: Inspection) -> None:
    """Warn of a case whose turn never comes: whoever fits it fits an earlier one."""
    find = inspection.draft.vocabulary.school.get
    for number, case in enumerate(grade.cases):
        earlier = grade.cases[:number]
        if not earlier or not inspection.is_sound(grade.place):
            continue
        passed = [Not(each.condition, each.place) for each in earlier]
        if can_hold([case.condition], find) and not can_hold([case.condition, *passed], find):
            inspection.diagnostics.warning(
                "R072",
                f"“{grade.name}”另定的第 {number + 1} 条轮不到：符合它的都已符合前面的"
                f"（在 {earlier[-1].place}）",
                case.condition.place,
                grade.name,
                "请把范围小的条件写在前面，或删去这一条",
            )


def _pairs(
    number: int, options: list[list[_Option]], inspection: Inspection
) -> Iterator[tuple[_Option, _Option]]:
    """Yield the cut scores of two neighbouring grades that one school can be held to."""
    find = inspection.draft.vocabulary.school.get
    for better in options[number - 1]:
        for own in options[number]:
            conditions = [*better.conditions, *own.conditions]
            if not conditions or can_hold(conditions, find):
                yield better, own


def _check_order(number: int, options: list[list[_Option]], inspection: Inspection) -> None:
    grades = inspection.ruleset.grades
    name, before = grades[number].name, grades[number - 1].name
    for better, own in _pairs(number, options, inspection):
        if better.points is None or own.points is None or own.points < better.points:
            continue
        by_case = better.is_case or own.is_case
        if by_case and own.points == better.points:
            continue  # places decide between the two: whether they do is checked elsewhere
        inspection.diagnostics.error(
            "R062",
            f"等次“{name}”的分数线 {decimal_text(own.points)} {'高于' if by_case else '不低于'}"
            f"前一等次“{before}”的 {decimal_text(better.points)}（{better.place}）"
            + ("，两处条件可以同时成立" if by_case else ""),
            own.place,
            decimal_text(own.points),
            "等次请由高到低排列",
        )


def _check_given(number: int, options: list[list[_Option]], inspection: Inspection) -> None:
    """Report a grade that no total gives (they are rounded), and no quota, limit or veto either."""
    ruleset = inspection.ruleset
    grade, above = ruleset.grades[number], ruleset.grades[number - 1]
    by_score = any(
        better.points is not None
        and _next_total(own.points or Fraction(0), ruleset.decimals) < better.points
        for better, own in _pairs(number, options, inspection)
    )
    if by_score or grade.name in _given_otherwise(inspection):
        return
    above_at = inspection.at(above.place, "at_least")
    cut = decimal_text(above.at_least) if above.at_least is not None else "（没有写）"
    if grade.at_least is None:
        why = f"上一等次“{above.name}”的分数线 {cut}（{above_at}）谁都达得到"
        hint = "请提高上一等次的分数线，或删去这个等次"
    else:
        why = (
            f"总分保留 {ruleset.decimals} 位小数，没有总分落在 {decimal_text(grade.at_least)} "
            f"和上一等次“{above.name}”的 {cut}（{above_at}）之间"
        )
        hint = "请把两条分数线拉开，或增加“小数位”"
    inspection.diagnostics.error(
        "R062",
        f"等次“{grade.name}”没有分数能得到：{why}，也没有名额、等次限定或否决给它",
        inspection.at(grade.place, "at_least"),
        grade.name,
        hint,
    )


def _next_total(cut: Fraction, decimals: int) -> Fraction:
    """Return the least total that reaches a cut score: totals have so many places."""
    return Fraction(ceil(cut * 10**decimals), 10**decimals)


def _given_otherwise(inspection: Inspection) -> set[str]:
    """Name the grades that something else than the total gives."""
    ruleset = inspection.ruleset
    names = [grade.name for grade in ruleset.grades]
    below = dict(pairwise(names))
    given = {below.get(quota.grade, "") for quota in ruleset.quotas}
    given |= {grade for limit in ruleset.grade_limits for grade in (limit.at_most, limit.at_least)}
    given.add(ruleset.unrated.grade)
    for clause in inspection.clauses:
        for effect in (each for top in clause.effects for each in _nested(top)):
            given.add(
                below.get(names[0], "") if effect.kind is EffectKind.BAR_TOP else effect.grade
            )
    return given


def _nested(effect: Effect) -> Iterator[Effect]:
    yield effect
    yield from effect.then
