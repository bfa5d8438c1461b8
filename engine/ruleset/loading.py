"""Load a ruleset: read the folder → assemble → check → choose the unit of points."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.diagnostics import Diagnostic, Diagnostics, RulesUnusable
from engine.ruleset.assembling import assemble, choose_points_unit
from engine.ruleset.checking import Inspection, check_rules
from engine.ruleset.folder import RuleTexts, read_folder
from engine.ruleset.model import RuleSet
from engine.ruleset.scales import put_scales


def load(folder: Path, shown_as: str | None = None) -> RuleSet:
    """Load the ruleset, or raise RulesUnusable with all diagnostics."""
    ruleset, found = check(folder, shown_as)
    if ruleset is None:
        errors = sum(item.severity.value == "error" for item in found)
        shown = shown_as if shown_as is not None else folder.as_posix()
        raise RulesUnusable(f"规则“{shown}”有 {errors} 处错误，不能使用", found)
    return ruleset


def check(
    folder: Path, shown_as: str | None = None
) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Return the ruleset (None where there is any error) and all diagnostics."""
    diagnostics = Diagnostics()
    texts = read_folder(folder, diagnostics, shown_as)
    ruleset = _build(texts, diagnostics) if texts is not None and texts.is_complete else None
    return None if diagnostics.has_errors else ruleset, diagnostics.sorted()


def _build(texts: RuleTexts, diagnostics: Diagnostics) -> RuleSet:
    texts = put_scales(texts, diagnostics)
    ruleset, draft, clauses = assemble(texts, diagnostics)
    unit = choose_points_unit(ruleset, draft, texts)  # first: its errors leave sums unsound
    inspection = Inspection(ruleset, draft, texts, tuple(clauses))
    return replace(check_rules(inspection), unit=unit)
