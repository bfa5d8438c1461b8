"""Store the sections of many schools in one page, in a fraction of their room.

Sections of different schools are for the most part the same texts: the names of indicators, the
standards, the tags between them. What occurs more than once is stored once, and a number stands
for it: whole rows where they are the same, else lines, else what stands between two tags, else the
columns that cells of one sheet are in. What is left is deflated, some schools together, and
written as base64. The page puts a section together again when somebody opens it (page/report.js).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Opening one school unpacks its neighbours too: few enough that nobody waits.
SCHOOLS_A_PACK = 20
# None is a sign of HTML, nor of anything that can be typed: before the number of a shared text, for
# the shared text after the last one, and between sections.
_NUMBER, _NEXT, _END = "\x01", "\x03", "\x02"
_SHORTEST = 6
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# How a text is taken apart, ever finer; put together, the parts are the text again.
_ROWS = re.compile(r"(?=\n<(?:tr|li|p|h\d|dl|details|section)\b)").split
_LINES = re.compile(r"(?=\n)").split
_PIECES = re.compile(r"<?[^<!]*(?:![A-Z]*)?").findall

# A part of a section: its text, or the number of a shared one.
_Part = str | int


@dataclass(frozen=True, slots=True)
class Packed:
    """The sections of a report as text for a page.

    Args:
        shared: The texts that occur more than once. packs: The sections.
    """

    shared: str
    packs: tuple[str, ...]


def pack_sections(sections: Sequence[str]) -> Packed:
    """Pack sections, in their order, `SCHOOLS_A_PACK` in one pack."""
    parted: list[list[_Part]] = [[_plain(each)] for each in sections]
    numbers: dict[str, int] = {}
    for take_apart in (_ROWS, _LINES, _PIECES):
        parted = _share(parted, take_apart, numbers)
    texts = list(numbers)
    # Numbered as they first come, so that what mostly follows has the number that follows.
    order = dict.fromkeys(part for parts in parted for part in parts if isinstance(part, int))
    renumbered = {number: at for at, number in enumerate(order)}
    written = [_written(parts, renumbered) for parts in parted]
    packs = (
        written[start : start + SCHOOLS_A_PACK] for start in range(0, len(written), SCHOOLS_A_PACK)
    )
    return Packed(_packed(texts[number] for number in order), tuple(map(_packed, packs)))


def _plain(section: str) -> str:
    return section.translate({ord(each): "\ufffd" for each in (_NUMBER, _NEXT, _END)})


def _share(
    parted: Sequence[Sequence[_Part]],
    take_apart: Callable[[str], list[str]],
    numbers: dict[str, int],
) -> list[list[_Part]]:
    """Take every text apart, and number the parts that occur more than once."""
    finer: list[list[_Part]] = []
    for parts in parted:
        finer.append([])
        for part in parts:
            finer[-1].extend([part] if isinstance(part, int) else take_apart(part))
    counted = Counter(part for parts in finer for part in parts if isinstance(part, str))
    return [
        [
            numbers.setdefault(part, len(numbers))
            if isinstance(part, str) and len(part) >= _SHORTEST and counted[part] > 1
            else part
            for part in parts
        ]
        for parts in finer
    ]


def _written(parts: Iterable[_Part], numbers: Mapping[int, int]) -> str:
    written, last = [], -1
    for part in parts:
        if isinstance(part, str):
            written.append(part)
            continue
        number = numbers[part]
        written.append(_NEXT if number == last + 1 else f"{_NUMBER}{_base36(number)};")
        last = number
    return "".join(written)


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
