"""Write values as YAML source: texts quoted where they have to be, mappings line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.diagnostics import Diagnostics, Place
from engine.editing import text_source
from engine.glossary import KEYS
from engine.rulebook.showing import entry_text
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.reading import parse_yaml

_KEYS = "|".join(
    sorted(
        {re.escape(word) for key, words in KEYS.items() for word in (*words, key)},
        key=len,
        reverse=True,
    )
)
# A key of the language with a full-width colon, where a key can stand.
_WIDE_COLON = re.compile(rf"(?m)(^[ \t\-]*|[{{,]\s*)({_KEYS})\s*：\s*")
_LONGEST_LINE = 90
_WIDE_PERCENT = re.compile(r"(\d)％")


def list_source(items: Iterable[str]) -> str:
    """Return a list of scalars, each as YAML already.

    >>> list_source(["甲", "乙"])
    '[甲, 乙]'
    """
    return f"[{', '.join(items)}]"


def mapping_source(entries: Iterable[tuple[str, str]], *, is_short: bool = False) -> str:
    """Return a mapping, an entry below the other; the values are YAML already.

    Args:
        is_short: On one line, where all values are, and it is not long.

    >>> mapping_source([("方法", "线性"), ("取值", "占比")], is_short=True)
    '{方法: 线性, 取值: 占比}'
    """
    listed = list(entries)
    line = "{" + ", ".join(f"{text_source(key)}: {source}" for key, source in listed) + "}"
    if is_short and "\n" not in line and len(line) <= _LONGEST_LINE:
        told = Diagnostics()
        if parse_source(line, told) is not None and not len(told):
            return line
    lines = []
    for key, source in listed:
        node = parse_source(source)
        value = node if node is not None else ScalarNode(source, False, Place(""))
        lines.append(entry_text(text_source(key), source, value))
    return "\n".join(lines)


def parse_source(source: str, told: Diagnostics | None = None) -> Node | None:
    """Read YAML that was written into a cell."""
    return parse_yaml(source.encode(), "", told if told is not None else Diagnostics())


def mend(source: str) -> str:
    """Undo what Chinese input does to the signs of the language, where it is beyond doubt.

    >>> mend("取值：占比\\n目标：90％")
    '取值: 占比\\n目标: 90%'
    """
    mended = _WIDE_COLON.sub(r"\1\2: ", source.replace("\t", "  "))
    return _WIDE_PERCENT.sub(r"\1%", mended)


def same_tree(one: Node, other: Node) -> bool:
    """Tell whether two nodes say the same, wherever they stand."""
    match one, other:
        case ScalarNode(), ScalarNode():
            return one.shown == other.shown and (one.quoted == other.quoted)
        case SequenceNode(), SequenceNode():
            return len(one.items) == len(other.items) and all(
                map(same_tree, one.items, other.items)
            )
        case MappingNode(), MappingNode():
            return [each.shown for each in one] == [each.shown for each in other] and all(
                same_tree(first.value, second.value)
                for first, second in zip(one, other, strict=True)
            )
    return False
