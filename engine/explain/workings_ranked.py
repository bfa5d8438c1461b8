"""Work out 排名赋分: by proportion to the best, by place, by percentile."""

from __future__ import annotations

from fractions import Fraction

from engine.explain.dossier import Dossier
from engine.explain.exact import number_of
from engine.explain.method_working import MethodWorking
from engine.explain.peer_text import (
    amount_text,
    company_text,
    not_better_text,
    place_text,
)
from engine.explain.peers import Circle
from engine.explain.wording import named_value
from engine.explain.workings_values import in_band
from engine.facts.table import State
from engine.ruleset.methods import Ranked
from engine.sentences.peers import best_word, order_text
from engine.sentences.phrases import (
    Measure,
    exact_number,
    measure_of,
    number_text,
    rounded_text,
)
from engine.sentences.values import band_text

_NONE = Fraction(0)


def work_ranked(method: Ranked, full: Fraction, dossier: Dossier) -> MethodWorking:
    """Give points for how the school stands among those that take part."""
    peers = method.peers
    names = tuple(dict.fromkeys((peers.value, *peers.within)))
    state, value = dossier.value(peers.value)
    said = named_value(dossier, peers.value)
    if state is not State.PRESENT or value is None:
        return MethodWorking(_NONE, state, said, names, method.place)
    company = dossier.archive.contest(method)
    if not company.takes_part(dossier):
        text = f"{said}，不参加排名"
        return MethodWorking(_NONE, State.NOT_APPLICABLE, text, names, method.place)
    own, circle = number_of(value), company.circle(dossier)
    if method.by == "proportion":
        points, text = _by_proportion(method, full, own, circle, dossier)
    elif method.bands:
        return _by_bands(method, own, circle, dossier, said, names)
    else:
        points, text = _way_down(method, full, own, circle, dossier)
    return MethodWorking(points, State.PRESENT, f"{said}，{text}", names, method.place)


def _by_proportion(
    method: Ranked, full: Fraction, own: Fraction, circle: Circle, dossier: Dossier
) -> tuple[Fraction, str]:
    """Take the part of full points that the value is of the best, or the best of the value."""
    peers, ruleset = method.peers, dossier.ruleset
    best, lower = circle.best(peers), peers.lower_is_better
    company = company_text(peers, circle, ruleset)
    shown = f"{company}{best_word(peers)}{amount_text(best, ruleset, peers.value)}"
    if own == best and (lower or own > 0):
        return full, f"{shown}，就是它"
    if lower and best <= 0:
        return _NONE, f"{shown}，不大于0，没有比例可算，只有它得分"
    if own <= 0:
        return _NONE, f"{shown}，不大于0，没有比例可算"
    measure = measure_of(ruleset, peers.value)
    part, whole = (best, own) if lower else (own, best)
    points = full * part / whole
    sides = f"{exact_number(part, measure)}÷{exact_number(whole, measure)}"
    result = rounded_text(points, ruleset.unit)
    return points, f"{shown}，按比例 {number_text(full)}×{sides}{result}"


def _way_down(
    method: Ranked, full: Fraction, own: Fraction, circle: Circle, dossier: Dossier
) -> tuple[Fraction, str]:
    """Go from full points for the first place down to none for the last."""
    said = _standing(method, own, circle, dossier)
    if circle.size == 1:
        return full, f"{said}，只有它一{dossier.ruleset.subject.measure}"
    place = circle.place(own, method.peers)
    points = full * (circle.size - place) / (circle.size - 1)
    sides = f"({circle.size}−{number_text(place)})÷({circle.size}−1)"
    result = rounded_text(points, dossier.ruleset.unit)
    return points, f"{said}，第1得满分、第{circle.size}不得分：{number_text(full)}×{sides}{result}"


def _by_bands(
    method: Ranked,
    own: Fraction,
    circle: Circle,
    dossier: Dossier,
    said: str,
    names: tuple[str, ...],
) -> MethodWorking:
    """Find the band of the place or the percentile."""
    found, measure, unit = circle.percentile(own, method.peers), Measure.PERCENT, ""
    if method.by == "rank":
        found, measure, unit = circle.place(own, method.peers), Measure.PLAIN, "名"
    said = f"{said}，{_standing(method, own, circle, dossier)}"
    for band in method.bands:
        if in_band(band, found):
            text = f"{said}，属“{band_text(band, measure, unit)}”一档"
            return MethodWorking(band.points, State.PRESENT, text, names, band.place)
    return MethodWorking(_NONE, State.UNREADABLE, f"{said}，不在任何一档之内", names, method.place)


def _standing(method: Ranked, own: Fraction, circle: Circle, dossier: Dossier) -> str:
    peers, ruleset = method.peers, dossier.ruleset
    company = company_text(peers, circle, ruleset)
    if method.by == "percentile":
        share = number_text(circle.percentile(own, peers), Measure.PERCENT)
        return f"百分位{share}（{company}{not_better_text(own, peers, circle, ruleset)}）"
    place = place_text(circle.place(own, peers), own, circle)
    return f"{place}（{company}，{order_text(peers)}）"
