"""Schools made up by chance for the slow oracles: some known throughout, some full of gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from typing import Any

from engine.facts.table import State

GAPS = (State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE)
PENDING = "待定"
LEVELS = ("轻", "重", PENDING)
YES_NO = ("甲", "乙", "丙", "丁")

Cell = Callable[[Random], Any]
Made = tuple[dict[str, Any], list[dict[str, Any]], State]


def _yes_or_no(by: Random) -> bool:
    return by.random() < 0.5


def _share(by: Random) -> Fraction:
    return Fraction(by.randint(-20, 130), 100)


def _level(by: Random) -> str:
    return by.choice(LEVELS[:2])


VALUES: Mapping[str, Cell] = {
    **dict.fromkeys(YES_NO, _yes_or_no),
    "数": _share,
    "次": lambda by: by.randint(0, 6),
    "总": lambda by: by.randint(0, 4),
    "组": _yes_or_no,
    "级": _level,
}
RECORD: Mapping[str, Cell] = {
    "程度": _level,
    "分数": _share,
    "有责": lambda by: by.random() < 0.7,
    "项目": lambda by: by.choice("AB"),
    "事件": lambda by: by.choice(["E1", "E2"]),
}


def schools_of(n_schools: int, seed: int) -> list[Made]:
    """Make schools: what they filled in, their records, and whether their table is known."""
    by = Random(seed)
    return [_school(by) for _ in range(n_schools)]


def _school(by: Random) -> Made:
    gaps = by.choice([0.0, 0.0, 0.1, 0.3])
    table = State.PRESENT
    if by.random() < gaps:
        table = by.choice(GAPS)
    n_records = 0 if table is State.NOT_APPLICABLE else by.randint(0, 7)
    records = [{**_filled(RECORD, gaps, by), "在内": by.random() < 0.8} for _ in range(n_records)]
    return _filled(VALUES, gaps, by), records, table


def _filled(cells: Mapping[str, Cell], gaps: float, by: Random) -> dict[str, Any]:
    """Fill in cells; some lack their value, some choices are not settled yet."""
    found = {
        name: by.choice(GAPS) if by.random() < gaps else cell(by) for name, cell in cells.items()
    }
    for name in {"级", "程度"} & set(cells):
        if by.random() < gaps / 2:
            found[name] = PENDING
    return found
