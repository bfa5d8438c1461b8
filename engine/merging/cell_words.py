"""Choose the words for facts without a value so that the reader takes each as it is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.facts.books.merged import MISSING, UNREADABLE
from engine.facts.cells.readers import cell_reader
from engine.facts.table import State
from engine.ruleset.dictionary import MISSING_WORD, NOT_APPLICABLE_WORD
from engine.ruleset.model import Field

NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class CellWords:
    """What stands in the cells of one field where there is no value; None: nothing at all."""

    not_applicable: str | None
    missing: str | None
    unreadable: str = UNREADABLE

    def of(self, state: State) -> str | None:
        """Return the word for a state without a value."""
        match state:
            case State.NOT_APPLICABLE:
                return self.not_applicable
            case State.UNREADABLE:
                return self.unreadable
        return self.missing


def words_of(field: Field) -> CellWords:
    """Return the words for a field: 不适用 and a blank, unless they mean something else there."""
    read = cell_reader(field)

    def first(state: State, words: Iterable[str | None]) -> str | None:
        known = list(words)
        return next((word for word in known if read(word).state is state), known[0])

    marks = field.marks.items()
    return CellWords(
        first(
            State.NOT_APPLICABLE,
            (NOT_APPLICABLE, *(mark for mark, word in marks if word == NOT_APPLICABLE_WORD), None),
        ),
        first(
            State.MISSING,
            (None, *(mark for mark, word in marks if word == MISSING_WORD), MISSING),
        ),
    )
