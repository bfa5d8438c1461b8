"""Find facts for which two rules take points: two indicators, or an indicator and a deduction.

Two record charges that settle events (同一事件从重) punish once and are no double penalty; nor
are two rules that ask different columns of one record, or that can never lose at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from engine.linting.finding import Remark
from engine.linting.losses import Cause, causes_of, causes_when
from engine.linting.survey import Survey
from engine.ruleset.checking.reasoning import can_hold, holds_whenever
from engine.ruleset.conditions import Condition
from engine.ruleset.model import EffectKind, FieldType, Indicator

_HINT = "请只留一处；确是两回事、要两处都扣的，写进“不再提示”并说明理由"


def double_penalty(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each pair of rules that lose points by one fact, the later one's place."""
    causes = {each.id: causes_of(each, survey) for each in survey.punishing}
    for one, other in combinations(survey.punishing, 2):
        shared = _shared(causes[one.id], causes[other.id], [one, other], survey)
        if shared is not None:
            first, second = shared
            yield Remark(
                f"“{one.id} {one.name}”和“{other.id} {other.name}”因同一事实失分："
                f"{fact_text(first, second)}（另一处在 {first.place}）",
                second.place,
                (one.id, other.id),
                _HINT,
            )
    for indicator in survey.punishing:
        for first, second in combinations(causes[indicator.id], 2):
            # Several steps on one value are a ladder; one record under two charges is not.
            if first.table and _is_one(first, second, [indicator], survey):
                yield Remark(
                    f"“{indicator.id} {indicator.name}”里同一条记录扣了两处："
                    f"{fact_text(first, second)}（另一处在 {first.place}）",
                    second.place,
                    (indicator.id,),
                    "请把两处的条件写得互不重叠，或都用“同一事件从重”",
                )


def zeroed_twice(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each veto that zeroes points, where its fact takes points elsewhere."""
    causes = {each.id: causes_of(each, survey) for each in survey.punishing}
    for clause in survey.ruleset.clauses.values():
        targets = [
            target
            for effect in clause.effects
            if effect.kind is EffectKind.ZERO
            for target in effect.targets
        ]
        if clause.trigger is None or not targets:
            continue
        trigger = _of_trigger(clause.table, clause.trigger, survey)
        for indicator in survey.punishing:
            shared = _shared(causes[indicator.id], trigger, [indicator], survey)
            if shared is None:
                continue
            inside = any(indicator in tuple(survey.leaves_below(each)) for each in targets)
            said = "它已因同一事实失分" if inside else "同一事实另有扣分"
            yield Remark(
                f"否决条款“{clause.id} {clause.name}”把 {'、'.join(targets)} 计零，{said}："
                f"“{indicator.id} {indicator.name}”{fact_text(*shared)}（在 {shared[0].place}）",
                clause.place,
                (clause.id, indicator.id),
                "请核对是不是要两样都罚；有意如此的，写进“不再提示”并说明理由",
            )


def _of_trigger(table: str, trigger: Condition, survey: Survey) -> tuple[Cause, ...]:
    if table:
        return (Cause(trigger.place, trigger, table=table),)
    return causes_when(trigger, survey)


def _shared(
    ones: tuple[Cause, ...],
    others: tuple[Cause, ...],
    indicators: list[Indicator],
    survey: Survey,
) -> tuple[Cause, Cause] | None:
    """Return the first two causes that are one and the same fact."""
    for one in ones:
        for other in others:
            if _is_one(one, other, indicators, survey):
                return one, other
    return None


def _is_one(one: Cause, other: Cause, indicators: list[Indicator], survey: Survey) -> bool:
    """Tell whether one fact (or one record) can take points by both causes."""
    if (one.fact, one.table) != (other.fact, other.table):
        return False
    if one.settles and other.settles:
        return False
    if one.table and not _same_matter(one, other, survey):
        return False
    given = [each for each in (one.loses, other.loses) if each is not None]
    if not one.table:
        given += [each.applies for each in indicators if each.applies is not None]
        given += [each.applies for each in (one, other) if each.applies is not None]
    return not given or can_hold(given, partial(survey.find, table=one.table))


def _same_matter(one: Cause, other: Cause, survey: Survey) -> bool:
    """Tell whether two rules ask the same of a record, and not two things that meet in one row.

    A yes-or-no column in common may only say whose record it is: then one rule must follow from
    the other.
    """
    if one.loses is None or other.loses is None:
        return True
    columns = survey.ruleset.tables[one.table].fields
    shared = [columns[name] for name in one.columns & other.columns if name in columns]
    asked = [each for each in shared if each.id not in _documents(one.table, survey)]
    if any(each.type is not FieldType.BOOLEAN for each in asked):
        return True
    find = partial(survey.find, table=one.table)
    return bool(asked) and (
        holds_whenever(one.loses, other.loses, find) or holds_whenever(other.loses, one.loses, find)
    )


def _documents(table: str, survey: Survey) -> frozenset[str]:
    """Return the columns that only say whether an organ has signed: no fact of their own."""
    return frozenset(
        name
        for clause in survey.ruleset.clauses.values()
        if survey.table_read(clause) == table
        for relief in clause.reliefs
        for name in (*relief.signed_fields, *clause.decision_fields)
    )


def fact_text(one: Cause, other: Cause) -> str:
    """Say which fact it is that two rules read."""
    if one.fact:
        return f"“{one.fact}”"
    columns = sorted(one.columns & other.columns)
    named = f"（按{'、'.join(columns)}）" if columns else ""
    return f"台账“{one.table}”的同一条记录{named}"
