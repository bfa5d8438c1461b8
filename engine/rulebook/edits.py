"""Turn what the cells of a row want into changes of the text behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.diagnostics import Diagnostics, Place
from engine.editing import Change, PutEntry, Remove, RenameKey, SetValue, source_of
from engine.facts.books.sheet import number_text
from engine.glossary import KEYS, chinese_key
from engine.rulebook.layout import Column, Files, Kind, Path, Row, Section, Shown, node_at
from engine.rulebook.opening import FoundRow
from engine.rulebook.sources import mapping_source, parse_source, same_tree
from engine.rulebook.wanting import Cell, clean, wanted
from engine.ruleset.keys import Schema, canonical_keys, resolve
from engine.ruleset.nodes import MappingNode, Node


@dataclass(frozen=True, slots=True)
class Edit:
    """What one key of a row is to say.

    Args:
        keys: Canonical, from the row's mapping. source: YAML; None: it goes.
        written: The key as it is to be written, where the cell says it.
    """

    keys: tuple[str, ...]
    source: str | None
    place: Place
    written: str = ""


class Spelling:
    """How keys are written where they are new: as in the rows beside, or in the rules' language."""

    def __init__(self, section: Section, *, is_english: bool) -> None:
        self._is_english = is_english
        self._titles = {column.keys[-1]: column.title for column in section.columns if column.keys}
        self._written: Counter[tuple[str, str]] = Counter()
        for row in section.rows:
            if isinstance(row.node, MappingNode):
                self._count(row.node)

    def _count(self, node: MappingNode) -> None:
        for entry in node:
            self._written[entry.key, entry.shown] += 1
            if isinstance(entry.value, MappingNode):
                self._count(entry.value)

    def of(self, key: str) -> str:
        """Return how a canonical key is written."""
        found = [(n, written) for (each, written), n in self._written.items() if each == key]
        if found:
            return max(found, key=lambda pair: pair[0])[1]
        if self._is_english or key not in KEYS:
            return key
        title = self._titles.get(key, "")
        return title if title in KEYS[key] else chinese_key(key)


def edits_of_row(
    row: Row, found: FoundRow, section: Section, files: Files, diagnostics: Diagnostics,
    *, is_english: bool,
) -> list[Edit]:  # fmt: skip
    """Return what the cells of a row want otherwise than it was exported.

    Args:
        row: As exported; for a new row one with nothing behind it.
    """
    edits: list[Edit] = []
    for title in found.cells:
        column = section.column_of(row, title)
        if column is None or column.kind in (Kind.CONTEXT, Kind.ORDER, Kind.NAME):
            continue
        shown = row.cells.get(title)
        if shown is None or (column.of and row.kind not in column.of):
            continue
        keys = () if column.keys == ("@",) else column.keys
        old = None if column.kind is Kind.ENTRIES else _node_behind(row, shown, files)
        cell = Cell(
            found.cells[title], shown, column, old, found.place_of(title), found.is_percent(title)
        )
        want = wanted(cell, diagnostics, is_english=is_english)
        if want is None:
            continue
        if column.kind is Kind.ENTRIES:
            edits += _edits_of_entries(row, shown, column, want.source, section, cell, diagnostics)
        else:
            edits.append(Edit(keys, want.source, cell.place))
    return edits


def _node_behind(row: Row, shown: Shown, files: Files) -> Node | None:
    return node_at(files[row.file].root, shown.covers[0]) if shown.covers else None


def _edits_of_entries(
    row: Row, shown: Shown, column: Column, source: str | None, section: Section, cell: Cell,
    diagnostics: Diagnostics,
) -> Iterator[Edit]:  # fmt: skip
    """Yield an edit for each key that a cell of several keys adds, changes or leaves out."""
    canonical = canonical_keys()
    new = parse_source(source) if source is not None else None
    entries = {canonical.get(entry.key, entry.key): entry for entry in new or ()}  # type: ignore[union-attr]
    inner = _inner_mapping(row.node, column.keys)
    old = {canonical.get(str(path[-1]), str(path[-1])): path for path in shown.covers}
    for key in old:
        if key not in entries:
            yield Edit((*column.keys, key), None, cell.place)
    for key, entry in entries.items():
        text = source_of(source or "", (entry.shown,))
        before = inner.get(key) if inner is not None and key in old else None
        if before is not None:
            if not same_tree(entry.value, before):
                yield Edit((*column.keys, key), text, cell.place)
            continue
        twin = _column_beside(section, (*column.keys, key), row)
        if twin is not None:
            diagnostics.error(
                "W015",
                f"“{entry.shown}”在“{twin.title}”一列里另有一格",
                cell.place, entry.shown, f"请写到“{twin.title}”一列，这里删去",
            )  # fmt: skip
            continue
        yield Edit((*column.keys, key), text, cell.place, entry.shown)


def _inner_mapping(node: Node | None, keys: Sequence[str]) -> MappingNode | None:
    for key in keys:
        node = node.get(key) if isinstance(node, MappingNode) else None
    return node if isinstance(node, MappingNode) else None


