"""What is published of a run: a short list of columns, and nobody's personal data."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.reports.publication import cleared, publication
from engine.reports.run_folder import RunFolder, open_run

Renamed = Callable[[dict[str, str]], RunFolder]


@pytest.fixture
def renamed(
    datong_run: Path,
    tmp_path: Path,
    altered: Callable[[Path, str, Callable[[str], str]], RunFolder],
) -> Renamed:
    """Return a run in which schools (by id) have other names."""

    def rename(names: dict[str, str]) -> RunFolder:
        def change(text: str) -> str:
            rows = list(csv.DictReader(io.StringIO(text)))
            written = io.StringIO()
            writer = csv.DictWriter(written, list(rows[0]))
            writer.writeheader()
            for row in rows:
                writer.writerow(row | {"name": names.get(row["school_id"], row["name"])})
            return written.getvalue()

        return altered(shutil.copytree(datong_run, tmp_path / "out"), "scores.csv", change)

    return rename


def test_every_school_is_listed_once_by_cohort_and_grade(datong_run: Path) -> None:
    run = open_run(datong_run)
    rows = publication(run).rows
    assert sorted(row.name for row in rows) == sorted(row["name"] for row in run.scores)
    grades = [*(each["name"] for each in run.catalogue["grades"]), "暂缓定等", "不定等"]
    within = [row.grade for row in rows if row.cohort == "小学·公办·县区"]
    assert [*dict.fromkeys(within)] == sorted(dict.fromkeys(within), key=grades.index)
    assert {"暂缓定等", "不定等"} & set(within), "schools without a grade are told as such"


def test_totals_and_clauses_stay_unpublished_unless_wished(datong_run: Path) -> None:
    run = open_run(datong_run)
    assert not any(row.total or row.clauses for row in publication(run).rows)
    wished = {row.name: row for row in publication(run, with_totals=True, with_clauses=True).rows}
    assert wished["云泉小学"].total == "93.57"
    assert wished["云泉小学"].clauses == ("师德严重问题",)
    assert wished["桑源县汇桥初级中学"].total == "", "a total without a grade is not final"
    assert wished["桑源县汇桥初级中学"].clauses == (), "what is only proposed is never published"


def test_no_name_of_a_leader_or_teacher_is_published(datong_run: Path) -> None:
    run = open_run(datong_run)
    persons = {row["person"] for row in run.table("duties")} - {""}
    said = "".join(
        f"{row.cohort}{row.name}{row.grade}{''.join(row.clauses)}"
        for row in publication(run, with_totals=True, with_clauses=True).rows
    )
    assert len(persons) > 100
    assert [each for each in persons if each in said] == []
    assert "潘佳宁" not in said, "the teacher of a veto in force"


def test_personal_data_in_a_name_is_cleared_and_told(renamed: Renamed) -> None:
    run = renamed(
        {
            "0120020": "云泉小学（联系人李某某 138-0013-8000）",
            "0130012": "泽桥初级中学 １３９００１３９０００",
        }
    )
    found = publication(run)
    names = {row.name for row in found.rows}
    assert "云泉小学" in names
    assert "泽桥初级中学 ＊" in names
    assert not [row for row in found.rows if "李某某" in row.name or "139" in row.name]
    assert len(found.doubts) == 2
    assert "0120020" in found.doubts[0]
    assert "138" not in "".join(found.doubts)


def test_a_name_that_holds_a_leader_of_the_school_is_doubted(renamed: Renamed) -> None:
    run = renamed({"0120020": "孔思远希望小学"})
    (doubt,) = publication(run).doubts
    assert "孔思远" in doubt


def test_schools_of_one_name_are_told_apart_by_their_ids(renamed: Renamed) -> None:
    run = renamed({"0120020": "=中心小学", "0120019": "=中心小学"})
    names = [row.name for row in publication(run).rows if "中心小学" in row.name]
    assert sorted(names) == ["=中心小学（0120019）", "=中心小学（0120020）"]


@pytest.mark.parametrize(
    "name", ["大同一中（南校区）", "教师进修学校", "陈嘉庚小学", "第101中学2025级部", "八一学校"]
)
def test_usual_names_stay_as_they_are(name: str) -> None:
    assert cleared(name) == name
