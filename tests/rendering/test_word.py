"""Hold the Word file: same bytes, whole rows, repeated heads, merged cells, fonts by name."""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from engine.rendering import Part, score_sheet
from engine.rendering.word import word_bytes
from engine.ruleset.model import RuleSet


@pytest.fixture(scope="module")
def file(datong: RuleSet) -> bytes:
    return word_bytes(score_sheet(datong))


def test_file_when_made_twice_then_has_the_same_bytes(datong: RuleSet) -> None:
    sheet = score_sheet(datong, [Part.GRADES])
    first = word_bytes(sheet)
    time.sleep(2.1)  # the times in a zip file are even seconds
    assert word_bytes(sheet) == first


def test_rows_when_laid_out_then_are_whole_and_heads_repeat(file: bytes) -> None:
    word = docx.Document(BytesIO(file))
    assert len(word.tables) > 15
    for table in word.tables:
        head, *rows = table._tbl.tr_lst
        assert head.trPr is not None
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (head, *rows))


def test_dimensions_when_laid_out_then_are_one_cell_each(file: bytes, datong: RuleSet) -> None:
    table = docx.Document(BytesIO(file)).tables[0]._tbl
    starts = [row.tc_lst[0] for row in table.tr_lst[1:] if row.tc_lst[0].vMerge != "continue"]
    names = ["".join(cell.itertext()) for cell in starts]
    assert [name[0] for name in names] == [each.id for each in datong.dimensions]


def test_page_when_set_then_lies_down_and_counts_itself(file: bytes) -> None:
    section = docx.Document(BytesIO(file)).sections[0]
    assert (section.page_width.cm, section.page_height.cm) == (
        pytest.approx(29.7, abs=0.01),
        pytest.approx(21.0, abs=0.01),
    )
    footer = section.footer.paragraphs[0]._p
    fields = [each.get(qn("w:instr")) for each in footer.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(each.text for each in footer.iter(qn("w:t"))) == "第 1 页　共 1 页"


def test_fonts_when_named_then_are_named_for_chinese(file: bytes) -> None:
    with zipfile.ZipFile(BytesIO(file)) as parts:
        body = parts.read("word/document.xml").decode()
        styles = parts.read("word/styles.xml").decode()
    assert {
        font for font in ("宋体", "仿宋", "黑体") if f'w:eastAsia="{font}"' in body + styles
    } == {
        "宋体",
        "仿宋",
        "黑体",
    }


def test_properties_when_written_then_say_nothing_of_the_day(file: bytes, datong: RuleSet) -> None:
    properties = docx.Document(BytesIO(file)).core_properties
    assert properties.created is not None
    assert properties.created.date() == datong.as_of
    assert (properties.title, properties.identifier) == (datong.name, datong.digest)


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice or pdftotext is not installed",
)
def test_file_when_opened_in_libreoffice_then_prints_with_page_numbers(
    file: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "评分表.docx"
    path.write_bytes(file)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    told = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=180)
    printed = path.with_suffix(".pdf")
    if not printed.exists() and "could not be loaded" in told.stdout + told.stderr:
        pytest.skip("LibreOffice is installed without Writer")
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")[:-1]
    assert 30 <= len(pages) <= 70
    assert f"第 {len(pages)} 页 共 {len(pages)} 页" in " ".join(pages[-1].split())
    # The head of the first table stands on its second page too.
    assert "评分标准" in pages[1]
    assert "一、评分指标" in pages[0]
