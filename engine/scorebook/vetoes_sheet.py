"""否决与追责: a row for each veto of a school, from what triggered it to who answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.scorebook.looks import Looks
from engine.scorebook.rules import Rules, Story
from engine.scorebook.table_sheet import Cell, Column, Kind, TableSheet
from engine.veto.trace import VetoStatus

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TRIGGERS = ("origin", "trigger")
_RELIEFS = ("relief", "no_fault")
_STANDING = ("decision", "open", "absorbed", "reduced", "same_event")


class VetoesSheet(TableSheet):
    """The sheet while it is written."""

    NAME = "否决与追责"
    ABOUT = "一条否决一行：触发、减免、认定、后果、责任人"

    def __init__(self, sheet: Worksheet, rules: Rules, looks: Looks) -> None:
        subject = rules.subject
        columns = [
            Column(subject.id_word, 13, Kind.WORD),
            Column(str(subject), 20),
            Column("条款", 9, Kind.WORD),
            Column("名称", 20),
            Column("状态", 9, Kind.GRADE),
            Column("触发", 34),
            Column("减轻免除", 30),
            Column("认定与处理", 34),
            Column("后果", 38),
            Column("责任人", 44),
            Column("如无此项", 20),
            Column("记录或事实", 50, Kind.SMALL),
            Column("填报处", 36, Kind.SMALL),
            Column("依据", 30, Kind.SMALL),
            Column("条款位置", 30, Kind.SMALL),
        ]
        super().__init__(sheet, columns, rules, looks, frozen=2)

    def add(self, story: Story) -> None:
        """Write the vetoes of a school."""
        for root in story["vetoes"]:
            for node in vetoes_below(root):
                self.row(_cells(story, root, node))


def vetoes_below(node: Story) -> Iterator[Story]:
    """Yield every veto of a tree."""
    if node["kind"] == "veto":
        yield node
    for child in node.get("children", ()):
        yield from vetoes_below(child)


def effects_of(veto: Story) -> list[str]:
    """Return the effects of a veto, each with what it came to."""
    return [
        each["text"] + "".join(f"（{text}）" for text in _texts(each, "outcome"))
        for each in veto.get("children", ())
        if each["kind"] == "effect"
    ]


def _cells(story: Story, root: Story, veto: Story) -> list[Cell]:
    children = veto.get("children", ())
    duties = [
        "；".join((each["text"], *_texts(each, "repeated")))
        for each in children
        if each["kind"] == "duty"
    ]
    return [
        story["school_id"],
        story["name"],
        veto["clause"],
        veto["name"],
        VetoStatus(veto["status"]).label,
        "\n".join(text for kind in _TRIGGERS for text in _texts(veto, kind)),
        "\n".join(text for kind in _RELIEFS for text in _texts(veto, kind)),
        "\n".join(text for kind in _STANDING for text in _texts(veto, kind)),
        "\n".join(effects_of(veto)),
        "\n".join(duties),
        "；".join(_texts(veto, "without")),
        root["text"],
        root.get("place", ""),
        veto.get("source", ""),
        veto.get("place", ""),
    ]


def _texts(node: Story, kind: str) -> list[str]:
    return [each["text"] for each in node.get("children", ()) if each["kind"] == kind]
