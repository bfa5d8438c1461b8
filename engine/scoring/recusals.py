"""Leave out raters who must not judge a school: their own, a relative's, a listed one (回避)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from engine.facts.schools.school_names import name_key
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.ruleset.methods import Recusal
from engine.scoring.values import Mask

_SEPARATORS = re.compile(r"[、,，;；/]+")


def schools_named(text: str) -> set[str]:
    """Return the keys of the schools that a cell names, one or several.

    >>> sorted(schools_named("二中、 0012"))
    ['0012', '二中']
    """
    return {key for part in _SEPARATORS.split(text) if (key := name_key(part))}


class SchoolKeys:
    """The ids and names of a batch as keys, and the schools that bear each."""

    def __init__(self, facts: FactTable) -> None:
        self._schools: dict[str, list[int]] = {}
        for at, (school_id, name) in enumerate(zip(facts.school_ids, facts.names, strict=True)):
            for key in {name_key(school_id), name_key(name)}:
                self._schools.setdefault(key, []).append(at)

    def find(self, keys: Iterable[str]) -> set[int]:
        """Return the positions of the schools with any of these keys."""
        return {at for key in keys for at in self._schools.get(key, ())}


def recused_mask(recusal: Recusal, records: RecordSet, facts: FactTable) -> Mask:
    """Tell which marks do not count, since the rater must not judge that school.

    Shapes: (records,).
    """
    keys = SchoolKeys(facts)
    mask = np.zeros(records.n_records, np.bool_)
    for name in recusal.own_columns:
        column = records.columns[name]
        found = [keys.find(schools_named(level)) for level in column.levels]
        mask |= _points_to(column, found, records)
    if recusal.rater:
        column = records.columns[recusal.rater]
        listed = {
            name_key(rater): keys.find(map(name_key, schools))
            for rater, schools in recusal.listed.items()
        }
        found = [listed.get(name_key(level), set()) for level in column.levels]
        mask |= _points_to(column, found, records)
    return mask


def unclear_mask(recusal: Recusal, records: RecordSet) -> Mask:
    """Tell where a cell that says to whom a rater belongs cannot be read: nobody knows then.

    Shapes: (records,).
    """
    mask = np.zeros(records.n_records, np.bool_)
    for name in recusal.own_columns:
        mask |= records.columns[name].states == State.UNREADABLE
    return mask


def _points_to(column: Column, schools: Sequence[set[int]], records: RecordSet) -> Mask:
    """Tell which records hold a level that points to their own school.

    Args:
        schools: Level -> the schools that it points to.
    """
    present: Mask = column.states == State.PRESENT
    # Nearly every level points to one school or to none; the others are looked at one by one.
    single = np.array([next(iter(each)) if len(each) == 1 else -1 for each in schools] or [-1])
    mask: Mask = present & (single[np.where(present, column.values, 0)] == records.school_index)
    for code, each in enumerate(schools):
        if len(each) > 1:
            mask |= present & (column.values == code) & np.isin(records.school_index, list(each))
    return mask
