"""Check that the bands of a value leave no gap and do not overlap.

An end of a band is a cut between values: before a value or after it. A closed lower end at
2 cuts before 2, an open one after 2. Two bands are neighbours when the cut that ends one
begins the other. Whole numbers have only cuts before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import Band, Bands
from engine.ruleset.model import FieldType
from engine.ruleset.vocabulary import Term

# (-1 | 0 | 1 for without lower limit, finite, without upper limit; the value; after it?)
Cut = tuple[int, Fraction, bool]
_LOWEST: Cut = (-1, Fraction(0), False)
_HIGHEST: Cut = (1, Fraction(0), False)


@dataclass(frozen=True, slots=True)
class _Reach:
    low: Cut
    high: Cut
    band: Band


def check_bands(bands: Bands, term: Term | None, inspection: Inspection) -> None:
    """Check the bands of one indicator.

    Args:
        bands: The method.
        term: What its value stands for; its range bounds what must be covered.
        inspection: Gets overlaps at the later band, gaps at the list of bands.
    """
    if not all(band.bounds for band in bands.bands):
        _report_boundless(bands, inspection)
        return
    whole = term is not None and term.type is FieldType.INTEGER
    words = _Words(whole, _in_percent(bands, inspection))
    reaches = []
    for band in bands.bands:
        low, high = _reach(band, whole)
        if low >= high:
            inspection.diagnostics.error(
                "R055",
                "这一档没有任何值能落进去",
                band.place,
                hint="请核对上下限：下限应当小于上限",
            )
        else:
            reaches.append(_Reach(low, high, band))
    if len(reaches) < len(bands.bands) or not reaches:
        return
    reaches.sort(key=lambda reach: (reach.low, reach.high))
    low = _cut(term.low, False, whole) if term and term.low is not None else _LOWEST
    high = _cut(term.high, True, whole) if term and term.high is not None else _HIGHEST
    n_before = len(inspection.diagnostics)
    covered = low
    widest: Band | None = None
    for reach in reaches:
        if reach.low > covered:
            _report_gap((covered, reach.low), (widest, reach.band), words, bands, inspection)
        elif reach.low < covered and reach.band is not reaches[0].band:
            end = min(covered, reach.high)
            _report_overlap(reach, widest or reaches[0].band, end, words, inspection)
        if reach.high > covered:
            covered, widest = reach.high, reach.band
    if covered < high:
        _report_gap((covered, high), (widest, None), words, bands, inspection)
    if term is not None and low < high and len(inspection.diagnostics) == n_before:
        _report_out_of_range(reaches, (low, high), term, inspection)


def _report_boundless(bands: Bands, inspection: Inspection) -> None:
    for band in bands.bands:
        if not band.bounds:
            inspection.diagnostics.error(
                "R055",
                "这一档没有写上下限",
                band.place,
                hint="请写“不少于”“小于”“等于”等；其余的值请写明范围",
            )


def _report_out_of_range(
    reaches: list[_Reach], ends: tuple[Cut, Cut], term: Term, inspection: Inspection
) -> None:
    """Warn of bands beyond the range of the value: nobody can ever be in them."""
    for reach in reaches:
        if reach.high <= ends[0] or reach.low >= ends[1]:
            low = "不限" if term.low is None else decimal_text(term.low)
            high = "不限" if term.high is None else decimal_text(term.high)
            inspection.diagnostics.warning(
                "R055",
                f"“{term.name}”的范围是 [{low}, {high}]（{term.place}），没有值能落进这一档",
                reach.band.place,
                term.name,
                "请核对上下限，或修改字段的“范围”；有意如此的可不改",
            )


def _cut(value: Fraction, after: bool, whole: bool) -> Cut:
    if whole:
        return (0, Fraction(floor(value) + 1 if after else ceil(value)), False)
    return (0, value, after)


def _reach(band: Band, whole: bool) -> tuple[Cut, Cut]:
    low, high = _LOWEST, _HIGHEST
    for comparison, value in band.bounds:
        before, after = _cut(value, False, whole), _cut(value, True, whole)
        match comparison:
            case Comparison.EQUALS:
                low, high = max(low, before), min(high, after)
            case Comparison.AT_LEAST:
                low = max(low, before)
            case Comparison.MORE_THAN:
                low = max(low, after)
            case Comparison.AT_MOST:
                high = min(high, after)
            case Comparison.LESS_THAN:
                high = min(high, before)
            case _:
                pass
    if whole and any(
        comparison is Comparison.EQUALS and value.denominator != 1
        for comparison, value in band.bounds
    ):
        return _LOWEST, _LOWEST
    return low, high


def _in_percent(bands: Bands, inspection: Inspection) -> bool:
    """Tell whether the limits are written as percentages."""
    return any(
        inspection.is_percent(inspection.at(band.place, comparison.value))
        for band in bands.bands
        for comparison, _ in band.bounds
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Say which values lie between two cuts, as the limits are written."""

    whole: bool
    in_percent: bool

    def number(self, value: Fraction) -> str:
        return f"{decimal_text(value * 100)}%" if self.in_percent else decimal_text(value)

    def describe(self, low: Cut, high: Cut) -> str:
        if self.whole:
            return self._describe_whole(low, high)
        start, end = self.number(low[1]), self.number(high[1])
        if low[0] == 0 and high[0] == 0 and low[1] == high[1]:
            return f"恰好等于 {start} 的值"
        parts = []
        if low[0] == 0:
            parts.append(f"{'大于' if low[2] else '不少于'} {start}")
        if high[0] == 0:
            parts.append(f"{'不超过' if high[2] else '小于'} {end}")
        return "、".join(parts) + " 的值" if parts else "任何值"

    def _describe_whole(self, low: Cut, high: Cut) -> str:
        first, last = low[1], high[1] - 1
        if low[0] < 0:
            return f"不超过 {last} 的值" if high[0] == 0 else "任何值"
        if high[0] > 0:
            return f"不少于 {first} 的值"
        return f"取值 {first} " if first == last else f"取值 {first} 到 {last} "


def _report_gap(
    ends: tuple[Cut, Cut],
    beside: tuple[Band | None, Band | None],
    words: _Words,
    bands: Bands,
    inspection: Inspection,
) -> None:
    """Report values in no band, with the places of the bands beside them."""
    low, high = ends
    what = words.describe(low, high)
    places = " 和 ".join(str(band.place) for band in beside if band is not None)
    hint = "请补上一档，或用“不少于”“小于”把相邻两档接起来；不可能出现的值请在字段的“范围”里排除"
    if not words.whole and low[0] == high[0] == 0 and low[2] and not high[2] and low[1] < high[1]:
        hint = f"请把“不超过: {words.number(low[1])}”改成“小于: {words.number(high[1])}”"
    inspection.diagnostics.error(
        "R054",
        f"“{bands.value}”的档次有缺口：{what}不在任何一档（相邻的档在 {places}）",
        inspection.at(bands.place, "bands"),
        what.strip(),
        hint,
    )


def _report_overlap(
    reach: _Reach, other: Band, end: Cut, words: _Words, inspection: Inspection
) -> None:
    what = words.describe(reach.low, end)
    earlier, later = sorted((other, reach.band), key=lambda band: band.place)
    inspection.diagnostics.error(
        "R053",
        f"档次重叠：{what}同时落在 {earlier.place} 和这一档",
        later.place,
        what.strip(),
        "请把其中一端改成“小于”或“大于”，使每个值只在一档",
    )
