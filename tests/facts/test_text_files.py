"""CSV, YAML and JSON say the same as a workbook, and keep their places."""

import json

import pytest

from engine.facts import facts_from_nodes
from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.ruleset.nodes import MappingNode
from engine.ruleset.reading import parse_yaml

CSV = "学校标识码,学校名称,支部数,覆盖率,修订日期,球类项目\n0012,二中,3,95%,2025-09-01,足球、篮球\n"


def value(facts, field, school=0):
    return cell_text(facts.columns[field], school)


def row(facts):
    return [value(facts, name) for name in ("支部数", "覆盖率", "修订日期", "球类项目")]


EXPECTED = ["3", "95%", "2025-09-01", "足球、篮球"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_reading_csv_when_it_is_in_a_usual_encoding_then_it_is_told(folder, codes, encoding):
    folder.text("学校.csv", CSV, encoding)
    facts = folder.read()
    assert facts.school_ids == ("0012",)
    assert row(facts) == EXPECTED
    assert str(facts.columns["支部数"].places.place(0)).endswith("学校.csv!C2")
    assert codes(facts) == []


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_reading_csv_when_it_is_separated_otherwise_then_it_is_read(folder, separator):
    folder.text("学校.csv", CSV.replace(",", separator))
    assert row(folder.read()) == EXPECTED


@pytest.mark.parametrize("separator", ["\t", ";", "|"])
def test_reading_csv_when_its_first_line_says_the_separator_then_rows_keep_their_number(
    folder, codes, separator
):
    folder.text("学校.csv", f"sep={separator}\n" + CSV.replace(",", separator))
    facts = folder.read()
    assert row(facts) == EXPECTED
    assert str(facts.columns["支部数"].places.place(0)).endswith("学校.csv!C3")
    assert codes(facts) == []


def test_reading_csv_when_a_text_holds_line_breaks_then_rows_count_as_in_excel(folder):
    folder.text("学校.csv", '学校标识码,备注栏,支部数\r\n0012,"甲\n乙\r\n丙",3\r\n0013,,４\r\n')
    facts = folder.read()
    assert value(facts, "备注栏") == "甲\n乙\r\n丙"
    assert str(facts.columns["支部数"].places.place(1)).endswith("学校.csv!C3")


def test_reading_csv_when_formats_left_endless_blank_rows_and_columns_then_they_do_not_count(
    folder, codes
):
    folder.text("学校.csv", CSV + "," * 5000 + "\n" + ",,,\n" * 300_000)
    facts = folder.read()
    assert row(facts) == EXPECTED
    assert codes(facts) == []


def test_reading_csv_when_it_has_too_many_rows_then_it_is_refused(folder, only, monkeypatch):
    from engine.facts.books import sheet_xml

    monkeypatch.setattr(sheet_xml, "MAX_ROWS", 3)
    folder.text("学校.csv", CSV)
    folder.text("大.csv", CSV + "0013,三中,3,,,\n" * 3)
    assert only(folder.read(), "F005").place.file.endswith("大.csv")


def test_reading_csv_when_ids_are_kept_by_a_formula_then_the_zeros_stay(folder, codes):
    folder.text("学校.csv", '学校标识码,支部数\n"=""0012""",3\n')
    facts = folder.read()
    assert facts.school_ids == ("0012",)
    assert codes(facts) == []


def test_reading_csv_when_a_comma_was_not_quoted_then_the_row_is_reported(folder, only):
    folder.text("学校.csv", "学校标识码,备注栏\n0012,甲\n0013,甲,乙\n0014,丙\n")
    assert only(folder.read(), "F019").place.cell == "A3"


def test_reading_csv_when_a_folder_holds_schools_and_records_then_they_belong_together(folder):
    folder.text("大同/学校.csv", CSV)
    folder.text("大同/获奖.csv", "学校标识码,项目,级别\n")
    folder.text("大同/2025-师德案件.csv", "学校标识码,教师,严重程度\n0012,甲,S1\n")
    folder.text("别处/学校.csv", "学校标识码\n0099\n")
    facts = folder.read()
    assert facts.school_ids == ("0012", "0099")
    assert facts.records["获奖"].states.tolist() == [State.PRESENT, State.MISSING]
    assert facts.records["师德案件"].n_records == 1


YAML = """
学校标识码: 0012
学校名称: 二中
事实:
  支部数: 3
  覆盖率: 95%
  修订日期: 2025-09-01
  球类项目: [足球, 篮球]
台账记录:
  师德案件:
    - {教师: 甲, 严重程度: S1, 决定日期: 2025-03-01, 事件编号: E1}
  获奖: []
"""


def test_reading_yaml_when_facts_and_records_are_nested_then_all_is_read_with_places(folder, codes):
    file = folder.text("0012.yaml", YAML)
    facts = folder.read()
    assert facts.school_ids == ("0012",)
    assert row(facts) == EXPECTED
    assert str(facts.columns["支部数"].places.place(0)) == f"{file.as_posix()}:5:8"
    assert facts.records["师德案件"].n_records == 1
    assert facts.records["师德案件"].places.place(0).line == 11
    assert facts.records["获奖"].states.tolist() == [State.PRESENT]
    assert codes(facts) == []


def test_reading_json_when_facts_stand_at_the_top_then_all_is_read(folder, codes):
    data = {
        "学校标识码": "0012",
        "支部数": 3,
        "覆盖率": 0.95,
        "修订日期": "2025-09-01",
        "球类项目": ["足球", "篮球"],
        "有食堂": True,
        "学段": None,
        "师德案件": "无",
        "获奖": [{"项目": "合唱", "级别": "省"}],
    }
    folder.text("0012.json", json.dumps(data, ensure_ascii=False))
    facts = folder.read()
    assert row(facts) == EXPECTED
    assert (value(facts, "有食堂"), value(facts, "学段")) == ("是", "缺失")
    assert facts.records["师德案件"].states.tolist() == [State.PRESENT]
    assert facts.records["获奖"].n_records == 1
    assert codes(facts) == []


def test_reading_one_school_in_every_format_then_the_facts_are_the_same(folder, tmp_path, ruleset):
    cases = ["学校标识码", "教师", "严重程度", "决定日期", "事件编号"]
    case = ["0012", "甲", "S1", "2025-03-01", "E1"]
    seen = []
    for kind in ("xlsx", "csv", "yaml"):
        place = type(folder)(tmp_path / kind, ruleset)
        if kind == "xlsx":
            head, line = (text.split(",") for text in CSV.splitlines())
            place.workbook(
                "a.xlsx",
                {"学校": [head, line], "师德案件": [cases, case], "获奖": [["学校标识码", "项目"]]},
            )
        elif kind == "csv":
            place.text("学校.csv", CSV)
            place.text("师德案件.csv", ",".join(cases) + "\n" + ",".join(case))
            place.text("获奖.csv", "学校标识码,项目\n")
        else:
            place.text("a.yaml", YAML)
        facts = place.read()
        seen.append(
            (
                facts.school_ids,
                facts.names,
                [(c.values.tolist(), c.states.tolist(), c.levels) for c in facts.columns.values()],
                [
                    (r.states.tolist(), [(c.values.tolist(), c.levels) for c in r.columns.values()])
                    for r in facts.records.values()
                ],
            )
        )
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("学校标识码: '1'\n支部书: 3\n", "F012", 2),
        ("学校标识码: '1'\n支部数: 3\n党支部数: 4\n", "F013", 3),
        ("学校标识码: '1'\n支部数: {甲: 1}\n", "F018", 2),
        ("学校标识码: '1'\n台账记录: [1]\n", "F018", 2),
        ("学校标识码: '1'\n获奖: 三次\n", "F018", 2),
        ("学校标识码: '1'\n获奖: [三次]\n", "F018", 2),
        ("学校标识码: '1'\n获奖: [{项日: 合唱}]\n", "F012", 2),
        ("学校标识码: '1'\n覆盖率: 95\n", "F036", 2),
        ("学校标识码: '1'\n支部数: 3.5\n", "F032", 2),
    ],
)
def test_reading_yaml_when_a_line_is_wrong_then_it_is_reported_with_its_line(
    folder, only, text, code, line
):
    folder.text("a.yaml", text)
    assert only(folder.read(), code).place.line == line


