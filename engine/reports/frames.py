"""The scores of an assessment as a pandas table, to be saved, opened, joined and charted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.assess import Assessment
from engine.facts.below import PARENT_TITLE
from engine.facts.cells.display import texts_of
from engine.points import points_text
from engine.reports.csv_file import points_cell, text_cell
from engine.reports.tables import PointsCells
from engine.ruleset.model import NotApplicablePolicy

if TYPE_CHECKING:
    import pandas as pd


def scores_frame(assessment: Assessment, said: PointsCells | None = None) -> pd.DataFrame:
    """Return a row a school, in the order of school ids, with the columns of scores.csv.

    Where what does not apply shrinks the full marks (减满分), each school's own stand in `full`.

    Args:
        assessment: What was found.
        said: How points are written; by default as exact decimals. They are text, since a
            float could not hold them.
    """
    import pandas as pd  # takes longer to load than `pingheng --help` may take

    facts, book = assessment.facts, assessment.book
    unit = assessment.ruleset.unit
    write = said or (lambda units: points_cell(points_text(units, unit)))

    def points(units: Iterable[int]) -> list[str]:
        return [write(each) for each in units]

    def rated(units: Iterable[int]) -> list[str]:
        """Write what only a school with a total has; nothing scored is not 0."""
        return [
            write(each) if is_rated else ""
            for each, is_rated in zip(units, book.rated_mask.tolist(), strict=True)
        ]

    shrinks = any(
        each.not_applicable is NotApplicablePolicy.SHRINK for each in assessment.ruleset.leaves()
    )
    full = {"full": rated(book.roll_up.full.tolist())} if shrinks else {}
    frame = pd.DataFrame(
        {
            "school_id": _text(facts.school_ids),
            "name": _text(facts.names),
            "cohort": _text(book.cohort),
            **full,
            "base": rated(book.roll_up.base.tolist()),
            "bonus": points(book.roll_up.bonus.tolist()),
            "deduction": points(book.roll_up.deduction.tolist()),
            "total": rated(book.roll_up.total.tolist()),
            "grade_by_score": _text(book.grade_by_score),
            "grade": _text(book.grade),
            "rank": pd.array(book.rank, dtype="Int64"),
            "capped_by": _text("、".join(each) for each in book.capped_by),
            "floored_by": _text("、".join(each) for each in book.floored_by),
            "status": [each.label for each in book.status],
        }
    )
    frame["rank"] = frame["rank"].mask(frame["rank"] == 0)
    if parent := assessment.ruleset.parent:
        frame[PARENT_TITLE] = _text(texts_of(facts.columns[parent.id_field]))
    return frame


def _text(texts: Iterable[str]) -> list[str]:
    return [text_cell(each) for each in texts]
