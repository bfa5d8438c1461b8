"""`pingheng publication`: the list that is put up, and what never stands on it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import cli
from engine.letters import Office, PublicationWish
from engine.letters.publishing import publication_values
from engine.letters.tags import PUBLICATION_TAGS, sample
from engine.reports.publication import publication
from engine.reports.run_folder import RunFolder

Altered = Callable[[Path, str, Callable[[str], str]], RunFolder]


@pytest.fixture
def out(datong_run: Path, tmp_path: Path) -> Path:
    return shutil.copytree(datong_run, tmp_path / "结果")


def test_the_list_says_who_may_object_how_long_and_nothing_personal(
    out: Path, run: RunFolder, word_files: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["publication", str(out), "--office", "市委教育工委", "--from", "2026-01-20"]
    assert cli.run(command) == 0
    assert "不含任何人名和事由" in capsys.readouterr().out
    said = word_files.text_of((out / "letters" / "公示名单.docx").read_bytes())
    assert "自2026年1月20日起，公示5个工作日" in said
    assert "请以书面形式向市委教育工委实名反映" in said
    assert "小学·公办·市直（8所）" in said
    assert "“暂缓定等”的，有关情况核实后另行公示" in said
    assert [row["name"] for row in run.scores if row["name"] not in said] == []
    assert "93.57" not in said
    assert "总分" not in said
    persons = {row["person"] for row in run.table("duties")} - {""}
    assert [each for each in persons if each in said] == []


def test_totals_and_clauses_are_published_when_wished(
    out: Path, word_files: SimpleNamespace
) -> None:
    command = ["publication", str(out), "--with-totals", "--with-clauses", "--days", "7"]
    assert cli.run(command) == 0
    said = word_files.text_of((out / "letters" / "公示名单.docx").read_bytes())
    assert "93.57" in said
    assert "合格（师德严重问题）" in said
    assert "公示7个工作日" in said
    with (out / "letters" / "公示名单.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["名称"]: row for row in csv.DictReader(file)}
    assert len(rows) == 60
    assert rows["云泉小学"] == {
        "组别": "小学·公办·市直",
        "名称": "云泉小学",
        "等次": "合格",
        "总分": "93.57",
        "说明": "师德严重问题",
    }


def test_a_name_to_look_at_ends_with_one_and_is_told(
    out: Path, altered: Altered, capsys: pytest.CaptureFixture[str]
) -> None:
    altered(out, "scores.csv", lambda text: text.replace("云泉小学", "云泉小学（电话13800138000）"))
    assert cli.run(["publication", str(out)]) == 1
    assert "T006" in capsys.readouterr().out
    assert b"13800138000" not in (out / "letters" / "公示名单.csv").read_bytes()


def test_values_are_those_that_the_tags_promise(run: RunFolder) -> None:
    values = publication_values(run, publication(run), PublicationWish(Office()))
    assert {name: type(value) for name, value in values.items()} == {
        name: type(value) for name, value in sample(PUBLICATION_TAGS).items()
    }


def test_an_own_template_is_used_and_a_lacking_one_is_told(
    out: Path, tmp_path: Path, word_files: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "公示名单.docx").write_bytes(word_files.template_with("共{{ 学校数 }}所"))
    assert cli.run(["publication", str(out), "--template", str(tmp_path)]) == 0
    assert word_files.text_of((out / "letters" / "公示名单.docx").read_bytes()) == "共60所"
    assert cli.run(["publication", str(out), "--template", str(tmp_path / "无.docx")]) == 2
    assert "没有模板" in capsys.readouterr().err
