"""Values stand or fall by their evidence, as the rules say (佐证办法)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli import run
from engine.checks import check_facts
from engine.diagnostics import Place, Severity
from engine.facts import Inputs
from engine.facts.cells.display import cell_text
from engine.facts.reading import read_facts
from engine.facts.table import FactTable, State
from engine.merging import merge_files
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import EvidenceAction

RULES = Path(__file__).parent.parent.parent / "rulesets" / "evidence"
LATE = date(2026, 1, 16)

Told = Callable[[FactTable, str], list[Any]]


def states(facts: FactTable, field: str) -> list[State]:
    return [State(int(state)) for state in facts.columns[field].states]


def test_value_when_it_has_no_evidence_after_the_deadline_then_it_is_missing_with_its_place(
    batch: Any, told: Told
) -> None:
    facts = batch.read()
    assert states(facts, "主题党日次数") == [State.MISSING, State.MISSING]
    first = told(facts, "F080")[0]
    assert str(first.place).endswith("事实表.xlsx「组织」!C2")
    assert first.message == (
        "学校“0001”的“主题党日次数”填的是“12次”，没有佐证，补交期限 2026-01-15 已过，按缺失处理"
    )
    assert first.value == "12次"
    assert first.severity is Severity.WARNING


def test_value_when_it_has_no_evidence_on_the_last_day_then_it_stands_and_is_told(
    batch: Any, told: Told, in_time: Any
) -> None:
    facts = batch.read(in_time)
    assert cell_text(facts.columns["主题党日次数"], 0) == "12"
    assert "没有佐证，补交期限 2026-01-15，照用" in told(facts, "F080")[0].message


def test_value_when_it_is_fallen_then_its_required_field_is_not_told_to_be_blank(
    batch: Any, told: Told
) -> None:
    assert not told(batch.read(), "F025")


def test_value_when_a_team_found_it_to_be_missing_then_nobody_is_told_to_have_left_it_blank(
    batch: Any, told: Told
) -> None:
    batch.lines = [("0001", "E1", "主题党日次数", "照片")]
    head = ("学校标识码", "字段", "核查值", "核查人", "日期", "理由")
    batch.write(
        {"核查记录": [head, ("0001", "主题党日次数", "缺失", "王某", "2026-01-05", "无记录")]}
    )
    facts = batch.read_as_written()
    assert states(facts, "主题党日次数") == [State.MISSING, State.MISSING]
    assert not told(facts, "F025") + told(facts, "F084")


def test_value_when_a_team_found_it_not_applicable_then_the_school_is_not_said_to_have_written_it(
    batch: Any, told: Told
) -> None:
    head = ("学校标识码", "字段", "核查值", "核查人", "日期", "理由")
    batch.schools[1] = ("0002", "乙校", 6, "不适用", 0)
    batch.write(
        {"核查记录": [head, ("0001", "章程已核准", "不适用", "王某", "2026-01-05", "没有章程")]}
    )
    facts = batch.read_as_written()
    assert states(facts, "章程已核准") == [State.NOT_APPLICABLE] * 2
    (note,) = told(facts, "F060")
    assert "0002" in note.message


def test_value_when_it_is_fallen_where_it_applies_then_a_check_does_not_call_it_blank(
    batch: Any,
) -> None:
    fields = dict(batch.ruleset.fields)
    applies = Compare("信访投诉数", Comparison.AT_MOST, (Fraction(9),), Place(""))
    fields["主题党日次数"] = replace(fields["主题党日次数"], applies=applies)
    fields["信访投诉数"] = replace(fields["信访投诉数"], evidence_required=False)
    batch.ruleset = replace(batch.ruleset, fields=fields)
    batch.schools.append(("0003", "丙校", None, "否", 0))
    problems = check_facts(batch.ruleset, batch.read()).problems
    (lacking,) = (each for each in problems if each.code == "K013")
    assert lacking.message.startswith("学校“0003”没有填必填字段“主题党日次数”")


def test_value_when_it_claims_nothing_then_it_needs_no_evidence_unless_so_said(batch: Any) -> None:
    facts = batch.read()
    assert states(facts, "章程已核准") == [State.MISSING, State.PRESENT]  # 是, 否
    assert states(facts, "信访投诉数") == [State.MISSING, State.MISSING]  # 零值须佐证


def test_value_when_nothing_is_said_of_evidence_then_it_stands(batch: Any, told: Told) -> None:
    batch.ruleset = replace(batch.ruleset, evidence_policy=None)
    batch.lines = [("0001", "E1", "主题党日次数", "照片", "", "", None, "不认可", "看不清")]
    facts = batch.read()
    assert states(facts, "主题党日次数") == [State.PRESENT, State.PRESENT]
    assert not told(facts, "F080") + told(facts, "F085")
    assert [proof.number for proof in facts.evidence.proofs] == ["E1"]


@pytest.mark.parametrize(
    ("verdicts", "stands"),
    [
        (("认可",), True),
        (("部分",), True),
        (("",), True),
        (("不认可",), False),
        (("不认可", "认可"), True),
        (("不认可", "部分"), True),
        (("不认可", ""), True),
        (("不认可", "不认可"), False),
    ],
)
def test_value_when_it_has_several_lines_then_the_best_decides(
    batch: Any, verdicts: tuple[str, ...], stands: bool
) -> None:
    batch.lines = [
        ("0001", f"E{at}", "主题党日次数", "照片", "", "王某", None, verdict, "看不清")
        for at, verdict in enumerate(verdicts)
    ]
    facts = batch.read()
    assert states(facts, "主题党日次数")[0] is (State.PRESENT if stands else State.MISSING)


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (EvidenceAction.KEEP, State.PRESENT),
        (EvidenceAction.AS_MISSING, State.MISSING),
        (EvidenceAction.NOT_TAKEN, State.UNREADABLE),
        (EvidenceAction.HOLD, State.UNREADABLE),
    ],
)
@pytest.mark.parametrize(
    ("key", "verdict"),
    [("rejected", "不认可"), ("partly", "部分"), ("unchecked", ""), ("overdue", None)],
)
def test_policy_when_it_names_what_to_do_then_that_is_done(
    batch: Any, key: str, verdict: str | None, action: EvidenceAction, state: State
) -> None:
    policy = replace(batch.ruleset.evidence_policy, **{key: action})
    batch.ruleset = replace(batch.ruleset, evidence_policy=policy)
    if verdict is not None:
        batch.lines = [("0001", "E1", "主题党日次数", "照片", "", "王某", None, verdict, "看不清")]
    assert states(batch.read(), "主题党日次数")[0] is state


def test_verdict_against_a_value_that_needs_no_evidence_then_it_falls_all_the_same(
    batch: Any, told: Told
) -> None:
    batch.lines = [("0002", "E1", "章程已核准", "批文", "", "王某", None, "不认可", "不是本校的。")]
    facts = batch.read()
    assert states(facts, "章程已核准")[1] is State.MISSING
    (problem,) = told(facts, "F085")
    assert "佐证E1不认可：不是本校的，按缺失处理" in problem.message


def test_line_when_it_is_for_several_fields_then_each_has_its_evidence(batch: Any) -> None:
    batch.lines = [("0001", "E1", "主题党日次数、章程已核准", "会议记录", "", "王", None, "认可")]
    facts = batch.read()
    assert states(facts, "主题党日次数")[0] is State.PRESENT
    assert states(facts, "章程已核准")[0] is State.PRESENT


def test_line_when_it_names_no_evidence_then_it_is_none(batch: Any, told: Told) -> None:
    batch.lines = [("0001", "E1", "主题党日次数")]
    facts = batch.read()
    assert states(facts, "主题党日次数")[0] is State.MISSING
    (note,) = (item for item in told(facts, "F080") if item.severity is Severity.NOTE)
    assert "1 行既没有佐证名称，也没有文件，不算佐证" in note.message


def test_facts_when_many_of_one_school_lack_evidence_then_they_are_told_together(
    batch: Any, told: Told
) -> None:
    fields = dict(batch.ruleset.fields)
    for at in range(6):
        fields[f"项目{at}"] = replace(fields["章程已核准"], id=f"项目{at}")
    batch.ruleset = replace(batch.ruleset, fields=fields)
    batch.schools = [("0001", "甲校", 0, "否", 0, *["是"] * 6)]
    head = ("学校标识码", "学校名称", "主题党日次数", "章程已核准", "信访投诉数")
    sheet = [(*head, *(f"项目{at}" for at in range(6))), *batch.schools]
    batch.write({"组织": sheet})
    facts = batch.read_as_written()
    (problem,) = told(facts, "F080")
    assert "等 7 个字段没有佐证" in problem.message
    cells = [str(each.place).rpartition("!")[2] for each in problem.parts]
    assert cells == ["E2", *(f"{letter}2" for letter in "FGHIJK")]


def test_evidence_when_it_is_not_checked_while_other_is_then_it_is_a_warning_once(
    batch: Any, told: Told
) -> None:
    batch.lines = [
        ("0001", "E1", "主题党日次数", "照片"),
        ("0002", "E1", "主题党日次数", "照片"),
    ]
    (problem,) = told(batch.read(), "F085")
    assert problem.severity is Severity.NOTE  # nobody has begun to check
    batch.lines.append(("0002", "E2", "信访投诉数", "台账", "", "王某", None, "认可"))
    (problem,) = told(batch.read(), "F085")
    assert problem.severity is Severity.WARNING
    assert "有 2 个事实的佐证还没有核验" in problem.message


def test_last_years_facts_when_they_come_beside_then_they_need_no_evidence(batch: Any) -> None:
    batch.write()
    folder = batch.path / "事实"
    facts = read_facts(batch.ruleset, Inputs((folder,), last_facts=(folder,), evidence_date=LATE))
    assert states(facts, "主题党日次数") == [State.MISSING, State.MISSING]
    assert states(facts.last, "主题党日次数") == [State.PRESENT, State.PRESENT]


def test_verification_book_when_a_value_has_no_evidence_then_the_value_is_in_it(
    batch: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    batch.write()
    path = batch.path / "核查表.xlsx"
    day = ["--evidence-date", LATE.isoformat()]
    code = run(["facts", "verify", str(RULES), str(batch.path / "事实"), "-o", str(path), *day])
    assert code == 0, capsys.readouterr().err
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row]
    assert 12 in cells


def test_merging_when_values_have_no_evidence_then_they_are_kept_and_still_need_it(
    batch: Any,
) -> None:
    batch.awards = [("0001", "合唱", "省", "E1")]
    batch.lines = [("0001", "E1", "获奖", "证书", "a.pdf", "王某", None, "认可")]
    inputs = batch.inputs()
    merge_files(batch.ruleset, inputs, batch.path / "合并")
    merged = Inputs((batch.path / "合并" / "合并表.xlsx",), evidence_date=LATE)
    kept = read_facts(replace(batch.ruleset, evidence_policy=None), merged)
    assert kept.columns["主题党日次数"].values.tolist() == [12, 6]
    facts, before = read_facts(batch.ruleset, merged), read_facts(batch.ruleset, inputs)
    assert states(facts, "主题党日次数") == [State.MISSING, State.MISSING]
    assert facts.records["获奖"].in_window.tolist() == [True]
    assert [proof.number for proof in facts.evidence.proofs] == ["E1"]
    assert states(facts, "信访投诉数") == states(before, "信访投诉数")
