"""Euro NCAP 2016-2024: the published results, as they are, give the published stars."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.explain import Ledgers, Stories
from engine.facts.books.sheet import plain
from engine.grading import GradingStatus
from engine.ruleset import check_ruleset

TOP = Path(__file__).parents[2]
RULES = TOP / "examples" / "public" / "euro_ncap"
EDITIONS = {
    date(2017, 12, 31): range(2016, 2018),
    date(2022, 12, 31): range(2018, 2023),
    date(2024, 12, 31): range(2023, 2025),
}


@pytest.fixture(scope="module")
def sheet(cases: Path) -> Path:
    return cases / "euro_ncap" / "euroncap_results.csv"


@pytest.fixture(scope="module")
def rows(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def editions(sheet: Path) -> dict[date, Assessment]:
    return {day: assess_files(RULES, [sheet], engine="forward", as_of=day) for day in EDITIONS}


@pytest.mark.parametrize("day", EDITIONS)
def test_rules_when_checked_for_an_edition_then_there_is_nothing_to_say(day: date) -> None:
    ruleset, found = check_ruleset(RULES, as_of=day)
    assert ruleset is not None
    assert [str(item) for item in found] == []


def test_stars_when_compared_then_all_356_are_the_published_ones(
    editions: dict[date, Assessment], rows: list[dict[str, str]]
) -> None:
    agreeing = compared = 0
    for day, years in EDITIONS.items():
        book, ids = editions[day].book, editions[day].facts.school_ids
        stars = dict(zip(ids, book.grade, strict=True))
        for row in rows:
            if int(row["Year"]) in years:
                car = "".join(plain(f"{row['Make']}-{row['Model']}-{row['Year']}").split())
                compared += 1
                agreeing += stars[car] == row["Overall Rating"]
    assert (agreeing, compared) == (356, 356)


def test_cars_of_other_years_then_they_are_left_out(editions: dict[date, Assessment]) -> None:
    for day, years in EDITIONS.items():
        book = editions[day].book
        for car, status in zip(editions[day].facts.school_ids, book.status, strict=True):
            graded = status is GradingStatus.GRADED
            assert graded is (int(car.rpartition("-")[2]) in years)


def test_a_car_that_lost_stars_then_its_story_names_the_row_and_the_box(
    editions: dict[date, Assessment],
) -> None:
    assessment = editions[date(2022, 12, 31)]
    ledgers = Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )
    school = assessment.facts.school_ids.index("Fiat-Panda-2018")
    move = Stories(ledgers).of_school(ledgers.of_school(school))["moves"][-1]
    assert (move["kind"], move["to"]) == ("cap", "0")
    assert "below the minimums of 1 star" in move["reason"]
    assert "ruleset.yaml:" in move["place"]
    assert "child box 16%" in move["reason"]
