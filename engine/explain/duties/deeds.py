"""Tell what was done (履职情况): the facts and records that show it, against what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.explain.dossier import Dossier
from engine.explain.exact import Exact, number_of
from engine.explain.wording import known_text, state_text, table_text
from engine.facts.table import FactTable, RecordSet, State
from engine.ruleset.model import Deed, RuleSet
from engine.scoring import SchoolRows, ScoreTable
from engine.scoring.conditions import evaluate, open_mask
from engine.scoring.views import RecordView
from engine.sentences.duties import RECORDS

# Number of the deed in the rules, what the facts say, how that stands.
Told = tuple[int, str, str]

_OF_STATE = {State.NOT_APPLICABLE: "not_applicable"}


@dataclass(frozen=True, slots=True)
class _Codes:
    """A value over the schools as whole numbers: equal codes say the same."""

    numerators: Sequence[int]
    denominators: Sequence[int]
    states: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Records that show a deed, and those of which that cannot be said, by school and person."""

    sure: Mapping[tuple[int, str], int]
    unsure: Mapping[tuple[int, str], int]


class DeedBook:
    """Tells the deeds of a batch."""

    def __init__(self, ruleset: RuleSet, facts: FactTable, scores: ScoreTable) -> None:
        deeds = tuple(enumerate(ruleset.duties.deeds))
        self._of_school = [(at, deed) for at, deed in deeds if not deed.person_field]
        self._of_person = [(at, deed) for at, deed in deeds if deed.person_field]
        self._counts = {
            at: _count(deed, facts.records[deed.table], scores) for at, deed in deeds if deed.table
        }
        self._codes = {at: _codes(deed.value, scores.view) for at, deed in deeds if not deed.table}
        self._said: dict[tuple[int, int, int], Told] = {}

    def of_school(self, dossier: Dossier) -> dict[str, list[Told]]:
        """Return area -> what the school did there, in the order of the rules."""
        found: dict[str, list[Told]] = {}
        for at, deed in self._of_school:
            told = (
                self._tell_records(at, deed, dossier, "")
                if deed.table
                else self._tell_value(at, deed, dossier)
            )
            found.setdefault(deed.area, []).append(told)
        return found

    def of_person(self, dossier: Dossier, name: str) -> list[Told]:
        """Return what the records say that one person did."""
        return [self._tell_records(at, deed, dossier, name) for at, deed in self._of_person]

    def _tell_value(self, at: int, deed: Deed, dossier: Dossier) -> Told:
        codes, school = self._codes[at], dossier.school
        if codes.states[school]:
            state = State(codes.states[school])
            text = state_text(dossier, deed.value, state)
            return at, text, _OF_STATE.get(state, "open")
        key = at, codes.numerators[school], codes.denominators[school]
        told = self._said.get(key)
        if told is None:
            known = dossier.value(deed.value)
            text = known_text(dossier, deed.value, known)
            told = self._said[key] = at, text, _met(deed, known[1]) if known[1] is not None else ""
        return told

    def _tell_records(self, at: int, deed: Deed, dossier: Dossier, name: str) -> Told:
        state = dossier.table_state(deed.table)
        if state is not State.PRESENT:
            text = f"“{deed.table}”台账{table_text(dossier, deed.table)}"
            return at, text, _OF_STATE.get(state, "open")
        key, counts = (dossier.school, name), self._counts[at]
        sure, unsure = counts.sure.get(key, 0), counts.unsure.get(key, 0)
        text = f"{sure}{RECORDS}" if sure else "没有记录"
        met = _met(deed, Fraction(sure))
        if unsure:
            text += f"，另有{unsure}条不能判定"
            met = "open" if met == "not_met" else met
        return at, text, met


def _met(deed: Deed, value: Exact) -> str:
    if deed.at_least is not None:
        return "met" if number_of(value) >= deed.at_least else "not_met"
    if isinstance(value, bool):
        return "met" if value else "not_met"
    return "told"


def _count(deed: Deed, records: RecordSet, scores: ScoreTable) -> _Counts:
    sure = np.array(records.in_window, copy=True)
    unsure = np.zeros(len(sure), dtype=bool)
    if deed.condition is not None:
        truth = evaluate(deed.condition, RecordView(records, scores.view))
        unsure = open_mask(truth) & records.in_window
        sure &= truth.true_mask
    return _Counts(_by_person(deed, records, sure), _by_person(deed, records, unsure))


def _by_person(
    deed: Deed, records: RecordSet, chosen: NDArray[np.bool_]
) -> Mapping[tuple[int, str], int]:
    schools = records.school_index[chosen].tolist()
    if not deed.person_field:
        return Counter((school, "") for school in schools)
    names = records.columns[deed.person_field]
    rows = zip(schools, names.values[chosen].tolist(), names.states[chosen].tolist(), strict=True)
    return Counter(
        (school, names.levels[code]) for school, code, state in rows if state == State.PRESENT
    )


def _codes(name: str, view: SchoolRows) -> _Codes:
    """Read a value over all schools, whatever it is."""
    if view.is_column(name):
        column = view.column(name)
        values = column.values.tolist()
        return _Codes(values, [1] * len(values), column.states.tolist())
    quantity = view.quantity(name)
    values, ones = quantity.numerators.tolist(), [1] * len(quantity.numerators)
    below = ones if quantity.denominators is None else quantity.denominators.tolist()
    states = [0] * len(ones) if quantity.states is None else quantity.states.tolist()
    return _Codes(values, below, states)
