"""Let the latest word stand: self-reported (自评), verified (核查), after review (复核).

What cannot be read, contradicts, or was said of another self-reported value leaves the fact
open: it is never settled by guess. A blank cell changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.sheet import Raw, is_blank, shown
from engine.facts.columns import ReadCells, read_cells
from engine.facts.gathering import Gathering, RawCells
from engine.facts.stages.locating import Located, locate
from engine.facts.stages.revision import Outcome, RawRevision, Revision, Stage
from engine.facts.stages.stamps import StampReader
from engine.facts.stages.values import Position, Value, in_words, value_at, with_values
from engine.facts.stages.words import Word, is_tick, word_of_value, word_of_verdict
from engine.facts.table import Column, State
from engine.ruleset.model import Field

_OPEN: Value = (State.UNREADABLE, 0)


def settle_revisions(
    gathering: Gathering,
    columns: dict[str, Column],
    school_ids: Sequence[str],
    names: Sequence[str],
) -> tuple[list[Revision], dict[str, Column]]:
    """Put the verified and reviewed values into the columns.

    Returns:
        Every verification with what became of it, and the columns that changed as they were
        self-reported.
    """
    by_field: dict[str, list[Located]] = {}
    for school, raw in locate(gathering, school_ids, names):
        by_field.setdefault(raw.field, []).append((school, raw))
    revisions: list[Revision] = []
    reported: dict[str, Column] = {}
    stamps = StampReader(gathering)
    for field_id, column in columns.items():
        if field_id in by_field:
            settling = _FieldSettling(gathering, column, by_field[field_id], school_ids, stamps)
            settling.settle()
            revisions += settling.revisions
            if settling.changed:
                reported[field_id] = column
                columns[field_id] = with_values(column, settling.changed)
    stamps.report()
    return revisions, reported


@dataclass(frozen=True, slots=True)
class _Said:
    """One verification, read. `value` is None where it says that the value stands."""

    raw: RawRevision
    value: Value | None


class _FieldSettling:
    """Settles one field for all schools that were verified."""

    def __init__(
        self,
        gathering: Gathering,
        column: Column,
        located: Sequence[Located],
        school_ids: Sequence[str],
        stamps: StampReader,
    ) -> None:
        self.revisions: list[Revision] = []
        self.changed: dict[int, tuple[Value, Position | None]] = {}
        self._column, self._field = column, column.field
        self._origins = tuple(gathering.origins)
        self._diagnostics, self._subject = gathering.diagnostics, gathering.ruleset.subject
        self._located, self._ids, self._stamps = located, school_ids, stamps

    def settle(self) -> None:
        """Settle each school: 复核 over 核查 over 自评."""
        said = self._read_all()
        by_school: dict[int, dict[Stage, list[_Said]]] = {}
        for (school, raw), each in zip(self._located, said, strict=True):
            if each is not None:
                by_school.setdefault(school, {}).setdefault(raw.stage, []).append(each)
        for school in sorted(by_school):
            self._settle_school(school, by_school[school])

    def _read_all(self) -> list[_Said | None]:
        """Read every verification; None says nothing yet (待核)."""
        raws = [raw for _, raw in self._located]
        words = [_word(self._field, raw) for raw in raws]
        wanted = [
            at
            for at, (raw, word) in enumerate(zip(raws, words, strict=True))
            if word is None and not is_blank(raw.value)
        ]
        read = self._read(wanted, [raws[at].value for at in wanted], self._diagnostics)
        position = {at: number for number, at in enumerate(wanted)}
        reported = self._read_reported(raws)
        said: list[_Said | None] = []
        for at, (school, raw) in enumerate(self._located):
            own = value_at(self._field, self._column, school)
            value = self._meant(words[at], raw, own, read, position.get(at))
            if reported[at] is not None and reported[at] != own:
                self._report_mismatch(school, raw, own)
                value = _OPEN
            said.append(None if words[at] is Word.PENDING else _Said(raw, value))
        return said

    def _meant(
        self,
        word: Word | None,
        raw: RawRevision,
        own: Value,
        read: ReadCells,
        at: int | None,
    ) -> Value | None:
        match word:
            case Word.CONFIRMED:
                return None
            case Word.MISSING:
                return State.MISSING, 0
            case Word.PENDING:
                return None
        if at is None:
            self._report_valueless(raw)
            return _OPEN
        value = value_at(self._field, read, at)
        if is_tick(self._field, raw.value) and value != own:
            self._report_tick(raw)
            return _OPEN
        return value

    def _read(
        self, owners: Sequence[int], raws: Sequence[Raw], diagnostics: Diagnostics
    ) -> ReadCells:
        cells = RawCells()
        for at, value in zip(owners, raws, strict=True):
            raw = self._located[at][1]
            cells.add(at, value, raw.origin, raw.row, raw.column)
        return read_cells(self._field, cells, self._origins, diagnostics)

    def _read_reported(self, raws: Sequence[RawRevision]) -> list[Value | None]:
        """Read the self-reported values that the team wrote down; None where it wrote none."""
        there = [at for at, raw in enumerate(raws) if not is_blank(raw.reported)]
        missing = {
            at for at in there if word_of_value(self._field, raws[at].reported) is Word.MISSING
        }
        there = [at for at in there if at not in missing]
        unheard = Diagnostics()  # the school's own cell was told of already
        read = self._read(there, [raws[at].reported for at in there], unheard)
        found: list[Value | None] = [None] * len(raws)
        for number, at in enumerate(there):
            found[at] = value_at(self._field, read, number)
        for at in missing:
            found[at] = (State.MISSING, 0)
        return found

    def _settle_school(self, school: int, by_stage: dict[Stage, list[_Said]]) -> None:
        """Go through the stages; what each decides is the old value of the next."""
        value = value_at(self._field, self._column, school)
        places = self._column.places
        place = places.place(school) if places else None
        position: Position | None = None
        first = value
        for stage in sorted(by_stage):
            said = by_stage[stage]
            meant = [value if each.value is None else each.value for each in said]
            new = meant[0]
            other = next((at for at, each in enumerate(meant) if each != new), -1)
            if other >= 0:
                self._report_contradiction(school, said[0], said[other], new, meant[other])
                new = _OPEN
            decided = max(said, key=lambda each: self._stamps.n_filled(each.raw))
            outcome = Outcome.CHANGED
            if new == _OPEN:
                outcome = Outcome.UNSETTLED
            elif new == value:
                outcome = Outcome.CONFIRMED
            raw = decided.raw
            here = self._place(raw)
            if decided.value is None and value == _OPEN:
                self._report_nothing_to_confirm(raw)
            self.revisions.append(
                Revision(
                    school, self._field.id, stage, outcome,
                    in_words(self._field, value), in_words(self._field, new),
                    *self._stamps.read(raw, outcome), here, place,
                )
            )  # fmt: skip
            if new != value:
                value, place, position = new, here, (raw.origin, raw.row, raw.column)
        if value != first or position is not None:
            self.changed[school] = (value, position)

    def _place(self, raw: RawRevision) -> Place | None:
        return self._stamps.place(raw)

    def _report_mismatch(self, school: int, raw: RawRevision, own: Value) -> None:
        places = self._column.places
        there = places.place(school) if places else None
        self._diagnostics.error(
            "F073",
            f"{self._subject.called(self._ids[school])}的{self._field.id}，核查表写的自评值是"
            f"“{shown(raw.reported)}”，交来的{f'（{there}）' if there else ''}是"
            f"“{in_words(self._field, own)}”，两处都不采用",
            self._stamps.place(raw, reported=True),
            shown(raw.reported),
            f"请核对是不是写错了行，或{self._subject}后来改了表；改成一致后再交",
        )

    def _report_contradiction(
        self, school: int, one: _Said, other: _Said, first: Value, second: Value
    ) -> None:
        self._diagnostics.error(
            "F075",
            f"{self._subject.called(self._ids[school])}的{self._field.id}，两次{one.raw.stage.label}"
            f"不一致：这里是“{in_words(self._field, second)}”，在 {self._place(one.raw)} 是"
            f"“{in_words(self._field, first)}”，都不采用",
            self._place(other.raw),
            in_words(self._field, second),
            "请核对后只留一个；有争议的请填复核值",
        )

    def _report_valueless(self, raw: RawRevision) -> None:
        text = shown(raw.verdict if is_blank(raw.value) else raw.value)
        self._diagnostics.error(
            "F072",
            f"{self._field.id}的{raw.stage.label}写“{text}”，但没有写{raw.stage.label}值，"
            "这一项不能确定",
            self._place(raw),
            text,
            f"请填{raw.stage.label}值；查无此事的填 0 或“否”，没有材料的填“缺失”",
        )

    def _report_nothing_to_confirm(self, raw: RawRevision) -> None:
        text = shown(raw.verdict if is_blank(raw.value) else raw.value)
        self._diagnostics.warning(
            "F072",
            f"{self._field.id}写“{text}”，但原来的值读不出或未定，没有值可以维持",
            self._place(raw),
            text,
            f"请填{raw.stage.label}值",
        )

    def _report_tick(self, raw: RawRevision) -> None:
        self._diagnostics.error(
            "F072",
            f"{self._field.id}的{raw.stage.label}值只打了勾，看不出是“是”还是“属实”，这一项不能确定",
            self._place(raw),
            shown(raw.value),
            "请填“是”“否”或“维持”",
        )


def _word(known: Field, raw: RawRevision) -> Word | None:
    """Return what a verification says in words; None where it gives a value, or none at all."""
    if not is_blank(raw.value):
        return word_of_value(known, raw.value)
    word = word_of_verdict(raw.verdict)
    return word if word in (Word.CONFIRMED, Word.MISSING, Word.PENDING) else None
