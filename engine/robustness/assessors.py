"""How raters stand to one another: who is severe, where they differ (评委).

A rater is compared with the others on the same schools only: whoever judged weak schools is not
severe for that. Marks are per cent of full marks, after 回避, as they go into the average.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.assess import Assessment
from engine.facts.table import Column, RecordSet, State
from engine.ruleset.methods import Ratings
from engine.ruleset.model import FieldType, Indicator
from engine.ruleset.walking import methods_in
from engine.scoring.raters import marks_given

# With fewer schools in common than that, a rater's difference says little.
LEAST_SCHOOLS = 5
# Columns that name a rater, where the rules do not say which does (评委列).
_NAMES = ("评委", "专家", "考核组", "评议人", "打分人", "评分人")


@dataclass(frozen=True, slots=True)
class RaterLine:
    """One rater, over all schools that the rater gave a mark.

    Args:
        n_schools: How many those are. n_compared: with another rater's mark beside.
        severity: Mean difference to the mean of the others there, in per cent of full marks;
            below 0: more severe. None where nobody else judged the same schools.
    """

    indicator: Indicator
    rater: str
    n_schools: int
    n_compared: int
    severity: float | None

    @property
    def is_few(self) -> bool:
        return self.n_compared < LEAST_SCHOOLS


@dataclass(frozen=True, slots=True)
class PanelLine:
    """The raters of one school.

    Args:
        n_raters: How many marks. spread: the highest less the lowest, in per cent of full marks.
    """

    indicator: Indicator
    school: int
    n_raters: int
    spread: float


def compare_assessors(
    assessment: Assessment,
) -> tuple[tuple[RaterLine, ...], tuple[PanelLine, ...], tuple[Indicator, ...]]:
    """Return raters, panels, and the indicators judged by raters whom no column names."""
    raters: list[RaterLine] = []
    panels: list[PanelLine] = []
    unnamed: list[Indicator] = []
    for indicator in assessment.ruleset.all_indicators():
        for method in methods_in(indicator.method):
            if not isinstance(method, Ratings):
                continue
            records = assessment.facts.records[method.table]
            rows, marks = marks_given(
                method,
                indicator.points,
                assessment.ruleset.unit,
                assessment.facts,
                assessment.scores.view,
            )
            marks = marks * 100
            schools = records.school_index[rows].astype(np.intp)
            panels.extend(_panels(indicator, schools, marks))
            column = _rater_column(method, records)
            if column is None:
                if len(rows):
                    unnamed.append(indicator)
                continue
            raters.extend(_raters(indicator, column, rows, schools, marks))
    return tuple(raters), tuple(panels), tuple(unnamed)


def _rater_column(method: Ratings, records: RecordSet) -> Column | None:
    """Return the column that names the rater: as the rules say, or by its name."""
    if method.recusal is not None and method.recusal.rater:
        return records.columns[method.recusal.rater]
    for name, column in records.columns.items():
        is_text = column.field.type in (FieldType.TEXT, FieldType.CHOICE)
        if is_text and name != method.value and any(each in name for each in _NAMES):
            return column
    return None


def _panels(
    indicator: Indicator, schools: NDArray[np.intp], marks: NDArray[np.float64]
) -> Iterator[PanelLine]:
    for school in np.unique(schools).tolist():
        own = marks[schools == school]
        if len(own) > 1:
            yield PanelLine(indicator, school, len(own), float(np.ptp(own)))


def _raters(
    indicator: Indicator,
    column: Column,
    rows: NDArray[np.intp],
    schools: NDArray[np.intp],
    marks: NDArray[np.float64],
) -> Iterator[RaterLine]:
    n_schools = int(schools.max()) + 1 if len(schools) else 0
    count = np.bincount(schools, minlength=n_schools)
    total = np.bincount(schools, weights=marks, minlength=n_schools)
    others = count[schools] - 1
    rest = (total[schools] - marks) / np.maximum(others, 1)
    codes = np.where(column.states[rows] == State.PRESENT, column.values[rows], -1)
    for code in np.unique(codes).tolist():
        if code < 0:
            continue
        own = codes == code
        beside = own & (others > 0)
        severity = float((marks[beside] - rest[beside]).mean()) if beside.any() else None
        yield RaterLine(
            indicator,
            column.levels[code],
            len(np.unique(schools[own])),
            len(np.unique(schools[beside])),
            severity,
        )
