"""Check the arithmetic of points: sums at every level, and what each method can give."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.methods import (
    Bands,
    Charge,
    Checklist,
    Deduct,
    Earn,
    Levels,
    Method,
    Target,
)
from engine.ruleset.model import Group, Indicator


def check_sums(inspection: Inspection) -> None:
    """Check that the points of every level add up to the level above."""
    ruleset = inspection.ruleset
    for node in inspection.nodes():
        if isinstance(node, Group):
            _check_group(node, inspection)
        elif not node.informative and node.points == 0 and inspection.is_sound(node.place):
            inspection.diagnostics.warning(
                "R052",
                f"“{node.id}”的分值是 0",
                inspection.at(node.place, "points"),
                "0",
                "只列示、不计分的，请写“仅供参考: 是”并删去分值和计分",
            )
    heads = ruleset.dimensions
    if (
        inspection.has_repeated_ids
        or not heads
        or not all(inspection.is_sound(head.place) for head in heads)
    ):
        return
    full = ruleset.full_points
    total = sum((head.points for head in heads), Fraction(0))
    below = sum((_sum_below(head) for head in heads), Fraction(0))
    if full > 0 and total != full and below != full:
        inspection.diagnostics.error(
            "R050",
            f"各维度分值之和是 {decimal_text(total)}，与满分 {decimal_text(full)} 不符"
            f"（{_listed(heads)}）",
            inspection.at(ruleset.place, "full_points"),
            decimal_text(full),
            f"请把满分改为 {decimal_text(total)}，或调整各维度的分值",
        )
    cap = ruleset.total_cap
    if cap is not None and cap < full:
        inspection.diagnostics.error(
            "R052",
            f"总分上限 {decimal_text(cap)} 小于满分 {decimal_text(full)}",
            inspection.at(ruleset.place, "total_cap"),
            decimal_text(cap),
            "请写不小于满分的数；不写则为满分加上加分封顶",
        )


def check_shares(inspection: Inspection) -> None:
    """Warn of points written as a percentage: 80 % is 0.8 of a point, not of the full points."""
    for text, place in inspection.draft.shares:
        number = decimal_text(Fraction(text.rstrip("%")) / 100)
        inspection.diagnostics.warning(
            "R059",
            f"分数写成了百分数：{text} 就是 {number} 分，不是分值的 {text}",
            place,
            text,
            f"若是 {number} 分，请直接写 {number}；若是分值的一部分，请换算成分数",
        )


def _listed(nodes: Iterable[Group | Indicator]) -> str:
    return " + ".join(f"{node.id} {decimal_text(node.points)}" for node in nodes)


def _sum_below(node: Group | Indicator) -> Fraction:
    """Return the sum of the leaves: where it fits, a level between is wrong, and says so."""
    if isinstance(node, Indicator):
        return Fraction(0) if node.informative else node.points
    return sum((_sum_below(child) for child in node.children), Fraction(0))


def _check_group(group: Group, inspection: Inspection) -> None:
    counted = [
        child
        for child in group.children
        if not (isinstance(child, Indicator) and child.informative)
    ]
    if (group.place, "points") not in inspection.draft.value_places:
        return  # not written, or misspelt
    sound = (inspection.is_sound(child.place) for child in group.children)
    in_file = group in inspection.ruleset.dimensions
    if not all(sound) or (in_file and not inspection.is_sound_file(group.place)):
        return
    total = sum((child.points for child in counted), Fraction(0))
    explained = total != group.points and _sum_below(group) == group.points
    if total != group.points and not explained:
        inspection.diagnostics.error(
            "R050",
            f"“{group.id} {group.name}”分值 {decimal_text(group.points)}，"
            f"下级之和是 {decimal_text(total)}（{_listed(counted)}）",
            inspection.at(group.place, "points"),
            decimal_text(group.points),
            f"请把本级分值改为 {decimal_text(total)}，或调整下级的分值",
        )


def check_method_points(inspection: Inspection) -> None:
    """Check that no method gives more than its indicator's full points, and that it can."""
    for indicator in inspection.indicators():
        if indicator.method is not None and inspection.is_sound(indicator.place):
            _check_method(indicator.method, indicator, inspection)


