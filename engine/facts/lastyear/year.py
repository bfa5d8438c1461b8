"""Last year as a whole, for comparing the city with itself: its results and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.facts.lastyear.results import LastResults
    from engine.facts.lastyear.sheets import LastSheets


@dataclass(frozen=True, slots=True)
class LastYear:
    """What was handed in of last year, before any of it is put under this year's schools.

    Args:
        results: Its results. sheets: its facts; None where none were given.
        former_ids: School -> its id of last year, where it is another one.
    """

    results: LastResults | None = None
    sheets: LastSheets | None = None
    former_ids: Mapping[str, str] = field(default_factory=dict)

    def former(self, school_id: str) -> str:
        """Return the id that a school had last year."""
        return self.former_ids.get(school_id, school_id)
