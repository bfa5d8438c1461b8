"""The folder of copies: names, what is replaced and what never, files that cannot be annotated."""

import json
import os
import stat

import openpyxl
import pytest

from engine.annotating import annotate_files, check_annotatable
from engine.annotating.codes import CODES
from engine.diagnostics import UsageProblem
from engine.facts.books.annotated import FOLDER_MARK
from tests.annotating.conftest import Book, problem

ROWS = [["学校标识码", "支部数"], ["0012", "甲"]]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "退回"


def at(path, cell="B2", **more):
    return problem(cell, file=path.as_posix(), **more)


def files_in(folder):
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != FOLDER_MARK
    )


def comments(path, sheet="学校"):
    return Book(path.read_bytes()).comments(sheet)


def test_copies_when_written_then_originals_are_not_touched(written, tmp_path, out):
    path = written("表/甲.xlsx", 学校=ROWS)
    before, when = path.read_bytes(), path.stat().st_mtime_ns
    path.chmod(stat.S_IREAD)
    done = annotate_files([tmp_path / "表"], [at(path)], out)
    assert done.copies == {path.as_posix(): "甲.xlsx"}
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, when)
    assert set(comments(out / "甲.xlsx")) == {"B2"}
    assert os.access(out / "甲.xlsx", os.W_OK)


def test_copies_when_two_files_have_one_name_then_their_folders_keep_them_apart(
    written, tmp_path, out
):
    paths = [written(f"表/{county}/甲.xlsx", 学校=ROWS) for county in ("云川区", "桑源县")]
    annotate_files([tmp_path / "表"], map(at, paths), out)
    assert files_in(out) == ["云川区/甲.xlsx", "桑源县/甲.xlsx", "问题清单.xlsx"]


def test_a_file_when_it_is_named_like_the_list_then_both_are_kept(written, tmp_path, out):
    path = written("表/问题清单.xlsx", 学校=ROWS)
    done = annotate_files([tmp_path / "表"], [at(path)], out)
    assert done.copies == {path.as_posix(): "问题清单-2.xlsx"}
    assert set(comments(out / "问题清单-2.xlsx")) == {"B2"}
    assert openpyxl.load_workbook(out / "问题清单.xlsx").active["D5"].hyperlink


def test_our_own_list_when_handed_in_again_then_is_not_copied(written, tmp_path, out):
    path = written("表/甲.xlsx", 学校=ROWS)
    annotate_files([tmp_path / "表"], [at(path)], out)
    lists = [out / "问题清单.xlsx", out / "甲.xlsx"]
    found = [problem("", sheet="问题清单", code="F121", file=path.as_posix()) for path in lists]
    done = annotate_files([out], [*found, at(out / "甲.xlsx")], tmp_path / "再退回")
    assert list(done.copies.values()) == ["甲.xlsx"]
    listed = Book((tmp_path / "再退回" / "甲.xlsx").read_bytes()).listed()
    assert [row[2] for row in listed] == ["F031"]


def test_a_file_when_it_has_no_problem_then_has_no_copy(written, tmp_path, out):
    path = written("表/甲.xlsx", 学校=ROWS)
    written("表/乙.xlsx", 学校=ROWS)
    annotate_files([tmp_path / "表"], [at(path)], out)
    assert files_in(out) == ["甲.xlsx", "问题清单.xlsx"]


def test_the_folder_when_it_is_from_an_earlier_run_then_it_is_replaced(written, tmp_path, out):
    one, other = (written(f"表/{name}.xlsx", 学校=ROWS) for name in ("甲", "乙"))
    annotate_files([tmp_path / "表"], [at(one)], out)
    check_annotatable(out, [tmp_path / "表"])
    annotate_files([tmp_path / "表"], [at(other)], out)
    assert files_in(out) == ["乙.xlsx", "问题清单.xlsx"]


def test_the_folder_when_somebody_worked_on_a_copy_then_it_is_refused(written, tmp_path, out):
    path = written("表/甲.xlsx", 学校=ROWS)
    annotate_files([tmp_path / "表"], [at(path)], out)
    book = openpyxl.load_workbook(out / "甲.xlsx")
    book["学校"]["B2"] = 3
    book.save(out / "甲.xlsx")
    with pytest.raises(UsageProblem, match=r"改过.*没有覆盖"):
        annotate_files([tmp_path / "表"], [at(path)], out)
    assert openpyxl.load_workbook(out / "甲.xlsx")["学校"]["B2"].value == 3


