"""Build 核对: part and whole, conditions, and dates that belong to the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.diagnostics import Severity
from engine.ruleset.building.conditions import build_condition, find_term
from engine.ruleset.checks import Check, CheckKind
from engine.ruleset.conditions import AllOf, Compare, Comparison, Condition, names_in
from engine.ruleset.nodes import ScalarNode, SequenceNode
from engine.ruleset.sections import Section

_SEVERITIES = {member.value: member for member in Severity}


def build_checks(root: Section, window: tuple[date, date]) -> tuple[Check, ...]:
    """Build the checks of the field dictionary and of `checks.yaml`, in the order of the text."""
    return tuple(_check(section, window) for section in root.sections("checks"))


def _check(section: Section, window: tuple[date, date]) -> Check:
    kind = next((each for each in CheckKind if each.value in section), CheckKind.CONDITION)
    table = section.text("table")
    holds = tuple(_HOLDS[kind](section, table, window))
    rejects = section.flag("reject")
    severity = Severity.ERROR if rejects else Severity.WARNING
    return Check(
        id=section.text("id"),
        kind=kind,
        holds=holds,
        values=tuple(dict.fromkeys(name for each in holds for name in names_in(each))),
        severity=_SEVERITIES.get(section.text("severity"), severity),
        place=section.place,
        name=section.text("name"),
        when=build_condition(section.get("when"), section.draft, table),
        table=table,
        rejects=rejects,
        source=section.source(),
        note=section.text("note"),
    )


def _names(section: Section, key: str, table: str) -> Iterator[tuple[str, ScalarNode]]:
    """Yield the names under a key that stand for something; others are reported."""
    node = section.get(key)
    items = node.items if isinstance(node, SequenceNode) else (node,)
    for item in items:
        if not isinstance(item, ScalarNode) or item.is_blank:
            continue
        if find_term(item, section.draft, table) is not None:
            yield item.text, item


def _part(section: Section, table: str, _window: tuple[date, date]) -> Iterator[Condition]:
    whole = [name for name, _ in _names(section, "at_most", table)]
    for name, node in _names(section, "part", table):
        for other in whole:
            yield Compare(name, Comparison.AT_MOST, (), node.place, other)


def _condition(section: Section, table: str, _window: tuple[date, date]) -> Iterator[Condition]:
    built = build_condition(section.get("condition"), section.draft, table)
    if built is not None:
        yield built


def _window(section: Section, table: str, window: tuple[date, date]) -> Iterator[Condition]:
    for name, node in _names(section, "in_window", table):
        ends = ((Comparison.AT_LEAST, window[0]), (Comparison.AT_MOST, window[1]))
        parts = tuple(Compare(name, word, (day,), node.place) for word, day in ends)
        yield AllOf(parts, node.place)


_HOLDS = {
    CheckKind.PART: _part,
    CheckKind.CONDITION: _condition,
    CheckKind.WINDOW: _window,
}
