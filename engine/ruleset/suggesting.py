"""Suggest what a misspelt word was probably meant to be (是不是想写…)."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from engine.ruleset.lookalikes import narrow

_LIKE_ENOUGH = 0.5
_LISTED = 12


def closest(written: str, known: Iterable[str]) -> str:
    """Return the known word most like the written one, or an empty text.

    >>> closest("分数", ["编号", "分值", "名称"])
    '分值'
    """
    wanted = narrow(written).strip()
    best, most = "", 0.0
    for word in known:
        likeness = SequenceMatcher(None, wanted, narrow(word), autojunk=False).ratio()
        if likeness > most:
            best, most = word, likeness
    return best if most >= _LIKE_ENOUGH else ""


def suggest(written: str, known: Iterable[str]) -> str:
    """Return a hint: the closest known word, else the list of what there is."""
    words = list(dict.fromkeys(known))
    if near := closest(written, words):
        return f"是不是想写“{near}”？"
    if not words:
        return "这里还没有可用的名称"
    listed = "、".join(words[:_LISTED])
    return f"可用的有：{listed}{'…' if len(words) > _LISTED else ''}"
