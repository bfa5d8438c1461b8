"""`pingheng rules import`: what it shows, asks, writes, and refuses to write."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from tests.rulebook.conftest import TOP, Book, Exports

Import = Callable[..., tuple[int, str, str]]
SMALL, OTHER = (TOP / "tests" / "rulesets" / name for name in ("small", "limits"))


@pytest.fixture
def imported(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Import:
    """Save a book and import it; return exit code, output and errors."""
    monkeypatch.setattr("engine.reports.terminal.speak_utf8", lambda: None)

    def run(book: Book, *options: str, rules: Path | None = None) -> tuple[int, str, str]:
        book.book.save(book.path)
        folder = str(rules or book.folder)
        code = cli.run(["rules", "import", str(book.path), folder, *options])
        printed = capsys.readouterr()
        return code, printed.out.replace(str(book.folder), "方案"), printed.err

    return run


@pytest.fixture
def book(book_of: Callable[[Path], Book]) -> Book:
    """Open a copy of the rulebook of the small ruleset, in which one office is another."""
    opened = book_of(SMALL)
    opened.put("indicators", "编号", "A101", 责任科室="党建科")
    return opened


def _texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def test_a_change_is_shown_in_words_and_lines_and_written(book: Book, imported: Import) -> None:
    before = _texts(book.folder)
    code, out, _ = imported(book, "--yes")
    after = _texts(book.folder)
    assert code == 0
    assert "责任科室" in out
    assert "改后 dimensions/a.yaml" in out
    assert "已写入 1 个文件：dimensions/a.yaml" in out
    assert f"pingheng check {book.folder}".replace(str(book.folder), "方案") in out
    assert {name for name in before if before[name] != after[name]} == {"a.yaml"}
    lines = zip(before["a.yaml"].splitlines(), after["a.yaml"].splitlines(), strict=True)
    differing = [(old.decode(), new.decode()) for old, new in lines if old != new]
    assert len(differing) == 1
    assert "党建科" in differing[0][1]


def test_imported_again_nothing_is_left_to_write(book: Book, imported: Import) -> None:
    imported(book, "--yes")
    before = _texts(book.folder)
    code, out, _ = imported(book)
    assert code == 0
    assert "没有要写入的改动" in out
    assert _texts(book.folder) == before


def test_a_dry_run_shows_and_writes_nothing(book: Book, imported: Import) -> None:
    before = _texts(book.folder)
    code, out, _ = imported(book, "--dry-run")
    assert code == 0
    assert "+++ 改后 dimensions/a.yaml" in out
    assert "没有写入" in out
    assert _texts(book.folder) == before


@pytest.mark.parametrize(
    ("answers", "is_written"), [(["？", "Ｙ"], True), (["是"], True), (["n"], False)]
)
def test_it_asks_before_it_writes(
    book: Book,
    imported: Import,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[str],
    is_written: bool,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda text, **_: (asked.append(text), answers.pop(0))[1])
    before = _texts(book.folder)
    code, _, _ = imported(book)
    assert code == 0
    assert not answers
    assert set(asked) == {"写入这些改动吗？（是 y / 否 n）"}
    assert (_texts(book.folder) != before) == is_written


def test_where_nobody_can_answer_it_says_how_to_write(book: Book, imported: Import) -> None:
    before = _texts(book.folder)
    code, out, err = imported(book)
    assert code == 2
    assert "党建科" in out
    assert "--yes" in err
    assert _texts(book.folder) == before


def test_a_mistake_is_told_at_the_cell_that_brought_it(book: Book, imported: Import) -> None:
    row = book.put(
        "indicators", "编号", "A201", 方法参数="取值: 主题党日月份\n零分值: 0\n满分值: 12"
    )
    before = _texts(book.folder)
    code, out, _ = imported(book, "--yes")
    assert code == 3
    assert (
        f"规则手册.xlsx「指标表」!{book.cell('indicators', row, '方法参数').coordinate}: 错误 R022"
        in out
    )
    assert "没有改动" in out
    assert _texts(book.folder) == before


def test_a_mistake_that_no_cell_brought_is_told_at_the_cell_that_shows_it(
    book: Book, imported: Import
) -> None:
    book.put("indicators", "编号", "A101", 分值=1)
    code, out, _ = imported(book, "--yes")
    assert code == 3
    cell = book.cell("indicators", book.row("indicators", "编号", "A1"), "分值").coordinate
    assert f"规则手册.xlsx「指标表」!{cell}: 错误 R050" in out


def test_in_a_file_that_changed_since_it_is_told_at_the_line_of_now(
    book: Book, imported: Import
) -> None:
    book.delete("fields", "名称", "有食堂")
    for path in book.folder.rglob("*.yaml"):
        path.write_text("# 后来加的\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    code, out, _ = imported(book, "--yes")
    assert code == 3
    told = [line for line in out.splitlines() if "R022" in line]
    assert told
    for line in told:
        name, number, *_ = line.split(":")
        text = Path(name.replace("方案", str(book.folder))).read_text(encoding="utf-8")
        assert "有食堂" in text.splitlines()[int(number) - 1]


def test_a_file_that_cannot_be_read_is_told_at_its_line(book: Book, imported: Import) -> None:
    path = book.folder / "ruleset.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("名称: 小", '名称: "小'), "utf-8")
    code, out, _ = imported(book, "--yes")
    assert code == 3
    assert "方案/ruleset.yaml:2:5: 错误 Y003" in out
    assert "没有改动" in out


def test_an_edition_that_the_change_breaks_is_told_with_its_day(
    exports: Exports, book_of: Callable[[Path], Book], imported: Import
) -> None:
    opened = book_of(exports.sample)
    opened.replace("indicators", "编号", "A102", "方法参数", "80%", "八成")
    code, out, _ = imported(opened, "--yes")
    assert code == 3
    assert "基准日 2024-12-31 的方案不能使用" in out
    row = opened.row("indicators", "编号", "A102")
    assert f"{opened.cell('indicators', row, '方法参数').coordinate}: 错误 R008" in out


def test_a_rulebook_of_other_rules_is_refused(book: Book, imported: Import) -> None:
    code, _, err = imported(book, "--yes", rules=OTHER)
    assert code == 2
    assert "没有导入" in err


def test_a_folder_that_is_not_there_is_made_from_the_rulebook(
    book: Book, imported: Import, tmp_path: Path
) -> None:
    made = tmp_path / "新方案"
    code, out, _ = imported(book, "--yes", rules=made)
    assert code == 0
    assert "将按规则手册新建" in out
    assert (made / "rule-language.schema.json").is_file()
    imported(book, "--yes")
    assert _texts(made) == _texts(book.folder)


def test_what_is_no_folder_of_rules_is_refused(
    book: Book, imported: Import, tmp_path: Path
) -> None:
    other = tmp_path / "别的"
    other.mkdir()
    (other / "信.txt").write_text("信", encoding="utf-8")
    for place in (other, other / "信.txt"):
        code, _, err = imported(book, "--yes", rules=place)
        assert code == 2
        assert "不是方案文件夹" in err
    assert [path.name for path in other.iterdir()] == ["信.txt"]


def test_a_read_only_file_stops_the_import_and_nothing_changes(
    book: Book, imported: Import
) -> None:
    target = book.folder / "dimensions" / "a.yaml"
    target.chmod(stat.S_IRUSR)
    before = _texts(book.folder)
    code, _, err = imported(book, "--yes")
    assert code == 2
    assert "只读" in err
    assert _texts(book.folder) == before


def test_where_one_file_cannot_be_replaced_the_others_are_put_back(
    book: Book, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.put("ruleset", "项目", "名称", 值="另一个名称")
    before = _texts(book.folder)
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target).name == "ruleset.yaml":
            raise PermissionError(13, "locked")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    code, _, err = imported(book, "--yes")
    assert code == 2
    assert "ruleset.yaml" in err
    assert "没有写入任何改动" in err
    assert _texts(book.folder) == before
    assert not list(book.folder.rglob(".pingheng-*"))


def test_a_link_stays_a_link_and_its_file_is_written(book: Book, imported: Import) -> None:
    target = book.folder / "dimensions" / "a.yaml"
    real = book.folder.parent / "真身.yaml"
    shutil.move(target, real)
    try:
        target.symlink_to(real)
    except OSError:
        pytest.skip("no links here")
    assert imported(book, "--yes")[0] == 0
    assert target.is_symlink()
    assert "党建科" in real.read_text(encoding="utf-8")


def test_a_field_that_is_renamed_everywhere_is_told_by_its_name(
    book: Book, imported: Import
) -> None:
    book.put("fields", "名称", "运动会次数", 名称="运动会场次")
    book.replace("indicators", "编号", "B2", "方法参数", "运动会次数", "运动会场次")
    code, out, _ = imported(book, "--dry-run")
    assert code == 0
    assert "字段 运动会场次" in out
    assert "名称 运动会次数 → 运动会场次" in out


def test_a_folder_with_blanks_in_its_name_is_shown_as_it_is_typed(
    book: Book, imported: Import
) -> None:
    folder = book.folder.rename(book.folder.parent / "我的 方案")
    code, out, _ = imported(book, "--yes", rules=folder)
    assert code == 0
    assert f'pingheng check "{folder}"' in out


def test_what_is_lacking_is_asked_for_in_the_sheet(book: Book, imported: Import) -> None:
    book.put("indicators", "编号", "A101", 分值=None)
    code, out, _ = imported(book, "--yes")
    assert code == 3
    assert "缺少“分值”\n    → 请在表里补上这一项" in out


def test_a_cap_that_is_cleared_goes_and_its_head_stays(book: Book, imported: Import) -> None:
    path = book.folder / "adjustments.yaml"
    before = path.read_text(encoding="utf-8")
    book.put("adjustments", "类别", "加分", 封顶=None)
    code, out, _ = imported(book, "--yes")
    assert code == 0
    assert "删去  封顶 3分" in out
    assert path.read_text(encoding="utf-8") == before.replace("  封顶: 3\n", "", 1)


def test_a_row_of_the_rest_that_is_made_another_is_refused(book: Book, imported: Import) -> None:
    sheet, head, columns = book.heads("remainder")
    sheet.cell(head + 1, columns["位置"]).value = "另一处"
    sheet.cell(head + 1, columns["值"]).value = "另一个值"
    before = _texts(book.folder)
    code, out, _ = imported(book, "--yes")
    assert code == 3
    assert "「其余」!C4: 错误 W008 “位置”改了" in out
    assert _texts(book.folder) == before
