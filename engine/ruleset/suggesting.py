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
    matchers = []
    for at, word in enumerate(known):
        plain = narrow(word)
        # The same signs in another order: two of them were swapped.
        bonus = 1 if sorted(plain) == sorted(wanted) else 0
        matcher = SequenceMatcher(None, wanted, plain, autojunk=False)
        if matcher.real_quick_ratio() + bonus >= _LIKE_ENOUGH:
            matchers.append((matcher.quick_ratio() + bonus, at, word, bonus, matcher))
    best: list[tuple[int, str]] = []
    most = _LIKE_ENOUGH
    for bound, at, word, bonus, matcher in sorted(matchers, key=lambda each: (-each[0], each[1])):
        if bound < most:
            break  # nobody further down can be as near: the slow comparison is spared
        likeness = matcher.ratio() + bonus
        if likeness > most:
            best, most = [(at, word)], likeness
        elif likeness == most:
            best.append((at, word))
    return [word for _, word in sorted(best)]


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
