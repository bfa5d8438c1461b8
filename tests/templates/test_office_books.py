"""Workbooks for an office: a school a row, or only what one office fills in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.diagnostics import Place
from engine.facts import read_facts
from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.ruleset.model import Field, FieldType, RecordTable, RuleSet

HERE = Place("fields.yaml")


@pytest.fixture
def roster(tmp_path: Path) -> str:
    path = tmp_path / "学校名册.csv"
    path.write_text(
        "学校标识码,学校名称,学段,办学性质,隶属\n"
        "0012,第一小学,小学,公办,县区\n0013,实验幼儿园,幼儿园,民办,县区\n",
        encoding="utf-8",
    )
    return str(path)


def heads_of(path: Path, sheet: str) -> list[str]:
    cells = openpyxl.load_workbook(path)[sheet][3]
    return [str(cell.value).removesuffix(" *").split("\n")[0] for cell in cells if cell.value]


def test_joint_workbook_when_made_then_every_school_has_a_row_on_every_part(
    make: Any, datong: RuleSet, roster: str
) -> None:
    path = make(datong, "全部.xlsx", roster=roster, wide=True)
    book = openpyxl.load_workbook(path)
    for part in ("基本信息", "组织建设", "党风政风"):
        assert heads_of(path, part)[:2] == ["学校标识码", "学校名称"]
        assert [row[0] for row in book[part].iter_rows(min_row=4, values_only=True)] == [
            "0012", "0013"
        ]  # fmt: skip
    facts = read_facts(datong, [path])
    assert facts.names == ("第一小学", "实验幼儿园")
    assert [cell_text(facts.columns["学段"], at) for at in (0, 1)] == ["小学", "幼儿园"]
    assert facts.columns["体测人数"].states.tolist() == [State.MISSING, State.NOT_APPLICABLE]
    assert not [each for each in facts.problems if each.code in ("F012", "F016", "F029")]


def test_joint_workbook_when_a_field_does_not_apply_then_its_cell_is_locked(
    make: Any, datong: RuleSet, roster: str
) -> None:
    sheet = openpyxl.load_workbook(make(datong, "全部.xlsx", roster=roster, wide=True))["思政五育"]
    column = next(cell.column for cell in sheet[3] if str(cell.value).startswith("体测人数"))
    assert not sheet.cell(4, column).protection.locked
    assert sheet.cell(5, column).protection.locked
    assert sheet.cell(5, column).value == "不适用"


def test_record_table_of_a_joint_workbook_when_filled_in_then_ids_come_from_the_roster(
    make: Any, clerk: Any, datong: RuleSet, roster: str
) -> None:
    desk = clerk(make(datong, "全部.xlsx", roster=roster, wide=True))
    rules = desk.book["师德标兵"].data_validations.dataValidation
    assert next(each for each in rules if "A4" in each.sqref).formula1 == '"0012,0013"'
    desk.add("师德标兵", [{"学校标识码": "0013", "学校名称": "实验幼儿园", "姓名": "甲"}])
    desk.add("安全事故", [{"学校标识码": each, "事故名称": "无"} for each in ("0012", "0013")])
    facts = read_facts(datong, [desk.save()])
    assert facts.records["师德标兵"].school_index.tolist() == [1]
    assert facts.records["安全事故"].states.tolist() == [State.PRESENT, State.PRESENT]


def test_office_workbook_when_made_then_it_holds_only_what_the_office_fills_in(
    make: Any, datong: RuleSet, roster: str
) -> None:
    path = make(datong, "安办.xlsx", roster=roster, wide=True, office="安办")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", "基本信息", "安全校园", "选项和表式"]
    wanted = [field.id for field in datong.fields.values() if field.filled_by == "安办"]
    assert heads_of(path, "安全校园")[2:] == wanted


def test_workbooks_of_two_offices_when_read_together_then_they_make_one_table(
    make: Any, clerk: Any, datong: RuleSet, roster: str
) -> None:
    paths = []
    for office, part, name in (("安办", "安全校园", "封闭管理"), ("医务室", "思政五育", "肥胖率")):
        path = make(datong, f"{office}.xlsx", roster=roster, wide=True, office=office)
        desk = clerk(path)
        value = "是" if name == "封闭管理" else 0.125
        desk.add(part, [{name: value}, {name: value}])
        paths.append(desk.save())
    facts = read_facts(datong, paths)
    assert facts.school_ids == ("0012", "0013")
    assert cell_text(facts.columns["封闭管理"], 1) == "是"
    assert cell_text(facts.columns["肥胖率"], 0) == "12.5%"


@pytest.fixture
def odd(english: RuleSet) -> RuleSet:
    """Rules with a joined id, and names that make trouble on a sheet's tab or in a header."""
    fields = [
        Field("单位", FieldType.TEXT, HERE, sheet="基本[信息]/甲"),
        Field("检查日", FieldType.DATE, HERE, sheet="基本[信息]/甲"),
        Field("字号", FieldType.TEXT, HERE, sheet="基本[信息]/甲"),
        Field("次数", FieldType.INTEGER, HERE, sheet="获奖", unit="人（次）"),
        Field("填表说明份数", FieldType.INTEGER, HERE, sheet="材料目录"),
        Field("级别", FieldType.CHOICE, HERE, sheet="材料目录", choices=("甲,乙", "丙")),
    ]
    long = "一张名字非常非常长的台账" * 3
    tables = [
        RecordTable(
            name,
            {
                each.id: each
                for each in (
                    Field("项目", FieldType.TEXT, HERE),
                    Field("得奖", FieldType.DATE, HERE),
                )
            },
            HERE,
            zero_report=True,
        )
        for name in ("获奖", long)
    ]
    return replace(
        english,
        fields={each.id: each for each in fields},
        tables={each.id: each for each in tables},
        dimensions=(),
        derived={},
        cohorts=replace(english.cohorts, by=()),
        id_field="单位-检查日",
        id_parts=("单位", "检查日"),
        name_field="字号",
        name_parts=("字号",),
    )


