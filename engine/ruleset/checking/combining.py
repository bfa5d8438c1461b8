"""Check weights, redistribution by name, floors and caps: whether the levels fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from engine.diagnostics import Place
from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.weights import check_percents
from engine.ruleset.combining import Combination, InProportion, InShares, Passing, Weight
from engine.ruleset.conditions import condition_key
from engine.ruleset.model import (
    FieldType,
    Group,
    Indicator,
    MissingPolicy,
    NotApplicablePolicy,
)

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)


def check_combining(inspection: Inspection) -> None:
    """Check every level, from the base down."""
    root = inspection.ruleset.root()
    level_of: dict[str, Group] = {}
    for group in (root, *inspection.ruleset.groups()):
        level_of.update((part.id, group) for part in group.counted())
        _check_weights(group, inspection)
        _check_least(group, inspection)
        _check_limits(group, inspection)
    for item in (*inspection.ruleset.bonuses.items, *inspection.ruleset.deductions.items):
        if item.missing is MissingPolicy.REDISTRIBUTE:
            inspection.diagnostics.error(
                "R095",
                f"加减分项“{item.id}”没有同级的指标，缺失时不能剔除折算",
                inspection.at(item.place, "missing"),
                item.id,
                "请写 计零、暂缓定等、取同类平均 或 直接得分",
            )
    if not inspection.has_repeated_ids:
        tree = _Tree(root, level_of)
        for group in inspection.ruleset.groups():
            for part in group.counted():
                if isinstance(part, Indicator):
                    if part.passes_to:
                        _check_passing(part, tree, inspection)
                    if part.not_applicable is NotApplicablePolicy.SHRINK:
                        _check_shrinking(part, tree, inspection)
        _check_circles(level_of, inspection)


def _check_weights(group: Group, inspection: Inspection) -> None:
    if group.combine is not Combination.WEIGHTED_MEAN:
        _check_no_weights(group, inspection)
        return
    _check_none_lacks(group, inspection)
    known, all_known = Fraction(0), True
    for part in group.counted():
        if part.weight is None:
            all_known = False  # told already
            continue
        if part.points == 0:
            _report_no_points(part, inspection)
        constant = part.weight.constant
        all_known &= constant is not None
        known += constant or 0
        _check_cases(part, part.weight, inspection)
    if all_known and known == 0 and group.counted():
        inspection.diagnostics.error(
            "R090",
            f"“{group.id}”各项权重都是 0，不能加权平均",
            group.place,
            "0",
            "请至少给一项写大于 0 的权重",
        )
    elif inspection.is_sound(group.place):
        check_percents(group, inspection)


def _check_no_weights(group: Group, inspection: Inspection) -> None:
    """Report weights below a sum, once for the level: it is the level that is meant otherwise."""
    weighted = [part for part in group.counted() if part.weight is not None]
    if not weighted or not inspection.is_sound(inspection.at(group.place, "combine")):
        return
    first = weighted[0]
    assert first.weight is not None
    inspection.diagnostics.error(
        "R090",
        f"{_listed(weighted)}写了权重，而上一级“{group.id}”是相加，权重不起作用",
        first.weight.place,
        first.id,
        f"请删去权重；要按权重合成，请在 {group.place} 写“合成: 加权平均”",
    )


def _check_none_lacks(group: Group, inspection: Inspection) -> None:
    lacking = [part for part in group.counted() if part.weight is None]
    if lacking:
        inspection.diagnostics.error(
            "R090",
            f"{_listed(lacking)}没有写权重，而上一级“{group.id}”是加权平均",
            lacking[0].place,
            lacking[0].id,
            f"请写“权重”；上一级若是相加，请删去 {group.place} 的“合成: 加权平均”",
        )


def _listed(parts: Sequence[Group | Indicator]) -> str:
    return "、".join(f"“{part.id}”" for part in parts)


def _check_cases(part: Group | Indicator, weight: Weight, inspection: Inspection) -> None:
    """Check the cases of one weight: the facts they read, and whether one always holds, last."""
    for case in weight.cases:
        _check_weight_fact(case.value, case.place, inspection)
    for case in weight.cases[:-1]:
        if case.condition is None:
            inspection.diagnostics.error(
                "R091",
                f"“{part.id}”的这一权重没有条件，总是成立，{weight.cases[-1].place} 的权重用不到",
                case.place,
                part.id,
                "请把没有条件的权重写在最后",
            )
    if all(case.condition is not None for case in weight.cases):
        who = inspection.ruleset.subject.name
        inspection.diagnostics.warning(
            "R090",
            f"“{part.id}”的权重都带条件，条件都不成立的{who}，权重按 0 计",
            weight.place,
            part.id,
            "请在最后加一项没有条件的，如 {权重: 1}；有意按 0 计的，写 {权重: 0}",
        )


def _report_no_points(part: Group | Indicator, inspection: Inspection) -> None:
    inspection.diagnostics.error(
        "R090",
        f"“{part.id}”的分值是 0，加权平均时不能折算",
        inspection.at(part.place, "points"),
        "0",
        "请写大于 0 的分值；不计分的写“仅供参考: 是”，不计入平均的写“权重: 0”",
    )


def _check_weight_fact(name: str, place: Place, inspection: Inspection) -> None:
    at = inspection.at(place, "value")
    term = inspection.term(name, at, _NUMERIC, purpose="权重")
    if term is not None and (term.low is None or term.low < 0):
        inspection.diagnostics.error(
            "R092",
            f"权重取自“{name}”，而它可能是负数",
            at,
            name,
            f"请在字段 {term.place} 写范围，如 [0, 100]",
        )
    if term is not None and term.is_derived and name in inspection.ruleset.derived:
        derived = inspection.ruleset.derived[name]
        if derived.kind not in ("sum", "difference", "count", "total", "distinct", "periods"):
            inspection.diagnostics.error(
                "R092",
                f"权重取自派生值“{name}”，而它可能不是有限小数",
                at,
                name,
                "请用字段，或用合计、差、计数、求和作权重",
            )


def _check_least(group: Group, inspection: Inspection) -> None:
    n_parts = len(group.counted())
    if group.least_scored > n_parts:
        inspection.diagnostics.error(
            "R093",
            f"“{group.id}”要求至少 {group.least_scored} 项计分，而下级只有 {n_parts} 项，永远不计",
            inspection.at(group.place, "least_scored"),
            str(group.least_scored),
            f"请写不超过 {n_parts} 的数",
        )


def _check_limits(group: Group, inspection: Inspection) -> None:
    for limit in group.limits:
        for key, points in (("at_least", limit.at_least), ("at_most", limit.at_most)):
            if points is not None and points > group.points:
                inspection.diagnostics.error(
                    "R052",
                    f"限定 {decimal_text(points)} 分超过“{group.id}”的分值"
                    f" {decimal_text(group.points)}（{group.place}）",
                    inspection.at(limit.place, key),
                    decimal_text(points),
                    "请写不超过分值的数",
                )
    for number, one in enumerate(group.limits):
        for other in group.limits[number + 1 :]:
            if condition_key(one.condition) != condition_key(other.condition):
                continue
            low = max((x for x in (one.at_least, other.at_least) if x is not None), default=None)
            high = min((x for x in (one.at_most, other.at_most) if x is not None), default=None)
            same = (one.at_least is None) == (other.at_least is None)
            if same or (low is not None and high is not None and low > high):
                inspection.diagnostics.error(
                    "R098",
                    f"“{group.id}”的两条限定条件相同而互相矛盾或重复，另一条在 {one.place}",
                    other.place,
                    group.id,
                    "请只留一条，或改写其中一条的条件",
                )


class _Tree:
    """The score tree from below: who stands above whom."""

    def __init__(self, root: Group, level_of: dict[str, Group]) -> None:
        self.root = root
        self.level_of = level_of

    def levels(self, name: str) -> list[Group]:
        """Return the levels above a part, the nearest first."""
        found: list[Group] = []
        level: Group | None = self.level_of[name]
        while level is not None and level not in found:
            found.append(level)
            level = self.level_of.get(level.id) if level is not self.root else None
        return found

    def is_one_currency(self, giver: str, receiver: str) -> bool:
        """Say whether points of two indicators are the same: only sums stand between them."""
        mine, its = self.levels(giver), self.levels(receiver)
        between = [each for each in mine if each not in its]
        between += [each for each in its if each not in mine]
        common = next(each for each in mine if each in its)
        return all(each.combine is Combination.SUM for each in (*between, common))


def _check_shrinking(indicator: Indicator, tree: _Tree, inspection: Inspection) -> None:
    """Check that full points can simply leave: only sums stand above, nobody passes any on."""
    levels = tree.levels(indicator.id)
    mean = next((each for each in levels if each.combine is not Combination.SUM), None)
    giver = next(
        (
            part
            for level in levels
            for part in level.counted()
            if isinstance(part, Indicator) and part.passes_to
        ),
        None,
    )
    if mean is None and giver is None:
        return
    if mean is not None:
        why = f"上面的“{mean.id}”是加权平均，没有满分可减"
    else:
        assert giver is not None
        why = f"同级的“{giver.id}”写了折给（{giver.place}），两种办法不能并用"
    inspection.diagnostics.error(
        "R111",
        f"“{indicator.id}”不适用时减满分，而{why}",
        inspection.at(indicator.place, "not_applicable"),
        indicator.id,
        "请改写“不适用时: 剔除折算”",
    )


def _check_passing(giver: Indicator, tree: _Tree, inspection: Inspection) -> None:
    policies = (giver.missing, giver.not_applicable)
    if (
        MissingPolicy.REDISTRIBUTE not in policies
        and NotApplicablePolicy.REDISTRIBUTE not in policies
    ):
        inspection.diagnostics.error(
            "R095",
            f"“{giver.id}”写了折给谁，而它缺失、不适用时都不剔除，折给不起作用",
            inspection.at(giver.place, "redistribute_to"),
            giver.id,
            "请写“缺失时: 剔除折算”或“不适用时: 剔除折算”，或删去“折给”",
        )
    for number, step in enumerate(giver.passes_to):
        _check_step(giver, step, tree, inspection)
        if isinstance(step, InShares) and number + 1 < len(giver.passes_to):
            later = giver.passes_to[number + 1]
            inspection.diagnostics.error(
                "R095",
                f"“{giver.id}”折给的第{number + 1}步按份给定，总能折出，{later.place} 的一步用不到",
                step.place,
                giver.id,
                "请把“按份”写在最后一步",
            )


def _check_step(giver: Indicator, step: Passing, tree: _Tree, inspection: Inspection) -> None:
    key = "shares" if isinstance(step, InShares) else "in_proportion"
    names = list(step.shares if isinstance(step, InShares) else step.ids)
    for number, name in enumerate(names):
        inner = inspection.at(step.place, key)
        at = inspection.draft.key_places.get((inner, name)) if inner else None
        at = inspection.at(step.place, f"{key}/{number}") if isinstance(step, InProportion) else at
        place = at or step.place
        known = [one for one in tree.level_of if not isinstance(_part(one, tree), Group)]
        if not inspection.known("R026", "指标", name, place, known):
            continue
        same_level = tree.level_of[name] is tree.level_of[giver.id]
        if name == giver.id or names.index(name) != number:
            message = "折给自己" if name == giver.id else f"把“{name}”写了两次"
            inspection.diagnostics.error(
                "R095", f"“{giver.id}”{message}", place, name, "请删去这一处"
            )
        elif not same_level and isinstance(step, InProportion):
            inspection.diagnostics.error(
                "R095",
                f"“按比例”只能折给同组的指标，“{name}”在“{tree.level_of[name].id}”里",
                place,
                name,
                "请改用“按份”，或折给同组的指标",
            )
        elif not same_level and not tree.is_one_currency(giver.id, name):
            inspection.diagnostics.error(
                "R095",
                f"“{giver.id}”与“{name}”之间有加权平均的一级，两边的分不能互相折算",
                place,
                name,
                "请折给同组的指标",
            )
    if isinstance(step, InShares) and step.shares and sum(step.shares.values()) != 1:
        total = sum(step.shares.values(), Fraction(0))
        inspection.diagnostics.error(
            "R096",
            f"“{giver.id}”折给各项的份额之和是 {decimal_text(total)}，应为 1",
            inspection.at(step.place, "shares"),
            decimal_text(total),
            "请调整份额，如两项各 1/2，或 50%、25%、25%",
        )


def _part(name: str, tree: _Tree) -> Group | Indicator:
    return next(part for part in tree.level_of[name].counted() if part.id == name)


def _check_circles(level_of: dict[str, Group], inspection: Inspection) -> None:
    """Find shares that go round in a circle: what is left out would never arrive."""
    edges: dict[str, list[tuple[str, Place]]] = {}
    for group in inspection.ruleset.groups():
        for part in group.counted():
            if isinstance(part, Indicator):
                edges[part.id] = [
                    (name, step.place)
                    for step in part.passes_to
                    if isinstance(step, InShares)
                    for name in step.shares
                    if name in level_of and name != part.id
                ]
    reported: set[frozenset[str]] = set()
    for start in edges:
        circle = _circle(start, edges)
        if circle and frozenset(name for name, _ in circle) not in reported:
            reported.add(frozenset(name for name, _ in circle))
            said = "→".join([start, *(name for name, _ in circle)])
            others = "、".join(str(place) for _, place in circle[1:])
            inspection.diagnostics.error(
                "R097",
                f"折给绕成了圈：{said}，都不计分时分没有去处（另见 {others}）",
                circle[0][1],
                start,
                "请改其中一处，或改用“按比例”（只给计分的指标）",
            )


def _circle(start: str, edges: dict[str, list[tuple[str, Place]]]) -> list[tuple[str, Place]]:
    """Return the steps that lead from an indicator back to itself; empty if none do."""

    def walk(
        path: list[tuple[str, Place]], seen: frozenset[str]
    ) -> Iterator[list[tuple[str, Place]]]:
        for name, place in edges.get(path[-1][0] if path else start, []):
            step = [*path, (name, place)]
            if name == start:
                yield step
            elif name not in seen:
                yield from walk(step, seen | {name})

    return next(walk([], frozenset({start})), [])
