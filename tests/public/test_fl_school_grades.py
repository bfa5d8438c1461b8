"""Florida's school grades of 2022: points, components, percent and letter as published."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.explain import Ledgers
from engine.facts.table import State
from engine.grading import GradingStatus

RULES = Path(__file__).parents[2] / "examples" / "public" / "fl_school_grades"
FILE = "fl_school_grades_2022.csv"

Row = dict[str, str]


@pytest.fixture(scope="module")
def assessment(cases: Path) -> Assessment:
    return assess_files(RULES, [cases / "fl_school_grades" / FILE], engine="forward")


@pytest.fixture(scope="module")
def published(cases: Path) -> dict[str, Row]:
    with (cases / "fl_school_grades" / FILE).open(encoding="utf-8", newline="") as file:
        return {
            f"{row['District Number']}-{row['School Number']}": row for row in csv.DictReader(file)
        }


def number(assessment: Assessment, name: str, row: int) -> str:
    """Return a derived number as the file writes it; blank where there is none."""
    quantity = assessment.scores.view.quantity(name)
    return str(quantity.fraction(row)) if quantity.state(row) is State.PRESENT else ""


def test_schools_when_read_then_each_is_known_by_district_and_number(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    assert len(published) == assessment.facts.n_schools == 3_409
    assert set(published) == set(assessment.facts.school_ids)
    told = Counter(each.code for each in assessment.problems if each.code != "F012")
    # Beside the columns that are not read (F012): two schools of one district are published
    # with the same thirteen figures.
    assert told == {"K040": 1}


def test_points_and_components_when_compared_then_all_are_the_published_ones(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    agreeing = 0
    for at, school in enumerate(assessment.facts.school_ids):
        points, components = (number(assessment, name, at) for name in ("Points", "Components"))
        row = published[school]
        if row["Grade 2022"] == "I":
            assert (points, components) == ("", "0")
            continue
        assert (points, components) == (row["Total Points Earned"], row["Total Components"])
        agreeing += 1
    assert agreeing == 3_368


def test_percent_and_letter_when_compared_then_all_are_the_published_ones(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    book, unit = assessment.book, assessment.ruleset.unit
    percent = letter = 0
    for at, school in enumerate(assessment.facts.school_ids):
        row, total = published[school], book.total_of(at)
        if row["Grade 2022"] == "I":
            continue
        assert total is not None
        percent += total * unit == Fraction(row["Percent of Total Possible Points"])
        letter += book.grade[at] == row["Grade 2022"]
    assert (percent, letter) == (3_368, 3_368)


def test_schools_when_every_figure_is_blank_then_they_have_no_grade_and_no_total(
    assessment: Assessment, published: dict[str, Row]
) -> None:
    book = assessment.book
    without = [at for at, grade in enumerate(book.grade) if not grade]
    ids = {assessment.facts.school_ids[at] for at in without}
    assert ids == {school for school, row in published.items() if row["Grade 2022"] == "I"}
    assert len(without) == 41
    assert {book.total_of(at) for at in without} == {None}
    assert Counter(book.status[at] for at in without) == {GradingStatus.SUSPENDED: 41}


def test_explanations_when_written_then_they_agree_with_the_columns(
    assessment: Assessment,
) -> None:
    ledgers = Ledgers(
        assessment.ruleset, assessment.facts, assessment.scores, assessment.trace, assessment.book
    )
    for at in range(0, assessment.facts.n_schools, 97):
        assert ledgers.of_school(at)  # raises where the two entries differ
