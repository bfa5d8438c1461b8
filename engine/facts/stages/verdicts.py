"""Let a team judge the rows of a record table: 认可, 不认可, 补登, 更正 (核查结论).

A row that is not accepted is kept and told, and does not count; a row that the team added counts,
and was not reported by the school. A conclusion that cannot be read leaves the table open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.facts.books.sheet import is_blank, shown
from engine.facts.gathering import Gathering, RawRecords
from engine.facts.records.record_year import record_name
from engine.facts.stages.revision import Outcome, RawRevision, Revision, Stage
from engine.facts.stages.stamps import StampReader
from engine.facts.stages.words import Word, keeps_decision, word_of_verdict
from engine.facts.table import RecordSet, State

COUNTED, NOT_COUNTED = "计入", "不计入"
_LISTED = 3
_OUTCOMES = {
    Word.CONFIRMED: Outcome.CONFIRMED,
    Word.REFUSED: Outcome.REFUSED,
    Word.ADDED: Outcome.ADDED,
    Word.CORRECTED: Outcome.CHANGED,
}


@dataclass(slots=True)
class JudgedRecords:
    """The record sets with the verdicts of a team.

    Args:
        records: Every table. reported: those that verdicts changed, as the schools reported them.
    """

    records: dict[str, RecordSet]
    reported: dict[str, RecordSet] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)


def judge_records(
    gathering: Gathering, records: Mapping[str, RecordSet], school_ids: Sequence[str]
) -> JudgedRecords:
    """Take the verdicts of a team into the record sets."""
    judged, stamps = JudgedRecords(dict(records)), StampReader(gathering)
    for table_id, records_set in records.items():
        raw = gathering.records[table_id]
        if raw.verdicts:
            _Judging(gathering, raw, records_set, school_ids, stamps, judged).judge()
    stamps.report()
    return judged


class _Judging:
    """Judges the rows of one table."""

    def __init__(
        self,
        gathering: Gathering,
        raw: RawRecords,
        records: RecordSet,
        school_ids: Sequence[str],
        stamps: StampReader,
        judged: JudgedRecords,
    ) -> None:
        self._gathering, self._raw, self._records = gathering, raw, records
        self._ids, self._stamps, self._judged = school_ids, stamps, judged
        self._refused: dict[int, str] = {}
        self._added: set[int] = set()
        self._unreadable: set[int] = set()
        self._known: set[int] = set()
        self._joined = {*raw.joined, *raw.joined.values()}
        # Sheets of the team that repeat rows of other sheets.
        origin = raw.first.origin
        self._copies = raw.judging & {
            origin[each] for each, other in raw.repeated.items() if origin[each] != origin[other]
        }
        # Schools that have rows on a sheet without conclusions.
        sheets = records.places.origin if records.places else np.zeros(0, np.int32)
        is_own = ~np.isin(sheets, list(raw.judging))
        self._with_own = set(records.school_index[: len(sheets)][is_own].tolist())
        # Rows that sheets without conclusions have too, by the number that stands for all.
        self._handed_in = {
            self._original(each)
            for each in {*raw.repeated, *raw.repeated.values(), *self._joined}
            if origin[each] not in raw.judging
        }

    def judge(self) -> None:
        """Judge every row that has a verdict."""
        by_row: dict[int, list[RawRevision]] = {}
        for number, row in sorted(self._rows().items()):
            by_row.setdefault(row, []).extend(self._raw.verdicts[number])
            self._look_for_original(number, row)
        for row, verdicts in by_row.items():
            if not self._contradict(row, verdicts):
                self._judge_row(row, verdicts)
        self._report_refused()
        self._keep()

    def _rows(self) -> dict[int, int]:
        """Return the row of each record that has a verdict; a repeat's is that of its original."""
        places, raw = self._records.places, self._raw
        if places is None:
            return {}
        row_at = {
            at: row
            for row, at in enumerate(zip(places.origin.tolist(), places.row.tolist(), strict=True))
        }
        found = {}
        for number in raw.verdicts:
            original = self._original(number)
            where = raw.first.origin[original], raw.first.row[original]
            if where in row_at:
                found[number] = row_at[where]
                if original in self._handed_in:
                    self._known.add(row_at[where])
        return found

    def _original(self, number: int) -> int:
        """Return the number of the record that stands for a row and for those like it."""
        number = self._raw.repeated.get(number, number)
        return self._raw.joined.get(number, number)

    def _look_for_original(self, number: int, row: int) -> None:
        """Leave the table open where a copy judges a row that its school did not hand in (said).

        A sheet is a copy where it repeats rows of others. What the school has in the place of the
        row that is judged would count beside it, or in spite of it. A sheet that repeats no row
        may be a list of its own: then it is only warned of.
        """
        raw = self._raw
        origin = raw.first.origin[number]
        if number in raw.repeated or number in self._joined:
            return
        said = {word_of_verdict(each.verdict) for each in raw.verdicts[number]}
        if Word.ADDED in said or said == {Word.PENDING}:
            return
        school, first = int(self._records.school_index[row]), raw.verdicts[number][0]
        is_copy = origin in self._copies
        if not is_copy and school not in self._with_own:
            return
        self._unreadable |= {school} if is_copy else set()
        report = (
            self._gathering.diagnostics.error if is_copy else self._gathering.diagnostics.warning
        )
        fate = "这张台账不能确定" if is_copy else "别的表上的各行照计"
        report(
            "F076",
            f"{self._gathering.ruleset.subject.called(self._ids[school])}的台账"
            f"“{self._records.table.id}”里没有“{self._name(row)}”这样的一行，"
            f"不知这里的“{shown(first.verdict)}”说的是哪一行，{fate}",
            self._stamps.place(first),
            shown(first.verdict),
            f"请照{self._gathering.ruleset.subject}交来的那一行原样写；改过的请写“不认可”，再“补登”正确的",
        )

    def _contradict(self, row: int, verdicts: Sequence[RawRevision]) -> bool:
        """Tell whether two sheets judge a record otherwise in one stage (said)."""
        first: dict[Stage, RawRevision] = {}
        for each in verdicts:
            known = first.setdefault(each.stage, each)
            if word_of_verdict(known.verdict) is word_of_verdict(each.verdict):
                continue
            school = int(self._records.school_index[row])
            self._unreadable.add(school)
            self._gathering.diagnostics.error(
                "F075",
                f"{self._gathering.ruleset.subject.called(self._ids[school])}的台账"
                f"“{self._records.table.id}”里“{self._name(row)}”，两次{each.stage.label}结论不一致："
                f"这里是“{shown(each.verdict)}”，在 {self._stamps.place(known)} 是"
                f"“{shown(known.verdict)}”，这张台账不能确定",
                self._stamps.place(each),
                shown(each.verdict),
                "请核对后只留一个；有争议的请填复核结论",
            )
            return True
        return False

    def _judge_row(self, row: int, verdicts: Sequence[RawRevision]) -> None:
        """Go through the stages: 复核 stands over 核查."""
        counts = row not in self._refused
        by_stage = {
            stage: max(
                (each for each in verdicts if each.stage is stage), key=self._stamps.n_filled
            )
            for stage in sorted({each.stage for each in verdicts})
        }
        for each in by_stage.values():
            word = word_of_verdict(each.verdict)
            if word is Word.PENDING:
                continue
            if keeps_decision(each.verdict):
                word = Word.CONFIRMED if counts else Word.REFUSED
            if word is Word.ADDED and row in self._known:
                word = Word.CONFIRMED  # the school had told of it, on another sheet
            if word is None or word is Word.MISSING:
                self._report_unreadable(row, each)
                continue
            before, counts = counts, word is not Word.REFUSED
            outcome = _OUTCOMES[word]
            if counts and not before:
                outcome = Outcome.CHANGED
            self._add_revision(row, each, outcome, before)
            self._added |= {row} if word is Word.ADDED else set()
            self._refused.pop(row, None)
            if not counts:
                self._refused[row] = self._why(each)

    def _add_revision(self, row: int, each: RawRevision, outcome: Outcome, before: bool) -> None:
        name = self._name(row)
        old = COUNTED if before else NOT_COUNTED
        new = NOT_COUNTED if outcome is Outcome.REFUSED else COUNTED
        if outcome is Outcome.ADDED:
            old = "未报"
        elif outcome is Outcome.CHANGED and before:
            new = "更正后计入"
        places = self._records.places
        self._judged.revisions.append(
            Revision(
                int(self._records.school_index[row]), name, each.stage, outcome, old, new,
                *self._stamps.read(replace(each, field=name), outcome),
                self._stamps.place(each), places.place(row) if places else None,
                self._records.table.id,
            )
        )  # fmt: skip

    def _name(self, row: int) -> str:
        name = record_name(self._records.table, self._records.columns, row)
        return name.strip("（）") or "一条记录"

    def _why(self, each: RawRevision) -> str:
        why = "" if is_blank(each.stamp.why) else f"：{shown(each.stamp.why)}"
        return f"{each.stage.label}不认可{why}"

    def _report_unreadable(self, row: int, each: RawRevision) -> None:
        school = int(self._records.school_index[row])
        self._unreadable.add(school)
        report_verdict(
            self._gathering, self._records.table.id, self._ids[school], each, self._name(row)
        )

    def _report_refused(self) -> None:
        """Note which rows do not count; together where they are many."""
        table, places = self._records.table.id, self._records.places
        rows = sorted(self._refused)
        many = len(rows) > _LISTED
        for row in rows[:1] if many else rows:
            which = f"有 {len(rows)} 行" if many else f"的“{self._name(row)}”"
            self._gathering.diagnostics.note(
                "F078",
                f"台账“{table}”{which}{self._refused[row]}，不计",
                places.place(row) if places else None,
                hint="每一行的核查人、理由见 revisions.csv" if many else "",
            )

    def _keep(self) -> None:
        """Put the verdicts into the record set, and keep it as the schools reported it."""
        records = self._records
        in_window, left_out = records.in_window.copy(), dict(records.left_out)
        counted = {row: why for row, why in self._refused.items() if in_window[row]}
        in_window[list(counted)] = False
        left_out.update(counted)
        states = records.states.copy()
        states[list(self._unreadable)] = State.UNREADABLE
        table_id = records.table.id
        self._judged.records[table_id] = replace(
            records, in_window=in_window, left_out=left_out, states=states
        )
        if counted or self._added or self._unreadable:
            self._judged.reported[table_id] = self._as_reported()

    def _as_reported(self) -> RecordSet:
        records = self._records
        in_window, states = records.in_window.copy(), records.states.copy()
        in_window[list(self._added)] = False
        own = np.ones(len(in_window), np.bool_)
        own[list(self._added)] = False
        with_own = set(records.school_index[own].tolist())
        for row in self._added:
            school = int(records.school_index[row])
            if school not in with_own and states[school] == State.PRESENT:
                states[school] = self._raw.state_without_rows(self._ids[school])
        return replace(records, in_window=in_window, states=states)


def report_verdict(
    gathering: Gathering, table: str, school_id: str, each: RawRevision, name: str
) -> None:
    """Say that a conclusion about a record cannot be read: the table is open for its school."""
    text = shown(each.verdict)
    gathering.diagnostics.error(
        "F079",
        f"{gathering.ruleset.subject.called(school_id)}的台账“{table}”里“{name}”的"
        f"{each.stage.label}结论“{text}”看不懂，这张台账不能确定",
        StampReader(gathering).place(each),
        text,
        "请写认可、不认可、补登或更正；还没有查的空着",
    )
