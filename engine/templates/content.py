"""What one workbook is to hold: the lines of its sheets, and what is known beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.facts.table import FactTable
from engine.ruleset.model import Field, RecordTable, RuleSet
from engine.templates.applying import Applying
from engine.templates.parts import Part, identity_of


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that goes into one workbook.

    Args:
        parts: The sheets of fields, those left out included.
        tables: The record tables.
        roster: What is known of the schools; None where nothing is.
        last: Last year's facts, of the schools of the roster in their order.
        applying: Which fields apply to whom.
        given: Texts that are known without a roster: field -> text (the id of --school).
        office: The office that the workbook is for, where it is for one.
        evidence: Whether the catalogue of evidence is in it.
    """

    ruleset: RuleSet
    parts: tuple[Part, ...]
    tables: tuple[RecordTable, ...]
    roster: FactTable | None = None
    last: FactTable | None = None
    applying: Applying = field(default_factory=Applying)
    given: dict[str, str] = field(default_factory=dict)
    office: str = ""
    evidence: bool = True

    @property
    def identity(self) -> tuple[Field, ...]:
        """Return the fields by which a school is known."""
        return identity_of(self.ruleset)

    def applying_fields(self, part: Part, school: int | None) -> list[Field]:
        """Return the fields of a sheet that a school has, or may have."""
        return [each for each in part.fields if not self.applying.leaves_out(each, school)]

    def left_out(self, school: int | None) -> list[Field]:
        """Return the fields that a school surely has not."""
        return [
            each
            for part in self.parts
            for each in part.fields
            if self.applying.leaves_out(each, school)
        ]
