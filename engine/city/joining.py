"""Join what this year gives with what earlier years gave, and say what the figure is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.city.history import FIGURE, Earlier, History
from engine.city.tallying import Tally
from engine.facts.table import FactTable
from engine.points import decimal_text, round_fraction
from engine.ruleset.model import CityFigure, Derived, FigureKind, RuleSet, Years
from engine.ruleset.other_year import moved
from engine.sentences.city import definition

AT_LEAST, INCOMPLETE, LISTED = "至少", "不全", "仅列示"
# Derived values that add nothing to what cannot be negative.
_COUNTS = frozenset({"count", "periods", "distinct", "on_time", "late", "n_applicable"})
_SUMS = frozenset({"sum", "product", "sum_of_applicable"})


@dataclass(frozen=True, slots=True)
class CityValue:
    """One figure of the city, ready to be told.

    Args:
        tally: This year's; None of a figure that is only listed.
        value: Exact; None where nothing is known. total, divisor: what it was worked out of,
            earlier years included.
        bound: Empty where the figure is whole; else AT_LEAST, INCOMPLETE or LISTED.
        definition: All that it rests on. notes: what a reader has to know, as clauses.
    """

    figure: CityFigure
    tally: Tally | None
    value: Fraction | None
    bound: str
    definition: str
    notes: tuple[str, ...] = ()
    total: Fraction | None = None
    divisor: Fraction | None = None

    @property
    def shown(self) -> str:
        """Return the number as it is shown, without its unit; empty where there is none."""
        return shown_number(self.figure, self.value)

    @property
    def said(self) -> str:
        """Say the figure with its unit: 至少 166 人次, 92.6%."""
        return said_number(self.figure, self.value, self.bound, self.tally)


class Definitions:
    """Says on what each figure rests (口径), in this year's rules as they are for any year.

    Dates of the year assessed move with the rules: what has to hold on the last day of 2025 has
    to hold on that of 2024 a year before, and is no other figure for that.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._by_year: dict[int, dict[str, str]] = {}

    def of(self, figure: str, year: int) -> str:
        """Say it of one figure for one year; empty where the rules have no such figure."""
        if year not in self._by_year:
            rules = moved(self._ruleset, year - self._ruleset.year)
            self._by_year[year] = {each.id: definition(each, rules) for each in rules.city}
        return self._by_year[year].get(figure, "")


def shown_number(figure: CityFigure, value: Fraction | None) -> str:
    """Write a number in the places that the figure asks for, rounded half up once."""
    if value is None:
        return ""
    number = value * 100 if figure.is_share else value
    return decimal_text(round_fraction(number, Fraction(1, 10**figure.decimals)))


def said_number(
    figure: CityFigure, value: Fraction | None, bound: str = "", tally: Tally | None = None
) -> str:
    """Say a number of a figure with its unit, and with what it lacks."""
    if bound == LISTED:
        return LISTED
    if value is None:
        return "不适用" if tally is not None and tally.n_open == 0 else "没有数"
    number = shown_number(figure, value)
    unit = figure.unit if figure.unit in ("", "%") else f" {figure.unit}"
    lacking = f"（{INCOMPLETE}）" if bound == INCOMPLETE else ""
    return f"{f'{AT_LEAST} ' if bound == AT_LEAST else ''}{number}{unit}{lacking}"


