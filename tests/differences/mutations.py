"""Change one value of a ruleset's texts, as a clerk may: every value, every entry, every item."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.diagnostics import Diagnostics, Place
from engine.glossary import WORDS
from engine.ruleset.assembling import assemble
from engine.ruleset.folder import put_together, read_folder
from engine.ruleset.model import RuleSet
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scales import put_scales

TOP = Path(__file__).parents[2]
Texts = Mapping[str, Node]
# Lists whose items are parts of the rules.
_PARTS = (
    ["indicators"], ["items"], ["vetoes"], ["checks"], ["grades"], ["quotas"], ["exclusions"],
    ["grade_limits"], ["data_sources"], ["matrix"], ["coverage"], ["city_figures"],
)  # fmt: skip
_FLAGS = {"是": "否", "否": "是", "true": "false", "false": "true"}


@dataclass(frozen=True)
class Mutation:
    """One change of one file.

    Args:
        about: Where it is, for whoever reads a failure.
        part: The smallest part of the rules around it: an item of a list, a field, or the file.
        node: The file afterwards. part_after: the same part there.
    """

    file: str
    about: str
    part: Node
    node: Node
    part_after: Node | None


def folder_of(name: str, tmp_path: Path) -> Path:
    """Return the folder of a ruleset; those of the rule language page are put together.

    Args:
        name: A folder of the project, or how the blocks of the page begin (yaml, yaml weighted).
    """
    if not name.startswith("yaml"):
        return TOP / name
    page = (TOP / "docs" / "rule-language.md").read_text(encoding="utf-8")
    for block in re.findall(rf"```{name}\n(.*?)```", page, re.DOTALL):
        path = tmp_path / block.partition("\n")[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    return tmp_path


def meaning(part: Any, unseen: Collection[str]) -> Any:
    """Return a model as plain data, without the values that are not looked at."""
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        values = {each.name: getattr(part, each.name) for each in dataclasses.fields(part)}
        seen = ((name, value) for name, value in values.items() if name not in unseen)
        return type(part).__name__, *((name, meaning(value, unseen)) for name, value in seen)
    if isinstance(part, Mapping):
        return [(key, meaning(value, unseen)) for key, value in part.items()]
    if isinstance(part, tuple):
        return tuple(meaning(each, unseen) for each in part)
    return part


def texts_of(folder: Path) -> Texts:
    """Return the canonical files of a ruleset."""
    texts = read_folder(folder, Diagnostics(), "rules")
    assert texts is not None
    return texts.written


def build(texts: Texts) -> RuleSet:
    """Build a ruleset of texts, mistakes and all."""
    diagnostics = Diagnostics()
    put = put_scales(put_together(texts, diagnostics, "rules"), diagnostics)
    return assemble(put, diagnostics)[0]


def mutations(texts: Texts, n: int, seed: str) -> list[Mutation]:
    """Return some of the mutations of the texts, the same ones for one seed."""
    every = [
        (file, path, about, changed)
        for file, root in texts.items()
        for path, node in walk(root, ())
        for about, changed in mutants(node)
    ]
    return [
        _mutation(file, texts[file], path, f"{file} {said(texts[file], path)} {about}", changed)
        for file, path, about, changed in random.Random(seed).sample(every, min(n, len(every)))
    ]


Path_ = tuple[int, ...]


def walk(node: Node, path: Path_) -> Iterator[tuple[Path_, Node]]:
    """Yield every node with the positions that lead to it."""
    yield path, node
    for at, inner in enumerate(children(node)):
        yield from walk(inner, (*path, at))


def children(node: Node) -> list[Node]:
    match node:
        case MappingNode(entries=entries):
            return [entry.value for entry in entries]
        case SequenceNode(items=items):
            return list(items)
    return []


def said(root: Node, path: Path_) -> str:
    words = []
    for at in path:
        words.append(root.entries[at].key if isinstance(root, MappingNode) else str(at))
        root = children(root)[at]
    return "/".join(words)


def mutants(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield a value changed, a mapping without each entry, a list without each item."""
    match node:
        case ScalarNode() if not node.is_blank:
            yield "value", replace(node, text=other_text(node), written="")
        case MappingNode(entries=entries):
            for at, entry in enumerate(entries):
                rest = entries[:at] + entries[at + 1 :]
                yield f"without {entry.key}", replace(node, entries=rest)
        case SequenceNode(items=items):
            for at in range(len(items)):
                yield f"without {at}", replace(node, items=items[:at] + items[at + 1 :])


def other_text(node: ScalarNode) -> str:
    """Return another value of the same sort."""
    text = node.text
    if text in _FLAGS:
        return _FLAGS[text]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return f"{int(text[:4]) - 1}{text[4:]}"
    number = re.match(r"-?\d+", text)
    if number and not node.quoted:
        return f"{int(number[0]) + 1}{text[number.end() :]}"
    if node.written:
        for words in WORDS.values():
            if text in words and node.written in words[text]:
                return next(each for each in words if each != text)
    return f"{text}改"


def _mutation(file: str, root: Node, path: Path_, about: str, changed: Node) -> Mutation:
    part, after = root, None
    node, keys = root, []
    for at in path:
        if isinstance(node, MappingNode):
            keys.append(node.entries[at].key)
        inner = children(node)[at]
        is_item = isinstance(node, SequenceNode) and isinstance(inner, MappingNode)
        named = isinstance(node, MappingNode) and keys[-2:-1] in (
            ["fields"], ["tables"], ["derived"], ["results"], ["kinds"],
        )  # fmt: skip
        if (is_item and keys[-1:] in _PARTS) or named:
            part = inner
        node = inner
    new = _put(root, path, changed)
    for each, (_, was) in zip((inner for _, inner in walk(new, ())), walk(root, ()), strict=False):
        if was is part:
            after = each
            break
    return Mutation(file, about, part, new, after)


def _put(node: Node, path: Path_, changed: Node) -> Node:
    if not path:
        return changed
    at, rest = path[0], path[1:]
    if isinstance(node, MappingNode):
        entry = node.entries[at]
        put = Entry(entry.key, entry.key_place, _put(entry.value, rest, changed), entry.written)
        return replace(node, entries=(*node.entries[:at], put, *node.entries[at + 1 :]))
    assert isinstance(node, SequenceNode)
    put_item = _put(node.items[at], rest, changed)
    return replace(node, items=(*node.items[:at], put_item, *node.items[at + 1 :]))


def places_in(node: Node | None) -> set[Place]:
    """Return every place in a part."""
    if node is None:
        return set()
    found = {node.place}
    if isinstance(node, MappingNode):
        found |= {entry.key_place for entry in node.entries}
    return found.union(*(places_in(inner) for inner in children(node)))
