"""Fill in what a school reports: sizes that fit together, and what the rules ask for.

A wish for a derived value (a share, a sum, a difference) becomes whole numbers of people,
meetings and posts in the fields below it, so that every part is within its whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from cohort.aims import Wish, fails, wishes_for
from cohort.schools import Cell, School
from cohort.sizes import TYPICAL, TYPICAL_CHOICES, by_unit
from engine.ruleset.conditions import AllOf, AnyOf, AtLeastOf, Compare, Comparison, Condition, Not
from engine.ruleset.model import Derived, Field, FieldType, Indicator, RuleSet


class Filler:
    """Fill in the facts of one school; `wanted` keeps what record tables have to show."""

    def __init__(self, ruleset: RuleSet, school: School, seed: int) -> None:
        self.ruleset, self.school = ruleset, school
        self.seed, self.random = seed, Random()
        self.facts = school.facts
        self.wanted: dict[str, Fraction] = {}

    def fill(self) -> None:
        """Fill in every field that the school has, in the order of the field dictionary."""
        self._introduce()
        for name, wish in self._gather_wishes().items():
            self._grant(name, wish)
        for field in self.ruleset.fields.values():
            if field.id not in self.facts:
                self.facts[field.id] = self._typical(field)
        for field in self.ruleset.fields.values():
            if not self._applies(field.applies):
                self.facts[field.id] = None

    def draw_for(self, name: str) -> None:
        """Begin new draws for one field, indicator or table.

        Each has draws of its own, so that a rule that is added changes nothing elsewhere.
        """
        self.random.seed(f"{self.seed}/{self.school.number}/{name}")

    def _introduce(self) -> None:
        """Write down who the school is; nothing later changes it."""
        school = self.school
        self.facts |= {self.ruleset.id_field: school.id, self.ruleset.name_field: school.name}
        known: Mapping[str, Cell] = {
            "学段": school.stage,
            "办学性质": school.ownership,
            "隶属": school.affiliation,
            "所在县区": school.county,
            "学生数": school.n_students,
            "专任教师数": school.n_teachers,
            "正式党员数": school.n_members,
        }
        for name, value in known.items():
            field = self.ruleset.fields.get(name)
            if field and (not field.choices or value in field.choices):
                self.facts[name] = value
        for name, size in TYPICAL.items():
            field = self.ruleset.fields.get(name)
            if field is not None:
                self.draw_for(name)
                self.facts[name] = self._fit(field, Fraction(size(school, self.random)))
        for name, choose in TYPICAL_CHOICES.items():
            field = self.ruleset.fields.get(name)
            self.draw_for(name)
            if field is not None and (choice := choose(self.school, self.random)) in field.choices:
                self.facts[name] = choice

    def _gather_wishes(self) -> dict[str, Wish]:
        """Wish for no veto and for what each indicator asks; what is done badly comes first."""
        badly: list[Indicator] = []
        well: list[Indicator] = []
        for indicator in self.ruleset.all_indicators():
            if indicator.informative or not self._applies(indicator.applies):
                continue
            (well if self._does_well(indicator) else badly).append(indicator)
        wishes: dict[str, Wish] = {}
        for clause in self.ruleset.clauses.values():
            if clause.trigger and not clause.table:
                wishes.update(fails(clause.trigger, self.random))
        for indicators, is_well in ((badly, False), (well, True)):
            for indicator in indicators:
                self.draw_for(f"wish/{indicator.id}")
                for name, wish in wishes_for(indicator.method, is_well, self.random):
                    wishes[name] = wishes[name].and_also(wish) if name in wishes else wish
        return wishes

    def _does_well(self, indicator: Indicator) -> bool:
        self.draw_for(f"chance/{indicator.id}")
        chance = self.school.quality
        if indicator in self.ruleset.bonuses.items:
            chance /= 5
        elif indicator in self.ruleset.deductions.items:
            chance = (chance + 4) / 5
        return self.random.randrange(1000) < chance * 1000

    def _applies(self, condition: Condition | None) -> bool:
        return condition is None or is_met(condition, self.facts)

    def _grant(self, name: str, wish: Wish) -> None:
        field = self.ruleset.fields.get(name)
        self.draw_for(f"grant/{name}")
        if field is not None:
            if name not in self.facts:
                self.facts[name] = self._choose(field, wish)
        elif name in self.ruleset.derived:
            self._grant_derived(self.ruleset.derived[name], wish)

    def _grant_derived(self, derived: Derived, wish: Wish) -> None:
        goal = self._number_for(wish, Fraction(0), Fraction(1, 100))
        if goal is None:
            return
        if derived.is_record_based:
            self.wanted.setdefault(derived.id, goal)
        elif derived.kind == "ratio":
            whole = self._known(derived.denominator)
            fewer_is_fine = wish.high is not None and wish.low is None
            part = Fraction(goal * whole // 1 if fewer_is_fine else -(-goal * whole // 1))
            if wish.low is None or (isinstance(wish.low, Fraction) and wish.low <= 1):
                part = min(part, whole)
            self._grant(derived.numerator, Wish(values=(part,)))
        elif derived.kind == "sum":
            first, *others = derived.operands
            rest = sum((self._known(other) for other in others), Fraction(0))
            self._grant(first, Wish(values=(max(Fraction(0), goal - rest),)))
        elif derived.kind == "difference":
            taken = self._known(derived.operands[1])
            self._grant(derived.operands[0], Wish(values=(max(Fraction(0), taken + goal),)))

    def _known(self, name: str) -> Fraction:
        """Return the number behind a name, settling it now if nobody has."""
        field = self.ruleset.fields.get(name)
        if field is not None:
            value = self.facts.setdefault(name, self._typical(field))
            return Fraction(value) if isinstance(value, int | Fraction) else Fraction(0)
        derived = self.ruleset.derived.get(name)
        if derived is None or derived.is_record_based:
            return self.wanted.get(name, Fraction(0))
        operands = derived.operands or (derived.numerator, derived.denominator)
        numbers = [self._known(operand) for operand in operands]
        if derived.kind == "sum":
            return sum(numbers, Fraction(0))
        if derived.kind == "difference":
            return numbers[0] - numbers[1]
        if derived.kind == "product":
            return numbers[0] * numbers[1]
        return numbers[0] / numbers[1] if numbers[1] else Fraction(0)

    def _number_for(self, wish: Wish, least: Fraction, step: Fraction) -> Fraction | None:
        """Choose a number for a wish: at a bound or a little beyond, where it may be."""
        for value in wish.values:
            return Fraction(value) if isinstance(value, int | Fraction) else None
        low = wish.low if isinstance(wish.low, Fraction) else None
        high = wish.high if isinstance(wish.high, Fraction) else None
        if low is not None:
            number = low + step if wish.low_is_strict else low
            beyond = number + max(step, number / 4) * self.random.randrange(0, 2)
            return number if high is not None and beyond > high else beyond
        if high is not None:
            return max(least, high - step if wish.high_is_strict else high)
        return None

    def _choose(self, field: Field, wish: Wish) -> Cell:
        """Choose a cell of the field's type that grants the wish."""
        if not wish.filled:
            return None
        if wish.values and not isinstance(wish.values[0], Fraction):
            return self.random.choice(wish.values)
        if field.type is FieldType.DATE:
            return self._date_for(wish)
        if field.type is FieldType.SET:
            has = [choice for choice in field.choices if choice not in wish.lacks]
            return tuple(has)
        if field.type is FieldType.CHOICE:
            left = [choice for choice in field.choices if choice not in wish.barred]
            return self.random.choice(left)
        if field.type.is_numeric:
            step = Fraction(1, 10**field.decimals)
            number = self._number_for(wish, field.low or Fraction(0), step)
            if number is not None:
                return self._fit(field, number)
        return self._typical(field)

    def _date_for(self, wish: Wish) -> date | None:
        """Choose a date of the year assessed; what would need another one is left blank."""
        first, last = self.ruleset.window
        low = wish.low if isinstance(wish.low, date) else first
        high = wish.high if isinstance(wish.high, date) else last
        if low >= last:
            return None
        return low + timedelta(days=self.random.randrange(1, max(2, (high - low).days)))

    def _typical(self, field: Field) -> Cell:
        """Return what most schools would write where no rule asks for anything."""
        self.draw_for(field.id)
        match field.type:
            case FieldType.BOOLEAN:
                return self.random.randrange(10) < 3
            case FieldType.DATE | FieldType.TEXT:
                return None
            case FieldType.CHOICE:
                return self.random.choice(field.choices)
            case FieldType.SET:
                return field.choices[: self.random.randrange(1, len(field.choices) + 1)]
            case FieldType.PERCENT:
                return self._fit(field, Fraction(self.random.randrange(860, 995), 1000))
        return self._fit(field, Fraction(by_unit(field, self.school, self.random)))

    def _fit(self, field: Field, number: Fraction) -> Cell:
        """Keep a number within the field's range and places; a boolean is yes or no."""
        if field.type is FieldType.BOOLEAN:
            return bool(number)
        number = number if field.low is None else max(number, field.low)
        number = number if field.high is None else min(number, field.high)
        if field.type is FieldType.INTEGER:
            return int(number)
        return Fraction(int(number * 10**field.decimals), 10**field.decimals)


