"""Say how a derived value is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.ruleset.model import Derived, Peers, RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.peers import (
    best_word,
    company_text,
    percentile_text,
    rank_text,
)
from engine.sentences.phrases import Measure, constant_text

_PERIODS = {"month": "月份", "quarter": "季度"}


def derived_sentence(derived: Derived, ruleset: RuleSet) -> str:
    """Say how a derived value comes about, without its name.

    Raises:
        KeyError: The kind has no sentence.
    """
    return _SAID[derived.kind](derived, ruleset)


def _joined(sign: str) -> Callable[[Derived, RuleSet], str]:
    def said(derived: Derived, _ruleset: RuleSet) -> str:
        return sign.join(f"“{each}”" for each in derived.operands)

    return said


def _listed(derived: Derived) -> str:
    return "、".join(f"“{each}”" for each in derived.operands)


def _ratio(derived: Derived, _ruleset: RuleSet) -> str:
    below = f"“{derived.denominator}”"
    return f"“{derived.numerator}”÷{below}（{below}为0的不适用）"


def _records(derived: Derived, ruleset: RuleSet) -> str:
    if derived.condition is None:
        return f"“{derived.table}”台账的记录"
    asked = condition_text(derived.condition, ruleset, derived.table)
    return f"“{derived.table}”台账中{asked}的记录"


def _of_column(words: str) -> Callable[[Derived, RuleSet], str]:
    def said(derived: Derived, ruleset: RuleSet) -> str:
        return f"{_records(derived, ruleset)}，{words.format(f'“{derived.column}”')}"

    return said


def _periods(derived: Derived, ruleset: RuleSet) -> str:
    period = _PERIODS[derived.period]
    return f"{_records(derived, ruleset)}，“{derived.column}”所在的不同{period}数"


def _timed(word: str) -> Callable[[Derived, RuleSet], str]:
    def said(derived: Derived, ruleset: RuleSet) -> str:
        timed = f"“{derived.column}”{word}“{derived.due_column}”的条数"
        return f"{_records(derived, ruleset)}，{timed}"

    return said


def _among(derived: Derived) -> Peers:
    if derived.peers is None:
        raise ValueError(f"{derived.id}: a value over the batch names no peers")
    return derived.peers


def _standing(derived: Derived, ruleset: RuleSet) -> str:
    peers = _among(derived)
    head = f"“{peers.value}”在{company_text(peers, ruleset)}中"
    match derived.kind:
        case "rank":
            return f"{head}的名次（{rank_text(peers)}）"
        case "percentile":
            return f"“{peers.value}”的{percentile_text(peers, ruleset)}"
        case "best":
            return f"{head}{best_word(peers)}的值"
    return f"{head}的平均值"


def _z_score(derived: Derived, ruleset: RuleSet) -> str:
    peers = _among(derived)
    less = "减1" if peers.deviation == "sample" else ""
    details = [f"求标准差时除以{ruleset.subject.measure}数{less}"]
    if peers.winsorise is not None:
        low, high = (constant_text(each, Measure.PERCENT) for each in peers.winsorise)
        cut = "取实有值" if peers.cut_at == "observed" else "用插值"
        details.insert(0, f"先按{low}与{high}分位数缩尾，分位数{cut}")
    details.append(f"保留{peers.decimals}位小数")
    company = company_text(peers, ruleset)
    return f"“{peers.value}”在{company}中的标准分：（值−平均）÷标准差；{'；'.join(details)}"


_SAID: Mapping[str, Callable[[Derived, RuleSet], str]] = {
    "ratio": _ratio,
    "sum": _joined("＋"),
    "difference": _joined("−"),
    "product": _joined("×"),
    "mean": lambda derived, _: f"{_listed(derived)}中适用各项的平均",
    "sum_of_applicable": lambda derived, _: f"{_listed(derived)}中适用各项之和",
    "n_applicable": lambda derived, _: f"{_listed(derived)}中适用的项数",
    "change_on_last_year": lambda derived, _: f"今年的{_listed(derived)}减去年的",
    "growth_on_last_year": lambda derived, _: f"{_listed(derived)}较去年增减的占去年的比例",
    "count": lambda derived, ruleset: f"{_records(derived, ruleset)}条数",
    "total": _of_column("{}之和"),
    "largest": _of_column("{}的最大值"),
    "smallest": _of_column("{}的最小值"),
    "distinct": _of_column("不同{}的个数"),
    "periods": _periods,
    "on_time": _timed("不晚于"),
    "late": _timed("晚于"),
    "rank": _standing,
    "percentile": _standing,
    "best": _standing,
    "peer_mean": _standing,
    "z_score": _z_score,
}
