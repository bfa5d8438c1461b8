"""List what did not move the total: full marks, what is for information, unused items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from engine.reports.story_page import facts_behind
from engine.website.school.entries import Fact, Facts

Story = dict[str, Any]

_SCORED = "已计分"
_INFORMATIVE = "仅供参考"


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator without a ledger line; `told` is what it says beside its facts."""

    title: str
    points: str
    told: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Indicators below one dimension, or of the bonuses and deductions."""

    dimension: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """What did not move the total."""

    full_marks: tuple[Items, ...]
    informative: tuple[Item, ...]
    unused: tuple[Item, ...]

    @property
    def n_full_marks(self) -> int:
        return sum(len(each.items) for each in self.full_marks)


def quiet_of(catalogue: Story, story: Story) -> Quiet:
    """List what did not move the total of one school."""
    moved = {name for line in story["ledger"] for name in (line["rule"], line.get("about"))}
    facts = Facts(story)
    found = [
        (indicator, points, status)
        for indicator, points, status in zip(
            catalogue["indicators"], story["points"], story["statuses"], strict=True
        )
        if indicator["id"] not in moved
    ]
    base = [each for each in found if each[2] != _INFORMATIVE and each[0]["path"]]
    return Quiet(
        tuple(
            Items(dimension, tuple(_items(catalogue, story, facts, own)))
            for dimension, own in groupby(base, key=lambda each: each[0]["path"][0])
        ),
        tuple(_items(catalogue, story, facts, (each for each in found if each[2] == _INFORMATIVE))),
        tuple(
            _items(
                catalogue,
                story,
                facts,
                (each for each in found if each[2] != _INFORMATIVE and not each[0]["path"]),
            )
        ),
    )


def _items(
    catalogue: Story, story: Story, facts: Facts, found: Iterable[tuple[Story, str, str]]
) -> Iterator[Item]:
    for indicator, points, status in found:
        yield Item(
            f"{indicator['id']} {indicator['name']}",
            points if status == _SCORED else "" if status == _INFORMATIVE else status,
            story["informative"].get(indicator["id"], ""),
            facts.read(facts_behind(catalogue, story, indicator)),
        )
