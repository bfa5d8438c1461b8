"""Facts on which two places differ are listed beside the scores: each value, which stands, why."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from engine.assess import assess_files
from engine.reports.folder import Run, write_folder

TESTS = Path(__file__).parent.parent
RULES, FACTS = TESTS / "rulesets" / "small", TESTS / "golden" / "facts"
HEAD = "学校标识码,支部数\n"


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def rules_with(folder: Path, policy: str) -> Path:
    rules = folder / "rules"
    shutil.copytree(RULES, rules)
    file = rules / "ruleset.yaml"
    sources = f'\n数据来源: [{{来源: 党办, 文件名: 党办}}, {{来源: 学校, 文件名: "*"}}]\n{policy}\n'
    file.write_text(file.read_text(encoding="utf-8").rstrip() + sources, encoding="utf-8")
    return rules


def test_results_when_two_places_differ_then_conflicts_are_listed_with_what_stands(
    tmp_path: Path,
) -> None:
    office = tmp_path / "党办.csv"
    office.write_text(f"{HEAD}001,=9\n002,77\n", encoding="utf-8")
    rules = rules_with(tmp_path, "来源冲突: 按次序")
    assessment = assess_files(rules, [FACTS, office], engine="forward")
    write_folder(assessment, tmp_path / "out", Run("test"))
    rows = rows_of(tmp_path / "out" / "conflicts.csv")
    assert {row["school_id"] for row in rows} == {"002"}
    assert [(row["value"], row["source"], row["stands"]) for row in rows] == [
        ("77", "党办", "是"),
        (rows[1]["value"], "学校", "否"),
    ]
    assert "先于" in rows[0]["why"]
    write_folder(assessment, tmp_path / "out", Run("test"))  # a folder of ours is replaced


def test_results_when_no_place_differs_then_no_list_is_written(tmp_path: Path) -> None:
    assessment = assess_files(RULES, [FACTS], engine="forward")
    write_folder(assessment, tmp_path / "out", Run("test"))
    assert not (tmp_path / "out" / "conflicts.csv").exists()
