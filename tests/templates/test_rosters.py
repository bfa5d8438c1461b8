"""With a roster: one workbook a school, filled beforehand, only with what applies to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.diagnostics import UsageProblem
from engine.facts import read_facts
from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.ruleset.model import RuleSet
from engine.templates import Wish, make_templates

ROSTER = """学校标识码,学校名称,学段,办学性质,隶属,曾用名,有食堂
0012,第一小学,小学,公办,县区,城关小学,是
0013,实验幼儿园,幼儿园,民办,县区,,否
"""


@pytest.fixture
def roster(tmp_path: Path) -> str:
    path = tmp_path / "学校名册.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return str(path)


def names_on(path: Path) -> set[str]:
    """Return the fields of all forms of a workbook, those not to be filled in apart."""
    book = openpyxl.load_workbook(path)
    return {
        str(sheet.cell(row, 1).value).removesuffix(" *")
        for sheet in book.worksheets
        if sheet.cell(3, 2).value == "填报值" and sheet.title != "不填事项"
        for row in range(4, sheet.max_row + 1)
    }


def line_of(path: Path, sheet: str, name: str) -> list[Any]:
    """Return the cells of a field's line."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=4)
    return next(list(row) for row in rows if str(row[0].value).removesuffix(" *") == name)


def test_folder_when_made_then_each_school_has_its_workbook(
    make: Any, datong: RuleSet, roster: str
) -> None:
    folder = make(datong, "填报表", roster=roster)
    names = sorted(each.name for each in folder.iterdir())
    assert names == ["0012_第一小学.xlsx", "0013_实验幼儿园.xlsx"]


def test_workbook_when_prefilled_then_it_reads_as_the_roster_says(
    make: Any, datong: RuleSet, roster: str
) -> None:
    facts = read_facts(datong, [make(datong, "填报表", roster=roster)])
    assert (facts.school_ids, facts.names) == (("0012", "0013"), ("第一小学", "实验幼儿园"))
    said = {
        name: [cell_text(facts.columns[name], at) for at in (0, 1)]
        for name in ("学段", "办学性质", "隶属", "有食堂")
    }
    assert list(said.values()) == [
        ["小学", "幼儿园"], ["公办", "民办"], ["县区", "县区"], ["是", "否"]
    ]  # fmt: skip


def test_identity_when_known_then_it_is_locked_and_all_else_is_open(
    make: Any, datong: RuleSet, roster: str
) -> None:
    path = make(datong, "一.xlsx", roster=roster, school="第一小学")
    locked = {
        name: line_of(path, "基本信息", name)[1].protection.locked
        for name in ("学校标识码", "学校名称", "学段", "学生数")
    }
    assert locked == {"学校标识码": True, "学校名称": True, "学段": False, "学生数": False}


def test_fields_when_surely_not_applicable_then_they_stand_apart_and_read_as_such(
    make: Any, datong: RuleSet, roster: str
) -> None:
    """A kindergarten has no fitness test; without a canteen nobody eats with the pupils."""
    folder = make(datong, "填报表", roster=roster)
    infants, primary = (next(folder.glob(f"{each}*")) for each in ("0013", "0012"))
    for name in ("体测人数", "食堂视频通教育部门"):
        assert name not in names_on(infants)
        assert name in names_on(primary)
        cells = line_of(infants, "不填事项", name)
        assert cells[1].value == "不适用"
        assert cells[1].protection.locked
    assert line_of(infants, "不填事项", "体测人数")[2].value == "只有“学段”不为“幼儿园”的才填"
    facts = read_facts(datong, [folder])
    assert facts.columns["体测人数"].states.tolist() == [State.MISSING, State.NOT_APPLICABLE]
    assert not [each for each in facts.problems if each.code == "F029"]


def test_field_when_its_condition_is_open_then_it_stays_and_says_when(
    make: Any, datong: RuleSet, roster: str
) -> None:
    path = make(datong, "一.xlsx", roster=roster, school="0012")
    told = line_of(path, "党风政风", "应陪餐次数")[3].value
    assert told.startswith("“有学生在校就餐”为“是”的才填，其余空着")
    assert "才填" not in line_of(path, "党风政风", "刷脸支付")[3].value  # it has a canteen


