"""Build conditions, and check every name and comparison in them where it stands."""

from __future__ import annotations

from fractions import Fraction

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.ruleset.building.operands import TYPE_NAMES, check_reachable, type_operand
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    Operand,
)
from engine.ruleset.model import FieldType
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_boolean, read_integer
from engine.ruleset.sections import Draft
from engine.ruleset.suggesting import suggest
from engine.ruleset.vocabulary import Term

_ORDER = (
    Comparison.AT_LEAST,
    Comparison.MORE_THAN,
    Comparison.AT_MOST,
    Comparison.LESS_THAN,
)
_EQUALITY = (Comparison.EQUALS, Comparison.NOT_EQUALS)
_WORDS = {member.value: member for member in Comparison}


def _fitting(kind: FieldType) -> tuple[Comparison, ...]:
    """Return the comparisons that make sense for a type."""
    if kind.is_numeric or kind is FieldType.DATE:
        return (*_EQUALITY, *_ORDER, Comparison.ONE_OF, Comparison.FILLED)
    if kind is FieldType.BOOLEAN:
        return (*_EQUALITY, Comparison.FILLED)
    if kind is FieldType.SET:
        return (Comparison.INCLUDES, Comparison.FILLED)
    return (*_EQUALITY, Comparison.ONE_OF, Comparison.FILLED)


def build_condition(node: Node | None, draft: Draft, table: str = "") -> Condition | None:
    """Build one condition.

    Args:
        node: The canonical node; None builds nothing.
        draft: The vocabulary, and where errors go.
        table: The record table whose rows the condition reads; its columns come first.

    Returns:
        The condition; None where there is nothing that could be built.
    """
    match node:
        case None:
            return None
        case ScalarNode():
            return _shorthand(node, draft, table)
        case SequenceNode():
            return None
        case MappingNode():
            return _mapping(node, draft, table)


def require_condition(node: Node | None, place: Place, draft: Draft, table: str = "") -> Condition:
    """Build a condition that must be there; where it is not, that was reported already."""
    return build_condition(node, draft, table) or AllOf((), place)


def _shorthand(node: ScalarNode, draft: Draft, table: str) -> Condition | None:
    """A name alone: that yes-or-no field is 是."""
    if node.is_blank:
        return None
    term = find_term(node, draft, table)
    if term and term.type not in (None, FieldType.BOOLEAN):
        assert term.type is not None
        draft.diagnostics.error(
            "R041",
            f"“{node.text}”的类型是“{TYPE_NAMES[term.type]}”，不能单独作条件",
            node.place,
            node.text,
            f"请写成 {{取值: {node.text}, 比较词: 值}}，例如“不少于”“等于”",
        )
    return Compare(node.text, Comparison.EQUALS, (True,), node.place)


def _mapping(node: MappingNode, draft: Draft, table: str) -> Condition | None:
    value = node.get("value")
    if value is not None:
        return _comparisons(node, value, draft, table)
    if (inner := node.get("all")) is not None:
        return AllOf(_parts(inner, draft, table), node.place)
    if (inner := node.get("any")) is not None:
        return AnyOf(_parts(inner, draft, table), node.place)
    if (inner := node.get("not")) is not None:
        part = build_condition(inner, draft, table)
        return Not(part, node.place) if part else None
    inner = node.get("at_least_of")
    return _at_least_of(inner, draft, table) if isinstance(inner, MappingNode) else None


def _parts(node: Node, draft: Draft, table: str) -> tuple[Condition, ...]:
    items = node.items if isinstance(node, SequenceNode) else ()
    built = (build_condition(item, draft, table) for item in items)
    return tuple(part for part in built if part is not None)


def _at_least_of(node: MappingNode, draft: Draft, table: str) -> Condition | None:
    inner, written = node.get("parts"), node.get("at_least")
    if inner is None or written is None:
        return None
    parts = _parts(inner, draft, table)
    count = read_integer(written)
    if not isinstance(count, int):
        return None
    total = len(inner.items) if isinstance(inner, SequenceNode) else 0
    if total and count > total:
        draft.diagnostics.error(
            "R044",
            f"要满足 {count} 项，但一共只有 {total} 项，永远不会成立",
            written.place,
            str(count),
            f"请写不超过 {total} 的数，或补上其他各项",
        )
    return AtLeastOf(count, parts, node.place)


