"""Check that a case writes facts that the rules know: a misspelt one would be missing, unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.diagnostics import Diagnostics
from engine.facts.evidence.titles import CATALOGUE
from engine.ruleset.model import Field, RuleSet
from engine.ruleset.nodes import Entry, MappingNode, Node, SequenceNode
from engine.ruleset.suggesting import suggest


def check_fact_names(node: MappingNode, ruleset: RuleSet, diagnostics: Diagnostics) -> None:
    """Check the names of facts, record tables and their columns in one case file.

    Args:
        node: The canonical node of the file.
        ruleset: The rules that the case is about.
        diagnostics: Gets an error for each name that the rules do not know.
    """
    inner = node.get("schools")
    schools = inner.items if isinstance(inner, SequenceNode) else ()
    for part in (node, *(school for school in schools if isinstance(school, MappingNode))):
        for entry in _entries(part.get("facts")):
            _check(entry, "字段", _spellings(ruleset.fields), diagnostics)
        for entry in _entries(part.get("records")):
            _check_table(entry, ruleset, diagnostics)
        lines = part.get("catalogue")
        for line in lines.items if isinstance(lines, SequenceNode) else ():
            for cell in _entries(line):
                _check(cell, f"“{CATALOGUE.id}”的列", _spellings(CATALOGUE.fields), diagnostics)


def _check_table(entry: Entry, ruleset: RuleSet, diagnostics: Diagnostics) -> None:
    tables = {
        name: table for table in ruleset.tables.values() for name in (table.id, *table.aliases)
    }
    if not _check(entry, "台账", tables, diagnostics):
        return
    rows = entry.value.items if isinstance(entry.value, SequenceNode) else ()
    known = _spellings(tables[entry.key].fields)
    for row in rows:
        for cell in _entries(row):
            _check(cell, f"台账“{entry.key}”的列", known, diagnostics)


def _check(entry: Entry, what: str, known: Iterable[str], diagnostics: Diagnostics) -> bool:
    names = tuple(known)
    if entry.key in names:
        return True
    diagnostics.error(
        "R067",
        f"案例里写的“{entry.key}”不是{what}",
        entry.key_place,
        entry.key,
        suggest(entry.key, names),
    )
    return False


def _spellings(fields: Mapping[str, Field]) -> list[str]:
    return [name for field in fields.values() for name in (field.id, *field.aliases)]


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, MappingNode) else ()
