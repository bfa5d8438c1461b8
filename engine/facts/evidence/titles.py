"""The sheet 佐证目录: its name, its columns, and the words that they take."""

from __future__ import annotations

from enum import StrEnum

from engine.diagnostics import Place
from engine.ruleset.dictionary import EVIDENCE_NUMBER, Field, FieldType, RecordTable

SHEET = "佐证目录"
NUMBER, OF, NAME, FILE = EVIDENCE_NUMBER, "对应字段", "佐证名称", "文件"
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


_NOWHERE = Place("")
_ALIASES = {
    NUMBER: ("佐证材料编号", "材料编号"),
    OF: ("对应事实", "对应台账", "对应字段或台账", "对应项目", "佐证内容"),
    NAME: ("佐证材料", "佐证材料名称", "材料名称", "证明材料"),
    FILE: ("文件名", "文件名称", "佐证文件", "电子文件"),
    CHECKER: ("审核人", "查验人"),
    CHECKED_ON: ("审核日期", "查验日期"),
    VERDICT: ("审核结论", "查验结论", "核验结果"),
    REASON: ("核验理由", "不认可理由", "理由说明"),
}
# The catalogue as the readers of record tables know it.
CATALOGUE = RecordTable(
    SHEET,
    {
        title: Field(
            title,
            FieldType.DATE if title == CHECKED_ON else FieldType.TEXT,
            _NOWHERE,
            aliases=_ALIASES[title],
        )
        for title in COLUMNS
    },
    _NOWHERE,
    aliases=("佐证材料目录", "佐证清单", "佐证材料清单", "佐证材料", "catalogue"),
)
