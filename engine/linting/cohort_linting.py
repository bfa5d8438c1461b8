"""Lint rules by what they gave a cohort: a table from code to the function that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.assess import Assessment
from engine.linting.cohort import Cohort
from engine.linting.cohort_marks import (
    at_the_ceiling,
    bands_between,
    mostly_missing,
    never_full,
    same_marks,
)
from engine.linting.cohort_vetoes import met_by_most, met_by_nobody, open_for_most
from engine.linting.finding import Finding, Remark
from engine.linting.linting import finding_of, in_order
from engine.linting.same_mark import same_mark, same_mark_in_group

COHORT_LINTS: Mapping[str, Callable[[Cohort], Iterator[Remark]]] = {
    "L070": same_mark,
    "L071": same_mark_in_group,
    "L072": at_the_ceiling,
    "L073": never_full,
    "L074": mostly_missing,
    "L075": same_marks,
    "L076": met_by_most,
    "L077": open_for_most,
    "L078": met_by_nobody,
    "L079": bands_between,
}


def lint_cohort(assessment: Assessment) -> tuple[Finding, ...]:
    """Return what is worth a look in rules, given the marks of a cohort, in order of place."""
    cohort = Cohort(assessment)
    return in_order(
        finding_of(code, remark) for code, look in COHORT_LINTS.items() for remark in look(cohort)
    )
