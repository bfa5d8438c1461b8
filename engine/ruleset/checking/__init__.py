"""What a ruleset must hold beyond the shape of its text, one file for each subject."""

from __future__ import annotations

from engine.ruleset.checking.fields import check_derived, check_fields, check_unused
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import RuleSet


def check_rules(inspection: Inspection) -> RuleSet:
    """Run every check; return the ruleset with derived values in order of evaluation."""
    check_fields(inspection)
    return check_derived(inspection)


def check_coverage(inspection: Inspection) -> None:
    pass
