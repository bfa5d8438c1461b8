"""Check what is said of mending (整改): of what can be lost only, and why it cannot be mended."""

from __future__ import annotations

from collections.abc import Iterator

from engine.glossary import chinese_key
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import Group, Indicator, RuleSet

_KEYS = ("not_rectifiable", "rectification_advice")
# What people write who take the key for a question.
_ANSWERS = frozenset({"是", "否", "有", "无", "对", "不", "yes", "no", "true", "false"})


def check_rectification(inspection: Inspection) -> None:
    """Check that bonuses say nothing of mending, and that 不可整改 says why."""
    for item in inspection.ruleset.bonuses.items:
        for key in _KEYS:
            if getattr(item, key):
                word = chinese_key(key)
                inspection.diagnostics.error(
                    "R240",
                    f"加分项“{item.id}”写了“{word}”：没有拿到的加分不算失分，没有什么要整改",
                    inspection.key_at(item.place, key),
                    word,
                    f"请删去“{word}”这一行",
                )
    for node in _losing_nodes(inspection.ruleset):
        reason = node.not_rectifiable
        if reason.strip().lower() in _ANSWERS:
            inspection.diagnostics.error(
                "R241",
                f"“{node.id}”的“不可整改”只写了“{reason}”，没有写为什么",
                inspection.at(node.place, "not_rectifiable"),
                reason,
                "请写理由，如“事故已经发生，当年不能挽回”；学校改得了的，删去这一行",
            )


def _losing_nodes(ruleset: RuleSet) -> Iterator[Group | Indicator]:
    yield from ruleset.groups()
    yield from ruleset.leaves()
    yield from ruleset.deductions.items
