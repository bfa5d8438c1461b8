"""Annotated copies that come back are read like any workbook, and never beside their originals."""

from hashlib import sha256

import pytest

from engine.annotating import annotate_files
from engine.annotating.workbook import annotate_workbook
from engine.facts.books.annotated import original_of
from engine.facts.books.properties import custom_properties

HEAD = ["学校标识码", "学校名称", "支部数"]


@pytest.fixture
def returned(folder):
    """Return the folder with a workbook, and beside it the folder of copies."""
    folder.workbook("表/甲.xlsx", {"学校": [HEAD, ["0012", "甲校", "三个"]]})
    table = folder.read(folder.path / "表")
    annotate_files([folder.path / "表"], table.problems, folder.path / "表" / "退回")
    return folder


def test_a_copy_when_handed_in_alone_then_the_list_is_skipped_and_the_rest_read(returned, codes):
    facts = returned.read(returned.path / "表" / "退回")
    assert facts.school_ids == ("0012",)
    assert codes(facts).count("F031") == 1
    lists = [each for each in facts.problems if each.code == "F121"]
    assert {each.severity for each in lists} == {"note"}
    assert {each.place.sheet for each in lists} == {"问题清单"}


def test_copies_when_their_folder_is_among_the_facts_then_it_is_passed_over_once(returned, codes):
    facts = returned.read(returned.path / "表")
    assert sorted(facts.digests) == [(returned.path / "表" / "甲.xlsx").as_posix()]
    (note,) = [each for each in facts.problems if each.code == "F002"]
    assert note.severity == "note"
    assert note.place.file.endswith("表/退回")
    assert "F022" not in codes(facts)


def test_a_copy_when_it_lies_beside_its_original_then_only_the_original_is_read(returned, only):
    copy = returned.path / "表" / "退回" / "甲.xlsx"
    copy.rename(returned.path / "表" / "甲（改）.xlsx")
    facts = returned.read(returned.path / "表")
    warning = only(facts, "F120")
    assert warning.place.file.endswith("甲（改）.xlsx")
    assert "“" in warning.message
    assert facts.n_schools == 1


def test_copies_when_many_lie_beside_their_originals_then_it_is_said_once(folder, only):
    paths = []
    for name in ("甲", "乙", "丙"):
        path = folder.workbook(f"{name}.xlsx", {"学校": [HEAD, [f"00{name}", f"{name}校", 3]]})
        data = path.read_bytes()
        copy = annotate_workbook(data, path.name, sha256(data).hexdigest(), [])
        paths += [path, folder.path / f"{name}-副本.xlsx"]
        paths[-1].write_bytes(copy.data)
    facts = folder.read(*paths)
    assert facts.n_schools == 3
    assert "3 个文件" in only(facts, "F120").message


def test_a_copy_when_the_original_was_corrected_since_then_both_are_read(returned, codes):
    """Nobody can tell which of two changed workbooks is meant; what differs is told as ever."""
    copy = returned.path / "表" / "退回" / "甲.xlsx"
    copy.rename(returned.path / "表" / "乙.xlsx")
    returned.workbook("表/甲.xlsx", {"学校": [HEAD, ["0012", "甲校", 3]]})
    assert "F120" not in codes(returned.read(returned.path / "表"))


def test_a_sheet_when_it_is_only_named_like_the_list_then_it_is_read(folder):
    folder.workbook("甲.xlsx", {"问题清单": [HEAD, ["0012", "甲校", 3]]})
    assert folder.read().school_ids == ("0012",)


def test_a_mark_when_the_package_is_no_package_then_there_is_none():
    assert custom_properties(b"PK docProps/custom.xml") == custom_properties(None) == b""
    assert original_of(b"") == ""
