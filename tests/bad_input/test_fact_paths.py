"""Paths that people give: none is left out in silence, none stops or hangs the batch."""

import os
from pathlib import Path

import pytest

from engine.facts import read_facts
from engine.reports.report_place import report_place
from engine.ruleset import load_ruleset

SMALL = Path(__file__).parents[1] / "rulesets" / "small"


@pytest.fixture(scope="module")
def rules():
    return load_ruleset(SMALL)


@pytest.fixture
def good(tmp_path):
    file = tmp_path / "表" / "好.csv"
    file.parent.mkdir()
    file.write_text("学校标识码,学校名称\n0012,二中\n", encoding="utf-8")
    return file


def told(facts, *codes):
    """Return what is said of files, with its severity."""
    return [(item.code, item.severity.value) for item in facts.problems if item.code in codes]


@pytest.mark.parametrize("path", ["", "长" * 300 + ".xlsx", "没有.xlsx", "/dev/null"])
def test_reading_when_a_path_is_no_file_then_it_is_an_error_and_the_rest_is_read(rules, good, path):
    facts = read_facts(rules, [path, good])
    assert facts.school_ids == ("0012",)
    assert told(facts, "F001") == [("F001", "error")]
    assert all(item.hint for item in facts.problems if item.code == "F001")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_reading_when_a_pipe_or_a_broken_link_is_named_like_a_workbook_then_nothing_waits(
    rules, good
):
    os.mkfifo(good.parent / "管道.xlsx")
    (good.parent / "断链.xlsx").symlink_to(good.parent / "没有.xlsx")
    facts = read_facts(rules, [good.parent, good.parent / "管道.xlsx"])
    assert facts.school_ids == ("0012",)
    assert told(facts, "F001") == [("F001", "error")] * 3


def test_reading_when_a_folder_holds_no_facts_then_it_is_a_warning(rules, good, tmp_path):
    """One county of several may have sent nothing."""
    (tmp_path / "空").mkdir()
    facts = read_facts(rules, [good.parent, tmp_path / "空"])
    assert told(facts, "F059") == [("F059", "warning")]


@pytest.mark.parametrize(
    ("name", "severity", "hint"),
    [
        ("事实表.et", "warning", "另存为 .xlsx"),
        ("事实表.xlsb", "warning", "另存为 .xlsx"),
        ("各校.zip", "warning", "解压"),
        ("事实表.docx", "warning", "填到事实表里"),
        ("照片.jpg", "note", ".xlsx"),
    ],
)
def test_reading_a_folder_when_a_file_may_hold_facts_of_another_format_then_it_is_a_warning(
    rules, good, name, severity, hint
):
    (good.parent / name).write_bytes(b"x")
    facts = read_facts(rules, [good.parent])
    assert told(facts, "F002") == [("F002", severity)]
    assert hint in next(item.hint for item in facts.problems if item.code == "F002")


def test_reading_a_folder_when_the_system_left_its_files_then_nothing_is_said(rules, good):
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$好.xlsx"):
        (good.parent / name).write_bytes(b"x")
    assert told(read_facts(rules, [good.parent]), "F001", "F002", "F003") == []


def test_reading_a_folder_when_an_earlier_result_lies_in_it_then_it_is_no_fact_sheet(rules, good):
    result = good.parent / "结果"
    result.mkdir()
    (result / "run.json").write_text('{"product": "pingheng"}', encoding="utf-8")
    (result / "scores.csv").write_text("school_id,name\n0099,旧\n", encoding="utf-8")
    facts = read_facts(rules, [good.parent])
    assert facts.school_ids == ("0012",)
    assert told(facts, "F002") == [("F002", "note")]
    facts = read_facts(rules, [good, result])
    assert told(facts, "F002", "F059") == [("F002", "error")]


def test_reading_a_folder_when_reports_were_written_into_it_then_they_are_no_fact_sheets(
    rules, good
):
    with report_place(good.parent, "信和名单") as stage:
        (stage / "信").mkdir()
        for name in ("公示名单.csv", "信/scorebook.csv"):
            (stage / name).write_text("学校标识码\n0013\n", encoding="utf-8")
    facts = read_facts(rules, [good.parent])
    assert facts.school_ids == ("0012",)
    assert told(facts, "F002") == [("F002", "note")]
    assert "成绩册" in next(each.message for each in facts.problems if each.code == "F002")


@pytest.mark.parametrize(
    "mark", ["", "[]", '{"product": "其他", "reports": {"信": {"好.csv": ""}}}']
)
def test_reading_a_folder_when_a_file_is_named_as_our_mark_but_is_none_then_all_is_read(
    rules, good, mark
):
    (good.parent / "reports.json").write_text(mark, encoding="utf-8")
    assert read_facts(rules, [good.parent]).school_ids == ("0012",)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list all")
def test_reading_a_folder_when_a_part_of_it_may_not_be_listed_then_it_is_an_error(rules, good):
    closed = good.parent / "密"
    closed.mkdir(mode=0)
    try:
        assert told(read_facts(rules, [good.parent]), "F001") == [("F001", "error")]
    finally:
        closed.chmod(0o700)


def test_reading_a_file_when_its_name_is_no_text_then_it_can_still_be_named(rules, good):
    try:
        (good.parent / os.fsdecode(b"\xff.csv")).write_bytes("学校标识码\n0013\n".encode())
    except OSError:
        pytest.skip("this file system takes no such name")
    facts = read_facts(rules, [good.parent])
    assert facts.school_ids == ("0012", "0013")
    for shown in facts.digests:
        shown.encode("utf-8")


def test_reading_when_a_folder_is_linked_in_a_circle_then_it_is_read_once(rules, good):
    (good.parent / "圈").symlink_to(good.parent, target_is_directory=True)
    facts = read_facts(rules, [good.parent])
    assert facts.school_ids == ("0012",)
    assert told(facts, "F002") == [("F002", "note")]
