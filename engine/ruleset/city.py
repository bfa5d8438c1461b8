"""全市数据: the pooled figures of a city, worked out from the facts of its schools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.clauses import Source
from engine.ruleset.conditions import Condition


class FigureKind(StrEnum):
    """How a figure comes about: 求和, 比率, 计数, 不同数; or it is only listed."""

    TOTAL = "total"
    RATIO = "ratio"
    COUNT = "count"
    DISTINCT = "distinct"
    LISTED = "reason"


class Years(StrEnum):
    """How figures of earlier years join this year's: 当年 (not at all), 累计, 年均."""

    ALONE = "alone"
    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class CityFigure:
    """One figure of the city.

    Args:
        value: Of each school: what is added up, or counted for its different values.
        table, column, condition: The records that are read instead; of a count without a table
            the condition is one on schools.
        separately: The same value in two schools counts twice.
        applies: Which schools it covers; None: all.
        decimals: Places to which it is shown, and only shown.
        since, until: Its own window (时段); None: as the window of the assessment.
        years: None: records are chosen by their date, all else is this year's.
        printed: The number that the source prints, to compare with. printed_as: its words.
        reason: Why no facts of schools give it.
    """

    id: str
    name: str
    kind: FigureKind
    place: Place
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    table: str = ""
    column: str = ""
    condition: Condition | None = None
    separately: bool = False
    applies: Condition | None = None
    unit: str = ""
    decimals: int = 0
    since: date | None = None
    until: date | None = None
    years: Years | None = None
    printed: Fraction | None = None
    printed_as: str = ""
    reason: str = ""
    source: Source | None = None
    note: str = ""

    @property
    def joins_years(self) -> bool:
        """Tell whether figures of earlier years go into it."""
        return self.years in (Years.SUM, Years.MEAN)

    @property
    def is_share(self) -> bool:
        """Tell whether it is shown as a percentage."""
        return self.kind is FigureKind.RATIO and self.unit == "%"
