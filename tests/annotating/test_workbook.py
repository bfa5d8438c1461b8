"""A problem becomes a comment and a colour on its cell, and a line that leads there."""

from engine.annotating.styles import COLOURS
from engine.diagnostics import Diagnostic, Place, Severity
from tests.annotating.conftest import ERROR, NOTE, WARNING, Book, problem


def test_a_cell_when_it_has_a_problem_then_it_has_a_comment_and_a_colour(small):
    cell = small.annotated(problem("B2")).opened()["学校"]["B2"]
    assert cell.value == "甲"
    assert cell.comment.text == "【错误 F031】不是数字\n→ 请只填数字"
    assert cell.comment.author == "评衡"
    assert cell.fill.fgColor.rgb == COLOURS[ERROR]


def test_a_cell_when_it_has_several_problems_then_one_comment_says_them_worst_first(small):
    book = small.annotated(
        problem(severity=NOTE, code="F034", message="带单位"), problem(severity=WARNING)
    )
    text = book.comments()["B2"]
    assert text.index("警告 F031") < text.index("提示 F034")
    assert book.opened()["学校"]["B2"].fill.fgColor.rgb == COLOURS[WARNING]


def test_a_cell_when_it_is_not_written_then_it_is_added_in_its_place(small):
    book = small.annotated(*(problem(cell) for cell in ("A1", "D2", "C5", "A9", "AB3")))
    assert set(book.comments()) == {"A1", "D2", "C5", "A9", "AB3"}
    sheet = book.opened()["学校"]
    assert {sheet[cell].fill.fgColor.rgb for cell in ("D2", "C5", "A9", "AB3")} == {COLOURS[ERROR]}
    assert [cell.value for cell in sheet[3]][:2] == ["0013", 3]


def test_a_sheet_when_it_is_empty_then_a_comment_can_still_stand_on_it():
    book = Book.of_rows(学校=[]).annotated(problem("B2"), problem("A1"))
    assert set(book.comments()) == {"A1", "B2"}


def test_the_list_when_written_then_stands_first_and_links_to_each_cell(small):
    book = small.annotated(problem("B2"), problem("B3", severity=WARNING))
    opened = book.opened()
    assert opened.sheetnames == ["问题清单", "学校"]
    assert opened.active.title == "问题清单"
    rows = book.listed()
    assert [row[1] for row in rows] == ["错误", "警告"]
    assert rows[0][2:] == ["F031", "「学校」!B2", "甲", "不是数字", "请只填数字"]
    assert book.links() == {"「学校」!B2": "'学校'!B2", "「学校」!B3": "'学校'!B3"}


def test_a_sheet_when_the_list_is_in_front_then_it_is_not_selected_too(small):
    opened = small.annotated(problem()).opened()
    assert not opened["学校"].sheet_view.tabSelected
    assert opened["问题清单"].sheet_view.tabSelected


def test_a_problem_when_it_names_no_cell_then_it_is_only_listed(small):
    place = Place("表.xlsx", "学校")
    book = small.annotated(
        Diagnostic("F029", Severity.WARNING, "没有“支部数”", place),
        Diagnostic("F061", Severity.WARNING, "别的年度", Place("表.xlsx")),
    )
    assert book.comments() == {}
    assert [row[3] for row in book.listed()] == ["「学校」", "（整个文件）"]
    assert book.links() == {"「学校」": "'学校'!A1"}


def test_a_comment_when_the_text_has_signs_of_xml_then_they_are_kept(small):
    text = 'a<b & "c" > d'
    assert text in small.annotated(problem(message=text)).comments()["B2"]


def test_a_sheet_name_when_it_has_quotes_and_signs_then_the_link_still_leads_there():
    book = Book.of_rows(**{"甲's & <乙>": [["学校标识码"], ["0012"]]})
    annotated = book.annotated(problem("A2", sheet="甲's & <乙>"))
    assert set(annotated.comments("甲's & <乙>")) == {"A2"}
    assert annotated.links() == {"「甲's & <乙>」!A2": "'甲''s & <乙>'!A2"}


def test_a_workbook_when_annotated_twice_from_one_original_then_the_bytes_are_the_same(small):
    assert small.annotated(problem()).data == small.annotated(problem()).data
