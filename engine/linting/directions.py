"""Find facts whose better values can lose points: bands that fall again, uses that disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from engine.diagnostics import Place
from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.points import decimal_text
from engine.ruleset.checking.reasoning import can_hold
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
)
from engine.ruleset.methods import (
    AllOrNothing,
    Band,
    Bands,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Levels,
    Linear,
    Method,
    Ranked,
    Target,
)
from engine.ruleset.walking import methods_in

_UP = (Comparison.AT_LEAST, Comparison.MORE_THAN)
_DOWN = (Comparison.AT_MOST, Comparison.LESS_THAN)


@dataclass(frozen=True, slots=True)
class Use:
    """One rule that says which values of a fact are better: the higher, or the lower.

    Args:
        applies: For which schools it says so; None: for all.
    """

    value: str
    higher: bool
    rule: str
    place: Place
    applies: Condition | None = None


def turning_points(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each scale of bands that rises and falls, in the order of the values."""
    for indicator in survey.scored:
        for method in methods_in(indicator.method):
            if not isinstance(method, Bands):
                continue
            steps = _steps(method)
            turn = _turn(steps)
            if turn is not None:
                yield Remark(
                    f"“{indicator.id} {indicator.name}”按“{method.value}”由低到高的分有升有降："
                    f"{'、'.join(decimal_text(points) for _, points in steps)}",
                    turn,
                    (indicator.id,),
                    "请核对有没有写颠倒；本来就是中间最好的，写进“不再提示”并说明理由",
                )


def _steps(method: Bands) -> list[tuple[Place, Fraction]]:
    """Return place and points of each band, from the lowest values to the highest."""
    return [(band.place, band.points) for band in sorted(method.bands, key=_lower_end)]


def _lower_end(band: Band) -> tuple[int, Fraction]:
    """Return by what bands are put in order: those without a lower end first."""
    lows = [bound for comparison, bound in band.bounds if comparison in (*_UP, Comparison.EQUALS)]
    return (1, max(lows)) if lows else (0, Fraction(0))


def _turn(steps: Sequence[tuple[Place, Fraction]]) -> Place | None:
    """Return where points turn; None where they only rise or only fall."""
    rising: bool | None = None
    for (_, before), (place, after) in pairwise(steps):
        if after == before:
            continue
        if rising is not None and rising != (after > before):
            return place
        rising = after > before
    return None


def opposite_uses(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each fact of which one rule wants more and another wants less."""
    uses = list(_uses(survey))
    told: set[frozenset[str]] = set()
    for at, use in enumerate(uses):
        other = next((each for each in uses[:at] if _disagree(each, use, survey)), None)
        pair = frozenset((use.rule, other.rule, use.value)) if other else frozenset()
        if other is None or pair in told:
            continue
        told.add(pair)
        word, other_word = _words(survey, use.value, higher=use.higher)
        yield Remark(
            f"“{use.value}”在“{use.rule}”是{word}好，在“{other.rule}”（{other.place}）却是"
            f"{other_word}好：做得好的会在另一处失分",
            use.place,
            (other.rule, use.rule, use.value),
            "请核对哪一处写反了（“越低越好”“非”、比较的方向）",
            (use.value,),
        )


def _disagree(one: Use, other: Use, survey: Survey) -> bool:
    """Tell whether two rules want opposite values of one school."""
    if one.value != other.value or one.higher == other.higher or one.rule == other.rule:
        return False
    given = [each.applies for each in (one, other) if each.applies is not None]
    return not given or can_hold(given, survey.find)


def _words(survey: Survey, value: str, *, higher: bool) -> tuple[str, str]:
    term = survey.find(value)
    words = ("越高越", "越低越") if term is not None and term.is_numeric else ("有的", "没有的")
    return words if higher else (words[1], words[0])


def _uses(survey: Survey) -> Iterator[Use]:
    """Yield which way each scored rule and each veto wants a value to be."""
    for indicator in survey.scored:
        found: dict[tuple[str, bool], Use] = {}
        for method in methods_in(indicator.method):
            for value, higher, place in _of_method(method):
                use = Use(value, higher, indicator.id, place, indicator.applies)
                found.setdefault((value, higher), use)
        # A rule that wants both wants something between: it says nothing of the direction.
        yield from (use for (value, up), use in found.items() if (value, not up) not in found)
    for clause in survey.ruleset.clauses.values():
        if clause.trigger is not None and not clause.table:
            for value, higher, place in _of_condition(clause.trigger):
                yield Use(value, not higher, clause.id, place)


def _of_method(method: Method) -> Iterator[tuple[str, bool, Place]]:
    match method:
        case AllOrNothing():
            yield from _of_condition(method.condition)
        case Checklist():
            for part in method.parts:
                yield from _of_condition(part.condition)
        case Linear():
            yield method.value, method.full_at > method.zero_at, method.place
        case Target():
            yield method.value, not method.lower_is_better, method.place
        case Direct():
            yield method.value, True, method.place
        case Ranked():
            yield method.peers.value, not method.peers.lower_is_better, method.place
        case Deduct() | Earn():
            for charge in method.charges:
                if charge.value:
                    yield charge.value, isinstance(method, Earn), charge.place
        case Bands():
            steps = _steps(method)
            if _turn(steps) is None and steps[0][1] != steps[-1][1]:
                yield method.value, steps[-1][1] > steps[0][1], method.place
        case _:
            return


def _of_condition(
    condition: Condition, *, failing: bool = False
) -> Iterator[tuple[str, bool, Place]]:
    """Yield which way a condition wants its values to be."""
    match condition:
        case Compare() if not condition.other:
            higher = _wanted(condition)
            if higher is not None:
                yield condition.value, higher != failing, condition.place
        case Not():
            yield from _of_condition(condition.part, failing=not failing)
        case AllOf() | AnyOf() | AtLeastOf():
            for part in condition.parts:
                yield from _of_condition(part, failing=failing)
        case _:
            return


def _wanted(compare: Compare) -> bool | None:
    """Return whether a comparison wants the higher values (or 是); None where it says neither."""
    if compare.comparison in _UP:
        return True
    if compare.comparison in _DOWN:
        return False
    operand = compare.operands[0] if compare.operands else None
    if compare.comparison is Comparison.EQUALS and isinstance(operand, bool):
        return operand
    return None


def levels_out_of_order(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each scale of choices whose points neither rise nor fall with them."""
    for indicator in survey.scored:
        for method in methods_in(indicator.method):
            if not isinstance(method, Levels):
                continue
            field = survey.ruleset.fields.get(method.value)
            points: Mapping[str, Fraction] = method.points_by_level
            if field is None or len(field.choices) < 3:
                continue
            place = survey.at(method.place, "points_by_level")
            steps = [(place, points[each]) for each in field.choices if each in points]
            if _turn(steps) is not None:
                said = "、".join(f"{each} {decimal_text(points[each])}" for each in field.choices)
                yield Remark(
                    f"“{indicator.id} {indicator.name}”的分不随“{method.value}”的选项升降：{said}",
                    place,
                    (indicator.id,),
                    "请核对有没有错位；选项本来不分高低的，写进“不再提示”并说明理由",
                )
