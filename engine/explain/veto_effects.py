"""Tell the effects of a veto in the order in which they act, and what each does to the school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.explain.tree_node import NodeKind, TreeNode
from engine.grading import GradeBook, MoveKind, Outlook
from engine.grading.imposed import counts
from engine.grading.nodes import leaves_under
from engine.ruleset.model import Effect, EffectKind, RuleSet
from engine.sentences.effects import effect_text
from engine.sentences.phrases import few, points_said
from engine.veto.trace import EffectLine, SchoolTrace, VetoCase, VetoStatus

# What an effect acts on, in the order of acting: points come before the grade that is read off
# them, honours follow the grade, then come further years and persons.
_ACTS_ON = {
    EffectKind.ZERO: "points",
    EffectKind.BAR_TOP: "grade",
    EffectKind.GRADE_CAP: "grade",
    EffectKind.SET_GRADE: "grade",
    EffectKind.LOSE_ELIGIBILITY: "honours",
    EffectKind.REVOKE_TITLE: "honours",
    EffectKind.CARRY_OVER: "years",
    EffectKind.SECOND_YEAR: "years",
    EffectKind.BAR_POSTS: "persons",
    EffectKind.BAR_PERSON: "persons",
}
_ORDER = tuple(dict.fromkeys(_ACTS_ON.values()))
_MOVES = {
    EffectKind.BAR_TOP: MoveKind.BAR_TOP,
    EffectKind.GRADE_CAP: MoveKind.GRADE_CAP,
    EffectKind.SET_GRADE: MoveKind.SET_GRADE,
}


def acts_on(effect: Effect) -> str:
    """Say what an effect acts on: points, grade, honours, years or persons."""
    return _ACTS_ON[effect.kind]


def told_effects(
    ruleset: RuleSet, trace: SchoolTrace, case: VetoCase
) -> Iterator[tuple[EffectLine, str]]:
    """Yield each effect of a case once, in the order of acting, with all whom it meets."""
    lines: dict[str, list[EffectLine]] = {}
    for line in trace.effects:
        if (line.clause, line.record) == (case.clause, case.record):
            lines.setdefault(line.effect.id, []).append(line)
    for same in sorted(lines.values(), key=lambda same: _ORDER.index(acts_on(same[0].effect))):
        persons = few([each.person for each in same if each.person])
        yield same[0], effect_sentence(ruleset, replace(same[0], person=persons))


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


def outlook_text(ruleset: RuleSet, outlook: Outlook) -> str:
    """Say what the total and the grade would have been."""
    grade = f"等次为{outlook.grade}" if outlook.grade else "仍不能定等"
    if outlook.total is None:
        return f"没有总分，{grade}"
    return f"总分{points_said(outlook.total * ruleset.unit)}，{grade}"


@dataclass(frozen=True, slots=True)
class EffectTeller:
    """Tells the effects on one school.

    Args:
        points: Before any veto, in the order of all indicators, in units; None: not told.
    """

    ruleset: RuleSet
    trace: SchoolTrace
    book: GradeBook
    points: Sequence[int] | None

    def nodes(self, case: VetoCase) -> Iterable[TreeNode]:
        """Tell each effect of a case once, with all the persons whom it meets."""
        for line, text in told_effects(self.ruleset, self.trace, case):
            more = (("acts_on", acts_on(line.effect)),)
            outcome = tuple(
                TreeNode(NodeKind.OUTCOME, said) for said in self._outcome(line) if said
            )
            yield TreeNode(NodeKind.EFFECT, text, line.effect.place, outcome, more=more)

    def _outcome(self, line: EffectLine) -> Iterable[str]:
        """Say what an effect that counts does to this school's points or grade."""
        if not counts(self.ruleset, line.status):
            return
        if line.effect.kind is EffectKind.ZERO and self.points is not None:
            yield self._zeroed(line.effect, self.points)
        elif line.effect.kind in _MOVES:
            yield self._moved(line)

    def _zeroed(self, effect: Effect, points: Sequence[int]) -> str:
        at = {each.id: place for place, each in enumerate(self.ruleset.all_indicators())}
        unit = self.ruleset.unit
        lost = [
            f"{leaf.id}原得{points_said(points[at[leaf.id]] * unit)}"
            for leaf in leaves_under(self.ruleset, effect.targets)
            if points[at[leaf.id]]
        ]
        return f"{few(lost)}，计零" if lost else "原本就没有得分"

    def _moved(self, line: EffectLine) -> str:
        """Say whether a limit lowered the grade, or what had done so already."""
        names = [grade.name for grade in self.ruleset.grades]
        limit = names.index(line.effect.grade) if line.effect.grade else min(1, len(names) - 1)
        for move in self.book.moves[self.trace.school]:
            to = names.index(move.to_grade)
            if move.by == line.clause and move.kind is _MOVES[line.effect.kind]:
                return f"由{move.from_grade}降为{move.to_grade}"
            if to < limit:
                continue
            if not move.from_grade:
                return f"按分数线已是{move.to_grade}，本项没有再降"
            by = "本条另一项后果" if move.by == line.clause else move.by
            return f"已由{by}降为{move.to_grade}，本项没有再降"
        return ""
