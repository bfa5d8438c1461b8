"""The output folder: what stands in it, that it adds up, and that it never varies."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.reports.folder import Run, write_folder
from engine.reports.staging import FILES

TESTS = Path(__file__).parent.parent
RULES = TESTS / "rulesets" / "small"
FACTS = TESTS / "golden" / "facts"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def written(tmp_path: Path, name: str, paths: Sequence[Path], **options: int) -> dict[str, bytes]:
    write_folder(assess_files(RULES, paths, **options), tmp_path / name, Run(name))  # type: ignore[arg-type]
    return contents(tmp_path / name)


def test_folder_when_written_then_holds_the_files_of_the_contract(out: Path) -> None:
    figures = {
        "city.csv",
        "city_sources.csv",
    }  # the rules have some; nothing of last year was given
    assert {each.name for each in out.iterdir()} == {*FILES, *figures}
    header = (out / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == (
        "school_id,name,cohort,base,bonus,deduction,total,grade_by_score,grade,rank,capped_by,floored_by,status"
    )
    header = (out / "ledger.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == "school_id,seq,kind,rule,rule_place,points,facts,fact_places,sentence"
    header = (out / "indicators.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == "school_id,indicator,full,points,status,reason"


def test_ledger_file_when_summed_by_school_then_is_the_total_of_the_scores_file(
    out: Path,
) -> None:
    sums: dict[str, Fraction] = {}
    for row in rows(out / "ledger.csv"):
        sums[row["school_id"]] = sums.get(row["school_id"], Fraction(0)) + Fraction(row["points"])
    totals = {row["school_id"]: Fraction(row["total"]) for row in rows(out / "scores.csv")}
    assert sums == totals
    assert len(totals) == 3


def test_scores_file_when_a_school_is_suspended_then_has_no_grade_and_no_rank(out: Path) -> None:
    row = next(row for row in rows(out / "scores.csv") if row["school_id"] == "003")
    assert (row["grade"], row["rank"], row["status"]) == ("", "", "暂缓定等")


def test_indicators_file_when_nothing_was_decided_then_points_are_blank(out: Path) -> None:
    found = {(row["school_id"], row["indicator"]): row for row in rows(out / "indicators.csv")}
    assert (found["003", "A101"]["points"], found["003", "A101"]["status"]) == ("", "缺失")
    assert (found["001", "A101"]["points"], found["001", "A101"]["status"]) == ("", "不适用")
    assert found["001", "A204"]["points"] == ""
    assert found["003", "B6"]["points"] == "0"  # the rule counts what is missing as zero
    assert found["002", "A203"]["reason"] == "触发SD-S3，计零"
    assert "补齐前暂缓定等" in found["003", "A101"]["reason"]


def test_ledger_file_when_a_fact_was_read_then_its_cell_and_rule_line_are_given(
    out: Path,
) -> None:
    row = next(
        row
        for row in rows(out / "ledger.csv")
        if (row["school_id"], row["rule"]) == ("001", "A102")
    )
    assert row["facts"] == "教学单元支部数=8个；支部数=9个"
    assert row["fact_places"].endswith("001.yaml:10:8")
    assert row["rule_place"].endswith("rulesets/small/dimensions/a.yaml:25:11")


def test_vetoes_file_when_a_veto_stands_then_says_what_it_does_and_what_would_be(
    out: Path,
) -> None:
    row = next(row for row in rows(out / "vetoes.csv") if row["clause"] == "SD-S3")
    assert (row["status"], row["event"], row["reliefs"]) == (
        "生效",
        "SD-07",
        "自查自报并及时处置：未签批；认定学校无责：不成立",
    )
    assert "等次不得高于良好" in row["effects"]
    # one effect on two persons is one effect
    assert row["effects"].count("书记、校长当年不得评优（朱文、杨正）") == 1
    assert row["effects"].count("书记、校长当年不得评优") == 1
    assert (row["total_without"], row["grade_without"]) == ("31.76", "合格")
    assert row["record_place"].endswith("002.yaml:26:7")


def test_duties_file_when_points_were_lost_then_both_leaders_carry_them_in_full(
    out: Path,
) -> None:
    found = {
        row["person"]: row
        for row in rows(out / "duties.csv")
        if row["school_id"] == "002" and row["area"] == "师德师风"
    }
    assert found["杨正"]["carried"] == found["朱文"]["carried"] == found["杨正"]["lost"]
    assert found["朱文"]["repeated"] == "失责追责"
    assert found["朱文"]["vetoes"] == "SD-S3（生效）"


def test_trace_file_when_a_chain_ran_then_every_step_stands_on_its_facts(out: Path) -> None:
    trace = json.loads((out / "trace.json").read_text(encoding="utf-8"))
    assert [school["school_id"] for school in trace["schools"]] == ["002", "003"]
    for school in trace["schools"]:
        numbers = {fact["number"] for fact in school["facts"]}
        assert school["steps"]
        for step in school["steps"]:
            assert {*step["premises"], step["conclusion"]} <= numbers


def test_receipt_when_written_then_vouches_for_inputs_and_outputs(out: Path) -> None:
    receipt = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert receipt["product"] == "pingheng"
    assert (receipt["version"], receipt["arguments"]) == ("9.9", ["assess"])
    assert receipt["counts"]["schools"] == 3
    assert receipt["counts"]["grades"] == {"none": 1, "合格": 1, "良好": 1}
    for name, digest in receipt["outputs"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    facts = {Path(name).name: digest for name, digest in receipt["facts"].items()}
    own = (FACTS / "001.yaml").read_bytes()
    assert facts["001.yaml"] == hashlib.sha256(own).hexdigest()


def test_folder_when_files_come_in_another_order_then_only_the_receipt_differs(
    tmp_path: Path,
) -> None:
    paths = sorted(FACTS.iterdir())
    first = written(tmp_path, "first", paths)
    second = written(tmp_path, "second", paths[::-1])
    assert {name for name in first if first[name] != second[name]} <= {"run.json"}


def test_folder_when_scored_in_parts_then_only_the_receipt_differs(tmp_path: Path) -> None:
    first = written(tmp_path, "whole", [FACTS])
    second = written(tmp_path, "parts", [FACTS], part_size=1)
    assert {name for name in first if first[name] != second[name]} <= {"run.json"}


def test_folder_when_a_name_is_a_formula_then_no_cell_runs_it(
    assessment: Assessment, tmp_path: Path
) -> None:
    facts = replace(assessment.facts, names=("=cmd|' /C calc'!A0", "+乙", "丙"))
    write_folder(replace(assessment, facts=facts), tmp_path / "out", Run("1"))
    for name in FILES:
        if name.endswith(".csv"):
            with (tmp_path / "out" / name).open(encoding="utf-8-sig", newline="") as file:
                cells = [cell for row in csv.reader(file) for cell in row]
            assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert rows(tmp_path / "out" / "scores.csv")[0]["name"] == "'=cmd|' /C calc'!A0"


def test_folder_when_schools_are_explained_then_progress_reaches_the_end(
    assessment: Assessment, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    write_folder(assessment, tmp_path / "out", Run("1"), progress=lambda *step: seen.append(step))
    assert seen[-1] == (3, 3)


def test_story_when_summed_by_matter_then_only_what_applies_counts(out: Path) -> None:
    with (out / "explanations.jsonl").open(encoding="utf-8") as file:
        stories = [json.loads(text) for text in file][1:]
    matters = {each["name"]: each for each in stories[0]["matters"]}
    assert matters["组织"] == {"name": "组织", "full": "8", "points": "5.8", "rate": "72.5"}


@pytest.mark.parametrize("name", FILES)
def test_folder_when_written_then_no_file_tells_where_the_folder_is(out: Path, name: str) -> None:
    text = (out / name).read_text(encoding="utf-8")
    assert str(out.parent) not in text
