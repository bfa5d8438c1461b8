"""Write the preview as one page that opens anywhere: no network, no other file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.points import decimal_text
from engine.previewing.charts import WIDTH, charts_of
from engine.previewing.matrix import matrix_of
from engine.previewing.preview import Direction, PartMove, Preview
from engine.previewing.wording import (
    MIRROR_NOTE,
    NONE,
    TITLE,
    Said,
    arrow,
    change_text,
    cohort_text,
    counted_text,
    deltas_text,
    is_told,
    main_parts,
    moving_rows,
    names_text,
    problems_of_one_side,
    reading_text,
    ruleset_text,
    said_of,
    signed,
    year_text,
)

_TEMPLATES = Path(__file__).parent / "page"
_PROBLEMS_SHOWN = 200
# Past so many rows a page names the two largest parts of each delta and not five.
_MANY_SCHOOLS = 500


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school as the page shows it; sort keys are numbers."""

    id: str
    name: str
    cohort: str
    before: str
    after: str
    delta: str
    sign: int
    outcome_before: str
    outcome_after: str
    direction: str
    rank: str
    rank_up: int
    cause: str
    parts: str
    lacking: str
    moves: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the totals as the page shows it; `share` is percent of the largest sum."""

    kind: str
    id: str
    name: str
    change: str
    full: str
    total: str
    mean: str
    sign: int
    n_up: int
    n_down: int
    most: str
    who: str
    n_lacking: int
    share: int


def write_page(preview: Preview, path: Path) -> None:
    """Write the page of a preview; the same preview gives the same bytes."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template("page.html.j2").render(_content(preview))
    path.write_text(text, encoding="utf-8", newline="\n")


def _content(preview: Preview) -> dict[str, Any]:
    said, schools = said_of(preview), preview.schools
    subject = preview.rules[1].subject
    problems = list(problems_of_one_side(preview))
    rows = list(_school_rows(preview, said))
    return {
        "title": TITLE,
        "note": MIRROR_NOTE,
        "none": NONE,
        "subject": subject,
        "n_schools": preview.n_schools,
        "before": ruleset_text(preview.written_rules[0]),
        "after": ruleset_text(preview.written_rules[1]),
        "names": [each.name for each in preview.rules],
        "reading": reading_text(preview),
        "year": year_text(preview),
        "counted": counted_text(preview),
        "deltas": deltas_text(preview),
        "changes": [
            (part, list(of_part))
            for part, of_part in groupby(preview.changes, key=lambda each: each.part)
        ],
        "n_changes": len(preview.changes),
        "remarks": preview.remarks,
        "matrix": matrix_of(preview),
        "way": _ways(preview),
        "lists": [
            (each, [_named(preview, at) for at in found])
            for each in Direction
            if each is not Direction.SAME and (found := schools.going(each))
        ],
        "charts": charts_of(preview),
        "width": WIDTH,
        "rows": rows,
        "n_moving": sum(each.moves for each in rows),
        "cohorts": sorted({each.cohort for each in rows}),
        "directions": [each.label for each in Direction],
        "parts": _part_rows(preview, said),
        "vetoes": preview.vetoes,
        "clauses": [each for each in preview.clauses if each.before != each.after],
        "quotas": [each for each in preview.quotas if not each.is_same],
        "n_quotas": len(preview.quotas),
        "limits": preview.limits,
        "problems": problems[:_PROBLEMS_SHOWN],
        "n_problems": len(problems),
        "school_names": schools.names,
        "named": lambda found: names_text(preview, found) or NONE,
        "arrow": arrow,
    }


def _ways(preview: Preview) -> dict[tuple[str, str], str]:
    """Return outcome before and after -> the sign that stands beside the number."""
    signs = {Direction.UP: "▲", Direction.GRADED: "▲", Direction.DOWN: "▼", Direction.UNGRADED: "▼"}
    schools = preview.schools
    found = zip(schools.outcome_before, schools.outcome_after, schools.directions, strict=True)
    return {(own, other): signs.get(way, "") for own, other, way in found}


def _named(preview: Preview, at: int) -> str:
    schools = preview.schools
    return f"{schools.names[at]}（{schools.outcome_before[at]}→{schools.outcome_after[at]}）"


def _school_rows(preview: Preview, said: Said) -> Iterator[SchoolRow]:
    schools = preview.schools
    moving = set(moving_rows(preview))
    units = (schools.total_before, schools.total_after, schools.delta, schools.lacking)
    before, after, delta, lacking = (each.tolist() for each in units)
    rated = schools.rated_before.tolist(), schools.rated_after.tolist()
    ranks = schools.rank_before.tolist(), schools.rank_after.tolist()
    up = schools.rank_move.tolist()
    n_parts = 2 if preview.n_schools > _MANY_SCHOOLS else 5
    for at in schools.order.tolist():
        both = rated[0][at] and rated[1][at]
        yield SchoolRow(
            schools.ids[at],
            schools.names[at],
            cohort_text(schools, at),
            said(before[at]) if rated[0][at] else NONE,
            said(after[at]) if rated[1][at] else NONE,
            _delta(said, delta[at]) if both else "",
            (delta[at] > 0) - (delta[at] < 0),
            schools.outcome_before[at],
            schools.outcome_after[at],
            schools.directions[at].label,
            arrow(ranks[0][at] or None, ranks[1][at] or None),
            up[at],
            schools.causes[at],
            main_parts(preview, at, said, n_parts) if both and delta[at] else "",
            _delta(said, lacking[at]) if lacking[at] else "",
            at in moving,
        )


def _delta(said: Said, units: int) -> str:
    sign = "▲ " if units > 0 else "▼ " if units < 0 else ""
    return sign + signed(said, units)


def _part_rows(preview: Preview, said: Said) -> list[PartRow]:
    moves = [each for each in preview.parts.moves if is_told(each)]
    moves.sort(key=lambda each: -abs(each.total))
    largest = max((abs(each.total) for each in moves), default=0) or 1
    return [_part_row(preview, move, said, largest) for move in moves]


def _part_row(preview: Preview, move: PartMove, said: Said, largest: int) -> PartRow:
    fulls = [
        NONE if each is None else decimal_text(each) for each in (move.full_before, move.full_after)
    ]
    mean = decimal_text(move.mean)
    return PartRow(
        move.key.kind.label,
        move.key.id,
        move.name,
        change_text(move),
        "" if fulls == [NONE, NONE] else "→".join(dict.fromkeys(fulls)),
        _delta(said, move.total),
        f"+{mean}" if move.mean > 0 else mean,
        (move.total > 0) - (move.total < 0),
        move.n_gaining,
        move.n_losing,
        _delta(said, move.most) if move.most else "",
        preview.schools.names[move.most_school] if move.most else "",
        move.n_lacking,
        abs(move.total) * 100 // largest,
    )
