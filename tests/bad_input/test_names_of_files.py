"""Names of files that nobody should give, and files that somebody has open."""

import pytest

from engine.facts import read_facts
from engine.ruleset import load_ruleset
from tests.bad_input.conftest import SMALL

ROWS = "学校标识码,学校名称\n{},{}\n"


@pytest.fixture(scope="module")
def rules():
    return load_ruleset(SMALL)


def write(folder, name, school="0012"):
    path = folder / name
    try:
        path.write_text(ROWS.format(school, "二中"), encoding="utf-8")
    except (OSError, ValueError):
        pytest.skip("this file system takes no such name")
    return path


@pytest.mark.parametrize(
    "name", ["甲\n乙.csv", "甲\r.csv", "\u202e甲.csv", "甲\x1b[31m.csv", "=1+1.csv", "..甲.csv"]
)
def test_reading_a_file_when_its_name_has_signs_that_turn_a_line_then_it_is_told_in_one_line(
    rules, tmp_path, name
):
    write(tmp_path / ".." / tmp_path.name, name)
    (tmp_path / "坏.csv").write_bytes(b"")
    facts = read_facts(rules, [tmp_path / name])
    assert facts.n_schools == 1
    (shown,) = facts.digests
    assert not set(shown) & set("\n\r\x1b\u202e")
    assert all(shown in str(item.place) for item in facts.problems if item.place)


def test_reading_a_folder_when_a_folder_is_named_like_a_workbook_then_what_is_in_it_is_read(
    rules, tmp_path
):
    (tmp_path / "各校.xlsx").mkdir()
    write(tmp_path / "各校.xlsx", "甲.csv")
    (tmp_path / "空.xlsx").mkdir()
    assert read_facts(rules, [tmp_path]).school_ids == ("0012",)
    assert read_facts(rules, [tmp_path / "各校.xlsx"]).school_ids == ("0012",)


@pytest.mark.parametrize("lock", ["~$甲.csv", ".~lock.甲.csv#"])
def test_reading_a_folder_when_somebody_has_a_file_open_then_a_note_says_what_was_read(
    rules, tmp_path, lock
):
    path = write(tmp_path, "甲.csv")
    write(tmp_path, "乙.csv", "0013")
    (tmp_path / lock).write_bytes(b"user")
    facts = read_facts(rules, [tmp_path])
    assert facts.school_ids == ("0012", "0013")
    told = [item for item in facts.problems if item.code == "F110"]
    assert [item.place.file for item in told] == [path.as_posix()]


def test_reading_when_a_lock_file_is_named_then_it_is_no_broken_workbook(rules, tmp_path):
    path = write(tmp_path, "甲.csv")
    lock = tmp_path / "~$甲.xlsx"
    lock.write_bytes(b"user")
    facts = read_facts(rules, [path, lock])
    told = [item for item in facts.problems if item.place and item.place.file == lock.as_posix()]
    assert [(item.code, item.severity) for item in told] == [("F002", "note")]
