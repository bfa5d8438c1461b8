"""The rules that we ship are looked through: nothing that wants a look is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics import Severity
from engine.linting import lint_rules, sift
from engine.ruleset import check_ruleset

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(
    path.parent for top in ("rules", "examples") for path in (ROOT / top).rglob("ruleset.yaml")
)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_shipped_rules_when_linted_then_nothing_wants_a_look(folder: Path) -> None:
    ruleset, problems = check_ruleset(folder, folder.name)
    assert ruleset is not None
    told = sift(ruleset, problems, lint_rules(ruleset)).told
    lints = [each for each in told if each.code.startswith("L")]
    assert not [str(each) for each in lints if each.severity is not Severity.NOTE]
    assert not [str(each) for each in lints if each.code == "L099"]


def test_datong_when_linted_then_not_even_a_note_is_left() -> None:
    ruleset, problems = check_ruleset(ROOT / "rules" / "datong-2025", "datong")
    assert ruleset is not None
    sifted = sift(ruleset, problems, lint_rules(ruleset))
    assert not sifted.told
    assert all(len(each.entry.reason) > 5 for each in sifted.silenced)
