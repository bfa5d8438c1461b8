"""One change of the rules, as a committee reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.diagnostics import Place


class ChangeKind(StrEnum):
    """What happened to a part: 新增, 删去, 改动, 移动 (to another place, or in its order)."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return {"added": "新增", "removed": "删去", "changed": "改动", "moved": "移动"}[self.value]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One thing that one ruleset says otherwise than the other.

    Args:
        part: The part of the rules, such as “指标 A205 谈心谈话”, as it is called afterwards.
        kind: Added, removed, changed or moved.
        item: What of the part, such as 分值; empty where the whole part is new or gone.
        before: What was said, in words; empty where it was not said.
        after: What is said now.
        place_before: Where it stood. place_after: where it stands.
        indicator: Id of the indicator, group or dimension that it is about; empty for others.
        section: The section of the rules that the part belongs to, such as 指标.
    """

    part: str
    kind: ChangeKind
    item: str
    before: str
    after: str
    place_before: Place | None
    place_after: Place | None
    indicator: str = ""
    section: str = ""

    def __str__(self) -> str:
        return f"{self.part}：{self.said}"

    @property
    def said(self) -> str:
        """Say what happened, without naming the part: 分值 2分 → 3分."""
        if self.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
            return f"{self.kind.label}{self.said_in_list}"
        return self.said_in_list

    @property
    def said_in_list(self) -> str:
        """Say it where the kind of change stands before it."""
        match self.kind:
            case ChangeKind.ADDED:
                return _joined(self.item, self.after)
            case ChangeKind.REMOVED:
                return _joined(self.item, self.before)
            case _:
                return f"{self.item} {self.before} → {self.after}"


def _joined(item: str, text: str) -> str:
    if not item:
        return f"（{text}）" if text else ""
    return f"{item} {text}".rstrip()
