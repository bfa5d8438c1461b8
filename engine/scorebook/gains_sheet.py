"""整改提分: what brings each school to the next grade, and what mending everything would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.scorebook.looks import Looks
from engine.scorebook.rules import NO_TOTAL, Rules, Story
from engine.scorebook.table_sheet import Column, Kind, TableSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


class GainsSheet(TableSheet):
    """The sheet while it is written."""

    NAME = "整改提分"
    ABOUT = "一{所学校}一行：到上一等次最少补哪几项，全部补齐到多少；每处失分补齐加几分见“失分明细”"

    def __init__(self, sheet: Worksheet, rules: Rules, looks: Looks) -> None:
        subject = rules.subject
        columns = [
            Column(subject.id_word, 13, Kind.WORD),
            Column(str(subject), 22),
            Column("总分", 10, Kind.TOTAL),
            Column("等次", 9, Kind.GRADE),
            Column("上一等次", 10, Kind.WORD),
            Column("到得了吗", 10, Kind.WORD),
            Column("还差", 9, Kind.POINTS),
            Column("最少补的项", 40),
            Column("加分", 9, Kind.POINTS),
            Column("补后总分", 10, Kind.POINTS),
            Column("补后等次", 10, Kind.WORD),
            Column("说明", 60),
            Column("能补的全部补齐", 60),
        ]
        super().__init__(sheet, columns, rules, looks, frozen=2)
        self._rules = rules

    def add(self, story: Story) -> None:
        """Write the row of a school."""
        gains = story["gains"]
        plan = gains["next"]
        has_plan = bool(plan["grade"] and plan["items"])
        names = [f"{each} {self._rules.name_of(each)}" for each in plan["items"]]
        reached = ""
        if plan["grade"]:
            reached = {"grade": "到得了", "score": "分数够"}.get(plan["reaches"], "到不了")
        self.row(
            [
                story["school_id"],
                story["name"],
                NO_TOTAL if story["total"] is None else story["total"],
                story["grade"],
                plan["grade"],
                reached,
                plan["needs"] if plan["grade"] else None,
                "；".join(names),
                plan["gain"] if has_plan else None,
                plan["total_after"] if has_plan else None,
                plan["grade_after"] if has_plan else None,
                plan["sentence"],
                gains["all"]["sentence"],
            ]
        )
