"""Find where a new row belongs: below which head, in which list of which file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics, Place
from engine.rulebook.edits import name_in
from engine.rulebook.layout import Row, RuleFile, Section, Shown
from engine.rulebook.opening import FoundRow
from engine.rulebook.plans import Plan
from engine.rulebook.schemas import allowed_keys, schema_at
from engine.rulebook.trees import FIRST, LEAF, SECOND
from engine.ruleset.keys import Schema, canonical_keys

_HEADS = ("bonuses", "deductions")
_KINDS = {"indicators": "indicator", "adjustments": "item", "tables": "field"}
_SCHEMAS = {
    "dimension": "dimension_file/dimension",
    "group": "indicator",
    "indicator": "indicator",
    "head": "adjustments",
    "item": "item",
    "table": "table",
    "field": "field",
}


def schema_of(plan: Plan, kind: str) -> Schema:
    """Return the schema of a row of a section."""
    if plan.form == "tree":
        return schema_at(_SCHEMAS[kind])
    return schema_at(plan.schema)


@dataclass(slots=True)
class NewRow:
    """A row that was not exported.

    Args:
        above: What stands before it on the sheet, where that is a row of rules.
        parent: The head below which it belongs; None where it has none.
        row: What it would have been exported as: nothing stands in its cells.
        children: New rows that belong below it.
        head: The key (canonical) of its head, where that is not there yet.
    """

    found: FoundRow
    row: Row
    above: Row | NewRow | None
    parent: Row | NewRow | None = None
    children: list[NewRow] = field(default_factory=list)
    head: str = ""

    @property
    def place(self) -> Place:
        return self.found.place_of(next(iter(self.row.cells), ""))


def place_new_rows(
    plan: Plan,
    section: Section,
    kept: Sequence[tuple[Row, FoundRow]],
    new: Sequence[FoundRow],
    files: Mapping[str, RuleFile],
    diagnostics: Diagnostics,
) -> list[NewRow]:
    """Return the new rows, each with where it belongs; those that belong nowhere are told."""
    everything: list[tuple[FoundRow, Row | None]] = [(found, row) for row, found in kept]
    everything += [(found, None) for found in new]
    everything.sort(key=lambda pair: pair[0].number)
    placed: list[NewRow] = []
    heads = [row for row in section.rows if row.depth < LEAF]
    above: Row | NewRow | None = None
    for found, row in everything:
        if row is not None:
            above = row
            continue
        kind = _kind(plan, found)
        fresh = NewRow(found, _blank(plan, section, kind), above)
        if plan.form == "tree" and not _find_parent(fresh, kind, heads, placed, diagnostics):
            continue
        fresh.row.file = _file(plan, fresh, files)
        _tell_of_other_file(fresh, diagnostics)
        if isinstance(fresh.parent, NewRow):
            fresh.parent.children.append(fresh)
        placed.append(fresh)
        above = fresh
    return placed


def _tell_of_other_file(fresh: NewRow, diagnostics: Diagnostics) -> None:
    """Say that a new row does not go into the file that it names."""
    named = name_in(fresh.found, "文件")
    if named and fresh.row.file and named != fresh.row.file:
        diagnostics.warning(
            "W016", f"这一行不写进“{named}”，写进 {fresh.row.file}",
            fresh.found.place_of("文件"), named,
            "请照写表上有的文件名；属于一张台账的，跟台账在同一个文件",
        )  # fmt: skip


def _kind(plan: Plan, found: FoundRow) -> str:
    if plan.id == "indicators" and not name_in(found, "指标"):
        return "group" if name_in(found, SECOND) else "dimension"
    if plan.id == "tables" and not name_in(found, "列"):
        return "table"
    return _KINDS.get(plan.id, plan.kind)


def _blank(plan: Plan, section: Section, kind: str) -> Row:
    """Return a row with nothing behind it: blank cells where it may have keys."""
    allowed = set(allowed_keys(schema_of(plan, kind), kind))
    depth = {"dimension": 0, "group": 1, "table": 0, "head": 0}.get(kind, LEAF)
    row = Row("", (), None, kind, depth=depth)
    for column in section.columns:
        if column.of and kind not in column.of:
            continue
        if not column.keys or column.keys[0] in allowed:
            row.cells[column.title] = Shown()
    return row


def _find_parent(
    fresh: NewRow, kind: str, heads: Sequence[Row], placed: Sequence[NewRow],
    diagnostics: Diagnostics,
) -> bool:  # fmt: skip
    """Find the head of a new row of a tree; report where there is none."""
    if kind in ("dimension", "table", "head"):
        return True
    titles = {
        "indicator": (SECOND, FIRST),
        "group": (FIRST,),
        "item": ("类别",),
        "field": ("台账",),
    }
    candidates: list[Row | NewRow] = [*heads, *(each for each in placed if each.row.depth < LEAF)]
    for title in titles[kind]:
        if said := name_in(fresh.found, title):
            wanted = {SECOND: ("group",), FIRST: ("dimension",)}.get(title, ("head", "table"))
            fresh.parent = _named(said, candidates, wanted, fresh.above)
            head = canonical_keys().get(said, "") if kind == "item" else ""
            if fresh.parent is None and head in _HEADS:
                fresh.head = head
            if fresh.parent is not None or fresh.head:
                return True
            diagnostics.error(
                "W019", f"“{title}”里没有“{said}”，看不出这一行归在哪里",
                fresh.found.place_of(title), said, "请照写表上有的名称；新加的，先写它自己的一行",
            )  # fmt: skip
            return False
    fresh.parent = _head_of(fresh.above, candidates, kind)
    if fresh.parent is None:
        diagnostics.error(
            "W019", "看不出这一行归在哪里", fresh.place, "",
            f"请填“{titles[kind][0]}”，或把这一行移到所属的那一行下面",
        )  # fmt: skip
    return fresh.parent is not None


def _named(
    said: str, candidates: Sequence[Row | NewRow], kinds: tuple[str, ...],
    above: Row | NewRow | None,
) -> Row | NewRow | None:  # fmt: skip
    """Return the head of a name or an id; of several, the last before the new row."""
    found = [
        each
        for each in candidates
        if kinds[0] in ("head", _row(each).kind) and said in _names(each)
    ]
    if len(found) > 1 and above is not None:
        chain = {_row(each).key for each in _chain(above, candidates)}
        found = [each for each in found if _row(each).key in chain] or found
    return found[-1] if found else None


def _row(each: Row | NewRow) -> Row:
    return each.row if isinstance(each, NewRow) else each


def _names(each: Row | NewRow) -> set[str]:
    titles = (FIRST, SECOND, "编号", "类别", "台账")
    row = _row(each)
    own = {"dimension": FIRST, "group": SECOND}.get(row.kind)
    wanted = [title for title in titles if own is None or title in (own, "编号")]
    if isinstance(each, NewRow):
        return {name_in(each.found, title) for title in wanted} - {""}
    return {str(shown.value) for title in wanted if (shown := row.cells.get(title))} - {"None"}


def _chain(above: Row | NewRow, candidates: Sequence[Row | NewRow]) -> list[Row | NewRow]:
    """Return the heads above a row, itself included where it is one."""
    if isinstance(above, NewRow):
        own: list[Row | NewRow] = [above] if above.row.depth < LEAF else []
        return own + (_chain(above.parent, candidates) if above.parent else [])
    return [
        each
        for each in candidates
        if isinstance(each, Row)
        and each.file == above.file
        and (each is above or (each.inner and above.holder[: len(each.inner)] == each.inner))
    ]


def _head_of(
    above: Row | NewRow | None, candidates: Sequence[Row | NewRow], kind: str
) -> Row | NewRow | None:
    """Return the head to which a new row belongs because it stands below it."""
    if above is None:
        return None
    chain = _chain(above, candidates)
    fitting = [each for each in chain if kind != "group" or _row(each).kind == "dimension"]
    return max(fitting, key=lambda each: _row(each).depth, default=None)


def _file(plan: Plan, fresh: NewRow, files: Mapping[str, RuleFile]) -> str:
    """Return the file into which a new row goes."""
    if fresh.parent is not None:
        return _row(fresh.parent).file
    named = name_in(fresh.found, "文件")
    if named in files:
        return named
    if plan.form != "tree" and isinstance(fresh.above, Row | NewRow):
        return _row(fresh.above).file
    if plan.id == "tables" and fresh.above is not None:
        return _row(fresh.above).file
    if plan.id == "indicators":
        return ""
    wanted = plan.files.split()
    known = [name for name in files if any(
        name == each or (each.endswith("/") and name.startswith(each)) for each in wanted
    )]  # fmt: skip
    return known[0] if known else next(each for each in wanted if not each.endswith("/"))
