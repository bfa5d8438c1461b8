"""Compare two assessments of the same schools: who moves, by how much, and through what."""

from __future__ import annotations

from engine.assess import Assessment
from engine.differences import RuleChange, compare_rules
from engine.previewing.pairing import pair_up
from engine.previewing.part_moves import compare_parts
from engine.previewing.preview import Preview
from engine.previewing.quota_moves import compare_limits, compare_quotas
from engine.previewing.remarks import remarks_of
from engine.previewing.school_moves import compare_schools, crossings
from engine.previewing.veto_moves import compare_clauses, compare_vetoes


def compare_assessments(
    before: Assessment,
    after: Assessment,
    *,
    changes: tuple[RuleChange, ...] | None = None,
    read_once: bool = True,
) -> Preview:
    """Compare the same facts under two rulesets.

    Args:
        before: Under the rules in force. after: under those that are proposed.
        changes: What the rules say otherwise, where that is known; else it is found here.
        read_once: Whether one reading of the facts served both.

    Raises:
        InternalFault: The parts of a school's delta do not add up to it.
    """
    pair = pair_up(before, after)
    parts, lacking = compare_parts(pair)
    quotas = compare_quotas(pair)
    schools = compare_schools(pair, lacking, quotas)
    return Preview(
        before,
        after,
        pair.unit,
        schools,
        parts,
        crossings(schools),
        compare_vetoes(pair),
        compare_clauses(pair),
        quotas,
        compare_limits(pair),
        compare_rules(before.ruleset, after.ruleset) if changes is None else changes,
        remarks_of(pair, parts),
        read_once,
    )