@pytest.mark.parametrize("wide", [False, True])
def test_names_when_a_sheet_cannot_bear_them_then_the_reader_still_knows_them(
    wide: bool, odd: RuleSet, make: Any, clerk: Any, tmp_path: Path
) -> None:
    roster = tmp_path / "名册.csv"
    roster.write_text("单位,检查日,字号\n007,2025-03-01,面馆\n", encoding="utf-8")
    more = {"wide": True} if wide else {"school": "007-2025-03-01"}
    desk = clerk(make(odd, "表.xlsx", roster=str(roster), **more))
    own = {"单位": "007", "检查日": "2025-03-01"} if wide else {}
    values = {"次数": 3, "填表说明份数": 4, "级别": "甲,乙"}
    if wide:
        desk.add("学校的获奖", [{"次数": 3}])
        desk.add("字段1", [{"填表说明份数": 4, "级别": "甲,乙"}])
    else:
        assert set(values) <= desk.fill(values)
    for sheet in ("获奖", "台账1"):
        desk.add(sheet, [{**own, "项目": f"{sheet}一"}, {**own, "项目": f"{sheet}二"}])
    facts = read_facts(odd, [desk.save()])
    assert facts.school_ids == ("007-2025-03-01",)
    assert facts.names == ("面馆",)
    read = {name: cell_text(facts.columns[name], 0) for name in values}
    assert read == {"次数": "3", "填表说明份数": "4", "级别": "甲,乙"}
    assert [facts.records[name].n_records for name in odd.tables] == [2, 2]


def test_id_when_given_without_a_roster_then_it_stands_locked_part_by_part(
    odd: RuleSet, make: Any
) -> None:
    book = openpyxl.load_workbook(make(odd, "表.xlsx", school="007-2025"))
    sheet = book[book.sheetnames[1]]
    assert [(sheet.cell(row, 2).value, sheet.cell(row, 2).protection.locked) for row in (4, 5)] == [
        ("007", True), ("2025", True)
    ]  # fmt: skip
