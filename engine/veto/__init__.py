"""Findings become consequences: vetoes, duties and effects, with their trace.

`trace_vetoes` screens all schools on columns and chains those that have findings;
`responsibility_lines` carries lost points to persons; `veto_problems` tells what a person has
to look at.
"""

from __future__ import annotations

from engine.facts.table import FactTable
from engine.ruleset.model import RuleSet
from engine.scoring.derived import school_view
from engine.scoring.views import View
from engine.veto.concluding import conclude
from engine.veto.duties import Bearer, Carriers, ResponsibilityLine, responsibility_lines
from engine.veto.givens import Recurrences, effects_by_id, state_findings
from engine.veto.infer import open_chainer, run_chain
from engine.veto.leaders import Roster
from engine.veto.memory import Memory
from engine.veto.near_misses import screen_near_misses
from engine.veto.problems import veto_problems
from engine.veto.referee import Referee
from engine.veto.rules import CHAIN, KINDS
from engine.veto.screen import screen_vetoes
from engine.veto.trace import SchoolTrace, VetoTrace

__all__ = [
    "Bearer",
    "Carriers",
    "ResponsibilityLine",
    "VetoTrace",
    "responsibility_lines",
    "trace_vetoes",
    "veto_problems",
]


def trace_vetoes(
    ruleset: RuleSet, facts: FactTable, schools: View | None = None, *, engine: str = "auto"
) -> VetoTrace:
    """Trace the vetoes of all schools.

    Args:
        schools: Facts and derived values of the schools, where they are worked out already.
        engine: `auto`, `durable` or `forward`; see `engine.veto.infer.open_chainer`.

    Raises:
        InternalFault: The two engines differ, or one failed; it names the school.
        UsageProblem: The engine that was asked for is not available.
    """
    view = school_view(ruleset, facts) if schools is None else schools
    chainer, witnessed = open_chainer(engine, CHAIN, KINDS)
    found = screen_vetoes(ruleset, facts, view)
    recurrences, roster = Recurrences(ruleset, view), Roster(ruleset.duties, facts)
    effects = effects_by_id(ruleset)
    traces: dict[int, SchoolTrace] = {}
    for school, findings in found.items():
        # Nobody answers for what is not decided yet.
        leaders = () if all(finding.is_open for finding in findings) else roster.of(school)
        memory = Memory(CHAIN, KINDS)
        given = state_findings(findings, ruleset, recurrences)
        stages = Referee(ruleset, findings, leaders).stages
        run_chain(facts.school_ids[school], given, stages, chainer, memory)
        traces[school] = conclude(effects, findings, leaders, recurrences, memory)
    near = screen_near_misses(ruleset, facts, view, found)
    return VetoTrace(traces, chainer.name, witnessed, found, near)
