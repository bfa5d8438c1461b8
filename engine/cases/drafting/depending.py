"""Tell which indicators hang on other schools: what is compared, ranked, or a mean of them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.assess import Assessment
from engine.ruleset.conditions import names_in
from engine.ruleset.methods import Ranked
from engine.ruleset.model import Indicator, MissingPolicy, NotApplicablePolicy, RuleSet
from engine.ruleset.walking import methods_in, names_read
from engine.scoring import Status


def hangs_on_others(indicator: Indicator, assessment: Assessment, school: int) -> bool:
    """Say whether what a school gets here can be other with other schools beside it."""
    ruleset = assessment.ruleset
    if any(isinstance(each, Ranked) for each in methods_in(indicator.method)):
        return True
    names = [*names_read(indicator.method), *names_in(indicator.applies)]
    if _reads_peers(ruleset, names):
        return True
    at = [each.id for each in assessment.scores.indicators].index(indicator.id)
    status = assessment.scores.status[school, at]
    by_mean = (
        (Status.MISSING, indicator.missing is MissingPolicy.COHORT_MEAN),
        (Status.NOT_APPLICABLE, indicator.not_applicable is NotApplicablePolicy.COHORT_MEAN),
    )
    return any(status == each and takes_mean for each, takes_mean in by_mean)


def _reads_peers(ruleset: RuleSet, names: Iterable[str]) -> bool:
    """Say whether any value behind names is a comparison with other schools."""
    pending, seen = list(names), set[str]()
    for name in pending:  # grows while it is read
        derived = ruleset.derived.get(name)
        if derived is None or name in seen:
            continue
        seen.add(name)
        if derived.peers is not None:
            return True
        pending += [*derived.operands, derived.numerator, derived.denominator]
        pending += names_in(derived.condition)
    return False
