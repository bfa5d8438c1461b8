"""The catalogue of evidence is read like the other sheets, and nothing of it is guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from engine.diagnostics import Severity
from engine.facts import Inputs
from engine.facts.evidence.titles import COLUMNS, OF_THE_SCHOOL, Verdict
from engine.facts.reading import read_facts
from engine.facts.table import FactTable, State

Told = Callable[[FactTable, str], list[Any]]


def test_catalogue_when_it_is_read_then_every_cell_is_kept_with_its_place(batch: Any) -> None:
    batch.lines = [
        (
            "0001",
            "E1",
            "主题党日次数",
            "活动记录",
            "a.pdf",
            "王某",
            date(2026, 1, 10),
            "部分",
            "缺两次",
        )
    ]
    (proof,) = batch.read().evidence.proofs
    assert (proof.school, proof.number, proof.items) == (0, "E1", ("主题党日次数",))
    assert (proof.name, proof.file, proof.checker) == ("活动记录", "a.pdf", "王某")
    assert (proof.checked_on, proof.verdict, proof.reason) == (
        "2026-01-10",
        Verdict.PARTLY,
        "缺两次",
    )
    assert str(proof.place).endswith("「佐证目录」!B2")
    assert proof.files == ()  # nobody said where the files are


@pytest.mark.parametrize("name", ["佐证目录", "附件3 佐证材料目录", "7-佐证清单", "佐证材料"])
def test_sheet_when_it_is_named_as_people_do_then_it_is_the_catalogue(
    batch: Any, name: str
) -> None:
    head = ("学校标识码", *OF_THE_SCHOOL)
    batch.write({"佐证目录": [("空",)], name: [head, ("0001", "E1", "主题党日次数", "记录", "")]})
    proofs = batch.read_as_written().evidence.proofs
    assert [proof.number for proof in proofs] == ["E1"]


def test_catalogue_when_its_workbook_has_one_school_then_it_needs_no_id(batch: Any) -> None:
    batch.schools = [("0001", "甲校", 12, "是", 0)]
    batch.write({"获奖": [("空",)], "佐证目录": [COLUMNS, ("E1", "主题党日次数", "记录")]})
    (proof,) = batch.read_as_written().evidence.proofs
    assert (proof.school, proof.number) == (0, "E1")


@pytest.mark.parametrize("name", ["佐证目录", "甲校佐证目录", "佐证目录（安全科）"])
def test_catalogue_when_it_is_a_csv_file_beside_then_it_is_read(
    batch: Any, told: Told, name: str
) -> None:
    path = batch.write()
    text = "学校标识码,佐证编号,对应字段,佐证名称\n0001,E1,主题党日次数,记录\n"
    (path.parent / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    facts = batch.read_as_written()
    assert [proof.number for proof in facts.evidence.proofs] == ["E1"]
    assert not told(facts, "F029")  # schools leave out what the checkers fill in


def test_catalogue_when_the_sheet_only_explains_it_then_it_is_not_read(
    batch: Any, told: Told
) -> None:
    batch.write(
        {"佐证目录填写说明": [("学校标识码", "佐证编号", "对应字段", "佐证名称"), ("0001", "E1")]}
    )
    assert "佐证目录填写说明" in told(batch.read_as_written(), "F010")[0].message


def test_catalogue_when_it_is_written_in_yaml_then_it_is_read(batch: Any) -> None:
    folder = batch.path / "文本"
    folder.mkdir()
    (folder / "甲.yaml").write_text(
        '学校标识码: "0001"\n主题党日次数: 3\n佐证目录:\n  - {佐证编号: E1, '
        "对应字段: 主题党日次数, 佐证名称: 记录, 核验结论: 认可}\n",
        encoding="utf-8",
    )
    facts = read_facts(batch.ruleset, Inputs((folder,)))
    assert facts.evidence.proofs[0].verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("主题党日数", "是不是想写“主题党日次数”？"),
        ("A01", "这是指标，请写它所用的字段或台账：“主题党日次数”"),
        ("获奖数", "这是派生值，请写它所用的字段或台账"),
        ("完全无关的一段话", "请照字段清单写字段名，或台账名"),
    ],
)
def test_line_when_its_field_is_not_known_then_it_is_told_with_a_guess(
    batch: Any, told: Told, written: str, hint: str
) -> None:
    batch.lines = [("0001", "E1", written, "记录")]
    (problem,) = told(batch.read(), "F081")
    assert problem.hint == hint
    assert str(problem.place).endswith("「佐证目录」!C2")


def test_line_when_it_names_neither_field_nor_number_then_it_is_told(
    batch: Any, told: Told
) -> None:
    batch.lines = [("0001", "", "", "记录")]
    assert "对不上任何事实" in told(batch.read(), "F081")[0].message


def test_line_when_its_value_was_not_filled_in_then_it_is_told(batch: Any, told: Told) -> None:
    batch.schools[0] = ("0001", "甲校", None, "是", 0)
    batch.lines = [("0001", "E1", "主题党日次数", "记录")]
    assert "佐证E1对应的“主题党日次数”没有填" in told(batch.read(), "F084")[0].message


def test_verdict_when_it_is_no_known_word_then_it_is_none_and_an_error(
    batch: Any, told: Told
) -> None:
    batch.lines = [("0001", "E1", "主题党日次数", "记录", "", "王某", None, "还行")]
    facts = batch.read()
    (problem,) = told(facts, "F082")
    assert (problem.severity, problem.value) == (Severity.ERROR, "还行")
    assert facts.evidence.proofs[0].verdict is None


@pytest.mark.parametrize("verdict", ["不认可", "部分认可"])
def test_verdict_when_it_is_against_the_school_without_a_reason_then_it_is_a_warning(
    batch: Any, told: Told, verdict: str
) -> None:
    batch.lines = [("0001", "E1", "主题党日次数", "记录", "", "王某", None, verdict)]
    (problem,) = told(batch.read(), "F083")
    assert problem.severity is Severity.WARNING
    assert str(problem.place).endswith("「佐证目录」!H2")


def test_verdict_when_nobody_put_a_name_to_it_then_it_is_noted_once(batch: Any, told: Told) -> None:
    batch.lines = [
        ("0001", number, "主题党日次数", "记录", "", "", None, "认可") for number in ("E1", "E2")
    ]
    (note,) = told(batch.read(), "F083")
    assert (note.severity, note.message) == (
        Severity.NOTE, "佐证E1等 2 件有核验结论，没有写核验人"
    )  # fmt: skip


def test_catalogue_when_the_checkers_copy_comes_beside_the_schools_then_they_are_one(
    batch: Any, told: Told
) -> None:
    batch.lines = [
        ("0001", "E1", "主题党日次数", "记录", "a.pdf"),
        ("0001", "E1", "主题党日次数", "记录", "A.pdf", "王某", date(2026, 1, 10), "认可"),
    ]
    facts = batch.read()
    (proof,) = facts.evidence.proofs
    assert (proof.verdict, proof.checker, proof.file) == (Verdict.ACCEPTED, "王某", "a.pdf")
    assert str(proof.place).endswith("!B3")
    assert not told(facts, "F084")


def test_verdicts_when_two_contradict_then_there_is_none(batch: Any, told: Told) -> None:
    batch.lines = [
        ("0001", "E1", "主题党日次数", "记录", "", "王某", None, "认可"),
        ("0001", "E1", "主题党日次数", "记录", "", "李某", None, "不认可", "看不清"),
    ]
    facts = batch.read()
    (problem,) = told(facts, "F082")
    assert "这里是“不认可”，在" in problem.message
    assert [proof.verdict for proof in facts.evidence.proofs] == [None]


def test_number_when_it_stands_for_two_materials_then_both_are_read_and_told(
    batch: Any, told: Told
) -> None:
    batch.lines = [
        ("0001", "E1", "主题党日次数", "记录", "a.pdf"),
        ("0001", "E1", "章程已核准", "批文", "b.pdf"),
    ]
    facts = batch.read()
    assert len(facts.evidence.proofs) == 2
    assert "佐证编号“E1”在" in told(facts, "F084")[0].message


def test_number_when_one_paper_is_for_two_facts_then_nothing_is_told(
    batch: Any, told: Told
) -> None:
    batch.lines = [
        ("0001", "E1", "主题党日次数", "会议记录", "a.pdf"),
        ("0001", "E1", "章程已核准", "会议记录", "a.pdf"),
    ]
    facts = batch.read()
    assert [proof.items for proof in facts.evidence.proofs] == [("主题党日次数",), ("章程已核准",)]
    assert not told(facts, "F084")


def test_catalogue_when_it_names_a_school_that_is_not_there_then_it_is_told(
    batch: Any, told: Told
) -> None:
    batch.lines = [("0009", "E1", "主题党日次数", "记录")]
    (problem,) = told(batch.read(), "F050")
    assert "佐证目录" in problem.message


def test_value_when_a_team_verified_it_then_it_needs_no_other_evidence(batch: Any) -> None:
    head = ("学校标识码", "字段", "核查值", "核查人", "日期", "理由")
    batch.write({"核查记录": [head, ("0001", "主题党日次数", 8, "王某", "2026-01-05", "实查8次")]})
    facts = batch.read_as_written()
    column = facts.columns["主题党日次数"]
    assert (State(int(column.states[0])), int(column.values[0])) == (State.PRESENT, 8)
    assert column.states[1] == State.MISSING


def test_reading_when_there_is_neither_policy_nor_catalogue_then_there_is_no_evidence(
    batch: Any,
) -> None:
    batch.ruleset = replace(batch.ruleset, evidence_policy=None)
    assert batch.read().evidence is None


def test_catalogue_when_it_only_names_its_schools_then_the_batch_tells_which_they_are(
    batch: Any,
) -> None:
    head = ("学校名称", *OF_THE_SCHOOL)
    batch.write({"佐证目录": [head, ("乙校", "E1", "主题党日次数", "记录")]})
    (proof,) = batch.read_as_written().evidence.proofs
    assert (proof.school, proof.number) == (1, "E1")


def test_catalogue_when_cells_are_merged_downwards_then_each_row_has_the_value(
    batch: Any,
) -> None:
    path = batch.write()
    book = openpyxl.load_workbook(path)
    sheet = book["佐证目录"]
    for row, number in enumerate(("E1", "E2"), 2):
        for column, value in enumerate(("0001", number, "主题党日次数", "记录"), 1):
            sheet.cell(row, column, value)
    sheet.merge_cells("C2:C3")
    book.save(path)
    proofs = batch.read_as_written().evidence.proofs
    assert [proof.items for proof in proofs] == [("主题党日次数",)] * 2


def test_catalogue_when_the_order_of_files_changes_then_nothing_else_does(batch: Any) -> None:
    folder = batch.path / "表"
    folder.mkdir()
    head = "学校标识码,佐证编号,对应字段,佐证名称,核验结论\n"
    facts = "学校标识码,学校名称,主题党日次数\n0001,甲校,3\n0002,乙校,4\n"
    tables = {
        "基本.csv": facts,
        "一/佐证目录.csv": head + "0001,E1,主题党日次数,记录,\n0002,E1,主题党日次数,照片,认可\n",
        "二/佐证目录.csv": head + "0001,E1,主题党日次数,记录,不认可\n",
    }
    for name, text in tables.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8-sig")
    paths = [folder / name for name in tables]
    one, other = (read_facts(batch.ruleset, each) for each in (paths, paths[::-1]))
    assert one.evidence.proofs == other.evidence.proofs
    assert [proof.verdict for proof in one.evidence.proofs] == [Verdict.REJECTED, Verdict.ACCEPTED]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_verdict_when_it_names_only_the_number_then_it_holds_for_all_that_it_is_evidence_for(
    batch: Any, at: int
) -> None:
    batch.lines = [("0001", "E1", name, "材料") for name in ("主题党日次数", "章程已核准")]
    verdict = ("0001", "E1", None, None, None, "王某", "2026-01-10", "不认可", "是别的学校的")
    batch.lines.insert(at, verdict)
    facts = batch.read()
    assert [proof.of for proof in facts.evidence.proofs] == ["主题党日次数", "章程已核准"]
    assert {proof.verdict for proof in facts.evidence.proofs} == {Verdict.REJECTED}
    for name in ("主题党日次数", "章程已核准"):
        assert facts.columns[name].states[0] == State.MISSING
