"""Tell the vetoes of one school as a case file: record, clause, relief, duty, effect (否决案卷)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.explain.citations import cite
from engine.explain.condition_nodes import condition_nodes, place_of
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import Names
from engine.explain.judging import FALSE, TRUE, UNKNOWN, judge
from engine.explain.settling import Settling
from engine.explain.tree_node import NodeKind, TreeNode
from engine.explain.veto_effects import EffectTeller, outlook_text
from engine.explain.wording import known_text, named_value, reasons_against, reasons_for
from engine.facts.table import State
from engine.grading import GradeBook
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Clause, Relief, RuleSet
from engine.sentences.clause import signed_text
from engine.sentences.phrases import clauses, few
from engine.veto.trace import DutyLine, SchoolTrace, VetoCase, VetoStatus

_SAID_OF_EXCEPTION = {FALSE: "没有", UNKNOWN: "不能判定", TRUE: "有"}
_STANDING = (VetoStatus.IN_FORCE, VetoStatus.PROPOSED)


def veto_tree(
    ruleset: RuleSet,
    dossier: Dossier,
    trace: SchoolTrace,
    book: GradeBook,
    settling: Settling | None = None,
    points: Sequence[int] | None = None,
) -> tuple[TreeNode, ...]:
    """Return one tree for each record (or the school's own facts) that any clause met.

    Args:
        settling: Asks what would settle what is open; without it that is not told.
        points: The school's points before any veto, in the order of all indicators; without them
            it is not told what an indicator set to zero had.
    """
    teller = _Teller(ruleset, dossier, trace, book, EffectTeller(ruleset, trace, book, points))
    roots: dict[tuple[str, int], list[VetoCase]] = {}
    for case in trace.cases:
        roots.setdefault((teller.table_of(case), case.record), []).append(case)
    settled = settling.nodes(dossier, trace) if settling is not None else {}
    return tuple(
        teller.root(table, record, cases, settled.get((table, record), ()))
        for (table, record), cases in sorted(roots.items())
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    ruleset: RuleSet
    dossier: Dossier
    trace: SchoolTrace
    book: GradeBook
    effects: EffectTeller

    def table_of(self, case: VetoCase) -> str:
        """Return the record table of a case; a clause that reliefs lead to has its origin's."""
        return self.ruleset.clauses[case.via or case.clause].table

    def names(self, table: str, record: int) -> Names:
        """Return where the clause reads from: the record, or the school."""
        return Record(self.dossier, table, record) if table and record >= 0 else self.dossier

    def root(
        self,
        table: str,
        record: int,
        cases: Sequence[VetoCase],
        settled: tuple[TreeNode, ...],
    ) -> TreeNode:
        """Tell one record and all clauses that it met, then what would settle what is open."""
        children = (*(self._case(case, table) for case in cases), *settled)
        if table and record < 0:
            text = f"“{table}”未交或无法识读，也没有零报告"
            return TreeNode(NodeKind.TABLE, text, None, children)
        names = self.names(table, record)
        read = dict.fromkeys(name for case in cases for name in self._names_of(case, table))
        if isinstance(names, Record):
            event = cases[0].event
            head = f"“{table}”台账" + (f"（事件{event}）" if event else "")
            shown = "、".join(f"{name}{known_text(names, name)}" for name in read)
            return TreeNode(NodeKind.RECORD, f"{head}：{shown}", names.place(), children)
        shown = "、".join(named_value(self.dossier, name) for name in read)
        places = (fact.place for fact in cite(self.dossier, read))
        place = next((each for each in places if each is not None), None)
        called = f"{self.ruleset.subject}事实"
        return TreeNode(NodeKind.FACTS, shown, place, children, called)

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
        source = str(clause.source) if clause.source is not None else ""
        if source:
            text += f" 依据：{source}"
        children = (
            *self._trigger(case, clause, names),
            *self._reliefs(case, clause, names),
            *self._decision(case, clause, names),
            *self._fate(case, names),
            *self._same_event(case, table),
            *self._duties(case),
            *self.effects.nodes(case),
            *self._without(case),
        )
        more = (
            ("clause", clause.id),
            ("name", clause.name),
            ("status", case.status.value),
            ("source", source),
        )
        return TreeNode(NodeKind.VETO, text, clause.place, children, more=more)

    def _trigger(self, case: VetoCase, clause: Clause, names: Names) -> Iterable[TreeNode]:
        if case.via:
            origin = self.ruleset.clauses[case.via]
            text = f"由{origin.id}（{origin.name}）减轻而来"
            yield TreeNode(NodeKind.ORIGIN, text, origin.place)
        elif clause.trigger is not None and not (clause.table and case.record < 0):
            reasons, called = reasons_for(clause.trigger, names), ""
            if case.status is VetoStatus.UNDETERMINED and not case.reliefs:
                reasons, called = [], "触发条件"
            checks = condition_nodes(clause.trigger, names)
            text = few(reasons) if reasons else "不能判定"
            yield TreeNode(NodeKind.TRIGGER, text, clause.trigger.place, checks, called)

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
            more = (
                ("outcome", outcome),
                ("reduce_to", relief.reduce_to),
                ("source", str(relief.source) if relief.source is not None else ""),
            )
            children = self._weighed(relief, names)
            yield TreeNode(NodeKind.RELIEF, text, relief.place, children, more=more)

    def _weighed(self, relief: Relief, names: Names) -> tuple[TreeNode, ...]:
        """Show what a relief asks for, what excludes it, and whether it is signed."""
        nodes = [*condition_nodes(relief.condition, names)]
        if relief.unless is not None:
            checks = condition_nodes(relief.unless, names)
            truth = judge(relief.unless, names)[0]
            said = f"有以下情形的除外（{_SAID_OF_EXCEPTION[truth]}）"
            nodes.append(TreeNode(NodeKind.EXCEPTION, said, relief.unless.place, checks))
        for name in relief.signed_fields:
            text = f"{name}{known_text(names, name)}"
            nodes.append(TreeNode(NodeKind.SIGNATURE, text, place_of(name, names)))
        return tuple(nodes)

    def _decision(self, case: VetoCase, clause: Clause, names: Names) -> Iterable[TreeNode]:
        if case.status not in _STANDING:
            return
        origin = self.ruleset.clauses[case.via or case.clause]
        fields = clause.decision_fields or origin.decision_fields
        if case.undecided:
            text = f"尚缺{few(case.undecided)}，目前只是否决建议，须有权机关认定后才生效"
        elif not fields:
            yield TreeNode(NodeKind.DECISION, "不须另行认定，符合即生效")
            return
        else:
            text = "、".join(f"{name}{known_text(names, name)}" for name in fields)
        cells = tuple(
            TreeNode(NodeKind.FACT, f"{name}{known_text(names, name)}", place_of(name, names))
            for name in dict.fromkeys((*fields, *case.undecided))
        )
        more = (("missing", few(case.undecided)),) if case.undecided else ()
        yield TreeNode(NodeKind.DECISION, text, None, cells, more=more)

    def _fate(self, case: VetoCase, names: Names) -> Iterable[TreeNode]:
        if case.status is VetoStatus.UNDETERMINED:
            named = [self._named(name) for name in case.unknown]
            missing = few(named) if named else "所需事实"
            text = f"缺{missing}，补报后才能判定；补报前暂缓定等"
            yield TreeNode(NodeKind.OPEN, text)
        if case.status is VetoStatus.ABSORBED:
            other = self.ruleset.clauses[case.gave_way_to]
            text = f"同一事件按较重的{other.id}（{other.name}）处理，不重复否决"
            yield TreeNode(NodeKind.ABSORBED, text, other.place)
        elif case.gave_way_to:
            other = self.ruleset.clauses[case.gave_way_to]
            yield TreeNode(NodeKind.REDUCED, f"{other.id}（{other.name}）", other.place)
        yield from self._no_fault(case, names)

    def _no_fault(self, case: VetoCase, names: Names) -> Iterable[TreeNode]:
        own = self.ruleset.clauses[case.clause].no_fault
        no_fault = own or self.ruleset.clauses[case.via or case.clause].no_fault
        if no_fault is None or case.status is VetoStatus.UNDETERMINED:
            return
        checks = condition_nodes(no_fault, names)
        if not case.fault:
            text = f"成立（{few(reasons_for(no_fault, names))}），责任不落到人"
        elif case.unknown:
            text = f"缺{few(case.unknown)}，是否免责不能判定"
        elif case.status in _STANDING:
            text = "不成立，责任落到人"
        else:
            return
        yield TreeNode(NodeKind.NO_FAULT, text, no_fault.place, checks)

    def _same_event(self, case: VetoCase, table: str) -> Iterable[TreeNode]:
        """Name the other clauses that the same event also hit, and what became of each."""
        if case.status not in _STANDING:
            return
        own = self.ruleset.clauses[case.clause]
        for other in self.trace.cases:
            clause = self.ruleset.clauses[other.clause]
            at = (self.table_of(other), other.record)
            is_same = other.event == case.event if case.event else at == (table, case.record)
            if not is_same or not table or at[0] == "" or other is case:
                continue
            if clause.id in (case.via, case.clause) and at == (table, case.record):
                continue
            text = f"{clause.id}（{clause.name}）〔{other.status.label}〕，轻重{clause.gravity}"
            if other.status is VetoStatus.ABSORBED and other.gave_way_to == case.clause:
                text += f"，轻于本条（{own.gravity}），并入本条"
            yield TreeNode(NodeKind.SAME_EVENT, text, clause.place)

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
            children = (TreeNode(NodeKind.REPEATED, f"再次被追责{barred}"),)
        row = next((row for row in self.ruleset.duties.matrix if row.area == duty.area), None)
        source = str(row.source) if row is not None and row.source is not None else ""
        more = (("person", duty.person), ("source", source))
        place = row.place if row is not None else None
        return TreeNode(NodeKind.DUTY, text, place, children, more=more)

    def _without(self, case: VetoCase) -> Iterable[TreeNode]:
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
        yield TreeNode(NodeKind.WITHOUT, text)
