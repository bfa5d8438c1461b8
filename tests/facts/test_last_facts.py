"""Last year's fact sheets stand beside this year's, school by school, and are never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.diagnostics import UsageProblem
from engine.facts import FactTable, Inputs, read_facts
from engine.facts.cells.display import cell_text
from engine.facts.lastyear.aligning import align_table
from engine.facts.table import State
from engine.ruleset.model import RuleSet

THIS = "学校标识码,学校名称,支部数,经费\n001,一中,5,10\n002,二中,6,20\n003,新校,7,30\n"
LAST = "学校标识码,学校名称,支部数,经费\n002,二中,4,18.5\n009,撤并的学校,2,1\n001,第一中学,3,8\n"
CASES = "学校标识码,教师,严重程度,决定日期,事件编号,认定文号\n"

Read = Callable[..., FactTable]


@pytest.fixture
def read(tmp_path: Path, ruleset: RuleSet) -> Read:
    """Return a function that reads this year's sheet with files of last year beside it."""

    def run(*last: tuple[str, str | bytes], rules: RuleSet = ruleset) -> FactTable:
        this = tmp_path / "今年.csv"
        this.write_text(THIS, encoding="utf-8")
        for name, text in last:
            path = tmp_path / "去年" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        given = Inputs((this,), last_facts=(tmp_path / "去年",) if last else ())
        return read_facts(rules, given)

    return run


def last_of(facts: FactTable) -> FactTable:
    assert facts.last is not None
    return facts.last


def texts(facts: FactTable, name: str) -> list[str]:
    return [cell_text(facts.columns[name], at) for at in range(facts.n_schools)]


def place(facts: FactTable, name: str, school: int) -> str:
    places = facts.columns[name].places
    return str(places.place(school)) if places is not None else "None"


def test_last_facts_when_given_then_they_stand_under_this_years_schools(read: Read) -> None:
    facts = read(("事实表.csv", LAST))
    last = last_of(facts)
    assert last.school_ids == facts.school_ids == ("001", "002", "003")
    assert texts(last, "支部数") == ["3", "4", "不适用"]
    assert texts(last, "经费") == ["8", "18.5", "不适用"]
    assert last.names == ("第一中学", "二中", "")
    assert place(last, "支部数", 0).endswith("去年/事实表.csv!C4")
    assert place(last, "支部数", 2) == "None"
    assert texts(facts, "支部数") == ["5", "6", "7"]


def test_last_facts_when_not_given_then_there_are_none(read: Read) -> None:
    assert read().last is None


def test_school_when_new_and_a_file_of_last_year_is_broken_then_it_is_missing_not_new(
    read: Read,
) -> None:
    facts = read(("事实表.csv", LAST), ("坏了.xlsx", b"PK\x03\x04"))
    assert texts(last_of(facts), "支部数") == ["3", "4", "缺失"]
    assert any(
        each.code == "F003" and each.place is not None and each.place.file.endswith("坏了.xlsx")
        for each in facts.problems
    )


def test_last_facts_when_no_school_can_be_read_then_it_is_told_and_all_is_missing(
    read: Read,
) -> None:
    facts = read(("事实表.csv", "甲,乙\n1,2\n"))
    assert [each.code for each in facts.problems if each.code == "F101"]
    assert texts(last_of(facts), "支部数") == ["缺失"] * 3
    assert set(last_of(facts).records["获奖"].states.tolist()) == {State.MISSING}


def test_cell_of_last_year_when_it_cannot_be_read_then_it_is_counted_once_and_has_no_value(
    read: Read,
) -> None:
    facts = read(("事实表.csv", LAST.replace("18.5", "约二十")))
    assert texts(last_of(facts), "经费") == ["8", "无法识读", "不适用"]
    (told,) = (each for each in facts.problems if each.code == "F100")
    assert "错误 1 处" in told.message
    assert not [each for each in facts.problems if each.code == "F031"]


def test_records_of_last_year_when_read_then_the_window_is_last_years(read: Read) -> None:
    rows = (
        CASES + "002,甲,S1,2024-03-01,A,\n009,乙,S2,2024-03-01,B,\n"
        "001,丙,S3,2025-03-01,C,\n001,丁,S4,2024-12-31,D,\n"
    )
    records = last_of(read(("事实表.csv", LAST), ("师德案件.csv", rows))).records["师德案件"]
    assert records.school_index.tolist() == [0, 0, 1]
    assert [cell_text(records.columns["教师"], at) for at in range(3)] == ["丙", "丁", "甲"]
    assert records.in_window.tolist() == [False, True, True]
    assert records.states.tolist() == [0, 0, State.NOT_APPLICABLE]
    assert records.places is not None
    assert str(records.places.place(2)).endswith("师德案件.csv!B2")


def test_field_when_it_was_another_one_last_year_then_its_values_are_read_anew(
    tmp_path: Path, ruleset: RuleSet
) -> None:
    fields = dict(ruleset.fields)
    fields["经费"] = replace(fields["经费"], unit="万元", decimals=4)
    fields["党支部"] = replace(fields.pop("支部数"), id="党支部", aliases=("支部数",))
    last = read_facts(ruleset, [write(tmp_path / "x.csv", LAST)])
    now = align_table(last, replace(ruleset, fields=fields), ("001", "002"), {}, is_whole=True)
    assert texts(now, "经费") == ["0.0008", "0.0019"]
    assert texts(now, "党支部") == ["3", "4"]
    assert place(now, "经费", 0).endswith("x.csv!D4")


def test_school_when_its_id_changed_then_the_former_id_finds_it(
    tmp_path: Path, ruleset: RuleSet
) -> None:
    last = read_facts(ruleset, [write(tmp_path / "x.csv", LAST)])
    now = align_table(last, ruleset, ("001", "777"), {"777": "009"}, is_whole=True)
    assert texts(now, "支部数") == ["3", "2"]
    assert now.names == ("第一中学", "撤并的学校")


def test_school_when_it_was_divided_then_both_have_its_records_of_last_year(
    tmp_path: Path, ruleset: RuleSet
) -> None:
    (tmp_path / "学校.csv").write_text(LAST, encoding="utf-8")
    (tmp_path / "师德案件.csv").write_text(
        CASES + "001,甲,S1,2025-03-01,A,\n009,乙,S2,2025-03-01,B,\n009,丙,S2,2025-03-02,C,\n",
        encoding="utf-8",
    )
    last = read_facts(ruleset, [tmp_path])
    ids, former = ("001", "777", "778", "900"), {"777": "009", "778": "009"}
    records = align_table(last, ruleset, ids, former, is_whole=True).records["师德案件"]
    assert records.school_index.tolist() == [0, 1, 1, 2, 2]
    teachers = [cell_text(records.columns["教师"], at) for at in range(5)]
    assert teachers == ["甲", "乙", "丙", "乙", "丙"]
    assert records.states.tolist() == [0, 0, 0, State.NOT_APPLICABLE]


def test_last_rules_when_given_without_last_facts_then_it_is_a_wrong_use(
    tmp_path: Path, ruleset: RuleSet
) -> None:
    this = write(tmp_path / "今年.csv", THIS)
    with pytest.raises(UsageProblem, match="--last-facts"):
        read_facts(ruleset, Inputs((this,), last_rules=tmp_path))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_last_facts_when_they_are_this_years_then_it_is_an_error(read: Read) -> None:
    facts = read(("一样.csv", THIS))
    errors = [each for each in facts.problems if "就是今年的" in each.message]
    assert [(each.code, each.severity) for each in errors] == [("F100", "error")]
    assert errors[0].place is not None
    assert errors[0].place.file.endswith("一样.csv")
