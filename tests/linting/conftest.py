"""The small ruleset, copied, to change one text in and lint."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics import Severity
from engine.linting import Finding, lint_rules
from engine.ruleset import check_ruleset

SMALL = Path(__file__).parent.parent / "rulesets" / "small"

Lint = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return a copy of the small ruleset that a test may change."""
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    return folder


def change(folder: Path, changed: Mapping[str, Any]) -> None:
    """Replace one text in one file, or add to its end."""
    path = folder / changed["file"]
    text = path.read_text(encoding="utf-8")
    old = changed.get("old", "")
    assert old in text, f"{changed['file']} does not contain {old}"
    new = text.replace(old, changed["new"], 1) if old else text + changed["new"]
    path.write_text(new, encoding="utf-8")


@pytest.fixture
def lint(rules: Path) -> Lint:
    """Return a function that makes changes in the small ruleset and lints it."""

    def lint_changed(*changes: Mapping[str, Any]) -> tuple[Finding, ...]:
        for each in changes:
            change(rules, each)
        ruleset, problems = check_ruleset(rules, "rules")
        errors = [each for each in problems if each.severity is Severity.ERROR]
        assert ruleset is not None, errors
        return lint_rules(ruleset)

    return lint_changed
