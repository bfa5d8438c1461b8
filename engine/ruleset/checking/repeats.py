"""Check that no two rules set the same thing: a conflict is an error, never last-wins.

What is compared is what the rules mean, not how they are written: the order of the parts of a
condition, or of the choices in it, makes no difference.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.conditions import condition_key
from engine.ruleset.methods import Charge, Checklist, Deduct, Earn
from engine.ruleset.model import Clause, EffectKind, Indicator
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.walking import methods_in

# What one clause can do only once, though it could be written twice.
_ONCE = (EffectKind.BAR_TOP, EffectKind.GRADE_CAP, EffectKind.SET_GRADE, EffectKind.CARRY_OVER)
# Lists in which the same may stand twice: numbers, and what is computed with.
_MAY_REPEAT = frozenset(
    ("range", "sum", "difference", "product", "mean", "sum_of_applicable", "n_applicable")
)
# A rule's meaning, and where it stands.
Written = tuple[Hashable, Place]


def check_repeats(inspection: Inspection) -> None:
    """Check lists, exclusions, clauses with their effects and reliefs, charges and checklists."""
    for node in inspection.texts.roots():
        _check_lists(node, "", inspection)
    exclusions = [
        (condition_key(each.condition), each.place) for each in inspection.ruleset.exclusions
    ]
    _check("不定等的条件", exclusions, inspection)
    limits = [
        ((condition_key(each.condition), bool(each.at_most)), each.condition.place)
        for each in inspection.ruleset.grade_limits
    ]
    _check("等次限定的条件", limits, inspection)
    _check_clauses(inspection)
    _check_points(inspection)


def _check_lists(node: Node, key: str, inspection: Inspection) -> None:
    """Check that no text stands twice in one list."""
    match node:
        case MappingNode():
            for entry in node:
                _check_lists(entry.value, entry.key, inspection)
        case SequenceNode():
            first: dict[str, Place] = {}
            for item in node.items:
                if not isinstance(item, ScalarNode):
                    _check_lists(item, "", inspection)
                elif key not in _MAY_REPEAT and not item.is_blank:
                    before = first.setdefault(item.text, item.place)
                    if before != item.place:
                        inspection.diagnostics.error(
                            "R020",
                            f"“{chinese_key(key)}”里“{item.shown}”写了两次，前一次在 {before}",
                            item.place,
                            item.shown,
                            "请删去一个",
                        )
        case ScalarNode():
            pass


def _check(
    what: str,
    rules: Iterable[Written],
    inspection: Inspection,
    hint: str = "请合并成一处；本来不同的，请把条件写得不同",
    said: str = "与 {} 的完全一样，同一件事管了两遍",
) -> None:
    """Report rules that mean the same as an earlier one, naming both places."""
    first: dict[Hashable, Place] = {}
    for meaning, place in rules:
        before = first.setdefault(meaning, place)
        if before == place or not inspection.is_sound(place) or not inspection.is_sound(before):
            continue
        inspection.diagnostics.error("R084", what + said.format(before), place, hint=hint)


def _check_clauses(inspection: Inspection) -> None:
    triggers = [
        ((clause.table, condition_key(clause.trigger)), clause.trigger.place)
        for clause in inspection.clauses
        if clause.trigger is not None and not clause.separately
    ]
    hint = "请合并成一条；确要各计各的，两条都写“分别计: 是”"
    _check("条款的触发条件", triggers, inspection, hint)
    for clause in inspection.clauses:
        once = [(each.kind.value, each.place) for each in clause.effects if each.kind in _ONCE]
        hint, said = "请只留一个：几个里本来就只有最严的起作用", "写了两次，前一次在 {}"
        _check(f"条款“{clause.id}”同一种后果", once, inspection, hint, said)
        _check_reliefs(clause, inspection)


def _check_reliefs(clause: Clause, inspection: Inspection) -> None:
    reliefs = [
        ((condition_key(each.condition), condition_key(each.unless)), each.condition.place)
        for each in clause.reliefs
    ]
    hint = "逐项看，第一项成立的起作用，后一项永远用不到；请合并，或把条件写得不同"
    _check(f"条款“{clause.id}”减轻的条件", reliefs, inspection, hint)


def _check_points(inspection: Inspection) -> None:
    for indicator in inspection.indicators():
        for method in methods_in(indicator.method):
            match method:
                case Checklist():
                    parts = [
                        ((condition_key(part.condition), condition_key(part.applies)), part.place)
                        for part in method.parts
                    ]
                    _check(f"“{indicator.id}”清单里的条件", parts, inspection)
                case Deduct() | Earn():
                    charges = [(_charge_key(each), each.place) for each in method.charges]
                    _check(f"“{indicator.id}”计次的来源和条件", charges, inspection)
                case _:
                    pass
    ruleset = inspection.ruleset
    for what, items in (("扣分", ruleset.deductions.items), ("加分", ruleset.bonuses.items)):
        _check(f"{what}项计次的来源和条件", _outer_charges(items), inspection)


def _outer_charges(items: Iterable[Indicator]) -> Iterator[Written]:
    """Yield the charges of the items, leaving out those that are said of one item already."""
    for item in items:
        own = item.method.charges if isinstance(item.method, Deduct | Earn) else ()
        keys = {_charge_key(charge): charge.place for charge in reversed(own)}
        applies = condition_key(item.applies)
        yield from (((key, applies), place) for key, place in keys.items())


def _charge_key(charge: Charge) -> Hashable:
    """Return what a charge counts: a value, or the rows of a table under a condition."""
    counted = charge.value, charge.table, condition_key(charge.condition)
    return (*counted, charge.level_field, charge.item_field, charge.threshold)
