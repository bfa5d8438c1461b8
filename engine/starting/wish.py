"""What somebody wants a new ruleset to be, read from what they typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from engine.diagnostics import UsageProblem
from engine.points import decimal_text

PARTS = ("否决", "责任", "核对", "案例")
DIMENSIONS = "党的建设=40,队伍建设=30,安全稳定=30"
COHORT = "学段,隶属"
# Grades and the shares of the full points that they ask for, where nobody says otherwise.
_GRADES = (("优秀", 90), ("良好", 80), ("合格", 60))
_LOWEST = "不合格"
_BETWEEN = re.compile(r"[,，、;；]")
_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,2})?")
# Signs that mean something in YAML, or would end a name in a flow list.
_UNFIT = re.compile(r"[:：,，#\[\]{}'\"&*!|>%@`\\\s]")
_MOST_DIMENSIONS = 26
_LEAST = Fraction(1)


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade, and from how many points on; None for the lowest, which takes the rest."""

    name: str
    at_least: Fraction | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new ruleset is to be.

    Args:
        id: 编号. dimensions: Name -> full points. cohort: The fields by which schools are grouped.
        bonus_cap: How much bonuses may come to; 0: there are none. parts: Of `PARTS`.
    """

    id: str
    name: str
    year: int
    dimensions: tuple[tuple[str, Fraction], ...]
    grades: tuple[Grade, ...]
    cohort: tuple[str, ...]
    bonus_cap: Fraction
    parts: frozenset[str]

    @property
    def full_points(self) -> Fraction:
        """Return the full points of the whole ruleset."""
        return sum((points for _, points in self.dimensions), Fraction(0))


def read_year(text: str) -> int:
    """Read a year.

    Raises:
        UsageProblem: It is none of this century.
    """
    if not re.fullmatch(r"20\d\d", text.strip()):
        raise UsageProblem(f"--year 的“{text.strip()[:20]}”不是年度：请写四位数，如 2026。")
    return int(text)


def read_dimensions(text: str) -> tuple[tuple[str, Fraction], ...]:
    """Read 维度=分值,…

    Raises:
        UsageProblem: It cannot be read, or is nothing that a ruleset can have.
    """
    found = [_pair(part, "--dimensions", "党的建设=40") for part in _parts(text)]
    _refuse_repeated([name for name, _ in found], "--dimensions")
    if not found or len(found) > _MOST_DIMENSIONS:
        raise UsageProblem(f"--dimensions 要写 1 到 {_MOST_DIMENSIONS} 个维度，如 {DIMENSIONS}。")
    for name, points in found:
        if points < _LEAST:
            raise UsageProblem(f"--dimensions 里“{name}”的分值太小，至少 1 分。")
    return tuple(found)


def read_grades(text: str, full: Fraction) -> tuple[Grade, ...]:
    """Read 等次=分数线,… from the highest down; the lowest may stand without a line.

    Raises:
        UsageProblem: It cannot be read, or no school could reach a grade.
    """
    if not text:
        usual = [Grade(name, full * share / 100) for name, share in _GRADES]
        return (*usual, Grade(_LOWEST, None))
    found = [
        Grade(*_pair(part, "--grades", "优秀=90")) if "=" in part or "＝" in part
        else Grade(_fit(part, "--grades"), None)
        for part in _parts(text)
    ]  # fmt: skip
    if not found or found[-1].at_least is not None:
        found.append(Grade(_LOWEST, None))
    _refuse_repeated([grade.name for grade in found], "--grades")
    lines = [grade.at_least for grade in found[:-1]]
    if len(found) < 2 or None in lines:
        raise UsageProblem("--grades 里除最低的一等外都要写分数线，如 优秀=90,良好=80,不合格。")
    known = [line for line in lines if line is not None]
    if any(low >= high for high, low in pairwise(known)):
        raise UsageProblem("--grades 的分数线要由高到低，一等比一等低。")
    if known[0] > full or known[-1] <= 0:
        raise UsageProblem(
            f"--grades 的分数线要大于 0，不高于各维度分值之和 {decimal_text(full)}。"
        )
    if known[0] * 2 < full:
        raise UsageProblem(
            f"--grades 里最高一等的分数线 {decimal_text(known[0])} 不到满分 {decimal_text(full)} "
            "的一半，多半是写错了。"
        )
    return tuple(found)


def read_cohort(text: str) -> tuple[str, ...]:
    """Read the fields by which schools are grouped; 无: not at all.

    Raises:
        UsageProblem: A name stands twice, or is none.
    """
    names = (
        []
        if text.strip() in ("无", "不分组")
        else [_fit(each, "--cohort") for each in _parts(text)]
    )
    _refuse_repeated(names, "--cohort")
    return tuple(names)


def read_bonus_cap(text: str) -> Fraction:
    """Read how much bonuses may come to.

    Raises:
        UsageProblem: It is no amount of points.
    """
    return read_amount(text, "--bonus-cap")


def read_amount(text: str, option: str) -> Fraction:
    """Read an amount of points.

    Raises:
        UsageProblem: It is no plain number with two decimals at most.
    """
    if not _AMOUNT.fullmatch(text.strip()):
        raise UsageProblem(f"{option} 的“{text}”不是数：请写不带单位的数，小数至多两位，如 5。")
    return Fraction(text.strip())


def read_parts(text: str) -> frozenset[str]:
    """Read which parts a ruleset is to have besides indicators.

    Raises:
        UsageProblem: There is no such part.
    """
    names = [] if text.strip() == "无" else _parts(text)
    for name in names:
        if name not in PARTS:
            raise UsageProblem(f"--with 里没有“{name}”：可以写 {'、'.join(PARTS)}，或 无。")
    return frozenset(names)


def read_name(text: str) -> str:
    """Read the name of a ruleset: one line that is text wherever it stands.

    Raises:
        UsageProblem: It is empty, too long, or not to be printed.
    """
    name = text.strip()
    if not name or len(name) > 60 or not name.isprintable():
        raise UsageProblem(f"--name 的“{text.strip()[:20]}”不能作名称：请写一行文字，至多 60 字。")
    return name


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _pair(text: str, option: str, example: str) -> tuple[str, Fraction]:
    name, sign, amount = text.replace("＝", "=").partition("=")
    if not sign:
        raise UsageProblem(f"{option} 的“{text}”没有写分值，请写成 {example} 的样子。")
    return _fit(name, option), read_amount(amount, option)


def _fit(text: str, option: str) -> str:
    name = text.strip()
    if not name or len(name) > 20 or _UNFIT.search(name) or not name.isprintable():
        raise UsageProblem(f"{option} 的“{name[:20]}”不能作名称：至多 20 字，不带标点和空格。")
    if name[0] in "-?~=0123456789." or name in ("是", "否", "true", "false", "null"):
        raise UsageProblem(f"{option} 的“{name}”不能作名称：请以文字开头。")
    return name


def _refuse_repeated(names: Sequence[str], option: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise UsageProblem(f"{option} 里“{name}”写了两次。")
