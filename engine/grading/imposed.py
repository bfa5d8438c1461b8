"""What vetoes impose on a school: points set to 0, limits on the grade, no grade for now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.diagnostics import Place
from engine.grading.book import MoveKind
from engine.grading.nodes import leaves_under
from engine.ruleset.conditions import Condition
from engine.ruleset.model import EffectKind, ProposalPolicy, RuleSet
from engine.veto.trace import EffectLine, SchoolTrace, VetoCase, VetoStatus


@dataclass(frozen=True, slots=True)
class Limit:
    """A grade that a veto or a rule (等次限定) does not let a school exceed, or fall below.

    Args:
        grade_at: Position in RuleSet.grades, 0 the best.
        by: The clause of a veto, or the name of a limit.
        second_year: It follows only because it was so last year too (连续两年).
    """

    kind: MoveKind
    grade_at: int
    by: str
    second_year: bool = False
    place: Place | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Imposed:
    """What the vetoes of one school impose.

    Args:
        zeroed: Clause id -> positions of the indicators that it sets to 0.
        limits: Strictest first.
        suspensions: Why the school cannot be graded yet, in Chinese.
    """

    zeroed: Mapping[str, tuple[int, ...]]
    limits: tuple[Limit, ...]
    suspensions: tuple[str, ...]


NOTHING = Imposed({}, (), ())


def counts(ruleset: RuleSet, status: VetoStatus) -> bool:
    """Say whether a case of this status acts on points and grade."""
    return status is VetoStatus.IN_FORCE or (
        status is VetoStatus.PROPOSED and ruleset.proposals is ProposalPolicy.APPLY
    )


def impose(
    ruleset: RuleSet,
    trace: SchoolTrace | None,
    *,
    leave_out: tuple[str, int] | None = None,
    as_decided: bool = False,
) -> Imposed:
    """Gather what a school's vetoes impose.

    Args:
        ruleset: The rules.
        trace: The school's chain, if it has any finding.
        leave_out: (clause, record) of one case to be left out, as if it were not there.
        as_decided: Take every 否决建议 as decided by its organ.
    """
    if trace is None:
        return NOTHING
    effects = [
        line
        for line in trace.effects
        if (line.clause, line.record) != leave_out and (counts(ruleset, line.status) or as_decided)
    ]
    cases = [case for case in trace.cases if (case.clause, case.record) != leave_out]
    open_effects = [
        line
        for line in trace.effects
        if (line.clause, line.record) != leave_out and line.status is VetoStatus.UNDETERMINED
    ]
    limits = sorted(_limits(ruleset, effects), key=lambda limit: (-limit.grade_at, limit.by))
    return Imposed(
        _zeroed(ruleset, effects),
        tuple(limits),
        (
            *_suspensions(ruleset, cases, as_decided=as_decided),
            *_open_effects(ruleset, open_effects),
        ),
    )


def _limits(ruleset: RuleSet, effects: Iterable[EffectLine]) -> Iterable[Limit]:
    at = {grade.name: number for number, grade in enumerate(ruleset.grades)}
    for line in effects:
        match line.effect.kind:
            case EffectKind.BAR_TOP:
                kind, grade_at = MoveKind.BAR_TOP, min(1, len(at) - 1)
            case EffectKind.GRADE_CAP:
                kind, grade_at = MoveKind.GRADE_CAP, at[line.effect.grade]
            case EffectKind.SET_GRADE:
                kind, grade_at = MoveKind.SET_GRADE, at[line.effect.grade]
            case _:
                continue
        clause = ruleset.clauses[line.clause]
        second_year = clause.is_second_year(line.effect)
        yield Limit(kind, grade_at, line.clause, second_year, clause.place)


def _zeroed(ruleset: RuleSet, effects: Iterable[EffectLine]) -> dict[str, tuple[int, ...]]:
    positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
    zeroed: dict[str, set[int]] = {}
    for line in effects:
        if line.effect.kind is EffectKind.ZERO:
            leaves = leaves_under(ruleset, line.effect.targets)
            zeroed.setdefault(line.clause, set()).update(positions[each.id] for each in leaves)
    return {clause: tuple(sorted(found)) for clause, found in sorted(zeroed.items())}


def _suspensions(ruleset: RuleSet, cases: Iterable[VetoCase], *, as_decided: bool) -> Iterable[str]:
    for case in cases:
        name = ruleset.clauses[case.clause].name
        if case.status is VetoStatus.UNDETERMINED:
            missing = "、".join(case.unknown)
            yield f"否决条款{case.clause}（{name}）待核实" + (f"：缺{missing}" if missing else "")
        elif (
            case.status is VetoStatus.PROPOSED
            and not as_decided
            and ruleset.proposals is ProposalPolicy.BLOCK
        ):
            blank = "、".join(case.undecided)
            yield f"否决条款{case.clause}（{name}）为否决建议，待有权机关认定" + (
                f"：缺{blank}" if blank else ""
            )


def _open_effects(ruleset: RuleSet, effects: Iterable[EffectLine]) -> Iterable[str]:
    """An effect that only applies under a condition (连续两年) that cannot be decided."""
    for line in effects:
        name, missing = ruleset.clauses[line.clause].name, "、".join(line.unknown)
        yield f"否决条款{line.clause}（{name}）的后果待核实" + (f"：缺{missing}" if missing else "")
