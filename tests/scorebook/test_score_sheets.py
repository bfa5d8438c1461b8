"""The score sheet of a school holds its points, sums and reasons, and prints as a form to sign."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.reports.run_folder import RunFolder
from engine.scorebook.cells import number_of

HEAD = 3


def sheet_of(written: Path, school: str) -> Any:
    path = next((written / "score-sheets").glob(f"{school}_*.xlsx"))
    return openpyxl.load_workbook(path)["评分表"]


def column(sheet: Any, title: str) -> int:
    return [cell.value for cell in sheet[HEAD]].index(title)


def zeroed_by_vetoes(story: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in story["ledger"] if each["kind"] == "veto"]


@pytest.fixture(scope="module")
def vetoed(run: RunFolder) -> dict[str, Any]:
    """The school whose vetoes set most indicators to zero."""
    return max(
        run.stories(), key=lambda story: sum(each["kind"] == "veto" for each in story["ledger"])
    )


def test_every_scored_indicator_has_its_points_or_its_status(run, written, vetoed):
    sheet = sheet_of(written, vetoed["school_id"])
    full, points = column(sheet, "分值"), column(sheet, "得分")
    rows = {}
    for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True):
        for cell in row[1:3]:
            if cell:
                rows[str(cell).split(" ")[0]] = row
    found = 0
    for at, indicator in enumerate(run.catalogue["indicators"]):
        status = vetoed["statuses"][at]
        if not indicator["path"]:
            continue
        if status == "仅供参考":
            assert indicator["id"] not in rows
            continue
        row = rows[indicator["id"]]
        found += 1
        assert row[full] == pytest.approx(number_of(indicator["full"]).value)
        wanted = number_of(vetoed["points"][at]).value
        if status == "已计分" or wanted:
            assert row[points] == pytest.approx(wanted)
        else:
            assert row[points] == status
    assert found > 100


def test_lost_points_are_told_beside_the_indicator_and_a_veto_in_the_remarks(written, vetoed):
    sheet = sheet_of(written, vetoed["school_id"])
    why, remark = column(sheet, "得失分说明"), column(sheet, "备注")
    rows = [*sheet.iter_rows(min_row=HEAD + 1, values_only=True)]
    told = [row[why] or "" for row in rows]
    for line in vetoed["ledger"]:
        if line["kind"] in ("loss", "gap", "veto", "bonus", "deduction", "rescale"):
            assert any(line["sentence"] in each for each in told), line["sentence"]
    zeroed = [row for row in rows if row[remark] == "否决计零"]
    assert len(zeroed) == len(zeroed_by_vetoes(vetoed)) > 0


def test_sums_and_total_are_those_of_the_run(run, written):
    for story in list(run.stories())[:5]:
        sheet = sheet_of(written, story["school_id"])
        points = column(sheet, "得分")
        rows = [*sheet.iter_rows(min_row=HEAD + 1, values_only=True)]
        sums = [row[points] for row in rows if row[1] == "小　计"]
        assert sums == [pytest.approx(float(each["points"])) for each in story["dimensions"]]
        closing = {row[0]: row[points] for row in rows if row[0]}
        assert closing["总　分"] == pytest.approx(float(story["total"]))
        assert closing["等　次"] == story["grade"]
        assert closing["基础分合计"] == pytest.approx(float(story["base"]))


def test_the_form_has_merged_dimensions_signatures_and_prints_on_lying_a4(run, written):
    story = next(run.stories())
    sheet = sheet_of(written, story["school_id"])
    merged = {str(each.coord): each for each in sheet.merged_cells.ranges}
    heads = [
        sheet.cell(each.min_row, 1).value
        for each in merged.values()
        if each.min_col == each.max_col == 1
    ]
    for dimension in run.catalogue["dimensions"]:
        name = f"{dimension['id']} {dimension['name']}\n（{dimension['full']}分）"
        assert name in heads
    texts = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for role in ("考核组组长", "考核组成员", "学校党组织书记", "学校校长"):
        assert f"{role}（签字）" in texts
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes
    assert sheet.print_title_rows == "$3:$3"
    assert "&P" in sheet.oddFooter.right.text


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice or pdftotext is not installed",
)
def test_the_form_when_printed_by_libreoffice_then_shows_everything(written, vetoed, tmp_path):
    path = tmp_path / "form.xlsx"
    shutil.copy(next((written / "score-sheets").glob(f"{vetoed['school_id']}_*.xlsx")), path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], capture_output=True, timeout=180, check=False)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    pages = text.split("\f")[:-1]
    assert 4 <= len(pages) <= 12
    assert vetoed["name"] in pages[0]
    assert all("评分标准" in page for page in pages)
    assert f"第 {len(pages)} 页，共 {len(pages)} 页" in pages[-1]
    assert "考核组组长（签字）" in pages[-1]
    assert vetoed["total"] in pages[-1]
    assert "###" not in text
