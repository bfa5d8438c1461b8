"""Chicago's school ratings of 2018-19: the published scores give the official results.

Every figure is that of the district's own file. The combined schools are assessed in two steps, as
the policy says: each program by its own rules, then both results together.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.facts import Inputs
from engine.reports.folder import Run, write_folder
from engine.ruleset.methods import Bands, Less, Levels
from engine.ruleset.model import Indicator
from engine.scoring import Status

RULES = Path(__file__).parents[2] / "examples" / "public" / "cps_sqrp_2018_19"
RATING = "SY 2018-2019 SQRP Rating"
TOTAL = "SQRP Total Points Earned"
ELEMENTARY_TOTAL = "Elementary SQRP Points Earned"
HIGH_TOTAL = "High School SQRP Points Earned"
# The district declared these unable to be rated; all serve special populations.
DECLARED = {"high": {"609744", "609745", "609766", "609769"}, "option": {"609748", "609783"}}

Row = dict[str, str]
Assess = Callable[[str, str], Assessment]


def published(cases: Path, name: str) -> dict[str, Row]:
    path = cases / "cps_sqrp_2018_19" / f"sqrp_{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["School ID"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def assessed(cases: Path) -> Assess:
    """Return a function that assesses one published file by one ruleset, once."""
    done: dict[tuple[str, str], Assessment] = {}

    def assess(rules: str, name: str) -> Assessment:
        if (rules, name) not in done:
            sheet = cases / "cps_sqrp_2018_19" / f"sqrp_{name}.csv"
            done[rules, name] = assess_files(RULES / rules, [sheet], engine="forward")
        return done[rules, name]

    return assess


@pytest.fixture(scope="module")
def combined(
    cases: Path, assessed: Assess, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Assessment]:
    """Return a function that assesses the combined schools from the results of their programs."""

    def assess(way: str) -> Assessment:
        folder = tmp_path_factory.mktemp("programs")
        below = []
        for program in ("elementary", "high"):
            below.append(folder / program)
            result = assessed(f"{way}{program}", "combo")
            write_folder(result, folder / program, Run("test", started=""))
        sheet = cases / "cps_sqrp_2018_19" / "sqrp_combo.csv"
        return assess_files(RULES / "combined", Inputs((sheet,), tuple(below)), engine="forward")

    return assess


def totals_of(assessment: Assessment) -> dict[str, Fraction | None]:
    unit, ids = assessment.ruleset.unit, assessment.facts.school_ids
    units = (assessment.book.total_of(at) for at in range(len(ids)))
    return {
        school: None if its is None else its * unit for school, its in zip(ids, units, strict=True)
    }


def ratings_of(assessment: Assessment) -> dict[str, str]:
    return dict(zip(assessment.facts.school_ids, assessment.book.grade, strict=True))


def same_totals(assessment: Assessment, rows: dict[str, Row], title: str = TOTAL) -> int:
    """Count the published totals that the engine finds; what has none must have none here."""
    found = totals_of(assessment)
    assert {school for school, total in found.items() if total is None} == {
        school for school, row in rows.items() if not row[title]
    }
    return sum(found[school] == Fraction(row[title]) for school, row in rows.items() if row[title])


def title_of(assessment: Assessment, indicator: Indicator, row: Row, what: str) -> str | None:
    """Return the column that the file has beside an indicator's score: its Points, its Weight."""
    method = indicator.method.method if isinstance(indicator.method, Less) else indicator.method
    assert isinstance(method, Bands | Levels)
    aliases = assessment.ruleset.fields[method.value].aliases
    titles = [alias.removesuffix("Score") + what for alias in aliases]
    return next((title for title in titles if title in row), None)


def points_cells(
    assessment: Assessment, rows: dict[str, Row]
) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """Yield the points of each indicator of each school: as found here, and as published."""
    scores, unit = assessment.scores, assessment.ruleset.unit
    for at, indicator in enumerate(scores.indicators):
        for n, school in enumerate(assessment.facts.school_ids):
            title = title_of(assessment, indicator, rows[school], "Points")
            is_scored = scores.status[n, at] == Status.SCORED
            cell = rows[school][title] if title else ""
            yield (
                int(scores.points[n, at]) * unit if is_scored else None,
                Fraction(cell) if cell else None,
            )


def test_indicators_when_banded_and_cut_for_participation_then_all_9529_points_are_published(
    cases: Path, assessed: Assess
) -> None:
    files = [("elementary", "elementary"), ("high", "high"), ("option", "option")]
    files += [("elementary", "combo"), ("high", "combo")]
    n_cells = n_same = 0
    for rules, name in files:
        for found, expected in points_cells(assessed(rules, name), published(cases, name)):
            n_cells += expected is not None
            n_same += found == expected is not None
            assert found == expected
    assert (n_same, n_cells) == (9529, 9529)