def _check_method(method: Method, indicator: Indicator, inspection: Inspection) -> None:
    full = indicator.points
    match method:
        case Checklist():
            total = sum((part.points for part in method.parts), Fraction(0))
            if total != full:
                listed = " + ".join(decimal_text(part.points) for part in method.parts)
                inspection.diagnostics.error(
                    "R051",
                    f"“{indicator.id}”分值 {decimal_text(full)}，"
                    f"清单各项之和是 {decimal_text(total)}（{listed}）",
                    inspection.at(method.place, "parts"),
                    decimal_text(total),
                    "请使各项分值之和等于指标分值",
                )
        case Bands():
            given = [(band.points, inspection.at(band.place, "points")) for band in method.bands]
            _check_given(given, "最高一档", method.place, indicator, inspection)
        case Levels():
            levels = inspection.at(method.place, "points_by_level")
            given = [
                (points, inspection.at(levels, name))
                for name, points in method.points_by_level.items()
            ]
            _check_given(given, "最高等级", levels, indicator, inspection)
        case Target():
            _check_floor(method.floor, method.place, indicator, inspection)
            if method.small is not None:
                _check_method(method.small.method, indicator, inspection)
            at = inspection.at(method.place, "loss")
            _check_moved("“扣”", method.loss, at, indicator, inspection)
            if method.loss == 0:
                _report_idle(at, indicator, inspection)
        case Deduct():
            _check_floor(method.floor, method.place, indicator, inspection)
            _check_charges(method.charges, indicator, inspection)
        case Earn():
            _check_charges(method.charges, indicator, inspection)
            _check_earned(method, indicator, inspection)
        case _:
            pass


def _check_charges(charges: Iterable[Charge], indicator: Indicator, inspection: Inspection) -> None:
    for charge in charges:
        levels = inspection.at(charge.place, "by_level")
        for level, points in (charge.by_level or {}).items():
            _check_moved(f"“{level}”", points, inspection.at(levels, level), indicator, inspection)
        for key, given in (("first", charge.first), ("each", charge.each), ("cap", charge.cap)):
            place = inspection.draft.value_places.get((charge.place, key))
            if place is not None and given is not None:
                _check_moved(f"“{chinese_key(key)}”", given, place, indicator, inspection)
        if charge.by_level is None and charge.each == charge.first == 0:
            _report_idle(inspection.at(charge.place, "each"), indicator, inspection)


def _check_moved(
    what: str, points: Fraction, at: Place | None, indicator: Indicator, inspection: Inspection
) -> None:
    """Warn where one occurrence moves more than the indicator has: the rest is without effect."""
    if points > indicator.points:
        inspection.diagnostics.warning(
            "R052",
            f"{what} {decimal_text(points)} 分超过“{indicator.id}”的分值"
            f" {decimal_text(indicator.points)}，超出的不起作用",
            at,
            decimal_text(points),
            "请核对是否多写了一位；一次就扣完（得满）的，请写成与分值相等",
        )


def _report_idle(at: Place | None, indicator: Indicator, inspection: Inspection) -> None:
    message = f"“{indicator.id}”这里写了 0 分，发生多少次都不扣不加"
    inspection.diagnostics.warning("R052", message, at, "0", "请写分数；不计分的，请删去这一处")


def _check_earned(method: Earn, indicator: Indicator, inspection: Inspection) -> None:
    """Warn where all charges are capped below the full points."""
    caps = [charge.cap for charge in method.charges if charge.cap is not None]
    most = sum(caps, Fraction(0))
    if len(caps) == len(method.charges) and most < indicator.points:
        inspection.diagnostics.warning(
            "R056",
            f"“{indicator.id}”各项计次封顶合计 {decimal_text(most)} 分，"
            f"达不到分值 {decimal_text(indicator.points)}",
            inspection.at(method.place, "charges"),
            decimal_text(most),
            "若是有意的可不改；否则请调整封顶或分值",
        )


def _check_given(
    given: list[tuple[Fraction, Place | None]],
    what: str,
    place: Place | None,
    indicator: Indicator,
    inspection: Inspection,
) -> None:
    full = indicator.points
    for points, at in given:
        if points > full:
            inspection.diagnostics.error(
                "R052",
                f"{decimal_text(points)} 分超过“{indicator.id}”的分值 {decimal_text(full)}",
                at,
                decimal_text(points),
                f"请写不超过 {decimal_text(full)} 的数，或提高指标的分值",
            )
    best = max((points for points, _ in given), default=full)
    if best < full:
        inspection.diagnostics.warning(
            "R056",
            f"“{indicator.id}”的{what}只得 {decimal_text(best)} 分，"
            f"达不到分值 {decimal_text(full)}",
            place,
            decimal_text(best),
            "若是有意的可不改；否则请调整",
        )


def _check_floor(
    floor: Fraction, place: Place, indicator: Indicator, inspection: Inspection
) -> None:
    if floor > indicator.points:
        inspection.diagnostics.error(
            "R052",
            f"保底 {decimal_text(floor)} 超过“{indicator.id}”的分值"
            f" {decimal_text(indicator.points)}",
            inspection.at(place, "floor"),
            decimal_text(floor),
            "请写不超过分值的数",
        )
