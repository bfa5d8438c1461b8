"""What is wrong in a rulebook is told at its cell, with a way out; nothing is guessed."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.diagnostics import Diagnostic, Severity
from engine.rulebook import codes, read_rulebook
from tests.rulebook.conftest import TOP, Book

# section, title and value that name a row, head, what is typed, the code and what is said
BAD: list[tuple[str, str, str, str, Any, str, str]] = [
    ("indicators", "编号", "A101", "分值", datetime(2025, 10, 3), "W010", "10/3"),
    ("indicators", "编号", "A201", "分值", "四十", "W014", "四十"),
    ("indicators", "编号", "B3", "分值", 10 / 3, "W012", "10/3"),
    ("indicators", "编号", "B5", "分值", True, "W010", "是"),
    ("quotas", "等次", "优秀", "比例", 35, "W011", "35%"),
    ("ruleset", "项目", "考核窗口 / 起", "值", "去年", "W013", "去年"),
    ("fields", "名称", "学段", "必填", "必须", "W014", "必须"),
    ("indicators", "编号", "B1", "方法参数", "各项: [", "W014", ""),
    ("indicators", "编号", "B6", "方法参数", "死亡总人数", "W014", "键: 值"),
    ("indicators", "编号", "B2", "方法参数", 1, "W014", "键: 值"),
    ("fields", "名称", "支部数", "其他设置", True, "W014", "键: 值"),
    ("adjustments", "编号", "BO1", "方法参数", datetime(2025, 10, 3), "W014", "键: 值"),
    ("indicators", "编号", "A202", "方法参数", "方法: 线性\n保底: 1", "W015", "方法"),
    ("indicators", "编号", "A1", "评分标准", "组没有标准", "W017", "评分标准"),
    ("vetoes", "编号", "AQ-1", "序", "最后", "W021", "最后"),
    ("grades", "等次", "优秀", "不低于", "#N/A", "W009", "#N/A"),
    ("indicators", "编号", "A203", "二级指标", "别的组", "W016", "二级指标"),
]


def code_at(found: tuple[Diagnostic, ...]) -> dict[str, set[str]]:
    """Return the codes by the cell at which they were told."""
    told: dict[str, set[str]] = {}
    for each in found:
        place = f"{each.place.sheet}!{each.place.cell}" if each.place else ""
        told.setdefault(place, set()).add(each.code)
    return told


def test_cells_when_wrong_then_each_is_told_at_its_place(sample: Book) -> None:
    places = {}
    for section, title, value, head, typed, code, _ in BAD:
        row = sample.put(section, title, value, **{head: typed})
        cell = sample.cell(section, row, head)
        if code == "W011":  # as where a program lost the format
            cell.number_format = "General"
        if typed == "#N/A":
            cell.data_type = "e"
        places[f"{cell.parent.title}!{cell.coordinate}"] = code
    found = sample.read().diagnostics
    assert {place: next(iter(told)) for place, told in code_at(found).items()} == places
    for *_, code, said in BAD:
        texts = [f"{each.message} {each.hint}" for each in found if each.code == code]
        assert any(said in text for text in texts), (code, texts)
        assert all(each.hint for each in found)


def test_rows_when_they_belong_nowhere_or_lack_something_then_they_are_told(
    sample: Book,
) -> None:
    row = sample.row("indicators", "编号", "A201")
    sample.insert("indicators", row, 二级指标="没有的组", 编号="X1", 指标="甲")
    sample.insert("indicators", row, 指标="没有编号")
    row = sample.row("vetoes", "编号", "AQ-1")
    sample.copy("vetoes", row)
    sheet, head, _ = sample.heads("sources")
    sheet.cell(head + 1, 1).value = "别的手册#/依据目录/7"
    sheet, head, columns = sample.heads("ruleset")
    sheet.insert_rows(head + 2)
    sheet.cell(head + 2, columns["项目"]).value = "新设置"
    sample.delete("indicators", "编号", "A1")
    found = sample.read().diagnostics
    assert {each.code for each in found} == {"W019", "W018", "W020", "W008", "W025", "W022"}
    assert all(each.place and each.place.cell and each.hint for each in found)


def test_sheets_when_lost_doubled_or_changed_then_that_is_told(sample: Book) -> None:
    sheet, head, columns = sample.heads("checks")
    sheet.cell(head, columns["程度"]).value = "我的记号"
    sample.book.copy_worksheet(sample.book["依据目录"])
    del sample.book["落实表"]
    found = sample.read().diagnostics
    assert sorted(each.code for each in found) == ["W004", "W005", "W006", "W007"]
    assert [each.code for each in found if each.severity is Severity.ERROR] == ["W007"]


def test_rows_when_typed_below_the_end_of_a_table_then_that_is_told(sample: Book) -> None:
    sheet, _, columns = sample.heads("indicators")
    end = next(row for row in range(1, 999) if sheet.cell(row, 1).value == "§end")
    sheet.cell(end + 2, columns["指标"]).value = "表外的一项"
    (told,) = sample.read().diagnostics
    assert (told.code, told.severity) == ("W027", Severity.WARNING)
    assert str(told.place).endswith(f"「指标表」!F{end + 2}")
    assert told.value == "表外的一项"


def test_sheet_when_its_hidden_column_or_a_line_of_heads_is_gone_then_nothing_is_read(
    sample: Book,
) -> None:
    sample.book["指标表"].delete_cols(1)
    sheet, head, _ = sample.heads("quotas")
    sheet.delete_rows(head)
    errors = [each for each in sample.read().diagnostics if each.severity is Severity.ERROR]
    assert [(each.code, each.value) for each in errors] == [
        ("W028", "指标表"), ("W028", "名额"),
    ]  # fmt: skip
    assert all("隐藏的 A 列" in each.message for each in errors)


def test_new_row_when_it_names_a_file_into_which_it_does_not_go_then_that_is_told(
    sample: Book,
) -> None:
    row = sample.row("fields", "名称", "支部数")
    sample.insert("fields", row, 名称="新字段", 类型="整数", 文件="fields/没有.yaml")
    (told,) = sample.read().diagnostics
    assert told.code == "W016"
    assert "写进 fields.yaml" in told.message


def test_workbook_when_it_is_none_of_ours_then_it_is_refused(tmp_path: Path, sample: Book) -> None:
    other = openpyxl.Workbook()
    other.active["A1"] = "别的表"
    other.save(tmp_path / "别的.xlsx")
    assert [each.code for each in read_rulebook(tmp_path / "别的.xlsx").diagnostics] == ["W001"]
    assert [each.code for each in read_rulebook(tmp_path / "没有.xlsx").diagnostics] == ["W001"]
    hidden = sample.book["底稿"]
    kept = hidden.cell(3, 2).value
    hidden.cell(3, 2).value = kept + "乙"
    assert [each.code for each in sample.read().diagnostics] == ["W003"]
    hidden.cell(3, 2).value = kept
    hidden.cell(1, 2).value = hidden.cell(1, 2).value.replace('"format": 1', '"format": 0')
    assert [each.code for each in sample.read().diagnostics] == ["W002"]


LINE = ("等次设置", 1, "不低于")
DELETED = ("指标", 1, "指标", 4)


@pytest.mark.parametrize(
    ("file", "old", "new", "told", "proposed"),
    [
        ("ruleset.yaml", "不低于: 43}", "不低于: 42}", {"W023"}, {DELETED}),
        ("ruleset.yaml", "  - {等次: 良好, 不低于: 43}\n", "", {"W024"}, {DELETED}),
        ("ruleset.yaml", "不低于: 43}", "不低于: 43.5}", set(), {DELETED}),
        ("ruleset.yaml", "等次设置:", "# 新的一行\n等次设置:", set(), {LINE, DELETED}),
        ("ruleset.yaml", "  - {等次: 优秀,", "  - {等次: 卓越, 不低于: 48}\n  - {等次: 优秀,",
         set(), {("等次设置", 2, "不低于"), DELETED}),
        ("dimensions/a.yaml", "仅供参考: 是, 取值: 最多参加人数", "仅供参考: 是, 取值: 支部数",
         {"W026"}, {LINE}),
        ("dimensions/a.yaml", "    名称: 组织生活\n", "    名称: 组织的生活\n", set(),
         {LINE, DELETED}),
    ],
)  # fmt: skip
def test_folder_when_changed_since_then_only_what_meets_conflicts(
    file: str, old: str, new: str, told: set[str], proposed: set[Any], sample: Book
) -> None:
    path = sample.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    sample.put("grades", "等次", "良好", 不低于=43.5)
    sample.delete("indicators", "编号", "A205")
    proposal = sample.read()
    assert {each.code for each in proposal.diagnostics} == told
    found = {change.path for changes in proposal.changes.values() for change in changes}
    assert found == proposed
    if "W023" in told:
        (conflict,) = proposal.diagnostics
        assert "“43”" in conflict.message
        assert "“42”" in conflict.message
        assert conflict.value == "43.5"


def test_codes_when_reported_then_they_are_listed_and_none_is_idle() -> None:
    sources = (TOP / "engine" / "rulebook").glob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "codes.py")
    assert set(re.findall(r'"(W\d{3})"', text)) == set(codes.CODES)
