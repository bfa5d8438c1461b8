"""One node of a case file: a stable kind for programs, a label and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.diagnostics import Place


class NodeKind(StrEnum):
    """What a node is; its value is the key in a story, its label what a page shows."""

    RECORD = "record"
    FACTS = "facts"
    TABLE = "table"
    VETO = "veto"
    ORIGIN = "origin"
    TRIGGER = "trigger"
    RELIEF = "relief"
    EXCEPTION = "exception"
    SIGNATURE = "signature"
    NO_FAULT = "no_fault"
    DECISION = "decision"
    OPEN = "open"
    SETTLE = "settle"
    OPTION = "option"
    ABSORBED = "absorbed"
    REDUCED = "reduced"
    SAME_EVENT = "same_event"
    DUTY = "duty"
    REPEATED = "repeated"
    EFFECT = "effect"
    OUTCOME = "outcome"
    WITHOUT = "without"
    CONDITION = "condition"
    FACT = "fact"
    NEAR_MISS = "near_miss"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    NodeKind.RECORD: "记录",
    NodeKind.FACTS: "事实",
    NodeKind.TABLE: "台账",
    NodeKind.VETO: "否决",
    NodeKind.ORIGIN: "由来",
    NodeKind.TRIGGER: "触发",
    NodeKind.RELIEF: "减轻免除",
    NodeKind.EXCEPTION: "例外",
    NodeKind.SIGNATURE: "签批",
    NodeKind.NO_FAULT: "尽职免责",
    NodeKind.DECISION: "认定",
    NodeKind.OPEN: "待核实",
    NodeKind.SETTLE: "查清",
    NodeKind.OPTION: "如果",
    NodeKind.ABSORBED: "并入",
    NodeKind.REDUCED: "减轻为",
    NodeKind.SAME_EVENT: "同一事件",
    NodeKind.DUTY: "责任",
    NodeKind.REPEATED: "失责追责",
    NodeKind.EFFECT: "后果",
    NodeKind.OUTCOME: "落到本校",
    NodeKind.WITHOUT: "如无此项",
    NodeKind.CONDITION: "条件",
    NodeKind.FACT: "事实",
    NodeKind.NEAR_MISS: "差一点",
}


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One node of the tree: what it is, what it says, where that stands, what follows.

    Args:
        called: The label, where it is not that of its kind.
        more: Keys and texts that only this kind has.
    """

    kind: NodeKind
    text: str
    place: Place | None = None
    children: tuple[TreeNode, ...] = ()
    called: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """Return what a page shows in front of the text."""
        return self.called or self.kind.label

    def as_story(self) -> dict[str, Any]:
        """Return it and everything below as plain JSON."""
        story: dict[str, Any] = {"kind": self.kind.value, "label": self.label, "text": self.text}
        story.update(self.more)
        if self.place is not None:
            story["place"] = str(self.place)
        if self.children:
            story["children"] = [child.as_story() for child in self.children]
        return story