def is_met(condition: Condition, facts: Mapping[str, Cell]) -> bool:
    """Tell whether a condition holds for facts that are all there; a blank never holds."""
    match condition:
        case AllOf():
            return all(is_met(part, facts) for part in condition.parts)
        case AnyOf():
            return any(is_met(part, facts) for part in condition.parts)
        case Not():
            return not is_met(condition.part, facts)
        case AtLeastOf():
            return sum(is_met(part, facts) for part in condition.parts) >= condition.count
    return _compare(condition, facts)


def _compare(condition: Compare, facts: Mapping[str, Cell]) -> bool:
    value = facts.get(condition.value)
    if condition.comparison is Comparison.FILLED:
        return (value is not None) is bool(condition.operands[0])
    operands = (facts.get(condition.other),) if condition.other else condition.operands
    if value is None or operands[0] is None:
        return False
    match condition.comparison:
        case Comparison.EQUALS | Comparison.ONE_OF:
            return value in operands
        case Comparison.NOT_EQUALS:
            return value not in operands
        case Comparison.INCLUDES:
            return isinstance(value, tuple) and set(operands) <= set(value)
    least = operands[0]
    if isinstance(value, int | Fraction) and isinstance(least, int | Fraction):
        return _in_order(condition.comparison, Fraction(value) - Fraction(least))
    if isinstance(value, date) and isinstance(least, date):
        return _in_order(condition.comparison, Fraction((value - least).days))
    return False


def _in_order(comparison: Comparison, over: Fraction) -> bool:
    return {
        Comparison.AT_LEAST: over >= 0,
        Comparison.MORE_THAN: over > 0,
        Comparison.AT_MOST: over <= 0,
        Comparison.LESS_THAN: over < 0,
    }[comparison]
