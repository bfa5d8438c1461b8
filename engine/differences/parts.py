"""The parts of a ruleset in the order of its texts, each under the name by which it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.differences.effects import read_effects
from engine.differences.labels import label_of
from engine.differences.methods import read_method, read_peers
from engine.differences.reading import Reader, scalar_text
from engine.differences.texts import read_coverage, read_profiles
from engine.differences.tree import Branch, Item, Leaf, Listing, Node
from engine.glossary import chinese_key
from engine.ruleset.checks import Check, CheckKind
from engine.ruleset.dictionary import EVIDENCE_NUMBER
from engine.ruleset.model import (
    Adjustments,
    Clause,
    Derived,
    Field,
    Group,
    Indicator,
    RuleSet,
)
from engine.sentences.phrases import Measure, constant_text, points_said

# Where an indicator or a group belongs.
PARENT = "所属"
_ID, _NAME = chinese_key("id"), chinese_key("name")
_METHOD = chinese_key("scoring")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a ruleset.

    Args:
        section: The section of the rules, such as 指标.
        name: How it is called in a list of changes.
        item: What it says.
        indicator: Its id where it is an indicator, a group, a dimension or an adjustment.
        order: How the parts are called whose order acts; empty where it does not.
    """

    section: str
    name: str
    item: Item
    indicator: str = ""
    order: str = ""


Sections = Mapping[str, tuple[Part, ...]]


def parts_of(ruleset: RuleSet) -> Sections:
    """Return the parts of a ruleset by section, the same sections for every ruleset."""
    reader = Reader(ruleset)
    return {name: tuple(read(reader, name)) for name, read in _SECTIONS.items()}


def _named(title: str, key: str, name: str = "") -> str:
    return " ".join(filter(None, (title, key, name if name != key else "")))


def _heading(reader: Reader, section: str) -> Iterator[Part]:
    """The ruleset as a whole: what no other section tells."""
    branch = reader.branch(reader.ruleset, but=_TOLD_ELSEWHERE)
    entries = {**_frame(reader), **branch.entries}
    yield Part(section, "方案", Item("方案", "方案", replace(branch, entries=entries)))


def _frame(reader: Reader) -> dict[str, Node]:
    rules, place = reader.ruleset, reader.ruleset.place
    start, end = rules.window
    entries: dict[str, Node] = {
        chinese_key("window"): Leaf(
            rules.window, f"{start}至{end}", reader.place_of(place, "window", "from")
        ),
        chinese_key("id_field"): _joined(reader, rules.id_fields, "id_field"),
        chinese_key("name_field"): _joined(reader, rules.name_fields, "name_field"),
    }
    if ("unit_of_points",) in rules.places:
        at = reader.place_of(place, "unit_of_points")
        entries[chinese_key("unit_of_points")] = Leaf(rules.unit, points_said(rules.unit), at)
    entries[chinese_key("sources")] = _sources(reader)
    if (profile := rules.profile) is not None:
        known = (profile.id, profile.said)
        entries[chinese_key("profile")] = Leaf(known, profile.said, profile.place)
    unrated = rules.unrated
    said = unrated.grade or scalar_text("", unrated.policy)
    entries[chinese_key("unrated")] = Leaf((unrated.policy, unrated.grade), said, unrated.place)
    return entries


def _sources(reader: Reader) -> Listing:
    listed = (
        Item(key, key, Leaf(name, name, reader.place_of(reader.ruleset.place, "sources", number)))
        for number, (key, name) in enumerate(reader.ruleset.sources.items())
    )
    return Listing(tuple(listed), False, reader.place_of(reader.ruleset.place, "sources"))


def _joined(reader: Reader, names: tuple[str, ...], key: str) -> Leaf:
    place = reader.place_of(reader.ruleset.place, "school", key)
    return Leaf(names, "、".join(names), place)


def _fields(reader: Reader, section: str) -> Iterator[Part]:
    for name, field in reader.ruleset.fields.items():
        item = Item(name, name, _field(field, reader))
        yield Part(section, _named("字段", name), item)


