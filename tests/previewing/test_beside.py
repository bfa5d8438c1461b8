"""A second process does half of the work and changes nothing; its refusals are told here."""

from __future__ import annotations

import gc
from functools import partial

import numpy as np
import pytest

from engine.diagnostics import FactsUnusable, RulesUnusable
from engine.facts import Inputs
from engine.previewing import preview_rules
from engine.ruleset import load_ruleset

from .conftest import DATONG, SHEETS
from .test_preview_of_the_city import WEIGHTS

SHEET = Inputs((str(SHEETS / "云川区学校.xlsx"),))


def test_one_process_or_two_find_the_same(edited):
    loads = partial(load_ruleset, DATONG), partial(load_ruleset, edited(WEIGHTS))
    one, two = (preview_rules(*loads, SHEET, n_processors=number) for number in (1, 2))
    assert one.changes == two.changes
    assert len(one.changes) == 2
    assert np.array_equal(one.schools.delta, two.schools.delta)
    assert one.schools.delta.any()
    assert np.array_equal(one.parts.delta, two.parts.delta)
    assert one.schools.outcome_after == two.schools.outcome_after
    assert (one.vetoes, one.quotas, one.remarks) == (two.vetoes, two.quotas, two.remarks)
    assert one.after.problems == two.after.problems
    assert one.read_once
    assert two.read_once
    assert gc.isenabled()


@pytest.mark.parametrize("n_processors", [1, 2])
def test_proposed_rules_with_errors_are_told_before_anything_is_read(tmp_path, n_processors):
    loads = partial(load_ruleset, DATONG), partial(load_ruleset, tmp_path)
    nowhere = Inputs((str(tmp_path / "nowhere.xlsx"),))
    with pytest.raises(RulesUnusable):
        preview_rules(*loads, nowhere, n_processors=n_processors)


def test_sheets_without_a_school_end_as_they_do_in_an_assessment(tmp_path):
    load = partial(load_ruleset, DATONG)
    path = tmp_path / "facts.csv"
    path.write_text("学校标识码,学校名称\n", encoding="utf-8")
    with pytest.raises(FactsUnusable):
        preview_rules(load, load, Inputs((str(path),)), n_processors=2)
