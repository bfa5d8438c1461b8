"""The template that a school gets asks for evidence, and what it fills in is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from engine.facts import Inputs
from engine.facts.reading import read_facts
from engine.facts.table import State
from engine.templates import Wish, make_templates


def filled(book: Any, sheet: str, head: str, row: int, value: Any) -> None:
    """Write a value under a heading of a sheet whose headings stand in row 3."""
    column = next(cell.column for cell in book[sheet][3] if str(cell.value).startswith(head))
    book[sheet].cell(3 + row, column, value)


def test_template_when_it_is_filled_in_with_evidence_then_the_facts_stand_by_it(
    tmp_path: Path, evidence_rules: Any
) -> None:
    path = tmp_path / "甲校.xlsx"
    make_templates(evidence_rules, Wish(school="0001"), path)
    book = openpyxl.load_workbook(path)
    fields = {cell.value: cell.row for cell in book["组织"]["A"]}
    assert "须交活动记录" in str([cell.value for cell in book["组织"][fields["主题党日次数 *"]]])
    book["组织"].cell(fields["主题党日次数 *"], 2, 12)
    book["组织"].cell(fields["章程已核准"], 2, "是")
    for row, (number, of) in enumerate([("E1", "主题党日次数"), ("E2", "获奖")], 1):
        filled(book, "佐证目录", "佐证编号", row, number)
        filled(book, "佐证目录", "对应字段", row, of)
        filled(book, "佐证目录", "佐证名称", row, "材料")
    for row, (name, number) in enumerate([("合唱", "E2"), ("篮球", None)], 1):
        filled(book, "获奖", "项目", row, name)
        filled(book, "获奖", "级别", row, "省")
        filled(book, "获奖", "佐证编号", row, number)
    book.save(path)
    facts = read_facts(evidence_rules, Inputs((path,), evidence_date=evidence_rules.window[1]))
    assert [proof.number for proof in facts.evidence.proofs] == ["E1", "E2"]
    late = Inputs((path,), evidence_date=evidence_rules.evidence_policy.due.replace(day=16))
    facts = read_facts(evidence_rules, late)
    assert facts.columns["主题党日次数"].states[0] == State.PRESENT
    assert facts.columns["章程已核准"].states[0] == State.MISSING
    assert facts.records["获奖"].in_window.tolist() == [True, False]
