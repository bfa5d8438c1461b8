"""For which facts and records a rule takes points, traced to where they are filled in.

A derived value that counts stands for the records that it counts; the share of good records among
all stands for those that are not good; a sum of bad things for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.diagnostics import Place
from engine.linting.survey import Survey
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Not,
    names_in,
)
from engine.ruleset.methods import (
    AllOrNothing,
    Bands,
    Charge,
    Checklist,
    Counting,
    Deduct,
    Direct,
    Levels,
    Linear,
    Method,
    Target,
)
from engine.ruleset.model import Derived, Indicator
from engine.ruleset.walking import methods_in

_ON_TIME = Comparison.AT_MOST


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for which points are taken.

    Args:
        place: Where the rule reads it.
        loses: When points are taken: of the school, or of a row of `table`; None: always.
        fact: The value of the school that is read; empty for rows.
        table: The record table whose rows are meant; empty for the school's values.
        settles: Rows of one event are charged once over all deductions (同一事件从重).
        applies: Where a part of a checklist applies at all; None: wherever the rule does.
    """

    place: Place
    loses: Condition | None
    fact: str = ""
    table: str = ""
    settles: bool = False
    applies: Condition | None = None

    @property
    def columns(self) -> frozenset[str]:
        """Return what decides which rows are meant."""
        return frozenset(names_in(self.loses))


def causes_of(indicator: Indicator, survey: Survey) -> tuple[Cause, ...]:
    """Return for what an indicator or a deduction takes points."""
    return tuple(
        cause for method in methods_in(indicator.method) for cause in _of_method(method, survey)
    )


def _of_method(method: Method, survey: Survey) -> Iterator[Cause]:
    match method:
        case AllOrNothing():
            yield from _of_condition(method.condition, survey)
        case Checklist() if method.counting is Counting.SUM:
            for part in method.parts:
                for cause in _of_condition(part.condition, survey):
                    yield replace(cause, applies=part.applies)
        case Deduct():
            for charge in method.charges:
                yield from _of_charge(charge, survey)
        case Levels() if len(set(method.points_by_level.values())) == 1:
            return
        case Bands() | Linear() | Target() | Levels() | Direct():
            yield from _of_value(method.value, _losing(method), method.place, survey)
        case _:
            pass


def _of_condition(condition: Condition, survey: Survey) -> Iterator[Cause]:
    """Yield what must hold for the points: each comparison that can fail by itself."""
    match condition:
        case AllOf():
            for part in condition.parts:
                yield from _of_condition(part, survey)
        case Compare() if condition.comparison is not Comparison.FILLED:
            loses = Not(condition, condition.place)
            yield from _of_value(condition.value, loses, condition.place, survey)
        case Not(part=Compare() as compared):
            yield from _of_value(compared.value, compared, compared.place, survey)
        case _:
            pass


def _of_charge(charge: Charge, survey: Survey) -> Iterator[Cause]:
    if charge.table:
        yield Cause(
            charge.place,
            _with_levels(charge),
            table=charge.table,
            settles=charge.settle_events,
        )
        return
    more = Compare(charge.value, Comparison.MORE_THAN, (Fraction(charge.threshold),), charge.place)
    derived = survey.ruleset.derived.get(charge.value)
    if derived is not None and derived.kind == "sum":
        for operand in derived.operands:
            yield from _of_value(operand, None, charge.place, survey)
        return
    yield from _of_value(charge.value, more, charge.place, survey)


def _with_levels(charge: Charge) -> Condition | None:
    """Return which rows a record charge is for: those of a level without points are not."""
    costing = tuple(level for level, points in (charge.by_level or {}).items() if points > 0)
    if not costing:
        return charge.condition
    leveled = Compare(charge.level_field, Comparison.ONE_OF, costing, charge.place)
    if charge.condition is None:
        return leveled
    return AllOf((charge.condition, leveled), charge.place)


