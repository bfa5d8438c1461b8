"""San Francisco restaurants: the published file, as it is, gives the official scores."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.facts.table import State

TOP = Path(__file__).parents[2]
RULES = TOP / "examples" / "public" / "sf_restaurants"

Row = dict[str, str]


@pytest.fixture(scope="module")
def case(cases: Path) -> Path:
    return cases / "sf_restaurants"


@pytest.fixture(scope="module")
def assessment(case: Path) -> Assessment:
    return assess_files(RULES, [case / "sf_flat.csv"], engine="forward")


@pytest.fixture(scope="module")
def published(case: Path) -> list[Row]:
    with (case / "sf_flat.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def id_of(row: Row) -> str:
    day = row["date"]
    return f"{row['business_id']}-{day[:4]}-{day[4:6]}-{day[6:]}"


def scores_of(assessment: Assessment) -> dict[str, int]:
    ruleset = assessment.ruleset
    total = (assessment.book.roll_up.total * ruleset.unit).astype(int)
    return dict(zip(assessment.facts.school_ids, total.tolist(), strict=True))


def reason(row: Row, ours: int, rows_of_the_day: int) -> str:
    """Say why a published score differs from the violations that are published with it."""
    official = int(row["official_score"])
    if rows_of_the_day > 1:
        return "two inspections of one business on one day share its violations in the export"
    if official < ours:
        return f"violations worth {ours - official} points are missing from the export"
    return f"the export has violations worth {official - ours} points too many (repeated rows)"


def test_inspections_when_read_then_every_row_of_the_file_has_its_unit(
    assessment: Assessment, published: list[Row]
) -> None:
    assert len(published) == 13_684
    assert assessment.facts.n_schools == 13_681  # three businesses have two rows of one day
    assert set(map(id_of, published)) == set(assessment.facts.school_ids)
    told = Counter(each.code for each in assessment.problems)
    # The dates of the export are written 20160503: one note says how they were read.
    assert told == {"F022": 3, "F023": 3, "F112": 1}


def test_scores_when_compared_then_13462_of_13684_are_the_official_ones(
    assessment: Assessment, published: list[Row]
) -> None:
    ours = scores_of(assessment)
    agreeing = sum(ours[id_of(row)] == int(row["official_score"]) for row in published)
    assert agreeing == 13_462


def test_scores_when_they_differ_then_the_table_says_why(
    assessment: Assessment, published: list[Row]
) -> None:
    ours = scores_of(assessment)
    rows_of = Counter(map(id_of, published))
    found = [
        {
            "inspection": id_of(row),
            "official": row["official_score"],
            "by the violations": str(ours[id_of(row)]),
            "why": reason(row, ours[id_of(row)], rows_of[id_of(row)]),
        }
        for row in published
        if ours[id_of(row)] != int(row["official_score"])
    ]
    with (RULES / "differences.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == found
    lower = sum(int(each["official"]) < int(each["by the violations"]) for each in found)
    assert (len(found), lower) == (222, 184)


def test_bands_when_compared_then_they_are_those_of_the_legend(
    assessment: Assessment, published: list[Row], case: Path
) -> None:
    with (case / "sf_legend.csv").open(encoding="utf-8", newline="") as file:
        legend = [tuple(row.values()) for row in csv.DictReader(file)]
    bands = {score: name for low, high, name in legend for score in range(int(low), int(high) + 1)}
    ours = scores_of(assessment)
    grades = dict(zip(assessment.facts.school_ids, assessment.book.grade, strict=True))
    assert all(grades[each] == bands[score] for each, score in ours.items())
    agreeing = sum(grades[id_of(row)] == bands[int(row["official_score"])] for row in published)
    assert agreeing == 13_595


def test_facts_when_two_rows_of_one_day_differ_then_the_cell_of_each_is_told(
    assessment: Assessment,
) -> None:
    column = assessment.facts.columns["official_score"]
    unread = [at for at, state in enumerate(column.states) if state == State.UNREADABLE]
    ids = [assessment.facts.school_ids[at] for at in unread]
    assert ids == ["64859-2015-09-24", "87440-2016-08-01"]
    told = {each.place.cell for each in assessment.problems if each.place}
    assert {"G7292", "G12541", "A9836"} <= told


def test_results_when_rows_are_shuffled_and_parts_are_small_then_they_are_the_same(
    assessment: Assessment, case: Path, tmp_path: Path
) -> None:
    header, *rows = (case / "sf_flat.csv").read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(rows)
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    other = assess_files(RULES, [shuffled], engine="forward", part_size=997)
    assert other.facts.school_ids == assessment.facts.school_ids
    assert other.book.grade == assessment.book.grade
    assert scores_of(other) == scores_of(assessment)
    assert other.book.rank.tolist() == assessment.book.rank.tolist()
