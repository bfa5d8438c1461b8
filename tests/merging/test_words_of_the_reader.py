"""The words that the merged table writes are taken at their word in any sheet."""

from __future__ import annotations

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.table import State

HEAD = ["学校标识码", "学校名称", "支部数", "备注栏"]


def awards(folder, *rows):
    folder.workbook(
        "a.xlsx",
        {
            "学校": [HEAD, ["0012", "甲", 3, "x"], ["0013", "乙", 4, "y"]],
            "获奖": [["学校标识码", "学校名称", "项目", "级别"], *rows],
        },
    )
    return folder.read().records["获奖"]


def test_a_row_that_says_not_handed_in_then_the_table_is_missing_for_that_school(folder):
    records = awards(folder, ["0012", "甲", "未交", None], ["0013", "乙", "合唱", "市"])
    assert records.states.tolist() == [State.MISSING, State.PRESENT]
    assert records.n_records == 1


def test_a_row_that_says_unreadable_then_the_table_is_so_although_it_has_records(folder):
    records = awards(folder, ["0012", "甲", "合唱", "市"], ["0012", "甲", None, "整表无法识读"])
    assert records.states.tolist() == [State.UNREADABLE, State.PRESENT]
    assert records.n_records == 1


def test_a_record_that_merely_has_such_a_word_among_others_then_it_is_a_record(folder):
    records = awards(folder, ["0012", "甲", "未交", "市"])
    assert records.n_records == 1


@pytest.mark.parametrize(
    ("word", "state"), [("无法识读", State.UNREADABLE), ("缺失", State.MISSING)]
)
def test_a_cell_with_such_a_word_then_it_is_that_state_for_numbers_and_texts(folder, word, state):
    facts = folder.read_rows(HEAD, ["0012", "甲", word, word])
    for field in ("支部数", "备注栏"):
        assert facts.columns[field].states.tolist() == [state]
        assert cell_text(facts.columns[field], 0) == word
    assert any(word in each.message for each in facts.problems)
