"""Files that no one can read: one diagnostic each, and the batch goes on."""

import io
import zipfile
from pathlib import Path

import pytest
from made_workbooks import repacked, workbook

from engine.diagnostics import FactsUnusable
from engine.facts import read_facts
from engine.facts.books import files, package
from engine.facts.codes import CODES
from engine.ruleset import load_ruleset

SMALL = Path(__file__).parents[1] / "rulesets" / "small"
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


@pytest.fixture(scope="module")
def rules():
    return load_ruleset(SMALL)


def far_cell(parts):
    """Put one value at the far corner, for which the reader would ask for 400 GB."""
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)


def far_cell_in_a_near_row(parts):
    name = "xl/worksheets/sheet1.xml"
    far = b"<row r='1'><c r='A1048576'><v>1</v></c><c r='XFD1'><v>1</v></c></row></sheetData>"
    parts[name] = parts[name].replace(b"</sheetData>", far)


def entity_bomb(parts):
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts["xl/workbook.xml"] = doctype + parts["xl/workbook.xml"]


def no_sheet(parts):
    del parts["xl/worksheets/sheet1.xml"]


def cut_sheet(parts):
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:300]


def broken_workbook(parts):
    parts["xl/workbook.xml"] = b"<workbook"


def unknown_encoding(parts):
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"UTF-8", b"FTF-8")


def plain_archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("事实表.txt", "甲")
    return data.getvalue()


BAD = {
    "empty.xlsx": (b"", "F006"),
    "text.xlsx": ("学校标识码,支部数\n1,2\n".encode(), "F003"),
    "page.xls": (b"<html><table></table></html>", "F003"),
    "noise.xlsx": (bytes(range(256)) * 4, "F003"),
    "short.xlsx": (workbook()[:2000], "F003"),
    "header.xlsx": (b"PK\x03\x04zzzz", "F003"),
    "archive.xlsx": (plain_archive(), "F003"),
    "no_sheet.xlsx": (repacked(no_sheet), "F003"),
    "cut_sheet.xlsx": (repacked(cut_sheet), "F003"),
    "broken.xlsx": (repacked(broken_workbook), "F003"),
    "encoding.xlsx": (repacked(unknown_encoding), "F003"),
    "entities.xlsx": (repacked(entity_bomb), "F003"),
    "far.xlsx": (repacked(far_cell), "F005"),
    "far2.xlsx": (repacked(far_cell_in_a_near_row), "F005"),
    "blank.xlsx": (workbook(rows=()), "F006"),
    "locked.xlsx": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "F004"),
    "old.xls": (COMPOUND, "F003"),
    "bytes.csv": (b"\xff\xff\xfe\x81", "F007"),
    "zeros.csv": ("学校标识码\n00\x0012\n".encode(), "F007"),
    "quote.csv": ('学校标识码,支部数\n"0012,3\n'.encode(), "F003"),
    "empty.csv": (b"", "F006"),
    "tab.yaml": ("学校标识码: '1'\n\t支部数: 3\n".encode(), "Y004"),
    "empty.yaml": (b"# nothing\n", "Y012"),
    "scalar.yaml": ("二中\n".encode(), "F018"),
    "broken.json": (b'{"a": ', "Y003"),
    "no_id.json": ('{"支部数": 3}'.encode(), "F020"),
    "blank_id.yaml": ("学校标识码:\n支部数: 3\n".encode(), "F020"),
}


@pytest.mark.parametrize("name", BAD)
def test_reading_a_batch_when_one_file_is_bad_then_it_is_reported_and_the_others_are_read(
    rules, good, name
):
    data, code = BAD[name]
    bad = good.parent / name
    bad.write_bytes(data)
    facts = read_facts(rules, [good.parent])
    assert facts.names == ("二中",)
    found = [item for item in facts.problems if item.place and item.place.file == bad.as_posix()]
    assert [item.code for item in found if item.severity == "error"] == [code]
    assert all(item.hint for item in found)


def test_reading_a_workbook_when_it_unpacks_to_too_much_then_it_is_refused_before_it_is_read(
    rules, good, monkeypatch
):
    monkeypatch.setattr(package, "LARGEST_CONTENT", 1000)
    (good.parent / "bomb.xlsx").write_bytes(workbook())
    assert "F005" in {item.code for item in read_facts(rules, [good.parent]).problems}


def test_reading_a_workbook_when_a_part_is_longer_than_it_says_then_it_is_refused(rules, good):
    """A bomb that lies about its size is found by unpacking no more than it says."""
    data = bytearray(repacked(lambda parts: parts.update({"xl/sharedStrings.xml": b" " * 10**6})))
    at = data.rfind(b"xl/sharedStrings.xml") - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (good.parent / "liar.xlsx").write_bytes(bytes(data))
    assert "F003" in {item.code for item in read_facts(rules, [good.parent]).problems}


def test_reading_a_file_when_it_is_larger_than_any_fact_sheet_then_it_is_not_opened(
    rules, good, monkeypatch
):
    monkeypatch.setattr(files, "_LARGEST_FILE", 50)
    (good.parent / "big.xlsx").write_bytes(workbook())
    facts = read_facts(rules, [good.parent])
    assert "F005" in {item.code for item in facts.problems}
    assert not any(name.endswith("big.xlsx") for name in facts.digests)


def test_reading_a_folder_when_it_holds_other_things_then_only_facts_are_read(rules, good):
    (good.parent / "~$表.xlsx").write_bytes(b"lock")
    (good.parent / ".hidden.csv").write_bytes(b"x")
    (good.parent / "附件").mkdir()
    (good.parent / "附件" / "照片.jpg").write_bytes(b"x")
    facts = read_facts(rules, [good.parent])
    told = [item for item in facts.problems if item.place and item.code < "F050"]
    assert [(item.code, item.severity) for item in told] == [("F002", "note")]
    assert told[0].place.file.endswith("附件/照片.jpg")


@pytest.mark.parametrize("name", ["没有.xlsx", "没有"])
def test_reading_when_a_path_does_not_exist_then_it_is_an_error_and_the_rest_is_read(
    rules, good, name
):
    facts = read_facts(rules, [good, good.parent / name])
    assert facts.n_schools == 1
    assert "F001" in {item.code for item in facts.problems}


def test_reading_when_a_file_of_a_foreign_type_is_given_by_name_then_it_is_an_error(rules, good):
    foreign = good.parent / "说明.docx"
    foreign.write_bytes(b"x")
    problems = read_facts(rules, [good, foreign]).problems
    assert [item.severity for item in problems if item.code == "F002"] == ["error"]


def test_reading_when_no_school_can_be_read_then_all_findings_come_with_the_exception(
    rules, tmp_path
):
    (tmp_path / "bad.xlsx").write_bytes(b"nothing")
    with pytest.raises(FactsUnusable) as raised:
        read_facts(rules, [tmp_path])
    assert {item.code for item in raised.value.diagnostics} == {"F003", "F026"}
    assert raised.value.exit_code == 4


def test_reading_when_nothing_is_given_then_the_facts_are_unusable(rules, tmp_path):
    with pytest.raises(FactsUnusable):
        read_facts(rules, [tmp_path])


def test_every_code_that_is_reported_has_its_meaning():
    import re

    folder = Path(files.__file__).parents[1]
    used = {
        code
        for file in folder.rglob("*.py")
        if file.name != "codes.py"
        for code in re.findall(r'"(F\d{3})"', file.read_text(encoding="utf-8"))
    }
    assert used == set(CODES)
