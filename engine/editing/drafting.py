"""Turn changes into the draft of the whole text; refuse those that cannot be made."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import Diagnostics, Place
from engine.editing.changes import (
    Change,
    MoveItem,
    Path,
    PutEntry,
    PutItem,
    Remove,
    RenameKey,
    SetValue,
)
from engine.editing.drafts import Draft, DraftPart, Source, keep, merge
from engine.editing.trees import OLD
from engine.editing.written import Unwritable, Written, read_written


def target_of(change: Change) -> Path:
    """Return the path of what a change is about: the moved item itself, the list added to."""
    return (*change.path, change.position) if isinstance(change, MoveItem) else change.path


def sources_of(changes: Sequence[Change], diagnostics: Diagnostics) -> list[Source | None]:
    """Read the new texts of changes; None for a change that has none, or one that was told."""
    sources: list[Source | None] = []
    for change in changes:
        sources.append(None)
        if not isinstance(change, SetValue | PutEntry | PutItem):
            continue
        try:
            sources[-1] = Source(change.text, read_written(change.text))
        except Unwritable as problem:
            diagnostics.error(
                "W031",
                f"“{_short(change.text)}”读不成一个值：{problem.reason}",
                change.cause,
                change.text,
                "请改写；若是文字，请加引号",
            )
    return sources


def find_written(root: Written, path: Path) -> Written | None:
    """Return the value at a path; None where there is none."""
    value: Written | None = root
    for step in path:
        part = value.part(step) if value is not None else None
        value = part.value if part is not None else None
    return value


def refuse_changes(
    root: Written, file: str, changes: Sequence[Change], diagnostics: Diagnostics
) -> None:
    """Report changes whose place is not there, and two that are about one place."""
    claimed: dict[Path, Change] = {}
    for change in changes:
        target = target_of(change)
        place = change.cause or Place(file)
        if reason := _misplaced(root, change):
            diagnostics.error(
                "W030",
                f"文件“{file}”里{reason}",
                place,
                shown_path(target),
                "文件多半已经改过：请重新导出，再改一遍",
            )
        if isinstance(change, SetValue | Remove):
            if target in claimed:
                _report_twice(file, target, place, diagnostics)
            claimed[target] = change
    for change in changes:
        if any(_replaces(claimed.get(path), change) for path in _heads(target_of(change))):
            place = change.cause or Place(file)
            _report_twice(file, target_of(change), place, diagnostics)


def _heads(path: Path) -> list[Path]:
    return [path[:length] for length in range(len(path) + 1)]


def _replaces(claim: Change | None, change: Change) -> bool:
    """Tell whether what a change is about goes away, or gets a new text as a whole."""
    if claim is None or claim is change:
        return False
    if claim.path != target_of(change) or isinstance(claim, Remove):
        return True
    return isinstance(change, PutEntry | PutItem)


def _report_twice(file: str, target: Path, place: Place, diagnostics: Diagnostics) -> None:
    diagnostics.error(
        "W030",
        f"文件“{file}”的“{shown_path(target)}”改了两次",
        place,
        shown_path(target),
        "同一处只改一次：整项改写的，就不要再单独改其中的一处",
    )


def shown_path(path: Path) -> str:
    """Say a path in words of the user.

    >>> shown_path(("指标", 0, "分值"))
    '指标 › 第1项 › 分值'
    """
    return (
        " › ".join(f"第{each + 1}项" if isinstance(each, int) else each for each in path) or "全文"
    )


def _misplaced(root: Written, change: Change) -> str:
    """Say what about the place of a change is wrong; nothing where it can be made."""
    target = target_of(change)
    value = find_written(root, target)
    if value is None:
        return f"没有“{shown_path(target)}”"
    match change:
        case PutEntry(before=before, key=key):
            if value.kind != "mapping":
                return f"“{shown_path(target)}”不是一组键，加不进“{key}”"
            if before is not None and value.part(before) is None:
                return f"“{shown_path(target)}”里没有“{before}”"
        case PutItem(position=position) if value.kind != "list":
            return f"“{shown_path(target)}”不是列表，加不进一项"
        case PutItem(position=position) if not 0 <= position <= len(value.parts):
            return f"“{shown_path(target)}”只有 {len(value.parts)} 项"
        case MoveItem(to=to):
            owner = find_written(root, change.path)
            if owner is None or owner.kind != "list" or not 0 <= to <= len(owner.parts):
                return f"“{shown_path(change.path)}”没有那么多项"
        case RenameKey() if not target or not isinstance(target[-1], str):
            return f"“{shown_path(target)}”没有键，不能改名"
    return ""


def draft_changes(
    root: Written, changes: Sequence[tuple[Change, Source | None]], diagnostics: Diagnostics
) -> Draft | None:
    """Return the draft of the text after changes; None where nothing is left of it.

    Args:
        root: The text; every place of the changes is there.
        changes: Each with its new text, where it has one.
        diagnostics: Gets keys that would stand twice.
    """
    top = DraftPart(keep(root))
    trails = [_trail(top, target_of(change)) for change, _ in changes]
    for number, ((change, source), trail) in enumerate(zip(changes, trails, strict=True)):
        part = trail[-1]
        match change:
            case SetValue():
                assert source is not None
                assert part.value.was is not None
                part.value = merge(part.value.was, source)
                part.value.cause = change.cause
            case RenameKey(key=key):
                part.key, part.cause = key, change.cause
            case MoveItem(to=to):
                part.order, part.cause = (to, number), change.cause
            case Remove():
                if len(trail) > 1:
                    trail[-2].value.parts.remove(part)
                    trail[-2].value.thinned_by = change.cause
            case PutItem(position=position):
                order = (position, number)
                _put(part, DraftPart(Draft(source=source), order=order, cause=change.cause))
            case PutEntry(key=key, before=before):
                order = (_anchor(part, before), number)
                value = Draft(source=source)
                _put(part, DraftPart(value, key=key, order=order, cause=change.cause))
    for trail in trails:
        for part in trail:
            part.value.parts.sort(key=lambda each: each.order)
    for (change, _), trail in zip(changes, trails, strict=True):
        if isinstance(change, RenameKey | PutEntry):
            owner = trail[-1] if isinstance(change, PutEntry) else trail[-2]
            _refuse_twins(owner, change, diagnostics)
        if isinstance(change, Remove) and not _prune(trail[:-1]):
            return None
    return top.value


def _put(owner: DraftPart, part: DraftPart) -> None:
    owner.value.parts.append(part)


def _anchor(owner: DraftPart, before: str | None) -> int:
    """Return the place of an entry among the old ones; behind them all where none is named."""
    assert owner.value.was is not None
    names = [part.name for part in owner.value.was.parts]
    return names.index(before) if before is not None else OLD


def _trail(top: DraftPart, path: Path) -> list[DraftPart]:
    """Return the parts from the whole text to what a path names."""
    trail = [top]
    for step in path:
        value = trail[-1].value
        assert value.was is not None
        wanted = value.was.part(step)
        trail.append(next(part for part in value.parts if part.was is wanted))
    return trail


def _prune(trail: list[DraftPart]) -> bool:
    """Take out what became empty, upwards; tell whether anything is left."""
    while trail and trail[-1].value.source is None and not trail[-1].value.parts:
        if len(trail) > 1 and trail[-1] in trail[-2].value.parts:
            trail[-2].value.parts.remove(trail[-1])
            trail[-2].value.thinned_by = trail[-1].value.thinned_by
        trail = trail[:-1]
    return bool(trail)


def _refuse_twins(owner: DraftPart, change: RenameKey | PutEntry, diagnostics: Diagnostics) -> None:
    names = [_name(part) for part in owner.value.parts]
    if names.count(change.key) > 1:
        diagnostics.error(
            "W032",
            f"键“{change.key}”已经有了",
            change.cause,
            change.key,
            "同一层里一个键只能写一次，请换一个名称",
        )


def _name(part: DraftPart) -> str | None:
    return part.key if part.key is not None or part.was is None else part.was.name


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
