"""Fill fields from last year (取自上年), and settle what this year's sheet says otherwise.

Last year's value stands where the sheet has none. Where both say something and differ, it is
told with both places, and the rule says which stands. A school that is new has 不适用, told once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import shown
from engine.facts.cells.display import cell_text
from engine.facts.lastyear.sources import Offered
from engine.facts.table import CellPlaces, Column, State
from engine.ruleset.dictionary import LAST_YEAR, NEITHER, SHEET
from engine.ruleset.model import Field, FieldType, FromLastYear, RuleSet, Subject

Mask = NDArray[np.bool_]

_LISTED = 5
_SETTLED = {
    NEITHER: "两个都不采用",
    LAST_YEAR: "用上年的",
    SHEET: "用今年填的",
}


def fill_columns(
    columns: Mapping[str, Column],
    offered: Mapping[str, Offered],
    school_ids: Sequence[str],
    ruleset: RuleSet,
    diagnostics: Diagnostics,
    verified: Mapping[str, Collection[int]] | None = None,
) -> dict[str, Column]:
    """Return the columns (some, or all) with what last year offers for them.

    Args:
        offered: Field -> its column of last year, over this year's schools.
        verified: Field -> schools whose value a team verified: it stands.
    """
    filled = dict(columns)
    for name, offer in offered.items():
        source = ruleset.fields[name].from_last_year
        if source is not None and name in columns:
            decided = (verified or {}).get(name, ())
            filled[name] = _fill(
                columns[name], offer, source, decided, school_ids, ruleset.subject, diagnostics
            )
    _tell_missing(
        filled,
        [each for each in offered if each in filled],
        school_ids,
        ruleset.subject,
        diagnostics,
    )
    return filled


def _tell_missing(
    filled: Mapping[str, Column],
    offered: Iterable[str],
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    """Say for whom neither last year nor this year's sheet has a value: once for all alike."""
    alike: dict[tuple[int, ...], list[str]] = {}
    for name in offered:
        lacking = tuple(np.flatnonzero(filled[name].states == State.MISSING).tolist())
        if lacking and filled[name].field.applies is None:
            alike.setdefault(lacking, []).append(name)
    for schools, names in alike.items():
        fields = "、".join(names[:_LISTED]) + ("等" if len(names) > _LISTED else "")
        diagnostics.warning(
            "F108",
            f"{_some(schools, school_ids, subject)}的{fields}，去年没有，今年也没有填，按缺失",
            None,
            school_ids[schools[0]],
            "去年还没有定下来的，请先定下来；给错了去年的结果或事实表的，请改正",
        )


def _some(schools: Sequence[int], school_ids: Sequence[str], subject: Subject) -> str:
    listed = "、".join(school_ids[at] for at in schools[:_LISTED])
    listed += "等" if len(schools) > _LISTED else ""
    return f"{len(schools)} {subject.counted}（{listed}）"


