"""What a ruleset must hold beyond the shape of its text, one file for each subject."""

from __future__ import annotations

from engine.ruleset.checking.checks import check_checks
from engine.ruleset.checking.city import check_city
from engine.ruleset.checking.combining import check_combining
from engine.ruleset.checking.conditions import check_conditions
from engine.ruleset.checking.coverage import check_coverage
from engine.ruleset.checking.cuts import check_cuts
from engine.ruleset.checking.data_sources import check_data_sources
from engine.ruleset.checking.deeds import check_deeds
from engine.ruleset.checking.derived import check_derived
from engine.ruleset.checking.duties import check_duties
from engine.ruleset.checking.evidence import check_evidence
from engine.ruleset.checking.fields import check_fields, check_unused
from engine.ruleset.checking.forms import check_accepted_forms
from engine.ruleset.checking.grading import check_grading
from engine.ruleset.checking.ignoring import check_ignored
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.last_year import check_last_year
from engine.ruleset.checking.limits import check_limits
from engine.ruleset.checking.method_points import check_method_points
from engine.ruleset.checking.methods import check_methods
from engine.ruleset.checking.naming import check_ids, check_labels, check_school
from engine.ruleset.checking.points import check_shares, check_sums
from engine.ruleset.checking.rectifying import check_rectification
from engine.ruleset.checking.reliefs import check_reliefs
from engine.ruleset.checking.repeats import check_repeats
from engine.ruleset.checking.vetoes import check_clauses
from engine.ruleset.model import RuleSet

__all__ = ["Inspection", "check_rules"]


def check_rules(inspection: Inspection) -> RuleSet:
    """Run every check; return the ruleset with derived values in order of evaluation."""
    check_ids(inspection)
    check_school(inspection)
    check_fields(inspection)
    check_checks(inspection)
    check_evidence(inspection)
    check_data_sources(inspection)
    check_last_year(inspection)
    check_labels(inspection)
    check_sums(inspection)
    check_shares(inspection)
    check_rectification(inspection)
    check_combining(inspection)
    check_methods(inspection)
    inspection.refresh()
    check_method_points(inspection)
    check_clauses(inspection)
    check_reliefs(inspection)
    inspection.refresh()
    check_repeats(inspection)
    check_conditions(inspection)
    check_duties(inspection)
    check_deeds(inspection)
    check_city(inspection)
    check_limits(inspection)
    check_grading(inspection)
    check_cuts(inspection)
    check_coverage(inspection)
    check_accepted_forms(inspection)
    check_ignored(inspection)
    ruleset = check_derived(inspection)
    if not inspection.diagnostics.has_errors:  # a misspelt name leaves another unused
        check_unused(inspection)
    return ruleset
