"""Chain one school's findings once more, as they would be if what is open were known (假如)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.ruleset.model import Effect, RuleSet
from engine.scoring.views import View
from engine.veto.concluding import conclude
from engine.veto.findings import Finding
from engine.veto.forward import ForwardChainer
from engine.veto.givens import Recurrences, effects_by_id, state_findings
from engine.veto.infer import run_chain
from engine.veto.memory import Memory
from engine.veto.referee import Referee
from engine.veto.rules import CHAIN, KINDS
from engine.veto.trace import SchoolTrace


class _Supposed(Recurrences):
    """Whether 连续两年 conditions hold, some of them supposed."""

    def __init__(self, ruleset: RuleSet, schools: View, supposed: Mapping[str, int]) -> None:
        super().__init__(ruleset, schools)
        self._supposed = supposed

    def state(self, effect: Effect, school: int) -> int:
        """Return TRUE, UNKNOWN or FALSE for one school."""
        known = self._supposed.get(effect.id)
        return super().state(effect, school) if known is None else known


class Reconsiderer:
    """Chains schools of one batch again; by the plain chainer, since nothing of it is decided.

    Nobody is asked who answers: it is for points and grades only.
    """

    def __init__(self, ruleset: RuleSet, schools: View) -> None:
        self._ruleset, self._schools = ruleset, schools
        self._chainer = ForwardChainer(CHAIN, KINDS)
        self._effects = effects_by_id(ruleset)

    def trace(
        self, school_id: str, findings: Sequence[Finding], supposed: Mapping[str, int]
    ) -> SchoolTrace | None:
        """Return what would follow; None where nothing is found any more.

        Args:
            school_id: Named in any fault.
            findings: Of one school, as they would be.
            supposed: Id of a 连续两年 effect -> TRUE or FALSE, where that is supposed.
        """
        if not findings:
            return None
        recurrences = _Supposed(self._ruleset, self._schools, supposed)
        memory = Memory(CHAIN, KINDS)
        given = state_findings(findings, self._ruleset, recurrences)
        stages = Referee(self._ruleset, findings, ()).stages
        run_chain(school_id, given, stages, self._chainer, memory)
        return conclude(self._effects, findings, (), recurrences, memory)
