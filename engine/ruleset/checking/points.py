"""Check the arithmetic of points: the sums at every level."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.combining import Combination
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
    cap, full = ruleset.total_cap, ruleset.full_points
    if cap is not None and cap < full:
        inspection.diagnostics.error(
            "R052",
            f"总分上限 {decimal_text(cap)} 小于满分 {decimal_text(full)}",
            inspection.at(ruleset.place, "total_cap"),
            decimal_text(cap),
            "请写不小于满分的数；不写则为满分加上加分封顶",
        )
    if ruleset.combine is Combination.WEIGHTED_MEAN:
        return
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
    if node.combine is Combination.WEIGHTED_MEAN:
        return node.points
    return sum((_sum_below(child) for child in node.children), Fraction(0))


def _check_group(group: Group, inspection: Inspection) -> None:
    counted = group.counted()
    if (group.place, "points") not in inspection.draft.value_places:
        return  # not written, or misspelt
    sound = (inspection.is_sound(child.place) for child in group.children)
    in_file = group in inspection.ruleset.dimensions
    if not all(sound) or (in_file and not inspection.is_sound_file(group.place)):
        return
    if group.combine is Combination.WEIGHTED_MEAN:
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
