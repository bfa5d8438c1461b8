"""Tell what a person has to look at in vetoes and duties: nothing stays silent in a trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from engine.diagnostics import Diagnostic, Place, Severity
from engine.facts.table import FactTable, State
from engine.ruleset.model import EffectKind, RuleSet, Subject
from engine.veto.duties import Holders, post_holders
from engine.veto.leaders import Roster
from engine.veto.reading import Mask
from engine.veto.relieving import UNSIGNED
from engine.veto.trace import EffectLine, SchoolTrace, VetoCase, VetoStatus, VetoTrace

# code -> (severity, what it means, the way out)
MEANINGS: Mapping[str, tuple[Severity, str, str]] = {
    "V001": (Severity.WARNING, "没有领导班子台账", "请补报台账；在此之前责任不能落实到人"),
    "V002": (Severity.WARNING, "责任领域没有任何责任人", "请核对台账中的岗位和分管领域"),
    "V003": (Severity.NOTE, "同一姓名有几行", "按一人一次计；若为两人，请在姓名中加以区分"),
    "V004": (Severity.WARNING, "领导班子台账缺姓名", "请补填姓名；该行未计"),
    "V005": (Severity.WARNING, "领导既无岗位也无分管领域", "请补填；其责任未计"),
    "V006": (Severity.WARNING, "个人否决没有指明人员", "请在台账中补填人员"),
    "V007": (
        Severity.WARNING,
        "减轻免除情形成立但未签批",
        "请有权机关签批；不予减免的，在例外条件中写明",
    ),
    "V008": (Severity.WARNING, "能否尽职免责不能判定", "请补填所缺事实；在此之前担责为待核实"),
    "V009": (Severity.WARNING, "追责次数空白，不能判定是否失责追责", "请补填，没有的填 0"),
    "V010": (Severity.WARNING, "否决条款不能判定，待核实", "请补填所缺事实；在此之前暂缓定等"),
    "V011": (Severity.WARNING, "是否连续两年不能判定，待核实", "请补填所缺事实；在此之前暂缓定等"),
    "V012": (Severity.WARNING, "否决建议待有权机关认定", "请填写所缺的认定字段"),
    "V013": (Severity.WARNING, "条款的责任领域不在责任矩阵中", "请在责任矩阵中补一行"),
    "V014": (Severity.NOTE, "责任领域没有分管领导", "请核对台账中的分管领域"),
}


def veto_problems(ruleset: RuleSet, facts: FactTable, trace: VetoTrace) -> tuple[Diagnostic, ...]:
    """Return everything in vetoes and duties that a person has to look at."""
    speaker, roster = _Speaker(ruleset.subject, facts), Roster(ruleset.duties, facts)
    found = [
        *_area_problems(ruleset, speaker),
        *_leader_problems(ruleset, facts, speaker),
        *(
            problem
            for school in trace.by_school.values()
            for problem in _school_problems(ruleset, roster, school, speaker)
        ),
    ]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


class _Speaker:
    """Words a diagnostic: its code's meaning, the school, what in particular, the way out."""

    def __init__(self, subject: Subject, facts: FactTable) -> None:
        self._subject, self._facts = subject, facts

    def say(
        self, code: str, detail: str, school: int | None = None, place: Place | None = None
    ) -> Diagnostic:
        severity, meaning, hint = MEANINGS[code]
        who = ""
        if school is not None:
            who = f"{self._subject} {self._facts.school_ids[school]}（{self._facts.names[school]}）"
        message = f"{who}{meaning}" + (f"：{detail}" if detail else "")
        return Diagnostic(code, severity, message, place, hint=hint)

    def place(self, table: str, row: int) -> Place | None:
        """Return the place of a record; None for the school's own facts."""
        places = self._facts.records[table].places if table and row >= 0 else None
        return places.place(row) if places else None


def _area_problems(ruleset: RuleSet, speaker: _Speaker) -> Iterator[Diagnostic]:
    if not ruleset.duties.table:
        return
    rows = {row.area for row in ruleset.duties.matrix}
    for clause in ruleset.clauses.values():
        if clause.area not in rows:
            detail = f"条款 {clause.id} 的责任领域“{clause.area}”"
            yield speaker.say("V013", detail, place=clause.place)