def test_reading_yaml_when_a_record_list_is_wrong_then_the_table_is_unreadable(folder):
    folder.text("a.yaml", "学校标识码: '1'\n获奖: [三次]\n")
    assert folder.read().records["获奖"].states.tolist() == [State.UNREADABLE]


def test_facts_from_nodes_when_a_case_takes_values_from_two_files_then_each_keeps_its_place(
    ruleset,
):
    from engine.diagnostics import Diagnostics

    problems = Diagnostics()
    base = parse_yaml("学校标识码: '0012'\n支部数: 3\n".encode(), "_base.yaml", problems)
    case = parse_yaml("\n覆盖率: 95%\n".encode(), "case.yaml", problems)
    assert isinstance(base, MappingNode)
    assert isinstance(case, MappingNode)
    facts = facts_from_nodes(ruleset, [MappingNode(base.entries + case.entries, base.place)])
    assert str(facts.columns["支部数"].places.place(0)) == "_base.yaml:2:6"
    assert str(facts.columns["覆盖率"].places.place(0)) == "case.yaml:2:6"


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_reading_csv_when_a_title_stands_above_then_the_separator_is_told_by_the_other_lines(
    folder, codes, sign
):
    lines = [
        "二中2025年度事实表",
        *(sign.join(row) for row in (("学校标识码", "支部数"), ("0012", "3"))),
    ]
    folder.text("a.csv", "\n".join(lines))
    assert cell_text(folder.read().columns["支部数"], 0) == "3"
    assert codes(folder.read()) == []


def test_reading_csv_when_a_text_is_full_of_another_separator_then_it_does_not_count(folder):
    folder.text("a.csv", '学校标识码,备注栏\n0012,"甲;乙;丙;丁"\n0013,无误\n')
    assert cell_text(folder.read().columns["备注栏"], 0) == "甲;乙;丙;丁"


def test_reading_csv_when_its_only_row_has_a_cell_too_many_then_it_is_reported(folder, only):
    folder.text("a.csv", "学校标识码,支部数\n0012,3,另见附件\n")
    assert only(folder.read(), "F019").place.cell == "A2"


def test_reading_json_when_it_is_an_empty_list_then_it_is_an_error(folder, only):
    folder.text("a.json", "[]")
    folder.text("b.yaml", '学校标识码: "1"')
    assert only(folder.read(), "F006").place.file.endswith("a.json")
