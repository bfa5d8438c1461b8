"""Fill in what the cells of a row show of the mapping that it stands for."""

from __future__ import annotations

from engine.rulebook.layout import BLANK, Column, Kind, Path, Row, RuleFile, Shown
from engine.rulebook.schemas import allowed_keys
from engine.rulebook.showing import show, show_entries
from engine.ruleset.keys import Schema
from engine.ruleset.nodes import EditionsNode, MappingNode


def put(row: Row, columns: tuple[Column, ...], kind: Kind, shown: Shown) -> None:
    for column in columns:
        if column.kind is kind:
            row.cells[column.title] = shown


def fill_cells(
    row: Row,
    columns: tuple[Column, ...],
    schema: Schema,
    file: RuleFile,
    left_out: frozenset[str] = frozenset(),
) -> None:
    """Fill in what the cells of a row show.

    Args:
        schema: Of the row's value. left_out: Keys that rows of their own show.
    """
    allowed = allowed_keys(schema, row.kind)
    node = row.node
    own = [each for each in columns if not each.of or row.kind in each.of]
    if not isinstance(node, MappingNode) or "properties" not in schema:
        for column in own:
            if column.kind is Kind.SOURCE and not column.keys and node is not None:
                row.cells[column.title] = show(node, column.kind, file, row.path)
        return
    shown_whole = left_out | {
        column.keys[0] for column in own if _shows_whole(column, columns, node)
    }
    for column in own:
        if column.kind is Kind.ENTRIES and not column.keys:
            rest = [entry for entry in node if entry.key not in shown_whole]
            row.cells[column.title] = show_entries(rest, file, row.path)
        elif column.keys and column.keys[0] in allowed:
            row.cells[column.title] = _cell(column, columns, node, file, row.path)


def _shows_whole(column: Column, columns: tuple[Column, ...], node: MappingNode) -> bool:
    """Tell whether the columns of a key's mapping show all that stands in it."""
    if not column.keys:
        return False
    entry = node.entry(column.keys[0])
    if entry is None or (len(column.keys) == 1 and column.kind is not Kind.ENTRIES):
        return True
    alike = [each for each in columns if each.keys[:1] == column.keys[:1]]
    if not isinstance(entry.value, MappingNode):
        return any(each.kind is Kind.ENTRIES for each in alike)
    if any(each.kind is Kind.ENTRIES for each in alike):
        return True
    known = {each.keys[1] for each in alike if len(each.keys) > 1}
    return (
        not isinstance(entry.value, EditionsNode) and {inner.key for inner in entry.value} <= known
    )


def _cell(
    column: Column, columns: tuple[Column, ...], node: MappingNode, file: RuleFile, path: Path
) -> Shown:
    entry = node.entry(column.keys[0])
    if entry is None:
        return BLANK
    inner = (*path, entry.shown)
    if column.kind is Kind.ENTRIES:
        if not isinstance(entry.value, MappingNode):
            return show(entry.value, Kind.SOURCE, file, inner)
        others = {
            each.keys[1] for each in columns if each.keys[:1] == column.keys and len(each.keys) > 1
        }
        by_editions = isinstance(entry.value, EditionsNode)
        rest = [each for each in entry.value if by_editions or each.key not in others]
        return show_entries(rest, file, inner)
    if len(column.keys) == 1:
        return show(entry.value, column.kind, file, inner)
    value = entry.value.entry(column.keys[1]) if isinstance(entry.value, MappingNode) else None
    if value is None or not _shows_whole(column, columns, node):
        return BLANK
    return show(value.value, column.kind, file, (*inner, value.shown))
