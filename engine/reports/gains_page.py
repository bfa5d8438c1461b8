"""Lay out for a person what mending each lost point would bring a school, and the next grade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.reports.page import Line, columns, line
from engine.reports.terminal import rule_line
from engine.ruleset.subject import Subject

Story = dict[str, Any]

_UNKNOWN = "—"


def gains_page(catalogue: Story, story: Story) -> list[Line]:
    """Return the page of one school's gains."""
    gains, subject = story["gains"], Subject(catalogue.get("subject", "学校"))
    items = gains["items"]
    own = [each for each in items if each["mendable"]]
    others = [each for each in items if not each["mendable"]]
    grade = story["grade"] or story["status"]
    total = "没有总分" if story["total"] is None else f"总分{story['total']}"
    rank = f"，同组第{story['rank']}名" if story["rank"] else ""
    page = [
        line(f"{story['name']}（{story['school_id']}）", "title"),
        line(f"{catalogue['name']} · {catalogue['year']}年度", "dim"),
        line(
            f"{total}，{grade}{rank}（{story['cohort']}，{story['cohort_size']}{subject.measure}）"
        ),
        line(),
        *_next(gains),
    ]
    if own:
        page += [line(), rule_line(f"能补的（{len(own)}项）"), *_table(own, gains["next"]["items"])]
        page += [line(), *_sentences(own)]
    if others:
        page += [line(), rule_line(f"{subject}自己补不了、或补了没有用的（{len(others)}项）")]
        page += _reasons(others)
    if not items:
        page += [line(), line("没有失分。", "good", indent=2)]
    return page


def _next(gains: Story) -> list[Line]:
    way = gains["next"]
    style = "good" if way["is_reachable"] else "warn"
    if not way["grade"]:
        style = ""
    lines = [rule_line("到下一等"), line(way["sentence"], style, indent=2)]
    if gains["all"]["sentence"]:
        lines.append(line(gains["all"]["sentence"], indent=2))
    return lines


def _table(items: Sequence[Story], least: Sequence[str]) -> list[Line]:
    """Set the items as columns; those of the least set are marked by a word."""
    rows = [["编号", "名称", "失分", "补齐后", "总分", "等次", ""]]
    rows += [
        [
            each["id"],
            each["name"],
            each["lost"],
            _gain(each),
            each["total_after"] or _UNKNOWN,
            each["grade_after"] or "未定",
            "最少这几项" if each["id"] in least else "",
        ]
        for each in items
    ]
    return columns(rows, indent=2, right=(2, 3, 4))


def _gain(item: Story) -> str:
    if item["gain"] is None:
        return _UNKNOWN
    sign = "" if item["gain"].startswith("-") or item["gain"] == "0" else "+"
    return f"{'至多' if item['at_most'] else ''}{sign}{item['gain']}"


def _sentences(items: Sequence[Story]) -> list[Line]:
    lines = []
    for each in items:
        lines.append(
            Line((("  ", ""), (f"{each['id']} ", "strong"), (each["sentence"], "")), hang=4)
        )
        if each["hint"]:
            lines.append(line(f"怎样补：{each['hint']}", "dim", indent=4))
    return lines


def _reasons(items: Sequence[Story]) -> list[Line]:
    lines = []
    for each in items:
        head = f"{each['id']} {each['name']}（失{each['lost']}分）"
        lines.append(Line((("  ", ""), (head, "strong"), (f"  {each['why_not']}", "")), hang=4))
        if each["hint"]:
            lines.append(line(f"今后：{each['hint']}", "dim", indent=4))
    return lines


def gains_data(story: Story) -> Story:
    """Return a school's gains as one JSON value."""
    head = ("school_id", "name", "cohort", "total", "grade", "status", "rank")
    return {**{key: story[key] for key in head}, **story["gains"]}
