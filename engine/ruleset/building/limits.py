"""Build 结果值 and 等次限定: what scoring gives, and how it limits grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from engine.ruleset.building.conditions import require_condition
from engine.ruleset.model import FieldType, GradeLimit, Result, ResultKind
from engine.ruleset.sections import Section
from engine.ruleset.vocabulary import Term


def build_results(root: Section) -> dict[str, Result]:
    """Build the results that limits of grades read."""
    return {name: _result(name, section) for name, section in root.named("results")}


def _result(name: str, section: Section) -> Result:
    below = section.section("n_below")
    if below is not None:
        less_than = below.number("less_than") or Fraction(0)
        nodes = below.texts("parts")
        return Result(name, ResultKind.N_BELOW, section.place, nodes, less_than)
    if "lowest_share" in section:
        return Result(name, ResultKind.LOWEST_SHARE, section.place, section.texts("lowest_share"))
    if "total_points" in section:
        is_share = section.text("total_points") == "share"
        kind = ResultKind.TOTAL_SHARE if is_share else ResultKind.TOTAL
        return Result(name, kind, section.place)
    key = "share" if "share" in section else "points"
    return Result(name, ResultKind(key), section.place, tuple(filter(None, (section.text(key),))))


def result_terms(results: Mapping[str, Result]) -> dict[str, Term]:
    """Return what the names of results stand for in a condition."""
    return {name: _term(result) for name, result in results.items()}


def _term(result: Result) -> Term:
    kind, high, unit = FieldType.NUMBER, None, ""
    match result.kind:
        case ResultKind.SHARE | ResultKind.LOWEST_SHARE:
            kind, high = FieldType.PERCENT, Fraction(1)
        case ResultKind.TOTAL_SHARE:
            kind = FieldType.PERCENT
        case ResultKind.N_BELOW:
            kind, high, unit = FieldType.INTEGER, Fraction(len(result.nodes)), "项"
        case ResultKind.POINTS | ResultKind.TOTAL:
            unit = "分"
    return Term(result.id, kind, result.place, low=Fraction(0), high=high, unit=unit)


def build_grade_limits(root: Section) -> tuple[GradeLimit, ...]:
    """Build the limits of grades; their conditions may read results."""
    draft = replace(root.draft, vocabulary=root.draft.vocabulary.with_results())
    return tuple(
        GradeLimit(
            item.text("name"),
            require_condition(item.get("condition"), item.place, draft),
            item.place,
            at_most=item.text("at_most"),
            at_least=item.text("at_least"),
            source=item.source(),
        )
        for item in root.sections("grade_limits")
    )
