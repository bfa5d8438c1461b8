"""New York City Progress Reports 2009-10: the published file gives the totals and the letters."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.explain import Ledgers, Stories
from engine.grading import GradingStatus
from engine.ruleset import check_ruleset

TOP = Path(__file__).parents[2]
RULES = TOP / "examples" / "public" / "nyc_progress_reports_2009_10"

Row = dict[str, str]


@pytest.fixture(scope="module")
def sheet(cases: Path) -> Path:
    return cases / "nyc_progress_reports_2009_10" / "nyc_progress_2009_10.csv"


@pytest.fixture(scope="module")
def published(sheet: Path) -> dict[str, Row]:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        return {f"{row['DBN']}-{row['PROGRESS REPORT TYPE']}": row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def assessment(sheet: Path) -> Assessment:
    return assess_files(RULES, [sheet], engine="forward")


def test_rules_when_checked_then_there_is_nothing_to_say() -> None:
    ruleset, found = check_ruleset(RULES)
    assert ruleset is not None
    assert [str(item) for item in found] == []


def test_reports_when_read_then_all_are(assessment: Assessment, published: dict[str, Row]) -> None:
    assert set(assessment.facts.school_ids) == set(published)
    assert len(published) == 1_677
    assert {each.code for each in assessment.problems} == {"F012"}  # columns that are no field


def test_totals_when_compared_then_1533_of_1534_are_the_published_ones(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    unit, agreeing, differing = assessment.ruleset.unit, 0, []
    for row, report in enumerate(assessment.facts.school_ids):
        said, total = published[report]["2009-2010 OVERALL SCORE"], assessment.book.total_of(row)
        if not said:
            assert total is None  # no scores: no total, which is not 0
        elif total is not None and total * unit == Fraction(said):
            agreeing += 1
        else:
            differing.append(report)
    assert (agreeing, differing) == (1_533, ["02M620-HS"])  # printed 36, its parts make 37.5


def test_letters_when_compared_then_1074_of_1085_by_quota_and_all_332_by_cuts(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    agreeing, compared = Counter[str](), Counter[str]()
    for grade, report in zip(assessment.book.grade, assessment.facts.school_ids, strict=True):
        said = published[report]["2009-2010 OVERALL GRADE"]
        kind = published[report]["PROGRESS REPORT TYPE"]
        if said:
            compared[kind] += 1
            agreeing[kind] += grade == said
    assert (compared["EMS"], compared["HS"]) == (1_085, 332)
    assert agreeing["EMS"] >= 1_074
    assert agreeing["HS"] == 332


def test_letters_when_the_floors_are_taken_away_then_only_958_agree(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    """The floors moved the rest: each is told by its limit, and the quotas stay as they were."""
    book = assessment.book
    before = [
        move[-1].from_grade if limits else grade
        for move, limits, grade in zip(book.moves, book.floored_by, book.grade, strict=True)
    ]
    letters = [
        (grade, published[report]["2009-2010 OVERALL GRADE"])
        for grade, report in zip(before, assessment.facts.school_ids, strict=True)
        if published[report]["PROGRESS REPORT TYPE"] == "EMS"
        and published[report]["2009-2010 OVERALL GRADE"]
    ]
    assert sum(ours == theirs for ours, theirs in letters) == 958


def test_other_types_then_they_are_out_of_scope(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    for status, report in zip(assessment.book.status, assessment.facts.school_ids, strict=True):
        row = published[report]
        graded = row["PROGRESS REPORT TYPE"] in ("EMS", "HS") and row["2009-2010 OVERALL SCORE"]
        assert (status is GradingStatus.GRADED) is bool(graded)


def test_a_school_that_a_floor_held_then_its_story_names_last_years_grade_and_the_cell(
    assessment: Assessment,
) -> None:
    ledgers = Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )
    school = assessment.facts.school_ids.index("01M188-EMS")
    move = Stories(ledgers).of_school(ledgers.of_school(school))["moves"][-1]
    assert (move["kind"], move["to"], move["by"]) == ("floor", "C", "A the year before")
    fact = next(each for each in move["facts"] if each[0] == "2008-09 PROGRESS REPORT GRADE")
    assert fact[1] == "“A”"
    assert fact[2].endswith("nyc_progress_2009_10.csv!P14")
