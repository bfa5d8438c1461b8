"""Two ways of writing Chicago's ratings: the district's published weights move no school.

One edition works every indicator out from the raw figures, by bands and weighted means; the
other takes the published points of each indicator with the published weights. A preview of one
against the other is a double entry.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from engine.assess import assess
from engine.facts import read_facts
from engine.previewing import Preview, compare_assessments
from engine.previewing.parts import parts_of
from engine.previewing.sharing import reads_alike
from engine.ruleset import load_ruleset

RULES = Path(__file__).parents[2] / "examples" / "public" / "cps_sqrp_2018_19"


@pytest.fixture(scope="module", params=["elementary", "high"])
def preview(request: pytest.FixtureRequest, cases: Path) -> Preview:
    sheet = cases / "cps_sqrp_2018_19" / "sqrp_combo.csv"
    folders = RULES / request.param, RULES / "published_weights" / request.param
    before, after = (load_ruleset(folder) for folder in folders)
    assert not reads_alike(before, after)
    sides = [assess(each, read_facts(each, [sheet]), engine="forward") for each in (before, after)]
    return compare_assessments(*sides, read_once=False)


def test_published_weights_move_no_school(preview: Preview) -> None:
    assert preview.n_schools > 20
    assert preview.schools.compared_mask.sum() > 20
    assert not preview.schools.delta.any()
    assert preview.schools.grade_before == preview.schools.grade_after


def test_every_indicator_is_another_and_yet_the_deltas_close(preview: Preview) -> None:
    moves = [each for each in preview.parts.moves if each.n_gaining or each.n_losing]
    assert len(moves) > 5
    assert sum(each.total for each in moves) == 0
    for school in range(preview.n_schools):
        parts = [Fraction(units) for _, units in preview.parts.of_school(school)]
        assert sum(parts) == preview.schools.delta[school]


def test_weighted_means_part_into_what_each_indicator_is_worth(preview: Preview) -> None:
    for assessment in (preview.before, preview.after):
        parts = parts_of(assessment)  # refuses a school whose parts do not add up
        total = sum(parts.values())
        assert total.tolist() == assessment.book.roll_up.total.tolist()
