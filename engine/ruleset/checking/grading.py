"""Check grades, quotas and the window of dates."""

from __future__ import annotations

from fractions import Fraction

from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.reasoning import can_hold
from engine.ruleset.model import Quota


def check_grading(inspection: Inspection) -> None:
    """Check cut scores, quotas and the window."""
    if all(inspection.is_sound(grade.place) for grade in inspection.ruleset.grades):
        _check_reachable(inspection)
    _check_quotas(inspection)
    _check_unrated(inspection)
    _check_window(inspection)


def _check_unrated(inspection: Inspection) -> None:
    unrated = inspection.ruleset.unrated
    grades = [grade.name for grade in inspection.ruleset.grades]
    place = inspection.at(unrated.place, "grade")
    inspection.known("R025", "等次", unrated.grade, place, grades)


def _check_reachable(inspection: Inspection) -> None:
    """Check that cut scores can be reached: without bonuses, or else with them."""
    ruleset = inspection.ruleset
    full, cap = ruleset.full_points, ruleset.bonuses.cap
    if not inspection.is_sound(inspection.at(ruleset.place, "full_points")) or full <= 0:
        return
    given = sum((item.points for item in ruleset.bonuses.items), Fraction(0))
    most = full + (given if cap is None else min(cap, given))
    most = most if ruleset.total_cap is None else min(most, ruleset.total_cap)
    best = ruleset.grades[0].at_least if ruleset.grades else None
    if best is not None and best * 2 < full:
        cut, place = decimal_text(best), inspection.at(ruleset.grades[0].place, "at_least")
        message = f"最高等次的分数线 {cut} 不到满分 {decimal_text(full)} 的一半"
        inspection.diagnostics.warning(
            "R062", message, place, cut, "改了满分的，分数线也要跟着改；有意如此的可不改"
        )
    cuts = [
        (grade, cut, part)
        for grade in ruleset.grades
        for cut, part in (
            (grade.at_least, grade.place),
            *((case.at_least, case.place) for case in grade.cases),
        )
    ]
    for grade, at_least, part in cuts:
        if at_least is None or at_least <= full:
            continue
        cut, place = decimal_text(at_least), inspection.at(part, "at_least")
        if at_least > most:
            message = f"“{grade.name}”的分数线 {cut} 超过总分最多能得的 {decimal_text(most)}"
            message += f"（满分在 {inspection.at(ruleset.place, 'full_points')}）"
            hint = f"请写不超过满分 {decimal_text(full)} 的数；改了满分的，分数线也要跟着改"
            inspection.diagnostics.error("R062", message, place, cut, hint)
        else:
            message = f"“{grade.name}”的分数线 {cut} 超过满分 {decimal_text(full)}，没有加分达不到"
            inspection.diagnostics.warning("R062", message, place, cut, "有意如此的可不改")


def _check_quotas(inspection: Inspection) -> None:
    ruleset = inspection.ruleset
    grades = [grade.name for grade in ruleset.grades]
    known = {*(node.id for node in inspection.nodes()), *ruleset.matters}
    for number, quota in enumerate(ruleset.quotas):
        place = inspection.at(quota.place, "grade")
        inspection.known("R025", "等次", quota.grade, place, grades)
        for other in ruleset.quotas[:number]:
            _check_apart(quota, other, inspection)
        if grades and quota.grade == grades[-1]:
            inspection.diagnostics.error(
                "R062",
                f"最低等次“{quota.grade}”不能限名额，超出的学校没有去处",
                place,
                quota.grade,
                "请改为别的等次，或删去这个名额",
            )
        if quota.compare_by and quota.ties != "compare":
            inspection.diagnostics.warning(
                "R062",
                "写了“比较次序”，但“同分”不是“依次比较”，比较次序不起作用",
                inspection.at(quota.place, "compare_by"),
                "、".join(quota.compare_by),
                "请写“同分: 依次比较”，或删去比较次序",
            )
        for name, at in inspection.each(quota.place, "compare_by", quota.compare_by):
            if not inspection.is_sound(inspection.at(ruleset.place, "matters")):
                break
            inspection.known("R026", "可比较的维度、指标或事项", name, at, sorted(known))


def _check_apart(quota: Quota, other: Quota, inspection: Inspection) -> None:
    """Check that no school comes under two quotas of one grade."""
    if quota.grade != other.grade or not quota.grade:
        return
    place = inspection.at(quota.place, "grade")
    if quota.applies is None or other.applies is None:
        message = f"等次“{quota.grade}”写了两个名额，前一个在 {inspection.at(other.place, 'grade')}"
        hint = "请删去一个"
        if quota.applies is not None or other.applies is not None:
            hint = "请删去一个，或给两个都写“适用”"
        inspection.diagnostics.error("R020", message, place, quota.grade, hint)
    elif can_hold([other.applies, quota.applies], inspection.draft.vocabulary.school.get):
        inspection.diagnostics.error(
            "R020",
            f"等次“{quota.grade}”的两个名额可以同时适用于一所学校，前一个在 {other.place}",
            inspection.at(quota.place, "applies"),
            quota.grade,
            "请改“适用”的条件，使一所学校只在一个名额里",
        )


def _check_window(inspection: Inspection) -> None:
    ruleset = inspection.ruleset
    start, end = ruleset.window
    place = inspection.at(ruleset.place, "window")
    if not inspection.is_sound(place):
        return
    if start > end:
        inspection.diagnostics.error(
            "R063",
            f"考核窗口的起 {start} 晚于止 {end}",
            inspection.at(place, "from"),
            str(start),
            "请对调两个日期",
        )
    elif (
        inspection.is_sound(inspection.at(ruleset.place, "year"))
        and not start.year <= ruleset.year <= end.year
    ):
        inspection.diagnostics.warning(
            "R063",
            f"考核窗口 {start} 至 {end} 不在年度 {ruleset.year} 之内",
            place,
            f"{start}/{end}",
            "请核对年度和窗口",
        )
