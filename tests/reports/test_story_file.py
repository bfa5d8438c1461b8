"""A school is found by id or name in an output folder alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.diagnostics import UsageProblem
from engine.reports.staging import FORMAT
from engine.reports.story_file import read_story


def folder(tmp_path: Path, *schools: tuple[str, str]) -> Path:
    lines = [json.dumps({"name": "方案", "indicators": []}, ensure_ascii=False)]
    for school_id, name in schools:
        story = {"school_id": school_id, "name": name, "total": "1"}
        lines.append(json.dumps(story, ensure_ascii=False, separators=(",", ":")))
    (tmp_path / "explanations.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "run.json").write_text(json.dumps({"format": FORMAT}), encoding="utf-8")
    return tmp_path


def test_school_when_named_by_id_then_found_even_if_another_bears_it_as_name(
    tmp_path: Path,
) -> None:
    out = folder(tmp_path, ("001", "002"), ("002", "乙校"))
    assert read_story(out, "002").story["name"] == "乙校"


@pytest.mark.parametrize("wanted", ["云川一小", " 云川一小 ", "一小"])
def test_school_when_named_by_name_or_its_only_part_then_found(tmp_path: Path, wanted: str) -> None:
    out = folder(tmp_path, ("001", "云川一小"), ("002", "云川二小"))
    assert read_story(out, wanted).story["school_id"] == "001"


def test_school_when_typed_in_full_width_then_found(tmp_path: Path) -> None:
    out = folder(tmp_path, ("0012", "甲校"))
    assert read_story(out, "００１２").story["name"] == "甲校"


def test_school_when_the_name_has_quotes_then_found(tmp_path: Path) -> None:
    out = folder(tmp_path, ("1", 'A "B" \\ C'), ("2", "乙"))
    assert read_story(out, 'A "B" \\ C').story["school_id"] == "1"


def test_school_when_several_bear_the_name_then_all_are_listed(tmp_path: Path) -> None:
    out = folder(tmp_path, ("001", "实验小学"), ("002", "实验小学"), ("003", "乙校"))
    with pytest.raises(UsageProblem, match=r"实验小学（001）、实验小学（002）.*学校标识码"):
        read_story(out, "实验小学")


def test_school_when_unknown_then_the_nearest_are_named(tmp_path: Path) -> None:
    out = folder(tmp_path, ("001", "云川区第一小学"), ("002", "桑源县中学"))
    with pytest.raises(UsageProblem, match=r"是不是要找：云川区第一小学（001）？"):
        read_story(out, "云川第一小学")


def test_school_when_nothing_is_near_then_says_where_ids_stand(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"共1所.*scores\.csv"):
        read_story(folder(tmp_path, ("001", "甲校")), "zzz")


def test_folder_when_it_is_missing_or_not_a_run_then_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="请先运行 pingheng assess"):
        read_story(tmp_path / "none", "001")
    with pytest.raises(UsageProblem, match="不是一次完整的评衡结果"):
        read_story(tmp_path, "001")


def test_folder_when_another_version_wrote_it_then_says_to_run_again(tmp_path: Path) -> None:
    out = folder(tmp_path, ("001", "甲校"))
    (out / "run.json").write_text('{"format": 0, "version": "0.0.1"}', encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"0\.0\.1.*重新运行"):
        read_story(out, "001")


def test_folder_when_its_stories_were_changed_then_says_so(tmp_path: Path) -> None:
    out = folder(tmp_path, ("001", "甲校"))
    path = out / "explanations.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    with pytest.raises(UsageProblem, match="可能被改动过"):
        read_story(out, "001")