@pytest.mark.parametrize(
    ("rules", "n_schools"), [("elementary", 465), ("high", 116), ("option", 40)]
)
@pytest.mark.parametrize("way", ["", "published_weights/"])
def test_totals_when_weights_are_derived_or_published_then_all_are_the_official_ones(
    cases: Path, assessed: Assess, way: str, rules: str, n_schools: int
) -> None:
    assessment = assessed(f"{way}{rules}", rules)
    assert same_totals(assessment, published(cases, rules)) == n_schools


@pytest.mark.parametrize("way", ["", "published_weights/"])
def test_combined_schools_when_their_programs_are_put_together_then_all_27_are_official(
    cases: Path, assessed: Assess, combined: Callable[[str], Assessment], way: str
) -> None:
    rows = published(cases, "combo")
    assert same_totals(assessed(f"{way}elementary", "combo"), rows, ELEMENTARY_TOTAL) == 27
    assert same_totals(assessed(f"{way}high", "combo"), rows, HIGH_TOTAL) == 27
    assessment = combined(way)
    assert same_totals(assessment, rows) == 27
    ratings = ratings_of(assessment)
    assert sum(ratings[school] == row[RATING] for school, row in rows.items()) == 27


@pytest.mark.parametrize(
    ("rules", "files"),
    [
        ("elementary", ["elementary", "combo"]),
        ("high", ["high", "combo"]),
        ("option", ["option"]),
    ],
)
def test_weights_when_reassigned_by_the_rules_then_they_are_the_published_ones(
    cases: Path, assessed: Assess, rules: str, files: list[str]
) -> None:
    for name in files:
        rows, assessment = published(cases, name), assessed(rules, name)
        for school, weights in weights_of(assessment):
            for indicator, weight in weights:
                title = title_of(assessment, indicator, rows[school], "Weight")
                cell = rows[school][title] if title else ""
                # Printed with two places, and added up of addends that were cut before.
                assert abs(Fraction(cell or 0) - weight) < Fraction(2, 100), (school, indicator.id)


def weights_of(assessment: Assessment) -> Iterator[tuple[str, list[tuple[Indicator, Fraction]]]]:
    """Yield, for each school with a total, the percentage that each indicator has in it."""
    [dimension] = assessment.ruleset.dimensions
    scores = assessment.scores
    held = scores.weighing.levels[dimension.id].held
    for n, school in enumerate(assessment.facts.school_ids):
        if not assessment.book.rated_mask[n]:
            continue
        numbers = []
        for at, indicator in enumerate(scores.indicators):
            weight = held[indicator.id]
            is_out = at in scores.left_out and bool(scores.left_out[at][n])
            number = weight if isinstance(weight, int) else int(weight[n])
            numbers.append((indicator, Fraction(0 if is_out else number)))
        whole = sum((number for _, number in numbers), Fraction(0))
        yield school, [(each, 100 * number / whole) for each, number in numbers]


def test_ratings_when_the_attainment_floor_lifts_them_then_all_elementary_ones_are_official(
    cases: Path, assessed: Assess
) -> None:
    assessment, rows = assessed("elementary", "elementary"), published(cases, "elementary")
    ratings, by_score = ratings_of(assessment), assessment.book.grade_by_score
    rated = [school for school, row in rows.items() if row[TOTAL]]
    assert sum(ratings[school] == rows[school][RATING] for school in rated) == len(rated) == 465
    before = dict(zip(assessment.facts.school_ids, by_score, strict=True))
    assert sum(before[school] == rows[school][RATING] for school in rated) == 454
    unrated = {school for school, rating in ratings.items() if not rating}
    assert unrated == {school for school, row in rows.items() if row[RATING] == "Inability to Rate"}


@pytest.mark.parametrize(("rules", "n_same"), [("high", 112), ("option", 38)])
def test_ratings_when_they_differ_then_the_district_declared_an_inability_to_rate(
    cases: Path, assessed: Assess, rules: str, n_same: int
) -> None:
    ratings, rows = ratings_of(assessed(rules, rules)), published(cases, rules)
    wrong = {school for school, row in rows.items() if ratings[school] != row[RATING]}
    assert wrong == DECLARED[rules]
    assert {rows[school][RATING] for school in wrong} == {"Inability to Rate"}
    assert len(rows) - len(wrong) == n_same
