"""Sort the ledger of one school into what a reader asks for: open, lost, left out, added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.explain.ledger_line import LEDGER_KINDS
from engine.explain.units_text import signed_text
from engine.website.school.scale import number
from engine.website.school.wording import way_of

Story = dict[str, Any]

_SCORED = "已计分"
_OPEN = ("gap", "unrated")
_LOST = ("loss", "veto")
_LEFT_OUT = ("not_applicable", "rescale")
_ADDED = ("bonus", "bonus_cap")
_TAKEN = ("deduction", "deduction_cap")
_SETTLED = ("limit", "veto_rescale", "clip", "rounding")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that was read: its name, what it says, its cell, and what verifying made of it."""

    name: str
    text: str
    place: str
    trail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger line as the page shows it.

    Args:
        mark: The status where it is not simply scored. way: Which way the points went.
        standard: What the rules ask. notes: Source, editions, evidence and the like.
    """

    title: str
    full: str
    mark: str
    points: str
    way: str
    sentence: str
    place: str
    standard: str
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Losses:
    """What one dimension lost, the most first."""

    dimension: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """All ledger lines but full marks, each in exactly one place."""

    open: tuple[Entry, ...]
    lost: tuple[Losses, ...]
    left_out: tuple[Entry, ...]
    added: tuple[Entry, ...]
    taken: tuple[Entry, ...]
    settled: tuple[Entry, ...]

    @property
    def n_lost(self) -> int:
        return sum(len(each.entries) for each in self.lost)


class Ledger:
    """Sorts the ledgers of schools under one catalogue."""

    def __init__(self, catalogue: Story) -> None:
        self._indicators: Mapping[str, Story] = {
            each["id"]: each for each in catalogue["indicators"]
        }
        self._dimensions = [f"{each['id']} {each['name']}" for each in catalogue["dimensions"]]

    def of(self, story: Story) -> Entries:
        """Sort one school's ledger."""
        facts = Facts(story)
        by_kind: dict[str, list[Story]] = {}
        for line in story["ledger"]:
            by_kind.setdefault(line["kind"], []).append(line)

        def entries(kinds: Sequence[str]) -> tuple[Entry, ...]:
            # In the order of the ledger: what is rescaled stands behind what it makes up for.
            found = (line for line in story["ledger"] if line["kind"] in kinds)
            return tuple(self._entry(line, facts) for line in found)

        lost = [line for kind in _LOST for line in by_kind.get(kind, ())]
        return Entries(
            entries(_OPEN),
            tuple(self._by_dimension(lost, facts)),
            entries(_LEFT_OUT),
            entries(_ADDED),
            entries(_TAKEN),
            entries(_SETTLED),
        )

    def _by_dimension(self, lines: Iterable[Story], facts: Facts) -> Iterable[Losses]:
        found: dict[str, list[Story]] = {}
        for line in lines:
            indicator = self._indicator(line)
            path = indicator["path"] if indicator is not None else []
            found.setdefault(path[0] if path else "", []).append(line)
        for dimension in [*self._dimensions, ""]:
            own = found.get(dimension, [])
            own.sort(key=lambda line: number(line["points"]))
            if own:
                yield Losses(dimension, tuple(self._entry(line, facts) for line in own))

    def _indicator(self, line: Story) -> Story | None:
        return self._indicators.get(line.get("about") or line["rule"])

    def _entry(self, line: Story, facts: Facts) -> Entry:
        indicator, points = self._indicator(line), signed_text(line["points"])
        status = line.get("status", _SCORED)
        kind = LEDGER_KINDS[line["kind"]]
        return Entry(
            f"{indicator['id']} {indicator['name']}" if indicator is not None else kind,
            indicator["full"] if indicator is not None else "",
            kind if line["kind"] == "veto" else status if status != _SCORED else "",
            points,
            # What does not apply is no loss, and what it is rescaled by no gain.
            way_of(points) if line["kind"] not in _LEFT_OUT else "",
            line["sentence"],
            line["place"],
            _standard(indicator) if line["kind"] not in _LEFT_OUT else "",
            tuple(filter(None, _notes(indicator))) if indicator is not None else (),
            facts.read(line["facts"]),
        )


class Facts:
    """The facts of one school, each with what verifying made of it."""

    def __init__(self, story: Story) -> None:
        self._trails: dict[str, list[tuple[str, str]]] = {}
        for each in story.get("revisions", ()):
            self._trails.setdefault(each["fact"], []).append((each["sentence"], each["place"]))

    def trail(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return what verifying made of a fact: sentences, each with its place."""
        return tuple(self._trails.get(name, ()))

    def read(self, facts: Iterable[Sequence[str]]) -> tuple[Fact, ...]:
        """Return facts as a ledger line or a move of the grade has them."""
        return tuple(Fact(name, text, place, self.trail(name)) for name, text, place in facts)


def _standard(indicator: Story | None) -> str:
    if indicator is None:
        return ""
    return str(indicator["standard"] or indicator["computed"])


def _notes(indicator: Story) -> Iterable[str]:
    told = (
        ("依据", indicator["source"]),
        ("佐证", indicator["evidence"]),
        ("责任科室", indicator["office"]),
        ("分期", "、".join(indicator["editions"])),
    )
    yield "　".join(f"{label}：{text}" for label, text in told if text)
    yield indicator.get("profile", "")
