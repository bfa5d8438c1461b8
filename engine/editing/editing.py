"""Edit a YAML text: draft what it is to say, find the edits, make them, read it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from engine.diagnostics import Diagnostics, Place
from engine.editing.aligning import align_comments
from engine.editing.changes import Change, EditingFault, EditRefused, Path
from engine.editing.composing import lines_of
from engine.editing.drafting import (
    draft_changes,
    find_written,
    refuse_changes,
    sources_of,
)
from engine.editing.drafts import Source
from engine.editing.edits import Edit, make_edits
from engine.editing.lines import Lines
from engine.editing.page import page_of
from engine.editing.tracing import Edited, causes_of
from engine.editing.trees import Tree, tree_after, tree_of
from engine.editing.writing import edit_root
from engine.editing.written import Unwritable, Written, read_written

_MARK = "\ufeff"
# Not those of old text that goes somewhere else.
_NEW_BREAK = re.compile(r"(?<!\r)\n")


def edit_text(text: str, file: str, changes: Sequence[Change]) -> str:
    """Return a text with changes made, and all else as it is written; see `edit_traced`."""
    return edit_traced(text, file, changes).text


def edit_traced(text: str, file: str, changes: Sequence[Change]) -> Edited:
    """Return a text with changes made, and all else as it is written, and what came whence.

    Args:
        text: One YAML text; a byte order mark and the line ends stay.
        file: Its name, for messages.
        changes: What to change; all speak of the text as it is now.

    Raises:
        EditRefused: With a diagnostic for each change that cannot be made, at its cause.
        EditingFault: Our own fault: the edited text would not say what it is to say.
    """
    if not changes:
        return Edited(text)
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    lacking = "" if body.endswith(("\n", "\r")) else Lines(body).line_break(0)
    body += lacking  # so that every line has an end
    edited = _edited(body, _read(body, file), file, changes)
    return replace(edited, text=mark + edited.text.removesuffix(lacking))


def source_of(text: str, path: Path) -> str | None:
    """Return the source of a value as it is written, dedented, with the comments inside it.

    Args:
        text: A YAML text. path: The value.

    Returns:
        The source; None where nothing stands there.

    Raises:
        EditRefused: The text cannot be read.
    """
    body = text.removeprefix(_MARK)
    value = find_written(_read(body, ""), path)
    return None if value is None else "\n".join(lines_of(Source(body, value), 0))


def path_at(text: str, line: int, column: int) -> Path:
    """Return the path of the value (or of its key) that stands at a place; both from 1.

    Raises:
        EditRefused: The text cannot be read.
    """
    body = text.removeprefix(_MARK)
    value, lines = _read(body, ""), Lines(body)
    if not 0 < line <= len(lines):
        return ()
    offset = lines.start(line - 1) + column - 1
    path: Path = ()
    while True:
        inside = [n for n, part in enumerate(value.parts) if part.start <= offset < part.end]
        if not inside:
            return path
        part = value.parts[inside[0]]
        path = (*path, part.name if part.name is not None else inside[0])
        value = part.value


def _read(body: str, file: str) -> Written:
    try:
        return _remembered(body)
    except Unwritable as problem:
        told = Diagnostics()
        told.error(
            "W033",
            f"文件“{file}”改不了：{problem.reason}",
            Place(file, line=problem.line + 1, column=problem.column + 1),
            hint="请先照 pingheng check 的提示改好这个文件",
        )
        raise EditRefused(f"文件“{file}”改不了", told) from None


@lru_cache(maxsize=64)
def _remembered(body: str) -> Written:
    """Read a text once: many values of one text are asked for, one by one."""
    return read_written(body)


def _edited(body: str, root: Written, file: str, changes: Sequence[Change]) -> Edited:
    told = Diagnostics()
    sources = sources_of(changes, told)
    refuse_changes(root, file, changes, told)
    _stop_if_told(told, file)
    draft = draft_changes(root, list(zip(changes, sources, strict=True)), told)
    if draft is None:
        told.error(
            "W034",
            f"文件“{file}”删去这些以后什么也不剩",
            changes[0].cause or Place(file),
            hint="不需要的文件请直接删除",
        )
    _stop_if_told(told, file)
    assert draft is not None
    page = page_of(body, root)
    edits = edit_root(page, draft)
    if not edits:
        return Edited(body)
    edits += align_comments(page, edits)
    edits = [_with_line_ends(page.lines, edit) for edit in edits]
    edited = make_edits(body, edits)
    wanted = tree_after(
        root,
        [
            (change, tree_of(source.written) if source else None)
            for change, source in zip(changes, sources, strict=True)
        ],
    )
    written = _hold(edited, wanted, file)
    return Edited(edited, causes_of(draft, written), tuple(edits), page.lines, Lines(edited))


def _with_line_ends(lines: Lines, edit: Edit) -> Edit:
    """Give new lines the line ends of the line where they go."""
    number = lines.number(edit.start)
    if number and lines.start(number) == edit.start:
        number -= 1
    text = _NEW_BREAK.sub(lines.line_break(number), edit.text)
    return Edit(edit.start, edit.end, text)


def _stop_if_told(told: Diagnostics, file: str) -> None:
    if told.has_errors:
        raise EditRefused(f"文件“{file}”有 {len(told)} 处改不了", told)


def _hold(edited: str, wanted: Tree | None, file: str) -> Written:
    """Read the edited text, and hold it against what it is to say."""
    try:
        written = read_written(edited)
    except Unwritable as problem:
        raise EditingFault(f"文件“{file}”改后读不通：{problem.reason}") from problem
    if tree_of(written) != wanted:
        raise EditingFault(f"文件“{file}”改后的内容与要改成的不一致")
    return written
