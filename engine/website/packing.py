"""Store the sections of many schools in one page, in a fraction of their room.

Sections of different schools are for the most part the same texts: the names of indicators, the
standards, the tags between them. A text that two schools have in common is stored once and a
number stands for it; what is left is deflated, some schools together, and written as base64. The
page puts a section together again when somebody opens it (page/report.js).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Opening one school unpacks its neighbours too: few enough that nobody waits.
SCHOOLS_A_PACK = 10
# Neither is a sign of HTML, nor of anything that can be typed.
_NUMBER, _END = "\x01", "\x02"
_TAGS = re.compile("(?=<)")
_SHORTEST = 6
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Packed:
    """The sections of a report as text for a page.

    Args:
        shared: The texts that several sections have in common. packs: The sections.
    """

    shared: str
    packs: tuple[str, ...]


def pack_sections(sections: Sequence[str]) -> Packed:
    """Pack sections, in their order, `SCHOOLS_A_PACK` in one pack."""
    parted = [_TAGS.split(_plain(each)) for each in sections]
    counted: Counter[str] = Counter()
    for parts in parted:
        counted.update(set(parts))
    shared = [part for part, n in counted.most_common() if n > 1 and len(part) >= _SHORTEST]
    marks = {part: f"{_NUMBER}{_base36(at)};" for at, part in enumerate(shared)}
    written = ["".join(marks.get(part, part) for part in parts) for parts in parted]
    packs = (
        written[start : start + SCHOOLS_A_PACK] for start in range(0, len(written), SCHOOLS_A_PACK)
    )
    return Packed(_packed(shared), tuple(map(_packed, packs)))


def _plain(section: str) -> str:
    return section.translate({1: "\ufffd", 2: "\ufffd"})


def _packed(texts: Iterable[str]) -> str:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    held = deflate.compress(_END.join(texts).encode("utf-8")) + deflate.flush()
    return base64.b64encode(held).decode("ascii")


def _base36(number: int) -> str:
    """Write a number as JavaScript's parseInt(…, 36) reads it.

    >>> _base36(0), _base36(36)
    ('0', '10')
    """
    text = ""
    while number or not text:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text
