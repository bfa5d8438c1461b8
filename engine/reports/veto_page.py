"""Draw the veto case file of one school for a terminal: trees of records, clauses, effects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.reports.page import Line, line
from engine.reports.terminal import rule_line

Story = dict[str, Any]

_STYLES = {"veto": "bad", "open": "warn", "settle": "warn", "without": "good", "near_miss": "warn"}
# What only the case file itself goes down to.
_DETAILS = frozenset({"condition", "exception", "signature", "fact"})


def case_file_page(story: Story) -> list[Line]:
    """Return the case file alone, down to the cell of every condition."""
    lines = [line(f"{story['name']}（{story['school_id']}）", "title")]
    grade = story["grade"] or story["status"]
    total = "无" if story["total"] is None else story["total"]
    lines.append(line(f"等次 {grade}   总分 {total}", "strong"))
    lines.extend(line(f"· {reason}", "warn", indent=2, hang=4) for reason in story["reasons"])
    lines.extend(outlook_lines(story))
    lines.append(line())
    if not story["vetoes"]:
        lines.extend((line("没有触及任何否决条款。", "good", indent=2), line()))
    for section in (veto_lines(story, detailed=True), near_miss_lines(story, detailed=True)):
        if section:
            lines.extend((*section, line()))
    return lines[:-1]


def outlook_lines(story: Story) -> Iterable[Line]:
    """Yield the total and the grade without any veto, and with all proposals decided."""
    for label, total, grade in outlooks_of(story):
        yield line(f"{label}：总分{total}，{grade}", indent=2)


def outlooks_of(story: Story) -> Iterable[tuple[str, str, str]]:
    """Yield what would be otherwise, as text: the condition, the total, the grade."""
    said = (
        ("如果没有任何否决", story["without_vetoes"]),
        ("如果否决建议全部认定", story["if_decided"]),
    )
    for label, outlook in said:
        if outlook is not None:
            total = "无" if outlook["total"] is None else outlook["total"]
            yield label, total, f"等次{outlook['grade']}" if outlook["grade"] else "仍不能定等"


def veto_lines(story: Story, *, detailed: bool = False) -> list[Line]:
    """Return the trees of what the school met; nothing where it met nothing.

    Args:
        detailed: Show every condition with its cell too.
    """
    if not story["vetoes"]:
        return []
    trees = (each for root in story["vetoes"] for each in _tree(root, "  ", "  ", detailed))
    return [rule_line("否决与责任"), *trees]


def near_miss_lines(story: Story, *, detailed: bool = False) -> list[Line]:
    """Return the clauses that the school only just did not meet."""
    misses = story["near_misses"]
    if not misses:
        return []
    trees = (each for root in misses for each in _tree(root, "  ", "  ", detailed))
    return [rule_line(f"差一点触发的否决（{len(misses)}条）"), *trees]


def _tree(node: Story, lead: str, below: str, detailed: bool) -> Iterable[Line]:
    place = node.get("place", "")
    style = _STYLES.get(node["kind"], "")
    if node["kind"] == "condition" and node["state"] != "holds":
        style = "warn"
    runs = (
        (lead, "dim"),
        (f"{node['label']} ", "strong"),
        (node["text"], style),
        (f"  {place}" if place else "", "dim"),
    )
    children = [
        child for child in node.get("children", ()) if detailed or child["kind"] not in _DETAILS
    ]
    bar = below + ("│" if children else "")
    yield Line(runs, len(below) + 5, bar)
    for number, child in enumerate(children, 1):
        is_last = number == len(children)
        yield from _tree(
            child,
            below + ("└─ " if is_last else "├─ "),
            below + ("   " if is_last else "│  "),
            detailed,
        )
