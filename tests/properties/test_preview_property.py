"""The same facts under two rulesets: whatever the rules and the facts, every delta closes.

Comparing the other way round says the same with other signs.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assess import assess
from engine.diagnostics import RulesUnusable
from engine.previewing import Preview, compare_assessments
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

sys.path.insert(0, str(Path(__file__).parent))
from test_combining_property import batch, school, trees
from test_double_entry_property import SCHOOLS, assessed

SMALL = Path(__file__).parent.parent / "rulesets" / "small"
N_EDITED = 10
NUMBER = re.compile(r"(?<=[:\s\[{])-?\d+(?:\.\d+)?(?=[%\s,\]}])")


def edited_rules(folder: Path) -> Iterator[RuleSet]:
    """Yield the small rules with numbers changed at random, such as can be used."""
    by = random.Random(20)
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(SMALL.rglob("*.yaml"))}
    files = [path for path in texts if path.parent.name != "cases" and path.stem != "fields"]
    found, at = 0, 0
    while found < N_EDITED:
        at += 1
        own = folder / str(at) / "small"
        shutil.copytree(SMALL, own)
        for path in by.sample(files, 2):
            place = by.choice(list(NUMBER.finditer(texts[path])))
            number = by.choice(["0", "0.5", "1", "2", "3", "5", "60", "80"])
            text = texts[path][: place.start()] + number + texts[path][place.end() :]
            (own / path.relative_to(SMALL)).write_text(text, encoding="utf-8")
        try:
            rules = load_ruleset(own)
        except RulesUnusable:
            continue
        found += 1
        yield rules


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> list[RuleSet]:
    return list(edited_rules(tmp_path_factory.mktemp("edited")))


def assert_mirrored(one: Preview, other: Preview) -> None:
    """Hold a preview against the one from the other side."""
    assert np.array_equal(one.parts.delta.sum(axis=0), one.schools.delta)
    assert np.array_equal(one.schools.delta, -other.schools.delta)
    assert np.array_equal(one.schools.rank_move, -other.schools.rank_move)
    sums = [
        {key: each.parts.delta[at].tolist() for at, key in enumerate(each.parts.keys)}
        for each in (one, other)
    ]
    assert sums[0] == {key: [-delta for delta in each] for key, each in sums[1].items()}
    assert {(own, now): n for (now, own), n in one.crossings.items()} == other.crossings
    cases = [{(each.school, each.clause) for each in side.vetoes} for side in (one, other)]
    assert cases[0] == cases[1]
    assert {(each.fell_out, each.came_in) for each in one.quotas} == {
        (each.came_in, each.fell_out) for each in other.quotas
    }
    moved = [direction.value != "same" for direction in one.schools.directions]
    assert [bool(cause) for cause in one.schools.causes] == moved


@settings(max_examples=20)
@given(schools=SCHOOLS, data=st.data())
def test_preview_when_numbers_of_rules_change_then_closes_and_mirrors(
    edited: list[RuleSet], schools: list[Any], data: st.DataObject
) -> None:
    two = data.draw(st.lists(st.sampled_from(range(N_EDITED)), min_size=2, max_size=2))
    before, after = (assessed(schools, edited[at]) for at in two)
    there = compare_assessments(before, after)
    assert_mirrored(there, compare_assessments(after, before))
    assert there.changes or not there.schools.delta.any()


@settings(max_examples=40)
@given(data=st.data())
def test_preview_when_levels_are_of_every_kind_then_closes_and_mirrors(
    world: Any, data: st.DataObject
) -> None:
    schools = data.draw(st.lists(school, min_size=1, max_size=4))
    sides = []
    for _ in range(2):
        dimensions, combine, full = data.draw(trees(world))
        rules, facts = batch(world, dimensions, combine, full, schools)
        sides.append(assess(rules, facts, engine="forward"))
    assert_mirrored(compare_assessments(*sides), compare_assessments(*reversed(sides)))
