"""Two editions of a ruleset over the same facts: a copy of the city's rules, with texts changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine.facts import Inputs
from engine.previewing import Preview, preview_rules
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

ROOT = Path(__file__).parents[2]
DATONG = ROOT / "rules" / "datong-2025"
SHEETS = ROOT / "examples" / "datong-2025"

# File of the ruleset -> (text as it stands once, text instead), one after the other.
Edits = Mapping[str, tuple[tuple[str, str], ...]]
Edited = Callable[[Edits], Path]


@pytest.fixture(scope="session")
def datong() -> RuleSet:
    return load_ruleset(DATONG)


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return a function that copies the city's rules and changes texts in them."""

    def edit(edits: Edits) -> Path:
        folder = tmp_path / "datong-2026"
        shutil.copytree(DATONG, folder)
        for name, pairs in edits.items():
            path = folder / name
            text = path.read_text(encoding="utf-8")
            for old, new in pairs:
                assert text.count(old) == 1, (name, old, text.count(old))
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
        return folder

    return edit


@pytest.fixture
def previewed(datong: RuleSet, edited: Edited) -> Callable[[Edits], Preview]:
    """Return a function that previews edits of the city's rules over the example cohort."""

    def preview(edits: Edits) -> Preview:
        return preview_rules(datong, load_ruleset(edited(edits)), Inputs((str(SHEETS),)))

    return preview