def join(
    tally: Tally,
    ruleset: RuleSet,
    facts: FactTable,
    history: History,
    definitions: Definitions,
) -> CityValue:
    """Join one figure's years, where it is one that joins them."""
    figure, said = tally.figure, definitions.of(tally.figure.id, ruleset.year)
    notes: list[str] = []
    has_own = figure.until is None or figure.until >= ruleset.window[0] or not figure.joins_years
    is_open = has_own and (tally.n_open > 0 or bool(facts.absent))
    total, divisor, n_years = tally.total, tally.divisor, 1
    if figure.joins_years:
        joined = _years(figure, definitions, ruleset.year, history.of(FIGURE, figure.id), notes)
        is_open |= bool(notes)
        parts = [(each.total or Fraction(), each.divisor) for each in joined]
        if has_own and tally.total is not None:
            parts.append((tally.total, tally.divisor))
        total = sum((part[0] for part in parts), Fraction()) if parts else None
        divisor = _add(part[1] for part in parts)
        n_years = len(parts)
        if figure.years is Years.SUM and figure.since is None:
            begins = min((each.year for each in joined), default=ruleset.year)
            notes.append(f"从 {begins} 年起累计，更早的没有")
        if figure.years is Years.MEAN and parts:
            notes.append(f"{n_years} 年平均" if n_years > 1 else "只有一年的数")
    elif figure.table and not tally.has_early:
        notes.append(f"台账里没有 {ruleset.year} 年以前的记录")
    value = _value(figure, total, divisor, n_years)
    bound = ""
    if is_open and value is not None:
        rises = figure.years is not Years.MEAN and _only_rises(figure, ruleset)
        bound = AT_LEAST if rises else INCOMPLETE
    return CityValue(figure, tally, value, bound, said, tuple(notes), total, divisor)


def _add(numbers: Iterable[Fraction | None]) -> Fraction | None:
    known = [each for each in numbers if each is not None]
    return sum(known, Fraction()) if known else None


def _value(
    figure: CityFigure, total: Fraction | None, divisor: Fraction | None, n_years: int
) -> Fraction | None:
    if total is None:
        return None
    if figure.kind is FigureKind.RATIO:
        return total / divisor if divisor else None
    return total / n_years if figure.years is Years.MEAN else total


def _years(
    figure: CityFigure,
    definitions: Definitions,
    year: int,
    earlier: Sequence[Earlier],
    notes: list[str],
) -> list[Earlier]:
    """Return the earlier years that belong to a figure; note what is lacking."""
    first = figure.since.year if figure.since is not None else None
    last = year - 1 if figure.until is None else min(year - 1, figure.until.year)
    mine = [each for each in earlier if each.year <= last and (first is None or each.year >= first)]
    other = [
        each for each in mine if each.row.get("formula") != definitions.of(figure.id, each.year)
    ]
    joined = [each for each in mine if each not in other and each.total is not None]
    if first is not None:
        known = {each.year for each in (*joined, *other)}
        lacking = [each for each in range(first, last + 1) if each not in known]
        if lacking:
            notes.append(f"缺 {_listed(lacking)}年的数")
    if other:
        notes.append(f"{_listed(each.year for each in other)}年的口径不同，没有合进来")
    partly = [each.year for each in joined if not each.is_whole]
    if partly:
        notes.append(f"{_listed(partly)}年的数不全")
    return joined


def _listed(years: Iterable[int]) -> str:
    """Write years: 2021—2023、2025 ."""
    runs: list[list[int]] = []
    for each in years:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    said = (f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"{'、'.join(said)} "


def _only_rises(figure: CityFigure, ruleset: RuleSet) -> bool:
    """Tell whether what is not known can only make the figure larger."""
    match figure.kind:
        case FigureKind.COUNT | FigureKind.DISTINCT:
            return True
        case FigureKind.TOTAL if figure.table:
            low = ruleset.tables[figure.table].fields[figure.column].low
            return low is not None and low >= 0
        case FigureKind.TOTAL:
            return _is_not_negative(figure.value, ruleset)
    return False


def _is_not_negative(name: str, ruleset: RuleSet) -> bool:
    field = ruleset.fields.get(name)
    if field is not None:
        return field.low is not None and field.low >= 0
    derived: Derived = ruleset.derived[name]
    if derived.kind in _COUNTS:
        return True
    if derived.kind in _SUMS:
        return all(_is_not_negative(each, ruleset) for each in derived.operands)
    if derived.kind == "total":
        low = ruleset.tables[derived.table].fields[derived.column].low
        return low is not None and low >= 0
    return False
