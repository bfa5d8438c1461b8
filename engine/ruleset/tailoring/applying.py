"""Apply a profile to the texts of a ruleset: leave out, change, pass on the points freed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from engine.diagnostics import Diagnostics, Place
from engine.glossary import chinese_key
from engine.points import decimal_text
from engine.ruleset.node_words import value_key, value_text
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.profile import LEFT_OUT, SWITCHED_OFF, Profile, ProfileChange
from engine.ruleset.tailoring.finding import text_of
from engine.ruleset.tailoring.orders import Order, Orders, PartText, parts_in, read_orders
from engine.ruleset.tailoring.scaling import Scale, number_in, with_values
from engine.ruleset.tailoring.without import Leaving, without_references

Texts = dict[str, MappingNode]


def tailor(
    texts: Mapping[str, MappingNode], profile: MappingNode, diagnostics: Diagnostics
) -> tuple[Texts, Profile]:
    """Return the texts as the profile has them, and the profile with everything it changes.

    Args:
        texts: File -> its canonical text, editions chosen.
        profile: The canonical text of the profile.
        diagnostics: Gets what cannot be done.
    """
    known = parts_in(texts)
    orders = read_orders(profile, known, diagnostics)
    tailoring = _Tailoring(dict(texts), orders, known, diagnostics)
    tailoring.tree()
    tailoring.adjustments()
    tailoring.vetoes()
    tailoring.frame(profile)
    tailoring.schools(profile)
    # It tells where the whole ruleset puts each paragraph of its source.
    tailoring.texts.pop("coverage.yaml", None)
    return tailoring.texts, replace(orders.profile, changes=tuple(tailoring.changes))


@dataclass(slots=True)
class _Tailoring:
    """The texts as they become, and what was changed so far."""

    texts: Texts
    orders: Orders
    known: Mapping[str, PartText]
    diagnostics: Diagnostics
    changes: list[ProfileChange] = field(default_factory=list)
    is_scaled: bool = False

    def note(
        self,
        item: str,
        what: str,
        before: str,
        after: str,
        reason: str,
        place: Place,
        *,
        follows: bool = False,
    ) -> None:
        """Remember one change."""
        part = self.known[item].said if item in self.known else "方案"
        change = ProfileChange(item, part, what, before, after, reason, place, follows)
        self.changes.append(change)

    # ── the score tree ──

    def tree(self) -> None:
        """Tailor the dimensions: what is left out, then the points level by level."""
        files = [file for file in self.texts if file.startswith("dimensions/")]
        leaving = Leaving(self.orders)
        gone = {file: leaving.dimension(self.texts[file]) for file in files}
        for part_id, place in leaving.left.items():
            order = self.orders.left_out.get(part_id)
            full = number_in(self.known[part_id].node, "points")
            before = f"（分值 {decimal_text(full)}）" if full is not None else ""
            reason = order.reason if order else self.orders.profile.reason
            self.note(part_id, LEFT_OUT, before, "", reason, place)
        kept = [file for file in files if gone[file] is not None]
        if files and not kept:
            place = self.orders.profile.place
            self.diagnostics.error(
                "R212", "剪裁以后一项也不考了", place, hint="请检查“不考”和“只考”"
            )
            return
        for file in files:
            if file not in kept:
                del self.texts[file]
        heads = [self.texts[file].get("dimension") for file in kept]
        ruleset = self.texts.get("ruleset.yaml")
        target = number_in(ruleset, "full_points") if ruleset else None
        is_sum = text_of(ruleset, "combine") != "weighted_mean"
        level = [head for head in heads if isinstance(head, MappingNode)]
        points = self._fit(level, target if is_sum else None, "各维度")
        for file in kept:
            self.texts[file] = self._dimension(file, gone[file] or self.texts[file], points)
        without_references(self.texts, leaving.removed, self.note)

    def _dimension(
        self, file: str, node: MappingNode, points: Mapping[str, Fraction]
    ) -> MappingNode:
        head = self.texts[file].get("dimension")
        if not isinstance(head, MappingNode):
            return node
        own = points.get(text_of(head, "id"))
        inner = node.get("indicators")
        values: dict[str, Node] = {"dimension": self._part(head, own)}
        if isinstance(inner, SequenceNode):
            is_sum = text_of(head, "combine") != "weighted_mean"
            values["indicators"] = self._children(inner, own if is_sum else None, head)
        return with_values(node, values)

    def _children(
        self, listed: SequenceNode, target: Fraction | None, owner: MappingNode
    ) -> SequenceNode:
        """Rebuild the parts below one level, whose points come to `target`."""
        parts = [item for item in listed.items if isinstance(item, MappingNode)]
        points = self._fit(parts, target, self.known[text_of(owner, "id")].said)
        rebuilt: list[Node] = []
        for item in listed.items:
            if not isinstance(item, MappingNode):
                rebuilt.append(item)
                continue
            own = points.get(text_of(item, "id"))
            inner = item.get("indicators")
            part = self._part(item, own)
            if isinstance(inner, SequenceNode):
                is_sum = text_of(part, "combine") != "weighted_mean"
                below = self._children(inner, own if is_sum else None, item)
                part = with_values(part, {"indicators": below})
            rebuilt.append(part)
        return SequenceNode(tuple(rebuilt), listed.place)

    def _fit(
        self, parts: Sequence[MappingNode], target: Fraction | None, level: str
    ) -> dict[str, Fraction]:
        """Return the points of each part of one level: as ordered, the others filled up."""
        own = {text_of(part, "id"): number_in(part, "points") for part in parts}
        points = {each: number for each, number in own.items() if number is not None}
        orders = {each: self.orders.changed[each].points for each in points if self._is_set(each)}
        fixed = {each: number for each, number in orders.items() if number is not None}
        settled = {**points, **fixed}
        if not self.orders.fill or target is None or sum(settled.values()) == target:
            return settled
        free = sum((number for each, number in points.items() if each not in fixed), Fraction(0))
        room = target - sum(fixed.values(), Fraction(0))
        if not free or room <= 0:
            self._report_room(level, target, room, free)
            whole = sum(points.values(), Fraction(0))  # so that the sum is not told as well
            return {each: number * target / whole for each, number in points.items() if whole}
        return {
            each: fixed[each] if each in fixed else number * room / free
            for each, number in points.items()
        }

    def _is_set(self, part_id: str) -> bool:
        order = self.orders.changed.get(part_id)
        return order is not None and order.points is not None

    def _report_room(self, level: str, target: Fraction, room: Fraction, free: Fraction) -> None:
        said = (
            "没有别的项可以摊" if not free else f"改定的各项已占去 {decimal_text(target - room)} 分"
        )
        self.diagnostics.error(
            "R208",
            f"{level}的分值补不足 {decimal_text(target)} 分：{said}",
            self.orders.fill_place,
            decimal_text(target),
            "请改“改”里的分值，或把这一级整个写进“不考”，由上一级补足",
        )

    def _part(self, node: MappingNode, points: Fraction | None) -> MappingNode:
        """Return one part with its points, what hangs on them, and what is ordered of it."""
        part_id = text_of(node, "id")
        order = self.orders.changed.get(part_id)
        before = number_in(node, "points")
        if points is not None and before and points != before:
            node = self._with_points(node, part_id, points / before, points, order)
        return self._with_order(node, part_id, order) if order else node

    def _with_points(
        self,
        node: MappingNode,
        part_id: str,
        ratio: Fraction,
        points: Fraction,
        order: Order | None,
    ) -> MappingNode:
        is_set = order is not None and order.points is not None
        place = self._place_of(order, "points") if order and is_set else self.orders.fill_place
        reason = order.reason if order and is_set else "由同级补足"
        self.is_scaled |= not is_set
        was, now = value_text(node.get("points")), decimal_text(points)
        self.note(part_id, chinese_key("points"), was, now, reason, place, follows=not is_set)
        ruleset = self.texts.get("ruleset.yaml")
        scales = ruleset.get("scales") if ruleset else None
        scale = Scale(ratio, place, scales if isinstance(scales, MappingNode) else None)
        values: dict[str, Node] = {"points": ScalarNode(decimal_text(points), False, place)}
        scoring, limits = node.get("scoring"), node.get("limits")
        if isinstance(scoring, MappingNode):
            values["scoring"] = scale.scoring(scoring)
        if limits is not None:
            values["limits"] = scale.limits(limits)
        return with_values(node, values)

    @staticmethod
    def _place_of(order: Order, key: str) -> Place:
        return next((each.value.place for each in order.entries if each.key == key), order.place)

    def _with_order(self, node: MappingNode, part_id: str, order: Order) -> MappingNode:
        """Put in everything else that is ordered of a part."""
        values: dict[str, Node] = {}
        for entry in order.entries:
            if entry.key == "points":
                continue
            before = node.get(entry.key)
            if entry.key == "scoring" and isinstance(before, MappingNode):
                values[entry.key] = self._merged(before, entry.value, part_id, order)
                continue
            self._note_value(part_id, entry, before, order)
            values[entry.key] = entry.value
        return with_values(node, values)

    def _merged(self, before: MappingNode, after: Node, part_id: str, order: Order) -> Node:
        """Return a scoring method with some of its keys changed; another method replaces it."""
        if not isinstance(after, MappingNode):
            return after
        for entry in after:
            self._note_value(part_id, entry, before.get(entry.key), order)
        method = text_of(after, "method")
        if method and method != text_of(before, "method"):
            return after
        values: dict[str, Node] = {}
        for entry in after:
            old = before.get(entry.key)
            both = isinstance(old, MappingNode) and isinstance(entry.value, MappingNode)
            if both and entry.key not in ("condition",):
                assert isinstance(old, MappingNode)
                assert isinstance(entry.value, MappingNode)
                inner = {each.key: each.value for each in entry.value}
                values[entry.key] = with_values(old, inner)
            else:
                values[entry.key] = entry.value
        return with_values(before, values)

    def _note_value(self, part_id: str, entry: Entry, before: Node | None, order: Order) -> None:
        if value_key(before) == value_key(entry.value):
            self.diagnostics.warning(
                "R210",
                f"“{part_id}”的{chinese_key(entry.key)}与方案里的一样，等于没有改",
                entry.value.place,
                value_text(entry.value),
                "不需要的请删去",
            )
            return
        self.note(part_id, chinese_key(entry.key), value_text(before),
                  value_text(entry.value), order.reason, entry.value.place)  # fmt: skip

    # ── everything beside the tree ──

    def adjustments(self) -> None:
        """Tailor the items of 加分 and 扣分; their caps stay."""
        node = self.texts.get("adjustments.yaml")
        if node is None:
            return
        values: dict[str, Node] = {}
        for key in ("bonuses", "deductions"):
            part = node.get(key)
            listed = part.get("items") if isinstance(part, MappingNode) else None
            if isinstance(part, MappingNode) and isinstance(listed, SequenceNode):
                items = self._kept(listed, LEFT_OUT)
                values[key] = with_values(part, {"items": items})
        self.texts["adjustments.yaml"] = with_values(node, values)

    def vetoes(self) -> None:
        """Tailor the veto clauses."""
        node = self.texts.get("vetoes.yaml")
        listed = node.get("vetoes") if node else None
        if node is not None and isinstance(listed, SequenceNode):
            kept = self._kept(listed, SWITCHED_OFF)
            self.texts["vetoes.yaml"] = with_values(node, {"vetoes": kept})

    def _kept(self, listed: SequenceNode, word: str) -> SequenceNode:
        items: list[Node] = []
        for item in listed.items:
            part_id = text_of(item, "id") if isinstance(item, MappingNode) else ""
            order = self.orders.left_out.get(part_id)
            if order is not None:
                self.note(part_id, word, "", "", order.reason, order.place)
            elif isinstance(item, MappingNode):
                changed = self.orders.changed.get(part_id)
                items.append(self._part(item, changed.points if changed else None))
            else:
                items.append(item)
        return SequenceNode(tuple(items), listed.place)

    def frame(self, profile: MappingNode) -> None:
        """Put in grades and quotas of its own; a written unit of points may be too coarse now."""
        node = self.texts.get("ruleset.yaml")
        if node is None:
            return
        reason = self.orders.profile.reason
        values: dict[str, Node] = {}
        for key in ("grades", "quotas"):
            after = profile.get(key)
            if after is not None:
                before, now = value_text(node.get(key)), value_text(after)
                self.note("", chinese_key(key), before, now, reason, after.place)
                values[key] = after
        unit = node.entry("unit_of_points")
        if unit is not None and self.is_scaled:
            self.note("", chinese_key("unit_of_points"), value_text(unit.value), "由程序选定",
                      "补足的分值未必是它的整数倍", self.orders.fill_place)  # fmt: skip
            entries = tuple(entry for entry in node if entry is not unit)
            node = MappingNode(entries, node.place, node.refused)
        self.texts["ruleset.yaml"] = with_values(node, values)

    def schools(self, profile: MappingNode) -> None:
        """Check before scoring that the profile is meant for every school that it is used for."""
        condition = profile.get("applies")
        if condition is None:
            return
        own = self.orders.profile
        said = f"剪裁“{own.name}”只用于符合它适用条件的学校"
        at = condition.place
        check = MappingNode(
            (
                Entry("id", at, ScalarNode(own.id, True, at), "编号"),
                Entry("name", at, ScalarNode(said, True, at), "名称"),
                Entry("condition", at, condition, "适用"),
                Entry("severity", at, ScalarNode("error", False, at), "程度"),
            ),
            at,
        )
        file = self.texts.get("checks.yaml")
        listed = file.get("checks") if file else None
        items = listed.items if isinstance(listed, SequenceNode) else ()
        place = listed.place if listed is not None else at
        entry = Entry("checks", place, SequenceNode((*items, check), place), "核对")
        self.texts["checks.yaml"] = MappingNode((entry,), file.place if file else place)
