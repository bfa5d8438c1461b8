"""`pingheng facts check`: the page of all problems, the copies, and the list."""

import csv
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cli import run
from tests.annotating.conftest import Book

RULES = str(Path(__file__).parent.parent.parent / "rules" / "datong-2025")


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_check(*arguments: str) -> tuple[int, str, str]:
        code = run(["facts", "check", RULES, *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_check


def write(name: str, *rows: list, sheet: str = "基本信息") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(name)
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()


HEAD = ["学校标识码", "学校名称", "学生数"]


def test_check_when_files_have_problems_then_prints_them_file_by_file(check):
    write("表/甲.xlsx", HEAD, ["0012", "甲校", "abc"])
    write("表/乙.xlsx", HEAD, ["0013", "乙校", "-5"])
    code, out, _ = check("表")
    assert code == 1
    first, second = out.index("表/乙.xlsx　错误 1"), out.index("表/甲.xlsx　错误 1")
    assert first < out.index("乙.xlsx「基本信息」!C2: 错误") < second
    assert second < out.index("甲.xlsx「基本信息」!C2: 错误 F031 学生数“abc”不是数字")
    assert "读了 2 个文件，2 所学校：错误 2" in out
    assert "--annotate" in out


def test_check_when_asked_to_annotate_then_says_where_the_copies_are(check):
    write("表/甲.xlsx", HEAD, ["0012", "甲校", "abc"])
    code, out, _ = check("表", "--annotate", "退回", "-o", "清单.xlsx")
    assert code == 1
    assert "批注副本：退回（1 个文件，原件没有改动" in out
    assert "问题清单：清单.xlsx" in out
    assert "C2" in Book(Path("退回/甲.xlsx").read_bytes()).comments("基本信息")
    cells = openpyxl.load_workbook("清单.xlsx").active["D"]
    links = {(each.hyperlink.target, each.hyperlink.location) for each in cells if each.hyperlink}
    assert ("退回\\甲.xlsx", "'基本信息'!C2") in links


def test_check_when_not_one_school_can_be_read_then_annotates_all_the_same(check):
    write("表/甲.xlsx", HEAD, [None, "甲校", 5])
    code, out, _ = check("表", "--annotate", "退回")
    assert code == 4
    assert "一所学校也没有读到" in out
    assert Path("退回/甲.xlsx").is_file()


def test_check_when_the_copy_is_corrected_and_handed_in_then_it_counts(check):
    write("表/甲.xlsx", HEAD, ["0012", "甲校", "abc"])
    check("表", "--annotate", "退回")
    book = openpyxl.load_workbook("退回/甲.xlsx")
    book["基本信息"]["C2"] = 500
    book.save("退回/甲.xlsx")
    _, out, _ = check("退回")
    assert "F031" not in out
    code, _, err = check("表", "--annotate", "退回")
    assert code == 2
    assert "没有覆盖" in err


def test_check_when_the_folder_lies_among_the_facts_then_nothing_is_doubled(check):
    write("表/甲.xlsx", HEAD, ["0012", "甲校", "abc"])
    first = check("表", "--annotate", "表/退回")
    second = check("表", "--annotate", "表/退回")
    assert (first[0], second[0]) == (1, 1)
    assert "读了 1 个文件" in second[1]
    assert "批注副本，没有读" in second[1]


def test_check_when_the_list_is_csv_then_excel_reads_no_formula_in_it(check):
    write("表/甲.xlsx", HEAD, ["0012", "甲校", '=cmd|"/c calc"!A1'])
    write("表/乙.xlsx", HEAD, ["0013", "乙校", "@SUM(1)"])
    check("表", "-o", "清单.csv")
    with Path("清单.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:4] == ["序号", "程度", "代码", "文件"]
    assert "'@SUM(1)" in {row[6] for row in rows}
    assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row)


def test_check_when_the_list_has_another_ending_or_is_a_folder_then_exits_2(check):
    write("表/甲.xlsx", HEAD, ["0012", "甲校", 5])
    assert check("表", "-o", "清单.pdf")[0] == 2
    Path("清单.csv").mkdir()
    code, _, err = check("表", "-o", "清单.csv")
    assert code == 2
    assert "是文件夹" in err


@pytest.mark.parametrize("name", ["清单.xlsx", "清单.csv"])
def test_check_when_the_list_cannot_be_written_then_exits_2_and_says_why(check, name):
    write("表/甲.xlsx", HEAD, ["0012", "甲校", 5])
    Path("文件").write_bytes(b"")
    code, _, err = check("表", "-o", f"文件/{name}")
    assert code == 2
    assert "写不进去" in err


def test_check_when_there_are_many_problems_then_the_kinds_are_counted(check):
    write("甲.xlsx", HEAD, *([f"00{n}", f"第{n}校", "abc"] for n in range(100, 140)))
    _, out, _ = check("甲.xlsx")
    assert "错误 F031 40 条，如：学生数“abc”不是数字" in out
    assert out.count("F031") == 41