def _comparisons(node: MappingNode, value: Node, draft: Draft, table: str) -> Condition | None:
    if not isinstance(value, ScalarNode) or value.is_blank:
        return None
    term = find_term(value, draft, table)
    compares = []
    for entry in node:
        if entry.key in _WORDS:
            compare = _compare(value.text, term, entry, draft, table)
            if compare is not None:
                compares.append(compare)
    if len(compares) == 1:
        return compares[0]
    return AllOf(tuple(compares), node.place)


def _compare(
    name: str, term: Term | None, entry: Entry, draft: Draft, table: str
) -> Compare | None:
    comparison, node = _WORDS[entry.key], entry.value
    if term and term.type and comparison not in _fitting(term.type):
        spell = str if entry.shown.isascii() else chinese_key
        words = "、".join(f"“{spell(word.value)}”" for word in _fitting(term.type))
        draft.diagnostics.error(
            "R041",
            f"“{name}”的类型是“{TYPE_NAMES[term.type]}”，不能用“{entry.shown}”比较",
            entry.key_place,
            entry.shown,
            f"这种类型可以用：{words}",
        )
        return None
    if comparison is Comparison.FILLED:
        filled = read_boolean(node)
        operands: tuple[Operand, ...] = (filled,) if isinstance(filled, bool) else (True,)
        return Compare(name, comparison, operands, entry.key_place)
    if isinstance(node, MappingNode):
        return _with_other(name, term, entry, node, draft, table)
    if comparison in (Comparison.ONE_OF, Comparison.INCLUDES):
        nodes = node.items if isinstance(node, SequenceNode) else (node,)
    elif isinstance(node, SequenceNode):
        return None
    else:
        nodes = (node,)
    typed = tuple(type_operand(item, term, draft) for item in nodes)
    for operand, item in zip(typed, nodes, strict=True):
        if term and term.is_numeric and isinstance(operand, Fraction):
            check_reachable(operand, comparison, item.place, term, draft)
    return Compare(
        name, comparison, tuple(item for item in typed if item is not None), entry.key_place
    )


def _with_other(
    name: str, term: Term | None, entry: Entry, node: MappingNode, draft: Draft, table: str
) -> Compare | None:
    """Compare with another value (另一取值) of the same sort."""
    written = node.get("other")
    if not isinstance(written, ScalarNode) or written.is_blank:
        return None
    other = find_term(written, draft, table)
    if term and other and term.type and other.type and not _is_same_sort(term.type, other.type):
        draft.diagnostics.error(
            "R041",
            f"“{name}”的类型是“{TYPE_NAMES[term.type]}”，"
            f"“{written.text}”的类型是“{TYPE_NAMES[other.type]}”，"
            "不能互相比较",
            written.place,
            written.text,
            "只能与同类的值比较：数与数，日期与日期",
        )
        return None
    return Compare(name, _WORDS[entry.key], (), entry.key_place, written.text)


def _is_same_sort(left: FieldType, right: FieldType) -> bool:
    if left.is_numeric or left is FieldType.DATE:
        return left.is_numeric == right.is_numeric and (left.is_numeric or left is right)
    return False


def find_term(node: ScalarNode, draft: Draft, table: str = "") -> Term | None:
    """Return what a name stands for, and report a name that nothing has."""
    if table and table not in draft.vocabulary.tables:
        return None  # the table itself is unknown, and that is reported
    term = draft.vocabulary.find(node.text, table)
    if term is None and node.text in draft.vocabulary.results:
        draft.diagnostics.error(
            "R022",
            f"“{node.text}”是结果值，算分之后才有，这里不能读",
            node.place,
            node.text,
            "结果值只能用在“等次限定”里；这里请用字段或派生值",
        )
    elif term is None:
        where = f"，台账“{table}”和学校都没有这个字段" if table else "，没有这个字段或派生值"
        draft.diagnostics.error(
            "R022",
            f"不认识“{node.text}”{where}",
            node.place,
            node.text,
            suggest(node.text, draft.vocabulary.names(table)),
        )
    return term
