"""What is made from a run stands in its folder, and nobody's work in it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from engine.diagnostics import UsageProblem
from engine.reports.placed_reports import REPORTS, files_below
from engine.reports.receipts import RECEIPT
from engine.reports.report_place import check_place, report_place
from engine.reports.staging import staged_folder
from engine.reports.workbook_end import end_workbook


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    with staged_folder(folder) as stage:
        (stage / RECEIPT).write_text('{"product": "pingheng"}', encoding="utf-8")
    return folder


def _write(folder: Path, kind: str, files: dict[str, str], *, is_whole: bool = True) -> None:
    with report_place(folder, kind, is_whole=is_whole) as stage:
        for name, text in files.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_text(text, encoding="utf-8")


def test_reports_when_written_again_then_what_is_no_longer_written_goes(run: Path) -> None:
    _write(run, "页", {"report.html": "一", "pages/001.html": "甲"})
    _write(run, "信", {"letters/甲.docx": "信"})
    _write(run, "页", {"report.html": "二"})
    assert files_below(run) == ["letters/甲.docx", "report.html", REPORTS, RECEIPT]
    assert not (run / "pages").exists()
    assert (run / "report.html").read_text(encoding="utf-8") == "二"


def test_reports_when_only_a_part_is_written_then_the_rest_stays(run: Path) -> None:
    _write(run, "信", {"letters/甲.docx": "甲", "letters/乙.docx": "乙"})
    _write(run, "信", {"letters/乙.docx": "乙乙"}, is_whole=False)
    _write(run, "信", {"letters/甲.docx": "甲甲"}, is_whole=False)
    assert (run / "letters/乙.docx").read_text(encoding="utf-8") == "乙乙"


@pytest.mark.parametrize("again", ["report.html", "other.html"])
def test_reports_when_one_was_worked_in_then_nothing_is_replaced(run: Path, again: str) -> None:
    _write(run, "页", {"report.html": "一", "a.html": "一"})
    (run / "report.html").write_text("批注", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"report\.html”写出后被改过"):
        _write(run, "页", {again: "二", "a.html": "二"})
    assert (run / "report.html").read_text(encoding="utf-8") == "批注"
    assert (run / "a.html").read_text(encoding="utf-8") == "一"
    assert [each.name for each in run.iterdir() if each.name.startswith(".")] == []


def test_reports_when_a_file_of_the_user_is_in_the_way_then_it_stays(run: Path) -> None:
    (run / "report.html").write_text("我的", encoding="utf-8")
    with pytest.raises(UsageProblem, match="不是评衡写的页"):
        _write(run, "页", {"report.html": "一"})
    assert (run / "report.html").read_text(encoding="utf-8") == "我的"


@pytest.mark.parametrize("reports", ["[]", '{"页": []}', '"页"'])
def test_reports_when_the_mark_is_damaged_then_what_stands_there_is_nobodys(
    run: Path, reports: str
) -> None:
    _write(run, "页", {"report.html": "一"})
    mark = f'{{"product": "pingheng", "reports": {reports}}}'
    (run / REPORTS).write_text(mark, encoding="utf-8")
    with pytest.raises(UsageProblem, match="不是评衡写的页"):
        _write(run, "页", {"report.html": "二"})


def test_assessing_again_when_reports_stand_there_then_they_go_unless_worked_in(run: Path) -> None:
    _write(run, "信", {"letters/甲.docx": "甲"})
    with staged_folder(run) as stage:
        (stage / RECEIPT).write_text('{"product": "pingheng"}', encoding="utf-8")
    assert files_below(run) == [RECEIPT]
    _write(run, "信", {"letters/甲.docx": "甲"})
    (run / "letters/甲.docx").write_text("改好的", encoding="utf-8")
    with pytest.raises(UsageProblem, match="写出后被改过"), staged_folder(run):
        pass
    (run / "letters/甲.docx").write_text("甲", encoding="utf-8")
    (run / "letters/我的.txt").write_text("记事", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"还有“letters/我的\.txt”"), staged_folder(run):
        pass


def test_place_when_looked_at_before_the_work_then_refuses_what_the_end_would(run: Path) -> None:
    _write(run, "信", {"letters/甲.docx": "甲", "letters/乙.docx": "乙"})
    (run / "letters/乙.docx").write_text("改好的", encoding="utf-8")
    check_place(run, "信", ["letters/甲.docx"], is_whole=False)
    for names in (["letters/乙.docx"], ["letters/甲.docx"]):  # the second: what would go
        with pytest.raises(UsageProblem, match=r"乙\.docx”写出后被改过"):
            check_place(run, "信", names)


def test_reports_when_the_system_cannot_write_a_name_then_says_what_to_set(run: Path) -> None:
    said = r"“甲校”在这台电脑的文件名编码（ascii）.*PYTHONUTF8=1"
    with pytest.raises(UsageProblem, match=said), report_place(run, "信"):
        "甲校".encode("ascii")


def test_template_folder_when_it_is_a_file_then_the_option_is_named(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    place = report_place(tmp_path / "文件", "信的模板", option="--new-template")
    with pytest.raises(UsageProblem, match="请用 --new-template 另指"), place:
        pass


def test_workbook_when_it_cannot_be_written_then_the_reason_is_the_system_s(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "没有" / "甲.xlsx"))
    with pytest.raises(FileNotFoundError):
        end_workbook(book)
