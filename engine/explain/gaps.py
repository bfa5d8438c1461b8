"""Say what the rules make of 不适用, 缺失, 无法识读 and 待评, in words."""

from __future__ import annotations

from fractions import Fraction

from engine.explain.method_working import Role
from engine.explain.phrases import points_said
from engine.points import round_fraction
from engine.ruleset.model import Indicator, MissingPolicy, NotApplicablePolicy
from engine.scoring import Status

Mean = tuple[Fraction, int, str]


def outside_ending(indicator: Indicator, role: Role, points: Fraction, mean: Mean | None) -> str:
    """Say what becomes of the points of an indicator that does not apply."""
    full = points_said(indicator.points)
    if role is Role.DEDUCTION:
        return "不扣分"
    if indicator.not_applicable is NotApplicablePolicy.FULL:
        return f"按规则直接{'加' if role is Role.BONUS else '得满分'}{full}"
    if mean is not None:
        return f"{_mean_words(mean)}{'加' if role is Role.BONUS else '得'}{points_said(points)}"
    if role is Role.BONUS:
        return "不加分"
    return f"满分{full}剔除，分值由其余适用指标按比例折算"


def gap_ending(
    indicator: Indicator, role: Role, status: Status, points: Fraction, mean: Mean | None
) -> str:
    """Say what becomes of the points of an indicator whose facts are missing or unreadable."""
    counted = _counted(indicator, role, points)
    if mean is not None:
        return _mean_words(mean) + counted
    if status is Status.MANUAL:
        return f"评定前暂缓定等，暂{counted}"
    if status is Status.ERROR:
        return f"更正前暂缓定等，暂{counted}"
    match indicator.missing:
        case MissingPolicy.BLOCK:
            return f"补齐前暂缓定等，暂{counted}"
        case MissingPolicy.FULL:
            return f"按规则直接{counted}"
        case MissingPolicy.COHORT_MEAN:
            return f"同组没有可取平均的学校，{counted}"
    return f"按规则{counted}"


def _counted(indicator: Indicator, role: Role, points: Fraction) -> str:
    if role is Role.BONUS:
        return f"加{points_said(points)}" if points else "不加分"
    if role is Role.DEDUCTION:
        lost = indicator.points - points
        return f"扣{points_said(lost)}" if lost else "不扣分"
    return f"计{points_said(points)}"


def _mean_words(mean: Mean) -> str:
    value, n_scored, label = mean
    exact = round_fraction(value, Fraction(1, 10000))
    return f"取同类平均（{label}，已计分{n_scored}所，平均{points_said(exact)}），"
