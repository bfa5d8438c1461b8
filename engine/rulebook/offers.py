"""The lists that drop-downs offer: names that the rules themselves define or use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.facts.table import column_letters
from engine.rulebook.layout import Files
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEET = "选项"
_LONGEST_LIST = 250  # that a drop-down holds itself

# A list -> the keys under which its names are written, wherever they stand.
_USED = {"offices": "office", "fillers": "filled_by", "sheets": "sheet"}


def draw_offers(files: Files) -> dict[str, tuple[str, ...]]:
    """Return the lists of names, by what they are names of."""
    roots = [file.root for file in files.values()]
    fields = list(_entries(roots, "fields"))
    flags = [name for name, node in fields if _text(node, "type") == "boolean"]
    derived = [name for name, _ in _entries(roots, "derived")]
    duties = [node for root in roots if isinstance(node := root.get("duties"), MappingNode)]
    offers: dict[str, Iterable[str]] = {
        "fields": [*(name for name, _ in fields), *derived],
        "conditions": flags,
        "tables": [name for name, _ in _entries(roots, "tables")],
        "matters": _texts(_first(roots, "matters")),
        "sources": _of_items(_first(roots, "sources"), "id"),
        "grades": _of_items(_first(roots, "grades"), "grade"),
        "areas": _of_items(_first(duties, "matrix"), "area"),
        "duty_kinds": [name for name, _ in _entries(duties, "kinds")],
    }
    for name, key in _USED.items():
        offers[name] = [text for root in roots for text in _written(root, key)]
    return {name: tuple(dict.fromkeys(names)) for name, names in offers.items()}


def _first(roots: Sequence[MappingNode], key: str) -> Node | None:
    return next((node for root in roots if (node := root.get(key)) is not None), None)


def _entries(roots: Sequence[MappingNode], key: str) -> Iterator[tuple[str, Node]]:
    for root in roots:
        node = root.get(key)
        for entry in node if isinstance(node, MappingNode) else ():
            yield entry.key, entry.value


def _text(node: Node, key: str) -> str:
    found = node.get(key) if isinstance(node, MappingNode) else None
    return found.text if isinstance(found, ScalarNode) else ""


def _texts(node: Node | None) -> list[str]:
    items = node.items if isinstance(node, SequenceNode) else ()
    return [item.text for item in items if isinstance(item, ScalarNode)]


def _of_items(node: Node | None, key: str) -> list[str]:
    items = node.items if isinstance(node, SequenceNode) else ()
    return [text for item in items if (text := _text(item, key))]


def _written(node: Node, key: str) -> Iterator[str]:
    """Yield what is written under a key, at any depth."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _written(item, key)
    elif isinstance(node, MappingNode):
        for entry in node:
            if entry.key == key and isinstance(entry.value, ScalarNode):
                yield entry.value.text
            else:
                yield from _written(entry.value, key)


class Lists:
    """The lists that the drop-downs of one workbook draw on; long ones stand on a hidden sheet."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, ...], int] = {}

    def source(self, items: Sequence[str]) -> list[str] | str:
        """Return what a drop-down is given: the items themselves, or where they stand."""
        listed = tuple(items)
        if len(",".join(listed)) <= _LONGEST_LIST and not any(
            "," in each or each != each.strip() for each in listed
        ):
            return list(listed)
        at = self._at.setdefault(listed, len(self._at))
        letters = column_letters(at + 1)
        return f"='{SHEET}'!${letters}$1:${letters}${len(listed)}"

    def write(self, book: Workbook) -> None:
        """Write the hidden sheet, after all others."""
        sheet = book.add_worksheet(SHEET)
        sheet.hide()
        text = book.add_format({"num_format": "@"})
        for items, at in self._at.items():
            for row, item in enumerate(items):
                sheet.write_string(row, at, item, text)


Offers = Mapping[str, tuple[str, ...]]