def _fill(
    sheet: Column,
    offer: Offered,
    source: FromLastYear,
    verified: Collection[int],
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> Column:
    sheet, last = with_common_levels(sheet, offer.column)
    said = sheet.states <= State.NOT_APPLICABLE
    decided = np.zeros(len(said), np.bool_)
    decided[list(verified)] = True
    known = (last.states <= State.NOT_APPLICABLE) & ~(decided & said)
    # An unreadable cell of this year gives way only where the rule trusts last year.
    open_mask = sheet.states == State.MISSING
    if source.if_differing == LAST_YEAR:
        open_mask |= sheet.states == State.UNREADABLE
    if sheet.field.blank_is_not_applicable:
        open_mask |= sheet.states == State.NOT_APPLICABLE
    same = (sheet.states == last.states) & (sheet.values == last.values)
    differs = known & said & ~open_mask & ~same & ~offer.is_new
    for school in np.flatnonzero(differs).tolist():
        _tell_difference(sheet, last, source, school, school_ids[school], subject, diagnostics)
    strangers = np.flatnonzero(offer.is_new & (sheet.states == State.PRESENT)).tolist()
    _tell_strangers(sheet, strangers, school_ids, subject, diagnostics)
    take = (known & open_mask) | (known & said & same & ~offer.is_new)
    take |= (last.states == State.UNREADABLE) & (sheet.states == State.MISSING)
    if source.if_differing == LAST_YEAR:
        take |= differs
    merged = choose_cells(sheet, last, take)
    if source.if_differing == NEITHER and differs.any():
        states = np.where(differs, np.uint8(State.UNREADABLE), merged.states)
        values = np.where(differs, merged.values.dtype.type(0), merged.values)
        merged = replace(merged, states=states, values=values, all_present=False)
    return merged


def with_common_levels(sheet: Column, last: Column) -> tuple[Column, Column]:
    """Return two columns of one field whose codes mean the same texts."""
    if sheet.field.type is not FieldType.TEXT or sheet.levels == last.levels:
        return sheet, last
    levels = tuple(sorted({*sheet.levels, *last.levels}))
    return _recode(sheet, levels), _recode(last, levels)


def _recode(column: Column, levels: tuple[str, ...]) -> Column:
    code = {level: number for number, level in enumerate(levels)}
    table = np.array([code[level] for level in column.levels] or [0], np.int64)
    present = column.states == State.PRESENT
    values = np.where(present, table[np.where(present, column.values, 0)], 0)
    return replace(column, values=values.astype(column.values.dtype), levels=levels)


def choose_cells(sheet: Column, last: Column, take: Mask) -> Column:
    """Return this year's column, with last year's cells where they are taken."""
    states = np.where(take, last.states, sheet.states).astype(np.uint8)
    values = np.where(take, last.values, sheet.values).astype(sheet.values.dtype)
    return Column(
        sheet.field,
        values,
        states,
        _choose_places(sheet.places, last.places, take),
        sheet.levels or last.levels,
        bool((states == State.PRESENT).all()),
    )


def _choose_places(
    sheet: CellPlaces | None, last: CellPlaces | None, take: Mask
) -> CellPlaces | None:
    if last is None:
        return sheet
    if sheet is None:
        nowhere = np.full(len(take), -1, np.int32)
        sheet = CellPlaces((), nowhere, nowhere, nowhere)
    moved = np.where(last.origin >= 0, last.origin + len(sheet.origins), np.int32(-1))
    # A cell that is only noted as 不适用 keeps the place of the blank one on the sheet.
    taken = take & (last.origin >= 0)
    origin, row, column = (
        np.where(taken, theirs, ours).astype(np.int32)
        for theirs, ours in (
            (moved, sheet.origin),
            (last.row, sheet.row),
            (last.column, sheet.column),
        )
    )
    return CellPlaces((*sheet.origins, *last.origins), origin, row, column)


def _tell_difference(
    sheet: Column,
    last: Column,
    source: FromLastYear,
    school: int,
    school_id: str,
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    field: Field = sheet.field
    ours, theirs = (shown(cell_text(each, school)) for each in (sheet, last))
    there = last.places.place(school) if last.places else None
    here = sheet.places.place(school) if sheet.places else None
    report = diagnostics.error if source.if_differing == NEITHER else diagnostics.warning
    report(
        "F107",
        f"{subject.called(school_id)}的{field.id}这里是“{ours}”，去年是“{theirs}”（{there}），"
        f"{_SETTLED[source.if_differing]}",
        here,
        ours,
        "请核对；这里空着，就用去年的",
    )


def _tell_strangers(
    sheet: Column,
    schools: Sequence[int],
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    if not schools:
        return
    diagnostics.warning(
        "F107",
        f"{_some(schools, school_ids, subject)}去年没有，却填了{sheet.field.id}，照填的读",
        sheet.places.place(schools[0]) if sheet.places else None,
        hint=f"请核对；换了标识码的，请在名册里写明原标识码；新的{subject}请留空",
    )
