"""The form (表式) that a field dictionary asks for, and its fingerprint.

Two editions with the same form read the same workbook alike: what counts is what a cell may
hold, not comments, points, or the order of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256

from engine.points import decimal_text
from engine.ruleset.dictionary import NOT_APPLICABLE_WORD, Field, FieldType
from engine.ruleset.model import RuleSet

FINGERPRINT_LENGTH = 12
# Fingerprints hang on every word here: changing one refuses all workbooks handed out before.
_TYPES = {
    FieldType.BOOLEAN: "是否",
    FieldType.INTEGER: "整数",
    FieldType.NUMBER: "数值",
    FieldType.PERCENT: "百分比",
    FieldType.DATE: "日期",
    FieldType.CHOICE: "单选",
    FieldType.TEXT: "文本",
    FieldType.SET: "多选",
}
_IDENTITY = "标识码和名称"


def form_lines(ruleset: RuleSet) -> Mapping[str, str]:
    """Return what each field and each column of a record table may hold, in words.

    The names are those of the dictionary; a column is named “台账·列”.
    """
    lines = {_IDENTITY: "、".join((*ruleset.id_fields, *ruleset.name_fields))}
    lines.update((field.id, field_line(field)) for field in ruleset.fields.values())
    for table in ruleset.tables.values():
        if table.from_last_year or (ruleset.below and table.id == ruleset.below.table):
            continue  # made of results, never handed in
        lines[f"台账“{table.id}”"] = "要零报告" if table.zero_report else "不要零报告"
        for field in table.fields.values():
            lines[f"{table.id}·{field.id}"] = field_line(field)
    return lines


def form_fingerprint(ruleset: RuleSet) -> str:
    """Return the fingerprint of a ruleset's form: 12 hexadecimal digits."""
    lines = sorted(form_lines(ruleset).items())
    text = "\n".join(f"{name}\t{line}" for name, line in lines)
    return sha256(text.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def field_line(field: Field) -> str:
    """Say what a cell of a field may hold: type, unit, places, range, choices, special texts."""
    parts = [_TYPES[field.type]]
    if field.unit:
        parts.append(f"单位{field.unit}")
    if field.type in (FieldType.NUMBER, FieldType.PERCENT):
        parts.append(f"小数{field.decimals}位")
    if field.low is not None:
        parts.append(f"不小于{_number(field, field.low)}")
    if field.high is not None:
        parts.append(f"不大于{_number(field, field.high)}")
    if field.choices:
        parts.append("选项" + "、".join(sorted(field.choices)))
    if field.blank_as == NOT_APPLICABLE_WORD:
        parts.append("空白为不适用")
    for mark, word in sorted(field.marks.items()):
        stands = "不适用" if word == NOT_APPLICABLE_WORD else "没有填"
        parts.append(f"“{mark}”为{stands}")
    return "；".join(parts)


def _number(field: Field, number: Fraction) -> str:
    if field.type is FieldType.PERCENT:
        return decimal_text(number * 100) + "%"
    return decimal_text(number)
