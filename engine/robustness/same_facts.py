"""Hold schools with the same facts against one another: they must have the same points.

Schools are sorted by a fingerprint of everything that the rules read, never compared in pairs. A
difference is a fault of the engine, and told as an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from hashlib import blake2b

import numpy as np

from engine.assess import Assessment
from engine.diagnostics import Diagnostic, Severity
from engine.facts.table import Column, FactTable, RecordSet
from engine.ruleset.methods import Ratings
from engine.ruleset.model import FieldType, RuleSet
from engine.ruleset.walking import methods_in
from engine.scoring.views import View

CODES = {"P005": "事实完全相同，得分却不同"}


@dataclass(frozen=True, slots=True)
class SameFacts:
    """What came of holding schools with the same facts against one another.

    Args:
        n_groups: Groups of schools with the same facts. n_schools: schools in them.
        n_pairs: Pairs among them. problems: One a pair that differs, against the first of a group.
    """

    n_groups: int
    n_schools: int
    n_pairs: int
    problems: tuple[Diagnostic, ...]


def compare_same_facts(assessment: Assessment) -> SameFacts:
    """Find the schools with the same facts, and those of them with other points before vetoes."""
    scores, facts = assessment.scores, assessment.facts
    groups: dict[bytes, list[int]] = {}
    for school, print_ in enumerate(_fingerprints(assessment)):
        groups.setdefault(print_, []).append(school)
    same = [members for members in groups.values() if len(members) > 1]
    problems = []
    for first, *others in same:
        for other in others:
            differs = (scores.points[first] != scores.points[other]) | (
                scores.status[first] != scores.status[other]
            )
            total = scores.roll_up.total
            if not differs.any() and total[first] == total[other]:
                continue
            named = [scores.indicators[at].id for at in np.flatnonzero(differs).tolist()]
            where = "、".join(named) if named else "总分"
            called = assessment.ruleset.subject.called
            problems.append(
                Diagnostic(
                    "P005",
                    Severity.ERROR,
                    f"{called(facts.school_ids[first])}（{facts.names[first]}）和"
                    f"{called(facts.school_ids[other])}（{facts.names[other]}）"
                    f"计分所用的事实完全相同，{where}却不同",
                    None,
                    where,
                    "这是程序的错，请不要采用这次结果，并把方案和事实表发给维护人员",
                )
            )
    return SameFacts(
        len(same),
        sum(map(len, same)),
        sum(len(each) * (len(each) - 1) // 2 for each in same),
        tuple(problems),
    )


def mentioned_names(ruleset: RuleSet) -> frozenset[str]:
    """Return every text in the parts of the rules that score, the names they read among them.

    Rather too many than too few: a fact that no rule reads only makes fewer schools the same.
    """
    found: set[str] = set()

    def walk(part: object) -> None:
        if isinstance(part, str):
            found.add(part)
        elif isinstance(part, dict):
            for key, value in part.items():
                walk(key)
                walk(value)
        elif isinstance(part, list | tuple | frozenset | set):
            for each in part:
                walk(each)
        elif is_dataclass(part) and not isinstance(part, type):
            for each in fields(part):
                if each.name != "place":
                    walk(getattr(part, each.name))

    walk([ruleset.dimensions, ruleset.bonuses, ruleset.deductions, dict(ruleset.derived)])
    walk([ruleset.cohorts, [field.applies for field in ruleset.fields.values()]])
    for table in ruleset.tables.values():
        walk([table.date_field, table.event_field, table.no_repeats, table.no_repeats_between])
    return frozenset(found) - ruleset.identity


def _fingerprints(assessment: Assessment) -> Iterator[bytes]:
    """Yield a fingerprint of what is read of each school."""
    ruleset, facts = assessment.ruleset, assessment.facts
    names = mentioned_names(ruleset)
    parts = [_columns(facts, names, assessment.scores.view)]
    if facts.last is not None:
        parts.append(_columns(facts.last, names, None))
    recusing = {
        method.table
        for indicator in ruleset.all_indicators()
        for method in methods_in(indicator.method)
        if isinstance(method, Ratings) and method.recusal is not None
    }
    tables = [
        _records(of_year.records[name], names, alone=name in recusing)
        for of_year in (facts, facts.last)
        if of_year is not None
        for name in sorted(of_year.records)
        if name in names
    ]
    whole = np.ascontiguousarray(np.concatenate(parts, axis=1))
    for school in range(facts.n_schools):
        digest = blake2b(whole[school].tobytes(), digest_size=16)
        for table in tables:
            digest.update(table[school])
        yield digest.digest()


def _columns(facts: FactTable, names: frozenset[str], view: View | None) -> np.ndarray:
    """Return values and states of the school's fields that are read. Shapes: (schools, parts)."""
    parts = []
    for name in sorted(names & set(facts.columns)):
        # As the rules read it: 不适用 where the field's own condition does not hold.
        column = facts.columns[name] if view is None else view.column(name)
        parts += [column.values.astype(np.int64), column.states.astype(np.int64)]
    return np.column_stack(parts) if parts else np.zeros((facts.n_schools, 0), np.int64)


def _records(records: RecordSet, names: frozenset[str], *, alone: bool) -> list[bytes]:
    """Return the records of each school, whatever their order, as bytes.

    Args:
        alone: Who may judge a school depends on who it is: no school is the same as another.
    """
    parts = [records.in_window.astype(np.int64)]
    for name, column in records.columns.items():
        if not _is_unread_text(column, name, names):
            parts += [column.values.astype(np.int64), column.states.astype(np.int64)]
    rows = np.column_stack(parts)
    order = np.lexsort((*rows.T[::-1], records.school_index))
    rows = np.ascontiguousarray(rows[order])
    ends = np.searchsorted(records.school_index, np.arange(len(records.states) + 1))
    found = []
    for school, state in enumerate(records.states.tolist()):
        first, last = int(ends[school]), int(ends[school + 1])
        own = rows[first:last].tobytes()
        is_its_own = alone and last > first
        found.append(b"%d:%d:%d:" % (state, last - first, school if is_its_own else -1) + own)
    return found


def _is_unread_text(column: Column, name: str, names: frozenset[str]) -> bool:
    return column.field.type is FieldType.TEXT and name not in names
