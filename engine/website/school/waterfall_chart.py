"""Lay out the waterfall of one school: a bar a step, from what was left to what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.explain.ledger_line import LEDGER_KINDS
from engine.explain.units_text import signed_text
from engine.website.school.scale import Axis, axis_over, number

Story = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the waterfall.

    Args:
        way: full (a bar from the beginning of the axis), down, up or none.
        x, width: Of its bar. left: Where the row before ended. All in percent.
        parts: What a step of two parts is made of, as text.
    """

    name: str
    number: str
    points: str
    after: str
    way: str
    x: str
    width: str
    left: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All rows, and the axis under them; `total` stands in the last row."""

    steps: tuple[Step, ...]
    axis: Axis


def waterfall_of(catalogue: Story, story: Story) -> Waterfall:
    """Lay out the waterfall of a school."""
    found = story["waterfall"]
    axis = axis_over(number(each["after"]) for each in found)
    names = {each["id"]: each["name"] for each in catalogue["dimensions"]}
    return Waterfall(tuple(_steps(found, names, story["total"], axis)), axis)


def _steps(found: list[Story], names: dict[str, str], total: str, axis: Axis) -> Iterator[Step]:
    before = axis.first
    for at, each in enumerate(found):
        after = number(each["after"])
        is_full = at == 0
        low, high = (axis.first, after) if is_full else sorted((before, after))
        yield Step(
            _name(each, names),
            "" if is_full else f"{each['lines']}项",
            each["points"] if is_full else signed_text(each["points"]),
            each["after"],
            "full" if is_full else "down" if after < before else "up" if after > before else "none",
            axis.place(low),
            axis.width(low, high),
            axis.place(axis.first if is_full else before),
            tuple(
                f"{LEDGER_KINDS[part['kind']]}{part['lines']}项 {signed_text(part['points'])}"
                for part in each.get("parts", ())
            ),
        )
        before = after
    last = axis.place(before)
    if total is None:
        yield Step("总分", "", "无", "无", "none", last, "0", last)
    else:
        yield Step("总分", "", total, total, "full", "0", axis.width(axis.first, before), last)


def _name(step: Story, names: dict[str, str]) -> str:
    kind = "不适用与折算" if "parts" in step else LEDGER_KINDS[step["kind"]]
    if step["kind"] == "gap" and "of" not in step:
        return f"{kind} 加分扣分项"
    return f"{kind} {names[step['of']]}" if "of" in step else kind
