"""CSV that Excel opens as it is meant."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.points import decimal_text
from engine.reports.csv_file import csv_text, open_csv, points_cell, text_cell


def test_csv_when_written_then_has_bom_and_crlf_throughout(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with open_csv(path, ("school_id", "name")) as file:
        file.write(csv_text([["001", "甲，\n校"], ["002", '"乙"']]))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfschool_id,name\r\n")
    assert data.count(b"\r\n") == 3
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1:] == [["001", "甲，\n校"], ["002", '"乙"']]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1"])
def test_text_cell_when_a_spreadsheet_would_run_it_then_defused(text: str) -> None:
    assert text_cell(text) == "'" + text


@given(st.text())
def test_text_cell_when_anything_is_written_then_never_starts_a_formula(text: str) -> None:
    cell = text_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


@given(st.fractions(max_denominator=10_000))
def test_points_cell_when_read_back_then_is_exactly_the_points(points: Fraction) -> None:
    cell = points_cell(decimal_text(points))
    sign = -1 if cell.startswith("-") else 1
    parts = [Fraction(part) for part in cell.lstrip("-").split(" ")]
    assert sign * sum(parts) == points
    # A bare a/b would be opened as a date.
    assert "/" not in cell or " " in cell
