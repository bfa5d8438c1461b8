"""Check the points of methods: none gives more than its indicator has, and one can give it all."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.methods import (
    Bands,
    BestOf,
    Charge,
    Checklist,
    Counting,
    Deduct,
    Earn,
    Less,
    Levels,
    Method,
    Ranked,
    Ratings,
    Target,
    Votes,
)
from engine.ruleset.model import Indicator

_NONE = Fraction(0)


def most_given(method: Method, full: Fraction) -> Fraction:
    """Return the most points that a method can give, of `full`.

    Methods that measure against full points (全有全无, 线性, 逐次扣分 and the like) can give all.
    """
    match method:
        case Checklist():
            return _most_of_checklist(method, full)
        case Bands() | Ranked(bands=(_, *_)):
            return max((band.points for band in method.bands), default=full)
        case Levels():
            return max(method.points_by_level.values(), default=full)
        case Ratings() if method.points_by_level is not None:
            return max(method.points_by_level.values(), default=full)
        case Votes():
            return full * max(method.coefficients.values(), default=Fraction(1))
        case Earn():
            caps = [charge.cap for charge in method.charges if charge.cap is not None]
            return sum(caps, _NONE) if len(caps) == len(method.charges) else full
        case Less():
            given = most_given(method.method, full)
            taken = (min(band.points for band in bands.bands) for bands in method.taken)
            return min(given, max(given - sum(taken, _NONE), method.down_to))
        case BestOf():
            return max((most_given(option, full) for option in method.options), default=full)
        case _:
            return full


def _most_of_checklist(method: Checklist, full: Fraction) -> Fraction:
    worth = [part.points for part in method.parts]
    match method.counting:
        case Counting.HIGHEST:
            return max(worth, default=full)
        case Counting.CAPPED:
            return min(sum(worth, _NONE), full)
    return sum(worth, _NONE)


def check_method_points(inspection: Inspection) -> None:
    """Check that no method gives more than its indicator's full points, and that it can."""
    for indicator in inspection.indicators():
        if indicator.method is not None and inspection.is_sound(indicator.place):
            _check_method(indicator.method, indicator, inspection)


def _check_method(
    method: Method, indicator: Indicator, inspection: Inspection, *, is_option: bool = False
) -> None:
    """Check one method and those inside it.

    Args:
        is_option: One of several of which the best counts: it need not reach full points itself.
    """
    match method:
        case Checklist():
            _check_checklist(method, indicator, inspection, is_option=is_option)
        case Bands() | Ranked(bands=(_, *_)):
            given = [(band.points, inspection.at(band.place, "points")) for band in method.bands]
            _check_given(given, indicator, inspection)
            if not is_option:
                _check_reached(method, "最高一档", method.place, indicator, inspection)
        case Votes() if not is_option:
            votes = inspection.at(method.place, "votes")
            _check_reached(method, "各种票里最高的", votes, indicator, inspection)
        case Ratings() if method.points_by_level is None:
            pass
        case Levels() | Ratings():
            levels = inspection.at(method.place, "points_by_level")
            given = [
                (points, inspection.at(levels, name))
                for name, points in (method.points_by_level or {}).items()
            ]
            _check_given(given, indicator, inspection)
            if not is_option:
                _check_reached(method, "最高等级", levels, indicator, inspection)
        case Target():
            _check_floor(method.floor, method.place, indicator, inspection)
            if method.small is not None:
                _check_method(method.small.method, indicator, inspection, is_option=is_option)
            at = inspection.at(method.place, "loss")
            _check_moved("“扣”", method.loss, at, indicator, inspection)
            if method.loss == 0:
                _report_idle(at, indicator, inspection)
        case Deduct():
            _check_floor(method.floor, method.place, indicator, inspection)
            _check_charges(method.charges, indicator, inspection)
        case Earn():
            _check_charges(method.charges, indicator, inspection)
            if not is_option:
                _check_earned(method, indicator, inspection)
        case Less():
            _check_method(method.method, indicator, inspection, is_option=is_option)
            _check_less(method, indicator, inspection, is_option=is_option)
        case BestOf():
            for option in method.options:
                _check_method(option, indicator, inspection, is_option=True)
            if not is_option:
                at = inspection.at(method.place, "options")
                _check_reached(method, "各法最高", at, indicator, inspection)
        case _:
            pass


def _check_less(
    method: Less, indicator: Indicator, inspection: Inspection, *, is_option: bool
) -> None:
    _check_floor(method.down_to, method.place, indicator, inspection, "down_to")
    for bands in method.taken:
        for band in bands.bands:
            at = inspection.at(band.place, "points")
            _check_moved("“另扣”", band.points, at, indicator, inspection)
        if bands.bands and all(band.points == 0 for band in bands.bands):
            _report_idle(inspection.at(bands.place, "bands"), indicator, inspection)
    all_inside = most_given(method.method, indicator.points)
    if not is_option and most_given(method, indicator.points) < all_inside:
        at = inspection.at(method.place, "less")
        _check_reached(method, "得分另扣之后最多", at, indicator, inspection)


def _check_checklist(
    method: Checklist, indicator: Indicator, inspection: Inspection, *, is_option: bool
) -> None:
    full, parts = indicator.points, inspection.at(method.place, "parts")
    if method.counting is not Counting.SUM:
        given = [(part.points, inspection.at(part.place, "points")) for part in method.parts]
        _check_given(given, indicator, inspection)
        if not is_option:
            is_capped = method.counting is Counting.CAPPED
            what = "清单各项加起来" if is_capped else "最高一项"
            _check_reached(method, what, parts, indicator, inspection)
        return
    total = most_given(method, full)
    if total > full or (total < full and not is_option):
        listed = " + ".join(decimal_text(part.points) for part in method.parts)
        hint = f"请使各项分值之和{'不超过' if is_option else '等于'}指标分值"
        if total > full:
            hint += "；只取最高一项、加满为止的，请写“计法”"
        inspection.diagnostics.error(
            "R051",
            f"“{indicator.id}”分值 {decimal_text(full)}，"
            f"清单各项之和是 {decimal_text(total)}（{listed}）",
            parts,
            decimal_text(total),
            hint,
        )


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
    most = most_given(method, indicator.points)
    if most < indicator.points:
        inspection.diagnostics.warning(
            "R056",
            f"“{indicator.id}”各项计次封顶合计 {decimal_text(most)} 分，"
            f"达不到分值 {decimal_text(indicator.points)}",
            inspection.at(method.place, "charges"),
            decimal_text(most),
            "若是有意的可不改；否则请调整封顶或分值",
        )


def _check_given(
    given: list[tuple[Fraction, Place | None]], indicator: Indicator, inspection: Inspection
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


def _check_reached(
    method: Method, what: str, place: Place | None, indicator: Indicator, inspection: Inspection
) -> None:
    """Warn where even the best that a method can give is not full points."""
    best, full = most_given(method, indicator.points), indicator.points
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
    floor: Fraction,
    place: Place,
    indicator: Indicator,
    inspection: Inspection,
    key: str = "floor",
) -> None:
    if floor > indicator.points:
        inspection.diagnostics.error(
            "R052",
            f"{chinese_key(key)} {decimal_text(floor)} 超过“{indicator.id}”的分值"
            f" {decimal_text(indicator.points)}",
            inspection.at(place, key),
            decimal_text(floor),
            "请写不超过分值的数",
        )
