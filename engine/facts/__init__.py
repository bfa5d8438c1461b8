"""Files become one FactTable: typed columns, states, and the place of every cell."""

from engine.facts.reading import facts_from_nodes, read_facts
from engine.facts.table import FactTable

__all__ = ["FactTable", "facts_from_nodes", "read_facts"]
