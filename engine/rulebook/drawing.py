"""Draw the pages of a rulebook from the texts of the rules: rows, and what their cells show."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rulebook.filling import fill_cells, put
from engine.rulebook.layout import (
    BLANK,
    Column,
    Files,
    Kind,
    Page,
    Path,
    Row,
    RuleFile,
    Section,
    Shown,
    node_at,
    scalars_in,
)
from engine.rulebook.plans import EACH, REMAINDER, SHEETS, Ask, Plan
from engine.rulebook.schemas import (
    about_key,
    column_of,
    keys_column,
    schema_at,
    settings_in,
    titled,
)
from engine.rulebook.showing import show
from engine.rulebook.trees import tree_rows
from engine.ruleset.keys import Schema
from engine.ruleset.nodes import EditionsNode, MappingNode, Node, SequenceNode

VALUE, FILE = "值", "文件"


def draw_pages(files: Files) -> list[Page]:
    """Return all pages of a rulebook, in the order of its sheets.

    Args:
        files: The rule files, cases left out.
    """
    pages = [
        Page(sheet.name, [_section(plan, files) for plan in sheet.plans], sheet.note)
        for sheet in SHEETS
    ]
    pages.append(Page(REMAINDER, [_remainder(pages, files)], _REMAINDER_NOTE))
    return pages


def files_of(plan: Plan, files: Files) -> list[RuleFile]:
    """Return the files in which what a section lists may stand, in their order."""
    wanted = plan.files.split()
    return [
        file
        for name, file in files.items()
        if any(name == each or (each.endswith("/") and name.startswith(each)) for each in wanted)
    ]


def find_node(file: RuleFile, keys: tuple[str, ...]) -> tuple[Node, Path] | None:
    """Follow canonical keys from the root; return what stands there, and its written path."""
    node: Node = file.root
    path: Path = ()
    for key in keys:
        entry = node.entry(key) if isinstance(node, MappingNode) else None
        if entry is None or isinstance(node, EditionsNode):
            return None
        node, path = entry.value, (*path, entry.shown)
    return node, path


def _section(plan: Plan, files: Files) -> Section:
    if plan.form == "keys":
        return _settings(plan, files)
    schema = schema_at(plan.schema)
    columns = tuple(_columns(plan, schema, files))
    section = Section(plan.id, plan.title, columns, note=plan.note, n_spare=plan.n_spare)
    for file in files_of(plan, files):
        if plan.form == "tree":
            section.rows += tree_rows(plan.id, file, columns)
            continue
        found = find_node(file, plan.at)
        if found:
            section.rows += _listed(*found, file, schema, columns, plan.kind)
    return section


def _columns(plan: Plan, schema: Schema, files: Files) -> Iterator[Column]:
    for ask in plan.asks:
        if ask.keys == EACH:
            about = about_key(schema, "duties")
            for post in _posts(plan, files):
                yield Column(
                    post, Kind.TEXT, ("duties", post), ask.width, "", ask.offered, about=about
                )
        else:
            yield column_of(ask, _schema_with(ask, schema))


def _schema_with(ask: Ask, schema: Schema) -> Schema:
    """Return the schema of the rows of a tree that know the key."""
    known = {"cap": "adjustments", "type": "field", "filled_by": "field"}
    first = ask.keys.split(".")[0]
    if first in schema.get("properties", {}) or first.startswith(("@", "*")):
        return schema
    return schema_at(known.get(first, "field"))


def _posts(plan: Plan, files: Files) -> list[str]:
    """Return the posts of the matrix of duties, in the order in which they are met."""
    posts: dict[str, None] = {}
    for file in files_of(plan, files):
        found = find_node(file, plan.at)
        for item in found[0].items if found and isinstance(found[0], SequenceNode) else ():
            duties = item.get("duties") if isinstance(item, MappingNode) else None
            if isinstance(duties, MappingNode) and not isinstance(duties, EditionsNode):
                posts.update(dict.fromkeys(entry.key for entry in duties))
    return list(posts)


def _listed(
    node: Node,
    path: Path,
    file: RuleFile,
    schema: Schema,
    columns: tuple[Column, ...],
    kind: str,
) -> Iterator[Row]:
    """Yield the rows of a list's items, or of a mapping's entries."""
    if isinstance(node, EditionsNode):
        return
    if isinstance(node, SequenceNode):
        for at, item in enumerate(node.items):
            row = Row(file.name, (*path, at), item, kind, holder=path)
            fill_cells(row, columns, schema, file)
            put(row, columns, Kind.ORDER, Shown(float(at + 1), "0"))
            _put_file(row, columns)
            yield row
    elif isinstance(node, MappingNode):
        for entry in node:
            row = Row(file.name, (*path, entry.shown), entry.value, kind, holder=path)
            fill_cells(row, columns, schema, file)
            put(row, columns, Kind.NAME, Shown(entry.shown))
            _put_file(row, columns)
            yield row


def _put_file(row: Row, columns: tuple[Column, ...]) -> None:
    if any(column.title == FILE for column in columns):
        row.cells[FILE] = Shown(row.file)


def _settings(plan: Plan, files: Files) -> Section:
    """Return a section with a key a row, those that are not written too."""
    columns = (
        Column("项目", Kind.CONTEXT, width=26),
        Column(VALUE, Kind.TEXT, ("@",), width=44),
        Column("说明", Kind.CONTEXT, width=70),
    )
    section = Section(plan.id, plan.title, columns, takes_rows=False, note=plan.note)
    for file in files_of(plan, files):
        found = find_node(file, plan.at)
        node, path = found or (None, ())
        for keys, schema in settings_in(schema_at(plan.schema), plan.left_out):
            column = keys_column(VALUE, keys, schema_at(plan.schema), Ask(VALUE, ""))
            row = Row(file.name, path, node, "setting", columns={VALUE: column})
            row.own_key = f"{file.name}#{'/'.join(map(str, path))}?{'/'.join(keys)}"
            row.cells["项目"] = Shown(titled(keys))
            row.cells[VALUE] = _setting(node, keys, column, file, path)
            row.cells["说明"] = Shown(about_key(schema, keys[-1]) or None)
            section.rows.append(row)
    return section


def _setting(
    node: Node | None, keys: tuple[str, ...], column: Column, file: RuleFile, path: Path
) -> Shown:
    for key in keys:
        entry = node.entry(key) if isinstance(node, MappingNode) else None
        if entry is None or isinstance(node, EditionsNode):
            return BLANK
        node, path = entry.value, (*path, entry.shown)
    return show(node, column.kind, file, path) if node is not None else BLANK


_REMAINDER_NOTE = "别的表上没有的设置，照 YAML 的写法列在这里；一般不用改。"


def _remainder(pages: list[Page], files: Files) -> Section:
    """Return what no other section shows, a scalar a row."""
    columns = (
        Column("文件", Kind.CONTEXT, width=24),
        Column("位置", Kind.CONTEXT, width=50),
        Column(VALUE, Kind.SOURCE, (), width=60),
    )
    section = Section("remainder", REMAINDER, columns, takes_rows=False)
    covered: dict[str, set[Path]] = {name: set() for name in files}
    for page in pages:
        for each in page.sections:
            for row in each.rows:
                for shown in row.cells.values():
                    covered[row.file].update(shown.covers)
    for file in files.values():
        for path in scalars_in(file.root):
            if not any(path[:length] in covered[file.name] for length in range(len(path) + 1)):
                node = node_at(file.root, path)
                row = Row(file.name, path, node, "scalar")
                where = " / ".join(
                    f"第{part + 1}项" if isinstance(part, int) else part for part in path
                )
                shown = show(node, Kind.SOURCE, file, path)
                row.cells = {"文件": Shown(file.name), "位置": Shown(where), VALUE: shown}
                section.rows.append(row)
    return section
