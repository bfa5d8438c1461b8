"""What changed between two rulesets, in Chinese words, part by part."""

from __future__ import annotations

from engine.differences.changes import ChangeKind, RuleChange
from engine.differences.comparing import compare_rules

__all__ = ["ChangeKind", "RuleChange", "compare_rules"]
