"""Group the notes on what was normalised: many of one kind on one sheet become one.

Nothing is silent, but 900 cells that say 85分 are one remark, which lists where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.diagnostics import Diagnostic, Place, Severity

# What reading changed in a cell without changing what it says.
NORMALISED = frozenset({"F034", "F036", "F037", "F044", "F111", "F112", "F114"})
_ALONE = 3  # so many of one kind on one sheet are told one by one
_LISTED = 8


def group_notes(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings with the many notes of one kind on one sheet told as one.

    Args:
        problems: Sorted by place; they stay sorted.
    """
    listed = list(problems)
    groups: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for item in listed:
        if item.severity is Severity.NOTE and item.code in NORMALISED and item.place:
            groups.setdefault((item.code, item.place.file, item.place.sheet), []).append(item)
    many = [group for group in groups.values() if len(group) > _ALONE]
    if not many:
        return tuple(listed)
    told = {id(item) for group in many for item in group}
    kept = [item for item in listed if id(item) not in told]
    return tuple(sorted(kept + [_as_one(group) for group in many], key=lambda item: item.sort_key))


def _as_one(group: Sequence[Diagnostic]) -> Diagnostic:
    first = group[0]
    where = first.place or Place("")
    noun = "张表" if where.sheet or where.cell else "份文件"
    others = [_short(item.place) for item in group[1:] if item.place]
    listed = "、".join(others[:_LISTED]) + ("…" if len(others) > _LISTED else "")
    message = f"{first.message}；这{noun}里这样的共 {len(group)} 处（还有 {listed}）"
    return replace(first, message=message, parts=tuple(group))


def _short(place: Place) -> str:
    return place.cell or f"第 {place.line} 行"
