"""Work out the methods of one value: 分档, 线性, 达标扣减, 等级对应, 直接计分."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from engine.explain.dossier import Dossier
from engine.explain.exact import Exact, number_of
from engine.explain.judging import holds
from engine.explain.method_working import MethodWorking
from engine.explain.wording import bare_value, named_value
from engine.facts.table import State
from engine.ruleset.conditions import Compare
from engine.ruleset.methods import Band, Bands, Direct, Levels, Linear, Target
from engine.ruleset.roles import Role
from engine.sentences.phrases import (
    Measure,
    exact_number,
    gap_text,
    measure_of,
    number_text,
    points_said,
    rounded_text,
    unit_of,
)
from engine.sentences.values import (
    band_text,
    bottom_text,
    goal_text,
    line_text,
    out_of_text,
    short_word,
    step_text,
)
from engine.sentences.worth import Stake


def work_bands(method: Bands, full: Fraction, dossier: Dossier) -> MethodWorking:  # noqa: ARG001
    """Find the band of a value."""
    state, value = dossier.value(method.value)
    names = (method.value,)
    said = named_value(dossier, method.value)
    if state is not State.PRESENT or value is None:
        return MethodWorking(Fraction(0), state, said, names, method.place)
    for band in method.bands:
        if in_band(band, value):
            text = f"{said}，属“{band_text(band, *_manner(dossier, method.value))}”一档"
            return MethodWorking(band.points, State.PRESENT, text, names, band.place)
    text = f"{said}，不在任何一档之内"
    return MethodWorking(Fraction(0), State.UNREADABLE, text, names, method.place)


def in_band(band: Band, value: Exact) -> bool:
    """Say whether a value is within a band."""
    return all(
        holds(Compare("", comparison, (bound,), band.place), value)
        for comparison, bound in band.bounds
    )


def work_linear(method: Linear, full: Fraction, role: Role, dossier: Dossier) -> MethodWorking:
    """Interpolate between the value worth nothing and the value worth full points."""
    state, value = dossier.value(method.value)
    names = (method.value,)
    said = named_value(dossier, method.value)
    if state is not State.PRESENT or value is None:
        return MethodWorking(Fraction(0), state, said, names, method.place)
    number = number_of(value)
    share = (number - method.zero_at) / (method.full_at - method.zero_at)
    scale = line_text(method, Stake(full, role, dossier.ruleset))
    if share <= 0:
        none = f"{said}，按“{scale}”，没有达到计分起点"
        return MethodWorking(Fraction(0), state, none, names, method.place)
    if share >= 1:
        whole = f"{said}，按“{scale}”，已达到满分值"
        return MethodWorking(full, state, whole, names, method.place)
    points = full * share
    result = rounded_text(points, dossier.ruleset.unit)
    text = f"{said}，按“{scale}”：{_proportion(method, full, dossier)}{result}"
    return MethodWorking(points, state, text, names, method.place)


def _proportion(method: Linear, full: Fraction, dossier: Dossier) -> str:
    """Write the left side of an interpolation; a value without a short decimal as its ratio."""
    measure, _ = _manner(dossier, method.value)
    value = bare_value(dossier, method.value)
    if method.zero_at == 0:
        return f"{number_text(full)}×{value}÷{exact_number(method.full_at, measure)}"
    zero, top = (exact_number(each, measure) for each in (method.zero_at, method.full_at))
    zero = f"({zero})" if zero.startswith("-") else zero
    return f"{number_text(full)}×({value}−{zero})÷({top}−{zero})"


def _manner(dossier: Dossier, name: str) -> tuple[Measure, str]:
    return measure_of(dossier.ruleset, name), unit_of(dossier.ruleset, name)


def work_target(method: Target, full: Fraction, role: Role, dossier: Dossier) -> MethodWorking:
    """Take off the loss of each started step short of the goal."""
    state, value = dossier.value(method.value)
    names = (method.value,)
    said = named_value(dossier, method.value)
    if state is not State.PRESENT or value is None:
        return MethodWorking(Fraction(0), state, said, names, method.place)
    gap = method.goal - number_of(value)
    if method.lower_is_better:
        gap = -gap
    stake, measure = Stake(full, role, dossier.ruleset), measure_of(dossier.ruleset, method.value)
    goal = goal_text(method, dossier.ruleset)
    if gap <= 0:
        reached = f"{said}，应{goal}，{'没有超过' if method.lower_is_better else '已达到'}"
        return MethodWorking(full, state, reached, names, method.place)
    steps = ceil(gap / method.step)
    parts = [
        said,
        f"应{goal}",
        short_word(method) + gap_text(gap, measure, unit_of(dossier.ruleset, method.value)),
        step_text(method, dossier.ruleset),
        f"计{steps}步" + ("" if gap == steps * method.step else "（不足一步按一步计）"),
        f"扣{points_said(steps * method.loss)}",
    ]
    points = full - steps * method.loss
    if points < method.floor:
        points = method.floor
        parts.append(bottom_text(method.floor, stake))
    return MethodWorking(points, state, "，".join(parts), names, method.place)


def work_levels(method: Levels, full: Fraction, dossier: Dossier) -> MethodWorking:  # noqa: ARG001
    """Look up the points of a choice; one that is not settled yet (待定值) is missing."""
    state, value = dossier.value(method.value)
    names = (method.value,)
    said = named_value(dossier, method.value)
    field = dossier.field_of(method.value)
    if field is not None and state is State.PRESENT and value in field.pending:
        pending = f"{said}，尚未认定"
        return MethodWorking(Fraction(0), State.MISSING, pending, names, method.place)
    if state is not State.PRESENT:
        return MethodWorking(Fraction(0), state, said, names, method.place)
    points = method.points_by_level[str(value)]
    text = f"{said}，对应{points_said(points)}"
    return MethodWorking(points, state, text, names, method.place)


def work_direct(method: Direct, full: Fraction, dossier: Dossier) -> MethodWorking:
    """Scale an outside score to full points."""
    state, value = dossier.value(method.value)
    names = (method.value,)
    said = named_value(dossier, method.value)
    if state is not State.PRESENT or value is None:
        return MethodWorking(Fraction(0), state, said, names, method.place)
    number = number_of(value)
    share = min(max(number / method.out_of, Fraction(0)), Fraction(1))
    points = full * share
    top = number_text(method.out_of)
    scaled = f"折算 {number_text(full)}×{number_text(number)}÷{top}"
    text = f"{said}，{out_of_text(method.out_of)}，{scaled}"
    if share != number / method.out_of:
        text += "，超出部分不计"
    else:
        text += rounded_text(points, dossier.ruleset.unit)
    return MethodWorking(points, state, text, names, method.place)
