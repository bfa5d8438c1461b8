"""What goes into a cell: texts that stay texts, and points as numbers that show their fraction."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from engine.scorebook.rules import INFORMATIVE, SCORED

# What a cell holds at most.
_LONGEST = 32_767
_CUT = "……（一格写不下，其余从略）"
_UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FRACTION = re.compile(r"-?(?:[0-9]+ )?[0-9]+/[1-9][0-9]*")
# Beyond this Excel shows no fraction.
_LARGEST_DENOMINATOR = 999


class Link(NamedTuple):
    """A text that leads somewhere: `internal:'总表'!A1`, or `external:` and a file beside."""

    text: str
    target: str


class Number(NamedTuple):
    """A number and how it is shown.

    Args:
        denominator: 1: as a decimal; 0: as one, though it is a fraction too fine to be shown.
        places: Behind the point of a decimal.
    """

    value: float
    denominator: int = 1
    places: int = 0


def plain_text(text: str) -> str:
    """Return a text as a cell can hold it.

    >>> plain_text("一\\x00二\\n三")
    '一�二\\n三'
    """
    plain = _UNSHOWN.sub("\ufffd", text)
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - len(_CUT)] + _CUT


def shown_points(points: str, status: str) -> tuple[Number | None, str]:
    """Return what is shown of an indicator: its number if it has any, its status if not 已计分.

    >>> shown_points("0", "缺失"), shown_points("0", "已计分")
    ((None, '缺失'), (Number(value=0.0, denominator=1, places=0), ''))
    """
    word = "" if status == SCORED else status
    number = number_of(points)
    if number is None or (word and (number.value == 0 or word == INFORMATIVE)):
        return None, word
    return number, word


def number_of(text: str) -> Number | None:
    """Return the number that a text of points says; None where it says something else.

    >>> number_of("1.5"), number_of("不适用"), number_of("nan")
    (Number(value=1.5, denominator=1, places=1), None, None)
    >>> number_of("92%").value
    0.92
    >>> [number_of(each).denominator for each in ("-0 1/3", "10/3", "1/30000")]
    [3, 3, 0]
    """
    if text.endswith("%"):
        share = number_of(text[:-1])
        return None if share is None else Number(share.value / 100)
    if _DECIMAL.fullmatch(text):
        return Number(float(text), 1, len(text.partition(".")[2]))
    if not _FRACTION.fullmatch(text):
        return None
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("-").rpartition(" ")
    exact = sign * (Fraction(whole or 0) + Fraction(part))
    is_shown = 1 < exact.denominator <= _LARGEST_DENOMINATOR
    return Number(float(exact), exact.denominator if is_shown else 0, 6)
