"""The sheet 佐证目录: its name, its columns, and the words that they take."""

from __future__ import annotations

from enum import StrEnum

SHEET = "佐证目录"
NUMBER, OF, NAME, FILE = "佐证编号", "对应字段", "佐证名称", "文件"
CHECKER, CHECKED_ON, VERDICT, REASON = "核验人", "核验日期", "核验结论", "理由"

# The columns of the sheet in order; a joint sheet has those of the school's id in front.
COLUMNS = (NUMBER, OF, NAME, FILE, CHECKER, CHECKED_ON, VERDICT, REASON)
# Those that the school fills in; the others are the checkers'.
OF_THE_SCHOOL = (NUMBER, OF, NAME, FILE)


class Verdict(StrEnum):
    """What the checkers found of one piece of evidence (核验结论)."""

    ACCEPTED = "认可"
    PARTLY = "部分"
    REJECTED = "不认可"
