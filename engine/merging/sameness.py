"""Compare two tables of facts: whether every value and state of one is that of the other."""

from __future__ import annotations

from collections.abc import Iterator

from engine.facts.cells.display import cell_text
from engine.facts.table import Column, FactTable, RecordSet

_LISTED = 20  # of one column


def differences(one: FactTable, other: FactTable) -> Iterator[str]:
    """Yield what differs in values or states, in words; places and problems may."""
    if one.school_ids != other.school_ids:
        yield f"标识码不同：{len(one.school_ids)} 与 {len(other.school_ids)}"
        return
    for name, column in one.columns.items():
        yield from _of_column(name, column, other.columns[name], one.school_ids)
    for name, records in one.records.items():
        yield from _of_records(records, other.records[name], one.school_ids)


def _of_records(one: RecordSet, other: RecordSet, ids: tuple[str, ...]) -> Iterator[str]:
    name = one.table.id
    if one.school_index.tolist() != other.school_index.tolist():
        yield f"台账“{name}”的记录数不同：{one.n_records} 与 {other.n_records}"
        return
    owners = tuple(ids[at] for at in one.school_index.tolist())
    for field, column in one.columns.items():
        yield from _of_column(f"{name}·{field}", column, other.columns[field], owners)
    for at, (ours, theirs) in enumerate(zip(one.states, other.states, strict=True)):
        if ours != theirs:
            yield f"“{ids[at]}”的台账“{name}”状态不同：{ours} 与 {theirs}"
    for at, (ours, theirs) in enumerate(zip(one.in_window, other.in_window, strict=True)):
        if ours != theirs:
            yield f"“{owners[at]}”的台账“{name}”第 {at + 1} 条是否计入不同"


def _of_column(name: str, one: Column, other: Column, owners: tuple[str, ...]) -> Iterator[str]:
    same_levels = one.levels == other.levels
    if same_levels:
        differ = (one.states != other.states) | (one.values != other.values)
        at = differ.nonzero()[0].tolist()
    else:
        at = list(range(len(owners)))
    told = 0
    for index in at:
        ours, theirs = cell_text(one, index), cell_text(other, index)
        if (ours, one.states[index]) != (theirs, other.states[index]) and told < _LISTED:
            told += 1
            yield f"“{owners[index]}”的{name}：“{ours}”读回为“{theirs}”"
