"""Compare the vetoes of two assessments: who meets which clause, how it stands, what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.explain import effect_sentence
from engine.previewing.pairing import Pair, Side
from engine.previewing.preview import ClauseMove, VetoMove
from engine.veto.trace import VetoCase, VetoStatus

# Row of the pair and clause -> its cases, and what they do.
_Found = dict[tuple[int, str], tuple[list[VetoCase], list[str]]]


def compare_vetoes(pair: Pair) -> tuple[VetoMove, ...]:
    """Return every school and clause for which status or effects differ, clause by clause."""
    own, other = (_cases(side) for side in pair.sides)
    clauses = [side.assessment.ruleset.clauses for side in pair.sides]
    order = {name: at for at, name in enumerate(dict.fromkeys([*clauses[1], *clauses[0]]))}
    found = []
    for key in sorted({*own, *other}, key=lambda each: (order[each[1]], each[0])):
        school, clause = key
        before, after = own.get(key, ([], [])), other.get(key, ([], []))
        name = (clauses[1].get(clause) or clauses[0][clause]).name
        move = VetoMove(
            school,
            clause,
            name,
            _statuses(before[0]),
            _statuses(after[0]),
            tuple(before[1]),
            tuple(after[1]),
        )
        if (move.status_before, move.effects_before) != (move.status_after, move.effects_after):
            found.append(move)
    return tuple(found)


def compare_clauses(pair: Pair) -> tuple[ClauseMove, ...]:
    """Return for each clause that any school meets how many schools it stands for, and how."""
    sides = [_by_clause(side) for side in pair.sides]
    clauses = [side.assessment.ruleset.clauses for side in pair.sides]
    names = dict.fromkeys([*clauses[1], *clauses[0]])
    return tuple(
        ClauseMove(
            clause,
            (clauses[1].get(clause) or clauses[0][clause]).name,
            sides[0].get(clause, Counter()),
            sides[1].get(clause, Counter()),
        )
        for clause in names
        if clause in sides[0] or clause in sides[1]
    )


def _by_clause(side: Side) -> dict[str, Counter[str]]:
    """Count schools by clause and status; a school with several cases counts once a status."""
    found: dict[str, Counter[str]] = {}
    for trace in side.assessment.trace.by_school.values():
        for clause, label in dict.fromkeys(
            (case.clause, case.status.label) for case in trace.cases
        ):
            found.setdefault(clause, Counter())[label] += 1
    return found


def _cases(side: Side) -> _Found:
    rows = {own: row for row, own in enumerate(side.rows.tolist()) if own >= 0}
    ruleset, found = side.assessment.ruleset, _Found()
    for own, trace in side.assessment.trace.by_school.items():
        for case in trace.cases:
            found.setdefault((rows[own], case.clause), ([], []))[0].append(case)
        for line in trace.effects:
            found.setdefault((rows[own], line.clause), ([], []))[1].append(
                effect_sentence(ruleset, line)
            )
    for _, effects in found.values():
        effects[:] = sorted(set(effects))
    return found


def _statuses(cases: list[VetoCase]) -> str:
    return "、".join(_counted(cases))


def _counted(cases: list[VetoCase]) -> Iterator[str]:
    counted = Counter(case.status for case in cases)
    for status in VetoStatus:
        if number := counted[status]:
            yield status.label + (f"×{number}" if number > 1 else "")
