"""What is packed is told again, whatever stands in it."""

from __future__ import annotations

import base64
import re
import zlib

from hypothesis import given
from hypothesis import strategies as st

from engine.website.packing import SCHOOLS_A_PACK, pack_sections

texts = st.text(st.sampled_from("<p>li tr\n甲乙!AZ19;=\x01\x02\x03\U0001f600"), max_size=60)


def unpacked(held: str) -> list[str]:
    return zlib.decompress(base64.b64decode(held), -zlib.MAX_WBITS).decode("utf-8").split("\x02")


def told(sections: list[str]) -> list[str]:
    """Put sections together again as the page does."""
    packed = pack_sections(sections)
    shared = unpacked(packed.shared)
    return [filled(each, shared) for pack in packed.packs for each in unpacked(pack)]


def filled(section: str, shared: list[str]) -> str:
    text, last = "", -1
    for plain, mark in re.findall("([^\x01\x03]*)(\x01[0-9a-z]+;|\x03|$)", section):
        text += plain
        if mark:
            last = last + 1 if mark == "\x03" else int(mark[1:-1], 36)
            text += shared[last]
    return text


@given(st.lists(texts, min_size=1, max_size=SCHOOLS_A_PACK + 3))
def test_sections_when_packed_then_are_told_again_but_for_signs_nobody_types(
    sections: list[str],
) -> None:
    plain = [re.sub("[\x01\x02\x03]", "\ufffd", each) for each in sections]
    assert told(sections) == plain


def test_sections_when_alike_then_are_stored_once() -> None:
    section = "".join(f"\n<p>第{at}条：评分标准原文很长</p>" for at in range(300))
    one, many = pack_sections([section, section]), pack_sections([section] * 200)
    assert len(many.shared) == len(one.shared)
    assert sum(map(len, many.packs)) < 2 * len(section)  # of 200 times its length
