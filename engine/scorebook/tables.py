"""The sheets that show a table of the run as it is: which columns, called what, how wide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from engine.reports.csv_file import cell_text
from engine.reports.run_folder import RunFolder
from engine.scorebook.looks import Looks
from engine.scorebook.rules import Rules
from engine.scorebook.table_sheet import Cell, Column, Kind, TableSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the run as a sheet.

    Args:
        sheet: Its name. file: Of the table, without its ending.
        about: What a row is, for whoever reads the book.
        columns: Column of the table -> how it is shown; {学校} stands for what is assessed.
        frozen: So many columns stay in sight.
    """

    sheet: str
    file: str
    about: str
    columns: dict[str, Column]
    frozen: int = 2

    def is_in(self, run: RunFolder) -> bool:
        """Tell whether a run has a row of the table."""
        path = run.path / f"{self.file}.csv"
        if not path.is_file():
            return False
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(1 for _ in islice(file, 2)) == 2

    def rows(self, run: RunFolder) -> Iterator[list[Cell]]:
        """Yield the rows of the table, in its order."""
        keys = [(key, each.kind is Kind.WHOLE) for key, each in self.columns.items()]
        for row in run.table(self.file):
            yield [
                int(row[key]) if is_whole and row[key] else cell_text(row[key])
                for key, is_whole in keys
            ]


def write_table(sheet: Worksheet, table: Table, run: RunFolder, rules: Rules, looks: Looks) -> int:
    """Write the sheet of a table; return its rows."""
    columns = [replace(each, title=rules.say(each.title)) for each in table.columns.values()]
    written = TableSheet(sheet, columns, rules, looks, frozen=table.frozen)
    for cells in table.rows(run):
        written.row(cells)
    written.close()
    return written.n_rows


_ID = Column("{学校标识码}", 15, Kind.WORD)
_NAME = Column("{学校}", 24)
_PLACE = 42

