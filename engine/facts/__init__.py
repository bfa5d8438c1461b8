"""Files become one FactTable: typed columns, states, and the place of every cell."""

from engine.facts.inputs import Inputs
from engine.facts.reading import facts_from_nodes, read_facts
from engine.facts.table import FactTable

__all__ = ["FactTable", "Inputs", "facts_from_nodes", "read_facts"]