def test_last_years_value_when_given_then_it_stands_beside_and_is_not_read(
    make: Any, datong: RuleSet, roster: str, tmp_path: Path
) -> None:
    before = tmp_path / "去年.csv"
    before.write_text(
        "学校标识码,学校名称,学生数,有食堂,近视率,党建品牌级别\n0012,第一小学,1200,否,41.5%,市级\n",
        encoding="utf-8",
    )
    folder = make(datong, "填报表", roster=roster, last_facts=(str(before),))
    primary = next(folder.glob("0012*"))
    cell = line_of(primary, "基本信息", "学生数")[3]
    assert (cell.value, cell.protection.locked) == (1200, True)
    assert line_of(primary, "思政五育", "近视率")[3].value == pytest.approx(0.415)
    assert line_of(primary, "组织建设", "党建品牌级别")[3].value == "市级"
    facts = read_facts(datong, [folder])
    for name in ("学生数", "近视率", "党建品牌级别"):
        assert facts.columns[name].states[0] == State.MISSING


def test_last_years_value_when_the_school_had_another_id_then_the_roster_finds_it(
    make: Any, datong: RuleSet, tmp_path: Path
) -> None:
    now, before = tmp_path / "名册.csv", tmp_path / "去年.csv"
    now.write_text("学校标识码,学校名称,原标识码\n0112,第一小学,0012\n", encoding="utf-8")
    before.write_text("学校标识码,学校名称,学生数\n0012,第一小学,1200\n", encoding="utf-8")
    path = make(datong, "一.xlsx", roster=str(now), school="0112", last_facts=(str(before),))
    assert line_of(path, "基本信息", "学生数")[3].value == 1200


def test_last_year_when_it_tells_the_kind_of_school_then_that_decides_and_nothing_else(
    make: Any, datong: RuleSet, tmp_path: Path
) -> None:
    """The kind of school does not change in a year; a canteen may have been opened since."""
    bare, before = tmp_path / "名册.csv", tmp_path / "去年.csv"
    bare.write_text("学校标识码,学校名称\n0013,实验幼儿园\n", encoding="utf-8")
    before.write_text(
        "学校标识码,学校名称,学段,有食堂\n0013,实验幼儿园,幼儿园,否\n", encoding="utf-8"
    )
    last = (str(before),)
    path = make(datong, "园.xlsx", roster=str(bare), school="0013", last_facts=last)
    assert "体测人数" not in names_on(path)
    assert "食堂视频通教育部门" in names_on(path)
    assert line_of(path, "基本信息", "学段")[1].value is None  # for the school to say


def test_file_names_when_ids_and_names_are_hostile_then_they_stay_in_the_folder(
    make: Any, datong: RuleSet, tmp_path: Path
) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(
        "学校标识码,学校名称\n../../x,甲/乙小学\n0014,..\\..\\COM1\n0015,=cmd|' /C calc'!A0\n",
        encoding="utf-8",
    )
    folder = make(datong, "填报表", roster=str(path))
    made = sorted(each.name for each in folder.rglob("*"))
    assert len(made) == 3
    assert all(not set(name) & set('/\\:*?"<>|') for name in made)
    assert not (tmp_path.parent / "x").exists()
    facts = read_facts(datong, [folder])
    assert "=cmd|' /C calc'!A0" in facts.names


@pytest.mark.parametrize(
    ("wish", "name", "said"),
    [
        ({"school": "第一小"}, "a.xlsx", "是不是“第一小学”"),
        ({}, "a.xlsx", "-o 请写文件夹"),
        ({"school": "0012"}, "一小", "-o 请写工作簿的名称"),
        ({"wide": True, "school": "0012"}, "a.xlsx", "不能同写"),
        ({"wide": True, "office": "安全办"}, "a.xlsx", "是不是“安办”"),
    ],
)
def test_wish_when_it_cannot_be_fulfilled_then_the_way_out_is_told(
    wish: dict[str, Any], name: str, said: str, datong: RuleSet, roster: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageProblem, match=said):
        make_templates(datong, Wish(roster=roster, **wish), tmp_path / name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("wish", [{}, {"school": "0012"}])
def test_place_when_taken_then_nothing_is_written_over(
    wish: dict[str, Any], datong: RuleSet, roster: str, make: Any
) -> None:
    name = "一.xlsx" if wish else "填报表"
    first = make(datong, name, roster=roster, **wish)
    before = {each: each.read_bytes() for each in (first.iterdir() if first.is_dir() else [first])}
    with pytest.raises(UsageProblem, match="没有覆盖"):
        make(datong, name, roster=roster, **wish)
    assert all(path.read_bytes() == data for path, data in before.items())
