"""The rules that score sheets are printed of."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

TOP = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def datong() -> RuleSet:
    return load_ruleset(TOP / "rules" / "datong-2025", "rules/datong-2025")
