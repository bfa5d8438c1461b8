"""Tell what changed in the texts without a change of the rules on one date.

Editions of a value that are not in force are rules of another day; a committee that adopts a text
adopts them too. Remarks are for its readers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.diagnostics import Place
from engine.differences.changes import ChangeKind, RuleChange
from engine.differences.parts import Part
from engine.differences.texts import Spot, is_remark, spots_in
from engine.glossary import chinese_key
from engine.ruleset.editions import Period, periods_of
from engine.ruleset.model import RuleSet
from engine.ruleset.node_words import value_key, value_text
from engine.ruleset.nodes import EditionsNode

Renamed = Mapping[Hashable, Hashable]
Spots = Mapping[Hashable, Spot]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two rulesets: its texts, and its parts by the places where they stand."""

    ruleset: RuleSet
    parts: Mapping[Place, Part]

    def spots(self, renamed: Renamed) -> dict[Hashable, Spot]:
        """Return where each value is found, under the names that parts have afterwards."""
        found: dict[Hashable, Spot] = {}
        for spot in spots_in(self.ruleset.texts):
            steps = tuple(_renamed(step, renamed) for step in spot.steps)
            found.setdefault(steps, spot)
        return found

    def owner(self, spot: Spot) -> tuple[Part | None, str]:
        """Return the innermost part around a value, and what the value is called in it."""
        for place, length in reversed(spot.owners):
            if place in self.parts:
                return self.parts[place], "的".join(spot.labels[length:])
        return None, "的".join(spot.labels)

    def is_in_force(self, period: Period) -> bool:
        """Tell whether an edition is the one in force."""
        return any(each.place == period.value.place for each in self.ruleset.editions)


def _renamed(step: Hashable, renamed: Renamed) -> Hashable:
    if isinstance(step, tuple):
        return (step[0], renamed.get(step[1], step[1]))
    return renamed.get(step, step)


def compare_texts(before: Side, after: Side, renamed: Renamed) -> Iterator[RuleChange]:
    """Yield what the texts say otherwise: editions not in force, and remarks."""
    old, new = before.spots(renamed), after.spots({})
    for steps in dict.fromkeys((*new, *old)):
        was, now = old.get(steps), new.get(steps)
        nodes = [spot.node for spot in (was, now) if spot is not None]
        if any(isinstance(node, EditionsNode) for node in nodes):
            if _stands_alone(steps, old, new):
                yield from _editions(was, now, before, after)
        elif _is_other_remark(was, now) and _stands_alone(steps, old, new):
            yield _change(was, now, before, after, "", None, None)


def _is_other_remark(was: Spot | None, now: Spot | None) -> bool:
    if not any(is_remark(spot) for spot in (was, now) if spot is not None):
        return False
    return value_key(was.node if was else None) != value_key(now.node if now else None)


def _stands_alone(steps: Hashable, old: Spots, new: Spots) -> bool:
    """Tell whether what stands around a value is on both sides: else that is what changed."""
    assert isinstance(steps, tuple)
    around = steps[:-1]
    return len(around) < 2 or (around in old and around in new)


def _editions(
    was: Spot | None, now: Spot | None, before: Side, after: Side
) -> Iterator[RuleChange]:
    old, new = _periods(was), _periods(now)
    if _keys(old) == _keys(new):
        return
    if was is None or now is None or _days(old) != _days(new):
        yield _change(was, now, before, after, f"的{chinese_key('effective')}", old, new)
        return
    for each, other in zip(old, new, strict=True):
        if value_key(each.value) == value_key(other.value):
            continue
        if before.is_in_force(each) and after.is_in_force(other):
            continue  # told among the rules
        change = _change(was, now, before, after, f"（{other.said}）", None, None)
        yield replace(
            change,
            before=value_text(each.value),
            after=value_text(other.value),
            place_before=each.value.place,
            place_after=other.value.place,
        )


def _periods(spot: Spot | None) -> list[Period]:
    return periods_of(spot.node) if spot and isinstance(spot.node, EditionsNode) else []


def _keys(periods: list[Period]) -> list[Hashable]:
    return [(each.first, each.last, value_key(each.value)) for each in periods]


def _days(periods: list[Period]) -> list[Hashable]:
    return [(each.first, each.last) for each in periods]


def _change(
    was: Spot | None,
    now: Spot | None,
    before: Side,
    after: Side,
    ending: str,
    old: list[Period] | None,
    new: list[Period] | None,
) -> RuleChange:
    spot = now or was
    assert spot is not None
    part, label = after.owner(now) if now is not None else before.owner(spot)
    said = [_said(was, old), _said(now, new)]
    kind = ChangeKind.CHANGED
    if was is None or now is None:
        kind = ChangeKind.ADDED if was is None else ChangeKind.REMOVED
    return RuleChange(
        part=part.name if part else "".join(label.split("的")[:1]) or "方案",
        kind=kind,
        item=(label or "整项") + ending,
        before=said[0],
        after=said[1],
        place_before=was.node.place if was else None,
        place_after=now.node.place if now else None,
        indicator=part.indicator if part else "",
        section=part.section if part else "方案",
    )


def _said(spot: Spot | None, periods: list[Period] | None) -> str:
    if spot is None:
        return ""
    if periods:
        return "；".join(f"{each.said} {value_text(each.value)}" for each in periods)
    return value_text(spot.node)
