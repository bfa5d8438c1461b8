"""Check the figures of the city: what they add up, and that their windows can be met."""

from __future__ import annotations

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.naming import check_unique
from engine.ruleset.city import CityFigure, FigureKind, Years
from engine.ruleset.model import FieldType

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)
_AMOUNTS = (FieldType.INTEGER, FieldType.NUMBER)
# Kinds of derived values that are no amount of a school: their sum says nothing.
_RATES = frozenset(
    {"ratio", "mean", "growth_on_last_year", "rank", "percentile", "best", "peer_mean", "z_score"}
)


def check_city(inspection: Inspection) -> None:
    """Check every figure of the city."""
    figures = inspection.ruleset.city
    check_unique(
        "全市数据编号", [(f.id, inspection.at(f.place, "id")) for f in figures], inspection
    )
    for figure in figures:
        _check_amounts(figure, inspection)
        _check_table(figure, inspection)
        if figure.kind is not FigureKind.LISTED:
            _check_window(figure, inspection)


def _check_amounts(figure: CityFigure, inspection: Inspection) -> None:
    """Check that what is added up can be added up: amounts, never rates."""
    inner = inspection.at(figure.place, figure.kind.value)
    if figure.kind is FigureKind.TOTAL and figure.value:
        at = inspection.at(inner, "value")
        if inspection.term(figure.value, at, _NUMERIC, "", "求和"):
            _refuse_rate(figure.value, figure, "value", inspection)
    if figure.kind is not FigureKind.RATIO:
        return
    for key, name in (("numerator", figure.numerator), ("denominator", figure.denominator)):
        if inspection.term(name, inspection.at(inner, key), _NUMERIC, "", "比率"):
            _refuse_rate(name, figure, key, inspection)
    if figure.numerator and figure.numerator == figure.denominator:
        inspection.diagnostics.error(
            "R255",
            f"全市数据“{figure.id}”的分子和分母都是“{figure.numerator}”，永远是 1",
            inspection.at(inner, "denominator"),
            figure.denominator,
            "请改其中一个",
        )


def _refuse_rate(name: str, figure: CityFigure, key: str, inspection: Inspection) -> None:
    rate = _rate_behind(name, inspection)
    if rate:
        inner = inspection.at(figure.place, figure.kind.value)
        inspection.diagnostics.error(
            "R250",
            f"全市数据“{figure.id}”把各校的“{name}”相加，{rate}，加起来没有意义",
            inspection.at(inner, key),
            name,
            "要全市的比率，请写 比率: {分子: …, 分母: …}，用各校的分子、分母合计后再除",
        )


def _rate_behind(name: str, inspection: Inspection, seen: frozenset[str] = frozenset()) -> str:
    """Say of which rate or standing a value is made; empty where it is an amount."""
    field, derived = inspection.ruleset.fields.get(name), inspection.ruleset.derived.get(name)
    if field is not None:
        return f"“{name}”是百分比" if field.type is FieldType.PERCENT else ""
    if derived is None or name in seen:
        return ""
    if derived.kind in _RATES:
        return f"“{name}”是比率、平均或名次"
    found = (_rate_behind(each, inspection, seen | {name}) for each in derived.operands)
    return next((each for each in found if each), "")


def _check_table(figure: CityFigure, inspection: Inspection) -> None:
    inner = inspection.at(figure.place, figure.kind.value)
    if not figure.table or not inspection.table(figure.table, inspection.at(inner, "table")):
        return
    if figure.column:
        types = _AMOUNTS if figure.kind is FigureKind.TOTAL else ()
        purpose = "求和" if figure.kind is FigureKind.TOTAL else "不同数"
        place = inspection.at(inner, "column")
        inspection.term(figure.column, place, types, figure.table, purpose)


def _check_window(figure: CityFigure, inspection: Inspection) -> None:
    """Check that the window of a figure says which numbers go into it."""
    since, until = figure.since, figure.until
    span = inspection.at(figure.place, "span")
    first, last = inspection.ruleset.window
    if (since or until) and (since or first) > (until or last):
        inspection.diagnostics.error(
            "R254",
            f"全市数据“{figure.id}”的时段起于 {since or first}，止于 {until or last}，先后颠倒",
            span,
            str(since or until),
            "请核对起止日期；不写的一头即考核窗口的",
        )
        return
    if figure.kind is FigureKind.DISTINCT and figure.joins_years:
        inspection.diagnostics.error(
            "R252",
            f"全市数据“{figure.id}”数不同的值，不能把各年的数相加：两年里相同的会数两次",
            inspection.at(figure.place, "years"),
            figure.years.value if figure.years else "",
            "请删去“各年”；要几年里不同的，请数带日期的台账，写“时段”",
        )
        return
    table = inspection.ruleset.tables.get(figure.table)
    by_date = figure.table and figure.years is None
    if by_date and (since or until):
        if table is not None and not table.date_field:
            inspection.diagnostics.error(
                "R253",
                f"全市数据“{figure.id}”按时段取台账“{figure.table}”的记录，台账却没有“归属日期”",
                span,
                figure.table,
                "请在台账里写明“归属日期”是哪一列，或删去“时段”",
            )
    elif not figure.table and (since or until) and not figure.joins_years:
        _tell_alone(figure, inspection)


def _tell_alone(figure: CityFigure, inspection: Inspection) -> None:
    """Report a window of its own that this year's facts alone cannot meet."""
    said = "写了各年当年" if figure.years is Years.ALONE else "没有写“各年”"
    inspection.diagnostics.error(
        "R251",
        f"全市数据“{figure.id}”有自己的时段，{said}，而学校的事实只是今年一年的",
        inspection.at(figure.place, "span"),
        str(figure.since or figure.until),
        "请写 各年: 累计（或 年均），以前各年的数取自去年的结果；只要当年的，请删去“时段”",
    )
