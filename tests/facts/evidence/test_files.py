"""The files that a catalogue names are found in the evidence folder, hashed, and told."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics import Severity, UsageProblem
from engine.facts.evidence.proof import FileSeen, FileState
from engine.facts.reading import read_facts
from engine.facts.table import FactTable, State

Told = Callable[[FactTable, str], list[Any]]


def line(file: str, school: str = "0001", number: str = "E1", verdict: str = "") -> tuple[Any, ...]:
    return (school, number, "主题党日次数", "记录", file, "", None, verdict, "")


def seen(facts: FactTable) -> list[FileSeen]:
    return [each for proof in facts.evidence.proofs for each in proof.files]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("0001/活动.pdf", "活动.pdf"),
        ("甲校/活动.pdf", "活动.pdf"),
        ("0001_甲校/活动.pdf", "活动.pdf"),
        ("1、甲校（0001）/活动.pdf", "活动.pdf"),
        ("甲校 - 0001/活动.pdf", "活动.pdf"),
        ("云川区/0001甲校/活动.pdf", "活动.pdf"),
        ("活动.pdf", "活动.pdf"),
        ("全区共用/活动.pdf", "全区共用/活动.pdf"),
        ("0001/照片/1.JPG", "照片\\1.jpg"),
        ("0001/照片/1.JPG", "1.jpg"),
        ("0001/活动（1）.pdf", "活动(1).PDF"),
        ("0001/活动 记录.pdf", "活动记录.pdf"),
        ("0001/活动.pdf", "活动"),
        ("0001/活动.pdf", "0001/活动.pdf"),
        ("0001/甲、乙.pdf", "甲、乙.pdf"),
    ],
)
def test_file_when_it_is_where_people_put_it_then_it_is_found_and_hashed(
    batch: Any, path: str, written: str
) -> None:
    batch.file(path, b"proof")
    batch.lines = [line(written)]
    (found,) = seen(batch.read(with_files=True))
    assert found == FileSeen(written, FileState.FOUND, path, 5, sha256(b"proof").hexdigest())


def test_file_when_several_are_listed_in_one_cell_then_each_is_looked_for(batch: Any) -> None:
    batch.file("0001/甲.pdf")
    batch.file("0001/乙.pdf", b"other")
    batch.lines = [line("甲.pdf、乙.pdf；丙.pdf")]
    states = [each.state for each in seen(batch.read(with_files=True))]
    assert states == [FileState.FOUND, FileState.FOUND, FileState.MISSING]


def test_file_when_it_is_another_schools_then_it_is_not_found(batch: Any, told: Told) -> None:
    batch.file("0002/活动.pdf")
    batch.lines = [line("活动.pdf"), line("0002/活动.pdf", number="E2")]
    facts = batch.read(with_files=True)
    assert [each.state for each in seen(facts)] == [FileState.MISSING] * 2
    problem = told(facts, "F086")[0]
    assert "佐证E1的文件“活动.pdf”在佐证文件夹里找不到" in problem.message
    assert "「佐证目录」" in str(problem.place)
    # Nobody has checked it, and there is nothing to look at: no evidence.
    assert facts.columns["主题党日次数"].states[0] == State.MISSING


def test_file_when_it_is_missing_but_was_accepted_then_the_verdict_stands(batch: Any) -> None:
    batch.file("0001/别的.pdf")
    batch.lines = [line("活动.pdf", verdict="认可")]
    assert batch.read(with_files=True).columns["主题党日次数"].states[0] == State.PRESENT


def test_file_when_its_name_is_nearly_right_then_the_near_one_is_named(
    batch: Any, told: Told
) -> None:
    batch.file("0001/主题党日活动记录.pdf")
    batch.lines = [line("主题党日活动纪录.pdf")]
    (problem,) = told(batch.read(with_files=True), "F086")
    assert "是不是“主题党日活动记录.pdf”？" in problem.hint


def test_files_when_many_are_missing_then_they_are_told_once_a_school(
    batch: Any, told: Told
) -> None:
    batch.file("0001_甲校/x.pdf")
    batch.lines = [line(f"{at}.pdf", number=f"E{at}") for at in range(9)]
    (problem,) = told(batch.read(with_files=True), "F086")
    assert "有 9 个佐证文件在" in problem.message
    assert "0001_甲校" in problem.message


def test_file_when_it_is_empty_then_it_is_no_evidence(batch: Any, told: Told) -> None:
    batch.file("0001/活动.pdf", b"")
    batch.lines = [line("活动.pdf")]
    facts = batch.read(with_files=True)
    assert seen(facts)[0].state is FileState.EMPTY
    assert "是空文件" in told(facts, "F086")[0].message
    assert facts.columns["主题党日次数"].states[0] == State.MISSING


def test_file_when_two_have_its_name_then_neither_is_taken(batch: Any, told: Told) -> None:
    batch.file("0001/一/1.jpg")
    batch.file("0001/二/1.jpg")
    batch.lines = [line("1.jpg")]
    facts = batch.read(with_files=True)
    assert seen(facts)[0].state is FileState.AMBIGUOUS
    assert "不止一个：0001/一/1.jpg、0001/二/1.jpg" in told(facts, "F086")[0].message


@pytest.mark.parametrize(
    "written",
    [
        "../秘密.txt",
        "照片/../../秘密.txt",
        "/etc/passwd",
        "C:\\秘密.txt",
        "\\\\机\\享\\a.pdf",
        "．．/a",
    ],
)
def test_file_when_its_name_leads_out_of_the_folder_then_it_is_refused(
    batch: Any, told: Told, written: str
) -> None:
    batch.file("0001/x.pdf")
    (batch.path / "秘密.txt").write_text("not ours", encoding="utf-8")
    batch.lines = [line(written)]
    facts = batch.read(with_files=True)
    assert seen(facts) == [FileSeen(written, FileState.REFUSED)]
    assert "指到佐证文件夹之外" in told(facts, "F086")[0].message


def test_link_when_it_leads_out_of_the_folder_then_it_is_told_and_not_read(
    batch: Any, told: Told
) -> None:
    outside = batch.path / "外面"
    outside.mkdir()
    (outside / "活动.pdf").write_bytes(b"outside")
    inside = batch.file("0001/x.pdf").parent
    (inside / "活动.pdf").symlink_to(outside / "活动.pdf")
    (inside / "夹").symlink_to(outside)
    (inside / "自己").symlink_to(inside)
    batch.lines = [line("活动.pdf"), line("夹/活动.pdf", number="E2")]
    facts = batch.read(with_files=True)
    assert [each.state for each in seen(facts)] == [FileState.MISSING] * 2
    links = [item for item in told(facts, "F086") if "链接" in item.message]
    assert {Path(str(item.place)).name for item in links} == {"夹", "自己", "活动.pdf"}


def test_address_when_it_is_written_for_a_file_then_it_is_not_checked_and_stands(
    batch: Any,
) -> None:
    batch.file("0001/x.pdf")
    batch.lines = [line("https://example.invalid/a?b=1,2")]
    facts = batch.read(with_files=True)
    assert seen(facts)[0].state is FileState.LINK
    assert facts.columns["主题党日次数"].states[0] == State.PRESENT


def test_file_when_two_schools_hand_in_the_same_one_then_it_is_a_warning(
    batch: Any, told: Told
) -> None:
    batch.file("0001/活动.pdf", b"same")
    batch.file("0002/我校活动.pdf", b"same")
    batch.lines = [line("活动.pdf"), line("我校活动.pdf", school="0002")]
    (problem,) = told(batch.read(with_files=True), "F087")
    assert problem.severity is Severity.WARNING
    assert "学校“0001”的佐证E1的文件“活动.pdf”，与学校“0002”的佐证E1" in problem.message


def test_file_when_it_lies_outside_the_schools_folders_then_two_may_share_it(
    batch: Any, told: Told
) -> None:
    batch.file("共用/通知.pdf")
    batch.lines = [line("共用/通知.pdf"), line("共用/通知.pdf", school="0002")]
    (problem,) = told(batch.read(with_files=True), "F087")
    assert problem.severity is Severity.NOTE


def test_folder_when_it_has_a_number_like_a_short_id_then_it_is_nobodys(batch: Any) -> None:
    batch.schools = [("1", "甲校", 12, "是", 0), ("0002", "乙校", 6, "否", 0)]
    batch.file("附件_1/活动.pdf")
    batch.lines = [line("附件_1/活动.pdf", school="0002")]
    assert seen(batch.read(with_files=True))[0].state is FileState.FOUND


def test_files_when_no_line_names_them_then_they_are_noted(batch: Any, told: Told) -> None:
    batch.file("0001/活动.pdf")
    batch.file("0001/多余.pdf")
    batch.file("0001/~$x.docx")
    batch.lines = [line("活动.pdf")]
    facts = batch.read(with_files=True)
    assert facts.evidence.unlisted == ("0001/多余.pdf",)
    assert told(facts, "F089")[0].severity is Severity.NOTE


def test_folder_when_it_lies_among_the_fact_sheets_then_its_workbooks_are_no_facts(
    batch: Any, told: Told
) -> None:
    batch.evidence = batch.path / "事实" / "佐证"
    batch.file("0001/名单.xlsx", b"no workbook at all")
    batch.lines = [line("名单.xlsx")]
    facts = batch.read(with_files=True)
    assert seen(facts)[0].state is FileState.FOUND
    assert not told(facts, "F003")


def test_folder_when_there_is_none_then_the_command_was_wrong(batch: Any) -> None:
    with pytest.raises(UsageProblem, match="没有佐证文件夹"):
        batch.read(with_files=True)


def test_files_when_they_are_hashed_then_the_work_is_told(batch: Any) -> None:
    for at in range(40):
        batch.file(f"0001/{at}.pdf", str(at).encode())
    batch.lines = [line(f"{at}.pdf", number=f"E{at}") for at in range(40)]
    told: list[tuple[int, int]] = []
    inputs = batch.inputs(with_files=True)
    read_facts(batch.ruleset, inputs, progress=lambda done, whole: told.append((done, whole)))
    assert [each for each in told if each[1] == 40] == [(16, 40), (32, 40), (40, 40)]
