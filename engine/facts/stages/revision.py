"""What a team found about one fact: the stage, who, when, why, evidence, old and new value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from engine.diagnostics import Place
from engine.facts.books.sheet import Raw


class Stage(IntEnum):
    """Who has the word on a fact; the larger one stands over the smaller."""

    VERIFIED = 1
    REVIEWED = 2

    @property
    def label(self) -> str:
        return {1: "核查", 2: "复核"}[self.value]


class Outcome(StrEnum):
    """What became of one verification."""

    CHANGED = "changed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"  # a record that does not count
    ADDED = "added"  # a record that the school had not told of
    UNSETTLED = "unsettled"  # it cannot be read, or contradicts: the fact is open

    @property
    def label(self) -> str:
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.CHANGED: "改动",
    Outcome.CONFIRMED: "维持",
    Outcome.REFUSED: "不认可",
    Outcome.ADDED: "补登",
    Outcome.UNSETTLED: "未采用",
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One verification of one fact of one school.

    Args:
        school: Its position in FactTable.school_ids.
        field: The field; for a record, what names the record.
        old, new: The values in words; what stood before this stage, and what stands after it.
        place: The cell that decides. old_place: the cell that held the old value.
        table: The record table, for a verdict on a record.
    """

    school: int
    field: str
    stage: Stage
    outcome: Outcome
    old: str
    new: str
    who: str
    when: str
    why: str
    evidence: str
    place: Place | None
    old_place: Place | None = None
    table: str = ""


def verified_fields(revisions: Iterable[Revision]) -> dict[str, set[int]]:
    """Return field -> schools whose value a team changed or confirmed: its word stands."""
    found: dict[str, set[int]] = {}
    for each in revisions:
        if not each.table and each.outcome in (Outcome.CHANGED, Outcome.CONFIRMED):
            found.setdefault(each.field, set()).add(each.school)
    return found


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who verified, when, why, and by what evidence, as the cells hold it."""

    who: Raw = None
    when: Raw = None
    why: Raw = None
    evidence: Raw = None


@dataclass(frozen=True, slots=True)
class RawRevision:
    """One verification as it was gathered; rows and columns count from 1.

    Args:
        school_id: As written, of the only school of the file, or a stand-in where only a name
            is written.
        school_name: As written; it must not speak against the id.
        value: The verified value. verdict: a conclusion in words beside it.
        reported: The self-reported value as the team wrote it down; None where it did not.
        origin: Number of the sheet's origin.
    """

    school_id: str
    school_name: str
    field: str
    stage: Stage
    value: Raw
    verdict: Raw
    reported: Raw
    stamp: Stamp
    origin: int
    row: int
    column: int
    reported_column: int = 0
