"""The words by which a team says what it found: it stands, it does not, it is missing."""

from __future__ import annotations

from enum import Enum

from engine.facts.books.sheet import Raw, plain
from engine.ruleset.model import Field, FieldType


class Word(Enum):
    """What a word of the team means."""

    CONFIRMED = "维持"
    REFUSED = "不认可"
    ADDED = "补登"
    CORRECTED = "更正"
    MISSING = "缺失"
    PENDING = "待核"


_WORDS = {
    **dict.fromkeys(
        ("维持", "维持原值", "维持自评", "同意", "认可", "属实", "情况属实", "核实无误", "无误"),
        Word.CONFIRMED,
    ),
    **dict.fromkeys(
        (
            "一致",
            "相符",
            "不变",
            "同自评",
            "同自评值",
            "同填报值",
            "通过",
            "真实",
            "维持核查",
            "维持原结论",
            "同意核查结论",
        ),
        Word.CONFIRMED,
    ),
    **dict.fromkeys(
        ("不认可", "不属实", "不实", "不通过", "不真实", "不计", "剔除", "不符", "不一致", "不认"),
        Word.REFUSED,
    ),
    **dict.fromkeys(("补登", "补报", "漏报", "新增", "查实补登", "漏报补登"), Word.ADDED),
    **dict.fromkeys(
        ("更正", "修正", "改正", "已更正", "调整", "认可并更正", "更正后认可"), Word.CORRECTED
    ),
    **dict.fromkeys(("缺失", "按缺失", "未提供", "无法查实"), Word.MISSING),
    **dict.fromkeys(("待核", "待核查", "未核查", "待定", "待复核", "核查中"), Word.PENDING),
}
_TICKS = frozenset({"√", "✓", "✔"})
_CROSSES = frozenset({"×", "✗", "✘"})


def word_of_verdict(raw: Raw) -> Word | None:
    """Return what a conclusion (核查结论) says, or None where it is no such word."""
    text = _text(raw)
    if text in _TICKS:
        return Word.CONFIRMED
    return Word.REFUSED if text in _CROSSES else _WORDS.get(text)


def keeps_decision(raw: Raw) -> bool:
    """Tell whether a conclusion upholds whatever was decided before it (维持)."""
    return _text(raw) in ("维持", "同意", "不变", "维持核查", "维持原结论", "同意核查结论")


def word_of_value(known: Field, raw: Raw) -> Word | None:
    """Return what a word in the place of a verified value says; None where it is a value.

    The choices of a field are values of it, whatever else they might mean.
    """
    text = _text(raw)
    if not text or text in {plain(choice) for choice in known.choices}:
        return None
    if known.type is not FieldType.BOOLEAN and text in _TICKS:
        return Word.CONFIRMED
    word = _WORDS.get(text)
    return None if word in (Word.ADDED, Word.CORRECTED) else word


def is_tick(known: Field, raw: Raw) -> bool:
    """Tell whether a cell holds a mere tick, which may mean 是 as well as 属实."""
    return known.type is FieldType.BOOLEAN and _text(raw) in _TICKS


def _text(raw: Raw) -> str:
    return "".join(plain(raw).split()).rstrip("。.") if isinstance(raw, str) else ""
