"""Tell what is due to the facts and not to the rules: what the sheets do not give, or only once.

A proposed rule that reads a new field finds it missing in sheets that never asked for it. Points
that fall for that reason say nothing about the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from engine.explain.extract import names_behind
from engine.facts.table import Column, FactTable, State
from engine.facts.unread import unread_of
from engine.points import points_text
from engine.previewing.pairing import Pair, Side
from engine.previewing.parts import PartKind
from engine.previewing.preview import PartMoves, Remark
from engine.ruleset.form import form_lines
from engine.ruleset.model import RuleSet
from engine.veto.trace import VetoStatus

_LISTED = 5


def remarks_of(pair: Pair, parts: PartMoves) -> tuple[Remark, ...]:
    """Return all that must be known before a move is put down to the rules."""
    return (
        *_not_read(pair),
        *_read_by_one(pair),
        *_not_in_the_sheets(pair),
        *_read_otherwise(pair),
        *_lacking(pair, parts),
        *_undetermined(pair),
    )


def _not_read(pair: Pair) -> Iterator[Remark]:
    """Tell of files, sheets and schools that neither side could read."""
    before, after = (unread_of(side.assessment.facts.problems) for side in pair.sides)
    subject = pair.after.assessment.ruleset.subject
    for each in before:
        if each in after and each.place is not None:
            yield Remark(
                f"两套方案都没有读“{each.place}”：{each.message}",
                f"里面的{subject}不在这次预演里；{each.hint}",
                str(each.place),
            )


def _read_by_one(pair: Pair) -> Iterator[Remark]:
    """Tell of the schools that only one side can read."""
    words = (
        (pair.before, pair.after, "只有原方案读到，新方案没有读到"),
        (pair.after, pair.before, "只有新方案读到，原方案没有读到"),
    )
    for own, other, said in words:
        rows = np.flatnonzero(own.read_mask & ~other.read_mask).tolist()
        if rows:
            subject = own.assessment.ruleset.subject
            yield Remark(
                f"{len(rows)} {subject.counted}{said}：{_listed(pair.names[at] for at in rows)}",
                "它们的变动不是规则的影响；请看“问题”里为什么没有读到",
                schools=len(rows),
            )


def _not_in_the_sheets(pair: Pair) -> Iterator[Remark]:
    """Tell of fields and tables of the proposed rules for which no school has a cell."""
    before, after = (side.assessment for side in pair.sides)
    readers = _readers(after.ruleset)
    new = [name for name in after.ruleset.fields if name not in before.ruleset.fields]
    for name in new:
        if _is_nowhere(after.facts.columns[name]):
            yield _lacks(f"字段“{name}”", readers.get(name, ()), after.ruleset, name)
    for name in after.ruleset.tables:
        records = after.facts.records.get(name)
        if name in before.ruleset.tables or records is None:
            continue
        if not records.n_records and bool((records.states == State.MISSING).all()):
            yield _lacks(f"台账“{name}”", readers.get(name, ()), after.ruleset, name)


def _lacks(what: str, readers: Sequence[str], ruleset: RuleSet, name: str) -> Remark:
    part = ruleset.fields.get(name) or ruleset.tables[name]
    by = f"（{_listed(readers)}要读它）" if readers else "（没有指标读它）"
    return Remark(
        f"新方案要填的{what}，交来的表里都没有{by}，按缺失算",
        "由此少的分不是规则的影响；要看真实的影响，请先补齐这项事实",
        str(part.place),
    )


def _is_nowhere(column: Column) -> bool:
    missing = bool((column.states == State.MISSING).all())
    return missing and (column.places is None or bool((column.places.origin < 0).all()))


def _readers(ruleset: RuleSet) -> Mapping[str, list[str]]:
    """Return field or table -> the indicators and clauses that read it."""
    found: dict[str, list[str]] = {}
    for indicator in ruleset.all_indicators():
        fields, tables = names_behind(indicator, ruleset)
        for name in dict.fromkeys([*fields, *tables]):
            found.setdefault(name, []).append(indicator.id)
    for clause in ruleset.clauses.values():
        if clause.table:
            found.setdefault(clause.table, []).append(clause.id)
    return found


def _read_otherwise(pair: Pair) -> Iterator[Remark]:
    """Tell of fields that both ask for, but whose cells the proposed rules do not take any more."""
    if pair.before.assessment.facts is pair.after.assessment.facts:
        return
    lines = [form_lines(side.assessment.ruleset) for side in pair.sides]
    facts = [side.assessment.facts for side in pair.sides]
    subject = pair.after.assessment.ruleset.subject
    for name in facts[1].columns:
        if name not in facts[0].columns or name not in lines[0] or name not in lines[1]:
            continue
        lost = _lost(pair, facts, name)
        if lost:
            changed = lines[0][name] != lines[1][name]
            how = f"（口径原为“{lines[0][name]}”，现为“{lines[1][name]}”）" if changed else ""
            yield Remark(
                f"字段“{name}”有 {lost} {subject.counted}原方案读得出，"
                f"新方案读不出或当作没有填{how}",
                "由此少的分不是规则的影响；请先按新的口径改表",
                str(pair.after.assessment.ruleset.fields[name].place),
                lost,
            )


def _lost(pair: Pair, facts: Sequence[FactTable], name: str) -> int:
    """Count the schools whose fact was known before and is not now."""
    known = [
        side.mask(np.asarray(each.columns[name].states <= State.NOT_APPLICABLE))
        for side, each in zip(pair.sides, facts, strict=True)
    ]
    return int((known[0] & ~known[1] & pair.after.read_mask).sum())


def _lacking(pair: Pair, parts: PartMoves) -> Iterator[Remark]:
    """Tell of indicators whose facts are lacking now and were not before."""
    ruleset = pair.after.assessment.ruleset
    places = {each.id: each.place for each in ruleset.all_indicators()}
    for move in parts.moves:
        if not move.n_lacking or move.key.kind is not PartKind.INDICATOR:
            continue
        yield Remark(
            f"{move.key.id}“{move.name}”有 {move.n_lacking} {ruleset.subject.counted}缺事实"
            "（缺失、无法识读或待评），原来不缺",
            f"这一项合计变动 {points_text(move.total, pair.unit)} 分，其中缺事实的不是规则的影响",
            str(places[move.key.id]),
            move.n_lacking,
        )


def _undetermined(pair: Pair) -> Iterator[Remark]:
    """Tell of clauses that cannot be decided for schools for which they could be (or were not)."""
    sides = [_open_clauses(side) for side in pair.sides]
    ruleset = pair.after.assessment.ruleset
    for clause, rows in sides[1].items():
        new = rows - sides[0].get(clause, set())
        if new:
            its = ruleset.clauses[clause]
            yield Remark(
                f"否决条款{clause}（{its.name}）有 {len(new)} {ruleset.subject.counted}待核实，"
                "原来不是："
                f"{_listed(pair.names[at] for at in sorted(new))}",
                "缺的事实补齐之前，它们暂缓定等，不是规则的影响",
                str(its.place),
                len(new),
            )


def _open_clauses(side: Side) -> dict[str, set[int]]:
    rows = {own: row for row, own in enumerate(side.rows.tolist()) if own >= 0}
    found: dict[str, set[int]] = {}
    for own, trace in side.assessment.trace.by_school.items():
        for case in trace.cases:
            if case.status is VetoStatus.UNDETERMINED:
                found.setdefault(case.clause, set()).add(rows[own])
    return found


def _listed(names: Iterable[str]) -> str:
    each = list(names)
    return "、".join(each[:_LISTED]) + (f"等 {len(each)} 个" if len(each) > _LISTED else "")