def _field(field: Field, reader: Reader, table: str = "") -> Branch:
    branch = reader.branch(field, table, but=frozenset({"low", "high"}))
    measure = Measure.PERCENT if field.type.value == "percent" else Measure.PLAIN
    limits = (field.low, field.high)
    ends = [constant_text(end, measure) if end is not None else "不限" for end in limits]
    text = "" if field.low is None and field.high is None else f"{ends[0]}至{ends[1]}"
    at = reader.place_of(field.place, "range")
    entries = {_ID: Leaf(field.id, field.id, field.place), **branch.entries}
    entries[chinese_key("range")] = Leaf((field.low, field.high), text, at)
    return _known_by_name(branch, entries)


def _known_by_name(branch: Branch, entries: Mapping[str, Node]) -> Branch:
    """Return a part whose id is the name that people see."""
    named = {_NAME if label == _ID else label: node for label, node in entries.items()}
    return replace(branch, entries=named, identity=frozenset({_NAME}))


def _tables(reader: Reader, section: str) -> Iterator[Part]:
    for name, table in reader.ruleset.tables.items():
        branch = reader.branch(table, name, but=frozenset({"fields"}))
        columns = tuple(
            Item(each.id, each.id, _field(each, reader, name))
            for each in table.fields.values()
            if not (table.evidence_required and each.id == EVIDENCE_NUMBER)
        )
        listed = Listing(columns, False, reader.place_of(table.place, "fields"))
        entries = {**branch.entries, chinese_key("column"): listed}
        node = _known_by_name(branch, entries)
        yield Part(section, _named("台账", name), Item(name, name, node))


def _derived(reader: Reader, section: str) -> Iterator[Part]:
    values = reader.ruleset.derived.values()
    for each in sorted(values, key=lambda value: value.place.reading_order):
        node = _derived_value(each, reader)
        yield Part(section, _named("派生值", each.id), Item(each.id, each.id, node))


def _derived_value(value: Derived, reader: Reader) -> Branch:
    branch = reader.branch(value, value.table, but=frozenset({"peers", "operands"}))
    place = reader.place_of(value.place, value.kind)
    entries = {
        label: replace(node, place=place)
        if isinstance(node, Leaf) and node.place == value.place and label != _ID
        else node
        for label, node in branch.entries.items()
    }
    if value.operands:
        in_order = value.kind in ("difference", "product")
        key = value.operands if in_order else tuple(sorted(value.operands))
        entries["所用的值"] = Leaf(key, "、".join(value.operands), place)
    if value.peers is not None:
        entries |= read_peers(value.peers, value.place, reader, value.kind)
    return _known_by_name(branch, entries)


def _checks(reader: Reader, section: str) -> Iterator[Part]:
    for check in reader.ruleset.checks:
        node = _check(check, reader)
        item = Item(check.id, check.id, node, alias=check.name)
        yield Part(section, _named("核对", check.id, check.name), item)


def _check(check: Check, reader: Reader) -> Branch:
    but = {"values"} if check.kind is CheckKind.WINDOW else set()
    if check.kind is CheckKind.WINDOW:
        but.add("holds")  # the window says itself what it is
    branch = reader.branch(check, check.table, but=frozenset(but))
    entries = dict(branch.entries)
    if check.kind is CheckKind.WINDOW:
        at = reader.place_of(check.place, "in_window")
        entries[chinese_key("in_window")] = Leaf(
            frozenset(check.values), "、".join(check.values), at
        )
    return replace(branch, entries=entries, identity=frozenset({_ID}))


def _indicators(reader: Reader, section: str) -> Iterator[Part]:
    rules = reader.ruleset
    for dimension in rules.dimensions:
        yield from _level(dimension, "维度", ("", "方案"), reader, section)


def _adjustments(reader: Reader, section: str) -> Iterator[Part]:
    rules = reader.ruleset
    for which, title in ((rules.bonuses, "加分"), (rules.deductions, "扣分")):
        if which.place is not None:
            yield _cap(which, title, reader, section)
        for each in which.items:
            node = _indicator(each, reader, (title, title))
            yield _leaf_part(each, f"{title}项", node, section)