def _leader_problems(ruleset: RuleSet, facts: FactTable, speaker: _Speaker) -> Iterator[Diagnostic]:
    duties = ruleset.duties
    holders = post_holders(duties, facts)
    if holders is None:
        return
    records = facts.records[duties.table]
    known = records.states == State.PRESENT
    unknown = np.isin(records.states, (State.MISSING, State.UNREADABLE))
    for school in np.flatnonzero(unknown).tolist():
        yield speaker.say("V001", f"台账“{duties.table}”", school)
    names = records.columns[duties.person_field]
    for row in np.flatnonzero((names.states != State.PRESENT) & records.in_window).tolist():
        school = int(records.school_index[row])
        yield speaker.say("V004", "", school, speaker.place(duties.table, row))
    seen: set[tuple[int, int]] = set()
    for row in np.flatnonzero((names.states == State.PRESENT) & records.in_window).tolist():
        key = (int(records.school_index[row]), int(names.values[row]))
        if key in seen:
            place = speaker.place(duties.table, row)
            yield speaker.say("V003", names.levels[key[1]], key[0], place)
        seen.add(key)
    idle = ~holders.held.any(axis=1) & ~holders.owned.any(axis=1)
    for person in np.flatnonzero(idle).tolist():
        name = holders.names[holders.person[person]]
        yield speaker.say("V005", name, int(holders.school[person]))
    yield from _unowned_areas(ruleset, holders, known, speaker)


def _unowned_areas(
    ruleset: RuleSet, holders: Holders, known: Mask, speaker: _Speaker
) -> Iterator[Diagnostic]:
    """齐抓共管: every area has somebody who answers, and somebody who owns it."""
    duties = ruleset.duties
    ranks = holders.duty_by_area(duties)
    for area in dict.fromkeys(row.area for row in duties.matrix):
        answered = np.zeros(len(known), dtype=bool)
        answered[holders.school[ranks[area] >= 0]] = True
        for school in np.flatnonzero(known & ~answered).tolist():
            yield speaker.say("V002", area, school)
        if not duties.owner_kind or area not in holders.areas:
            continue
        owned = np.zeros(len(known), dtype=bool)
        owned[holders.school[holders.owned[:, holders.areas.index(area)]]] = True
        for school in np.flatnonzero(known & answered & ~owned).tolist():
            yield speaker.say("V014", area, school)


def _school_problems(
    ruleset: RuleSet, roster: Roster, trace: SchoolTrace, speaker: _Speaker
) -> Iterator[Diagnostic]:
    places: dict[tuple[str, int], Place | None] = {}
    for case in trace.cases:
        # A reduced clause has no table of its own: the record is the original clause's.
        place = speaker.place(ruleset.clauses[case.via or case.clause].table, case.record)
        places[case.clause, case.record] = place
        yield from _case_problems(ruleset, case, place, speaker)
    for line in trace.effects:
        place = places[line.clause, line.record]
        yield from _effect_problems(ruleset, line, place, speaker)
    earlier = {leader.name: leader.earlier for leader in roster.of(trace.school)}
    for name in sorted({line.person for line in trace.duties if earlier[line.person] is None}):
        yield speaker.say("V009", name, trace.school)


def _case_problems(
    ruleset: RuleSet, case: VetoCase, place: Place | None, speaker: _Speaker
) -> Iterator[Diagnostic]:
    name = f"条款 {case.clause}（{ruleset.clauses[case.clause].name}）"
    missing = f"{name}，缺 {'、'.join(case.unknown)}"
    stands = case.status in (VetoStatus.IN_FORCE, VetoStatus.PROPOSED)
    if case.status is VetoStatus.UNDETERMINED:
        yield speaker.say("V010", missing, case.school, place)
    if stands and case.unknown:
        yield speaker.say("V008", missing, case.school, place)
    if case.status is VetoStatus.PROPOSED:
        blank = "、".join(case.undecided)
        yield speaker.say("V012", f"{name}，未填 {blank}", case.school, place)
    unsigned = [relief for relief, state in case.reliefs if state == UNSIGNED]
    if stands and unsigned:
        yield speaker.say("V007", f"{name}，{'、'.join(unsigned)}", case.school, place)


def _effect_problems(
    ruleset: RuleSet, line: EffectLine, place: Place | None, speaker: _Speaker
) -> Iterator[Diagnostic]:
    clause = ruleset.clauses[line.clause]
    name = f"条款 {clause.id}（{clause.name}）"
    if line.status is VetoStatus.UNDETERMINED:
        missing = "、".join(line.unknown)
        yield speaker.say("V011", f"{name}，缺 {missing}", line.school, line.effect.place)
    if line.effect.kind is EffectKind.BAR_PERSON and not line.person:
        yield speaker.say("V006", f"{name}，字段“{line.effect.person_field}”", line.school, place)
