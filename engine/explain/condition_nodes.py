"""Show how each comparison of a condition came out: the fact, what was asked, the cell."""

from __future__ import annotations

from engine.diagnostics import Place
from engine.explain.citations import cite
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import Names
from engine.explain.judging import FALSE, TRUE, judge
from engine.explain.tree_node import NodeKind, TreeNode
from engine.explain.wording import checked_text
from engine.ruleset.conditions import Compare, Condition, literals_in

_STATES = {TRUE: ("holds", "符合"), FALSE: ("fails", "不符合")}
_OPEN = ("open", "不能判定")


def condition_nodes(condition: Condition | None, names: Names) -> tuple[TreeNode, ...]:
    """Return a node for each comparison of a condition, in the order of the text."""
    if condition is None:
        return ()
    return tuple(comparison_node(each, negated, names) for each, negated in literals_in(condition))


def comparison_node(compare: Compare, negated: bool, names: Names) -> TreeNode:
    """Return how one comparison came out; a derived value has the cells behind it below."""
    truth = judge(compare, names)[0]
    state, label = _STATES.get(TRUE - truth if negated else truth, _OPEN)
    place = place_of(compare.value, names)
    return TreeNode(
        NodeKind.CONDITION,
        checked_text(compare, names, negated=negated),
        place,
        fact_nodes(compare.value, names) if place is None else (),
        label,
        (("state", state),),
    )


def place_of(name: str, names: Names) -> Place | None:
    """Return the cell of a value; None for a derived one."""
    if isinstance(names, Record):
        return names.place(name) if name in names.fields else names.dossier.place(name)
    return names.place(name) if isinstance(names, Dossier) else None


def fact_nodes(name: str, names: Names) -> tuple[TreeNode, ...]:
    """Return the facts behind a value, each with its cell."""
    dossier = names.dossier if isinstance(names, Record) else names
    if not isinstance(dossier, Dossier):
        return ()
    return tuple(
        TreeNode(NodeKind.FACT, f"{fact.name} {fact.text}", fact.place)
        for fact in cite(dossier, [name])
    )