def _cap(which: Adjustments, title: str, reader: Reader, section: str) -> Part:
    cap = reader.value(which, "cap", which.cap)
    node = Branch({label_of("Adjustments", "cap"): cap}, which.place)
    return Part(section, title, Item(("", title), title, node))


def _level(
    group: Group, title: str, parent: tuple[str, str], reader: Reader, section: str
) -> Iterator[Part]:
    branch = reader.branch(group, but=frozenset({"children"}))
    node = _in(branch, parent, group)
    item = Item(group.id, group.id, node, alias=group.name)
    yield Part(section, _named(title, group.id, group.name), item, group.id)
    own = (group.id, f"{group.id} {group.name}".strip())
    for child in group.children:
        if isinstance(child, Group):
            yield from _level(child, "组", own, reader, section)
        else:
            yield _leaf_part(child, "指标", _indicator(child, reader, own), section)


def _leaf_part(each: Indicator, title: str, node: Branch, section: str) -> Part:
    item = Item(each.id, each.id, node, alias=each.name)
    return Part(section, _named(title, each.id, each.name), item, each.id)


def _indicator(each: Indicator, reader: Reader, parent: tuple[str, str]) -> Branch:
    branch = reader.branch(each, but=frozenset({"method"}))
    inherited = {
        chinese_key(key): replace(node, inherited=True)
        for key in ("missing", "not_applicable")
        if not reader.is_written(each.place, key)
        and isinstance(node := branch.entries[chinese_key(key)], Leaf)
    }
    branch = replace(branch, entries={**branch.entries, **inherited})
    if each.method is not None:
        method = read_method(each.method, reader)
        entries = {**branch.entries, _METHOD: method}
        branch = replace(branch, entries=entries, inlined=frozenset({_METHOD}))
    return _in(branch, parent, each)


def _in(branch: Branch, parent: tuple[str, str], part: Group | Indicator) -> Branch:
    """Add to which part it belongs, and by what it is known."""
    belongs = Leaf(parent[0], parent[1], part.place)
    entries = {PARENT: belongs, **branch.entries}
    return replace(branch, entries=entries, identity=frozenset({_ID, _NAME, PARENT}))


def _clauses(reader: Reader, section: str) -> Iterator[Part]:
    for clause in reader.ruleset.clauses.values():
        node = _clause(clause, reader)
        item = Item(clause.id, clause.id, node, alias=clause.name)
        name = _named("否决条款", clause.id, clause.name)
        yield Part(section, name, item, order=f"轻重同为 {clause.gravity} 的条款")


def _clause(clause: Clause, reader: Reader) -> Branch:
    read_as = clause.table or _table_behind(clause, reader.ruleset)
    branch = reader.branch(clause, read_as, but=frozenset({"effects"}))
    effects = read_effects(clause.effects, reader, clause.place)
    entries = {_ID: Leaf(clause.id, clause.id, clause.place), **branch.entries}
    entries[chinese_key("effects")] = effects
    return replace(branch, entries=entries, identity=frozenset({_ID, _NAME}))


def _table_behind(clause: Clause, rules: RuleSet) -> str:
    """Return the table of the clause whose relief leads to this one."""
    leading = (
        each.table
        for each in rules.clauses.values()
        if any(relief.reduce_to == clause.id for relief in each.reliefs)
    )
    return next(leading, "") if clause.trigger is None else ""


def _duties(reader: Reader, section: str) -> Iterator[Part]:
    duties = reader.ruleset.duties
    if duties.place is None:
        return
    branch = reader.branch(duties, but=frozenset({"kinds", "matrix", "deeds"}))
    yield Part(section, "责任", Item("责任", "责任", branch))
    for kind in duties.kinds.values():
        node = replace(reader.branch(kind), identity=frozenset({_ID, _NAME}))
        item = Item(("kind", kind.id), kind.id, node, alias=kind.name)
        yield Part(section, _named("责任类型", kind.id), item)
    for row in duties.matrix:
        node = replace(reader.branch(row), inlined=frozenset({chinese_key("duties")}))
        yield Part(section, _named("责任领域", row.area), Item(("area", row.area), row.area, node))
    for deed in duties.deeds:
        name = f"{deed.area}·{deed.name}"
        node = replace(reader.branch(deed), identity=frozenset({_NAME}))
        yield Part(section, _named("履职事项", name), Item(("deed", name), name, node))


