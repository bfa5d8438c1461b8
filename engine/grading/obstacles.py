"""What stands in the way of a grade apart from vetoes: exclusions, gaps, unknown cohort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.facts.table import State
from engine.grading.rated import why_unrated
from engine.grading.scope import Scope
from engine.ruleset.model import Group, Indicator, MissingPolicy, RuleSet, UnratedPolicy
from engine.scoring.conditions import TRUE, evaluate, open_mask, unknown_names
from engine.scoring.table import ScoreTable, Status
from engine.scoring.views import View
from engine.sentences.conditions import condition_text

_BLANK = {
    State.NOT_APPLICABLE: "不适用",
    State.MISSING: "未填",
    State.UNREADABLE: "无法识读",
}


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Why schools are not graded, in Chinese; schools without an obstacle are in neither.

    Args:
        exclusions: Position of a school -> why it is not graded at all (不定等).
        unranked: Those of them that take no rank and no place either.
        suspensions: Position of a school -> why it cannot be graded yet (暂缓定等).
    """

    exclusions: Mapping[int, tuple[str, ...]]
    suspensions: Mapping[int, tuple[str, ...]]
    unranked: frozenset[int]


def find_obstacles(ruleset: RuleSet, scores: ScoreTable, scope: Scope) -> Obstacles:
    """Find every obstacle of every school."""
    exclusions: dict[int, tuple[str, ...]] = {}
    suspensions: dict[int, tuple[str, ...]] = {}
    unranked: set[int] = set()

    def suspend(school: int, reason: str) -> None:
        suspensions[school] = (*suspensions.get(school, ()), reason)

    for school in np.flatnonzero(scores.blocked_mask).tolist():
        for reason in blocking_reasons(scores, school):
            suspend(school, reason)
    nodes: dict[str, Group | Indicator] = {each.id: each for each in ruleset.groups()}
    nodes.update((leaf.id, leaf) for leaf in ruleset.leaves())
    for node, mask in scores.weighing.open_masks.items():
        for school in np.flatnonzero(mask).tolist():
            names = "、".join(_open_names(nodes[node], scores, school))
            suspend(school, f"“{node}”的权重或限定不能确定：缺{names}")
    for exclusion in ruleset.exclusions:
        truth = evaluate(exclusion.condition, scores.view)
        for school in np.flatnonzero(truth.values == TRUE).tolist():
            exclusions[school] = (*exclusions.get(school, ()), exclusion.reason)
            if not exclusion.ranked:
                unranked.add(school)
        for school in np.flatnonzero(open_mask(truth)).tolist():
            names = "、".join(unknown_names(exclusion.condition, scores.view, school))
            suspend(school, f"不能判定是否“{exclusion.reason}”：缺{names}")
    for school, reason in _outside_profile(ruleset, scores.view):
        suspend(school, reason)
    for name in ruleset.cohorts.by:
        states = scores.view.column(name).states
        for school in np.flatnonzero(states != State.PRESENT).tolist():
            suspend(school, f"分组所需的“{name}”{_BLANK[State(states[school])]}，不能归组")
    for school, reason in scope.open_reasons():
        suspend(school, reason)
    policy = ruleset.unrated.policy
    for school in np.flatnonzero(~scores.roll_up.rated_mask).tolist():
        why = why_unrated(ruleset, scores, school)
        if policy is UnratedPolicy.EXCLUDE:
            exclusions[school] = (*exclusions.get(school, ()), *why)
        elif policy is not UnratedPolicy.GRADE:
            suspensions[school] = (*suspensions.get(school, ()), *why)
    return Obstacles(exclusions, suspensions, frozenset(unranked))


def _outside_profile(ruleset: RuleSet, view: View) -> Iterator[tuple[int, str]]:
    """Yield (school, why) wherever the profile (剪裁) is not meant for a school, or may not be."""
    profile = ruleset.profile
    if profile is None or profile.applies is None:
        return
    truth = evaluate(profile.applies, view)
    asked = condition_text(profile.applies, ruleset)
    for school in np.flatnonzero(truth.values != TRUE).tolist():
        names = "、".join(unknown_names(profile.applies, view, school))
        if names:
            yield school, f"不能判定剪裁“{profile.name}”是否适用（{asked}）：缺{names}"
        else:
            yield school, f"剪裁“{profile.name}”不能用于它，只用于{asked}的"


def _open_names(node: Group | Indicator, scores: ScoreTable, school: int) -> tuple[str, ...]:
    """Name the facts without which a node's weight, floors or caps cannot be decided."""
    cases = node.weight.cases if node.weight is not None else ()
    conditions = [case.condition for case in cases]
    if isinstance(node, Group):
        conditions += [limit.condition for limit in node.limits]
    read = [name for each in conditions for name in unknown_names(each, scores.view, school)]
    found = [name for name in read if not _is_outside(scores.view, name, school)]
    values = [case.value for case in cases if case.value]
    found += [
        name for name in values if scores.view.quantity(name).state(school) > State.NOT_APPLICABLE
    ]
    return tuple(dict.fromkeys(found))


def _is_outside(view: View, name: str, school: int) -> bool:
    """Say whether a value does not apply to a school: a condition on it does not hold."""
    if view.is_column(name):
        return bool(view.column(name).states[school] == State.NOT_APPLICABLE)
    return view.quantity(name).state(school) is State.NOT_APPLICABLE


def blocking_reasons(scores: ScoreTable, school: int) -> list[str]:
    """Name the indicators whose status keeps a school from being graded."""
    reasons = []
    for at, indicator in enumerate(scores.indicators):
        status = Status(int(scores.status[school, at]))
        blocks = status in (Status.MANUAL, Status.ERROR) or (
            status is Status.MISSING and indicator.missing is MissingPolicy.BLOCK
        )
        if blocks:
            reasons.append(f"{indicator.id}“{indicator.name}”{status.label}")
    return reasons
