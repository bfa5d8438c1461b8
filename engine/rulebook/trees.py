"""Draw the rows that stand below one another: dimension, group, indicator; table, column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.rulebook.filling import fill_cells, put
from engine.rulebook.layout import Column, Kind, Path, Row, RuleFile, Shown
from engine.rulebook.schemas import schema_at
from engine.ruleset.nodes import EditionsNode, MappingNode, Node, ScalarNode, SequenceNode

Columns = tuple[Column, ...]
LEAF = 9
FIRST, SECOND = "一级指标", "二级指标"


def tree_rows(section: str, file: RuleFile, columns: Columns) -> Iterator[Row]:
    """Yield the rows of one file, each head before what stands below it."""
    yield from _DRAWN[section](file, columns)


def _indicators(file: RuleFile, columns: Columns) -> Iterator[Row]:
    dimension, listed = file.root.entry("dimension"), file.root.entry("indicators")
    if dimension is not None:
        row = Row(file.name, (dimension.shown,), dimension.value, "dimension", depth=0)
        row.inner = (listed.shown,) if listed is not None else ()
        fill_cells(row, columns, schema_at("dimension_file/dimension"), file)
        yield row
    if listed is not None:
        name = _name(dimension.value) if dimension is not None else ""
        yield from _below(listed.value, (listed.shown,), (name,), file, columns)


def _below(
    node: Node, path: Path, above: tuple[str, ...], file: RuleFile, columns: Columns
) -> Iterator[Row]:
    """Yield the rows of a list of indicators and groups.

    Args:
        above: The names of the dimension and of the groups in which they stand.
    """
    if not isinstance(node, SequenceNode):
        return
    schema = schema_at("indicator")
    for at, item in enumerate(node.items):
        inner = item.entry("indicators") if isinstance(item, MappingNode) else None
        is_group = inner is not None and not isinstance(item, EditionsNode)
        kind, depth = ("group", len(above)) if is_group else ("indicator", LEAF)
        row = Row(file.name, (*path, at), item, kind, depth=depth, holder=path)
        fill_cells(row, columns, schema, file, frozenset({"indicators"} if is_group else ()))
        put(row, columns, Kind.ORDER, Shown(float(at + 1), "0"))
        row.cells[FIRST] = Shown(above[0] or None)
        row.inner = (*path, at, inner.shown) if is_group and inner is not None else ()
        if not is_group:
            row.cells[SECOND] = Shown(above[-1] if len(above) > 1 else None)
        yield row
        if is_group and inner is not None:
            names = (*above, _name(item))
            yield from _below(inner.value, row.inner, names, file, columns)


def _adjustments(file: RuleFile, columns: Columns) -> Iterator[Row]:
    head, item = schema_at("adjustments"), schema_at("item")
    for entry in file.root:
        row = Row(file.name, (entry.shown,), entry.value, "head", depth=0)
        is_plain = isinstance(entry.value, MappingNode) and not isinstance(
            entry.value, EditionsNode
        )
        fill_cells(row, columns, head, file, frozenset({"items"} if is_plain else ()))
        row.cells["类别"] = Shown(entry.shown)
        items = entry.value.entry("items") if isinstance(entry.value, MappingNode) else None
        row.inner = (entry.shown, items.shown) if items is not None else ()
        yield row
        if items is None or not isinstance(items.value, SequenceNode):
            continue
        holder = row.inner
        for at, node in enumerate(items.value.items):
            row = Row(file.name, (*holder, at), node, "item", holder=holder)
            fill_cells(row, columns, item, file)
            put(row, columns, Kind.ORDER, Shown(float(at + 1), "0"))
            row.cells["类别"] = Shown(entry.shown)
            yield row


def _tables(file: RuleFile, columns: Columns) -> Iterator[Row]:
    tables = file.root.entry("tables")
    if tables is None or not isinstance(tables.value, MappingNode):
        return
    for entry in tables.value:
        path: Path = (tables.shown, entry.shown)
        row = Row(file.name, path, entry.value, "table", depth=0, holder=(tables.shown,))
        inner = entry.value.entry("fields") if isinstance(entry.value, MappingNode) else None
        listed = inner.value if inner is not None else None
        is_listed = isinstance(listed, MappingNode) and not isinstance(listed, EditionsNode)
        left_out = frozenset({"fields"} if is_listed else ())
        fill_cells(row, columns, schema_at("table"), file, left_out)
        row.cells["台账"] = Shown(entry.shown)
        row.cells["文件"] = Shown(file.name)
        row.inner = (*path, inner.shown) if inner is not None else ()
        yield row
        if inner is None or not is_listed or not isinstance(listed, MappingNode):
            continue
        holder = row.inner
        for field in listed:
            row = Row(file.name, (*holder, field.shown), field.value, "field", holder=holder)
            fill_cells(row, columns, schema_at("field"), file)
            row.cells["台账"] = Shown(entry.shown)
            row.cells["列"] = Shown(field.shown)
            row.cells["文件"] = Shown(file.name)
            yield row


def _name(node: Node) -> str:
    name = node.get("name") if isinstance(node, MappingNode) else None
    return name.text if isinstance(name, ScalarNode) else ""


_DRAWN: Mapping[str, Callable[[RuleFile, Columns], Iterator[Row]]] = {
    "indicators": _indicators,
    "adjustments": _adjustments,
    "tables": _tables,
}
