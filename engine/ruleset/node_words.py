"""Say what a text says: the value of a node in Chinese keys, and what it means."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction

from engine.glossary import WORDS, chinese_key
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_number


def value_key(node: Node | None) -> Hashable:
    """Return what a value says: numbers by what they are, keys in any order."""
    match node:
        case ScalarNode():
            number = None if node.quoted else read_number(node)
            return number if isinstance(number, Fraction) else node.text
        case SequenceNode():
            return tuple(value_key(item) for item in node.items)
        case MappingNode():
            return frozenset((entry.key, value_key(entry.value)) for entry in node)
    return None


def value_text(node: Node | None) -> str:
    """Say a value as it is written, in Chinese keys."""
    match node:
        case ScalarNode():
            return "没有这一项" if node.is_blank else _word(node)
        case SequenceNode():
            apart = "；" if any(isinstance(item, MappingNode) for item in node.items) else "、"
            return apart.join(value_text(item) for item in node.items)
        case MappingNode():
            return "，".join(
                f"{chinese_key(entry.key)} {value_text(entry.value)}" for entry in node
            )
    return ""


def _word(node: ScalarNode) -> str:
    if not node.written:
        return node.text
    spellings = (words.get(node.text) for words in WORDS.values())
    return next((each[0] for each in spellings if each and node.written in each), node.shown)
