"""Hold records to their evidence: 没有佐证，不加分."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from engine.diagnostics import Diagnostics, Place
from engine.facts.cells.display import texts_of
from engine.facts.evidence import titles
from engine.facts.evidence.catalogue import number_of
from engine.facts.evidence.proof import Outcome, Proof
from engine.facts.evidence.standing import Judge
from engine.facts.table import RecordSet, State
from engine.ruleset.model import EvidenceAction

_SEPARATORS = re.compile(r"[、,，;；\s]+")


@dataclass(slots=True)
class RecordsHeld:
    """The record sets after the policy, and everything that was asked for.

    Args:
        held: Table -> school -> why it cannot be settled yet (暂缓).
    """

    records: dict[str, RecordSet] = field(default_factory=dict)
    held: dict[str, dict[int, str]] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)


def hold_records(
    records: Mapping[str, RecordSet],
    judge: Judge,
    verified: Collection[Place | None],
    diagnostics: Diagnostics,
) -> RecordsHeld:
    """Leave out of counting the records whose evidence is lacking or was not accepted.

    Args:
        verified: The places of records that a team accepted itself: they stand.
    """
    by_number: dict[tuple[int, str], list[int]] = {}
    for at, proof in enumerate(judge.proofs):
        if proof.number:
            by_number.setdefault((proof.school, proof.number), []).append(at)
    held = RecordsHeld(dict(records))
    for table_id, each in records.items():
        if each.table.evidence_required and titles.NUMBER in each.columns:
            _Table(table_id, each, by_number, judge, verified, diagnostics).hold(held)
            _report_idle(table_id, held, judge, diagnostics)
    return held


def _report_idle(table_id: str, held: RecordsHeld, judge: Judge, diagnostics: Diagnostics) -> None:
    """Say which lines are for a table, and no record of it names them."""
    named = {at for each in held.outcomes if each.item == table_id for at in each.proofs}
    for at, proof in enumerate(judge.proofs):
        if proof.items == (table_id,) and at not in named:
            what = "没有一条记录写它的编号" if proof.number else "没有编号"
            diagnostics.warning(
                "F084",
                f"{proof.said}对应台账“{table_id}”，{what}，对不上记录",
                proof.place,
                proof.number,
                f"请在台账“{table_id}”那条记录的“{titles.NUMBER}”一列写这个编号",
            )


@dataclass(slots=True)
class _Table:
    table_id: str
    records: RecordSet
    by_number: Mapping[tuple[int, str], list[int]]
    judge: Judge
    verified: Collection[Place | None]
    diagnostics: Diagnostics

    def hold(self, held: RecordsHeld) -> None:
        """Judge each record that counts so far."""
        records = self.records
        column = records.columns[titles.NUMBER]
        numbers = texts_of(column)
        left_out = dict(records.left_out)
        in_window, states = records.in_window.copy(), records.states.copy()
        waiting: dict[int, str] = {}
        for row in np.flatnonzero(records.in_window).tolist():
            school = int(records.school_index[row])
            if self.verified and self._first(row) in self.verified:
                continue
            place = (column.places.place(row) if column.places else None) or self._first(row)
            lines = self._lines(school, numbers[row], place)
            standing = self.judge.judge(lines, True)
            action, why = standing.action, standing.why
            at, decided_by = tuple(lines), standing.decided_by
            held.outcomes.append(
                Outcome(school, self.table_id, row, action, why, at, self._first(row), decided_by)
            )
            if standing.action is EvidenceAction.KEEP:
                continue
            if standing.action is EvidenceAction.HOLD:
                waiting.setdefault(school, standing.why)
                states[school] = State.UNREADABLE
            in_window[row] = False
            left_out[row] = standing.why
        if len(left_out) > len(records.left_out):
            held.records[self.table_id] = replace(
                records, in_window=in_window, states=states, left_out=left_out
            )
        if waiting:
            held.held[self.table_id] = waiting

    def _first(self, row: int) -> Place | None:
        places = self.records.places
        return places.place(row) if places else None

    def _lines(self, school: int, written: str, place: Place | None) -> list[int]:
        """Return the lines that a record names; say where a number is none of them."""
        found: list[int] = []
        for text in filter(None, _SEPARATORS.split(written)):
            lines = self.by_number.get((school, number_of(text)), [])
            fitting = [at for at in lines if self._fits(self.judge.proofs[at])]
            found += [at for at in fitting if at not in found]
            if not lines:
                self.diagnostics.warning(
                    "F084",
                    f"台账“{self.table_id}”的这条记录写的佐证编号“{text}”不在佐证目录里",
                    place,
                    text,
                    "请改正编号，或在佐证目录补上这一行",
                )
            elif not fitting:
                other = self.judge.proofs[lines[0]]
                self.diagnostics.warning(
                    "F084",
                    f"佐证编号“{text}”在佐证目录里对应的是“{other.of}”，不是台账“{self.table_id}”，"
                    "不算这条记录的佐证",
                    place,
                    text,
                    f"请改正编号，或改正佐证目录（{other.place}）的对应字段",
                )
        return found

    def _fits(self, proof: Proof) -> bool:
        return not proof.of or self.table_id in proof.items
