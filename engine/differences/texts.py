"""What the texts of a ruleset say and the rules on one date do not hold.

These are the editions of values that are not in force, remarks that nobody reads but people, the
rows of `coverage.yaml`, and scales. They are read from the canonical texts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.diagnostics import Place
from engine.differences.tree import Branch, Item, Leaf, Listing, Node
from engine.glossary import chinese_key
from engine.ruleset import nodes
from engine.ruleset.node_words import value_key, value_text
from engine.ruleset.nodes import EditionsNode, MappingNode, ScalarNode, SequenceNode

# What names an item of a list: the first of these keys that it has.
_NAMES = ("id", "name", "grade", "origin", "row", "area", "reason")
# What names the part that an order of a profile is about.
_ORDERED = "items"
# Parts whose remarks the rules hold themselves: the keys below which they stand.
_REMARKS_HELD = frozenset({"dimension", "indicator", "checks", "vetoes", "city_figures"})
# Keys that lead from a part to its values without a word of their own.
_UNSAID = frozenset(
    {"scoring", "dimension", "indicators", "items", "vetoes", "checks", "city_figures"}
)

Steps = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """One value of the texts.

    Args:
        steps: How it is found in any text that says the same: keys and names of items.
        labels: What it is called, step by step.
        owners: The places of the mappings around it, the innermost last, each with the number of
            labels that lead there.
        key: The key under which it, or the list in which it is, stands.
    """

    node: nodes.Node
    steps: Steps
    labels: tuple[str, ...] = ()
    owners: tuple[tuple[Place, int], ...] = ()
    key: str = ""


def spots_in(texts: Mapping[str, nodes.Node]) -> Iterator[Spot]:
    """Yield every value of the texts, each before what is inside it; nothing inside editions."""
    for file, node in texts.items():
        # Dimensions and fields are the same in whatever file of theirs they stand.
        yield from _spots(Spot(node, (file.partition("/")[0].removesuffix(".yaml"),)))


def _spots(spot: Spot) -> Iterator[Spot]:
    yield spot
    match spot.node:
        case EditionsNode():
            return
        case MappingNode(entries=entries):
            owners = (*spot.owners, (spot.node.place, len(spot.labels)))
            for entry in entries:
                said = () if entry.key in _UNSAID else (chinese_key(entry.key),)
                yield from _spots(
                    Spot(
                        entry.value,
                        (*spot.steps, entry.key),
                        spot.labels + said,
                        owners,
                        entry.key,
                    )
                )
        case SequenceNode(items=items):
            for number, item in enumerate(items):
                yield from _spots(_item(spot, number, item))


def _item(listed: Spot, number: int, item: nodes.Node) -> Spot:
    """Return one item of a list: dimensions and indicators by their names wherever they stand."""
    name = name_of(item)
    steps = (*listed.steps, ("name", name) if name else number)
    if name and listed.key in ("indicators", "items"):
        steps = ("indicator", ("name", name))
    labels = listed.labels
    if name and labels:
        labels = (*labels[:-1], f"{labels[-1]}“{name}”")
    return replace(listed, node=item, steps=steps, labels=labels)


def name_of(node: nodes.Node) -> str:
    """Return by what an item of a list is known; of one by editions, in its first edition."""
    if isinstance(node, EditionsNode):
        listed = node.get("effective")
        items = listed.items if isinstance(listed, SequenceNode) else ()
        values = (each.get("value") for each in items if isinstance(each, MappingNode))
        return next((name for value in values if value and (name := name_of(value))), "")
    if isinstance(node, MappingNode):
        found = (node.get(key) for key in _NAMES)
        return next((each.text for each in found if isinstance(each, ScalarNode)), "")
    return ""


def read_coverage(texts: Mapping[str, nodes.Node]) -> Iterator[Item]:
    """Read the rows of coverage.yaml."""
    node = texts.get("coverage.yaml")
    listed = node.get("coverage") if isinstance(node, MappingNode) else None
    for row in listed.items if isinstance(listed, SequenceNode) else ():
        if isinstance(row, MappingNode) and not isinstance(row, EditionsNode):
            name = name_of(row)
            yield Item(name, name, _row(row), alias=value_text(row.get("name")))


def read_profiles(texts: Mapping[str, nodes.Node]) -> Iterator[Item]:
    """Read the profiles of a ruleset as they are written, whether or not one is in use."""
    for file, node in texts.items():
        if file.startswith("profiles/") and isinstance(node, MappingNode):
            name = value_text(node.get("name"))
            yield Item(name_of(node) or file, name, _row(node), alias=name)


def _row(row: MappingNode) -> Branch:
    entries: dict[str, Node] = {}
    for entry in row:
        label = chinese_key(entry.key)
        if isinstance(entry.value, SequenceNode) and not isinstance(entry.value, EditionsNode):
            items = tuple(_listed(each) for each in entry.value.items)
            entries[label] = Listing(items, False, entry.value.place)
        else:
            entries[label] = value_leaf(entry.value)
    return Branch(entries, row.place, identity=frozenset({chinese_key("row")}))


def _listed(node: nodes.Node) -> Item:
    """Read one item of a row's list: what a profile orders is known by the part it is about."""
    about = node.get(_ORDERED) if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or not isinstance(about, ScalarNode):
        text = value_text(node)
        return Item(text, text, value_leaf(node))
    entries: dict[str, Node] = {chinese_key(each.key): value_leaf(each.value) for each in node}
    branch = Branch(entries, node.place, identity=frozenset({chinese_key(_ORDERED)}))
    return Item(about.text, about.text, branch)


def value_leaf(node: nodes.Node) -> Leaf:
    """Return a value of the texts as one that is said as it is written."""
    return Leaf(value_key(node), value_text(node), node.place)


def is_remark(spot: Spot) -> bool:
    """Tell whether a value is a remark that the rules themselves do not hold."""
    if spot.key != "note":
        return False
    above = [step for step in spot.steps[:-1] if isinstance(step, str)]
    if len(above) >= 2 and above[-2] in ("fields", "tables", "derived"):
        return False  # a name stands between
    return len(above) > 1 and above[-1] not in _REMARKS_HELD
