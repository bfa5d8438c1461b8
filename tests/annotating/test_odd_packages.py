"""Workbooks as other programs write them; what we do not know is refused, never half changed."""

import re

import pytest

from engine.annotating.splicing import UnknownShape
from tests.annotating.conftest import Book, problem
from tests.annotating.packages import MAIN, packed, parts_of, with_prefixes

SHEET = "xl/worksheets/sheet1.xml"


def changed(book: Book, name: str, old: bytes, new: bytes) -> Book:
    parts = parts_of(book)
    assert old in parts[name]
    return packed({**parts, name: parts[name].replace(old, new)})


def test_elements_when_they_have_prefixes_then_ours_have_them_too(small):
    book = with_prefixes(small).annotated(problem("B2"), problem("D7"), problem("C2"))
    assert set(book.comments()) == {"B2", "D7", "C2"}
    assert [cell.value for cell in book.opened()["学校"][2]] == ["0012", "甲", None, None]
    assert b"<c " not in parts_of(book)[SHEET]


def test_cells_when_they_do_not_say_where_they_are_then_are_counted(small):
    parts = parts_of(small)
    parts[SHEET] = re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", parts[SHEET])
    book = packed(parts).annotated(problem("B2"), problem("A3"))
    sheet = parts_of(book)[SHEET]
    styled = re.findall(rb"<c[^<>]* s=", sheet)
    assert len(styled) == 2
    assert re.search(rb'<row[^>]*><c t="s"><v>2</v></c><c t="s" s="\d+">', sheet)


def test_attributes_when_in_single_quotes_then_are_read(small):
    parts = parts_of(small)
    parts[SHEET] = parts[SHEET].replace(b'r="B2"', b"r='B2'").replace(b'r="2"', b"r='2'")
    assert set(packed(parts).annotated(problem("B2")).comments()) == {"B2"}


def test_a_mark_of_bytes_when_a_part_begins_with_it_then_it_is_read(small):
    parts = parts_of(small)
    parts[SHEET] = b"\xef\xbb\xbf" + parts[SHEET]
    assert set(packed(parts).annotated(problem("B2")).comments()) == {"B2"}


def test_a_thousand_problems_when_on_one_sheet_then_every_one_has_its_box():
    rows = [["学校标识码", *(f"甲{n}" for n in range(20))] for _ in range(150)]
    cells = [f"{letter}{row}" for row in range(2, 151) for letter in "BCDEFGHIJK"]
    book = Book.of_rows(学校=rows).annotated(*map(problem, cells))
    assert set(book.comments()) == set(cells)
    (drawing,) = [xml for name, xml in parts_of(book).items() if name.endswith(".vml")]
    numbers = re.findall(rb'id="_x0000_s(\d+)"', drawing)
    assert len(set(numbers)) == len(cells)
    blocks = re.search(rb'<o:idmap v:ext="edit" data="([\d,]+)"', drawing)
    assert {int(each) // 1024 for each in numbers} <= {
        int(each) for each in blocks.group(1).split(b",")
    }


def test_comments_when_they_have_no_boxes_then_boxes_are_drawn_for_all(small):
    parts = parts_of(small.annotated(problem("B2")))
    (drawing,) = [name for name in parts if name.endswith(".vml")]
    del parts[drawing]
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[rels] = re.sub(rb"<Relationship [^<>]*vmlDrawing[^<>]*/>", b"", parts[rels])
    parts[SHEET] = re.sub(rb"<legacyDrawing[^<>]*/>", b"", parts[SHEET])
    comments = "xl/comments1.xml"
    parts[comments] = parts[comments].replace("评衡".encode(), "某人".encode())
    parts[comments] = parts[comments].replace("【错误 F031】".encode(), "请看".encode())
    book = packed(parts).annotated(problem("B3"))
    (drawing,) = [xml for name, xml in parts_of(book).items() if name.endswith(".vml")]
    assert drawing.count(b"<v:shape ") == 2
    assert book.comments()["B2"].startswith("请看不是数字")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/workbook.xml", MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        ("xl/_rels/workbook.xml.rels", b"relationships/styles", b"relationships/nothing"),
        ("xl/styles.xml", b"<cellXfs", b"<cellXfsOld"),
        (SHEET, b"<sheetData>", b"<sheetDaten>"),
        (SHEET, b'encoding="UTF-8"', b'encoding="GB18030"'),
        (SHEET, b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"),
        ("_rels/.rels", b"relationships/officeDocument", b"relationships/elsewhere"),
    ],
)
def test_a_package_when_it_is_built_otherwise_then_it_is_refused(small, name, old, new):
    with pytest.raises(UnknownShape):
        changed(small, name, old, new).annotated(problem("B2"))


def test_a_signature_when_there_is_one_then_the_list_says_that_it_breaks(small):
    parts = {**parts_of(small), "_xmlsignatures/sig1.xml": b"<Signature/>"}
    book = packed(parts).annotated(problem("B2"))
    texts = [row[0] for row in book.opened()["问题清单"].iter_rows(values_only=True)]
    assert any("数字签名" in str(text) for text in texts)
    assert parts_of(book)["_xmlsignatures/sig1.xml"] == b"<Signature/>"


def test_a_conversation_when_it_stands_on_the_cell_then_the_list_says_where_to_look(small):
    first = parts_of(small.annotated(problem("B3")))
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = b"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    relation = b'<Relationship Id="rId99" Type="' + kind
    relation += b'" Target="../threadedComments/threadedComment1.xml"/>'
    first[rels] = first[rels].replace(b"</Relationships>", relation + b"</Relationships>")
    first["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="x"><threadedComment ref="B2"/></ThreadedComments>'
    )
    book = packed(first).annotated(problem("B2"))
    texts = [row[0] for row in book.opened()["问题清单"].iter_rows(values_only=True)]
    assert any(str(text).startswith("注意：B2原有会话式批注") for text in texts)


@pytest.mark.parametrize(
    ("ours", "theirs"), [(b"v", b"ns1"), (b"o", b"ns0"), (b"x", b"ns2"), (b"x", b"xl")]
)
def test_boxes_when_their_drawing_has_other_prefixes_then_are_kept_and_added_to(ours, theirs):
    # This is how openpyxl writes the boxes of comments.
    book = Book.of_rows(学校=[["学校标识码", "支部数"], ["0012", "甲"]]).annotated(problem("B2"))
    parts = parts_of(book)
    (name,) = [name for name in parts if name.endswith(".vml")]
    parts[name] = re.sub(rb"(xmlns:|</?|\s)" + ours + rb"(?=[:=])", rb"\1" + theirs, parts[name])
    assert b"<" + theirs + b":" in parts[name]
    again = packed(parts).annotated(problem("B2"), problem("A2"))
    drawing = parts_of(again)[name]
    assert drawing.count(b"<x:ClientData") == 2
    assert set(again.comments()) == {"B2", "A2"}
