"""Take of each value by editions (分期) the one in force on the as-of date (基准日).

`{effective: [{from: D, to: D, value: V}, …]}` may stand for any value. It is resolved while
loading, after keys are canonical and before the schema sees the text: nothing behind knows
that there was a choice, and what was chosen keeps its own place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from engine.diagnostics import Diagnostics, Place
from engine.ruleset.model import Edition
from engine.ruleset.nodes import (
    EditionsNode,
    Entry,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
)
from engine.ruleset.scalars import read_date, read_integer
from engine.ruleset.validating import validate_node

NOTHING_IN_FORCE = "R083"
_DAY = timedelta(days=1)
# What names the part that a value belongs to: these keys' values, and names below these.
_NAMES = ("id", "grade")
_NAMED_BELOW = ("fields", "tables", "derived")


@dataclass(frozen=True, slots=True)
class Period:
    """One edition: from and to inclusive; the ends of time where none is written."""

    first: date
    last: date
    value: Node
    place: Place

    @property
    def said(self) -> str:
        return period_text(self.first, self.last)


def period_text(first: date, last: date) -> str:
    """Say from when to when in Chinese.

    >>> period_text(date(2024, 1, 1), date.max)
    '2024-01-01 起'
    """
    if first == last:
        return f"{first} 这一天"
    if first == date.min:
        return "一直" if last == date.max else f"至 {last}"
    return f"{first} 起" if last == date.max else f"{first} 至 {last}"


@dataclass(slots=True)
class Editions:
    """Resolves the values by editions of one ruleset, and remembers what was chosen.

    Args:
        as_of: The date; None takes the latest edition of everything.
        diagnostics: Gets what is wrong with periods, each naming both places.
        chosen: Every choice made. days: the first days of all editions.
        is_readable: False where a choice could not be read at all.
    """

    as_of: date | None
    diagnostics: Diagnostics
    chosen: list[Edition] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    is_readable: bool = True

    def resolve(self, node: Node, owner: str = "") -> Node | None:
        """Return the node with the edition in force in place of each choice.

        Args:
            node: A canonical node.
            owner: The id or name of the part around it.

        Returns:
            The resolved node; None where the edition in force says that there is no value. A
            choice that cannot be read is reported and stays as it is.
        """
        match node:
            case EditionsNode():
                return self._choose(node, owner)
            case MappingNode():
                return self._mapping(node, owner)
            case SequenceNode():
                items = (self.resolve(item, owner) for item in node.items)
                return SequenceNode(tuple(item for item in items if item is not None), node.place)
            case _:
                return node

    def _mapping(self, node: MappingNode, owner: str) -> MappingNode:
        own = next((_text(node.get(key)) for key in _NAMES if _text(node.get(key))), owner)
        entries = []
        for entry in node:
            value = self._entry_value(entry, own)
            if value is not None:
                entries.append(Entry(entry.key, entry.key_place, value, entry.written))
        return MappingNode(tuple(entries), node.place, node.refused)

    def _entry_value(self, entry: Entry, owner: str) -> Node | None:
        named = entry.key in _NAMED_BELOW and not isinstance(entry.value, EditionsNode)
        if not named or not isinstance(entry.value, MappingNode):
            return self.resolve(entry.value, owner)
        inner = []
        for each in entry.value:
            value = self.resolve(each.value, each.key)
            if value is not None:
                inner.append(Entry(each.key, each.key_place, value, each.written))
        return MappingNode(tuple(inner), entry.value.place, entry.value.refused)

    def _choose(self, node: EditionsNode, owner: str) -> Node | None:
        before = len(self.diagnostics)
        validate_node(MappingNode(node.entries, node.place), "editions", self.diagnostics)
        if len(self.diagnostics) > before:
            self.is_readable = False
            return node
        periods = periods_of(node)
        self._check(periods)
        self.days.update(each.first for each in periods if each.first > date.min)
        if self.as_of is None:
            found: Period | None = periods[-1]
        else:
            day = self.as_of
            found = next((each for each in periods if each.first <= day <= each.last), None)
        if found is None:
            if len(self.diagnostics) == before:
                self._report_none(node, periods)
            found = periods[-1]  # so that the rest can be checked
        blank = isinstance(found.value, ScalarNode) and found.value.is_blank
        value = found.value if blank and node.takes_blank else None
        if not blank:
            value = self.resolve(found.value, owner)
        own = owner
        if isinstance(value, MappingNode):
            own = next((_text(value.get(key)) for key in _NAMES if _text(value.get(key))), owner)
        self.chosen.append(Edition(own, found.first, found.last, found.value.place, node.place))
        return value

    def _check(self, periods: Sequence[Period]) -> None:
        """Check that each period ends after it begins, and that they follow on one another."""
        turned = [each for each in periods if each.first > each.last]
        for each in turned:
            self.diagnostics.error(
                "R080",
                f"这一期的起 {each.first} 晚于止 {each.last}",
                each.place,
                f"{each.first}/{each.last}",
                "请对调两个日期",
            )
        if turned:
            return
        for earlier, later in pairwise(periods):
            if later.first <= earlier.last:
                self._report_overlap(earlier, later)
            elif later.first - _DAY > earlier.last:
                self.diagnostics.error(
                    "R082",
                    f"两期之间有空缺：{earlier.place} 的一期止于 {earlier.last}，"
                    f"这一期 {later.first} 才起",
                    later.place,
                    str(later.first),
                    f"请把起改为 {earlier.last + _DAY}；"
                    "空缺的那一段本来就没有这一项的，请补一期，“值”写 ~",
                )

    def _report_overlap(self, earlier: Period, later: Period) -> None:
        one, other = sorted((earlier, later), key=lambda each: each.place)
        shared = period_text(later.first, min(earlier.last, later.last))
        self.diagnostics.error(
            "R081",
            f"两期重叠：{shared}同时落在 {one.place} 的一期（{one.said}）和这一期（{other.said}）",
            other.place,
            other.said,
            "请改其中一期的起止，使每一天只有一个值（起、止两天都含在内）",
        )

    def _report_none(self, node: EditionsNode, periods: Sequence[Period]) -> None:
        assert self.as_of is not None
        after = self.as_of > periods[-1].last
        nearest = periods[-1] if after else periods[0]
        ends = f"止于 {nearest.last}" if after else f"{nearest.first} 才起"
        self.diagnostics.error(
            "R083",
            f"基准日 {self.as_of} 没有适用的一期：{nearest.place} 的一期{ends}",
            node.place,
            str(self.as_of),
            "请补上那时的一期（那时没有这一项的，“值”写 ~），或用 --as-of 换一个基准日",
        )


def periods_of(node: EditionsNode) -> list[Period]:
    """Return the periods whose value and dates can be read, the earliest first."""
    listed = node.get("effective")
    found = []
    for item in listed.items if isinstance(listed, SequenceNode) else ():
        value = item.get("value") if isinstance(item, MappingNode) else None
        if not isinstance(item, MappingNode) or value is None:
            continue
        first, last = _day(item.get("from"), date.min), _day(item.get("to"), date.max)
        if first is not None and last is not None:
            found.append(Period(first, last, value, item.place))
    return sorted(found, key=lambda each: (each.first, each.last, each.place))


def _day(node: Node | None, otherwise: date) -> date | None:
    if node is None:
        return otherwise
    value = read_date(node)
    return value if isinstance(value, date) else None


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, ScalarNode) and not node.is_blank else ""


def default_as_of(ruleset: Node | None) -> date | None:
    """Return the last day of the window; of the latest window where it is by editions.

    Args:
        ruleset: The canonical `ruleset.yaml`, not yet resolved.

    Returns:
        The day; of the year where no window can be read; None where there is no year either.
    """
    latest = Editions(None, Diagnostics()).resolve(ruleset) if ruleset is not None else None
    if not isinstance(latest, MappingNode):
        return None
    window, year = latest.get("window"), latest.get("year")
    end = window.get("to") if isinstance(window, MappingNode) else None
    day = read_date(end) if end is not None else None
    if isinstance(day, date):
        return day
    number = read_integer(year) if year is not None else None
    return date(number, 12, 31) if isinstance(number, int) and 1 <= number <= 9999 else None
