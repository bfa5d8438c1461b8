"""Cohorts (同组): schools that are compared with one another."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.ruleset.model import FieldType, RuleSet
from engine.scoring.standings import number_off
from engine.scoring.views import SchoolRows, View

UNKNOWN_PART = "未填"


def cohort_codes(ruleset: RuleSet, view: SchoolRows) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return each school's cohort as a code, and the cohorts' labels such as 初中·公办·市直.

    Shapes: codes (schools,). A yes-or-no field parts its schools as 寄宿：是 and 寄宿：否.
    A school whose cohort field is blank is in a cohort 未填 of its own kind, never silently in
    another. Without cohort fields all schools are one cohort 全部.
    """
    codes = np.zeros(view.n_rows, np.int64)
    labels = [""] if ruleset.cohorts.by else ["全部"]
    for name in ruleset.cohorts.by:
        column = view.column(name)
        is_choice = column.field.type is FieldType.CHOICE
        levels = [*(column.levels if is_choice else (f"{name}：否", f"{name}：是")), UNKNOWN_PART]
        own = np.where(column.states == State.PRESENT, column.values, len(levels) - 1)
        codes = codes * len(levels) + own
        labels = [f"{label}·{level}" if label else level for label in labels for level in levels]
    used, codes = np.unique(codes, return_inverse=True)
    return codes.astype(np.int64), tuple(labels[each] for each in used)


def codes_within(names: Iterable[str], view: View) -> NDArray[np.int64]:
    """Return a code for each row, equal where all these fields are: who is compared with whom.

    Shapes: (rows,). Rows where a field is blank are a cohort of their own kind, as above.
    """
    codes = np.zeros(view.n_rows, np.int64)
    for name in names:
        column = view.column(name)
        n_levels = max(len(column.levels), 2)  # of 是 and 否 there are two, without levels
        own = np.where(column.states == State.PRESENT, column.values, n_levels)
        codes, _ = number_off(codes * (n_levels + 1) + own)
    return codes
