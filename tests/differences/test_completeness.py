"""Nothing that changes a ruleset goes unsaid, and what is said is where the change is."""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from engine.differences import compare_rules
from engine.differences.labels import CALLED, NOT_TOLD, key_behind
from engine.differences.parts import _TOLD_ELSEWHERE
from engine.glossary import KEYS
from engine.ruleset import checks, clauses, combining, dictionary, grades, methods, model
from engine.ruleset.model import RuleSet

TOP = Path(__file__).parents[2]
# Where a text stands, and what follows from other values.
UNSEEN = {"place", "places", "digest", "folder", "texts", "choice"}
# Said as one phrase, or under a part of their own.
SAID_WHOLE = (
    *("Band.", "Profile.", "ProfileChange.", "Effect.", "Edition.", "Place.", "Unrated."),
    *("Derived.operands", "Derived.peers", "Field.high", "Group.children"),
)
RULESETS = [
    ("tests/rulesets/small", 30),
    ("tests/rulesets/limits", 40),
    ("tests/rulesets/lastyear", 25),
    ("tests/rulesets/evidence", 30),
    ("examples/county-2025/counties", 30),
    ("examples/public/fl_school_grades", 12),
    ("examples/public/nyc_progress_reports_2009_10", 8),
    ("yaml", 12),
    ("rules/datong-2025", 3),
]


def _mutations() -> ModuleType:
    path = Path(__file__).with_name("mutations.py")
    spec = importlib.util.spec_from_file_location("rule_mutations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MUTATIONS = _mutations()


@pytest.mark.parametrize(("name", "n"), RULESETS)
def test_value_when_changed_then_it_is_told_at_its_part(name: str, n: int, tmp_path: Path) -> None:
    texts = MUTATIONS.texts_of(MUTATIONS.folder_of(name, tmp_path))
    before = MUTATIONS.build(texts)
    known = MUTATIONS.meaning(before, UNSEEN)
    told = 0
    for mutation in MUTATIONS.mutations(texts, n, name):
        after: RuleSet = MUTATIONS.build({**texts, mutation.file: mutation.node})
        changes = compare_rules(before, after)
        if MUTATIONS.meaning(after, UNSEEN) != known:
            assert changes, mutation.about
        told += bool(changes)
        near = MUTATIONS.places_in(mutation.part) | MUTATIONS.places_in(mutation.part_after)
        at_it = [each for each in changes if {each.place_before, each.place_after} & near]
        if mutation.file.startswith("fields") or "cohorts" in mutation.about:
            # What is read otherwise for it is told too.
            assert not changes or at_it, mutation.about
        else:
            assert at_it == list(changes), (mutation.about, [str(each) for each in changes])
    assert told > n // 2


@pytest.mark.parametrize("name", [name for name, _ in RULESETS])
def test_rules_when_read_twice_then_nothing_is_told(name: str, tmp_path: Path) -> None:
    texts = MUTATIONS.texts_of(MUTATIONS.folder_of(name, tmp_path))
    assert compare_rules(MUTATIONS.build(texts), MUTATIONS.build(texts)) == ()


def test_model_when_it_has_a_value_then_that_has_a_chinese_name() -> None:
    parts = {
        each
        for module in (checks, clauses, combining, dictionary, grades, methods, model)
        for each in vars(module).values()
        if isinstance(each, type) and dataclasses.is_dataclass(each)
    }
    nameless = {
        f"{part.__name__}.{each.name}"
        for part in parts
        for each in dataclasses.fields(part)
        if each.name not in NOT_TOLD
        and f"{part.__name__}.{each.name}" not in NOT_TOLD
        and not (part is RuleSet and each.name in _TOLD_ELSEWHERE)
        and f"{part.__name__}.{each.name}" not in CALLED
        and key_behind(part.__name__, each.name) not in KEYS
    }
    assert {name for name in nameless if not name.startswith(SAID_WHOLE)} == set()
