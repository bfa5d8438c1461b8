"""Set a preview as CSV rows: schools, indicators, vetoes, places, what changed in the rules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.explain import UnitsText, place_text
from engine.points import decimal_text
from engine.previewing.preview import Preview
from engine.previewing.wording import change_text, is_told, names_text, problems_of_one_side
from engine.reports.csv_file import points_cell, text_cell
from engine.reports.tables import PointsCells, Row

SCHOOLS = (
    "school_id",
    "name",
    "cohort_before",
    "cohort_after",
    "total_before",
    "total_after",
    "delta",
    "grade_before",
    "grade_after",
    "move",
    "rank_before",
    "rank_after",
    "rank_up",
    "causes",
    "reason_after",
    "by_missing_facts",
)
PARTS = ("school_id", "kind", "rule", "name", "before", "after", "delta")
INDICATORS = (
    "kind",
    "rule",
    "name",
    "group_before",
    "group_after",
    "full_before",
    "full_after",
    "change",
    "sum",
    "mean",
    "schools_up",
    "schools_down",
    "largest",
    "largest_school_id",
    "lacking_facts",
)
VETOES = (
    "school_id",
    "name",
    "clause",
    "clause_name",
    "move",
    "status_before",
    "status_after",
    "effects_before",
    "effects_after",
)
QUOTAS = (
    "cohort",
    "grade",
    "size_before",
    "size_after",
    "places_before",
    "places_after",
    "taken_before",
    "taken_after",
    "fell_out",
    "came_in",
)
CHANGES = ("section", "part", "kind", "item", "before", "after", "place_before", "place_after")
PROBLEMS = ("side", "code", "severity", "place", "value", "message", "hint")
REMARKS = ("place", "schools", "what", "hint")

_MANY = "；"


def cells_of(preview: Preview) -> PointsCells:
    """Return how points of a preview are written."""
    return PointsCells(UnitsText(preview.unit))


def school_rows(preview: Preview, said: PointsCells) -> Iterator[Row]:
    """Yield a row a school, by what matters."""
    schools = preview.schools
    compared = schools.compared_mask.tolist()
    before, after, delta = (
        each.tolist() for each in (schools.total_before, schools.total_after, schools.delta)
    )
    rated = schools.rated_before.tolist(), schools.rated_after.tolist()
    ranks = schools.rank_before.tolist(), schools.rank_after.tolist()
    up, lacking = schools.rank_move.tolist(), schools.lacking.tolist()
    for at in schools.order.tolist():
        yield [
            text_cell(schools.ids[at]),
            text_cell(schools.names[at]),
            text_cell(schools.cohort_before[at]),
            text_cell(schools.cohort_after[at]),
            said(before[at]) if rated[0][at] else "",
            said(after[at]) if rated[1][at] else "",
            said(delta[at]) if compared[at] else "",
            text_cell(schools.outcome_before[at]),
            text_cell(schools.outcome_after[at]),
            schools.directions[at].label,
            ranks[0][at] or "",
            ranks[1][at] or "",
            up[at] if ranks[0][at] and ranks[1][at] else "",
            text_cell(schools.causes[at]),
            text_cell(schools.reason_after[at]),
            said(lacking[at]) if lacking[at] else "",
        ]


def part_rows(preview: Preview, said: PointsCells) -> Iterator[Row]:
    """Yield, school by school, the parts that make its delta; they add up to it."""
    schools, parts = preview.schools, preview.parts
    for school, at in zip(*(each.tolist() for each in parts.delta.T.nonzero()), strict=True):
        key = parts.keys[at]
        yield [
            text_cell(schools.ids[school]),
            key.kind.label,
            text_cell(key.id),
            text_cell(parts.moves[at].name),
            said(int(parts.before[at, school])),
            said(int(parts.after[at, school])),
            said(int(parts.delta[at, school])),
        ]


def indicator_rows(preview: Preview, said: PointsCells) -> Iterator[Row]:
    """Yield a row a part of the totals that moves anybody, or that the rules changed."""
    for move in preview.parts.moves:
        if not is_told(move):
            continue
        school = move.most_school
        yield [
            move.key.kind.label,
            text_cell(move.key.id),
            text_cell(move.name),
            text_cell(move.group_before),
            text_cell(move.group_after),
            full_text(move.full_before),
            full_text(move.full_after),
            change_text(move),
            said(move.total),
            decimal_text(move.mean),
            move.n_gaining,
            move.n_losing,
            said(move.most) if move.most else "",
            text_cell(preview.schools.ids[school]) if school >= 0 else "",
            move.n_lacking or "",
        ]


def full_text(full: Fraction | None) -> str:
    """Write full points as a cell; nothing where there are none."""
    return "" if full is None else points_cell(decimal_text(full))


def veto_rows(preview: Preview) -> Iterator[Row]:
    """Yield a row a school and clause that stand otherwise."""
    schools = preview.schools
    for move in preview.vetoes:
        yield [
            text_cell(schools.ids[move.school]),
            text_cell(schools.names[move.school]),
            move.clause,
            text_cell(move.name),
            move.label,
            move.status_before,
            move.status_after,
            text_cell(_MANY.join(move.effects_before)),
            text_cell(_MANY.join(move.effects_after)),
        ]


def quota_rows(preview: Preview) -> Iterator[Row]:
    """Yield a row a cohort and grade with places on either side."""
    for move in preview.quotas:
        numbers = (
            move.size_before,
            move.size_after,
            move.places_before,
            move.places_after,
            move.taken_before,
            move.taken_after,
        )
        yield [
            text_cell(move.cohort),
            text_cell(move.grade),
            *("" if each is None else each for each in numbers),
            text_cell(names_text(preview, move.fell_out)),
            text_cell(names_text(preview, move.came_in)),
        ]


def remark_rows(preview: Preview) -> Iterator[Row]:
    """Yield a row a remark on what is not due to the rules."""
    for each in preview.remarks:
        yield [
            text_cell(each.place),
            each.schools or "",
            text_cell(each.what),
            text_cell(each.hint),
        ]


def rule_rows(preview: Preview) -> Iterator[Row]:
    """Yield a row a change of the rules."""
    for each in preview.changes:
        yield [
            text_cell(each.section),
            text_cell(each.part),
            each.kind.label,
            text_cell(each.item),
            text_cell(each.before),
            text_cell(each.after),
            text_cell(place_text(each.place_before)),
            text_cell(place_text(each.place_after)),
        ]


def problem_rows(preview: Preview) -> Iterator[Row]:
    """Yield a row a problem that only one of the two rulesets meets."""
    for side, each in problems_of_one_side(preview):
        yield [
            side,
            each.code,
            each.severity.label,
            text_cell(place_text(each.place)),
            text_cell(each.value),
            text_cell(each.message),
            text_cell(each.hint),
        ]
