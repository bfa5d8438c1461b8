"""Tell which veto clauses a school only just did not meet, and what alone failed (差一点)."""

from __future__ import annotations

from collections.abc import Iterable

from engine.explain.condition_nodes import comparison_node, condition_nodes
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import Names
from engine.explain.tree_node import NodeKind, TreeNode
from engine.explain.wording import checked_text, known_text
from engine.ruleset.model import RuleSet
from engine.veto.near_misses import NearMiss, Why


def near_miss_nodes(
    ruleset: RuleSet, dossier: Dossier, misses: Iterable[NearMiss]
) -> tuple[TreeNode, ...]:
    """Return a node for each clause, with all that its trigger asked for below."""
    return tuple(_node(ruleset, dossier, miss) for miss in misses)


def _node(ruleset: RuleSet, dossier: Dossier, miss: NearMiss) -> TreeNode:
    clause = ruleset.clauses[miss.clause]
    names: Names = dossier
    where = ""
    if clause.table:
        names = Record(dossier, clause.table, miss.record)
        where = f"“{clause.table}”台账一条记录"
    head = f"{clause.id}（{clause.name}）：{where}"
    more = (("clause", clause.id), ("name", clause.name), ("why", miss.why.value))
    if miss.failed is not None:
        failed = comparison_node(miss.failed, miss.negated, names)
        text = f"{head}只差一个条件——{checked_text(miss.failed, names, negated=miss.negated)}"
        place = failed.place
        if place is None:
            places = (child.place for child in failed.children)
            place = next((each for each in places if each is not None), None)
    else:
        assert isinstance(names, Record)
        text, place = head + _uncounted(ruleset, names, miss), names.place()
        date_field = ruleset.tables[clause.table].date_field
        if miss.why is Why.WINDOW and date_field:
            place = names.place(date_field)
    checks = condition_nodes(clause.trigger, names)
    return TreeNode(NodeKind.NEAR_MISS, text, place, checks, more=more)


def _uncounted(ruleset: RuleSet, record: Record, miss: NearMiss) -> str:
    """Say why a record on which everything else holds does not count."""
    if miss.why is Why.LEFT_OUT:
        why = record.dossier.archive.facts.records[record.table].left_out[miss.record]
        return f"条件都符合，但这条不计：{why}"
    date_field = ruleset.tables[record.table].date_field
    first, last = ruleset.window
    return (
        f"条件都符合，但{date_field}{known_text(record, date_field)}"
        f"不在考核期（{first}至{last}）内，不计"
    )
