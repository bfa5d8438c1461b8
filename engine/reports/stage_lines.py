"""Lay out what a team verified: in a batch, and in one school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from engine.assess import Assessment
from engine.explain import UnitsText
from engine.facts.stages.revision import Outcome, Stage
from engine.facts.table import FactTable
from engine.reports.page import Line, line
from engine.reports.terminal import rule_line
from engine.ruleset.subject import Subject

Story = dict[str, Any]

_WORST = 3


def verified_lines(assessment: Assessment) -> list[Line]:
    """Return what was verified, and by how much the schools had reported too much."""
    facts, inflation = assessment.facts, assessment.inflation
    if inflation is None:
        return []
    counts = counted_stages(facts, assessment.ruleset.subject)
    lines = [rule_line("核查与虚高"), *(line(each, indent=2) for each in counts)]
    said, total = UnitsText(assessment.ruleset.unit), inflation.total
    measure, more = assessment.ruleset.subject.measure, total.inflated or 0
    lines.append(
        line(
            f"总分：自评高于认定的 {total.n_higher} {measure}，"
            f"低于认定的 {total.n_lower} {measure}；"
            f"合计{f'虚高 {said(more)}' if more >= 0 else f'少算 {said(-more)}'} 分",
            indent=2,
        )
    )
    for each in inflation.worst(_WORST):
        if each.indicator is not None:
            lines.append(
                line(
                    f"· {each.indicator.id} {each.indicator.name}：{each.n_higher} {measure}，"
                    f"虚高 {said(each.inflated or 0)} 分",
                    indent=4,
                )
            )
    return [*lines, line()]


def counted_stages(facts: FactTable, subject: Subject) -> Iterable[str]:
    """Say how many facts were verified in each stage, and what became of them."""
    for stage in Stage:
        own = [each for each in facts.revisions if each.stage is stage]
        counted = Counter(each.outcome for each in own)
        parts = [f"{each.label} {counted[each]}" for each in Outcome if counted[each]]
        if own:
            who = f"{len({each.school for each in own})} {subject.counted}"
            yield f"{stage.label} {len(own)} 项（{who}）：{'，'.join(parts)}"


def trail_lines(story: Story, name: str, indent: int) -> Iterable[Line]:
    """Return the trail of one fact."""
    for each in story.get("revisions", ()):
        if each["fact"] == name:
            at = f"  {each['place']}" if each["place"] else ""
            yield line(f"{each['sentence']}{at}", "dim", indent=indent + 2, hang=indent + 4)


def school_lines(story: Story) -> list[Line]:
    """Return everything that a team changed in one school; what it confirmed is counted."""
    revisions = story.get("revisions", ())
    if not revisions:
        return []
    kept = [each for each in revisions if each["outcome"] == Outcome.CONFIRMED.label]
    others = [each for each in revisions if each["outcome"] != Outcome.CONFIRMED.label]
    lines = [rule_line(f"核查与复核（改动{len(others)}项，维持{len(kept)}项）")]
    for each in others:
        lines.append(line(f"{each['fact']}：{each['sentence']}", indent=2, hang=4))
        at = f"{each['place']}  原值：{each['old_place']}" if "old_place" in each else each["place"]
        lines.append(line(at, "dim", indent=6))
    return lines
