"""Sections of rulesets unlike the city's: other subjects, levels, hostile names, no facts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

import pytest

from engine.assess import Assessment, assess_files
from engine.facts.inputs import Inputs
from engine.reports.folder import Run, write_folder
from engine.reports.run_folder import RunFolder, open_run
from engine.ruleset import check_ruleset
from engine.website.school import SchoolSections

TOP = Path(__file__).parents[3]
EXAMPLES = TOP / "examples"
PUBLIC = sorted(each.parent for each in (EXAMPLES / "public").rglob("ruleset.yaml"))
HOSTILE = "<img src=x onerror=alert(1)>\"'&小学" + "很长的名字" * 6


def finished(assessment: Assessment, folder: Path) -> RunFolder:
    write_folder(assessment, folder, Run("9.9"))
    return open_run(folder)


def sections_of(run: RunFolder) -> Iterator[tuple[dict[str, Any], str]]:
    sections = SchoolSections(run.catalogue, run.table("cohorts"))
    for story in run.stories():
        yield story, sections.section(story)


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    county = EXAMPLES / "county-2025"
    assessment = assess_files(
        county / "schools", [county / "facts" / "schools.csv"], engine="forward"
    )
    return finished(assessment, tmp_path_factory.mktemp("schools") / "out")


def facts_of(folder: Path, rules: Path, rows: Sequence[Sequence[str]]) -> Path:
    ruleset, _ = check_ruleset(rules)
    assert ruleset is not None
    sheet = folder / "facts.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([ruleset.id_field, ruleset.name_field])
        writer.writerows(rows)
    return sheet


@pytest.mark.parametrize("rules", PUBLIC, ids=["-".join(each.parts[-2:]) for each in PUBLIC])
def test_section_when_nothing_is_known_of_a_unit_then_says_so_under_every_public_ruleset(
    rules: Path, tmp_path: Path
) -> None:
    facts = facts_of(tmp_path, rules, [["u1", HOSTILE], ["u2", "second"]])
    run = finished(assess_files(rules, [facts], engine="forward"), tmp_path / "out")
    for story, html in sections_of(run):
        assert "<img" not in html
        left = sum((Fraction(each["points"]) for each in story["waterfall"]), Fraction(0))
        assert left == Fraction(story["total"] or 0)
        assert story["grade"] or f"<b>{story['status']}</b>，原因：" in html
        if story["total"] is None:
            assert "<dd>无\n" in html
        for line in story["ledger"][1:]:
            assert line["place"] in html


def test_section_when_counties_are_assessed_then_counts_them_as_counties(
    schools: RunFolder, tmp_path: Path
) -> None:
    county = EXAMPLES / "county-2025"
    assessment = assess_files(
        county / "counties",
        Inputs((county / "facts" / "counties.csv",), (schools.path,)),
        engine="forward",
    )
    told = {
        story["name"]: html for story, html in sections_of(finished(assessment, tmp_path / "o"))
    }
    assert "同组 4 个" in told["甲县"]
    assert "所属学校有不合格的" in told["丁县"]
    assert re.search(r'<dd class="w">暂缓定等', told["丁县"])


def test_section_when_the_facts_hold_markup_then_shows_it_as_text(tmp_path: Path) -> None:
    rules = EXAMPLES / "county-2025" / "schools"
    source = EXAMPLES / "county-2025" / "facts" / "schools.csv"
    rows = list(csv.reader(source.read_text(encoding="utf-8-sig").splitlines()))
    rows[1][1] = HOSTILE
    sheet = tmp_path / "<i>facts.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    run = finished(assess_files(rules, [sheet], engine="forward"), tmp_path / "out")
    story, html = next(sections_of(run))
    assert story["name"].startswith("<img src=x")
    assert "<img" not in html
    assert "<i>" not in html
    assert "&lt;i&gt;facts.csv" in html


def test_section_when_a_team_verified_facts_then_tells_what_it_changed_and_from_what(
    tmp_path: Path,
) -> None:
    sheet = tmp_path / "核查记录.csv"
    sheet.write_text(
        "学校标识码,字段,自评值,核查值,核查人,日期,理由,佐证编号\n"
        "001,有食堂,否,维持,张三,2025-11-20,,\n"
        "001,运动会次数,1,0,张三,2025-11-20,没有<方案>和照片,B2-01\n",
        encoding="utf-8",
    )
    facts = [TOP / "tests" / "golden" / "facts", sheet]
    assessment = assess_files(TOP / "tests" / "rulesets" / "small", facts, engine="forward")
    story, html = next(sections_of(finished(assessment, tmp_path / "out")))
    changed = next(each for each in story["revisions"] if each["fact"] == "运动会次数")
    assert "核查与复核（改动1项，维持1项）" in html
    assert f"<dt>运动会次数：{escape(changed['sentence'], quote=False)}" in html
    assert "没有&lt;方案&gt;和照片" in html
    assert f"{changed['place']}　原值：{changed['old_place']}" in html
