"""What a workbook looks like to a clerk: drop-downs, limits, help, protection, printing."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from engine.ruleset.model import RuleSet


@pytest.fixture(scope="module")
def book(datong: RuleSet, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from engine.templates import Wish, make_templates

    path = tmp_path_factory.mktemp("looks") / "填报表.xlsx"
    make_templates(datong, Wish(), path)
    return openpyxl.load_workbook(path)


def rule_of(sheet: Worksheet, cell: str) -> Any:
    """Return the validation of a cell."""
    return next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)


def cell_of(sheet: Worksheet, name: str) -> str:
    """Return where the value of a field stands in a form."""
    rows = range(4, sheet.max_row + 1)
    named = (row for row in rows if str(sheet.cell(row, 1).value).removesuffix(" *") == name)
    return f"B{next(named)}"


def test_sheets_when_made_then_the_guide_is_first_and_parts_follow_the_dimensions(
    book: Any, datong: RuleSet
) -> None:
    parts = ["基本信息", "组织建设", "队伍建设", "思政五育", "安全校园", "党风政风"]
    assert book.sheetnames[:7] == ["说明", *parts]
    tables = {name for name, table in datong.tables.items() if not table.from_last_year}
    assert tables < set(book.sheetnames)
    assert not ({*datong.tables} - tables) & {*book.sheetnames}
    assert book.sheetnames[-2:] == ["佐证目录", "选项和表式"]
    assert book["选项和表式"].sheet_state == "hidden"
    assert book.active.title == "说明"


def test_choice_when_clicked_then_its_options_drop_down(book: Any) -> None:
    sheet = book["基本信息"]
    assert rule_of(sheet, cell_of(sheet, "办学性质")).formula1 == '"公办,民办"'
    assert rule_of(sheet, cell_of(sheet, "寄宿")).formula1 == '"是,否"'


def test_options_when_too_long_for_a_drop_down_then_they_stand_on_the_hidden_sheet(
    book: Any, datong: RuleSet
) -> None:
    """Excel takes 255 characters; the catalogue offers every field."""
    source = rule_of(book["佐证目录"], "B4").formula1
    assert source.startswith("'选项和表式'!$")
    column = source.split("$")[1]
    offered = {cell.value for cell in book["选项和表式"][column][1:]}
    assert {"学生数", "师德案件"} <= offered
    assert len(offered) > len(datong.tables)


def test_set_when_clicked_then_options_are_offered_but_several_may_be_written(book: Any) -> None:
    sheet = book["思政五育"]
    rule = rule_of(sheet, cell_of(sheet, "三大球项目"))
    assert rule.formula1.startswith('"足球,篮球,排球')
    assert not rule.showErrorMessage
    assert "中间用顿号“、”隔开" in rule.prompt


@pytest.mark.parametrize(
    ("sheet", "name", "kind", "low", "high", "shape"),
    [
        ("基本信息", "学生数", "whole", "0", "20000", "0"),
        ("党风政风", "师德考核权重", "decimal", "0", "1", "0.00%"),
        ("党风政风", "资料室投入", "decimal", "0", "10000", "0.00"),
        ("党风政风", "弄虚作假认定日期", "date", "18264", "73415", "yyyy-mm-dd"),
    ],
)
def test_number_when_out_of_range_then_the_cell_refuses_it_in_chinese(
    sheet: str, name: str, kind: str, low: str, high: str, shape: str, book: Any
) -> None:
    cell = cell_of(book[sheet], name)
    rule = rule_of(book[sheet], cell)
    assert (rule.type, rule.formula1, rule.formula2) == (kind, low, high)
    assert rule.errorTitle == f"“{name}”填得不对"
    assert rule.error.startswith("这一格要填：")
    assert rule.showErrorMessage
    assert book[sheet][cell].number_format == shape


def test_number_when_it_may_not_apply_then_the_cell_takes_that_word_too(book: Any) -> None:
    sheet = book["党风政风"]
    cell = cell_of(sheet, "应陪餐次数")
    rule = rule_of(sheet, cell)
    assert rule.type == "custom"
    assert rule.formula1 == (
        f'IF(ISNUMBER({cell}),AND({cell}=INT({cell}),{cell}>=1,{cell}<=1100),OR({cell}="不适用"))'
    )


def test_zero_report_when_the_table_asks_for_it_then_none_may_be_written(book: Any) -> None:
    """The first column of 安全事故 is a text, that of 清廉学校 a choice without a zero report."""
    assert "在第一行“教师”一格填“无”" in book["师德案件"]["A2"].value
    assert rule_of(book["清廉学校"], "A4").formula1 == '"校级,县级,市级,省级"'
    assert "空着就行" in book["应急演练"]["A2"].value


def test_form_when_protected_then_only_values_are_open_and_no_password_is_asked(
    book: Any,
) -> None:
    sheet = book["组织建设"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    rows = sheet.iter_rows(min_row=4)
    assert {tuple(cell.protection.locked for cell in row[:3]) for row in rows} == {
        (True, False, True)
    }
    assert all(cell.protection.locked for cell in sheet[3])


def test_record_table_when_its_ruled_rows_are_full_then_the_rows_below_are_open(
    book: Any,
) -> None:
    sheet = book["师德案件"]
    assert not sheet["A4"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet["A3"].protection.locked
    assert "A4000" in rule_of(sheet, "A4").sqref


def test_inputs_when_seen_then_they_differ_from_what_is_locked(book: Any) -> None:
    sheet = book["组织建设"]
    assert sheet["B4"].fill.fgColor.rgb == "FFFFFBE6"
    assert sheet["A4"].fill.fgColor.rgb == sheet["D4"].fill.fgColor.rgb == "FFF2F4F6"


def test_required_field_when_seen_then_it_has_a_star(book: Any) -> None:
    sheet = book["基本信息"]
    names = [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)]
    assert "学生数 *" in names
    assert "所在县区" in names


def test_heads_when_pointed_at_then_a_comment_tells_what_belongs_there(book: Any) -> None:
    said = book["安全事故"]["D3"].comment.text
    assert said.splitlines()[0] == "死亡人数"
    assert "0 至 1000 的整数" in said
    assert "单位：人" in said
    assert "学籍系统截图" in book["基本信息"]["A11"].comment.text


def test_sheets_when_scrolled_or_printed_then_the_header_stays(book: Any) -> None:
    for name in ("基本信息", "安全事故", "佐证目录"):
        sheet = book[name]
        assert sheet.freeze_panes == "B4", name
        assert sheet.print_title_rows == "$3:$3", name
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 where nothing is written
        assert sheet.page_setup.fitToHeight == 0
        assert "第 &P 页，共 &N 页" in sheet.oddFooter.right.text


def test_guide_when_opened_then_it_links_every_sheet_and_counts_what_is_left(
    book: Any, datong: RuleSet
) -> None:
    sheet = book["说明"]
    links = {
        cell.value: cell.hyperlink.location
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert set(links) == set(book.sheetnames) - {"说明", "选项和表式"}
    assert links["师德案件"] == "'师德案件'!A1"
    counted = [
        row for row in sheet.iter_rows(values_only=True) if str(row[3]).startswith("=COUNTBLANK")
    ]
    assert sum(row[2] for row in counted) == len(datong.fields)
    text = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0])
    for word in ("浅黄色", "空着表示没有填", "零报告", "佐证目录", "没有密码", ".xlsx"):
        assert word in text
