"""Give particular schools their story."""

from __future__ import annotations

from cohort.schools import School
from engine.ruleset.model import RuleSet


def make_special(ruleset: RuleSet, schools: list[School]) -> None:
    """Give the first schools the cases that examples/datong-2025/README.md lists."""
