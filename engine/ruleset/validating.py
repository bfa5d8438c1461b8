"""Check one file against the JSON Schema; say each violation once, in Chinese, at its place.

The jsonschema package walks the schema over our nodes themselves: mappings and lists become
dict and list, scalars stay nodes, and the keywords that look at scalars read them through
`scalars`, so that a wrong number is explained in the same words everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from engine.diagnostics import Diagnostics
from engine.ruleset.nodes import EditionsNode, Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.violations import Violation, report_violation


def validate_node(node: Node, kind: str, diagnostics: Diagnostics) -> None:
    """Validate one canonical file.

    Args:
        node: The root, with canonical keys.
        kind: The definition that it must follow, such as `ruleset_file`.
        diagnostics: Gets one error for each mistake.
    """
    # Imported when the first rule is read: jsonschema takes longer than `pingheng --help` may.
    from engine.ruleset.dialect import validator_for

    by_path: dict[tuple[str | int, ...], list[Violation]] = defaultdict(list)
    for error in validator_for(kind).iter_errors(_instance(node)):
        path = tuple(error.absolute_path)
        by_path[path].append(
            Violation(
                keyword=str(error.validator),
                limit=error.validator_value,
                said=error.message,
                schema=error.schema if isinstance(error.schema, dict) else {},
                instance=error.instance,
            )
        )
    for path, violations in by_path.items():
        entry, at = _follow(node, path)
        report_violation(violations, entry, at, diagnostics)


def _follow(root: Node, path: Iterable[str | int]) -> tuple[Entry | None, Node]:
    """Return the node at a path and the entry that it hangs on, if any."""
    entry: Entry | None = None
    node = root
    for step in path:
        if isinstance(node, MappingNode) and (found := node.entry(str(step))):
            entry, node = found, found.value
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.items[step]
    return entry, node


def _instance(node: Node) -> Any:
    match node:
        case EditionsNode():
            return node  # it could not be read, and that was reported
        case MappingNode():
            return {entry.key: _instance(entry.value) for entry in node}
        case SequenceNode():
            return [_instance(item) for item in node.items]
        case ScalarNode():
            return node
