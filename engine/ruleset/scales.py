"""Put the bands of a named scale (分档表) where a rule names it.

`scales` in ruleset.yaml holds lists of bands by name; wherever a list of bands may stand, the
name may stand instead. It is done on the texts, before anything is built: the bands keep the
places where they are written, and nothing behind knows that they have a name.
"""

from __future__ import annotations

from dataclasses import replace

from engine.diagnostics import Diagnostics
from engine.ruleset.folder import RuleTexts
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.suggesting import suggest


def put_scales(texts: RuleTexts, diagnostics: Diagnostics) -> RuleTexts:
    """Return the texts with every named scale in place of its name.

    Args:
        texts: The canonical texts.
        diagnostics: Gets an error for a name that no scale has, a warning for a scale that
            nothing names.
    """
    listed = texts.ruleset.get("scales") if texts.ruleset else None
    scales = listed if isinstance(listed, MappingNode) else MappingNode((), texts.place)
    placing = _Placing(scales, set(), diagnostics)
    placed = replace(
        texts,
        dimensions=tuple(placing.mapping(node) for node in texts.dimensions),
        adjustments=placing.mapping(texts.adjustments) if texts.adjustments else None,
    )
    for entry in scales:
        if entry.key not in placing.used:
            diagnostics.warning(
                "R070",
                f"分档表“{entry.key}”没有规则用到",
                entry.key_place,
                entry.key,
                "不需要的请删去",
            )
    return placed


class _Placing:
    """Walks the texts of the rules, and remembers which scales were used."""

    def __init__(self, scales: MappingNode, used: set[str], diagnostics: Diagnostics) -> None:
        self._scales = scales
        self.used = used
        self._diagnostics = diagnostics

    def mapping(self, node: MappingNode) -> MappingNode:
        """Return a mapping with the scales below it put in place."""
        entries = tuple(
            Entry(entry.key, entry.key_place, self._value(entry), entry.written) for entry in node
        )
        return MappingNode(entries, node.place, node.refused)

    def _value(self, entry: Entry) -> Node:
        if entry.key == "bands" and isinstance(entry.value, ScalarNode):
            return self._scale(entry.value)
        return self._inner(entry.value)

    def _inner(self, node: Node) -> Node:
        match node:
            case MappingNode():
                return self.mapping(node)
            case SequenceNode():
                return SequenceNode(tuple(self._inner(item) for item in node.items), node.place)
            case _:
                return node

    def _scale(self, name: ScalarNode) -> Node:
        found = self._scales.get(name.text)
        if found is not None:
            self.used.add(name.text)
            return found
        known = [entry.key for entry in self._scales]
        way_out = "请在 ruleset.yaml 的“分档表”里写上它，或在这里直接写各档"
        self._diagnostics.error(
            "R110",
            f"没有分档表“{name.text}”",
            name.place,
            name.text,
            suggest(name.text, known) if known else way_out,
        )
        return name