@pytest.mark.parametrize("name", ["总结.docx", "甲.xlsx"])
def test_the_folder_when_it_holds_what_is_not_ours_then_it_is_refused(written, tmp_path, out, name):
    path = written("表/甲.xlsx", 学校=ROWS)
    out.mkdir()
    (out / name).write_bytes(b"mine")
    with pytest.raises(UsageProblem, match="--annotate"):
        check_annotatable(out, [tmp_path / "表"])
    with pytest.raises(UsageProblem):
        annotate_files([tmp_path / "表"], [at(path)], out)
    assert (out / name).read_bytes() == b"mine"


def test_the_folder_when_it_is_what_is_read_then_it_is_refused(written, tmp_path):
    path = written("表/甲.xlsx", 学校=ROWS)
    for folder in (tmp_path / "表", tmp_path):
        with pytest.raises(UsageProblem, match="正在读"):
            check_annotatable(folder, [path.parent])
    with pytest.raises(UsageProblem, match="是文件"):
        check_annotatable(path, [tmp_path / "别处"])


def test_a_csv_file_when_it_has_problems_then_its_values_are_copied(tmp_path, out):
    path = tmp_path / "表" / "学校.csv"
    path.parent.mkdir()
    path.write_text("学校标识码,支部数\n0012,甲\n", encoding="gb18030")
    found = problem("B2", sheet="", file=path.as_posix())
    done = annotate_files([path], [found], out)
    copy = out / "学校_csv.xlsx"
    assert set(comments(copy)) == {"B2"}
    assert openpyxl.load_workbook(copy)["学校"]["A2"].value == "0012"
    assert [each.code for each in done.problems] == ["B002"]
    texts = [row[0].value for row in openpyxl.load_workbook(copy)["问题清单"]]
    assert any("只有值" in str(text) for text in texts)


def test_a_workbook_when_it_is_built_otherwise_then_its_values_are_copied_and_it_is_said(
    written, out
):
    path = written("表/甲.xlsx", 学校=ROWS)
    data = path.read_bytes()
    from tests.annotating.packages import packed, parts_of

    parts = parts_of(Book(data))
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"cellXfs", b"cellXfsOld")
    path.write_bytes(packed(parts).data)
    done = annotate_files([path], [at(path)], out)
    (warning,) = done.problems
    assert (warning.code, warning.severity) == ("B001", "warning")
    assert set(comments(out / "甲.xlsx")) == {"B2"}


def test_a_file_when_it_cannot_be_read_or_is_no_table_then_it_is_only_listed(tmp_path, out):
    broken, text = tmp_path / "甲.xlsx", tmp_path / "乙.yaml"
    broken.write_bytes(b"PK\x03\x04 broken")
    text.write_text("学校标识码: '0012'\n", encoding="utf-8")
    found = [problem("", sheet="", file=path.as_posix()) for path in (broken, text)]
    done = annotate_files([tmp_path], found, out)
    assert (done.copies, done.problems) == ({}, ())
    assert files_in(out) == ["问题清单.xlsx"]
    rows = list(openpyxl.load_workbook(out / "问题清单.xlsx").active.iter_rows(values_only=True))
    assert [row[3] for row in rows[4:]] == [broken.as_posix(), text.as_posix()]


def test_the_list_when_written_beside_copies_then_links_to_their_cells(written, tmp_path, out):
    path = written("表/一/甲.xlsx", 学校=ROWS)
    written("表/二/乙.xlsx", 学校=ROWS)
    annotate_files([tmp_path / "表"], [at(path)], out)
    cell = openpyxl.load_workbook(out / "问题清单.xlsx").active["D5"]
    assert cell.hyperlink.target == "一\\甲.xlsx"  # as Excel writes it
    assert cell.hyperlink.location == "'学校'!B2"


def test_the_folder_when_written_twice_then_the_bytes_are_the_same(written, out):
    path = written("表/甲.xlsx", 学校=ROWS)
    held = []
    for _ in range(2):
        annotate_files([path], [at(path)], out)
        held.append({name: (out / name).read_bytes() for name in (*files_in(out), FOLDER_MARK)})
    assert held[0] == held[1]
    assert json.loads(held[0][FOLDER_MARK])["copies"].keys() == {"甲.xlsx", "问题清单.xlsx"}


def test_codes_when_searched_then_each_has_its_meaning():
    import re
    from pathlib import Path

    import engine.annotating

    files = Path(engine.annotating.__file__).parent.rglob("*.py")
    texts = [file.read_text(encoding="utf-8") for file in files if file.name != "codes.py"]
    assert {code for text in texts for code in re.findall(r'"(B\d{3})"', text)} == set(CODES)
