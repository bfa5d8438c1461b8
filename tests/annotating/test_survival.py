"""Whatever a workbook holds besides the commented cells is in the copy as it was."""

import re

import pytest

from engine.annotating.styles import COLOURS
from tests.annotating.conftest import ERROR, WARNING, Book, problem
from tests.annotating.packages import packed, parts_of
from tests.annotating.rich import rich_book

# openpyxl, with which we look, says what it would lose: that nothing is lost is the point.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

PROBLEMS = (
    problem("A3", message="标识码像是写错了"),
    problem("B4", message="不在窗口内", severity=WARNING),
    problem("D9"),
    problem("H30"),
    problem("E5", message="合并单元格里的问题"),
    problem("B2", sheet="师德案件"),
    problem("B2", sheet="旧数据", severity=WARNING),
)
# What has to change: the list of parts, styles, the workbook, sheets and comments.
CHANGED = re.compile(
    r"\[Content_Types\]\.xml|xl/(workbook|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?|xl/comments\d+\.xml"
    r"|xl/drawings/vmlDrawing1\.vml|docProps/custom\.xml|xl/chartsheets/sheet1\.xml"
)


@pytest.fixture(scope="module")
def rich() -> Book:
    return rich_book()


@pytest.fixture(scope="module")
def copy(rich: Book) -> Book:
    return rich.annotated(*PROBLEMS)


def test_parts_when_they_have_no_problem_then_are_the_same_bytes(rich, copy):
    before, after = parts_of(rich), parts_of(copy)
    assert set(before) <= set(after)
    kept = {name for name in before if before[name] == after[name]}
    assert all(CHANGED.fullmatch(name) for name in set(before) - kept)
    for kind in ("charts/chart1", "media/image1.png", "drawings/drawing1", "tables/table1"):
        assert any(kind in name for name in kept), kind


def test_a_sheet_when_it_has_problems_then_only_styles_and_comments_change(rich, copy):
    """Extensions (2010 data bars, sparklines, lists on other sheets) stay to the byte."""
    before, after = (parts_of(book)["xl/worksheets/sheet1.xml"] for book in (rich, copy))
    assert b"x14:dataBar" in before
    assert b"x14:sparkline" in before
    before = before.replace(b'tabSelected="1"', b'tabSelected="0"')
    after = re.sub(rb'<c r="(D9|H30)" s="\d+"/>', b"", after).replace(b'<row r="30"></row>', b"")
    assert without_styles(after) == without_styles(before)


def without_styles(sheet: bytes) -> bytes:
    sheet = re.sub(rb'(<c [^<>]*?) s="\d+"', rb"\1", sheet).replace(b"></row>", b"/>")
    return re.sub(rb' spans="[^"]*"', b"", sheet)


def test_cells_when_compared_then_values_formulas_and_formats_are_the_same(rich, copy):
    before, after = rich.opened(), copy.opened()
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for old in row:
                new = after[sheet.title][old.coordinate]
                assert new.value == old.value
                assert new.number_format == old.number_format
                for kind in ("font", "border", "alignment", "protection"):
                    assert repr(getattr(new, kind)) == repr(getattr(old, kind))
    assert after["学校"]["B4"].fill.fgColor.rgb == COLOURS[WARNING]
    assert repr(after["学校"]["D4"].fill) == repr(before["学校"]["D4"].fill)
    assert after["学校"]["C6"].value == "=SUM(C3:C5)"


def test_a_sheet_when_compared_then_its_set_up_is_the_same(rich, copy):
    before, after = rich.opened(), copy.opened()
    old, new = before["学校"], after["学校"]
    assert new.freeze_panes == old.freeze_panes == "B3"
    assert new.column_dimensions["A"].width == old.column_dimensions["A"].width
    assert new.column_dimensions["F"].hidden
    assert str(new.merged_cells) == str(old.merged_cells)
    assert [str(each.sqref) for each in new.data_validations.dataValidation] == ["C3:C5", "E3"]
    assert [str(each.sqref) for each in new.conditional_formatting] == ["C3:C5", "D3:D5"]
    assert new.protection.sheet
    assert new.protection.password == old.protection.password
    assert (new.print_area, new.print_title_rows) == (old.print_area, old.print_title_rows)
    assert new.page_setup.orientation == "landscape"
    assert new.auto_filter.ref == "A2:E5"
    assert new["A8"].value == old["A8"].value
    assert [after[name].sheet_state for name in ("旧数据", "选项")] == ["hidden", "veryHidden"]
    assert after["师德案件"].tables.keys() == before["师德案件"].tables.keys()


def test_names_when_a_sheet_is_put_in_front_then_still_belong_to_theirs(rich, copy):
    before, after = rich.opened(), copy.opened()
    assert after["学校"].defined_names["合计区"].value == "学校!$C$3:$C$5"
    assert after.defined_names["全部选项"].value == before.defined_names["全部选项"].value
    assert not after["问题清单"].defined_names


def test_properties_when_copied_then_are_there_with_our_mark_beside(copy):
    opened = copy.opened()
    assert opened.properties.creator == "某校办公室"
    held = {each.name: each.value for each in opened.custom_doc_props.props}
    assert held == {"方案": "datong-2025", "pingheng-annotated": "0" * 64}


def test_a_comment_when_somebody_wrote_one_then_ours_follows_it(copy):
    comment = copy.opened()["学校"]["A3"].comment
    assert comment.text.startswith("某人写的批注\n\n【错误 F031】标识码像是写错了")
    assert comment.author == "某人"


def test_a_problem_when_inside_merged_cells_then_stands_at_the_first(copy):
    assert "合并单元格里的问题" in copy.comments()["E3"]
    assert copy.opened()["学校"]["E3"].fill.fgColor.rgb == COLOURS[ERROR]


def test_a_problem_when_its_sheet_is_hidden_then_the_list_says_so(copy):
    places = [row[3] for row in copy.listed()]
    assert "「旧数据」!B2（表已隐藏）" in places


def test_a_macro_workbook_when_annotated_then_keeps_its_macros():
    """The kind of a workbook stands in its list of parts, which is not touched otherwise."""
    parts = parts_of(Book.of_rows(学校=[["学校标识码"], ["0012"]]))
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    macros = (
        b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    types = types.replace(b"</Types>", macros)
    parts |= {"[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf macros"}
    copy = packed(parts).annotated(problem("A2"))
    after = parts_of(copy)
    assert after["xl/vbaProject.bin"] == b"\xd0\xcf macros"
    assert b"macroEnabled" in after["[Content_Types].xml"]
    assert set(copy.comments()) == {"A2"}
