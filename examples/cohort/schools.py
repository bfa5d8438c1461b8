"""Invent schools: who they are, how large, and who hands in their workbook.

Every name is made up; none is meant to be a school, a county or a person that exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice
from random import Random


@dataclass(frozen=True, slots=True)
class Written:
    """A cell written in a way of its own: `text` is what stands there, whatever it means."""

    text: str | int | float


Cell = bool | int | str | Fraction | date | tuple[str, ...] | Written | None
Row = dict[str, Cell]

CITY = "市直"
COUNTIES = (
    "云川区", "桑源县", "柳河县", "玉岭县", "白杨区", "清漳县", "石匣县", "长堤区",
    "枣林县", "双泉县", "雁坪区", "临渠县", "槐安县", "望山区",
)  # fmt: skip
DISTRICTS = tuple(county for county in COUNTIES if county.endswith("区"))

# 学段, 办学性质, 隶属 (or which county, by number), how many: 60 in all, over 11 cohorts.
COHORTS = (
    ("高中", "公办", CITY, 6),
    ("初中", "公办", CITY, 6),
    ("小学", "公办", CITY, 8),
    ("幼儿园", "公办", CITY, 4),
    ("高中", "民办", CITY, 2),
    ("中职", "公办", CITY, 3),
    ("小学", "公办", 0, 6),
    ("初中", "公办", 0, 4),
    ("九年一贯制", "公办", 0, 4),
    ("幼儿园", "民办", 0, 3),
    ("小学", "公办", 1, 5),
    ("初中", "公办", 1, 3),
    ("高中", "公办", 1, 3),
    ("高中", "公办", "单独报送", 1),
    ("初中", "公办", "单独报送", 1),
    ("小学", "公办", "单独报送", 1),
)
COHORT_TOTAL = sum(cohort[-1] for cohort in COHORTS)

STAGE_CODES = {"幼儿园": "1", "小学": "2", "初中": "3", "九年一贯制": "4", "高中": "5", "中职": "7"}
STAGE_NAMES = {
    "幼儿园": "幼儿园", "小学": "小学", "初中": "初级中学", "九年一贯制": "学校",
    "高中": "高级中学", "中职": "职业技术学校",
}  # fmt: skip
STUDENTS = {
    "幼儿园": (150, 420), "小学": (320, 1900), "初中": (420, 1700), "九年一贯制": (500, 1600),
    "高中": (900, 3200), "中职": (600, 2100),
}  # fmt: skip
STUDENTS_A_TEACHER = {
    "幼儿园": 9, "小学": 17, "初中": 13, "九年一贯制": 14, "高中": 12, "中职": 15,
}  # fmt: skip

_FIRST = "云松槐澄望明柏青兰汇映景启育润和文博翠泽"
_SECOND = "泉岭荫湖川溪台禾桥池塘原辰园阳光远林洲石"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭"
_GIVEN = (
    "建华", "晓梅", "志强", "丽娟", "海燕", "文斌", "国栋", "秀英", "俊峰", "雪琴", "永刚", "慧敏",
    "立新", "春霞", "宏伟", "佳宁", "思远", "若彤", "学礼", "明轩", "玉兰", "振邦", "静怡", "向东",
)  # fmt: skip


@dataclass(slots=True)
class School:
    """One invented school, with the facts and records that it will hand in.

    Args:
        handed_in_by: The workbook that holds it: 市直, a county, or 单独报送 (its own).
        quality: From 0 to 1: how much of what is asked for it does.
        facts: Field -> cell; a field that is not there stays blank.
        records: Record table -> rows; None is a zero report (「无」), and a table that is not
            there was not handed in for this school.
        only_on: The only sheets that it stands on; empty: on all of them.
    """

    number: int
    id: str
    name: str
    stage: str
    ownership: str
    affiliation: str
    county: str
    handed_in_by: str
    n_students: int
    n_teachers: int
    n_members: int
    quality: Fraction
    facts: Row = field(default_factory=dict)
    records: dict[str, list[Row] | None] = field(default_factory=dict)
    only_on: tuple[str, ...] = ()

    def stands_on(self, sheet: str) -> bool:
        """Tell whether the school has a row on a sheet of its workbook."""
        return not self.only_on or sheet in self.only_on

    @property
    def n_branches(self) -> int:
        """在职教师党支部数: one for about a dozen members."""
        return max(1, self.n_members // 12)


def invent_schools(n_schools: int, seed: int) -> list[School]:
    """Invent schools in a fixed order: the same number and seed give the same schools."""
    names = _school_names(seed)
    schools = []
    for number, (stage, ownership, place, lap) in enumerate(islice(_places(), n_schools)):
        random = Random(f"{seed}/school/{number}")
        is_city = place == CITY
        county = COUNTIES[(place + 2 * lap) % len(COUNTIES)] if isinstance(place, int) else ""
        # A school of the city lies in one of its districts.
        county = county or random.choice(DISTRICTS if is_city else COUNTIES[:2])
        low, high = STUDENTS[stage]
        n_students = random.randrange(low, high)
        n_teachers = max(8, n_students // STUDENTS_A_TEACHER[stage])
        code = f"0{1 if is_city else 2}{STAGE_CODES[stage]}{number + 1:04d}"
        schools.append(
            School(
                number=number,
                id=code,
                name=("" if is_city else county) + next(names) + STAGE_NAMES[stage],
                stage=stage,
                ownership=ownership,
                affiliation=CITY if is_city else "县区",
                county=county,
                handed_in_by=county if isinstance(place, int) else place,
                n_students=n_students,
                n_teachers=n_teachers,
                n_members=max(3, n_teachers * random.randrange(22, 48) // 100),
                quality=Fraction(OUTSTANDING.get(number) or random.choice(_QUALITIES), 100),
            )
        )
    return schools


# Most schools do most things; a few do badly. What is done badly still earns a part.
_QUALITIES = (97, 95, 93, 91, 89, 87, 85, 83, 80, 77, 74, 70, 66, 60, 50, 28)

# A school above the cap of bonuses, a cohort in which all reach 90, one that has appealed.
OUTSTANDING = {
    0: 100, 2: 95, 19: 96, 20: 96, 21: 97, 22: 95, 23: 98, 26: 95, 27: 96, 28: 94,
    29: 98, 31: 90, 33: 97, 52: 98,
}  # fmt: skip


def _places() -> Iterator[tuple[str, str, str | int, int]]:
    """Yield stage, ownership, place and lap for school after school, without end."""
    lap = 0
    while True:
        for stage, ownership, place, count in COHORTS:
            for _ in range(count):
                # Only the first lap has one-school workbooks; later ones go to a county.
                yield stage, ownership, (1 if lap and place == "单独报送" else place), lap
        lap += 1


def _school_names(seed: int) -> Iterator[str]:
    words = [first + second for first in _FIRST for second in _SECOND]
    Random(f"{seed}/names").shuffle(words)
    yield from words
    number = 2
    while True:
        yield from (f"{word}第{number}" for word in words)
        number += 1


def person_names(random: Random) -> Iterator[str]:
    """Yield invented persons, no name twice."""
    names = [surname + given for surname in _SURNAMES for given in _GIVEN]
    random.shuffle(names)
    yield from names


def workbooks_of(schools: list[School]) -> Mapping[str, list[School]]:
    """Return workbook name -> its schools, in the order in which they come."""
    books: dict[str, list[School]] = {}
    for school in schools:
        alone = school.handed_in_by == "单独报送"
        books.setdefault(school.name if alone else school.handed_in_by, []).append(school)
    return books
