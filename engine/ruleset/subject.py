"""Name what is assessed (考核对象): a school, a county, a post, an inspection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.diagnostics import Place

# What is counted with 所; everything else is counted with 个.
_HOUSES = ("学校", "小学", "中学", "大学", "学院", "幼儿园", "校", "医院", "卫生院", "福利院")


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of the units that a ruleset assesses, as messages and pages speak of them."""

    name: str = "学校"

    def __str__(self) -> str:
        return self.name

    @property
    def measure(self) -> str:
        """Return the word by which they are counted.

        >>> Subject().measure, Subject("县区").measure
        ('所', '个')
        """
        return "所" if self.name.endswith(_HOUSES) else "个"

    @property
    def counted(self) -> str:
        """Return measure and name, to stand behind a number.

        >>> f"12 {Subject().counted}", f"3 {Subject('inspection').counted}"
        ('12 所学校', '3 个 inspection')
        """
        return self.measure + (" " if self.name[:1].isascii() else "") + self.name

    @property
    def each(self) -> str:
        """Return how each of them is spoken of: 每校, 每个县区."""
        if self == SCHOOL:
            return "每校"
        return f"每{self.counted}" + (" " if self.name[-1:].isascii() else "")

    @property
    def id_word(self) -> str:
        """Return what its id is called: 学校标识码."""
        return f"{self.name}标识码"

    def called(self, unit_id: str) -> str:
        """Name one of them by its id.

        >>> Subject("县区").called("01")
        '县区“01”'
        """
        return f"{self.name}“{unit_id}”"


SCHOOL = Subject()


@dataclass(frozen=True, slots=True)
class Parent:
    """上级: what the unit belongs to, and the field that holds the parent's id."""

    subject: Subject
    id_field: str
    place: Place


@dataclass(frozen=True, slots=True)
class Below:
    """下级: the lower units whose finished results are a record table of this assessment.

    Args:
        table: The record table that their results make.
        columns: Title of a column of scores.csv -> column of the table.
        rulesets: Ids of the rulesets whose results may be read; any where it is empty.
    """

    subject: Subject
    table: str
    columns: Mapping[str, str]
    rulesets: tuple[str, ...]
    place: Place


def joined_id(parts: Iterable[str]) -> str:
    """Join the parts of an id.

    >>> joined_id(["19", "2017-12-11"])
    '19-2017-12-11'
    """
    return "-".join(parts)


def joined_name(parts: Iterable[str]) -> str:
    """Join the parts of a name."""
    return " ".join(parts)
