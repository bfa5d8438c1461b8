"""The scores as a pandas table."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pandas as pd

from engine.assess import Assessment
from engine.reports.frames import scores_frame


def test_scores_frame_when_saved_and_opened_then_is_the_scores_file(
    assessment: Assessment, out: Path
) -> None:
    read = pd.read_csv(out / "scores.csv", dtype=str, keep_default_na=False)
    frame = scores_frame(assessment)
    assert read.equals(frame.astype({"rank": "string"}).fillna("").astype(str))


def test_scores_frame_when_a_school_has_no_rank_then_none_and_not_zero(
    assessment: Assessment,
) -> None:
    ranks = scores_frame(assessment)["rank"]
    assert (ranks.isna() == (assessment.book.rank == 0)).all()


def test_scores_frame_when_points_are_read_then_they_are_exact(assessment: Assessment) -> None:
    totals = [Fraction(each) for each in scores_frame(assessment)["total"]]
    units = assessment.book.roll_up.total.tolist()
    assert totals == [each * assessment.ruleset.unit for each in units]
