"""Read what a profile orders: what is left out, what is changed, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from engine.diagnostics import Diagnostics, Place
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.profile import Profile
from engine.ruleset.scalars import read_date
from engine.ruleset.suggesting import suggest
from engine.ruleset.tailoring.finding import text_of
from engine.ruleset.tailoring.scaling import number_in

CLAUSE = "否决条款"


@dataclass(frozen=True, slots=True)
class PartText:
    """One part that a profile can name: as it is called, and its text."""

    id: str
    title: str
    node: MappingNode

    @property
    def said(self) -> str:
        name = text_of(self.node, "name")
        return " ".join(filter(None, (self.title, self.id, name)))


@dataclass(frozen=True, slots=True)
class Order:
    """What a profile orders of one part, why and where."""

    reason: str
    place: Place
    entries: tuple[Entry, ...] = ()

    @property
    def points(self) -> Fraction | None:
        """Return the points that the part is to have, where the order names them."""
        return number_in(MappingNode(self.entries, self.place), "points")


@dataclass(slots=True)
class Orders:
    """Everything that one profile orders.

    Args:
        fill: Whether points that are freed are passed on in proportion. fill_place: where that
            is said.
    """

    profile: Profile
    left_out: dict[str, Order] = field(default_factory=dict)
    kept_only: dict[str, Place] = field(default_factory=dict)
    changed: dict[str, Order] = field(default_factory=dict)
    fill: bool = True
    fill_place: Place = field(default_factory=lambda: Place(""))


def parts_in(texts: Mapping[str, MappingNode]) -> dict[str, PartText]:
    """Return the parts that a profile can name, by their ids."""
    found: dict[str, PartText] = {}

    def add(node: Node, title: str) -> None:
        if isinstance(node, MappingNode) and (part_id := text_of(node, "id")):
            found.setdefault(part_id, PartText(part_id, title, node))

    def below(node: MappingNode) -> None:
        for child in _items(node.get("indicators")):
            is_group = "indicators" in child
            add(child, "组" if is_group else "指标")
            if is_group:
                below(child)

    for file, node in texts.items():
        if file.startswith("dimensions/"):
            head = node.get("dimension")
            if head is not None:
                add(head, "维度")
            below(node)
    adjustments = texts.get("adjustments.yaml")
    for key, title in (("bonuses", "加分项"), ("deductions", "扣分项")):
        part = adjustments.get(key) if adjustments else None
        for item in _items(part.get("items") if isinstance(part, MappingNode) else None):
            add(item, title)
    vetoes = texts.get("vetoes.yaml")
    for item in _items(vetoes.get("vetoes") if vetoes else None):
        add(item, CLAUSE)
    return found


def _items(node: Node | None) -> Iterator[MappingNode]:
    for item in node.items if isinstance(node, SequenceNode) else ():
        if isinstance(item, MappingNode):
            yield item


def read_orders(
    node: MappingNode, known: Mapping[str, PartText], diagnostics: Diagnostics
) -> Orders:
    """Read a profile's text.

    Args:
        node: The canonical text.
        known: The parts that it can name.
        diagnostics: Gets what cannot be done: unknown ids, orders that contradict one another.
    """
    fill = node.get("fill_up")
    left_out = node.entry("left_out") or node.entry("kept_only") or node.entry("changed")
    place = left_out.key_place if left_out else node.place
    orders = Orders(
        _heading(node),
        fill=text_of(node, "fill_up") != "none",
        fill_place=fill.place if fill is not None else place,
    )
    reading = _Reading(orders, known, diagnostics)
    listed = node.get("left_out")
    for item in listed.items if isinstance(listed, SequenceNode) else ():
        reading.leave_out(item)
    kept = node.get("kept_only")
    for item in kept.items if isinstance(kept, SequenceNode) else ():
        if isinstance(item, ScalarNode) and reading.is_known(item):
            orders.kept_only[item.text] = item.place
    for change in _items(node.get("changed")):
        reading.change(change)
    return orders


def _heading(node: MappingNode) -> Profile:
    day = read_date(written) if (written := node.get("approved_on")) is not None else None
    return Profile(
        id=text_of(node, "id"),
        name=text_of(node, "name"),
        authority=text_of(node, "approved_by"),
        approver=text_of(node, "approver"),
        document=text_of(node, "approval"),
        approved_on=day if isinstance(day, date) else date.min,
        reason=text_of(node, "reason"),
        place=node.place,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the orders one by one, and reports what cannot be done."""

    orders: Orders
    known: Mapping[str, PartText]
    diagnostics: Diagnostics

    def is_known(self, name: ScalarNode) -> bool:
        """Tell whether there is a part with an id; report that there is none."""
        if name.text in self.known:
            return True
        self.diagnostics.error(
            "R207",
            f"剪裁写了“{name.text}”，方案里没有这个编号",
            name.place,
            name.text,
            suggest(name.text, list(self.known)),
        )
        return False

    def leave_out(self, item: Node) -> None:
        """Read one entry of 不考: an id, or several with a reason of their own."""
        reason = text_of(item, "reason") if isinstance(item, MappingNode) else ""
        for name in _names(item):
            if not self.is_known(name):
                continue
            if self.known[name.text].title == CLAUSE and not reason:
                self.diagnostics.error(
                    "R209",
                    f"停用否决条款“{name.text}”没有写理由",
                    name.place,
                    name.text,
                    f"请写成 {{项: {name.text}, 理由: …}}；停用的条款和理由印在每份结果里",
                )
            why = reason or self.orders.profile.reason
            self.orders.left_out[name.text] = Order(why, name.place)

    def change(self, node: MappingNode) -> None:
        """Read one entry of 改."""
        reason = text_of(node, "reason") or self.orders.profile.reason
        entries = tuple(each for each in node if each.key not in ("items", "reason"))
        for name in _names(node):
            if not self.is_known(name):
                continue
            before = self.orders.changed.get(name.text)
            twice = {each.key for each in before.entries} if before else set()
            if any(each.key in twice for each in entries):
                self._report(name, "的同一个键改了两次", "请合成一处")
            elif name.text in self.orders.left_out:
                self._report(name, "已经写在“不考”里，不能再改", "请只留一处")
            elif not entries:
                self._report(name, "没有写改什么", "请写上要改的键，如 分值: 3")
            else:
                earlier = before.entries if before else ()
                order = Order(reason, name.place, (*earlier, *entries))
                self.orders.changed[name.text] = order

    def _report(self, name: ScalarNode, said: str, hint: str) -> None:
        self.diagnostics.error("R211", f"剪裁里“{name.text}”{said}", name.place, name.text, hint)


def _names(item: Node) -> Iterator[ScalarNode]:
    """Yield the ids that an entry names."""
    named = item.get("items") if isinstance(item, MappingNode) else item
    listed = named.items if isinstance(named, SequenceNode) else (named,)
    for each in listed:
        if isinstance(each, ScalarNode) and not each.is_blank:
            yield each
