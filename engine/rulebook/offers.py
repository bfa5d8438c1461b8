"""The lists that drop-downs offer: names that the rules themselves define or use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.reports.drop_lists import DropLists
from engine.rulebook.layout import Files
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEET = "选项"

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


class Lists(DropLists):
    """The lists that the drop-downs of one rulebook draw on."""

    def __init__(self) -> None:
        super().__init__(SHEET)

    def write_sheet(self, book: Workbook) -> None:
        """Write the hidden sheet, after all others."""
        sheet = book.add_worksheet(SHEET)
        sheet.hide()
        self.write(sheet, book.add_format({"num_format": "@"}))


Offers = Mapping[str, tuple[str, ...]]
