"""Know schools by their names: as written, as they once were called, and what else was meant.

A name that differs in width or spaces alone is the same name. Whatever else is alike (signs in
brackets, 市 and 县 left out in front, 一中 for 第一中学) is only ever suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from engine.facts.books.sheet import visible

# How the column is headed that says in which county a school is.
COUNTY_WORDS = frozenset(
    {"所在县区", "所在区县", "所属县区", "所属区县", "县区", "区县", "县市区", "所在县市区"}
    | {"县(市、区)", "县(市区)", "县(区)", "所在县(市、区)", "所属县(市、区)", "所在县(区)"}
    | {"旗县", "旗县区", "所属旗县"}
)
_MOST_GUESSES = 3
_MOST_SCANS = 50  # so many names are compared with all others sign by sign, which is slow
_LIKENESS = 0.75
_BRACKETS = re.compile(r"[(\[【〔《「].*?[)\]】〕》」]")
_AREA = re.compile(r"^[^省市县区旗州]{1,6}?(?:自治[区州县]|省|市|县|区|旗|州)(?=.{2,})")
_AREA_KIND = re.compile(r"(?:自治[区州县]|[省市县区旗州])$")
_SHORT = (
    ("高级中学", "高中"),
    ("初级中学", "初中"),
    ("中心小学", "小学"),
    ("完全小学", "小学"),
    ("职业技术学校", "职校"),
    ("职业中学", "职中"),
    ("幼儿园", "幼"),
)
_ORDINAL = re.compile(r"第?([一二三四五六七八九十百\d]+)(?:中学|小学|幼)")
_KINDS = {"中学": "中", "小学": "小", "幼": "幼"}
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def name_key(text: str) -> str:
    """Return a name without width, spaces and signs that cannot be seen.

    >>> name_key(" 云川区 第一小学（北校区）") == name_key("云川区第一小学(北校区)")
    True
    """
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(visible(narrow).split()).casefold()


def bare_names(text: str) -> set[str]:
    """Return what people make of a name when they shorten it: by it schools are suggested.

    >>> sorted(bare_names("大同市云川区第一中学（东校区）"))
    ['一中', '云川一中', '大同一中']
    >>> bare_names("云川一中")
    {'云川一中'}
    """
    name, areas = _BRACKETS.sub("", name_key(text)), [""]
    while found := _AREA.match(name):
        areas.append(_AREA_KIND.sub("", found.group()))
        name = name[found.end() :]
    for long, short in _SHORT:
        name = name.replace(long, short)
    found = _ORDINAL.search(name)
    if found:
        kind = _KINDS[name[found.end(1) : found.end()]]
        ordinal = found.group(1).translate(_DIGITS)
        name = f"{name[: found.start()]}{ordinal}{kind}{name[found.end() :]}"
    return {f"{area}{name}" for area in areas}


@dataclass(frozen=True, slots=True, order=True)
class KnownSchool:
    """A name by which a school is known.

    Args:
        name: The name that this is about. official: the school's own name of today.
        other: What other name it is (曾用名, 简称); empty where it is the name of today.
    """

    school_id: str
    name: str
    official: str
    county: str = ""
    other: str = ""

    def __str__(self) -> str:
        county = f"，{self.county}" if self.county else ""
        return f"“{self.official}”（{self.school_id}{county}）"


class NameBook:
    """Names -> the schools that bear them, or once did."""

    def __init__(self, known: Iterable[KnownSchool]) -> None:
        self._by_key: dict[str, dict[tuple[str, str], KnownSchool]] = {}
        for each in known:
            same = self._by_key.setdefault(name_key(each.name), {})
            same.setdefault((each.school_id, each.other), each)
        self._by_bare: dict[str, list[str]] = {}
        self._scans = 0

    def find(self, name: str, county: str = "") -> list[KnownSchool]:
        """Return the schools of this name: those that bear it today, else those that once did.

        Args:
            county: Leaves those out that are known to be in another one.
        """
        found = self._by_key.get(name_key(name), {}).values()
        fitting = [each for each in found if _is_same_county(each.county, county)]
        today = [each for each in fitting if not each.other]
        once = {each.school_id: each for each in fitting}
        return sorted(today or once.values())

    def guesses(self, name: str) -> list[KnownSchool]:
        """Return the schools that may be meant by a name that none of them bears."""
        if not self._by_bare:
            for known in self._by_key:
                for short in bare_names(known):
                    self._by_bare.setdefault(short, []).append(known)
        key = name_key(name)
        bare = sorted(bare_names(name), key=len, reverse=True)
        alike = (self._by_bare[each] for each in bare if each in self._by_bare)
        keys = [key] if key in self._by_key else next(alike, [])
        keys = keys or [each for each in self._by_key if _ends_alike(each, key)]
        if not keys and self._scans < _MOST_SCANS:
            self._scans += 1
            keys = get_close_matches(key, self._by_key, _MOST_GUESSES, _LIKENESS)
        found = {each.school_id: each for key in keys for each in self._by_key[key].values()}
        return [found[each] for each in sorted(found)][: _MOST_GUESSES + 1]


def _is_same_county(known: str, written: str) -> bool:
    """Tell whether two names of counties do not speak against each other."""
    here, there = name_key(known), name_key(written)
    return not here or not there or here in there or there in here


def _ends_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and long.endswith(short)
