"""Read who verified, when, why and by what evidence; say where that is lacking."""

from __future__ import annotations

from engine.diagnostics import Place
from engine.facts.books.sheet import Raw, is_blank, shown
from engine.facts.cells.dates import read_date
from engine.facts.cells.display import value_text
from engine.facts.gathering import Gathering, cell_place
from engine.facts.stages.revision import Outcome, RawRevision, Stamp
from engine.facts.stages.titles import Part, title_of
from engine.facts.table import State
from engine.ruleset.model import Field, FieldType

_DAY = Field("日期", FieldType.DATE, Place(""))
_NEEDED = {
    Outcome.CHANGED: (Part.BY, Part.ON, Part.WHY),
    Outcome.REFUSED: (Part.BY, Part.ON, Part.WHY),
    Outcome.ADDED: (Part.BY, Part.ON, Part.WHY),
    Outcome.CONFIRMED: (Part.BY, Part.ON),
    Outcome.UNSETTLED: (),
}
_LISTED = 3  # rows of one sheet that are told one by one


class StampReader:
    """Reads the stamps of verifications, and keeps what they lack to say it at the end."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._lacking: dict[tuple[int, str], list[tuple[Place, str]]] = {}

    def place(self, raw: RawRevision, *, reported: bool = False) -> Place:
        """Return the cell of the verified value, or that of the self-reported one beside it."""
        column = raw.reported_column if reported else raw.column
        return cell_place(self._gathering.origins[raw.origin], raw.row, column)

    def n_filled(self, raw: RawRevision) -> int:
        """Count what a stamp says."""
        return sum(not is_blank(each) for each in _parts(raw.stamp))

    def read(self, raw: RawRevision, outcome: Outcome) -> tuple[str, str, str, str]:
        """Return who, when, why and evidence as texts."""
        stamp = raw.stamp
        said = {Part.BY: stamp.who, Part.ON: stamp.when, Part.WHY: stamp.why}
        lacking = [title_of(part, raw.stage) for part in _NEEDED[outcome] if is_blank(said[part])]
        if lacking:
            told = self._lacking.setdefault((raw.origin, "、".join(lacking)), [])
            told.append((self.place(raw), raw.field))
        return _text(stamp.who), self._day(raw), _text(stamp.why), _text(stamp.evidence)

    def _day(self, raw: RawRevision) -> str:
        when = raw.stamp.when
        if is_blank(when):
            return ""
        reading = read_date(_DAY, when)
        if reading.state is State.PRESENT and isinstance(reading.value, int):
            return value_text(_DAY, reading.value, ())
        self._gathering.diagnostics.warning(
            "F074",
            f"{raw.field}的{title_of(Part.ON, raw.stage)}“{shown(when)}”不是日期，照原样记下",
            self.place(raw),
            shown(when),
            "请填年月日，如 2025-11-20",
        )
        return shown(when)

    def report(self) -> None:
        """Say which verifications do not tell who, when or why; together where they are many."""
        for (_, lacking), told in self._lacking.items():
            many = len(told) > _LISTED
            for place, name in told[:1] if many else told:
                which = f"有 {len(told)} 项" if many else f"“{name}”"
                self._gathering.diagnostics.warning(
                    "F074",
                    f"核查{which}没有写{lacking}，照用",
                    place,
                    name,
                    "请补填，以备申诉时查对",
                )


def _parts(stamp: Stamp) -> tuple[Raw, Raw, Raw, Raw]:
    return stamp.who, stamp.when, stamp.why, stamp.evidence


def _text(raw: Raw) -> str:
    return "" if is_blank(raw) else shown(raw)
