"""Type the constants that rules compare with by the value that they are compared with."""

from __future__ import annotations

import re
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.conditions import Comparison, Operand
from engine.ruleset.model import FieldType
from engine.ruleset.nodes import Node, ScalarNode, describe_node
from engine.ruleset.scalars import read_boolean, read_date, read_number
from engine.ruleset.sections import Draft
from engine.ruleset.suggesting import suggest
from engine.ruleset.vocabulary import Term

# Comparisons that can never hold with a constant below (or above) all that a field may be.
_NEVER_BELOW = (Comparison.EQUALS, Comparison.AT_MOST, Comparison.LESS_THAN)
_NEVER_ABOVE = (Comparison.EQUALS, Comparison.AT_LEAST, Comparison.MORE_THAN)

TYPE_NAMES = {
    FieldType.BOOLEAN: "是否",
    FieldType.INTEGER: "整数",
    FieldType.NUMBER: "数值",
    FieldType.PERCENT: "百分比",
    FieldType.DATE: "日期",
    FieldType.CHOICE: "单选",
    FieldType.TEXT: "文本",
    FieldType.SET: "多选",
}


def type_operand(node: Node, term: Term | None, draft: Draft) -> Operand | None:
    """Return one constant typed by the value that it is compared with.

    Args:
        node: The constant as it was written.
        term: What it is compared with; None where that is unknown (reported elsewhere).
        draft: Gets an error where the constant does not fit.

    Returns:
        The constant; None where it cannot be typed (then it was reported).
    """
    if not isinstance(node, ScalarNode) or node.is_blank:
        _refuse(draft, node, term, "没有写要比较的值", "请在冒号后面写上值")
        return None
    if term is None or term.type is None:
        return node.text
    if term.is_numeric:
        return read_amount(node, term, draft)
    if term.type in (FieldType.CHOICE, FieldType.SET):
        _check_choice(node, term, draft)
        return node.text
    if term.type is FieldType.TEXT:
        return node.text
    value = read_boolean(node) if term.type is FieldType.BOOLEAN else read_date(node)
    if isinstance(value, tuple):
        _refuse(draft, node, term, *value)
        return None
    return value


def _refuse(draft: Draft, node: Node, term: Term | None, message: str, hint: str) -> None:
    what = f"“{term.name}”的类型是“{TYPE_NAMES[term.type]}”：" if term and term.type else ""
    shown = node.shown if isinstance(node, ScalarNode) else describe_node(node)
    draft.diagnostics.error("R040", what + message, node.place, shown, hint)


def read_amount(
    node: Node, term: Term | None, draft: Draft, *, among_percents: bool = False
) -> Fraction | None:
    """Read a number that is compared with a numeric value; explain one that cannot fit.

    The numbers of methods come here too; where the schema has refused one, nothing is added.

    Args:
        node: The number as it was written.
        term: What it is compared with; None where that is unknown (reported elsewhere).
        draft: Gets what is wrong, and remembers which numbers have a percent sign.
        among_percents: Other numbers of the same method are written with a percent sign.
    """
    value = read_number(node)
    if isinstance(value, tuple):
        if not _is_reported(node, draft):
            _refuse(draft, node, term, *value)
        return None
    assert isinstance(node, ScalarNode)
    if node.text.endswith("%"):
        draft.percents.add(node.place)
    if term is None or term.type is None:
        return value
    is_whole = term.type is FieldType.INTEGER and not term.is_derived
    if is_whole and node.text.endswith("%"):
        _refuse(draft, node, term, f"“{node.text}”是百分数", _WHOLE_HINTS.get(term.name, _WHOLE))
        return None
    _check_percent(value, node, term, draft, among_percents)
    return value


_WHOLE = "请写整数；要按所占的比例算的，请用比率，或类型是“百分比”的字段"
_WHOLE_HINTS = {"名次": "请写第几名，如 3；前百分之几的请写“按: 百分位”，如前 30% 写 大于: 70%"}


def _is_reported(node: Node, draft: Draft) -> bool:
    return any(item.place == node.place for item in draft.diagnostics)


def _check_percent(
    value: Fraction, node: ScalarNode, term: Term, draft: Draft, among_percents: bool
) -> None:
    """Refuse 90 where 90 % is meant: a percent field holds 0.9, and so does a share."""
    if value <= 1 or node.text.endswith("%"):
        return
    is_percent = term.type is FieldType.PERCENT and not (term.high is not None and term.high > 1)
    if not is_percent and not term.is_share:
        return
    # Imported here: numbers are rarely written in messages, and points brings numpy.
    from engine.points import decimal_text

    whole = f"{node.text} 就是 {decimal_text(value * 100)}%"
    hint = f"若是百分之{node.text}，请写成 {node.text}%；"
    if is_percent:
        message, more = f"“{term.name}”是百分比，{whole}", "确有这么大，请在字段的“范围”里写明"
    else:
        message = f"“{term.name}”是两个同单位的数相除的比率，{whole}"
        more = "这个比率本来就会大于 1 的，请给这个派生值写“单位”，如 单位: 倍"
    report = draft.diagnostics.error if is_percent or among_percents else draft.diagnostics.warning
    report("R042", message, node.place, node.text, hint + more)


def check_reachable(
    value: Fraction, comparison: Comparison, place: Place, term: Term, draft: Draft
) -> None:
    """Report a constant outside the range of the field: the comparison never changes.

    It is an error where the comparison can never hold, and a warning where it always does.
    """
    if term.low is not None and term.high is not None and term.low > term.high:
        return  # reported at the range
    if any(item.place == place for item in draft.diagnostics):
        return  # a percent sign is lacking, and that explains it
    below = term.low is not None and value < term.low
    above = term.high is not None and value > term.high
    if not (below or above):
        return
    # Imported here: numbers are rarely written in warnings, and points brings numpy.
    from engine.points import decimal_text

    low = decimal_text(term.low) if term.low is not None else "不限"
    high = decimal_text(term.high) if term.high is not None else "不限"
    never = comparison in (_NEVER_BELOW if below else _NEVER_ABOVE)
    report = draft.diagnostics.error if never else draft.diagnostics.warning
    result = "这个比较永远不成立" if never else "这个比较永远成立"
    if comparison is Comparison.ONE_OF:
        result = "这一项永远比不中"
    report(
        "R043",
        f"{decimal_text(value)} 不在“{term.name}”的范围 [{low}, {high}] 之内"
        f"（{term.place}），{result}",
        place,
        decimal_text(value),
        "请核对这个数，或修改字段的“范围”",
    )


def _check_choice(node: ScalarNode, term: Term, draft: Draft) -> None:
    if term.choices and node.text not in term.choices:
        parts = [part.strip() for part in re.split("[、，,；;/ ]", node.text) if part.strip()]
        hint = suggest(node.text, term.choices)
        if len(parts) > 1 and set(parts) <= set(term.choices):
            hint = f"几个选项请写成列表：[{', '.join(parts)}]"
        draft.diagnostics.error(
            "R033",
            f"“{node.text}”不是“{term.name}”的选项",
            node.place,
            node.text,
            hint,
        )
