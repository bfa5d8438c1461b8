"""What a team verified is written out: who changed what, and by how much schools inflated."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import cli
from engine.assess import Assessment, assess_files
from engine.reports.folder import Run, write_folder
from engine.reports.stage_lines import verified_lines
from engine.reports.story_file import read_story
from engine.reports.story_page import indicator_page, story_data, story_page

TESTS = Path(__file__).parent.parent
RULES, FACTS = TESTS / "rulesets" / "small", TESTS / "golden" / "facts"
SHEET = """学校标识码,字段,自评值,核查值,核查人,日期,理由,佐证编号
001,有食堂,否,维持,张三,2025-11-20,,
001,运动会次数,1,0,张三,2025-11-20,没有方案和照片,B2-01
003,运动会次数,,2,=李四,2025-11-21,补看了记录,
"""


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, Path]:
    folder = tmp_path_factory.mktemp("verified")
    sheet = folder / "核查记录.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    assessment = assess_files(RULES, [FACTS, sheet])
    write_folder(assessment, folder / "out", Run("9.9"))
    return assessment, folder / "out"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_revisions_when_written_then_tell_who_when_why_and_both_cells(verified) -> None:
    _, out = verified
    first = rows(out / "revisions.csv")[0]
    assert (first["school_id"], first["fact"], first["old"], first["new"]) == (
        "001",
        "有食堂",
        "否",
        "否",
    )
    changed = rows(out / "revisions.csv")[1]
    assert changed["outcome"] == "改动"
    assert (changed["old"], changed["new"]) == ("1", "0")
    assert (changed["who"], changed["when"]) == ("张三", "2025-11-20")
    assert (changed["why"], changed["evidence"]) == ("没有方案和照片", "B2-01")
    assert changed["place"].endswith("核查记录.csv!D3")
    assert changed["old_place"].endswith("001.yaml:14:10")


def test_revisions_when_a_name_begins_like_a_formula_then_it_is_defused(verified) -> None:
    _, out = verified
    assert rows(out / "revisions.csv")[2]["who"] == "'=李四"


def test_inflation_when_written_then_is_the_difference_of_two_real_assessments(verified) -> None:
    assessment, out = verified
    alone = assess_files(RULES, [FACTS])
    unit = assessment.ruleset.unit
    found = {
        (row["school_id"], row["indicator"]): row
        for row in rows(out / "inflation.csv")
        if row["level"] in ("指标", "总分")
    }
    at = [each.id for each in assessment.scores.indicators].index("B2")
    for school, school_id in ((0, "001"), (2, "003")):
        for key, reported, final in (
            ("B2", alone.book.points[school, at], assessment.book.points[school, at]),
            ("", alone.book.total_of(school), assessment.book.total_of(school)),
        ):
            row = found[school_id, key]
            if reported is None:
                assert (row["reported"], row["inflated"]) == ("", "")
                continue
            assert float(row["reported"]) == pytest.approx(float(reported * unit))
            assert float(row["final"]) == pytest.approx(float(final * unit))
            assert float(row["inflated"]) == pytest.approx(float((reported - final) * unit))
    assert found["001", "B2"]["facts"] == "运动会次数 1→0（核查）"


def test_inflation_when_written_then_ends_with_a_sum_an_indicator(verified) -> None:
    assessment, out = verified
    sums = [row for row in rows(out / "inflation.csv") if row["level"] == "指标合计"]
    assert [row["indicator"] for row in sums] == [each.id for each in assessment.scores.indicators]
    b2 = next(row for row in sums if row["indicator"] == "B2")
    assert (b2["schools_higher"], b2["schools_lower"]) == ("1", "1")
    last = rows(out / "inflation.csv")[-1]
    assert last["level"] == "总分合计"


def test_folder_when_nothing_was_verified_then_has_neither_file(out) -> None:
    assert not (out / "revisions.csv").exists()
    assert not (out / "inflation.csv").exists()


def test_summary_when_facts_were_verified_then_says_by_how_much(verified) -> None:
    page = "\n".join(each.text for each in verified_lines(verified[0]))
    assert "核查 3 项（2 所学校）：改动 2，维持 1" in page
    assert "自评高于认定的 1 所，低于认定的 1 所" in page


def test_explaining_when_a_fact_was_changed_then_the_trail_stands_below_it(verified) -> None:
    told = read_story(verified[1], "001")
    page = "\n".join(each.text for each in indicator_page(told.catalogue, told.story, "B2"))
    assert "核查记录.csv!D3" in page
    assert "核查由“1”改为“0”（张三，2025-11-20；理由：没有方案和照片；佐证：B2-01）" in page
    whole = "\n".join(each.text for each in story_page(told.catalogue, told.story))
    assert "核查与复核（改动1项，维持1项）" in whole
    assert "001.yaml:14:10" in whole


def test_explaining_as_json_when_a_fact_was_changed_then_its_trail_is_there(verified) -> None:
    told = read_story(verified[1], "001")
    assert [
        each["outcome"] for each in story_data(told.catalogue, told.story, "B2")["revisions"]
    ] == ["改动"]


def test_ledger_when_a_fact_was_changed_then_its_place_is_the_deciding_cell(verified) -> None:
    lines = [row for row in rows(verified[1] / "ledger.csv") if row["rule"] == "B2"]
    own = next(row for row in lines if row["school_id"] == "001")
    assert own["fact_places"].endswith("核查记录.csv!D3")


def test_assess_when_run_again_over_a_verified_result_then_replaces_it(
    verified, capsys, tmp_path
) -> None:
    sheet = verified[1].parent / "核查记录.csv"
    arguments = ["assess", str(RULES), str(FACTS), str(sheet), "-o", str(tmp_path / "out")]
    assert [cli.run(arguments), cli.run(arguments)] == [1, 1]
    assert "inflation.csv" in capsys.readouterr().out


def test_facts_check_when_facts_were_verified_then_counts_them(verified, capsys) -> None:
    sheet = verified[1].parent / "核查记录.csv"
    cli.run(["facts", "check", str(RULES), str(FACTS), str(sheet)])
    assert "核查 3 项（2 所学校）：改动 2，维持 1。" in capsys.readouterr().out
