"""The copy of values of a file that cannot be annotated itself."""

from datetime import date, datetime, time, timedelta

import pytest

from engine.annotating.values_copy import copy_values, workbook_of
from engine.facts.books.files import FactFile
from engine.facts.books.sheet import Merge, Sheet, Unreadable
from engine.facts.table import Origin
from tests.annotating.conftest import Book, problem


def copied(*sheets: Sheet) -> Book:
    return Book(workbook_of(sheets, [sheet.name for sheet in sheets]))


def sheet_of(rows, name="学校", **more) -> Sheet:
    return Sheet(Origin("表.xls", name), name, rows, **more)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0012", "0012"),
        ("=1+1", "=1+1"),
        (3.5, 3.5),
        (True, True),
        (date(2025, 9, 1), datetime(2025, 9, 1)),
        (datetime(2025, 9, 1, 8, 30), datetime(2025, 9, 1, 8, 30)),
        (time(8, 30), time(8, 30)),
        (timedelta(hours=30), timedelta(hours=30)),
        (date(1850, 1, 1), "1850-01-01"),
        (float("inf"), "inf"),
        (Unreadable("F043", "#N/A"), "#N/A"),
        ("", None),
    ],
)
def test_a_value_when_copied_then_is_the_same(raw, value):
    cell = copied(sheet_of([[raw]])).opened()["学校"]["A1"]
    assert cell.value == value
    assert cell.data_type != "f"


def test_a_number_when_shown_as_percent_or_with_zeros_then_still_is():
    sheet = sheet_of(
        [[0.5, 12.0]],
        is_percent=lambda _row, column: column == 0,
        zero_width=lambda _row, column: 7 if column == 1 else 0,
    )
    cells = copied(sheet).opened()["学校"][1]
    assert [cell.number_format for cell in cells] == ["0.00%", "0000000"]


def test_a_text_of_digits_when_copied_then_its_cell_is_one_of_text():
    cell = copied(sheet_of([["0012"]])).opened()["学校"]["A1"]
    assert cell.number_format == "@"


def test_a_sheet_when_it_has_merged_and_hidden_parts_then_still_has():
    shown = sheet_of([["甲", ""], ["", ""]], merges=[Merge(0, 0, 1, 1)])
    hidden = sheet_of([["乙"]], name="旧", hidden=True, hidden_rows=frozenset({0}))
    opened = copied(hidden, shown).opened()
    assert str(opened["学校"].merged_cells) == "A1:B2"
    assert opened["学校"]["A1"].value == "甲"
    assert [sheet.sheet_state for sheet in opened] == ["hidden", "visible"]
    assert opened["旧"].row_dimensions[1].hidden
    assert opened.active.title == "学校"


def test_a_name_when_excel_does_not_allow_it_then_the_problems_follow(tmp_path):
    path = tmp_path / f"{'很长的名称' * 8}[1].csv"
    path.write_text("学校标识码\n0012\n", encoding="utf-8")
    found = problem("A2", sheet="", file=path.as_posix())
    copy = copy_values(path.read_bytes(), FactFile(path.as_posix(), path), [found])
    (moved,) = copy.problems
    (name,) = Book(copy.data).opened().sheetnames
    assert moved.place.sheet == name
    assert len(name) == 31


def test_names_when_they_become_equal_then_are_told_apart():
    from engine.annotating.values_copy import sheet_names

    names = sheet_names(["a/b", "a?b", "A_b", "'"])
    assert names == ["a_b", "a_b-2", "A_b-3", "表"]


def test_a_file_when_it_cannot_be_read_then_there_is_no_copy(tmp_path):
    path = tmp_path / "甲.xls"
    assert copy_values(b"nothing", FactFile(path.as_posix(), path), []) is None
