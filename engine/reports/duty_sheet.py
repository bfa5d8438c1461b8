"""Open a story's duties as sheets, one a leader: the one reading that all faces show.

Nothing is computed here: points, sentences and what was done stand in the story.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Story = dict[str, Any]

# How a deed stands -> what is shown of that.
MET = {
    "met": "做到",
    "not_met": "未做到",
    "open": "待补报",
    "not_applicable": "不适用",
    "told": "",
}
# How a deed stands that is still to be done, or to be shown.
OPEN = ("not_met", "open")
INTERNAL = "内部资料"
NOTHING = "0"


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One thing that was done, or was to be done."""

    name: str
    text: str
    asks: str
    met: str
    place: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done, or to be shown."""
        return self.met in [MET[each] for each in OPEN]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One indicator that lost points: what was lost, and what of it this person carries."""

    indicator: str
    name: str
    lost: str
    carried: str
    sentence: str
    standard: str
    advice: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the area, with the vetoes it met."""

    table: str
    text: str
    place: str
    vetoes: tuple[str, ...]

    @property
    def what(self) -> str:
        """Say what it is and what it says."""
        return f"{self.table}：{self.text}" if self.table else self.text


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area that a person answers for.

    Args:
        kind, coefficient, posts: By what. carried: The person's share of `lost`.
        beside: Who else answers for it, each with the kind of duty, in short.
    """

    area: str
    kind: str
    coefficient: str
    posts: tuple[str, ...]
    source: str
    lost: str
    carried: str
    items: tuple[ItemLine, ...]
    deeds: tuple[DeedLine, ...]
    events: tuple[EventLine, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutySheet:
    """The duty sheet of one leader (述职安全履职清单)."""

    name: str
    posts: tuple[str, ...]
    owned: tuple[str, ...]
    areas: tuple[AreaLine, ...]
    lost: str
    carried: str
    vetoes: tuple[str, ...]
    repeated: bool
    barred: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def to_mend(self) -> tuple[tuple[str, str], ...]:
        """Say what is still open and what is advised, each once, area by area."""
        found: dict[str, str] = {}
        for area in self.areas:
            for deed in area.deeds:
                if deed.is_open:
                    asks = f"（要求{deed.asks}）" if deed.asks else ""
                    found.setdefault(f"{area.area}·{deed.name}：{deed.text}{asks}", "")
            for item in area.items:
                found.setdefault(f"{item.indicator} {item.name}：{item.sentence}", item.advice)
        return tuple(found.items())


def duty_sheets(catalogue: Story, story: Story) -> list[DutySheet]:
    """Return a sheet for each leader of a school, in the order of the leaders' table."""
    shared, told = catalogue.get("duties"), story.get("duties")
    if not shared or not told:
        return []
    reader = _Reader(catalogue, shared, story, told)
    return [reader.sheet(leader) for leader in told["leaders"]]


class _Reader:
    """Joins what stands once in the catalogue and once a school with what stands a leader."""

    def __init__(self, catalogue: Story, shared: Story, story: Story, told: Story) -> None:
        self._shared = shared
        self._indicators = {each["id"]: each for each in catalogue["indicators"]}
        self._areas = {each["area"]: each for each in told["areas"]}
        self._leaders = told["leaders"]
        self._sheets, self._facts = catalogue["sheets"], story["facts"]
        gains = (story.get("gains") or {}).get("items", ())
        self._advice = {each["id"]: each["hint"] for each in gains}
        self._sentences: dict[str, list[str]] = {}
        for line in story["ledger"]:
            about = line.get("about") or line["rule"]
            self._sentences.setdefault(about, []).append(line["sentence"])

    def sheet(self, leader: Story) -> DutySheet:
        """Return the sheet of one leader."""
        return DutySheet(
            leader["name"],
            tuple(leader["posts"]),
            tuple(leader["owned"]),
            tuple(self._area(area, kind, leader) for area, kind in leader["areas"].items()),
            leader["lost"],
            leader["carried"],
            tuple(dict.fromkeys(_veto_text(each) for each in leader["vetoes"])),
            leader["repeated"],
            tuple(leader["barred"]),
            tuple(leader["sentences"]),
        )

    def _area(self, area: str, kind: str, leader: Story) -> AreaLine:
        told, by = self._areas[area], self._shared["kinds"][kind]
        carried = told["carried"].get(kind, {"total": NOTHING, "items": []})
        posts = leader["by_posts"].get(area, leader["posts"])
        row = self._shared["areas"].get(area, {})
        deeds = [*told["deeds"], *leader["deeds"]]
        return AreaLine(
            area,
            by["name"],
            by["coefficient"],
            tuple(posts),
            row.get("source", ""),
            told["lost"],
            carried["total"],
            tuple(
                self._item(item, share)
                for item, share in zip(told["items"], carried["items"], strict=False)
            ),
            tuple(self._deeds(area, posts, deeds)),
            tuple(_event(each) for each in told["events"]),
            tuple(
                f"{other['name']}（{self._kind_in_short(other['areas'][area])}）"
                for other in self._leaders
                if other is not leader and area in other["areas"]
            ),
        )

    def _kind_in_short(self, kind: str) -> str:
        """Name a kind of duty without its remark: the sign in the matrix says nothing outside."""
        name: str = self._shared["kinds"][kind]["name"]
        return name.partition("（")[0] or name

    def _item(self, item: Story, share: str) -> ItemLine:
        indicator = self._indicators[item["indicator"]]
        return ItemLine(
            indicator["id"],
            indicator["name"],
            item["lost"],
            share,
            "；".join(self._sentences.get(indicator["id"], ())),
            indicator["standard"],
            self._advice.get(indicator["id"], ""),
        )

    def _deeds(self, area: str, posts: list[str], told: Iterable[Any]) -> Iterable[DeedLine]:
        for at, text, met in told:
            deed = self._shared["deeds"][at]
            if deed["area"] != area or (deed["posts"] and not {*deed["posts"]} & {*posts}):
                continue
            yield DeedLine(deed["name"], text, deed["asks"], MET[met], self._place(deed["reads"]))

    def _place(self, names: Iterable[str]) -> str:
        """Return the first cell behind a deed."""
        found = (
            self._sheets[sheet] + cell
            for name in names
            for _, sheet, cell in self._facts.get(name, ())
            if sheet >= 0
        )
        return next(found, "")


def _veto_text(veto: Story) -> str:
    return f"{veto['clause']} {veto['name']}〔{veto['status']}〕"


def _event(event: Story) -> EventLine:
    vetoes = tuple(dict.fromkeys(_veto_text(each) for each in event["vetoes"]))
    return EventLine(event["table"], event["text"], event["place"], vetoes)
