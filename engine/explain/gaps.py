"""Apply what the rules say of 不适用, 缺失, 无法识读 and 待评, and say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from engine.points import round_fraction
from engine.ruleset.model import Indicator, MissingPolicy, NotApplicablePolicy
from engine.ruleset.roles import Role
from engine.scoring import Status
from engine.sentences.phrases import points_said
from engine.sentences.policies import left_out_text
from engine.sentences.worth import worth_text

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of the scored schools of a cohort."""

    value: Fraction
    n_scored: int
    cohort: str


MeanOf = Callable[[], Mean | None]


def points_outside(indicator: Indicator, role: Role, mean_of: MeanOf) -> tuple[Fraction, str]:
    """Return the points of an indicator that does not apply, and the words that say so."""
    full, said = indicator.points, points_said(indicator.points)
    if role is Role.DEDUCTION:
        return full, "不扣分"
    verb = "加" if role is Role.BONUS else "得"
    if indicator.not_applicable is NotApplicablePolicy.FULL:
        return full, f"按规则直接{'加' if role is Role.BONUS else '得满分'}{said}"
    if indicator.not_applicable is NotApplicablePolicy.COHORT_MEAN:
        mean = mean_of()
        if mean is not None:
            return mean.value, f"{_mean_words(mean)}{verb}{{points}}"
    if role is Role.BONUS:
        return _NONE, "不加分"
    if indicator.not_applicable is NotApplicablePolicy.SHRINK:
        return _NONE, f"满分减{said}，其余指标的分值不变"
    return _NONE, left_out_text(indicator, "适用指标按比例折算")


def points_in_gap(
    indicator: Indicator, role: Role, status: Status, certain: Fraction, mean_of: MeanOf
) -> tuple[Fraction, str]:
    """Return the points of an indicator whose facts are missing or unreadable, and the words.

    Args:
        certain: What the known facts are worth already.
        mean_of: Finds the mean of the cohort, where it is asked for.
    """
    if status is Status.MISSING and indicator.missing is MissingPolicy.COHORT_MEAN:
        mean = mean_of()
        if mean is not None:
            return _mean_or_certain(role, certain, mean)
    if status is Status.MISSING and is_left_out(indicator, role):
        return _NONE, "按规则" + left_out_text(indicator, "计分的指标按比例折算")
    points = _gap_points(indicator, role, certain)
    return points, _gap_words(indicator, role, status) + _COUNTED[role]


def is_left_out(indicator: Indicator, role: Role) -> bool:
    """Say whether an indicator whose facts are missing leaves the sum (剔除折算)."""
    return role is not Role.DEDUCTION and indicator.missing is MissingPolicy.REDISTRIBUTE


def _mean_or_certain(role: Role, certain: Fraction, mean: Mean) -> tuple[Fraction, str]:
    """Return the mean, unless what is certain already is more (of a deduction: deducts more)."""
    is_more = certain < mean.value if role is Role.DEDUCTION else certain > mean.value
    if not is_more:
        return mean.value, _mean_words(mean) + _COUNTED[role]
    word = "扣分" if role is Role.DEDUCTION else "得分"
    return certain, f"已有事实确定的{word}多于同类平均，按已确定的" + _COUNTED[role]


def _gap_points(indicator: Indicator, role: Role, certain: Fraction) -> Fraction:
    if role is not Role.DEDUCTION and indicator.missing is MissingPolicy.FULL:
        return indicator.points
    return certain


# Filled in with the points once they are rounded.
_COUNTED = {Role.BASE: "计{points}", Role.BONUS: "{bonus}", Role.DEDUCTION: "{deduction}"}


def _gap_words(indicator: Indicator, role: Role, status: Status) -> str:
    if status is Status.MANUAL:
        return "评定前暂缓定等，暂"
    if status is Status.ERROR:
        return "更正前暂缓定等，暂"
    match indicator.missing:
        case MissingPolicy.BLOCK:
            return "补齐前暂缓定等，暂"
        case MissingPolicy.FULL if role is not Role.DEDUCTION:
            return "按规则直接"
        case MissingPolicy.NO_TOTAL:
            return "补齐前不出总分，暂"
        case MissingPolicy.COHORT_MEAN:
            return "同组没有可取平均的，"
    return "按规则"


def _mean_words(mean: Mean) -> str:
    exact = round_fraction(mean.value, Fraction(1, 10000))
    return f"取同类平均（{mean.cohort}，已计分{mean.n_scored}所，平均{points_said(exact)}），"


def filled_in(words: str, role: Role, points: Fraction, full: Fraction) -> str:
    """Put rounded points into the words of a policy."""
    own = worth_text(role, points, full)
    return words.format(points=points_said(points), bonus=own, deduction=own)
