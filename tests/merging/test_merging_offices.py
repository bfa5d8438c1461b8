"""Offices and schools each fill a part; merging makes one table, and says who gave what."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

import cli
from tests.facts.conftest import Folder

TOP = Path(__file__).parent.parent.parent
RULES = TOP / "tests" / "rulesets" / "small"
SOURCES = """
数据来源:
  - {来源: 安全科, 文件名: 安全科, 工作表: 安全, 字段: [安全事故]}
  - {来源: 人事科, 文件名: 人事科, 字段: [师德案件]}
  - {来源: 名册, 名册: 是}
  - {来源: 学校, 文件名: "*"}
来源冲突: 按次序
"""
ROSTER = [
    ["序号", "学校标识码", "学校名称", "曾用名", "所在县区", "学段", "办学性质"],
    [1, "0012", "云川区第一小学", "城关小学", "云川区", "小学", "公办"],
    [2, "0013", "云川区第二小学", None, "云川区", "小学", "公办"],
    [3, "0031", "桑源县第一小学", None, "桑源县", "小学", "民办"],
    [4, "0044", "桑源县明德中学", None, "桑源县", "初中", "公办"],
]
SAFETY = [
    ["2025年度校园安全情况汇总表（安全科）"],
    ["序号", "学校名称", "封闭管理", "硬质隔离", "运动会次数"],
    [1, "云川区第一小学", "是", "是", 2],
    [2, "云川区 第二小学", "是", "否", 1],
    [3, "桑源一小", "是", "是", 2],
    ["合计", None, None, None, 5],
    ["填表人：王某　审核人：李某"],
]
CASES = [
    ["学校名称", "教师", "严重程度", "决定日期", "事件编号"],
    ["城关小学", "张某", "S1", "2025-03-01", "SD-01"],
    ["云川区第二小学", "无", None, None, None],
]


@pytest.fixture
def place(tmp_path, monkeypatch, capsys, ruleset):
    """Write what offices and schools handed in, folders in folders, and run commands there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("engine.reports.terminal.speak_utf8", lambda: None)
    shutil.copytree(RULES, "方案")
    rules = Path("方案/ruleset.yaml")
    rules.write_text(rules.read_text(encoding="utf-8").rstrip() + SOURCES, encoding="utf-8")
    write = Folder(tmp_path, ruleset).workbook
    write("学校名册.xlsx", {"名册": ROSTER})
    write("交来/科室/安全科/校园安全.xlsx", {"安全": SAFETY})
    write("交来/科室/人事科.xlsx", {"师德案件": CASES})
    for at, (school_id, name) in enumerate(
        (("0012", "云川区第一小学"), ("0013", "云川区第二小学"))
    ):
        form = [["字段", "填报值"], ["学校标识码", school_id], ["学校名称", name]]
        sheets = {
            "基本信息": [*form, ["办学月数", 60], ["有食堂", "否"]],
            "组织": [*form[:1], ["支部数", 3 + at], ["教学单元支部数", 3]],
            "安全": [*form[:1], ["封闭管理", "否"], ["劳动基地级别", "市"]],
        }
        write(f"交来/各校/云川区/{name}.xlsx", sheets)

    def run(*arguments):
        code = cli.run([str(each) for each in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return code, printed.out + printed.err

    return run


def rows_of(name):
    text = Path("合并", name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def merge(place):
    return place("facts", "merge", "方案", "交来", "--roster", "学校名册.xlsx", "-o", "合并")


def test_merging_offices_and_schools_then_each_part_is_whose_it_is(place):
    code, said = merge(place)
    assert code == 1
    assert "读回核对" in said
    given = {
        (row["学校标识码"], row["部分"], Path(row["文件"]).name) for row in rows_of("来源.csv")
    }
    assert {
        ("0012", "安全", "校园安全.xlsx"),
        ("0012", "安全", "云川区第一小学.xlsx"),
        ("0012", "师德案件", "人事科.xlsx"),
        ("0013", "师德案件", "人事科.xlsx"),
        ("0012", "组织", "云川区第一小学.xlsx"),
        ("0012", "基本信息", "学校名册.xlsx"),
    } <= given


def test_merging_when_office_and_school_differ_then_the_office_stands_and_it_is_listed(place):
    merge(place)
    rows = [row for row in rows_of("冲突清单.csv") if row["学校标识码"] == "0012"]
    assert [(row["字段"], row["填的值"], row["来源"], row["是否采用"]) for row in rows] == [
        ("封闭管理", "是", "安全科", "是"),
        ("封闭管理", "否", "学校", "否"),
    ]
    assert "「安全」!C3" in rows[0]["位置"]
    assert "先于" in rows[0]["取舍的理由"]


def test_merging_when_a_name_is_merely_alike_then_it_is_suggested_in_the_problems(place):
    merge(place)
    (unknown,) = [row for row in rows_of("问题清单.csv") if row["代码"] == "F090"]
    assert unknown["填的是"] == "桑源一小"
    assert "0031" in unknown["改法"]


def test_merging_when_schools_of_the_roster_gave_nothing_then_they_are_listed(place):
    _, said = merge(place)
    absent = [row["学校标识码"] for row in rows_of("来源.csv") if row["种类"] == "没有交"]
    assert absent == ["0031", "0044"]
    assert "桑源县明德中学（0044）" in said


def test_merged_folder_when_assessed_then_it_scores_as_what_was_handed_in(place):
    merge(place)
    place("assess", "方案", "交来", "--roster", "学校名册.xlsx", "-o", "一", "--engine", "forward")
    place("assess", "方案", "合并", "-o", "二", "--engine", "forward")
    first, second = (Path(each, "scores.csv").read_bytes() for each in ("一", "二"))
    assert first == second


def test_merging_again_when_windows_left_a_file_of_its_own_then_it_is_no_hindrance(place):
    merge(place)
    Path("合并/Thumbs.db").write_bytes(b"x")
    assert merge(place)[0] in (0, 1)


def test_merging_when_done_then_it_says_how_to_go_on(place):
    assert "pingheng assess 方案 合并/合并表.xlsx" in "".join(merge(place)[1].split("\n"))


def test_merging_again_then_the_folder_is_replaced_unless_somebody_changed_it(place):
    merge(place)
    before = Path("合并/合并表.xlsx").read_bytes()
    code, _ = merge(place)
    assert code == 1
    assert Path("合并/合并表.xlsx").read_bytes() == before
    with Path("合并/冲突清单.csv").open("a", encoding="utf-8") as file:
        file.write("改\r\n")
    code, said = merge(place)
    assert code == 2
    assert "被改过" in said


@pytest.mark.parametrize("out", ["交来/合并", "交来", "学校名册.xlsx", "方案"])
def test_merging_when_the_folder_would_mix_or_lose_what_is_there_then_it_is_refused(place, out):
    code, _ = place("facts", "merge", "方案", "交来", "--roster", "学校名册.xlsx", "-o", out)
    assert code == 2
    assert not list(Path().rglob("合并表.xlsx"))


def test_merged_folder_when_it_lies_among_the_facts_then_it_is_not_read_twice(place):
    merge(place)
    shutil.move("合并", "交来/合并")
    code, said = place("facts", "check", "方案", "交来", "--roster", "学校名册.xlsx")
    assert code == 1
    assert "合并结果，没有读" in said
