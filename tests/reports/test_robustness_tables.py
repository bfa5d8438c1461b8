"""What a run says of how far its differences can be relied upon: tables, page, and command."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from cli import pingheng
from engine.assess import Assessment
from engine.explain import UnitsText
from engine.reports.robustness_tables import write_robustness
from engine.reports.run_folder import open_run
from engine.reports.tables import PointsCells
from engine.robustness import Robustness, examine
from engine.robustness.assessors import PanelLine, RaterLine


def test_tables_when_a_run_is_opened_then_hold_every_ranked_school_and_indicator(
    datong_run: Path, assessed_datong: Assessment
) -> None:
    run = open_run(datong_run)
    ranked = [each["school_id"] for each in run.scores if each["rank"] not in ("", "0")]
    rows = run.table("robustness")
    assert [row["school_id"] for row in rows] == ranked
    for row in rows:
        assert int(row["rank_best"]) <= int(row["rank_low"]) <= int(row["rank_high"])
        assert int(row["rank_high"]) <= int(row["rank_worst"]) <= int(row["cohort_size"])
    leaves = [each.id for each in assessed_datong.ruleset.leaves() if not each.informative]
    assert [row["indicator"] for row in run.table("indicator_analysis")] == leaves
    assert run.table("assessors") == []
    assert {row["topic"] for row in run.table("robustness_notes")} >= {"名次", "指标", "同样事实"}


def test_command_when_a_run_is_named_then_shows_the_notes(datong_run: Path) -> None:
    done = CliRunner().invoke(pingheng, ["robustness", str(datong_run)])
    assert done.exit_code == 0
    assert "不改变任何得分、名次和等次" in done.output
    assert "分不出高低的指标" in done.output


def test_raters_when_there_are_any_then_have_a_table_safe_to_open(
    assessed_datong: Assessment, tmp_path: Path
) -> None:
    indicator = assessed_datong.ruleset.leaves()[0]
    found: Robustness = replace(
        examine(assessed_datong, n_draws=0),
        raters=(RaterLine(indicator, "=甲", 3, 2, -1.26),),
        panels=(PanelLine(indicator, 0, 2, 12.5),),
    )
    said = PointsCells(UnitsText(assessed_datong.ruleset.unit))
    write_robustness(tmp_path, assessed_datong, found, said)
    with (tmp_path / "assessors.csv").open(encoding="utf-8-sig", newline="") as file:
        rater, panel = csv.DictReader(file)
    assert (rater["rater"], rater["severity"], rater["few"]) == ("'=甲", "-1.3", "是")
    assert (panel["kind"], panel["spread"], panel["compared"]) == ("学校", "12.5", "2")
    assert (tmp_path / "robustness.csv").read_text(encoding="utf-8-sig").count("\n") == 1
