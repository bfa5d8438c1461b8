"""失分明细: a row for each lost point, with its standard, facts, cells and rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.explain.ledger_line import LEDGER_KINDS
from engine.scorebook.looks import Looks
from engine.scorebook.rules import Rules, Story, standard_of
from engine.scorebook.table_sheet import Cell, Column, Kind, TableSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# What only moves points between parts, or holds for what is not asked, is not lost.
_NOT_LOST = frozenset({"full", "not_applicable", "rescale", "bonus", "rounding", "unrated"})


class LossesSheet(TableSheet):
    """The sheet while it is written."""

    NAME = "失分明细"
    ABOUT = "一处失分一行：标准、算法、事实、填报处、规则"

    def __init__(self, sheet: Worksheet, rules: Rules, looks: Looks) -> None:
        self._rules = rules
        subject = rules.subject
        columns = [
            Column(subject.id_word, 15, Kind.WORD),
            Column(str(subject), 22),
            Column("维度", 18),
            Column("编号", 9, Kind.WORD),
            Column("指标或规则", 22),
            Column("类别", 9, Kind.WORD),
            Column("分数变动", 10, Kind.POINTS),
            Column("说明", 60),
            Column("评分标准", 44),
            Column("事实", 40),
            Column("填报处", 44, Kind.SMALL),
            Column("规则位置", 34, Kind.SMALL),
            Column("补齐后加分", 10, Kind.POINTS),
            Column("补齐后", 50, Kind.SMALL),
        ]
        super().__init__(sheet, columns, rules, looks, frozen=2)

    def add(self, story: Story) -> int | None:
        """Write what a school lost; return its first row, None where it lost nothing."""
        first = None
        gains = {each["id"]: each for each in story["gains"]["items"]}
        for line in story["ledger"]:
            if is_lost(line):
                gain = gains.pop(line.get("about") or line["rule"], None)
                row = self.row([*self._cells(story, line), *_gain_cells(gain)])
                first = first or row
        return first

    def _cells(self, story: Story, line: Story) -> list[Cell]:
        rule = line.get("about") or line["rule"]
        indicator = self._rules.by_id.get(rule)
        return [
            story["school_id"],
            story["name"],
            self._rules.dimension_of(rule),
            rule,
            self._rules.name_of(rule),
            LEDGER_KINDS[line["kind"]],
            line["points"],
            line["sentence"],
            standard_of(indicator) if indicator else "",
            "；".join(f"{name}＝{text}" for name, text, _ in line["facts"]),
            "；".join(dict.fromkeys(place for _, _, place in line["facts"] if place)),
            line["place"],
        ]


def _gain_cells(gain: Story | None) -> list[Cell]:
    """Return what mending an item brings, or why it brings nothing."""
    if gain is None:
        return [None, None]
    hints = (gain["why_not"], gain["hint"])
    texts = [gain["sentence"], *(each for each in hints if each and each not in gain["sentence"])]
    return [gain["gain"], "；".join(texts)]


def is_lost(line: Story) -> bool:
    """Tell whether a line of a ledger is of lost points, or of facts that are not there."""
    if line["kind"] in _NOT_LOST:
        return False
    return line["kind"] == "gap" or str(line["points"]).startswith("-")
