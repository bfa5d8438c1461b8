"""Tell the vetoes of one school as a tree: from record to clause to duty to effect (否决链)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.diagnostics import Place
from engine.explain.citations import cite
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import Names
from engine.explain.wording import known_text, named_value, reasons_against, reasons_for
from engine.facts.table import State
from engine.grading import GradeBook, Outlook
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Clause, RuleSet
from engine.sentences.clause import signed_text
from engine.sentences.effects import effect_text
from engine.sentences.phrases import clauses, few, points_said
from engine.veto.trace import DutyLine, EffectLine, SchoolTrace, VetoCase, VetoStatus


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One node of the tree: what it is, what it says, where that stands, what follows."""

    label: str
    text: str
    place: Place | None = None
    children: tuple[TreeNode, ...] = ()


def veto_tree(
    ruleset: RuleSet, dossier: Dossier, trace: SchoolTrace, book: GradeBook
) -> tuple[TreeNode, ...]:
    """Return one tree for each record (or the school's own facts) that any clause met."""
    teller = _Teller(ruleset, dossier, trace, book)
    roots: dict[tuple[str, int], list[VetoCase]] = {}
    for case in trace.cases:
        roots.setdefault((teller.table_of(case), case.record), []).append(case)
    return tuple(
        teller.root(table, record, cases) for (table, record), cases in sorted(roots.items())
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    ruleset: RuleSet
    dossier: Dossier
    trace: SchoolTrace
    book: GradeBook

    def table_of(self, case: VetoCase) -> str:
        """Return the record table of a case; a clause that reliefs lead to has its origin's."""
        return self.ruleset.clauses[case.via or case.clause].table

    def names(self, table: str, record: int) -> Names:
        """Return where the clause reads from: the record, or the school."""
        return Record(self.dossier, table, record) if table and record >= 0 else self.dossier

    def root(self, table: str, record: int, cases: Sequence[VetoCase]) -> TreeNode:
        """Tell one record and all clauses that it met."""
        children = tuple(self._case(case, table) for case in cases)
        if table and record < 0:
            return TreeNode("台账", f"“{table}”未交或无法识读，也没有零报告", None, children)
        names = self.names(table, record)
        read = dict.fromkeys(name for case in cases for name in self._names_of(case, table))
        if isinstance(names, Record):
            event = cases[0].event
            head = f"“{table}”台账" + (f"（事件{event}）" if event else "")
            shown = "、".join(f"{name}{known_text(names, name)}" for name in read)
            return TreeNode("记录", f"{head}：{shown}", names.place(), children)
        shown = "、".join(named_value(self.dossier, name) for name in read)
        places = (fact.place for fact in cite(self.dossier, read))
        place = next((each for each in places if each is not None), None)
        return TreeNode(f"{self.ruleset.subject}事实", shown, place, children)

    def _names_of(self, case: VetoCase, table: str) -> Iterable[str]:
        """Name what a clause reads: trigger, reliefs, fault, decision, and the person."""
        clause = self.ruleset.clauses[case.clause]
        yield from names_in(clause.trigger)
        for relief in clause.reliefs:
            yield from names_in(relief.condition)
            yield from names_in(relief.unless)
            yield from relief.signed_fields
        yield from names_in(clause.no_fault)
        yield from clause.decision_fields
        if table and self.ruleset.tables[table].from_last_year:
            yield from self._carried_names(case, table)
        for effect in clause.effects:
            if effect.person_field and table:
                yield effect.person_field

    def _carried_names(self, case: VetoCase, table: str) -> Iterable[str]:
        """Name what is known of a veto of an earlier year: its clause, document and place."""
        names = self.names(table, case.record)
        for name in self.ruleset.tables[table].fields:
            if names.value(name)[0] is State.PRESENT:
                yield name

    def _case(self, case: VetoCase, table: str) -> TreeNode:
        clause = self.ruleset.clauses[case.clause]
        names = self.names(table, case.record)
        text = f"{clause.id} {clause.name}〔{case.status.label}〕"
        if clause.source is not None:
            text += f" 依据：{clause.source}"
        children = (
            *self._trigger(case, clause, names),
            *self._reliefs(case, clause, names),
            *self._decision(case, clause, names),
            *self._fate(case, names),
            *self._duties(case),
            *self._effects(case),
            *self._outlook(case),
        )
        return TreeNode("否决", text, clause.place, children)

    def _trigger(self, case: VetoCase, clause: Clause, names: Names) -> Iterable[TreeNode]:
        if case.via:
            origin = self.ruleset.clauses[case.via]
            yield TreeNode("由来", f"由{origin.id}（{origin.name}）减轻而来", origin.place)
        elif clause.trigger is not None and case.status is not VetoStatus.UNDETERMINED:
            yield TreeNode("触发", few(reasons_for(clause.trigger, names)), clause.trigger.place)

    def _reliefs(self, case: VetoCase, clause: Clause, names: Names) -> Iterable[TreeNode]:
        outcomes = dict(case.reliefs)
        for relief in clause.reliefs:
            outcome = outcomes.get(relief.name)
            if outcome is None:
                continue
            text = f"{relief.name}：{outcome}"
            reasons = reasons_against(relief.condition, names)
            if outcome == "不成立" and reasons:
                text += f"（{clauses(reasons)}）"
            elif outcome == "未签批":
                text += f"（{signed_text(relief)}后才能适用）"
            yield TreeNode("减轻免除", text, relief.place)

    def _decision(self, case: VetoCase, clause: Clause, names: Names) -> Iterable[TreeNode]:
        if not clause.decision_fields or case.status not in (
            VetoStatus.IN_FORCE,
            VetoStatus.PROPOSED,
        ):
            return
        if case.undecided:
            text = f"尚缺{few(case.undecided)}，目前只是否决建议，须有权机关认定后才生效"
            yield TreeNode("认定", text)
        else:
            shown = [f"{name}{known_text(names, name)}" for name in clause.decision_fields]
            yield TreeNode("认定", "、".join(shown))

    def _fate(self, case: VetoCase, names: Names) -> Iterable[TreeNode]:
        if case.status is VetoStatus.UNDETERMINED:
            named = [self._named(name) for name in case.unknown]
            missing = few(named) if named else "所需事实"
            yield TreeNode("待核实", f"缺{missing}，补报后才能判定；补报前暂缓定等")
        if case.status is VetoStatus.ABSORBED:
            other = self.ruleset.clauses[case.gave_way_to]
            yield TreeNode("并入", f"同一事件按较重的{other.id}（{other.name}）处理，不重复否决")
        elif case.gave_way_to:
            other = self.ruleset.clauses[case.gave_way_to]
            yield TreeNode("减轻为", f"{other.id}（{other.name}）", other.place)
        no_fault = self.ruleset.clauses[case.via or case.clause].no_fault
        if not case.fault:
            why = f"（{few(reasons_for(no_fault, names))}）" if no_fault is not None else ""
            yield TreeNode("尽职免责", f"成立{why}，责任不落到人")
        elif case.unknown and case.status is not VetoStatus.UNDETERMINED:
            yield TreeNode("尽职免责", f"缺{few(case.unknown)}，是否免责不能判定")

    def _named(self, name: str) -> str:
        return f"“{name}”台账" if name in self.ruleset.tables else name

    def _duties(self, case: VetoCase) -> Iterable[TreeNode]:
        for duty in self.trace.duties:
            if (duty.clause, duty.record) == (case.clause, case.record):
                yield self._duty(duty)

    def _duty(self, duty: DutyLine) -> TreeNode:
        kind = self.ruleset.duties.kinds.get(duty.kind)
        said = kind.name if kind is not None else duty.kind
        text = f"{duty.person}（{'、'.join(duty.posts)}）：{duty.area}，{said}"
        if duty.status is VetoStatus.UNDETERMINED:
            text += "〔待核实〕"
        elif duty.status is VetoStatus.PROPOSED:
            text += "〔建议〕"
        children: tuple[TreeNode, ...] = ()
        if duty.repeated:
            barred = f"，取消本人{'、'.join(duty.barred_from)}" if duty.barred_from else ""
            children = (TreeNode("失责追责", f"再次被追责{barred}"),)
        row = next((row for row in self.ruleset.duties.matrix if row.area == duty.area), None)
        return TreeNode("责任", text, row.place if row is not None else None, children)

    def _effects(self, case: VetoCase) -> Iterable[TreeNode]:
        """Tell each effect once, with all the persons whom it meets."""
        lines: dict[str, list[EffectLine]] = {}
        for line in self.trace.effects:
            if (line.clause, line.record) == (case.clause, case.record):
                lines.setdefault(line.effect.id, []).append(line)
        for same in lines.values():
            persons = few([line.person for line in same if line.person])
            text = effect_sentence(self.ruleset, replace(same[0], person=persons))
            yield TreeNode("后果", text, same[0].effect.place)

    def _outlook(self, case: VetoCase) -> Iterable[TreeNode]:
        outlook = self.book.without.get((self.trace.school, case.clause, case.record))
        if outlook is None:
            return
        text = outlook_text(self.ruleset, outlook)
        absorbed = [
            each.clause
            for each in self.trace.cases
            if each.status is VetoStatus.ABSORBED
            and (each.gave_way_to, each.event) == (case.clause, case.event)
        ]
        if absorbed:
            text += f"（并入此项的{few(absorbed)}也不计）"
        yield TreeNode("如无此项", text)


def outlook_text(ruleset: RuleSet, outlook: Outlook) -> str:
    """Say what the total and the grade would have been."""
    grade = f"等次为{outlook.grade}" if outlook.grade else "仍不能定等"
    if outlook.total is None:
        return f"没有总分，{grade}"
    return f"总分{points_said(outlook.total * ruleset.unit)}，{grade}"


def effect_sentence(ruleset: RuleSet, line: EffectLine) -> str:
    """Say one effect, marked where it is only proposed or cannot be decided."""
    text = effect_text(line.effect, ruleset, line.person)
    if ruleset.clauses[line.clause].is_second_year(line.effect):
        text = f"连续两年，{text}"
    if line.status is VetoStatus.PROPOSED:
        return f"{text}〔建议，认定后生效〕"
    if line.status is VetoStatus.UNDETERMINED:
        return f"{text}〔待核实：缺{few(line.unknown)}〕"
    return text
