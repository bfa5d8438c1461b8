"""What earlier years left behind: the rows of trend.csv that a run hands on to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from engine.facts.lastyear.results import LastResults
from engine.facts.lastyear.year import LastYear

FIGURE, TOTAL = "figure", "total"
TREND = (
    "year",
    "kind",
    "figure",
    "name",
    "unit",
    "said",
    "value",
    "own",
    "numerator",
    "denominator",
    "complete",
    "coverage",
    "window",
    "formula",
    "note",
)
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Earlier:
    """One figure as an earlier year had it.

    Args:
        row: As trend.csv has it. total, divisor: what that year itself gave; None where nothing
            was known.
    """

    year: int
    row: Mapping[str, str]
    total: Fraction | None
    divisor: Fraction | None

    @property
    def is_whole(self) -> bool:
        """Tell whether everything of that year was known."""
        return self.row.get("complete") == YES

    @property
    def key(self) -> tuple[str, str]:
        """Return by what the figure is known: its kind and its id."""
        return self.row.get("kind", ""), self.row.get("figure", "")


@dataclass(frozen=True, slots=True)
class History:
    """All figures of earlier years, the oldest first.

    Args:
        remark: Why there are none, where there should be.
    """

    earlier: tuple[Earlier, ...] = ()
    remark: str = ""

    by_figure: Mapping[tuple[str, str], tuple[Earlier, ...]] = field(default_factory=dict)

    def of(self, kind: str, figure: str) -> tuple[Earlier, ...]:
        """Return one figure year by year."""
        return self.by_figure.get((kind, figure), ())


def read_history(last: LastYear | None, year: int) -> History:
    """Return the figures of the years before one, as last year's run handed them on.

    Results in several folders have no figures of the whole city, and none are made up.
    """
    results: LastResults | None = last.results if last is not None else None
    if results is None or not results.folders:
        return History()
    if len(results.folders) > 1:
        n = len(results.folders)
        return History(remark=f"去年的结果分在 {n} 个文件夹里，没有全市合在一起的数，不接以前各年")
    rows = results.folders[0].trend
    if not rows:
        return History(remark="去年的结果是较早的版本写的，没有留下全市数据（trend.csv）")
    found = sorted(_read(rows, year), key=lambda each: each.year)
    by_figure: dict[tuple[str, str], tuple[Earlier, ...]] = {}
    for each in found:
        by_figure[each.key] = (*by_figure.get(each.key, ()), each)
    return History(tuple(found), "", by_figure)


def _read(rows: Sequence[Mapping[str, str]], year: int) -> list[Earlier]:
    found = []
    for row in rows:
        text = row.get("year", "")
        if text.isdecimal() and int(text) < year:
            total = read_number(row.get("numerator", ""))
            divisor = read_number(row.get("denominator", ""))
            found.append(Earlier(int(text), row, total, divisor))
    return found


def read_number(text: str) -> Fraction | None:
    """Read a number as our tables write it, exactly; None where there is none.

    >>> read_number("86.25"), read_number("-0 1/3"), read_number("")
    (Fraction(345, 4), Fraction(-1, 3), None)
    """
    whole, _, rest = text.partition(" ")
    try:
        sign = -1 if whole.startswith("-") else 1
        return sign * (abs(Fraction(whole)) + Fraction(rest or 0))
    except (ValueError, ZeroDivisionError):
        return None
