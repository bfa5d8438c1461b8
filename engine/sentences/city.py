"""Say how a figure of the city (全市数据) comes about, and which span it covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.points import decimal_text
from engine.ruleset.conditions import names_in
from engine.ruleset.model import CityFigure, FigureKind, RuleSet, Years
from engine.ruleset.subject import SCHOOL
from engine.sentences.conditions import condition_text
from engine.sentences.derived import derived_sentence

YEARS_SAID = {Years.ALONE: "当年", Years.SUM: "累计", Years.MEAN: "年均"}


def figure_sentence(figure: CityFigure, ruleset: RuleSet) -> str:
    """Say how a figure is worked out; of one that is only listed, why it is not."""
    if figure.kind is FigureKind.LISTED:
        return f"仅列示：{figure.reason}"
    whom = ""
    if figure.applies is not None:
        whom = f"{condition_text(figure.applies, ruleset)}的{ruleset.subject}，"
    return f"{whom}{_worked_out(figure, ruleset)}"


def definition(figure: CityFigure, ruleset: RuleSet) -> str:
    """Say all that a figure rests on, so that two years can be compared: 口径."""
    named = dict.fromkeys(name for name in _names_in(figure, ruleset) if name in ruleset.derived)
    behind = (f"“{name}”＝{derived_sentence(ruleset.derived[name], ruleset)}" for name in named)
    unit = f"（{figure.unit}）" if figure.unit else ""
    return "；".join((figure_sentence(figure, ruleset) + unit, *behind))


def _names_in(figure: CityFigure, ruleset: RuleSet) -> Iterator[str]:
    """Yield the names that a figure reads, and those behind derived values."""
    pending = [figure.value, figure.numerator, figure.denominator]
    pending += [*names_in(figure.condition), *names_in(figure.applies)]
    seen: set[str] = set()
    for name in pending:  # grows while it is read
        if not name or name in seen:
            continue
        seen.add(name)
        yield name
        derived = ruleset.derived.get(name)
        if derived is not None:
            pending += [*derived.operands, derived.numerator, derived.denominator]
            pending += names_in(derived.condition)


def _worked_out(figure: CityFigure, ruleset: RuleSet) -> str:
    subject, each = ruleset.subject, _each(ruleset)
    if figure.kind is FigureKind.RATIO:
        above, below = f"“{figure.numerator}”", f"“{figure.denominator}”"
        return f"{each}{above}之和÷{each}{below}之和（合计后再除）"
    if figure.table:
        return _over_records(figure, ruleset)
    if figure.kind is FigureKind.COUNT:
        asked = condition_text(figure.condition, ruleset) if figure.condition else ""
        return f"{asked}的{subject}数"
    if figure.kind is FigureKind.DISTINCT:
        return f"不同“{figure.value}”的个数"
    return f"{each}“{figure.value}”之和"


def _each(ruleset: RuleSet) -> str:
    return "各校" if ruleset.subject == SCHOOL else f"各{ruleset.subject}"


def _over_records(figure: CityFigure, ruleset: RuleSet) -> str:
    records = f"“{figure.table}”台账的记录"
    if figure.condition is not None:
        asked = condition_text(figure.condition, ruleset, figure.table)
        records = f"“{figure.table}”台账中{asked}的记录"
    match figure.kind:
        case FigureKind.TOTAL:
            return f"{records}，“{figure.column}”之和"
        case FigureKind.DISTINCT:
            apart = f"（{_each(ruleset)}分别计）" if figure.separately else ""
            return f"{records}，不同“{figure.column}”的个数{apart}"
    return f"{records}条数"


def span_text(figure: CityFigure, ruleset: RuleSet) -> str:
    """Say which span a figure covers: 2023年以来, 2025年度.

    >>> _since(date(2023, 1, 1)), _since(date(2023, 5, 1))
    ('2023年以来', '2023-05-01以来')
    """
    if figure.since is None and figure.until is None:
        return f"{ruleset.year}年度"
    if figure.until is None and figure.since is not None:
        return _since(figure.since)
    return f"{figure.since or ruleset.window[0]} 至 {figure.until}"


def printed_text(figure: CityFigure) -> str:
    """Write the number that the source prints; empty where it prints none."""
    if figure.printed is None:
        return ""
    if figure.is_share:
        return f"{decimal_text(figure.printed * 100)}%"
    return decimal_text(figure.printed)


def _since(day: date) -> str:
    whole_year = (day.month, day.day) == (1, 1)
    return f"{day.year}年以来" if whole_year else f"{day}以来"
