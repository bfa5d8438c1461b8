"""A finished run is read as it was written, or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.diagnostics import UsageProblem
from engine.reports.receipts import RECEIPT
from engine.reports.run_folder import open_run
from engine.reports.staging import STORIES


def test_a_table_that_a_spreadsheet_saved_is_refused(out: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(out, tmp_path / "out")
    scores = folder / "scores.csv"
    scores.write_bytes(scores.read_bytes().replace(b"\r\n0", b"\r\n"))
    with pytest.raises(UsageProblem, match="用 Excel 打开再保存，也算改过"):
        _ = open_run(folder).scores


def test_a_table_that_was_taken_away_is_not_an_empty_one(out: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(out, tmp_path / "out")
    (folder / "vetoes.csv").unlink()
    with pytest.raises(UsageProblem, match="移走了"):
        open_run(folder).table("vetoes")
    assert open_run(folder).table("trend_of_nothing") == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:0],
        lambda text: text[: len(text) // 2],
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.decode().encode("gb18030", "replace"),
    ],
    ids=["empty", "cut off", "saved by an editor", "saved as GBK"],
)
def test_stories_that_were_altered_are_refused(out: Path, tmp_path: Path, change) -> None:
    folder = shutil.copytree(out, tmp_path / "out")
    path = folder / STORIES
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(UsageProblem, match="写出后被改过"):
        open_run(folder)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("outputs", [], "outputs不对"), ("counts", None, "counts不对"), (None, None, "读不出来")],
)
def test_a_receipt_that_was_altered_is_refused(
    out: Path, tmp_path: Path, key: str | None, value: object, said: str
) -> None:
    folder = shutil.copytree(out, tmp_path / "out")
    receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    text = json.dumps({**receipt, key: value}) if key else json.dumps(receipt)[:300]
    (folder / RECEIPT).write_text(text, encoding="utf-8")
    with pytest.raises(UsageProblem, match=said):
        open_run(folder)


def test_schools_are_found_by_id_name_or_a_part_of_it(out: Path) -> None:
    run = open_run(out)
    names = [row["name"] for row in run.scores]
    assert run.positions(()) == list(range(len(names)))
    assert run.positions([names[1], run.scores[0]["school_id"], names[1]]) == [0, 1]
    with pytest.raises(UsageProblem, match="没有"):
        run.positions(["没有这所学校"])


def test_stories_are_read_from_their_places_in_any_order(out: Path) -> None:
    run = open_run(out)
    stories, places = list(run.stories()), run.story_places()
    assert [each["school_id"] for each in run.stories_at(reversed(places))] == [
        each["school_id"] for each in reversed(stories)
    ]
