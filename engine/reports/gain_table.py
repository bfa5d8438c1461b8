"""Set what mending would bring as rows: a row a school and lost item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.reports.csv_file import points_cell, text_cell

Story = dict[str, Any]

GAINS_FILE = "gains.csv"
GAINS = (
    "school_id",
    "name",
    "item",
    "item_name",
    "role",
    "status",
    "lost",
    "gain",
    "at_most",
    "total_after",
    "grade_after",
    "rank_after",
    "mendable",
    "in_least_set",
    "next_grade",
    "sentence",
    "why_not",
    "hint",
)
_ROLES = {"base": "指标", "deduction": "扣分"}


def gain_rows(story: Story) -> Iterator[list[object]]:
    """Yield the rows of one school, as its story tells them."""
    gains = story["gains"]
    way = gains["next"]
    for item in gains["items"]:
        yield [
            text_cell(story["school_id"]),
            text_cell(story["name"]),
            item["id"],
            text_cell(item["name"]),
            _ROLES[item["role"]],
            item["status"],
            points_cell(item["lost"]),
            "" if item["gain"] is None else points_cell(item["gain"]),
            _yes(item["at_most"]),
            "" if item["total_after"] is None else points_cell(item["total_after"]),
            text_cell(item["grade_after"]),
            item["rank_after"] or "",
            _yes(item["mendable"]),
            _yes(item["id"] in way["items"]),
            text_cell(way["grade"]),
            text_cell(item["sentence"]),
            text_cell(item["why_not"]),
            text_cell(item["hint"]),
        ]


def _yes(holds: bool) -> str:
    return "是" if holds else "否"
