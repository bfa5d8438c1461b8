"""List what a missing fact could say, as far as conditions tell its values apart (可能的值)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from engine.explain.exact import Exact, Known, Names, number_of
from engine.explain.judging import FALSE, UNKNOWN, judge
from engine.facts.table import State
from engine.ruleset.conditions import Compare, Comparison, Condition, comparisons_in
from engine.ruleset.model import Field, FieldType, RuleSet
from engine.sentences.phrases import Measure, comparison_word, measure_of, operand_text, unit_of

_EPOCH = date(1970, 1, 1)
# Kinds of derived values that count something: whole numbers, and none below 0.
_COUNTS = frozenset({"count", "periods", "on_time", "late"})


@dataclass(frozen=True, slots=True)
class Supposed:
    """Facts as they stand, one of them supposed."""

    names: Names
    supposed: dict[str, Known]

    @property
    def ruleset(self) -> RuleSet:
        return self.names.ruleset

    def value(self, name: str) -> Known:
        """Return a value as it is supposed, or as it stands."""
        return self.supposed.get(name) or self.names.value(name)

    def field_of(self, name: str) -> Field | None:
        """Return the field of that name, or None for a derived value."""
        return self.names.field_of(name)

    def why_not(self, name: str) -> str:
        """Say why a value that was filled in does not stand."""
        return "" if name in self.supposed else self.names.why_not(name)


def answer(condition: Condition, names: Names) -> int:
    """Judge a condition as vetoes do: what does not apply does not trigger."""
    truth, cause = judge(condition, names)
    return FALSE if truth == UNKNOWN and cause is State.NOT_APPLICABLE else truth


@dataclass(frozen=True, slots=True)
class Atom:
    """A value, or a run of values that no condition tells apart, by one of them.

    Args:
        value: One of them. at: Its place in the order of the values.
        low, high: For numbers: the bounds beside it; equal for the bound itself.
    """

    value: Exact
    at: int
    low: Fraction | None = None
    high: Fraction | None = None


def atoms_of(name: str, conditions: Iterable[Condition], names: Names) -> tuple[Atom, ...]:
    """Return what a fact could say; nothing where its values cannot be listed."""
    compares = [
        each
        for condition in conditions
        for each in comparisons_in(condition)
        if name in (each.value, each.other)
    ]
    field = names.field_of(name)
    kind = field.type if field is not None else FieldType.NUMBER
    match kind:
        case FieldType.BOOLEAN:
            return Atom(True, 0), Atom(False, 1)
        case FieldType.CHOICE if field is not None:
            listed = [each for each in field.choices if each not in field.pending]
            return tuple(Atom(each, at) for at, each in enumerate(listed))
        case FieldType.TEXT | FieldType.SET:
            return ()
    bounds = _bounds(name, compares, names)
    if bounds is None:
        return ()
    derived = names.ruleset.derived.get(name) if field is None else None
    is_count = derived is not None and derived.kind in _COUNTS
    low = Fraction(0) if is_count else field.low if field is not None else None
    high = field.high if field is not None else None
    is_whole = is_count or kind in (FieldType.INTEGER, FieldType.DATE)
    return tuple(_line(sorted(bounds), kind, low, high, is_whole=is_whole))


def _bounds(name: str, compares: Sequence[Compare], names: Names) -> set[Fraction] | None:
    """Return what a number is compared with; None where one of these is not known either."""
    bounds: set[Fraction] = set()
    for each in compares:
        if each.comparison is Comparison.FILLED:
            return None
        if each.other:
            known = names.value(each.other if each.value == name else each.value)[1]
            if known is None or isinstance(known, str | frozenset):
                return None
            bounds.add(number_of(known))
        else:
            bounds.update(number_of(operand) for operand in each.operands)
    return bounds


def _line(
    bounds: Sequence[Fraction],
    kind: FieldType,
    low: Fraction | None,
    high: Fraction | None,
    *,
    is_whole: bool,
) -> Iterator[Atom]:
    """Cut the line at its bounds: below, the bound, between, the next bound, above.

    Args:
        low, high: Beyond these no value lies. is_whole: Nothing lies between two that follow one
            another.
    """
    at, before = 0, None
    for bound in bounds:
        is_room = before is None or not is_whole or bound - before > 1
        if is_room and (low is None or bound > low):
            inside = bound - 1 if before is None else (before + bound) / 2
            value = _exact(Fraction(floor(inside)) if is_whole else inside, kind)
            yield Atom(value, at, before, bound)
            at += 1
        yield Atom(_exact(bound, kind), at, bound, bound)
        at, before = at + 1, bound
    if before is not None and (high is None or before < high):
        yield Atom(_exact(before + 1, kind), at, before, None)


def _exact(number: Fraction, kind: FieldType) -> Exact:
    if kind is FieldType.DATE:
        return _EPOCH + timedelta(days=int(number))
    return number


def atoms_text(name: str, atoms: Sequence[Atom], names: Names) -> str:
    """Say some of the values: 为“全责”、“主责”之一, 低于80%, 不早于2025-01-01."""
    field = names.field_of(name)
    if not isinstance(atoms[0].value, Fraction | date) or isinstance(atoms[0].value, bool):
        said = [operand_text(each.value) for each in atoms if not isinstance(each.value, frozenset)]
        return f"为{'、'.join(said)}" + ("之一" if len(said) > 1 else "")
    runs: list[list[Atom]] = []
    for atom in atoms:
        if runs and runs[-1][-1].at == atom.at - 1:
            runs[-1].append(atom)
        else:
            runs.append([atom])
    return "，或".join(_run_text(name, run, field, names) for run in runs)


def _run_text(name: str, run: Sequence[Atom], field: Field | None, names: Names) -> str:
    first, last = run[0], run[-1]
    is_date = isinstance(first.value, date)
    if field is not None:
        measure = Measure.PERCENT if field.type is FieldType.PERCENT else Measure.PLAIN
        unit = "" if field.unit == "%" else field.unit
    else:
        measure, unit = measure_of(names.ruleset, name), unit_of(names.ruleset, name)

    def said(bound: Fraction) -> str:
        value = _EPOCH + timedelta(days=int(bound)) if is_date else bound
        return operand_text(value, measure, unit)

    def word(comparison: Comparison) -> str:
        return comparison_word(comparison, is_date=is_date)

    if first.low is not None and first.low == last.high:
        return f"为{said(first.low)}"
    parts = []
    if first.low is not None:
        is_in = first.low == first.high
        comparison = Comparison.AT_LEAST if is_in else Comparison.MORE_THAN
        parts.append(word(comparison) + said(first.low))
    if last.high is not None:
        is_in = last.low == last.high
        parts.append(word(Comparison.AT_MOST if is_in else Comparison.LESS_THAN) + said(last.high))
    return "、".join(parts) if parts else "不论多少"
