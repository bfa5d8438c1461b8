"""Type the constants that rules compare with by the value that they are compared with."""

from __future__ import annotations

from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.conditions import Operand
from engine.ruleset.model import FieldType
from engine.ruleset.nodes import Node, ScalarNode, describe_node
from engine.ruleset.scalars import read_boolean, read_date, read_number
from engine.ruleset.sections import Draft
from engine.ruleset.suggesting import suggest
from engine.ruleset.vocabulary import Term

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


def read_amount(node: Node, term: Term | None, draft: Draft) -> Fraction | None:
    """Return a number that is compared with a numeric value; explain one that cannot fit.

    The numbers of methods come here too; where the schema has refused one, nothing is added.
    """
    value = read_number(node)
    if isinstance(value, tuple):
        if not _is_reported(node, draft):
            _refuse(draft, node, term, *value)
        return None
    assert isinstance(node, ScalarNode)
    if term is None or term.type is None:
        return value
    _check_percent(value, node, term, draft)
    return value


def _is_reported(node: Node, draft: Draft) -> bool:
    return any(item.place == node.place for item in draft.diagnostics)


def _check_percent(value: Fraction, node: ScalarNode, term: Term, draft: Draft) -> None:
    """Refuse 90 where 90 % is meant: a percent field holds 0.9."""
    roomy = term.high is not None and term.high > 1
    if term.type is FieldType.PERCENT and value > 1 and not roomy and "%" not in node.text:
        draft.diagnostics.error(
            "R042",
            f"“{term.name}”是百分比，{node.text} 就是 {node.text}00%",
            node.place,
            node.text,
            f"若是百分之{node.text}，请写成 {node.text}%；确有这么大，请在字段的“范围”里写明",
        )


def check_reachable(value: Fraction, place: Place, term: Term, draft: Draft) -> None:
    """Warn of a constant outside the range of the field: the comparison never changes."""
    if term.low is not None and term.high is not None and term.low > term.high:
        return  # reported at the range
    below = term.low is not None and value < term.low
    above = term.high is not None and value > term.high
    if not (below or above):
        return
    # Imported here: numbers are rarely written in warnings, and points brings numpy.
    from engine.points import decimal_text

    low = decimal_text(term.low) if term.low is not None else "不限"
    high = decimal_text(term.high) if term.high is not None else "不限"
    draft.diagnostics.warning(
        "R043",
        f"{decimal_text(value)} 不在“{term.name}”的范围 [{low}, {high}] 之内，"
        "这个比较的结果永远一样",
        place,
        decimal_text(value),
        "请核对这个数，或修改字段的“范围”",
    )


def _check_choice(node: ScalarNode, term: Term, draft: Draft) -> None:
    if term.choices and node.text not in term.choices:
        draft.diagnostics.error(
            "R033",
            f"“{node.text}”不是“{term.name}”的选项",
            node.place,
            node.text,
            suggest(node.text, term.choices),
        )
