"""The merged table gives back every fact: values, states, and who handed in which table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assess import assess
from engine.facts import Inputs, read_facts
from engine.facts.records.zero_reports import says_no_more
from engine.facts.table import State
from engine.merging.sameness import differences
from engine.merging.workbook import write_merged
from engine.reports.frames import scores_frame
from engine.ruleset import load_ruleset
from engine.ruleset.dictionary import MISSING_WORD, NOT_APPLICABLE_WORD
from tests.facts.conftest import build_ruleset

TOP = Path(__file__).parent.parent.parent


def back_again(ruleset, facts, folder):
    file = folder / "合并表.xlsx"
    write_merged(file, ruleset, facts)
    return read_facts(ruleset, [file])


def test_merged_table_when_read_again_then_the_example_cohort_scores_the_same(tmp_path):
    ruleset = load_ruleset(TOP / "rules" / "datong-2025")
    facts = read_facts(ruleset, [TOP / "examples" / "datong-2025"])
    again = back_again(ruleset, facts, tmp_path)
    assert list(differences(facts, again)) == []
    first, second = (
        scores_frame(assess(ruleset, each, engine="forward")) for each in (facts, again)
    )
    assert first.equals(second)


SPECIAL = ["无", "不适用", "", "-", "约30", "同上", "95%", "0.95", "1", "3个", "是", "2025-03-01"]
SPECIAL += [
    "=1+1",
    "@a",
    "2025年3月",
    "小学",
    "足球、篮球",
    "无法识读",
    "缺失",
    "未交",
    "１２",
    "1e3",
]
TEXT = st.one_of(
    st.sampled_from(SPECIAL),
    st.integers(-(10**17), 10**17).map(str),
    st.decimals(-(10**6), 10**6, places=4).map(str),
    st.dates().map(str),
    st.text(st.characters(exclude_categories=("C",), include_characters="\n\r\t"), max_size=12),
)


def rules():
    """Return a dictionary in which blanks and special texts mean all that they can."""
    ruleset = build_ruleset()
    fields = dict(ruleset.fields)
    fields["支部数"] = replace(
        fields["支部数"], required=True, marks={"无此项": NOT_APPLICABLE_WORD, "未填": MISSING_WORD}
    )
    fields["覆盖率"] = replace(fields["覆盖率"], blank_as=NOT_APPLICABLE_WORD)
    fields["经费"] = replace(
        fields["经费"], blank_as=NOT_APPLICABLE_WORD, marks={"*": MISSING_WORD}
    )
    fields["球类项目"] = replace(fields["球类项目"], choices=("足球", "篮球", "足/排球"))
    return replace(ruleset, fields=fields)


RULES = rules()


def tells_something(row, n_fields):
    """Leave out a record that says 不适用 in all its columns: no sheet can hold such a one."""
    return len(row) < n_fields or not all(map(says_no_more, row.values()))


def facts_of_one():
    own = {
        name: TEXT for name in RULES.fields if name not in ("学校标识码", "学校名称", "球类项目")
    }
    own["球类项目"] = st.one_of(
        TEXT, st.lists(st.sampled_from(RULES.fields["球类项目"].choices), unique=True)
    )
    tables = {
        name: st.one_of(
            st.just("无"),
            st.lists(
                st.fixed_dictionaries({}, optional=dict.fromkeys(table.fields, TEXT)),
                max_size=3,
            ),
        )
        for name, table in RULES.tables.items()
    }
    names = st.sampled_from(["甲校", "=乙校", " 丙 校", "第\n一校"])
    return st.fixed_dictionaries({"学校名称": names}, optional={**own, **tables})


@settings(max_examples=120)
@given(st.lists(facts_of_one(), min_size=1, max_size=4))
def test_merged_table_when_read_again_then_every_value_and_state_is_the_same(schools):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "各校.json"
        documents = [{"学校标识码": f"00{at}", **each} for at, each in enumerate(schools)]
        file.write_text(json.dumps(documents, ensure_ascii=False), encoding="utf-8")
        facts = read_facts(RULES, [file])
        again = back_again(RULES, facts, Path(folder))
        assert list(differences(facts, again)) == []


def test_merged_table_when_a_school_did_not_hand_a_table_in_then_it_stays_so(folder):
    folder.workbook(
        "a.xlsx",
        {"学校": [["学校标识码", "学校名称"], ["0012", "甲"]], "获奖": [["学校标识码", "项目"]]},
    )
    folder.workbook("b.xlsx", {"学校": [["学校标识码", "学校名称"], ["0013", "乙"]]})
    facts = folder.read()
    again = back_again(folder.ruleset, facts, folder.path)
    for table in (facts, again):
        assert table.records["获奖"].states.tolist() == [State.PRESENT, State.MISSING]


def test_merged_table_when_two_places_differ_then_the_cell_stays_unreadable(folder, only):
    head = ["学校标识码", "学校名称", "支部数"]
    folder.workbook("a.xlsx", {"学校": [head, ["0012", "甲", 3]]})
    folder.workbook("b.xlsx", {"学校": [head, ["0012", "甲", 4]]})
    again = back_again(folder.ruleset, folder.read(), folder.path)
    assert again.columns["支部数"].states.tolist() == [State.UNREADABLE]
    assert "合并" in only(again, "F043").message


@pytest.mark.parametrize("value", ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)"])
def test_merged_table_when_a_text_looks_like_a_formula_then_it_is_a_text(folder, value):
    import openpyxl

    folder.text("a.json", json.dumps({"学校标识码": "0012", "学校名称": value, "备注栏": value}))
    write_merged(folder.path / "m.xlsx", folder.ruleset, folder.read())
    for sheet in openpyxl.load_workbook(folder.path / "m.xlsx"):
        found = [cell for row in sheet.iter_rows() for cell in row if cell.value == value]
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)
        assert sheet.title == "说明" or sheet.max_row == 1 or found


def test_merged_table_then_ids_are_texts_and_numbers_dates_percents_are_typed(folder):
    from datetime import datetime

    import openpyxl

    folder.text(
        "a.json",
        json.dumps(
            {
                "学校标识码": "0012",
                "支部数": "3",
                "覆盖率": "95%",
                "修订日期": "2025.9.1",
                "经费": "1.5",
            }
        ),
    )
    write_merged(folder.path / "m.xlsx", folder.ruleset, folder.read())
    sheet = openpyxl.load_workbook(folder.path / "m.xlsx")["基本信息"]
    head, row = (list(each) for each in sheet.iter_rows(max_row=2))
    cells = {title.value: cell for title, cell in zip(head, row, strict=True)}
    assert cells["学校标识码"].value == "0012"
    assert (cells["支部数"].value, cells["支部数"].number_format) == (3, "0")
    assert (cells["覆盖率"].value, cells["覆盖率"].number_format) == (0.95, "0.00%")
    assert (cells["经费"].value, cells["经费"].number_format) == (1.5, "0.00")
    assert cells["修订日期"].value == datetime(2025, 9, 1)
    assert cells["有食堂"].value is None


def test_merged_table_when_facts_lean_on_evidence_then_the_catalogue_goes_along(tmp_path):
    from datetime import date

    place = TOP / "examples" / "evidence-2025"
    ruleset = load_ruleset(place / "rules")
    more = {"evidence": place / "evidence", "evidence_date": date(2026, 1, 16)}
    facts = read_facts(ruleset, Inputs((place / "facts",), **more))
    assert facts.evidence is not None
    write_merged(tmp_path / "m.xlsx", ruleset, facts)
    again = read_facts(ruleset, Inputs((tmp_path / "m.xlsx",), **more))
    assert list(differences(facts, again)) == []
    assert again.evidence is not None
    assert len(again.evidence.proofs) == len(facts.evidence.proofs)


def test_merged_table_when_a_team_refused_a_record_then_it_is_not_counted_again(folder):
    head = ["学校标识码", "项目", "级别", "核查结论", "核查人", "核查日期", "核查理由"]
    folder.workbook(
        "a.xlsx",
        {
            "学校": [["学校标识码", "学校名称"], ["0012", "甲"]],
            "获奖": [
                head,
                ["0012", "合唱", "市", "认可", "王某", "2025-12-01", None],
                ["0012", "舞蹈", "省", "不认可", "王某", "2025-12-01", "没有证书"],
            ],
        },
    )
    facts = folder.read()
    assert facts.records["获奖"].in_window.tolist() == [True, False]
    again = back_again(folder.ruleset, facts, folder.path)
    assert list(differences(facts, again)) == []
    assert again.records["获奖"].left_out == facts.records["获奖"].left_out
