"""What LibreOffice shows of a copy, and copies of what LibreOffice wrote."""

import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.annotating import annotate_files
from tests.annotating.conftest import Book, problem
from tests.annotating.rich import rich_book

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.filterwarnings("ignore:.*extension is not supported"),
]
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
SIZE = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


def converted(path: Path, kind: str) -> Path:
    """Return a file as LibreOffice saves it in another format."""
    home = path.parent / "profile"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", kind,
         "--outdir", str(path.parent / "as"), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return path.parent / "as" / f"{path.stem}.{kind}"


def test_a_copy_when_opened_there_then_shows_comments_links_and_pictures(tmp_path):
    copy = rich_book().annotated(
        problem("A3"), problem("B4", message="很长的说明" * 60), problem("B2", sheet="旧数据")
    )
    path = tmp_path / "表.xlsx"
    path.write_bytes(copy.data)
    with zipfile.ZipFile(converted(path, "ods")) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
        assert any(name.startswith("Pictures/") for name in package.namelist())
    sheets = {each.get(f"{TABLE}name"): each for each in content.iter(f"{TABLE}table")}
    assert next(iter(sheets)) == "问题清单"
    links = [
        each.get(f"{XLINK}href") for each in sheets["问题清单"].iter() if each.tag.endswith("}a")
    ]
    assert "#学校.B4" in {(link or "").replace("'", "").replace("$", "") for link in links}
    notes = {"".join(each.itertext()): each for each in sheets["学校"].iter(f"{OFFICE}annotation")}
    assert any("某人写的批注" in text and "【错误 F031】" in text for text in notes)
    long = next(each for text, each in notes.items() if "很长的说明" in text)
    width, height = (
        float(long.get(f"{SIZE}{name}").rstrip("inchmpt")) for name in ("width", "height")
    )
    assert width * height > 4  # square inches: room for three hundred characters
    assert list(sheets["旧数据"].iter(f"{OFFICE}annotation"))


def test_a_workbook_when_saved_there_then_is_annotated_in_place(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(rich_book().data)
    saved = converted(path, "xlsx")
    before = Book(saved.read_bytes())
    after = before.annotated(problem("A3"), problem("C4"))
    assert after.comments()["A3"].startswith("某人写的批注\n\n【错误")
    assert set(after.comments()) == {"A3", "C4"}
    old, new = before.opened()["学校"], after.opened()["学校"]
    assert [cell.value for cell in new[4]] == [cell.value for cell in old[4]]
    assert [cell.number_format for cell in new[4]] == [cell.number_format for cell in old[4]]


def test_a_copy_when_saved_there_and_annotated_again_then_nothing_of_ours_is_left(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(rich_book().annotated(problem("A3"), problem("B4"), problem("B3")).data)
    again = Book(converted(path, "xlsx").read_bytes()).annotated(problem("B3"))
    assert again.opened().sheetnames[:2] == ["问题清单", "学校"]
    found = again.comments()
    assert found["A3"] == "某人写的批注"
    assert found.keys() == {"A3", "B3"}
    assert found["B3"].count("F031") == 1
    assert again.opened()["学校"]["B4"].fill.patternType is None


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_another_format_when_it_has_problems_then_its_values_are_copied(tmp_path, kind):
    path = tmp_path / "表.xlsx"
    path.write_bytes(rich_book().data)
    other = converted(path, kind)
    found = problem("B4", file=other.as_posix())
    done = annotate_files([other], [found], tmp_path / "退回")
    copy = Book((tmp_path / "退回" / f"表_{kind}.xlsx").read_bytes())
    assert [each.code for each in done.problems] == ["B002"]
    assert set(copy.comments()) == {"B4"}
    sheet = copy.opened()["学校"]
    assert sheet["A3"].value == "002"
    assert sheet["B4"].value.date().isoformat() == "2025-09-03"
    assert sheet["C6"].value == 27
