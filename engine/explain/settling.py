"""Say which missing evidence would settle an open veto, and what would follow either way (查清).

For each fact (or whole table) that keeps a case open, its possible values are gone through, as far
as the conditions tell them apart; the school's findings are chained once more as each would leave
them, and graded with the rest of the batch as it is. Nothing of this is a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.explain.condition_nodes import fact_nodes, place_of
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import Known, Names
from engine.explain.extract import names_behind
from engine.explain.judging import FALSE, TRUE
from engine.explain.possible_values import (
    Atom,
    Supposed,
    answer,
    atoms_of,
    atoms_text,
)
from engine.explain.reads import split_names, tables_behind
from engine.explain.tree_node import NodeKind, TreeNode
from engine.explain.veto_effects import outlook_text
from engine.facts.table import State
from engine.grading import GradeBook
from engine.grading.imposed import impose
from engine.ruleset.conditions import Condition, comparisons_in
from engine.ruleset.model import Clause, EffectKind, RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.effects import effect_text
from engine.sentences.phrases import few
from engine.veto import VetoTrace
from engine.veto.findings import Finding
from engine.veto.reading import effects_of
from engine.veto.reconsidering import Reconsiderer
from engine.veto.trace import SchoolTrace, VetoStatus

# A question: the table and record whose column it is (empty and -1: the school's), and the name;
# without a name the whole table is missing.
_Question = tuple[str, int, str]
_Root = tuple[str, int]
_COUNTED = frozenset({"count", "sum", "periods", "on_time", "late"})


@dataclass(frozen=True, slots=True)
class _Case:
    """One school as it is asked about."""

    dossier: Dossier
    trace: SchoolTrace
    findings: tuple[Finding, ...]


class Settling:
    """Asks of the schools of one batch what would settle their open vetoes."""

    def __init__(
        self, ruleset: RuleSet, trace: VetoTrace, book: GradeBook, school_ids: Sequence[str]
    ) -> None:
        self._ruleset, self._book, self._school_ids = ruleset, book, school_ids
        self._findings = trace.findings
        self._reconsiderer = Reconsiderer(ruleset, book.outlooks.scores.view)
        self._readers = {
            each.id: frozenset(name for names in names_behind(each, ruleset) for name in names)
            for each in ruleset.all_indicators()
            if not each.informative
        }

    def nodes(self, dossier: Dossier, trace: SchoolTrace) -> Mapping[_Root, tuple[TreeNode, ...]]:
        """Return the questions of one school, each under the record that it is asked of."""
        case = _Case(dossier, trace, self._findings.get(trace.school, ()))
        found: dict[_Root, list[TreeNode]] = {}
        for question, root in self._questions(case).items():
            found.setdefault(root, []).append(self._node(case, question))
        return {root: tuple(nodes) for root, nodes in found.items()}

    def _questions(self, case: _Case) -> dict[_Question, _Root]:
        """Return what is missing, and the first case that waits for it."""
        is_open = {
            (each.clause, each.record)
            for each in case.trace.cases
            if each.status is VetoStatus.UNDETERMINED
        }
        asked: dict[_Question, _Root] = {}
        for finding in case.findings:
            if (finding.clause, finding.record) in is_open:
                root = (self._ruleset.clauses[finding.clause].table, finding.record)
                for name in finding.unknown:
                    asked.setdefault(self._question(case, finding, name), root)
        for line in case.trace.effects:
            if line.status is VetoStatus.UNDETERMINED:
                for name in line.unknown:
                    origin = next(f for f in case.findings if f.charged == line.clause)
                    root = (self._ruleset.clauses[origin.clause].table, line.record)
                    asked.setdefault(("", -1, name), root)
        return asked

    def _question(self, case: _Case, finding: Finding, name: str) -> _Question:
        table = self._ruleset.clauses[finding.clause].table
        if table and finding.record < 0:
            return table, -1, ""
        if table and name in self._ruleset.tables[table].fields:
            return table, finding.record, name
        derived = self._ruleset.derived.get(name)
        if derived is not None and derived.is_record_based:
            state = case.dossier.table_state(derived.table)
            if state in (State.MISSING, State.UNREADABLE):
                return derived.table, -1, ""
        return "", -1, name

    def _node(self, case: _Case, question: _Question) -> TreeNode:
        table, record, name = question
        if not name:
            text = f"补交“{table}”台账；没有的，交零报告{self._also_scored(question)}"
            return TreeNode(NodeKind.SETTLE, text, None, tuple(self._table_options(case, table)))
        names: Names = Record(case.dossier, table, record) if table else case.dossier
        place = place_of(name, names)
        cells = fact_nodes(name, names) if place is None else ()
        options = tuple(self._options(case, question, names))
        text = f"补报“{name}”" + ("" if options else "，再按条款判定")
        text += self._also_scored(question)
        return TreeNode(NodeKind.SETTLE, text, place, (*cells, *options))

    def _also_scored(self, question: _Question) -> str:
        """Say which points hang on the same fact: what they would be is not worked out here."""
        table, _, name = question
        fields, derived = split_names([name] if name and not table else [], self._ruleset)
        behind = {table, *fields, *tables_behind(derived, self._ruleset)} - {""}
        ids = [each for each, names in self._readers.items() if names & behind]
        return f"（{few(ids, 4)}的得分也读它，查清后总分可能再变）" if ids else ""

    def _options(self, case: _Case, question: _Question, names: Names) -> Iterator[TreeNode]:
        """Go through the values of one fact, those of one outcome together."""
        _, _, name = question
        groups: dict[tuple[str, ...], tuple[list[Atom], TreeNode]] = {}
        for atom in atoms_of(name, self._conditions(case), names):
            supposed: dict[str, Known] = {name: (State.PRESENT, atom.value)}
            after, said, outcome = self._under(case, question, supposed)
            if not said:
                continue
            if said not in groups:
                text = f"→ {'，'.join(said)}；{self._outlook(case, *after)}"
                more = (("outcome", outcome),)
                groups[said] = ([], TreeNode(NodeKind.OPTION, text, more=more))
            groups[said][0].append(atom)
        for atoms, node in groups.values():
            yield replace(node, text=f"{atoms_text(name, atoms, names)} {node.text}")

    def _conditions(self, case: _Case) -> list[Condition]:
        """Return every condition by which the findings of a school may be settled."""
        found: list[Condition | None] = []
        for finding in case.findings:
            clause = self._ruleset.clauses[finding.clause]
            found.append(clause.trigger)
            for relief in clause.reliefs:
                found.extend((relief.condition, relief.unless))
            charged = self._ruleset.clauses[finding.charged]
            found.extend(effect.condition for effect in effects_of(charged))
        return [each for each in found if each is not None]

    def _under(
        self, case: _Case, question: _Question, supposed: dict[str, Known]
    ) -> tuple[tuple[list[Finding], dict[str, int]], tuple[str, ...], str]:
        """Return the findings with one fact supposed, what that says, and whether any is met."""
        table, record, name = question
        after: list[Finding] = []
        said: list[str] = []
        outcomes: set[str] = set()
        for finding in case.findings:
            clause = self._ruleset.clauses[finding.clause]
            is_its = not table or (clause.table, finding.record) == (table, record)
            if not (is_its and name in finding.unknown and finding.is_open):
                after.append(finding)
                continue
            now = self._settled(case, finding, clause, supposed)
            if now is not None:
                after.append(now)
            text, outcome = _words(self._ruleset, clause, finding, now)
            said.append(text)
            outcomes.add(outcome)
        recurring = {}
        for line in case.trace.effects:
            condition = line.effect.condition
            if line.status is VetoStatus.UNDETERMINED and condition and name in line.unknown:
                truth = answer(condition, Supposed(case.dossier, supposed))
                recurring[line.effect.id] = truth
                holds = "成立，后果加重" if truth == TRUE else "不成立"
                said.append(f"{line.clause}的“连续两年”{holds if truth != 1 else '仍不能判定'}")
                outcomes.add("met" if truth == TRUE else "not_met" if truth == FALSE else "open")
        best = next((each for each in ("met", "open", "not_met") if each in outcomes), "open")
        return (after, recurring), tuple(dict.fromkeys(said)), best

    def _settled(
        self, case: _Case, finding: Finding, clause: Clause, supposed: dict[str, Known]
    ) -> Finding | None:
        """Return a finding as it would be; None where its clause would not be met."""
        own: Names = case.dossier
        if clause.table:
            own = Record(case.dossier, clause.table, finding.record)
        names = Supposed(own, supposed)
        if not finding.certain:
            truth = answer(clause.trigger, names) if clause.trigger is not None else FALSE
            if truth == FALSE:
                return None
            return _met(finding) if truth == TRUE else finding
        for relief in clause.reliefs:
            unless = answer(relief.unless, names) if relief.unless is not None else FALSE
            truth = min(answer(relief.condition, names), TRUE - unless)
            is_signed = all(
                names.value(field)[0] is State.PRESENT for field in relief.signed_fields
            )
            if truth == FALSE or not is_signed:
                continue
            if truth != TRUE:
                return finding
            outcome = "reduced" if relief.reduce_to else "exempt"
            charged = relief.reduce_to or finding.clause
            return replace(_met(finding), outcome=outcome, relief=relief.name, charged=charged)
        return _met(finding)

    def _table_options(self, case: _Case, table: str) -> Iterator[TreeNode]:
        """Tell what follows without a record in point, and with one in point for each clause."""
        of_table = [each for each in case.findings if self._waits_for(each, table)]
        others = [each for each in case.findings if each not in of_table]
        none: list[Finding] = list(others)
        for finding in of_table:
            clause = self._ruleset.clauses[finding.clause]
            if clause.table or clause.trigger is None:
                continue
            names = Supposed(case.dossier, self._counted_as_none(clause.trigger, table))
            if answer(clause.trigger, names) == TRUE:
                none.append(_met(finding))
        ids = "、".join(dict.fromkeys(each.clause for each in of_table))
        text = f"没有符合条件的记录，或零报告 → {ids}都不触发；{self._outlook(case, none, {})}"
        yield TreeNode(NodeKind.OPTION, text, more=(("outcome", "not_met"),))
        for finding in of_table:
            clause = self._ruleset.clauses[finding.clause]
            if clause.trigger is None:
                continue
            asked = condition_text(clause.trigger, self._ruleset, clause.table)
            has = f"有{asked}的记录" if clause.table else asked
            outlook = self._outlook(case, [*others, _met(finding)], {})
            text = f"{has} → {_met_text(self._ruleset, clause)}；{outlook}"
            yield TreeNode(NodeKind.OPTION, text, more=(("outcome", "met"),))

    def _waits_for(self, finding: Finding, table: str) -> bool:
        """Say whether a finding is open for want of a whole table."""
        clause = self._ruleset.clauses[finding.clause]
        if not finding.is_open or (clause.table and finding.record >= 0):
            return False
        if clause.table:
            return clause.table == table
        derived = (self._ruleset.derived.get(name) for name in finding.unknown)
        return any(each is not None and each.table == table for each in derived)

    def _counted_as_none(self, condition: Condition, table: str) -> dict[str, Known]:
        """Suppose that nothing is counted in a table."""
        supposed: dict[str, Known] = {}
        for each in comparisons_in(condition):
            derived = self._ruleset.derived.get(each.value)
            if derived is not None and derived.table == table:
                is_count = derived.kind in _COUNTED
                state = State.PRESENT if is_count else State.NOT_APPLICABLE
                supposed[each.value] = (state, Fraction(0) if is_count else None)
        return supposed

    def _outlook(
        self, case: _Case, findings: Sequence[Finding], recurring: Mapping[str, int]
    ) -> str:
        """Say the total and the grade that would follow, the rest of the batch as it is."""
        school, outlooks = case.trace.school, self._book.outlooks
        name = self._school_ids[school]
        imposed = impose(self._ruleset, self._reconsiderer.trace(name, findings, recurring))
        found = outlooks.of(school, imposed)
        text = outlook_text(self._ruleset, found)
        if found.grade or school in outlooks.obstacles.exclusions:
            return text
        if imposed.suspensions:
            return f"{text}（还有{len(imposed.suspensions)}项否决待核实或待认定）"
        others = outlooks.obstacles.suspensions.get(school, ())
        aside = outlooks.without_obstacles_of(school).of(school, imposed)
        after = f"；补齐而分数不变的话，等次为{aside.grade}" if aside.grade else ""
        return f"{text}（另有{few(others)}{after}）" if others else text


def _met(finding: Finding) -> Finding:
    """Return a finding as one that is met and decided, without relief."""
    return replace(
        finding,
        certain=True,
        outcome="none",
        unknown=(),
        undecided=(),
        status=VetoStatus.IN_FORCE,
    )


def _words(
    ruleset: RuleSet, clause: Clause, before: Finding, after: Finding | None
) -> tuple[str, str]:
    """Say what becomes of an open finding, and in one word whether it is met."""
    if after is None:
        return f"{clause.id}不触发", "not_met"
    if after.is_open:
        return f"{clause.id}仍不能判定", "open"
    match after.outcome:
        case "exempt":
            return f"{clause.id}免除", "not_met"
        case "reduced":
            return f"{clause.id}减轻为{after.charged}", "met"
    if before.certain:
        return f"不减轻，按{clause.id}论", "met"
    return _met_text(ruleset, clause), "met"


def _met_text(ruleset: RuleSet, clause: Clause) -> str:
    """Say that a clause would be met, on what that still depends, and what would follow."""
    steps = ["经认定生效"] if clause.decision_fields else []
    steps += ["没有减轻免除"] if clause.reliefs else []
    note = f"（设{'、'.join(steps)}）" if steps else ""
    effects = [
        effect_text(effect, ruleset)
        for effect in clause.effects
        if effect.kind is not EffectKind.SECOND_YEAR
    ]
    return f"触发{clause.id}{note}：{few(effects, 3, '，')}"
