"""Say what a field or a record table holds: type, range, choices, whom it is for, its source."""

from __future__ import annotations

from collections.abc import Iterable

from engine.ruleset.dictionary import LAST_YEAR, NOT_APPLICABLE_WORD, SHEET
from engine.ruleset.model import Field, FieldType, FromLastYear, RecordTable, RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import Measure, constant_text

_TYPES = {
    FieldType.BOOLEAN: "是或否",
    FieldType.INTEGER: "整数",
    FieldType.NUMBER: "数",
    FieldType.PERCENT: "百分比",
    FieldType.DATE: "日期",
    FieldType.CHOICE: "单选",
    FieldType.TEXT: "文字",
    FieldType.SET: "多选",
}
_RESULTS = {
    "grade": "等次",
    "grade_by_score": "按分等次",
    "total": "总分",
    "rank": "名次",
    "status": "状态",
    "vetoed": "是否被否决",
    "carried": "延续的否决",
}


def field_text(field: Field, ruleset: RuleSet, table: str = "") -> str:
    """Say all that the dictionary says of a field, but its name, note and evidence."""
    parts = [_type_text(field)]
    if field.required:
        parts.append("必填")
    if field.applies is not None:
        parts.append(f"只有{condition_text(field.applies, ruleset, table)}的才填")
    if field.blank_is_not_applicable:
        parts.append("空白即不适用")
    parts.extend(_marks_text(field))
    parts.extend(_checks_text(field))
    if field.evidence_required:
        parts.append("须佐证" + ("，填0、否、无的也要" if field.evidence_of_none else ""))
    if field.from_last_year is not None:
        parts.append(last_year_text(field.from_last_year))
    if field.held_last_year:
        columns = "、".join(f"“{each}”" for each in field.held_last_year)
        parts.append(f"去年的台账里有{columns}都相同的记录的为是")
    return "；".join(parts)


def _type_text(field: Field) -> str:
    said = _TYPES[field.type]
    if field.choices:
        said += f"：{'、'.join(field.choices)}"
    if field.pending:
        said += f"（{'、'.join(field.pending)}为尚未认定）"
    if field.type in (FieldType.NUMBER, FieldType.PERCENT):
        said += f"，{_places_text(field)}"
    limits = range_text(field)
    said += f"，{limits}" if limits else ""
    return said + (f"，单位{field.unit}" if field.unit else "")


def _places_text(field: Field) -> str:
    # 95% 记作 0.95：四位小数就是精确到 0.01%。
    decimals = field.decimals - 2 if field.type is FieldType.PERCENT else field.decimals
    return f"至多{max(decimals, 0)}位小数"


def range_text(field: Field) -> str:
    """Say from where to where the values of a field go."""
    measure = Measure.PERCENT if field.type is FieldType.PERCENT else Measure.PLAIN
    low, high = (
        constant_text(bound, measure) if bound is not None else ""
        for bound in (field.low, field.high)
    )
    if low and high:
        return f"{low}至{high}"
    return f"不小于{low}" if low else f"不大于{high}" if high else ""


def _marks_text(field: Field) -> Iterable[str]:
    for mark, meaning in field.marks.items():
        yield f"填“{mark}”的为{'不适用' if meaning == NOT_APPLICABLE_WORD else '缺失'}"


def _checks_text(field: Field) -> Iterable[str]:
    if field.unique:
        yield "各处的值应各不相同"
    if field.change_within is not None:
        within = constant_text(field.change_within, Measure.PERCENT)
        yield f"较去年变动超过{within}的要核实"


def last_year_text(last: FromLastYear) -> str:
    """Say what of last year fills a field, and what stands where this year differs."""
    match last.kind:
        case "result":
            what = f"去年的{_RESULTS.get(last.name, last.name)}"
        case "points":
            what = f"去年指标{last.name}的得分"
        case _:
            what = f"去年的“{last.name}”"
    differing = {LAST_YEAR: "以去年的为准", SHEET: "以填报的为准"}
    fate = differing.get(last.if_differing, "都不采用")
    ungraded = f"，去年没有等次的作“{last.ungraded_as}”" if last.ungraded_as else ""
    return f"取自{what}，与填报不一致的{fate}{ungraded}"


def table_text(table: RecordTable) -> str:
    """Say all that the dictionary says of a record table, but its name, note and columns."""
    parts = []
    if table.from_last_year:
        lacking = "按没有记录" if table.none_without_last else "按缺失"
        result = _RESULTS.get(table.from_last_year, table.from_last_year)
        parts.append(f"取自去年的{result}，没有去年结果的{lacking}")
    if table.zero_report:
        parts.append("没有记录的须零报告（填一行“无”）")
    if table.date_field:
        parts.append(f"按“{table.date_field}”归入考核窗口，窗口外的不计")
    if table.event_field:
        parts.append(f"“{table.event_field}”相同的为同一事件")
    if table.evidence_required:
        parts.append("每条记录须佐证")
    if table.no_repeats:
        parts.append(f"本校没有两条{_columns(table.no_repeats)}都相同")
    if table.no_repeats_between:
        parts.append(f"各校之间没有两条{_columns(table.no_repeats_between)}都相同")
    return "；".join(parts)


def _columns(columns: Iterable[str]) -> str:
    return "、".join(f"“{each}”" for each in columns)
