"""Tables become ledger lines, sentences, and the story of each school."""

from engine.explain.citations import FactRead
from engine.explain.ledger import Ledgers, SchoolLedger
from engine.explain.ledger_line import LedgerLine, LineKind
from engine.explain.story import Stories, catalogue, place_text
from engine.explain.tree_node import TreeNode
from engine.explain.units_text import UnitsText
from engine.explain.veto_effects import effect_sentence, told_effects
from engine.explain.veto_tree import veto_tree
from engine.explain.workings import Workbook, Working

__all__ = [
    "FactRead",
    "LedgerLine",
    "Ledgers",
    "LineKind",
    "SchoolLedger",
    "Stories",
    "TreeNode",
    "UnitsText",
    "Workbook",
    "Working",
    "catalogue",
    "effect_sentence",
    "place_text",
    "told_effects",
    "veto_tree",
]
