"""Judge by the roster which fields a school has at all, and say why it has not the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from engine.facts.cells.display import texts_of
from engine.facts.table import Column, FactTable, State
from engine.ruleset.model import Field, FieldType, RuleSet
from engine.scoring import school_view
from engine.scoring.conditions import FALSE, TRUE, evaluate
from engine.sentences.conditions import condition_text

_TYPES_OF_SCHOOL = (FieldType.CHOICE, FieldType.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Applying:
    """Which fields apply to the schools of a roster.

    Args:
        truth: Field with a condition -> three-valued mask over the schools; none without a roster.
        phrases: The same field -> its condition in words.
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    truth: Mapping[str, NDArray[np.int8]] = field(default_factory=dict)

    def leaves_out(self, known: Field, school: int | None) -> bool:
        """Tell whether a field surely does not apply to a school."""
        return self._truth(known, school) == FALSE

    def open_phrase(self, known: Field, school: int | None) -> str:
        """Return the condition of a field in words where it cannot be judged yet."""
        phrase = self.phrases.get(known.id, "")
        return "" if self._truth(known, school) == TRUE else phrase

    def _truth(self, known: Field, school: int | None) -> int | None:
        if school is None or known.id not in self.truth:
            return None
        return int(self.truth[known.id][school])


def judge_applying(
    ruleset: RuleSet, roster: FactTable | None, last: FactTable | None = None
) -> Applying:
    """Judge the conditions of all fields on what the roster says.

    What kind of school it is (the fields that make the cohorts) may be known from last year;
    anything else may have changed since, and is left open.
    """
    fields = [each for each in ruleset.fields.values() if each.applies is not None]
    phrases = {each.id: condition_text(each.applies, ruleset) for each in fields if each.applies}
    if roster is None:
        return Applying(phrases)
    columns = dict(roster.columns)
    for name in ruleset.cohorts.by:
        known = ruleset.fields.get(name)
        if known and last is not None and known.type in _TYPES_OF_SCHOOL:
            columns[name] = _completed(columns[name], last.columns[name])
    view = school_view(ruleset, replace(roster, columns=columns))
    truth = {each.id: evaluate(each.applies, view).values for each in fields if each.applies}
    return Applying(phrases, truth)


def _completed(column: Column, before: Column) -> Column:
    """Fill the gaps of a column with last year's values of the same schools."""
    levels = list(column.levels)
    values, states = column.values.copy(), column.states.copy()
    for school, text in enumerate(texts_of(before)):
        if states[school] == State.PRESENT or not text:
            continue
        if column.field.type is FieldType.BOOLEAN:
            values[school] = int(text == "是")
        else:
            if text not in levels:
                levels.append(text)
            values[school] = levels.index(text)
        states[school] = State.PRESENT
    return replace(column, values=values, states=states, levels=tuple(levels), all_present=False)
