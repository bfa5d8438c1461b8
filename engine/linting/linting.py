"""Lint rules that can be used: a table from code to the function that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from engine.diagnostics import Diagnostic
from engine.linting.codes import LINTS
from engine.linting.directions import levels_out_of_order, opposite_uses, turning_points
from engine.linting.double_penalty import double_penalty, zeroed_twice
from engine.linting.finding import Finding, Remark
from engine.linting.idle_reliefs import nobody_at_fault, swallowed_reliefs, swallowed_together
from engine.linting.names_alike import names_alike
from engine.linting.out_of_reach import bands_out_of_reach, grades_out_of_reach, no_places
from engine.linting.points_in_words import points_in_words
from engine.linting.shares_in_words import shares_in_words
from engine.linting.survey import Survey
from engine.linting.undecided_vetoes import (
    blank_escapes,
    empty_means_none,
    never_in_force,
    open_choices,
    triggers_on_open,
)
from engine.linting.unused_columns import unused_columns
from engine.linting.unused_names import read_in_vain, unused_names
from engine.linting.without_source import without_source
from engine.linting.worst_total import lowest_grade_out_of_reach
from engine.ruleset.model import RuleSet

RULE_LINTS: Mapping[str, Callable[[Survey], Iterator[Remark]]] = {
    "L001": points_in_words,
    "L002": unused_columns,
    "L003": unused_names,
    "L004": read_in_vain,
    "L005": without_source,
    "L006": names_alike,
    "L007": shares_in_words,
    "L010": double_penalty,
    "L011": zeroed_twice,
    "L020": grades_out_of_reach,
    "L021": no_places,
    "L022": bands_out_of_reach,
    "L023": lowest_grade_out_of_reach,
    "L030": open_choices,
    "L031": triggers_on_open,
    "L032": empty_means_none,
    "L033": blank_escapes,
    "L034": never_in_force,
    "L040": nobody_at_fault,
    "L041": swallowed_together,
    "L042": swallowed_reliefs,
    "L050": turning_points,
    "L051": opposite_uses,
    "L052": levels_out_of_order,
}


def lint_rules(ruleset: RuleSet) -> tuple[Finding, ...]:
    """Return what is worth a look in rules that can be used, in order of place."""
    survey = Survey(ruleset)
    return in_order(
        finding_of(code, remark) for code, look in RULE_LINTS.items() for remark in look(survey)
    )


def finding_of(code: str, remark: Remark) -> Finding:
    """Return a remark as a finding with its code."""
    value = "、".join(remark.items)
    diagnostic = Diagnostic(
        code, LINTS[code].severity, remark.message, remark.place, value, remark.hint
    )
    return Finding(diagnostic, remark.items, remark.within)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of their places."""
    return tuple(sorted(findings, key=lambda each: each.diagnostic.sort_key))