def _column_beside(section: Section, keys: tuple[str, ...], row: Row) -> Column | None:
    """Return the column of its own that a key has in a row."""
    return next(
        (
            each
            for each in section.columns
            if (each.keys == keys or (len(each.keys) > 1 and each.keys[:1] == keys))
            and (not each.of or row.kind in each.of)
            and each.kind is not Kind.ENTRIES
        ),
        None,
    )


def changes_of_row(
    row: Row, edits: Sequence[Edit], schema: Schema, spelling: Spelling
) -> Iterator[Change]:
    """Yield the changes by which the text behind a row says what its cells want."""
    whole = [edit for edit in edits if not edit.keys]
    for edit in whole:
        if edit.source is None:
            yield Remove(row.path, edit.place)
        else:
            yield SetValue(row.path, edit.source, edit.place)
    node = row.node if isinstance(row.node, MappingNode) else None
    rest = [edit for edit in edits if edit.keys]
    if rest:
        yield from _changes(node, row.path, rest, schema, spelling)


def _changes(
    node: MappingNode | None, path: Path, edits: Sequence[Edit], schema: Schema, spelling: Spelling
) -> Iterator[Change]:
    order = list(schema.get("properties", {}))
    rank = {key: at for at, key in enumerate(order)}
    groups: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda each: rank.get(each.keys[0], len(order))):
        groups.setdefault(edit.keys[0], []).append(edit)
    removed = {key for key, group in groups.items() if _empties(node, key, group)}
    for key, group in groups.items():
        entry = node.entry(key) if node is not None else None
        cause = group[0].place
        inner = resolve(schema.get("properties", {}).get(key, {}))
        if entry is not None and key in removed:
            yield Remove((*path, entry.shown), cause)
        elif entry is not None and len(group[0].keys) == 1 and group[0].source is not None:
            yield SetValue((*path, entry.shown), group[0].source, cause)
        elif entry is not None and isinstance(entry.value, MappingNode):
            rest = [replace(each, keys=each.keys[1:]) for each in group]
            yield from _changes(entry.value, (*path, entry.shown), rest, inner, spelling)
        elif (source := _composed(group, inner, spelling)) is not None:
            if entry is not None:
                yield SetValue((*path, entry.shown), source, cause)
                continue
            before = _next_entry(node, key, rank, removed)
            yield PutEntry(path, group[0].written if len(group[0].keys) == 1 and group[0].written
                           else spelling.of(key), source, before, cause)  # fmt: skip


def _empties(node: MappingNode | None, key: str, group: Sequence[Edit]) -> bool:
    """Tell whether nothing is left of an entry."""
    if any(edit.source is not None for edit in group):
        return False
    if any(len(edit.keys) == 1 for edit in group):
        return True
    value = node.get(key) if node is not None else None
    gone = {edit.keys[1] for edit in group}
    return isinstance(value, MappingNode) and {entry.key for entry in value} <= gone


def _next_entry(
    node: MappingNode | None, key: str, rank: dict[str, int], removed: Iterable[str]
) -> str | None:
    """Return the key, as written, before which a new entry goes.

    It goes behind the last of those that come before it by the order of the schema.
    """
    own = rank.get(key, len(rank))
    entries = [entry for entry in node or () if entry.key not in removed]
    earlier = [at for at, entry in enumerate(entries) if rank.get(entry.key, len(rank)) <= own]
    behind = earlier[-1] + 1 if earlier else 0
    return entries[behind].shown if behind < len(entries) else None


def _composed(edits: Sequence[Edit], schema: Schema, spelling: Spelling) -> str | None:
    """Return the YAML of a value that is new; None where nothing is wanted."""
    own = [edit for edit in edits if len(edit.keys) == 1]
    if own:
        return own[0].source
    inner = [replace(each, keys=each.keys[1:]) for each in edits]
    return compose(inner, schema, spelling, is_inner=True)


def compose(
    edits: Sequence[Edit], schema: Schema, spelling: Spelling, *, is_inner: bool = False
) -> str | None:
    """Return the YAML of a mapping that is new, its keys in the order of the schema.

    Args:
        is_inner: It stands in another: on one line where it is short.
    """
    properties = schema.get("properties", {})
    rank = {key: at for at, key in enumerate(properties)}
    groups: dict[str, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.keys[0], []).append(edit)
    entries = []
    for key in sorted(groups, key=lambda each: rank.get(each, len(rank))):
        source = _composed(groups[key], resolve(properties.get(key, {})), spelling)
        if source is not None:
            written = groups[key][0].written if len(groups[key][0].keys) == 1 else ""
            entries.append((written or spelling.of(key), source))
    return mapping_source(entries, is_short=is_inner) if entries else None


def renamed(row: Row, found: FoundRow, section: Section) -> Iterator[Change]:
    """Yield the change of an entry's name, where its cell says another."""
    for column in section.columns:
        shown = row.cells.get(column.title)
        if (
            column.kind is not Kind.NAME
            or shown is None
            or (column.of and row.kind not in column.of)
        ):
            continue
        name = name_in(found, column.title)
        if column.title in found.cells and name and name != str(shown.value):
            yield RenameKey(row.path, name, found.place_of(column.title))


def name_in(found: FoundRow, title: str) -> str:
    """Return the name that a cell holds, as text."""
    raw = clean(found.cells.get(title))
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return number_text(raw)
    return raw if isinstance(raw, str) else ""
