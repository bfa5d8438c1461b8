"""Which schools have a total at all: none where nothing is scored or where it is withheld.

No total is not 0: it is blank, unless the rules say that nothing scored is 0 (无分时: 计零).
"""

from __future__ import annotations

from engine.ruleset.model import RuleSet, UnratedPolicy
from engine.scoring.table import RollUp, ScoreTable, Status
from engine.scoring.values import Mask

NOTHING_SCORED = "所有指标都不适用，没有可计的分"


def rated_mask(roll_up: RollUp) -> Mask:
    """Return where some dimension counts and nothing withholds the total, so that there is one.

    Shapes: (schools,). Bonuses and deductions alone make no total: there is nothing that they
    could add to or take from.
    """
    return roll_up.rated_mask


def why_unrated(scores: ScoreTable, school: int) -> tuple[str, ...]:
    """Say why a school has no total; empty for one that has."""
    withheld = [
        f"{scores.indicators[at].id}“{scores.indicators[at].name}”"
        f"{Status(int(scores.status[school, at])).label}，按规则不出总分"
        for at, mask in sorted(scores.weighing.withheld.items())
        if mask[school]
    ]
    if withheld or scores.roll_up.rated_mask[school]:
        return tuple(withheld)
    return (NOTHING_SCORED,)


def unrated_grade_at(ruleset: RuleSet) -> int | None:
    """Return the position of the grade that the rules give where there is no total, if any."""
    if ruleset.unrated.policy is not UnratedPolicy.GRADE:
        return None
    return [grade.name for grade in ruleset.grades].index(ruleset.unrated.grade)
