"""Several fields may make one id: their texts are joined, and a row lacking one is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.diagnostics import Diagnostics, FactsUnusable, Place
from engine.facts.reading import facts_from_nodes
from engine.facts.table import FactTable, State
from engine.ruleset.model import Field, FieldType, RecordTable, RuleSet
from engine.ruleset.reading import parse_yaml

HERE = Place("fields.yaml", line=1, column=1)
FIELDS = (
    Field("单位", FieldType.TEXT, HERE, aliases=("单位编号",)),
    Field("检查日", FieldType.DATE, HERE),
    Field("区县", FieldType.CHOICE, HERE, choices=("甲县", "乙县")),
    Field("字号", FieldType.TEXT, HERE),
    Field("违规数", FieldType.INTEGER, HERE),
)
DETAILS = (Field("事由", FieldType.TEXT, HERE), Field("级别", FieldType.TEXT, HERE))
HEADER = ("单位编号", "检查日", "区县", "字号", "违规数")


@pytest.fixture
def joined(folder: Any, ruleset: RuleSet) -> Any:
    folder.ruleset = replace(
        ruleset,
        fields={each.id: each for each in FIELDS},
        tables={"明细": RecordTable("明细", {each.id: each for each in DETAILS}, HERE)},
        id_field="单位-检查日",
        id_parts=("单位", "检查日"),
        name_field="区县 字号",
        name_parts=("区县", "字号"),
    )
    return folder


def place_of(facts: FactTable, name: str, row: int) -> str:
    places = facts.columns[name].places
    assert places is not None
    return str(places.place(row))


def test_rows_when_ids_are_joined_then_each_pair_is_one_unit(joined: Any) -> None:
    rows = ["019,20171211,甲县,面馆,1", "019,2016-05-13,甲县,面馆,3", "24,2017/11/1,乙县,粥铺,0"]
    joined.text("表.csv", "\n".join([",".join(HEADER), *rows, ""]))
    joined.text("明细.csv", "单位,检查日,事由,级别\n")
    facts = joined.read()
    assert facts.school_ids == ("019-2016-05-13", "019-2017-12-11", "24-2017-11-01")
    assert facts.names == ("甲县 面馆", "甲县 面馆", "乙县 粥铺")
    assert facts.columns["违规数"].values.tolist() == [3, 1, 0]
    assert {item.code for item in facts.problems} <= {"F112"}


def test_rows_when_ids_are_joined_then_every_part_keeps_its_cell(joined: Any) -> None:
    facts = joined.read_rows(HEADER, ("019", date(2017, 12, 11), "甲县", "面馆", 1))
    assert facts.school_ids == ("019-2017-12-11",)
    assert place_of(facts, "单位", 0).endswith("事实表.xlsx「学校」!A2")
    assert place_of(facts, "检查日", 0).endswith("!B2")
    assert place_of(facts, "单位-检查日", 0).endswith("!A2")


@pytest.mark.parametrize(
    ("unit", "day", "lacking", "cell"),
    [("019", "", "“检查日”", "B3"), ("", "2017-12-11", "“单位”", "A3")],
)
def test_row_when_it_lacks_a_part_then_it_is_told_and_not_read(
    joined: Any, only: Any, unit: str, day: str, lacking: str, cell: str
) -> None:
    joined.text("表.csv", "单位,检查日,区县,字号,违规数\n24,20171101,乙县,粥铺,0\n"
                f"{unit},{day},甲县,面馆,1\n")  # fmt: skip
    facts = joined.read()
    assert facts.school_ids == ("24-2017-11-01",)
    told = only(facts, "F020")
    assert lacking in told.message
    assert told.place.cell == cell


def test_row_when_a_part_cannot_be_read_then_it_is_told(joined: Any, only: Any) -> None:
    joined.text("表.csv", "单位,检查日,违规数\n24,20171101,0\n19,2017-13-01,1\n")
    facts = joined.read()
    assert facts.school_ids == ("24-2017-11-01",)
    assert "“检查日”" in only(facts, "F020").message


def test_sheet_when_a_part_has_no_column_then_it_is_told(joined: Any) -> None:
    joined.text("表.csv", "单位,字号,违规数\n24,粥铺,0\n")
    with pytest.raises(FactsUnusable) as raised:
        joined.read()
    assert any("标识码里的“检查日”列" in str(each) for each in raised.value.diagnostics)


def test_ids_when_two_pairs_join_to_one_then_the_parts_contradict(
    joined: Any, ruleset: RuleSet
) -> None:
    parts = [Field(name, FieldType.TEXT, HERE) for name in ("甲", "乙")]
    joined.ruleset = replace(
        ruleset, fields={each.id: each for each in parts}, tables={},
        id_field="甲-乙", id_parts=("甲", "乙"), name_field="甲", name_parts=("甲",),
    )  # fmt: skip
    joined.text("表.csv", "甲,乙\n1-2,3\n1,2-3\n")
    facts = joined.read()
    assert [each.code for each in facts.problems] == ["F022", "F023", "F023"]


@pytest.mark.parametrize(
    "header", ["单位,检查日,事由,级别", "单位-检查日,事由,级别"], ids=["parts", "joined"]
)
def test_records_when_read_then_they_find_their_unit(joined: Any, header: str) -> None:
    ids = "019,20171211" if "单位," in header else "019-2017-12-11"
    rows = ["019,20171211,甲县,面馆,1", "24,20171101,乙县,粥铺,0"]
    joined.text("表.csv", "\n".join([",".join(HEADER), *rows, ""]))
    joined.text("明细.csv", f"{header}\n{ids},无证,高\n{ids},不洁,低\n")
    facts = joined.read()
    assert facts.records["明细"].school_index.tolist() == [0, 0]
    assert {item.code for item in facts.problems} <= {"F112"}


def test_records_when_one_lacks_a_part_then_it_is_told(joined: Any, only: Any) -> None:
    joined.text("表.csv", "单位,检查日,区县,字号,违规数\n019,20171211,甲县,面馆,1\n")
    joined.text("明细.csv", "单位,检查日,字号,事由,级别\n019,,面馆,无证,高\n")
    facts = joined.read()
    assert facts.records["明细"].n_records == 0
    assert "标识码里的“检查日”" in only(facts, "F020").message


def test_form_when_it_has_all_parts_then_its_unit_is_known(joined: Any) -> None:
    joined.workbook(
        "竖表.xlsx",
        {"甲": [("字段", "填报值"), ("单位", "019"), ("检查日", "2017-12-11"), ("违规数", 2)]},
    )
    facts = joined.read()
    assert facts.school_ids == ("019-2017-12-11",)
    assert place_of(facts, "检查日", 0).endswith("!B3")


def test_form_when_a_part_is_blank_then_it_is_told(joined: Any) -> None:
    joined.workbook(
        "竖表.xlsx",
        {"甲": [("字段", "填报值"), ("单位", "019"), ("检查日", ""), ("违规数", 2)]},
    )
    with pytest.raises(FactsUnusable) as raised:
        joined.read()
    assert any(each.code == "F020" and "B3" in str(each) for each in raised.value.diagnostics)


def document(text: str) -> Any:
    node = parse_yaml(text.encode(), "一户.yaml", Diagnostics())
    assert node is not None
    return node


def test_document_when_it_writes_all_parts_then_its_unit_is_known(joined: Any) -> None:
    text = '单位编号: "019"\n检查日: 2017-12-11\n违规数: 1\n明细: [{事由: 无证, 级别: 高}]\n'
    facts = facts_from_nodes(joined.ruleset, [document(text)])
    assert facts.school_ids == ("019-2017-12-11",)
    assert place_of(facts, "检查日", 0) == "一户.yaml:2:6"
    assert facts.columns["检查日"].states.tolist() == [State.PRESENT]
    assert facts.records["明细"].n_records == 1


def test_document_when_it_lacks_a_part_then_it_is_told(joined: Any) -> None:
    with pytest.raises(FactsUnusable) as raised:
        facts_from_nodes(joined.ruleset, [document('单位: "019"\n违规数: 1\n')])
    assert any("没有写标识码“检查日”" in str(each) for each in raised.value.diagnostics)
