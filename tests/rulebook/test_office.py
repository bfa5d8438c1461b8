"""A rulebook that went through LibreOffice: saved as it was, and edited as from the keyboard.

Skipped, with the reason, where LibreOffice or a Python with `uno` is missing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.editing import SetValue
from engine.rulebook import read_rulebook
from tests.rulebook.conftest import Book, Exports
from tests.templates.test_office import Task, fill, office

pytestmark = pytest.mark.skipif(bool(office()[2]), reason=office()[2])

# section, title and value that name a row, head, how and what is typed, what it becomes
TYPED = [
    ("quotas", "等次", "优秀", "比例", "typed", "35.5%", "35.5%"),
    ("ruleset", "项目", "考核窗口 / 起", "值", "typed", "2024-09-01", "2024-09-01"),
    ("grades", "等次", "良好", "不低于", "typed", "=40+2.5", "42.5"),
    ("indicators", "编号", "B3", "分值", "text", "11/3", "11/3"),
    ("indicators", "编号", "A201", "方法参数", "text",
     "取值: 主题党日月数\n零分值: 1\n满分值: 12", "1"),
    ("fields", "名称", "支部数", "单位", "text", "个数", "个数"),
]  # fmt: skip


def test_rulebook_when_it_went_through_an_office_then_only_what_was_typed_changes(
    exports: Exports, sample: Book, tmp_path: Path
) -> None:
    book = exports.of(exports.sample)
    saved = [str(tmp_path / f"saved{ending}") for ending in (".xlsx", ".ods", ".xls")]
    edited = [str(tmp_path / f"edited{ending}") for ending in (".xlsx", ".ods")]
    cells = []
    for section, title, value, head, how, typed, _ in TYPED:
        cell = sample.cell(section, sample.row(section, title, value), head)
        cells.append([cell.parent.title, cell.coordinate, how, typed])
    tasks: list[Task] = [
        {"open": str(book), "cells": [], "save": saved},
        {"open": str(book), "cells": cells, "save": edited},
    ]
    assert fill(tasks, tmp_path) == [[], []]
    for path in saved:
        proposal = read_rulebook(Path(path), exports.sample)
        assert (proposal.is_empty, list(map(str, proposal.diagnostics))) == (True, [])
    for path in edited:
        proposal = read_rulebook(Path(path), exports.sample)
        assert list(map(str, proposal.diagnostics)) == []
        changes = [each for changes in proposal.changes.values() for each in changes]
        assert all(isinstance(each, SetValue) for each in changes)
        texts = [getattr(each, "text", "") for each in changes]
        assert sorted(texts) == sorted(wanted for *_, wanted in TYPED)
