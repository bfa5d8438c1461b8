"""Check grades, quotas and the window of dates."""

from __future__ import annotations

from fractions import Fraction

from engine.diagnostics import Place
from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection


def check_grading(inspection: Inspection) -> None:
    """Check cut scores, quotas and the window."""
    if all(inspection.is_sound(grade.place) for grade in inspection.ruleset.grades):
        _check_cut_scores(inspection)
        _check_reachable(inspection)
    _check_quotas(inspection)
    _check_unrated(inspection)
    _check_window(inspection)


def _check_unrated(inspection: Inspection) -> None:
    unrated = inspection.ruleset.unrated
    grades = [grade.name for grade in inspection.ruleset.grades]
    place = inspection.at(unrated.place, "grade")
    inspection.known("R025", "等次", unrated.grade, place, grades)


def _check_cut_scores(inspection: Inspection) -> None:
    grades = inspection.ruleset.grades
    for index, grade in enumerate(grades):
        last = index == len(grades) - 1
        place = inspection.at(grade.place, "at_least")
        if last and grade.at_least is not None:
            inspection.diagnostics.error(
                "R062",
                f"最后一个等次“{grade.name}”不应有分数线，否则再低的分没有等次",
                place,
                decimal_text(grade.at_least),
                "请删去它的“不低于”，或在后面再加一个等次",
            )
        elif not last and grade.at_least is None:
            inspection.diagnostics.error(
                "R062",
                f"等次“{grade.name}”没有分数线，后面的等次永远轮不到",
                grade.place,
                grade.name,
                "请写“不低于: 分数”；没有分数线的等次放在最后",
            )
        before = grades[index - 1].at_least if index else None
        if before is not None and grade.at_least is not None and grade.at_least >= before:
            inspection.diagnostics.error(
                "R062",
                f"等次“{grade.name}”的分数线 {decimal_text(grade.at_least)} 不低于"
                f"前一等次“{grades[index - 1].name}”的 {decimal_text(before)}"
                f"（{inspection.at(grades[index - 1].place, 'at_least')}）",
                place,
                decimal_text(grade.at_least),
                "等次请由高到低排列",
            )


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
    for grade in ruleset.grades:
        if grade.at_least is None or grade.at_least <= full:
            continue
        cut, place = decimal_text(grade.at_least), inspection.at(grade.place, "at_least")
        if grade.at_least > most:
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
    seen: dict[str, Place | None] = {}
    for quota in ruleset.quotas:
        place = inspection.at(quota.place, "grade")
        inspection.known("R025", "等次", quota.grade, place, grades)
        if quota.grade in seen:
            inspection.diagnostics.error(
                "R020",
                f"等次“{quota.grade}”写了两个名额，前一个在 {seen[quota.grade]}",
                place,
                quota.grade,
                "请删去一个",
            )
        seen.setdefault(quota.grade, place)
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
