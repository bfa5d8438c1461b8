"""Merging keeps what this year handed in: last year is given when the merged table is assessed."""

from __future__ import annotations

from typing import Any

import pytest

from engine.diagnostics import UsageProblem
from engine.facts import Inputs
from engine.merging import merge_files
from engine.ruleset import load_ruleset


def test_merging_when_last_year_is_given_then_it_says_when_to_give_it(city: Any) -> None:
    last = city.result(2024)
    given = Inputs((city.sheets(2025),), last=(last,))
    with pytest.raises(UsageProblem, match="考核时再给"):
        merge_files(load_ruleset(city.rules_of(2025)), given, city.folder / "merged")


def test_merged_table_when_assessed_with_last_year_then_it_scores_like_the_sheets(
    city: Any,
) -> None:
    given = {"last": [city.result(2024)], "last_facts": [city.folder / "facts-2024"]}
    plain = city.assess(2025, **given)
    sheets = city.folder / "facts-2025"
    merged = merge_files(
        load_ruleset(city.rules_of(2025)), Inputs((sheets,)), city.folder / "merged"
    )
    assert not merged.differing
    sheets.rename(city.folder / "before")
    (city.folder / "merged").rename(sheets)
    for name in sheets.glob("*.csv"):
        name.unlink()
    again = city.assess(2025, **given)
    assert again.book.grade == plain.book.grade
    assert again.book.roll_up.total.tolist() == plain.book.roll_up.total.tolist()
