"""Records without accepted evidence are not counted: 没有佐证，不加分."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from engine.facts.cells.display import cell_text
from engine.facts.table import FactTable, State
from engine.ruleset.model import EvidenceAction

Told = Callable[[FactTable, str], list[Any]]


def counted(facts: FactTable) -> list[bool]:
    return facts.records["获奖"].in_window.tolist()


def test_record_when_it_names_no_evidence_then_it_is_not_counted_and_told(
    batch: Any, told: Told
) -> None:
    batch.awards = [("0001", "合唱", "省", "E1"), ("0001", "篮球", "国家", None)]
    batch.lines = [("0001", "e-1", "获奖", "证书", "", "王某", None, "认可")]
    batch.awards[0] = ("0001", "合唱", "省", "ｅ—１")
    facts = batch.read()
    assert counted(facts) == [True, False]
    assert facts.records["获奖"].left_out == {1: "没有佐证，补交期限 2026-01-15 已过"}
    problem = next(item for item in told(facts, "F080") if "获奖" in item.message)
    assert problem.message.endswith(
        "的台账“获奖”的这条记录没有佐证，补交期限 2026-01-15 已过，不计"
    )
    assert str(problem.place).endswith("「获奖」!B3")


def test_record_when_one_of_its_numbers_is_accepted_then_it_is_counted(batch: Any) -> None:
    batch.awards = [("0001", "合唱", "省", "E1、E2")]
    batch.lines = [
        ("0001", "E1", "获奖", "照片", "", "王某", None, "不认可", "看不清"),
        ("0001", "E2", "获奖", "证书", "", "王某", None, "认可"),
    ]
    assert counted(batch.read()) == [True]


def test_record_when_its_evidence_is_rejected_then_the_reason_is_kept(batch: Any) -> None:
    batch.awards = [("0001", "合唱", "省", "E1")]
    batch.lines = [("0001", "E1", "获奖", "照片", "", "王某", None, "不认可", "看不清")]
    assert batch.read().records["获奖"].left_out == {0: "佐证E1不认可：看不清"}


def test_record_when_its_number_is_unknown_or_of_another_school_then_it_is_told(
    batch: Any, told: Told
) -> None:
    batch.awards = [("0001", "合唱", "省", "E9")]
    batch.lines = [("0002", "E9", "获奖", "证书", "", "王某", None, "认可")]
    facts = batch.read()
    assert counted(facts) == [False]
    idle, problem = told(facts, "F084")
    assert "佐证编号“E9”不在佐证目录里" in problem.message
    assert str(problem.place).endswith("「获奖」!D2")
    assert "没有一条记录写它的编号" in idle.message


def test_record_when_its_number_is_for_something_else_then_it_is_no_evidence(
    batch: Any, told: Told
) -> None:
    batch.awards = [("0001", "合唱", "省", "E1")]
    batch.lines = [("0001", "E1", "章程已核准", "批文", "", "王某", None, "认可")]
    facts = batch.read()
    assert counted(facts) == [False]
    (problem,) = told(facts, "F084")
    assert "对应的是“章程已核准”，不是台账“获奖”" in problem.message


def test_record_when_the_policy_holds_it_then_its_table_is_not_known_for_the_school(
    batch: Any,
) -> None:
    policy = replace(batch.ruleset.evidence_policy, overdue=EvidenceAction.HOLD)
    batch.ruleset = replace(batch.ruleset, evidence_policy=policy)
    batch.awards = [("0001", "合唱", "省", None), ("0002", "合唱", "省", "E1")]
    batch.lines = [("0002", "E1", "获奖", "证书", "", "王某", None, "认可")]
    facts = batch.read()
    assert facts.records["获奖"].states.tolist() == [State.UNREADABLE, State.PRESENT]
    assert facts.evidence.held == {"获奖": {0: "没有佐证，补交期限 2026-01-15 已过"}}


def test_record_when_a_review_accepts_it_or_it_was_corrected_then_it_needs_no_other_evidence(
    batch: Any,
) -> None:
    stamp = ("王某", "2026-01-05", "看了证书")
    batch.write(
        {
            "获奖": [
                (
                    "学校标识码", "项目", "级别", "佐证编号",
                    "核查结论", "核查人", "核查日期", "核查理由",
                    "复核结论", "复核人", "复核日期", "复核理由",
                ),
                ("0001", "合唱", "省", None, "不认可", *stamp, "认可", *stamp),
                ("0001", "足球", "市", None, "更正", *stamp, None, None, None, None),
                ("0001", "篮球", "市", None, "不认可", *stamp, None, None, None, None),
            ]
        }
    )  # fmt: skip
    assert counted(batch.read_as_written()) == [True, True, False]


@pytest.mark.parametrize("with_number", ["a.xlsx", "z.xlsx"])
def test_record_when_another_sheet_leaves_out_its_number_then_it_is_one_record_that_has_it(
    batch: Any, told: Told, with_number: str
) -> None:
    batch.lines = [("0001", "E1", "获奖", "证书", "", "王某", None, "认可")]
    path = batch.write()
    for name, number in (("m.xlsx", None), (with_number, "E1")):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "获奖"
        sheet.append(["学校标识码", "项目", "级别", *(["佐证编号"] if number else [])])
        sheet.append(["0001", "合唱", "省", *([number] if number else [])])
        book.save(path.parent / name)
    facts = batch.read_as_written()
    assert counted(facts) == [True]
    assert cell_text(facts.records["获奖"].columns["佐证编号"], 0) == "E1"
    assert len(told(facts, "F052")) == 1


def test_verdict_when_the_copy_leaves_out_the_number_then_it_meets_its_record(batch: Any) -> None:
    batch.awards = [("0001", "合唱", "省", "E1"), ("0001", "足球", "市", "E2")]
    batch.lines = [("0001", f"E{at}", "获奖", "证书", "", "王某", None, "认可") for at in (1, 2)]
    path = batch.write()
    book = openpyxl.Workbook()
    book.active.title = "获奖"
    book.active.append(["学校标识码", "项目", "级别", "核查结论", "核查人", "核查日期", "核查理由"])
    book.active.append(["0001", "足球", "市", "不认可", "王某", "2026-01-05", "没有这件事"])
    book.save(path.parent / "核查.xlsx")
    assert counted(batch.read_as_written()) == [True, False]


def test_verdicts_when_two_records_differ_in_their_numbers_alone_then_each_has_its_own(
    batch: Any,
) -> None:
    batch.awards = [("0001", "合唱", "省", "E1"), ("0001", "合唱", "省", "E2")]
    batch.lines = [("0001", f"E{at}", "获奖", "证书", "", "王某", None, "认可") for at in (1, 2)]
    path = batch.write()
    book = openpyxl.Workbook()
    book.active.title = "获奖"
    book.active.append(["学校标识码", "项目", "级别", "核查结论", "核查人", "核查日期", "核查理由"])
    for verdict in ("认可", "不认可"):
        book.active.append(["0001", "合唱", "省", verdict, "王某", "2026-01-05", "看了证书"])
    book.save(path.parent / "核查.xlsx")
    assert counted(batch.read_as_written()) == [True, False]