DUTIES = Table(
    "班子责任",
    "duties",
    "每人每个领域一行：岗位、责任、应承担的失分、负责的否决",
    {
        "school_id": _ID,
        "name": _NAME,
        "area": Column("领域", 12, Kind.WORD),
        "person": Column("姓名", 11, Kind.WORD),
        "posts": Column("岗位", 26),
        "kind": Column("责任", 26),
        "coefficient": Column("系数", 8, Kind.POINTS),
        "lost": Column("领域失分", 10, Kind.POINTS),
        "carried": Column("承担", 10, Kind.POINTS),
        "vetoes": Column("负责的否决", 30),
        "repeated": Column("失责追责", 11, Kind.WORD),
        "barred_from": Column("取消", 30),
    },
)
QUOTAS = Table(
    "名额使用",
    "quotas",
    "每组每个名额一行：名额几个、够条件的、占用的、因否决等空出的",
    {
        "cohort": Column("同组", 26),
        "grade": Column("等次", 12, Kind.GRADE),
        "schools": Column("按几{学校}算", 12, Kind.WHOLE),
        "places": Column("名额", 9, Kind.WHOLE),
        "candidates": Column("够条件", 9, Kind.WHOLE),
        "taken": Column("占用", 9, Kind.WHOLE),
        "freed": Column("因否决等空出", 13, Kind.WHOLE),
        "tied_out": Column("同分而未得", 30),
        "quota_place": Column("规则位置", 40, Kind.SMALL),
    },
    frozen=1,
)
COHORTS = Table(
    "各组情况",
    "cohorts",
    "每组的总分、各维度、各事项一行：平均、中位、最低、最高、得分率；没有组名的是全部",
    {
        "cohort": Column("同组", 26),
        "name": Column("项目", 22),
        "schools": Column("{学校}数", 9, Kind.WHOLE),
        "full": Column("满分", 12, Kind.POINTS),
        "mean": Column("平均", 11, Kind.POINTS),
        "median": Column("中位", 11, Kind.POINTS),
        "least": Column("最低", 11, Kind.POINTS),
        "most": Column("最高", 11, Kind.POINTS),
        "rate": Column("得分率（％）", 12, Kind.POINTS),
    },
    frozen=2,
)
REVISIONS = Table(
    "核查",
    "revisions",
    "每次核查、复核一行：由几改为几，谁、何时、为什么",
    {
        "school_id": _ID,
        "name": _NAME,
        "table": Column("台账", 14, Kind.WORD),
        "fact": Column("事实", 24),
        "stage": Column("环节", 9, Kind.WORD),
        "outcome": Column("结论", 10, Kind.GRADE),
        "old": Column("原值", 18),
        "new": Column("核定值", 18),
        "who": Column("核查人", 12, Kind.WORD),
        "when": Column("日期", 13, Kind.WORD),
        "why": Column("理由", 40),
        "evidence": Column("佐证", 18),
        "place": Column("核查处", _PLACE, Kind.SMALL),
        "old_place": Column("填报处", _PLACE, Kind.SMALL),
    },
)
INFLATION = Table(
    "自评与认定",
    "inflation",
    "核查过的{学校}自评得分、认定得分，虚高＝前者减后者",
    {
        "level": Column("层次", 12, Kind.WORD),
        "school_id": _ID,
        "name": _NAME,
        "indicator": Column("编号", 10, Kind.WORD),
        "indicator_name": Column("指标", 28),
        "reported": Column("自评得分", 11, Kind.POINTS),
        "final": Column("认定得分", 11, Kind.POINTS),
        "inflated": Column("虚高", 10, Kind.POINTS),
        "reported_status": Column("自评状态", 11, Kind.WORD),
        "final_status": Column("认定状态", 11, Kind.WORD),
        "facts": Column("改动的事实", 40),
        "schools": Column("{学校}数", 9, Kind.WHOLE),
        "schools_higher": Column("偏高", 8, Kind.WHOLE),
        "schools_lower": Column("偏低", 8, Kind.WHOLE),
    },
    frozen=3,
)
EVIDENCE = Table(
    "佐证",
    "evidence",
    "每件佐证一行：文件在不在、核验结论、所证的事实怎样采用",
    {
        "school_id": _ID,
        "name": _NAME,
        "number": Column("佐证编号", 13, Kind.WORD),
        "fact": Column("所证事实", 24),
        "evidence": Column("佐证", 28),
        "file": Column("文件", 28),
        "file_state": Column("文件状态", 12, Kind.WORD),
        "checker": Column("核验人", 12, Kind.WORD),
        "checked_on": Column("核验日期", 13, Kind.WORD),
        "verdict": Column("核验结论", 12, Kind.WORD),
        "reason": Column("理由", 40),
        "outcome": Column("怎样采用", 16, Kind.WORD),
        "sha256": Column("SHA-256", 40, Kind.SMALL),
        "place": Column("出处", _PLACE, Kind.SMALL),
    },
)
CONFLICTS = Table(
    "两处不一致",
    "conflicts",
    "两处填得不一样的事实：各填了什么，用了哪个，为什么",
    {
        "school_id": _ID,
        "name": _NAME,
        "table": Column("台账", 14, Kind.WORD),
        "event": Column("事件", 15, Kind.WORD),
        "fact": Column("事实", 24),
        "value": Column("填的值", 18),
        "source": Column("来源", 14, Kind.WORD),
        "place": Column("填报处", _PLACE, Kind.SMALL),
        "stands": Column("采用", 8, Kind.WORD),
        "why": Column("为什么", 44),
    },
)
PROBLEMS = Table(
    "问题清单",
    "problems",
    "读表和规则中需要看一看的问题，每条指明位置和改法",
    {
        "severity": Column("程度", 8, Kind.WORD),
        "code": Column("代号", 8, Kind.WORD),
        "place": Column("位置", 46),
        "value": Column("填的值", 18),
        "message": Column("问题", 66),
        "hint": Column("怎么办", 44),
    },
    frozen=0,
)

# In the order of the book: behind the vetoes, behind the ranks, behind what is published.
BESIDE_VETOES = (DUTIES,)
BESIDE_RANKS = (QUOTAS, COHORTS)
AFTER = (REVISIONS, INFLATION, EVIDENCE, CONFLICTS, PROBLEMS)
