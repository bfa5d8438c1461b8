"""What a rulebook (规则手册) consists of: sheets of sections, rows bound to places in the texts.

A row stands for one mapping (or one entry) of a rule file; a column says which of its keys a
cell shows. Each cell knows what of the text it stands for, so that every scalar has one cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]


class Kind(StrEnum):
    """How a cell is shown and read."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    WORD = "word"
    TEXTS = "texts"  # several, joined by 、
    SOURCE = "source"  # as written in YAML
    ENTRIES = "entries"  # several keys with their values, as written in YAML
    NAME = "name"  # the key of an entry
    CONTEXT = "context"  # said for orientation: what it says stands elsewhere
    ORDER = "order"  # the place among its siblings


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a section.

    Args:
        keys: Which keys (canonical) lead from the row's mapping to what the cell shows; none:
            the row's value itself.
        group: The fixed words that are offered. offered: A list of names that is offered.
        of: The kinds of rows in which it shows them; elsewhere it is said for orientation.
        about: What the schema says of the key.
    """

    title: str
    kind: Kind
    keys: tuple[str, ...] = ()
    width: float = 12
    group: str = ""
    offered: str = ""
    of: tuple[str, ...] = ()
    about: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a cell as exported.

    Args:
        value: Text, number or date; None: the cell is blank.
        number_format: Of a number. is_source: It is YAML, whatever the column usually holds.
        covers: The paths (in the row's file) of what the cell stands for.
    """

    value: str | float | date | None = None
    number_format: str = ""
    is_source: bool = False
    covers: tuple[Path, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.value is None


BLANK = Shown()


@dataclass(slots=True)
class Row:
    """One row, and where what it shows is written.

    Args:
        file: Relative to the folder of rules. path: Keys as written; positions from 0.
        node: What stands there; None: nothing yet.
        depth: 0 is the highest; shaded by it. kind: Which of the kinds of rows of its section.
        cells: Title -> what is shown; what is not named cannot be filled in in this row.
        holder: The path of the list or mapping in which the row is an item or entry.
        inner: The path of the list or mapping that holds the rows below it.
        columns: Where the row has columns of its own, by title.
        own_key: By what it is known again, where its place alone does not tell.
    """

    file: str
    path: Path
    node: Node | None
    kind: str
    cells: dict[str, Shown] = field(default_factory=dict)
    depth: int = 9
    holder: Path = ()
    inner: Path = ()
    columns: dict[str, Column] = field(default_factory=dict)
    own_key: str = ""

    @property
    def key(self) -> str:
        """Return the text by which the row is known again."""
        return self.own_key or row_key(self.file, self.path)


def row_key(file: str, path: Path) -> str:
    """Write a place in a file as one text.

    >>> row_key("dimensions/a.yaml", ("指标", 0))
    'dimensions/a.yaml#/指标/0'
    """
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return f"{file}#" + "".join(f"/{part}" for part in parts)


@dataclass(slots=True)
class Section:
    """A table with heads of its own on a sheet.

    Args:
        id: Stands in the hidden first column beside the heads.
        takes_rows: Whether rows may be added. n_spare: Blank rows at its end.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: list[Row] = field(default_factory=list)
    note: str = ""
    takes_rows: bool = True
    n_spare: int = 0

    def column(self, title: str) -> Column | None:
        return next((each for each in self.columns if each.title == title), None)

    def column_of(self, row: Row, title: str) -> Column | None:
        """Return the column of a row, which may be one of its own."""
        return row.columns.get(title) or self.column(title)


@dataclass(slots=True)
class Page:
    """One sheet of the workbook."""

    name: str
    sections: list[Section]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file as it was read: its text, and its nodes with canonical keys beside the written."""

    name: str
    text: str
    root: MappingNode
    kind: str


def scalars_in(node: Node, path: Path = ()) -> Iterator[Path]:
    """Yield the paths (keys as written) of every scalar below a node."""
    if isinstance(node, ScalarNode):
        yield path
    elif isinstance(node, SequenceNode):
        for at, item in enumerate(node.items):
            yield from scalars_in(item, (*path, at))
    else:
        for entry in node:
            yield from scalars_in(entry.value, (*path, entry.shown))


def node_at(root: Node, path: Path) -> Node:
    """Return the node at a path of keys as written.

    Raises:
        KeyError: There is none.
    """
    node = root
    for part in path:
        if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        elif isinstance(node, MappingNode):
            found = next((each for each in node if each.shown == part), None)
            if found is None:
                raise KeyError(path)
            node = found.value
        else:
            raise KeyError(path)
    return node


Files = Mapping[str, RuleFile]