def _of_value(name: str, loses: Condition | None, place: Place, survey: Survey) -> Iterator[Cause]:
    """Yield the value itself, and where it counts records the records for which it loses."""
    yield Cause(place, loses, fact=name)
    derived = survey.ruleset.derived.get(name)
    if derived is None or loses is None:
        return
    lower_loses = _loses_low(loses)
    if derived.kind in ("count", "late") and not lower_loses:
        yield Cause(place, _counted(derived), table=derived.table)
    elif derived.kind == "ratio":
        yield from _of_share(derived, place, survey, lower_loses=lower_loses)


def _of_share(
    share: Derived, place: Place, survey: Survey, *, lower_loses: bool
) -> Iterator[Cause]:
    derived = survey.ruleset.derived
    part, whole = derived.get(share.numerator), derived.get(share.denominator)
    counting = ("count", "on_time", "late")
    if part is None or part.kind not in counting:
        return
    if not lower_loses:
        yield Cause(place, _counted(part), table=part.table)
    elif whole is not None and whole.kind == "count" and whole.table == part.table:
        good = _counted(part)
        if good is not None:
            parts = tuple(each for each in (_counted(whole), Not(good, place)) if each is not None)
            yield Cause(place, AllOf(parts, place), table=part.table)


def _counted(derived: Derived) -> Condition | None:
    """Return which rows a derived value counts."""
    if derived.kind == "count":
        return derived.condition
    comparison = _ON_TIME if derived.kind == "on_time" else Comparison.MORE_THAN
    timely = Compare(derived.column, comparison, (), derived.place, derived.due_column)
    if derived.condition is None:
        return timely
    return AllOf((derived.condition, timely), derived.place)


def _loses_low(loses: Condition) -> bool:
    """Tell whether it is the low values that lose: fewer, and not more."""
    low = (Comparison.LESS_THAN, Comparison.AT_MOST)
    match loses:
        case Compare():
            return loses.comparison in low
        case Not(part=Compare() as compared):
            return compared.comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN)
        case AnyOf():
            # Of bands: whether the losing ones reach down without end.
            return any(
                isinstance(band, AllOf) and all(_loses_low(each) for each in band.parts)
                for band in loses.parts
            )
        case _:
            return False


def _losing(method: Bands | Linear | Target | Levels | Direct) -> Condition:
    """Return the condition under which a method does not give all that it can."""
    place = method.place
    match method:
        case Bands():
            most = max(band.points for band in method.bands)
            losing = [band for band in method.bands if band.points < most]
            return AnyOf(
                tuple(
                    AllOf(
                        tuple(
                            Compare(method.value, comparison, (bound,), band.place)
                            for comparison, bound in band.bounds
                        ),
                        band.place,
                    )
                    for band in losing
                ),
                place,
            )
        case Linear():
            is_low = method.zero_at < method.full_at
            comparison = Comparison.LESS_THAN if is_low else Comparison.MORE_THAN
            return Compare(method.value, comparison, (method.full_at,), place)
        case Target():
            comparison = Comparison.MORE_THAN if method.lower_is_better else Comparison.LESS_THAN
            return Compare(method.value, comparison, (method.goal,), place)
        case Levels():
            best = max(method.points_by_level.values())
            worse = tuple(
                level for level, points in method.points_by_level.items() if points < best
            )
            return Compare(method.value, Comparison.ONE_OF, worse, place)
        case Direct():
            return Compare(method.value, Comparison.LESS_THAN, (method.out_of,), place)


def causes_when(condition: Condition, survey: Survey) -> tuple[Cause, ...]:
    """Return the facts of the school because of which a condition holds."""
    match condition:
        case Compare():
            return tuple(_of_value(condition.value, condition, condition.place, survey))
        case AllOf() | AnyOf():
            return tuple(each for part in condition.parts for each in causes_when(part, survey))
        case _:
            return ()
