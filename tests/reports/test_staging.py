"""An output folder is whole or not there, and what is not ours is never touched."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from engine.diagnostics import UsageProblem
from engine.reports.staging import staged_folder


def write_run(out: Path, text: str = "new") -> None:
    with staged_folder(out) as folder:
        (folder / "scores.csv").write_text(text, encoding="utf-8")
        (folder / "run.json").write_text(json.dumps({"product": "pingheng"}), encoding="utf-8")


def test_staging_when_all_goes_well_then_only_the_folder_remains(tmp_path: Path) -> None:
    write_run(tmp_path / "a" / "out")
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["out"]
    assert (tmp_path / "a" / "out" / "scores.csv").read_text(encoding="utf-8") == "new"


def test_staging_when_a_finished_run_is_there_then_it_is_replaced(tmp_path: Path) -> None:
    write_run(tmp_path / "out", "old")
    write_run(tmp_path / "out", "new")
    assert (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8") == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_staging_when_writing_fails_then_the_old_run_stays_and_no_rest_is_left(
    tmp_path: Path,
) -> None:
    write_run(tmp_path / "out", "old")

    def fail_half_way() -> None:
        with staged_folder(tmp_path / "out") as folder:
            (folder / "scores.csv").write_text("half", encoding="utf-8")
            raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        fail_half_way()
    assert (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_staging_when_an_empty_folder_is_there_then_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_run(tmp_path / "out")
    assert (tmp_path / "out" / "run.json").exists()


@pytest.mark.parametrize("receipt", [None, "{", '{"product": "other"}', "[]"])
def test_staging_when_the_folder_is_not_a_finished_run_then_refused(
    tmp_path: Path, receipt: str | None
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "scores.csv").write_text("mine", encoding="utf-8")
    if receipt is not None:
        (out / "run.json").write_text(receipt, encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"没有覆盖.*-o"):
        write_run(out)
    assert (out / "scores.csv").read_text(encoding="utf-8") == "mine"


def test_staging_when_the_user_added_a_file_to_our_run_then_refused_by_name(
    tmp_path: Path,
) -> None:
    write_run(tmp_path / "out", "old")
    (tmp_path / "out" / "批注.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"批注\.docx"):
        write_run(tmp_path / "out")
    assert (tmp_path / "out" / "批注.docx").exists()


def test_staging_when_the_place_is_a_file_or_in_a_file_then_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(UsageProblem, match="是文件，不是文件夹"):
            write_run(out)


def test_staging_when_the_place_is_the_current_folder_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageProblem, match="当前所在的文件夹"):
        write_run(Path())


def test_staging_when_the_old_run_is_held_open_then_says_to_close_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(tmp_path / "out", "old")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(UsageProblem, match=r"Excel.*关闭后重试"):
        write_run(tmp_path / "out")
    monkeypatch.undo()
    assert (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8") == "old"


def test_staging_when_the_disk_is_full_then_says_so_and_the_old_run_stays(tmp_path: Path) -> None:
    write_run(tmp_path / "out", "old")

    def fill() -> None:
        with staged_folder(tmp_path / "out"):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UsageProblem, match="磁盘已满"):
        fill()
    assert (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_staging_when_the_place_cannot_be_made_then_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UsageProblem, match=r"没有权限.*-o"):
        write_run(tmp_path / "out")
