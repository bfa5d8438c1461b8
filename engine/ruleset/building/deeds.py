"""Build what shows that duties were done (履职事项)."""

from __future__ import annotations

from fractions import Fraction

from engine.ruleset.building.conditions import build_condition, find_term
from engine.ruleset.building.operands import check_reachable, read_amount
from engine.ruleset.conditions import Comparison
from engine.ruleset.model import Deed
from engine.ruleset.nodes import ScalarNode
from engine.ruleset.sections import Section
from engine.ruleset.vocabulary import Term


def build_deed(section: Section) -> Deed:
    """Build one deed; names that nothing has are reported where they stand."""
    table, node = section.text("table"), section.get("value")
    term = None
    if isinstance(node, ScalarNode) and not node.is_blank:
        term = find_term(node, section.draft)
    return Deed(
        name=section.text("name"),
        area=section.text("area"),
        place=section.place,
        value=section.text("value"),
        table=table,
        condition=build_condition(section.get("condition"), section.draft, table),
        person_field=section.text("person_field"),
        at_least=_asked(section, term),
        posts=section.texts("posts"),
        source=section.source(),
    )


def _asked(section: Section, term: Term | None) -> Fraction | None:
    node = section.get("at_least")
    if node is None:
        return None
    numeric = term if term is not None and term.is_numeric else None
    amount = read_amount(node, numeric, section.draft)
    if amount is not None and numeric is not None:
        check_reachable(amount, Comparison.AT_LEAST, node.place, numeric, section.draft)
    return amount
