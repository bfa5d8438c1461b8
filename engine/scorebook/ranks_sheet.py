"""各组名次: cohort by cohort in the order of rank, with what the places and limits moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.scorebook.looks import Looks
from engine.scorebook.rules import NO_TOTAL, Rules, Story
from engine.scorebook.table_sheet import Cell, Column, Kind, TableSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_UNRANKED = 10**9


class RanksSheet(TableSheet):
    """The sheet while it is written; its rows wait until all schools are known."""

    NAME = "各组名次"
    ABOUT = "按组排名：等次怎样得出，谁受名额影响"

    def __init__(self, sheet: Worksheet, rules: Rules, looks: Looks, *, has_quotas: bool) -> None:
        self._has_quotas = has_quotas
        self._cohorts: dict[str, list[tuple[int, list[Cell]]]] = {}
        subject = rules.subject
        columns = [
            Column("同组", 26),
            Column("名次", 8, Kind.WHOLE),
            Column(subject.id_word, 15, Kind.WORD),
            Column(str(subject), 26),
            Column("总分", 11, Kind.TOTAL),
            Column("等次", 10, Kind.GRADE),
            Column("按分数线", 10, Kind.WORD),
            *([Column("受名额影响", 16, Kind.WORD)] if has_quotas else []),
            Column("状态", 11, Kind.WORD),
            Column("等次怎样得出", 64),
        ]
        super().__init__(sheet, columns, rules, looks, frozen=2)

    def add(self, story: Story) -> None:
        """Take a school in."""
        rank = story["rank"]
        cells: list[Cell] = [story["cohort"], rank or None, story["school_id"], story["name"]]
        cells.append(NO_TOTAL if story["total"] is None else story["total"])
        cells += [story["grade"], story["grade_by_score"]]
        if self._has_quotas:
            cells.append(_moved_by_quota(story))
        moves = [each["reason"] for each in story["moves"]]
        cells += [story["status"], "；".join(dict.fromkeys((*story["reasons"], *moves)))]
        self._cohorts.setdefault(story["cohort"], []).append((rank or _UNRANKED, cells))

    def close(self) -> None:
        """Write the rows, and let them be filtered."""
        for ranked in self._cohorts.values():
            for _, cells in sorted(ranked, key=lambda each: each[0]):
                self.row(cells)
        super().close()


def _moved_by_quota(story: Story) -> str:
    moves = [each for each in story["moves"] if each["kind"] == "quota"]
    return "；".join(f"{each['from']}→{each['to']}" for each in moves)
