"""Nothing that changes a ruleset goes unsaid, and what is said is where the change is."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from engine.differences import compare_rules
from engine.differences.labels import NOT_TOLD, has_label
from engine.differences.parts import _TOLD_ELSEWHERE
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
    ("docs", 12),
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


def folder_of(name: str, tmp_path: Path) -> Path:
    """Return the folder of a ruleset; the one of the rule language page is put together."""
    if name != "docs":
        return TOP / name
    page = (TOP / "docs" / "rule-language.md").read_text(encoding="utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        path = tmp_path / block.partition("\n")[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    return tmp_path


def meaning(part: Any) -> Any:
    """Return a model as plain data, without the places of its texts."""
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        values = {each.name: getattr(part, each.name) for each in dataclasses.fields(part)}
        kept = ((name, meaning(value)) for name, value in values.items() if name not in UNSEEN)
        return type(part).__name__, *kept
    if isinstance(part, Mapping):
        return [(key, meaning(value)) for key, value in part.items()]
    if isinstance(part, tuple):
        return tuple(meaning(each) for each in part)
    return part


@pytest.mark.parametrize(("name", "n"), RULESETS)
def test_value_when_changed_then_it_is_told_at_its_part(name: str, n: int, tmp_path: Path) -> None:
    texts = MUTATIONS.texts_of(folder_of(name, tmp_path))
    before = MUTATIONS.build(texts)
    known = meaning(before)
    told = 0
    for mutation in MUTATIONS.mutations(texts, n, name):
        after: RuleSet = MUTATIONS.build({**texts, mutation.file: mutation.node})
        changes = compare_rules(before, after)
        if meaning(after) != known:
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
    texts = MUTATIONS.texts_of(folder_of(name, tmp_path))
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
        and not has_label(part.__name__, each.name)
    }
    assert {name for name in nameless if not name.startswith(SAID_WHOLE)} == set()
