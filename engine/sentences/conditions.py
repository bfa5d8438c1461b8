"""Say in Chinese what a condition asks for, whatever any school has filled in."""

from __future__ import annotations

from collections.abc import Iterator

from engine.ruleset.conditions import AllOf, AnyOf, AtLeastOf, Compare, Comparison, Condition, Not
from engine.ruleset.model import Field, FieldType, RuleSet
from engine.sentences.phrases import (
    Measure,
    comparison_word,
    demand_text,
    enumerated,
    measure_of,
    unit_of,
)

# 一个值“为”另一个值读不通。
_WORDS_BETWEEN_VALUES = {Comparison.EQUALS: "等于", Comparison.NOT_EQUALS: "不等于"}


def condition_text(condition: Condition, ruleset: RuleSet, table: str = "") -> str:
    """Write a condition: “学段”不为“幼儿园”，且“学生数”不少于100人.

    Args:
        condition: The condition.
        ruleset: Knows the types and units of what is compared.
        table: The record table whose columns come first.
    """
    match condition:
        case Compare():
            return f"“{condition.value}”{_asked(condition, ruleset, table)}"
        case Not():
            return _negated(condition.part, ruleset, table)
        case AllOf():
            return "，且".join(_conjuncts(condition, ruleset, table))
        case AnyOf():
            return "，或".join(_inner(part, ruleset, table) for part in condition.parts)
        case AtLeastOf():
            parts = [condition_text(part, ruleset, table) for part in condition.parts]
            return f"以下至少{condition.count}项：{enumerated(parts)}"


def _conjuncts(condition: AllOf, ruleset: RuleSet, table: str) -> list[str]:
    """Say what must hold together; what is asked of one value in a row, behind one name."""
    texts: list[str] = []
    last = ""
    for part in _flat(condition):
        if isinstance(part, Compare) and part.value == last:
            texts[-1] += f"、{_asked(part, ruleset, table)}"
            continue
        texts.append(_inner(part, ruleset, table))
        last = part.value if isinstance(part, Compare) else ""
    return texts


def _flat(condition: AllOf) -> Iterator[Condition]:
    for part in condition.parts:
        if isinstance(part, AllOf):
            yield from _flat(part)
        else:
            yield part


def _inner(part: Condition, ruleset: RuleSet, table: str) -> str:
    text = condition_text(part, ruleset, table)
    return f"（{text}）" if isinstance(part, AllOf | AnyOf | AtLeastOf) else text


def _negated(part: Condition, ruleset: RuleSet, table: str) -> str:
    if isinstance(part, Compare) and part.comparison is Comparison.EQUALS and not part.other:
        if part.operands in ((True,), (False,)):
            return f"“{part.value}”为“{'否' if part.operands[0] else '是'}”"
        return f"“{part.value}”不{_asked(part, ruleset, table)}"
    return f"不符合（{condition_text(part, ruleset, table)}）"


def _asked(compare: Compare, ruleset: RuleSet, table: str) -> str:
    field = field_of(compare.value, ruleset, table)
    if compare.other:
        is_date = field is not None and field.type is FieldType.DATE
        word = _WORDS_BETWEEN_VALUES.get(compare.comparison)
        word = word or comparison_word(compare.comparison, is_date=is_date)
        return f"{word}“{compare.other}”"
    measure, unit = measure_of(ruleset, compare.value), unit_of(ruleset, compare.value)
    if field is not None:
        is_share = field.type is FieldType.PERCENT
        measure, unit = (Measure.PERCENT, "") if is_share else (Measure.PLAIN, field.unit)
    return demand_text(compare.comparison, compare.operands, measure, unit)


def field_of(name: str, ruleset: RuleSet, table: str = "") -> Field | None:
    """Return the field that a name stands for: a column of the table first; None if derived."""
    columns = ruleset.tables[table].fields if table in ruleset.tables else {}
    return columns.get(name) or ruleset.fields.get(name)
