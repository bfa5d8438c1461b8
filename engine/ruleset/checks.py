"""核对: what must hold between facts before anything is scored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.diagnostics import Place, Severity
from engine.ruleset.clauses import Source
from engine.ruleset.conditions import Condition


class CheckKind(StrEnum):
    """What a check asks for: 部分不超过整体, 条件成立, 日期在考核窗口内."""

    PART = "part"
    CONDITION = "condition"
    WINDOW = "in_window"


@dataclass(frozen=True, slots=True)
class Check:
    """One check, of each school or of each record of a table.

    Args:
        holds: What must hold; for several dates one condition each.
        values: What is compared: part and whole, the dates, or the names in the condition.
        when: Where it is asked at all (当); None: everywhere.
        table: The record table whose rows are checked (台账); empty: the schools.
        rejects: Where it does not hold, the facts in it are not used (不采用).
    """

    id: str
    kind: CheckKind
    holds: tuple[Condition, ...]
    values: tuple[str, ...]
    severity: Severity
    place: Place
    name: str = ""
    when: Condition | None = None
    table: str = ""
    rejects: bool = False
    source: Source | None = None
    note: str = ""

    @property
    def said(self) -> str:
        """Return id and name, as messages call it."""
        return f"{self.id} {self.name}".rstrip()