def _city(reader: Reader, section: str) -> Iterator[Part]:
    for figure in reader.ruleset.city:
        branch = reader.branch(figure, figure.table)
        inner = reader.place_of(figure.place, figure.kind.value)
        inside = {label_of("CityFigure", name) for name in ("value", "numerator", "denominator",
                  "table", "column", "condition", "separately")}  # fmt: skip
        entries = {
            label: replace(node, place=inner)
            if label in inside and isinstance(node, Leaf)
            else node
            for label, node in branch.entries.items()
        }
        node = replace(branch, entries=entries, identity=frozenset({_ID, _NAME}))
        item = Item(figure.id, figure.id, node, alias=figure.name)
        yield Part(section, _named("全市数据", figure.id, figure.name), item)


def _coverage(reader: Reader, section: str) -> Iterator[Part]:
    for item in read_coverage(reader.ruleset.texts):
        yield Part(section, _named("清单行", item.name, item.alias), replace(item, alias=""))


def _profiles(reader: Reader, section: str) -> Iterator[Part]:
    for item in read_profiles(reader.ruleset.texts):
        yield Part(section, _named("剪裁", item.name), item)


_READ_BY_NAME: Mapping[str, tuple[str, str]] = {
    "results": ("结果值", "id"),
    "grades": ("等次", "name"),
    "grade_limits": ("等次限定", "name"),
    "exclusions": ("不定等", "reason"),
    "data_sources": ("数据来源", "name"),
}
_IN_ORDER = {"grades": "等次", "data_sources": "数据来源"}


def _frame_parts(reader: Reader, section: str) -> Iterator[Part]:
    """What `ruleset.yaml` lists: grades and quotas, limits, sources."""
    rules = reader.ruleset
    for attribute, (title, known_by) in _READ_BY_NAME.items():
        listed = getattr(rules, attribute)
        for each in listed.values() if isinstance(listed, Mapping) else listed:
            name = getattr(each, known_by)
            label = label_of(type(each).__name__, known_by)
            node = replace(reader.branch(each), identity=frozenset({label}))
            item = Item((attribute, name), name, node)
            yield Part(section, _named(title, name), item, order=_IN_ORDER.get(attribute, ""))
    for quota in rules.quotas:
        node = replace(reader.branch(quota), identity=frozenset())
        yield Part(section, _named("名额", quota.grade), Item(None, quota.grade, node))
    for title, part in (("分组", rules.cohorts), ("佐证办法", rules.evidence_policy)):
        if part is not None and part.place is not None:
            yield Part(section, title, Item(("", title), title, reader.branch(part)))


_SECTIONS: Mapping[str, Callable[[Reader, str], Iterator[Part]]] = {
    "方案": _heading,
    "等次与名额": _frame_parts,
    "字段": _fields,
    "台账": _tables,
    "派生值": _derived,
    "核对": _checks,
    "指标": _indicators,
    "加分扣分": _adjustments,
    "否决": _clauses,
    "责任": _duties,
    "全市数据": _city,
    "落实": _coverage,
    "剪裁": _profiles,
}
_TOLD_ELSEWHERE = frozenset(
    {
        *_READ_BY_NAME,
        *("quotas", "cohorts", "evidence_policy", "fields", "tables", "derived", "checks"),
        *("dimensions", "bonuses", "deductions", "clauses", "duties", "unrated", "window"),
        *("city", "sources", "id_field", "name_field", "id_parts", "name_parts", "unit"),
        # They say of which texts, of which date a ruleset is, and nothing of what it says.
        *("folder", "digest", "places", "texts", "profile", "as_of", "editions", "edition_days"),
    }
)
