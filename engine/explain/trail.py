"""Tell the trail of a fact that a team verified: who changed what, when, why, by what evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.facts.stages.revision import Outcome, Revision

Story = dict[str, Any]


def trails_by_school(revisions: Iterable[Revision]) -> dict[int, list[Story]]:
    """Return the trails of each verified school, in the order of the facts."""
    found: dict[int, list[Story]] = {}
    for each in revisions:
        found.setdefault(each.school, []).append(_trail(each))
    return found


def _trail(revision: Revision) -> Story:
    story: Story = {
        "fact": revision.table or revision.field,
        "stage": revision.stage.label,
        "outcome": revision.outcome.label,
        "sentence": sentence(revision),
        "place": str(revision.place) if revision.place else "",
    }
    if revision.old_place:
        story["old_place"] = str(revision.old_place)
    return story


def sentence(revision: Revision) -> str:
    """Write one verification: 核查由“3”改为“2”（张三，2025-11-20；理由：…；佐证：A1-03）."""
    label, told = revision.stage.label, []
    who = "，".join(filter(None, (revision.who, revision.when)))
    told += [who] if who else []
    told += [f"理由：{revision.why}"] if revision.why else []
    told += [f"佐证：{revision.evidence}"] if revision.evidence else []
    note = f"（{'；'.join(told)}）" if told else ""
    record = f"{revision.field}，" if revision.table else ""
    match revision.outcome:
        case Outcome.CHANGED:
            done = f"由“{revision.old}”改为“{revision.new}”"
        case Outcome.CONFIRMED:
            done = f"维持“{revision.new}”" if revision.new else "认可"
        case Outcome.UNSETTLED:
            done = f"没有采用，原为“{revision.old}”，未定"
        case _:
            done = "不认可，不计" if revision.outcome is Outcome.REFUSED else "补登，计入"
    return f"{record}{label}{done}{note}"
