"""Which schools have a total at all: none where nothing is scored or where it is withheld.

No total is not 0: it is blank, unless the rules say that nothing scored is 0 (无分时: 计零).
"""

from __future__ import annotations

import numpy as np

from engine.ruleset.model import Group, Indicator, RuleSet, UnratedPolicy
from engine.scoring.table import ScoreTable, Status


def why_unrated(ruleset: RuleSet, scores: ScoreTable, school: int) -> tuple[str, ...]:
    """Say why a school has no total; empty for one that has."""
    withheld = [
        f"{scores.indicators[at].id}“{scores.indicators[at].name}”"
        f"{Status(int(scores.status[school, at])).label}，按规则不出总分"
        for at, mask in sorted(scores.weighing.withheld.items())
        if mask[school]
    ]
    if withheld or scores.roll_up.rated_mask[school]:
        return tuple(withheld)
    return (f"{why_nothing_counts(ruleset, scores, school)}，没有可计的分",)


def why_nothing_counts(ruleset: RuleSet, scores: ScoreTable, school: int) -> str:
    """Say why nothing counts: too few parts somewhere, weights of 0, or nothing scored at all."""
    positions = {each.id: at for at, each in enumerate(scores.indicators)}

    def counts(part: Group | Indicator) -> bool:
        if isinstance(part, Group):
            return bool(scores.roll_up.node_applicable_mask[part.id][school])
        out = scores.left_out.get(positions[part.id])
        return out is None or not out[school]

    few, leaves = [], []
    for group in (*ruleset.groups(), ruleset.root()):
        parts = group.counted()
        leaves += [part for part in parts if isinstance(part, Indicator)]
        n_counted = sum(map(counts, parts))
        if 0 < n_counted < group.least_scored:
            name = "基础分" if group.id == ruleset.id else f"“{group.name}”"
            few.append(f"{name}计分的只有{n_counted}项，少于{group.least_scored}项")
    if few:
        return "；".join(few)
    if any(map(counts, leaves)):
        return "计分的各项权重都是0"
    at = [positions[leaf.id] for leaf in leaves]
    if np.any(scores.status[school, at] != Status.NOT_APPLICABLE):
        return "没有一项指标计分（不适用，或缺失而剔除）"
    return "所有指标都不适用"


def unrated_grade_at(ruleset: RuleSet) -> int | None:
    """Return the position of the grade that the rules give where there is no total, if any."""
    if ruleset.unrated.policy is not UnratedPolicy.GRADE:
        return None
    return [grade.name for grade in ruleset.grades].index(ruleset.unrated.grade)
