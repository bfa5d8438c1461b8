"""Survey the city: count its figures, join the years, compare with last year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.assess import Assessment
from engine.city.comparing import YearOnYear, compare_years
from engine.city.history import FIGURE, NO, TOTAL, YES, Earlier, History, read_history
from engine.city.joining import LISTED, CityValue, Definitions, join, shown_number
from engine.city.means import Mean, exact_totals, mean_text, means_by_cohort
from engine.city.tallying import Tally, tally
from engine.facts.table import FactTable, State
from engine.points import decimal_text
from engine.ruleset.model import CityFigure, FigureKind, RuleSet
from engine.sentences.city import figure_sentence, span_text

_ALL = "全部"


@dataclass(frozen=True, slots=True)
class City:
    """What is known of the city as a whole.

    Args:
        values: Its figures, in the order of the rules. means: mean totals of all, then by cohort.
        years: This year against last; None where nothing of last year was given.
    """

    values: tuple[CityValue, ...]
    means: tuple[Mean, ...]
    history: History
    years: YearOnYear | None

    @property
    def n_incomplete(self) -> int:
        """Return how many figures lack something."""
        return sum(each.bound not in ("", LISTED) for each in self.values)


def survey_city(assessment: Assessment) -> City:
    """Survey the city after an assessment."""
    ruleset, facts, view = assessment.ruleset, assessment.facts, assessment.scores.view
    history = read_history(facts.last_year, ruleset.year)
    values, definitions = [], Definitions(ruleset)
    for figure in ruleset.city:
        if figure.kind is FigureKind.LISTED:
            values.append(_listed(figure, ruleset))
        else:
            found = tally(figure, ruleset, facts, view)
            values.append(join(found, ruleset, facts, history, definitions))
    book = assessment.book
    totals = exact_totals(book.roll_up.total.tolist(), book.rated_mask.tolist(), ruleset.unit)
    means = means_by_cohort(book.cohort, totals)
    return City(tuple(values), means, history, compare_years(assessment))


def _listed(figure: CityFigure, ruleset: RuleSet) -> CityValue:
    said = figure_sentence(figure, ruleset)
    return CityValue(figure, None, None, LISTED, said, (figure.reason,))


def coverage_text(found: Tally, ruleset: RuleSet, facts: FactTable) -> str:
    """Say how many schools a figure rests on: 60 所中 57 所有数，3 所缺."""
    subject = ruleset.subject
    counted, missing = found.count(State.PRESENT), found.count(State.MISSING)
    unreadable, outside = found.count(State.UNREADABLE), found.count(State.NOT_APPLICABLE)
    covered, measure = counted + missing + unreadable, subject.measure
    said = [f"{covered} {measure}都有数"]
    if missing or unreadable:
        said = [f"{covered} {measure}中 {counted} {measure}有数"]
        said += [f"{missing} {measure}缺"] if missing else []
        said += [f"{unreadable} {measure}无法识读"] if unreadable else []
    if not covered:
        said = [f"没有要算的{subject}"]
    others = [f"另有 {outside} {measure}不适用"] if outside else []
    others += [f"{len(facts.absent)} {measure}未交"] if facts.absent else []
    return "；".join(("，".join(said), *(["，".join(others)] if others else [])))


def trend_rows(city: City, ruleset: RuleSet, facts: FactTable) -> Iterator[dict[str, str]]:
    """Yield the rows of trend.csv: earlier years as they were handed on, then this year."""
    definitions = Definitions(ruleset)
    for earlier in city.history.earlier:
        note = earlier.row.get("note", "")
        if earlier.key[0] == FIGURE:
            note = _change(earlier, definitions, ruleset)
        yield {**earlier.row, "note": note}
    for each in city.values:
        if each.tally is not None:
            yield _figure_row(each, each.tally, ruleset, facts)
    for mean in city.means:
        yield _mean_row(mean, ruleset)


def _change(earlier: Earlier, definitions: Definitions, ruleset: RuleSet) -> str:
    """Say that a figure of an earlier year is not the same as this year's."""
    said = definitions.of(earlier.key[1], earlier.year)
    if not said:
        return f"{ruleset.year} 年的方案没有这一项"
    return "" if said == earlier.row.get("formula") else f"口径与 {ruleset.year} 年不同"


def _figure_row(
    each: CityValue, found: Tally, ruleset: RuleSet, facts: FactTable
) -> dict[str, str]:
    figure, own, divisor = each.figure, found.total, found.divisor
    value = own
    if figure.kind is FigureKind.RATIO:
        value = own / divisor if own is not None and divisor else None
    return {
        "year": str(ruleset.year),
        "kind": FIGURE,
        "figure": figure.id,
        "name": figure.name,
        "unit": figure.unit,
        "said": each.said,
        "value": each.shown,
        "window": span_text(figure, ruleset),
        "formula": each.definition,
        "note": "",
        "own": shown_number(figure, value),
        "numerator": "" if own is None else decimal_text(own),
        "denominator": "" if divisor is None else decimal_text(divisor),
        "complete": NO if found.n_open or facts.absent or own is None else YES,
        "coverage": coverage_text(found, ruleset, facts),
    }


def _mean_row(mean: Mean, ruleset: RuleSet) -> dict[str, str]:
    shown = mean_text(mean.value, ruleset.decimals)
    measure = ruleset.subject.measure
    whole = mean.n_counted == mean.n_schools
    covered = f"{mean.n_schools} {measure}都有总分"
    return {
        "year": str(ruleset.year),
        "kind": TOTAL,
        "figure": mean.cohort,
        "name": f"平均总分（{mean.cohort or _ALL}）",
        "unit": "分",
        "said": f"{shown} 分" if shown else "没有数",
        "value": shown,
        "own": shown,
        "numerator": decimal_text(mean.total),
        "denominator": str(mean.n_counted),
        "complete": YES if whole else NO,
        "coverage": covered
        if whole
        else f"{mean.n_schools} {measure}中 {mean.n_counted} {measure}有总分",
        "window": f"{ruleset.year}年度",
        "formula": f"按“{ruleset.name}”",
        "note": "各年按当年的方案计分，方案改了的，分数不能直接相比",
    }


def exact_text(value: CityValue) -> tuple[str, str]:
    """Return what a figure was worked out of, exactly: the sum, and that of the denominators."""
    above = "" if value.total is None else decimal_text(value.total)
    return above, "" if value.divisor is None else decimal_text(value.divisor)
