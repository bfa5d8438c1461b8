"""Work out a method for one school by itself: no applicability, no policies for gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from engine.diagnostics import Place
from engine.explain.charge_records import Settlement
from engine.explain.dossier import Dossier
from engine.explain.method_working import MethodWorking, nothing_certain
from engine.explain.wording import named_value
from engine.explain.workings_best import join_options
from engine.explain.workings_charges import work_deduct, work_earn
from engine.explain.workings_checklist import work_checklist
from engine.explain.workings_conditions import work_all_or_nothing
from engine.explain.workings_less import take_off
from engine.explain.workings_ranked import work_ranked
from engine.explain.workings_ratings import work_ratings, work_votes
from engine.explain.workings_values import (
    work_bands,
    work_direct,
    work_levels,
    work_linear,
    work_target,
)
from engine.facts.table import State
from engine.ruleset import methods as spec
from engine.ruleset.roles import Role
from engine.sentences.values import few_text

# Settling a school's records is only worth while where a charge asks for it.
Settled = Callable[[], Mapping[Place, Settlement]]


def work_method(
    method: spec.Method, full: Fraction, role: Role, dossier: Dossier, settled: Settled
) -> MethodWorking:
    """Return the points of a method and the words that lead there."""
    if isinstance(method, spec.BestOf):
        options = [work_method(option, full, role, dossier, settled) for option in method.options]
        return join_options(method, options, full, role, dossier.ruleset.unit)
    if isinstance(method, spec.Less):
        worked = work_method(method.method, full, role, dossier, settled)
        return take_off(method, worked, full, role, dossier)
    worked = _work_alone(method, full, role, dossier, settled)
    if worked.state > State.NOT_APPLICABLE and not _keeps_certain(method, role):
        worked = replace(worked, points=nothing_certain(full, role))
    if isinstance(method, spec.Target) and method.small is not None:
        return _with_small_sample(method.small, worked, full, role, dossier, settled)
    return worked


def _work_alone(
    method: spec.Method, full: Fraction, role: Role, dossier: Dossier, settled: Settled
) -> MethodWorking:
    match method:
        case spec.AllOrNothing():
            return work_all_or_nothing(method, full, dossier)
        case spec.Checklist():
            return work_checklist(method, full, dossier)
        case spec.Bands():
            return work_bands(method, full, dossier)
        case spec.Linear():
            return work_linear(method, full, role, dossier)
        case spec.Target():
            return work_target(method, full, role, dossier)
        case spec.Deduct():
            return work_deduct(method, full, role, dossier, settled)
        case spec.Earn():
            return work_earn(method, full, role, dossier, settled)
        case spec.Levels():
            return work_levels(method, full, dossier)
        case spec.Direct():
            return work_direct(method, full, dossier)
        case spec.Ratings():
            return work_ratings(method, full, dossier)
        case spec.Votes():
            return work_votes(method, full, dossier)
        case spec.Ranked():
            return work_ranked(method, full, dossier)
    raise TypeError(f"{method!r} is made of other methods")


def _keeps_certain(method: spec.Method, role: Role) -> bool:
    """Parts that hold and gains on record stay, deductions on record are made, meanwhile."""
    if role is Role.DEDUCTION:
        return isinstance(method, spec.Deduct)
    return isinstance(method, spec.Checklist | spec.Earn)


def _with_small_sample(
    small: spec.SmallSample,
    usual: MethodWorking,
    full: Fraction,
    role: Role,
    dossier: Dossier,
    settled: Settled,
) -> MethodWorking:
    """Work out the method that stands in where the denominator is too small."""
    state, value = dossier.value(small.denominator)
    # Of nothing at all there is no share, small or large: the usual method says 不适用.
    if not isinstance(value, Fraction) or not 0 < value < small.fewer_than:
        is_open = state > State.NOT_APPLICABLE
        points = nothing_certain(full, role) if is_open else usual.points
        return replace(usual, state=max(state, usual.state), points=points)
    other = work_method(small.method, full, role, dossier, settled)
    said = named_value(dossier, small.denominator)
    text = f"{said}，{few_text(small, dossier.ruleset)}小样本规则：{other.text}"
    return MethodWorking(
        other.points,
        other.state,
        text,
        tuple(dict.fromkeys((small.denominator, *other.names))),
        other.place,
        other.records,
    )
