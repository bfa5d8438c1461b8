"""List what did not move the total: full marks, what is for information, unused items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from engine.website.school.cells import Cells, SheetRow
from engine.website.school.entries import Facts

Story = dict[str, Any]

_SCORED = "已计分"
_INFORMATIVE = "仅供参考"


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator without a ledger line: what it stood on, in one line."""

    title: str
    told: str


@dataclass(frozen=True, slots=True)
class Items:
    """Indicators below one dimension."""

    dimension: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """What did not move the total, and where the cells are that it names briefly."""

    full_marks: tuple[Items, ...]
    informative: tuple[Item, ...]
    unused: tuple[Item, ...]
    legend: Sequence[SheetRow]

    @property
    def n_full_marks(self) -> int:
        return sum(len(each.items) for each in self.full_marks)


def quiet_of(catalogue: Story, story: Story) -> Quiet:
    """List what did not move the total of one school."""
    moved = {name for line in story["ledger"] for name in (line["rule"], line.get("about"))}
    told = _Telling(catalogue, story)
    base, informative, unused = [], [], []
    for indicator, points, status in zip(
        catalogue["indicators"], story["points"], story["statuses"], strict=True
    ):
        if indicator["id"] in moved:
            continue
        item = told.of(indicator, points, status)
        if status == _INFORMATIVE:
            informative.append(item)
        elif indicator["path"]:
            base.append((indicator["path"][0], item))
        else:
            unused.append(item)
    return Quiet(
        tuple(
            Items(dimension, tuple(item for _, item in own))
            for dimension, own in groupby(base, key=lambda each: each[0])
        ),
        tuple(informative),
        tuple(unused),
        told.cells.legend,
    )


class _Telling:
    """Tells the facts of one school in a line an indicator."""

    def __init__(self, catalogue: Story, story: Story) -> None:
        self.cells = Cells(catalogue, story)
        self._story = story
        self._facts = Facts(story)

    def of(self, indicator: Story, points: str, status: str) -> Item:
        shown = points if status == _SCORED else "" if status == _INFORMATIVE else status
        facts = [
            (name, text, self.cells.brief(sheet, cell))
            for name in indicator["reads"]
            for text, sheet, cell in self._story["facts"][name]
        ]
        said = [self._said(*each) for each in facts]
        shows = self._story["informative"].get(indicator["id"], "")
        # What is for information is for the most part one fact, which need not be said twice.
        if shows and not (len(facts) == 1 and shows.endswith(f"{facts[0][0]}={facts[0][1]}")):
            said.insert(0, shows.removeprefix(f"{_INFORMATIVE}，不计分："))
        return Item(f"{indicator['id']} {indicator['name']} {shown}".rstrip(), "；".join(said))

    def _said(self, name: str, text: str, cell: str) -> str:
        trail = "".join(f"〔{sentence} {place}〕" for sentence, place in self._facts.trail(name))
        return f"{name} {text}{f'〔{cell}〕' if cell else ''}{trail}"
