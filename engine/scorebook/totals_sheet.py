"""总表: a row for each school, from its dimensions to its grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.scorebook.cells import Link
from engine.scorebook.looks import Looks
from engine.scorebook.losses_sheet import LossesSheet
from engine.scorebook.rules import NO_TOTAL, Rules, Story
from engine.scorebook.table_sheet import Cell, Column, Kind, TableSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# What keeps a school from the grade of its score, as its moves name it.
_BY_SCORE = frozenset({"by_score", "unrated"})


class TotalsSheet(TableSheet):
    """The sheet while it is written."""

    NAME = "总表"
    ABOUT = "一{所学校}一行：各维度、加减分、总分、等次"

    def __init__(self, sheet: Worksheet, rules: Rules, looks: Looks, *, has_cohorts: bool) -> None:
        self._has_cohorts = has_cohorts
        subject = rules.subject
        columns = [
            Column(subject.id_word, 13, Kind.WORD),
            Column(str(subject), 22),
            *([Column("同组", 20)] if has_cohorts else []),
            *(
                Column(f"{each['id']} {each['name']}\n（{each['full']}分）", 11.5, Kind.POINTS)
                for each in rules.dimensions
            ),
            Column("基础分", 10, Kind.POINTS),
            Column("加分", 8, Kind.POINTS),
            Column("扣分", 8, Kind.POINTS),
            Column("总分", 10, Kind.TOTAL),
            Column("等次", 9, Kind.GRADE),
            Column("同组名次" if has_cohorts else "名次", 8, Kind.WHOLE),
            Column("按分数线", 9, Kind.WORD),
            Column("等次限定", 13),
            Column("状态", 9, Kind.WORD),
            Column("说明", 42),
            Column("失分明细", 9, Kind.WORD),
            Column("评分表", 8, Kind.WORD),
        ]
        super().__init__(sheet, columns, rules, looks, frozen=2)

    def add(self, story: Story, details_row: int | None, score_sheet: str) -> None:
        """Write the row of a school.

        Args:
            details_row: Where its lost points begin in 失分明细; None: it lost none.
            score_sheet: The path of its score sheet, beside the book.
        """
        cells: list[Cell] = [story["school_id"], story["name"]]
        if self._has_cohorts:
            cells.append(story["cohort"])
        cells.extend(
            each["points"] if each["applicable"] else "不适用" for each in story["dimensions"]
        )
        cells.extend((story["base"], story["bonus"], story["deduction"]))
        cells.append(NO_TOTAL if story["total"] is None else story["total"])
        cells.extend((story["grade"], story["rank"] or None, story["grade_by_score"]))
        cells.extend((_limits(story), story["status"], _reason(story)))
        if details_row is None:
            cells.append(None)
        else:
            cells.append(Link("查看", f"internal:'{LossesSheet.NAME}'!A{details_row}"))
        cells.append(Link("打开", f"external:{score_sheet}"))
        self.row(cells)


def _limits(story: Story) -> str:
    return "、".join(
        dict.fromkeys(
            "名额" if each["kind"] == "quota" else each["by"]
            for each in story["moves"]
            if each["kind"] not in _BY_SCORE
        )
    )


def _reason(story: Story) -> str:
    """Say why a school has no grade, or how it came to another one than by its score."""
    moves = [each["reason"] for each in story["moves"] if each["kind"] not in _BY_SCORE]
    return "；".join(dict.fromkeys((*story["reasons"], *moves)))
