"""Where a cohort stands is told from the very stories that the schools are told by."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path
from statistics import median

from engine.explain.cohort_levels import Standing, cohort_levels, standings_of


def standings(*points: str, full: str = "10") -> list[Standing]:
    return [Standing("甲组", "total", "", each, full) for each in points]


def test_an_even_number_of_schools_when_summed_up_then_the_median_is_halfway() -> None:
    level = cohort_levels(standings("3", "10", "4", "10/3"))[1]
    assert (level.cohort, level.n_schools) == ("甲组", 4)
    assert (level.median, level.mean) == ("3.67", "5.08")
    assert (level.least, level.most, level.full) == ("3", "10", "10")


def test_full_points_that_differ_when_summed_up_then_rates_are_of_each_own() -> None:
    two = [*standings("5", full="5"), *standings("5", full="10")]
    level = cohort_levels(two)[0]
    assert (level.full, level.rate, level.median_rate) == ("5～10", "66.7", "75")
    assert (level.least_rate, level.most_rate) == ("50", "100")


def test_nothing_to_be_got_when_summed_up_then_there_is_no_rate() -> None:
    level = cohort_levels(standings("0", full="0"))[0]
    assert (level.mean, level.rate, level.most_rate) == ("0", "", "")


def test_a_school_without_a_total_when_told_then_counts_nowhere() -> None:
    story = {"total": None, "cohort": "甲组", "dimensions": [{"id": "A"}], "matters": []}
    assert standings_of(story) == []


def test_cohorts_of_the_example_when_written_then_hold_what_the_stories_hold(
    datong_run: Path,
) -> None:
    with (datong_run / "cohorts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = (datong_run / "explanations.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    stories = [json.loads(each) for each in lines]
    [found] = [each for each in rows if (each["cohort"], each["id"]) == ("小学·公办·市直", "C")]
    points = [
        Fraction(each["points"])
        for story in stories
        if story["cohort"] == found["cohort"] and story["total"] is not None
        for each in story["dimensions"]
        if each["id"] == "C" and each["applicable"]
    ]
    assert int(found["schools"]) == len(points)
    assert abs(Fraction(found["median"]) - median(points)) <= Fraction(1, 200)
    assert Fraction(found["least"]) == min(points)
    assert sum(int(each["schools"]) for each in rows if each["kind"] == "total") == 2 * sum(
        story["total"] is not None for story in stories
    )
