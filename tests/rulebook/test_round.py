"""Every scalar of every rule has one cell, and a rulebook that nobody edited changes nothing."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import load_workbook

from engine.rulebook import read_rulebook
from engine.rulebook.drawing import draw_pages
from engine.rulebook.layout import Path as NodePath
from engine.rulebook.layout import scalars_in
from engine.rulebook.originals import Damaged, Originals, read_originals, write_originals
from engine.rulebook.texts import read_texts, rule_files
from tests.rulebook.conftest import RULESETS, TOP, Book, Exports
from tests.ruleset.test_rule_language_page import put_together

NAMES = [rules.relative_to(TOP).as_posix() for rules in RULESETS]


def uncovered(rules: Path) -> tuple[list[str], list[str]]:
    """Return the scalars that no cell stands for, and those that several stand for."""
    files = rule_files(read_texts(rules))
    covering: Counter[tuple[str, NodePath]] = Counter(
        (row.file, path)
        for page in draw_pages(files)
        for section in page.sections
        for row in section.rows
        for shown in row.cells.values()
        for path in shown.covers
    )
    none, several = [], []
    for name, file in files.items():
        for path in scalars_in(file.root):
            n_cells = sum(covering[name, path[:length]] for length in range(len(path) + 1))
            if n_cells != 1:
                (several if n_cells else none).append(f"{name}: {path}")
    return none, several


@pytest.mark.parametrize("rules", RULESETS, ids=NAMES)
def test_scalars_when_drawn_then_each_has_one_cell(rules: Path) -> None:
    assert uncovered(rules) == ([], [])


def test_scalars_of_the_documented_language_when_drawn_then_each_has_one_cell(
    tmp_path: Path,
) -> None:
    for mark in ("yaml", "yaml weighted"):
        assert uncovered(put_together(tmp_path / mark, mark)) == ([], [])


@pytest.mark.parametrize("rules", RULESETS, ids=NAMES)
def test_rulebook_when_nobody_edited_then_nothing_changes(rules: Path, exports: Exports) -> None:
    proposal = read_rulebook(exports.of(rules), rules)
    assert proposal.is_empty
    assert proposal.diagnostics == ()
    assert proposal.texts == read_texts(rules)


def test_rulebook_of_the_documented_language_when_nobody_edited_then_nothing_changes(
    exports: Exports,
) -> None:
    proposal = read_rulebook(exports.of(exports.sample), exports.sample)
    assert (proposal.is_empty, proposal.diagnostics) == (True, ())


def test_rulebook_when_saved_by_openpyxl_then_nothing_changes(sample: Book) -> None:
    proposal = sample.read()
    assert (proposal.is_empty, proposal.diagnostics) == (True, ())


def test_texts_when_odd_then_they_ride_along_to_the_byte() -> None:
    texts = {
        "ruleset.yaml": "\ufeff编号: a  # 两个  空格\t和制表\r\n名称: _x000D_\r\n\n",
        "cases/a.yaml": "说明: " + "很长" * 20_000 + "\n  \u2028尾",
    }
    path = BytesIO()
    with xlsxwriter.Workbook(path) as book:
        write_originals(book, Originals(texts, "编号", "2025-12-01 08:00", "0.1.0"))
    sheets = load_workbook(BytesIO(path.getvalue()))
    rows = sheets.get_sheet_by_index(0).to_python()
    assert read_originals(rows).texts == texts


def test_texts_when_one_sign_was_changed_then_they_are_not_taken() -> None:
    texts = {"ruleset.yaml": "编号: a\n名称: 甲\n"}
    path = BytesIO()
    with xlsxwriter.Workbook(path) as book:
        write_originals(book, Originals(texts, "编号", "2025-12-01 08:00", "0.1.0"))
    rows = load_workbook(BytesIO(path.getvalue())).get_sheet_by_index(0).to_python()
    changed = [[str(cell).replace("甲", "乙") for cell in row] for row in rows]
    with pytest.raises(Damaged):
        read_originals(changed)
