"""Two editions of a ruleset over the same facts: a copy of the city's rules, with texts changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine.assess import Assessment, assess
from engine.facts import Inputs, read_facts
from engine.facts.table import FactTable
from engine.previewing import Preview, compare_assessments
from engine.previewing.sharing import facts_for
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

ROOT = Path(__file__).parents[2]
DATONG = ROOT / "rules" / "datong-2025"
SHEETS = ROOT / "examples" / "datong-2025"
GIVEN = Inputs((str(SHEETS),))

# File of the ruleset -> (text as it stands once, text instead), one after the other.
Edits = Mapping[str, tuple[tuple[str, str], ...]]
Edited = Callable[[Edits], Path]


@pytest.fixture(scope="session")
def datong() -> RuleSet:
    return load_ruleset(DATONG)


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """Return a function that copies the city's rules and changes texts in them."""

    def edit(edits: Edits) -> Path:
        folder = tmp_path_factory.mktemp("rules") / "datong-2026"
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


@pytest.fixture(scope="session")
def facts(datong: RuleSet) -> FactTable:
    return read_facts(datong, GIVEN)


@pytest.fixture(scope="session")
def today(datong: RuleSet, facts: FactTable) -> Assessment:
    return assess(datong, facts)


@pytest.fixture(scope="session")
def previewed(
    datong: RuleSet, facts: FactTable, today: Assessment, edited: Edited
) -> Callable[[Edits], Preview]:
    """Return a function that previews edits of the city's rules over the example cohort."""

    def preview(edits: Edits) -> Preview:
        after = load_ruleset(edited(edits))
        shared = facts_for(facts, datong, after, GIVEN)
        assert shared is not None
        return compare_assessments(today, assess(after, shared))

    return preview
