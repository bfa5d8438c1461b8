"""Where facts come from (数据来源), and what stands where two sources differ (来源冲突)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.diagnostics import Place


class ConflictPolicy(StrEnum):
    """What stands where two sources give two values: 按次序 or 不采用."""

    BY_ORDER = "by_order"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class DataSource:
    """One source of facts; the sources are listed by precedence.

    Args:
        files: Patterns of the names of its files, or of the folders that they lie in.
        fields: The fields and record tables for which it counts; with `sheets` empty too: all.
        sheets: The sheets (工作表) of the field dictionary for which it counts.
        is_roster: It is the roster, whatever its file is called.
    """

    name: str
    place: Place
    files: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    is_roster: bool = False

    def counts_for(self, name: str, sheet: str = "") -> bool:
        """Tell whether it counts for a field on a sheet, or for a record table."""
        if not self.fields and not self.sheets:
            return True
        return name in self.fields or (bool(sheet) and sheet in self.sheets)
