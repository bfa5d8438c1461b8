"""Check what the rules say of raters who are too far apart, and of those who must not judge."""

from __future__ import annotations

from fractions import Fraction

from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.methods import BeyondSpread, Ratings
from engine.ruleset.model import FieldType, Indicator


def check_raters(method: Ratings, indicator: Indicator, inspection: Inspection) -> None:
    """Check the limit of differing, and the columns by which raters are left out."""
    _check_spread(method, inspection)
    undetermined = method.beyond_spread is BeyondSpread.UNDETERMINED
    if method.spread_limit is not None and undetermined and not indicator.manual:
        inspection.diagnostics.error(
            "R150",
            f"“{indicator.id}”分差过大时要待评，但没有写“人工评定”",
            inspection.at(method.place, "spread_limit"),
            indicator.id,
            "请在指标里写“人工评定: 是”，或把“超出分差时”写成 提示",
        )
    if method.table in inspection.ruleset.tables:
        _check_recusal(method, inspection)


def _check_spread(method: Ratings, inspection: Inspection) -> None:
    """Say that a limit can never be passed, or that nothing is said of passing it."""
    limit, place = method.spread_limit, method.place
    if limit is None:
        if (place, "beyond_spread") in inspection.draft.value_places:
            inspection.diagnostics.error(
                "R151",
                "写了“超出分差时”，没有写“最大分差”",
                inspection.draft.key_places.get((place, "beyond_spread")),
                hint="请补写“最大分差”，或删去它",
            )
        return
    levels = method.points_by_level
    widest = method.out_of or Fraction(0)
    if levels:
        widest = max(levels.values()) - min(levels.values())
    if limit >= widest:
        inspection.diagnostics.warning(
            "R152",
            f"评分最多相差 {decimal_text(widest)} 分，“最大分差”{decimal_text(limit)} 永远超不过",
            inspection.at(place, "spread_limit"),
            decimal_text(limit),
            "请写小一些的数，或删去它",
        )


def _check_recusal(method: Ratings, inspection: Inspection) -> None:
    """Check the columns by which raters are left out."""
    recusal = method.recusal
    if recusal is None:
        return
    place, words = recusal.place, (FieldType.TEXT, FieldType.CHOICE)
    at = inspection.at(place, "own_columns")
    for name in recusal.own_columns:
        inspection.term(name, at, words, method.table, "评委自己的单位")
    if recusal.rater:
        inspection.term(recusal.rater, inspection.at(place, "rater"), words, method.table, "评委")
    if recusal.listed and not recusal.rater:
        inspection.diagnostics.error(
            "R153",
            "写了回避名单，没有写“评委列”：名单认不出是谁",
            inspection.at(place, "listed"),
            hint="请写“评委列”：评议台账里写评委姓名的那一列",
        )
