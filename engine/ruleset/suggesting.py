"""Suggest what a misspelt word was probably meant to be (是不是想写…)."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from engine.ruleset.lookalikes import narrow

_LIKE_ENOUGH = 0.5
_LISTED = 12
_TIED = 3


def closest(written: str, known: Iterable[str]) -> str:
    """Return the known word most like the written one, or an empty text.

    >>> closest("分数", ["编号", "分值", "名称"])
    '分值'
    """
    return next(iter(_nearest(written, known)), "")


def _nearest(written: str, known: Iterable[str]) -> list[str]:
    """Return the known words that are most like the written one, all of them if they tie."""
    wanted = narrow(written).strip()
    best: list[str] = []
    most = _LIKE_ENOUGH
    for word in known:
        plain = narrow(word)
        likeness = SequenceMatcher(None, wanted, plain, autojunk=False).ratio()
        if sorted(plain) == sorted(wanted):
            likeness += 1  # the same signs in another order: two of them were swapped
        if likeness > most:
            best, most = [word], likeness
        elif likeness == most:
            best.append(word)
    return best


def suggest(written: str, known: Iterable[str]) -> str:
    """Return a hint: the closest known word, else the list of what there is.

    >>> suggest("A230", ["A201", "A202", "A203"])
    '是不是想写“A203”？'
    >>> suggest("优良", ["优秀", "良好", "合格"])
    '是不是想写“优秀”或“良好”？'
    """
    words = list(dict.fromkeys(known))
    near = _nearest(written, words)
    if 0 < len(near) <= _TIED:
        return f"是不是想写{'或'.join(f'“{word}”' for word in near)}？"
    if not words:
        return "这里还没有可用的名称"
    listed = "、".join((near or words)[:_LISTED])
    return f"可用的有：{listed}{'…' if len(words) > _LISTED else ''}"
