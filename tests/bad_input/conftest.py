"""A ruleset to spoil: the small one, copied, with one text replaced by another."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from engine.diagnostics import Diagnostic
from engine.ruleset import check_ruleset

# Let the modules of this folder find made_workbooks, also where they are collected one by one.
sys.path.insert(0, str(Path(__file__).parent))

SMALL = Path(__file__).parent.parent / "rulesets" / "small"

Spoil = Callable[..., tuple[Diagnostic, ...]]


@cache
def warned_before() -> frozenset[tuple[str, str]]:
    """Return what the small ruleset is warned of as it is."""
    return frozenset((item.code, item.value) for item in check_ruleset(SMALL, "rules")[1])


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return a copy of the small ruleset that a test may change."""
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    return folder


@pytest.fixture
def spoil(rules: Path) -> Spoil:
    """Return a function that replaces one text in one file and checks the rules.

    What the small ruleset itself is warned of (values that no rule uses) is left out.
    """
    before = warned_before()

    def spoil_text(
        file: str, old: str, new: str, profile: str | None = None
    ) -> tuple[Diagnostic, ...]:
        path = rules / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not contain {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        found = check_ruleset(rules, "rules", profile=profile)[1]
        return tuple(item for item in found if (item.code, item.value) not in before)

    return spoil_text


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Write a good file, beside which the bad ones stand."""
    file = tmp_path / "好.csv"
    file.write_text("学校标识码,学校名称\n0012,二中\n", encoding="utf-8")
    return file
