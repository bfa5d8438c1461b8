"""Say who answers for what in one school: leader by leader, and area by area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.reports.duty_sheet import MET, OPEN

Story = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Leader:
    """One leader: posts, points of the areas, the share carried, and what else is to be said."""

    name: str
    posts: str
    lost: str
    carried: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One area: what it lost, who answers for it by what kind of duty, what was not done.

    Args:
        answering: Kind of duty, names, and the points that each of them carries.
    """

    name: str
    lost: str
    items: str
    answering: tuple[str, ...]
    undone: tuple[str, ...]
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers for what in one school."""

    notes: tuple[str, ...]
    leaders: tuple[Leader, ...]
    areas: tuple[Area, ...]
    unassigned: str


def responsibility_of(catalogue: Story, story: Story) -> Responsibility | None:
    """Say who answers for what; nothing where the rules name no leaders' table."""
    shared, told = catalogue.get("duties"), story.get("duties")
    if not shared or not told:
        return None
    lost = told["unassigned"]["lost"]
    return Responsibility(
        tuple(told["notes"]),
        tuple(
            Leader(
                each["name"],
                "、".join(each["posts"]),
                each["lost"],
                each["carried"],
                tuple(each["sentences"]),
            )
            for each in told["leaders"]
        ),
        tuple(_areas(shared, told)),
        "" if lost == "0" else f"没有领域的失分 {lost} 分：{_items(told['unassigned'])}",
    )


def _areas(shared: Story, told: Story) -> Iterator[Area]:
    for area in told["areas"]:
        yield Area(
            area["area"],
            area["lost"],
            _items(area),
            tuple(_answering(shared, told, area)),
            tuple(_undone(shared, area["deeds"])),
            tuple((f"{each['table']}：{each['text']}", each["place"]) for each in area["events"]),
        )


def _answering(shared: Story, told: Story, area: Story) -> Iterator[str]:
    """Yield each kind of duty with its people, in the order in which the rules name the kinds."""
    for kind, by in shared["kinds"].items():
        names = [
            each["name"] for each in told["leaders"] if each["areas"].get(area["area"]) == kind
        ]
        if names:
            carried = area["carried"].get(kind)
            each = "，各承担" if len(names) > 1 else "，承担"
            ending = f"{each}{carried['total']}分" if carried else ""
            yield f"{by['name']}：{'、'.join(names)}{ending}"


def _undone(shared: Story, deeds: list[Any]) -> Iterator[str]:
    for at, text, met in deeds:
        if met in OPEN:
            deed = shared["deeds"][at]
            asks = f"（要求{deed['asks']}）" if deed["asks"] else ""
            yield f"{deed['name']} {text}{asks}：{MET[met]}"


def _items(area: Story) -> str:
    return "、".join(f"{each['indicator']} {each['lost']}分" for each in area["items"])
