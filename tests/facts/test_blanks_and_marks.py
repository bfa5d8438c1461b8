"""Blanks and special texts stand for what the field dictionary says, in every kind of file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.diagnostics import Diagnostics
from engine.facts.reading import facts_from_nodes
from engine.facts.table import FactTable, State
from engine.ruleset.model import RuleSet
from engine.ruleset.reading import parse_yaml

NA, MISSING = "not_applicable", "missing"
MARKS = {"N/A": NA, "*": MISSING, "-": MISSING, "999": NA, "#N/A": MISSING, "无": NA}


@pytest.fixture
def marked(folder: Any, ruleset: RuleSet) -> Any:
    fields = dict(ruleset.fields)
    for name in ("支部数", "覆盖率", "有食堂", "学段", "修订日期"):
        fields[name] = replace(fields[name], blank_as=NA, marks=MARKS)
    fields["备注栏"] = replace(fields["备注栏"], marks={"*": NA})
    level = replace(ruleset.tables["获奖"].fields["级别"], blank_as=NA, marks=MARKS)
    awards = replace(
        ruleset.tables["获奖"], fields={**ruleset.tables["获奖"].fields, "级别": level}
    )
    folder.ruleset = replace(ruleset, fields=fields, tables={"获奖": awards})
    return folder


def states(facts: FactTable, name: str) -> list[State]:
    return [State(int(each)) for each in facts.columns[name].states]


@pytest.mark.parametrize("name", ["支部数", "覆盖率", "有食堂", "学段", "修订日期"])
@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("", State.NOT_APPLICABLE),
        (" ", State.NOT_APPLICABLE),
        ("n/a", State.NOT_APPLICABLE),
        ("Ｎ/Ａ", State.NOT_APPLICABLE),
        ("*", State.MISSING),
        ("-", State.MISSING),
        ("#N/A", State.MISSING),
        ("无", State.NOT_APPLICABLE),
        ("不适用", State.NOT_APPLICABLE),
    ],
)
def test_cell_when_the_dictionary_says_what_it_stands_for_then_it_is_that_without_a_word(
    marked: Any, codes: Any, name: str, written: str, state: State
) -> None:
    marked.text("表.csv", f"学校标识码,{name}\n001,{written}\n")
    facts = marked.read()
    assert states(facts, name) == [state]
    assert codes(facts) == []
    assert not [each for each in facts.problems if each.code == "F060"]


def test_number_when_it_is_a_mark_outside_the_range_then_it_is_read_as_the_mark(
    marked: Any, codes: Any
) -> None:
    facts = marked.read_rows(
        ("学校标识码", "支部数"), ("001", 999.0), ("002", 200.0), ("003", None)
    )
    assert states(facts, "支部数") == [State.NOT_APPLICABLE, State.PRESENT, State.NOT_APPLICABLE]
    assert codes(facts) == []
    assert str(facts.columns["支部数"].places.place(0)).endswith("!B2")


def test_text_when_it_is_a_mark_then_it_is_no_text(marked: Any) -> None:
    marked.text("表.csv", "学校标识码,备注栏\n001,*\n002,**\n003,\n")
    facts = marked.read()
    assert states(facts, "备注栏") == [State.NOT_APPLICABLE, State.PRESENT, State.MISSING]


def test_blank_when_another_file_fills_the_fact_then_it_gives_way(marked: Any, codes: Any) -> None:
    marked.text("甲.csv", "学校标识码,支部数\n001,\n")
    marked.text("乙.csv", "学校标识码,支部数\n001,7\n")
    facts = marked.read()
    assert facts.columns["支部数"].values.tolist() == [7]
    assert codes(facts) == []


def test_mark_when_another_file_has_a_value_then_they_contradict(marked: Any, codes: Any) -> None:
    marked.text("甲.csv", "学校标识码,支部数\n001,N/A\n")
    marked.text("乙.csv", "学校标识码,支部数\n001,7\n")
    facts = marked.read()
    assert states(facts, "支部数") == [State.UNREADABLE]
    assert codes(facts) == ["F023"]


def test_column_when_it_is_not_there_then_blanks_say_nothing_and_it_is_missing(marked: Any) -> None:
    marked.text("表.csv", "学校标识码,覆盖率\n001,90%\n")
    facts = marked.read()
    assert states(facts, "支部数") == [State.MISSING]
    assert any(each.code == "F029" and "支部数" in each.message for each in facts.problems)


def test_document_when_it_leaves_a_fact_out_then_that_is_a_blank(marked: Any) -> None:
    text = '学校标识码: "001"\n覆盖率: "*"\n有食堂:\n获奖: [{项目: 甲}, {项目: 乙, 级别: N/A}]\n'
    node = parse_yaml(text.encode(), "一校.yaml", Diagnostics())
    facts = facts_from_nodes(marked.ruleset, [node] if node else [])
    assert states(facts, "支部数") == [State.NOT_APPLICABLE]
    assert states(facts, "有食堂") == [State.NOT_APPLICABLE]
    assert states(facts, "覆盖率") == [State.MISSING]
    level = facts.records["获奖"].columns["级别"]
    assert level.states.tolist() == [State.NOT_APPLICABLE, State.NOT_APPLICABLE]
    places = facts.columns["支部数"].places
    assert places is not None
    assert str(places.place(0)).startswith("一校.yaml:1")


def test_document_when_a_name_looks_misspelt_then_its_fact_stays_missing(marked: Any) -> None:
    node = parse_yaml('学校标识码: "001"\n支部数目: 3\n'.encode(), "一校.yaml", Diagnostics())
    facts = facts_from_nodes(marked.ruleset, [node] if node else [])
    assert states(facts, "支部数") == [State.MISSING]


def test_record_when_it_holds_only_marks_then_it_is_a_record(marked: Any, codes: Any) -> None:
    marked.text("表.csv", "学校标识码,支部数\n001,1\n")
    marked.text("获奖.csv", "学校标识码,项目,级别\n001,,-\n")
    facts = marked.read()
    assert facts.records["获奖"].n_records == 1
    assert codes(facts) == []
