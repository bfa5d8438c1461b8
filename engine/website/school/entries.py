"""Sort the ledger of one school into what a reader asks for: open, lost, left out, added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_MOST = {"bonus": "最多加", "deduction": "最多扣"}
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
        full: The most it can be, in words. mark: The status where it is not simply scored.
        way: Which way the points went.
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
    gain: tuple[str, ...]
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
        self.indicators: Mapping[str, Story] = {
            each["id"]: each for each in catalogue["indicators"]
        }
        self.dimensions = [f"{each['id']} {each['name']}" for each in catalogue["dimensions"]]

    def of(self, story: Story) -> Entries:
        """Sort one school's ledger."""
        school = _SchoolEntries(self, story)
        return Entries(
            school.entries(_OPEN),
            tuple(school.losses()),
            school.entries(_LEFT_OUT),
            school.entries(_ADDED),
            school.entries(_TAKEN),
            school.entries(_SETTLED),
        )


class _SchoolEntries:
    """Writes the entries of one school."""

    def __init__(self, ledger: Ledger, story: Story) -> None:
        self._ledger = ledger
        self._lines: list[Story] = story["ledger"]
        self._facts = Facts(story)
        items = story.get("gains", {}).get("items", ())
        self._gains = {each["id"]: tuple(_gain_lines(each)) for each in items}

    def entries(self, kinds: Sequence[str]) -> tuple[Entry, ...]:
        """Return lines of some kinds in the order of the ledger.

        There what is rescaled stands behind what it makes up for.
        """
        return tuple(self._entry(line) for line in self._lines if line["kind"] in kinds)

    def losses(self) -> Iterable[Losses]:
        """Yield what each dimension lost, the most first."""
        found: dict[str, list[Story]] = {}
        for line in self._lines:
            if line["kind"] in _LOST:
                indicator = self._indicator(line)
                path = indicator["path"] if indicator is not None else []
                found.setdefault(path[0] if path else "", []).append(line)
        for dimension in [*self._ledger.dimensions, ""]:
            own = sorted(found.get(dimension, ()), key=lambda line: number(line["points"]))
            if own:
                yield Losses(dimension, tuple(map(self._entry, own)))

    def _indicator(self, line: Story) -> Story | None:
        return self._ledger.indicators.get(line.get("about") or line["rule"])

    def _entry(self, line: Story) -> Entry:
        indicator, points = self._indicator(line), signed_text(line["points"])
        status, kind = line.get("status", _SCORED), LEDGER_KINDS[line["kind"]]
        is_moved = line["kind"] not in _LEFT_OUT
        own: Story = {} if indicator is None else indicator
        return Entry(
            f"{own['id']} {own['name']}" if own else kind,
            f"{_MOST.get(line['kind'], '满分')} {own['full']}" if own.get("full") else "",
            kind if line["kind"] == "veto" else status if status != _SCORED else "",
            points,
            # What does not apply is no loss, and what it is rescaled by no gain.
            way_of(points) if is_moved else "",
            line["sentence"],
            line["place"],
            own["standard"] or own["computed"] if own and is_moved else "",
            tuple(_notes(own)) if own else (),
            # An indicator with two lines (lost, then set to zero) is mended once.
            self._gains.pop(own["id"], ()) if own and is_moved else (),
            self._facts.read(line["facts"]),
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


def _notes(indicator: Story) -> Iterable[str]:
    told = (
        ("依据", indicator["source"]),
        ("佐证", indicator["evidence"]),
        ("责任科室", indicator["office"]),
        ("分期", "、".join(indicator["editions"])),
    )
    notes = "　".join(f"{label}：{text}" for label, text in told if text)
    if notes:
        yield notes
    if indicator.get("profile"):
        yield indicator["profile"]


def _gain_lines(item: Story) -> Iterator[str]:
    """Yield what is said beside a lost item: what it would bring, why not, and what to do."""
    if item["mendable"]:
        yield item["sentence"]
    else:
        yield f"{item['why_not']}。"
    if item["hint"]:
        yield f"整改建议：{item['hint']}"
