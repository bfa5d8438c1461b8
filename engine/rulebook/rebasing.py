"""Carry changes over to texts that were edited since the export, and report what conflicts.

Each change is told against the text as it was exported. Where the folder says the same there
still, the change applies, wherever that stands now; where it says what is wanted already,
there is nothing to do; where it says something else, both values are told and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.diagnostics import Diagnostics, Place
from engine.editing import (
    Change,
    MoveItem,
    PutEntry,
    PutItem,
    Remove,
    RenameKey,
    SetValue,
    source_of,
)
from engine.rulebook.layout import Path, node_at
from engine.rulebook.locating import locate, locate_item, naming
from engine.rulebook.sources import parse_source, same_tree
from engine.ruleset.nodes import MappingNode, Node, SequenceNode, describe_node

_WAY_OUT = "请核对哪个对：照方案里现在的，把这一格改成它；照手册的，先把方案里的改回导出时的"


def rebase(
    changes: Mapping[str, Sequence[Change]],
    then: Mapping[str, str],
    now: Mapping[str, str],
    diagnostics: Diagnostics,
) -> dict[str, tuple[Change, ...]]:
    """Return the changes as those of the texts that stand in the folder now.

    Args:
        then: The texts as exported. now: The texts of the folder.
    """
    rebased = {}
    for file, gathered in changes.items():
        kept: tuple[Change, ...]
        if file not in now:
            cause = gathered[0].cause
            diagnostics.error(
                "W024", f"导出以后，方案文件夹里的 {file} 不在了", cause, file, "请核对文件夹"
            )
            continue
        if now[file] == then[file]:
            kept = tuple(gathered)
        else:
            carrying = _Carrying(file, then[file], now[file], diagnostics)
            kept = tuple(each for change in gathered for each in carrying.carry(change))
        if kept:
            rebased[file] = kept
    return rebased


def keep_files(
    new: Mapping[str, str],
    removed: Sequence[str],
    then: Mapping[str, str],
    now: Mapping[str, str],
    place: Place,
    diagnostics: Diagnostics,
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the files that are to be made and to go; report those that changed meanwhile."""
    for file in new:
        if file in now:
            diagnostics.error(
                "W023", f"要新建的 {file}，导出以后方案文件夹里已经有了", place, file,
                "请重新导出，再把改动填一遍",
            )  # fmt: skip
    for file in removed:
        if file in now and now[file] != then[file]:
            diagnostics.error(
                "W026", f"要删去的 {file}，导出以后改过", place, file, "请重新导出，看过再删"
            )
    return dict(new), tuple(sorted(file for file in removed if file in now))


class _Carrying:
    """Carries the changes of one file over."""

    def __init__(self, file: str, then: str, now: str, diagnostics: Diagnostics) -> None:
        self._file, self._then, self._now, self._diagnostics = file, then, now, diagnostics
        self._old, self._new = parse_source(then), parse_source(now)

    def carry(self, change: Change) -> Iterator[Change]:
        """Yield a change in the paths of now; nothing where it conflicts, or is made already."""
        if self._old is None or self._new is None:
            self._report("W024", "方案里的这个文件现在读不出来", change, "请先改正它")
            return
        path = locate(self._old, self._new, change.path)
        if path is None:
            if not isinstance(change, Remove):
                self._report_gone(change)
            return
        old, new = node_at(self._old, change.path), node_at(self._new, path)
        match change:
            case SetValue() | Remove():
                wanted = parse_source(change.text) if isinstance(change, SetValue) else None
                if same_tree(old, new):
                    yield replace(change, path=path)
                elif wanted is None or not same_tree(wanted, new):
                    self._report_conflict(change, path)
            case PutEntry():
                yield from self._carry_entry(change, path, new)
            case PutItem():
                yield from self._carry_item(change, path, old, new)
            case MoveItem():
                if _names(old) == _names(new):
                    yield replace(change, path=path)
                else:
                    self._report_conflict(change, path)
            case RenameKey():
                yield replace(change, path=path)

    def _carry_entry(self, change: PutEntry, path: Path, new: Node) -> Iterator[Change]:
        entry = new.entry(change.key) if isinstance(new, MappingNode) else None
        wanted = parse_source(change.text)
        if entry is None:
            before = change.before or ""
            known = isinstance(new, MappingNode) and before in new
            yield replace(change, path=path, before=change.before if known else None)
        elif wanted is None or not same_tree(wanted, entry.value):
            self._report_conflict(change, (*path, change.key))

    def _carry_item(self, change: PutItem, path: Path, old: Node, new: Node) -> Iterator[Change]:
        if not isinstance(old, SequenceNode) or not isinstance(new, SequenceNode):
            return
        wanted = parse_source(change.text)
        name = naming(wanted) if wanted is not None else None
        twin = next((each for each in new.items if name and naming(each) == name), None)
        if twin is not None and wanted is not None:
            if not same_tree(wanted, twin):
                self._report_conflict(change, (*path, new.items.index(twin)))
            return
        at: int | None = len(new.items)
        if change.position < len(old.items):
            at = locate_item(old.items, new.items, change.position)
        if at is None and change.position:
            before = locate_item(old.items, new.items, change.position - 1)
            at = before + 1 if before is not None else None
        yield replace(change, path=path, position=len(new.items) if at is None else at)

    def _report_conflict(self, change: Change, path: Path) -> None:
        node = node_at(self._new, path) if self._new is not None else None
        there = f"，现在是{describe_node(node)}" if node is not None else ""
        before = ""
        if isinstance(change, SetValue):
            before = f"，导出时是“{_short(source_of(self._then, change.path) or '')}”"
        code = "W026" if isinstance(change, Remove) else "W023"
        line = f"（{self._file} 第 {node.place.line} 行）" if node is not None else ""
        said = (
            "要删的这一处，导出以后被改过" if code == "W026" else "导出以后，方案里的这一处被改过"
        )
        self._report(code, f"{said}{line}{before}{there}", change, _WAY_OUT)

    def _report_gone(self, change: Change) -> None:
        where = " / ".join(
            f"第{part + 1}项" if isinstance(part, int) else part for part in change.path
        )
        self._report(
            "W024", f"导出以后，方案里的这一处不在了：{self._file} 的 {where}", change,
            "请重新导出，再把改动填一遍",
        )  # fmt: skip

    def _report(self, code: str, message: str, change: Change, hint: str) -> None:
        wanted = getattr(change, "text", "")
        self._diagnostics.error(code, message, change.cause, _short(wanted), hint)


def _names(node: Node) -> list[tuple[str, str] | None]:
    return [naming(each) for each in node.items] if isinstance(node, SequenceNode) else []


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
