"""Write the ledger of each school: from full marks to the total, line by line, closing exactly.

full marks - every loss + every rescaling + bonuses - deductions, caps, clip, what vetoes set to
zero, and the one rounding = total. A ledger that does not close is a fault of ours, never a
rounding difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from engine.diagnostics import Place
from engine.explain.citations import FactRead, cite_records
from engine.explain.dossier import Record
from engine.explain.ledger_line import LedgerLine, LineKind
from engine.explain.level_lines import LevelLines
from engine.explain.levels import Levels
from engine.explain.outcomes import Outcome, Outcomes
from engine.explain.refusing import refuse
from engine.explain.second_grading import check_grading
from engine.explain.units_text import UnitsText
from engine.explain.workings import SchoolWorkbook, Workbook, Working
from engine.facts.table import FactTable
from engine.grading import GradeBook
from engine.grading.rated import why_nothing_counts, why_unrated
from engine.points import to_units
from engine.ruleset.model import EffectKind, Group, Indicator, RuleSet
from engine.ruleset.roles import Role
from engine.scoring import RollUp, ScoreTable, Status
from engine.sentences.charges import TAKEN_OFF, most_text
from engine.sentences.levels import decimals_text
from engine.sentences.phrases import points_said
from engine.veto.trace import VetoTrace

_QUIET = (Status.SCORED, Status.INFORMATIVE)
# What a group moves beside its parts -> what that is called.
_STAGES_OF_A_GROUP = {"node_rescale": "折算", "node_rounded": "取整", "node_limited": "限定"}


class Ledgers:
    """Writes the ledgers of a batch.

    Args:
        ruleset: The rules. facts: The schools. scores: Before vetoes. trace: The vetoes.
        book: After them.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        facts: FactTable,
        scores: ScoreTable,
        trace: VetoTrace,
        book: GradeBook,
    ) -> None:
        self.ruleset = ruleset
        self.facts = facts
        self.scores = scores
        self.book = book
        self.workbook = Workbook(ruleset, facts, scores)
        self.positions = {each.id: at for at, each in enumerate(scores.indicators)}
        self.trace = trace
        self.left_out = {at: mask.tolist() for at, mask in scores.left_out.items()}
        self.full = [to_units(each.points, ruleset.unit) for each in scores.indicators]
        self.before = _as_lists(book.roll_up_without)
        self.plan = tuple(_plan(ruleset, self.positions))
        # Lines are written where points were lost, and where something did not simply score.
        full, quiet = np.array(self.full), np.isin(scores.status, _QUIET)
        informative = scores.status == Status.INFORMATIVE
        self.telling = (~quiet | ((scores.points != full) & ~informative)).tolist()
        self.text = UnitsText(ruleset.unit)
        self.levels = Levels(ruleset, shrinks=bool(scores.weighing.shrunk))
        same = book.roll_up is book.roll_up_without
        self.after = self.before if same else _as_lists(book.roll_up)
        self.outcomes = Outcomes(ruleset, book, self.after, scores.weighing)

    def of_school(self, school: int) -> SchoolLedger:
        """Write the ledger of one school.

        Raises:
            InternalFault: It does not close, or the two ways of computing differ.
        """
        ledger = SchoolLedger(self, school)
        ledger.write()
        return ledger


def _as_lists(roll_up: RollUp) -> dict[str, Any]:
    """Turn every stage into plain lists, which are quicker to read one by one."""
    return {
        part.name: {name: each.tolist() for name, each in value.items()}
        if isinstance(value := getattr(roll_up, part.name), Mapping)
        else value.tolist()
        for part in fields(RollUp)
    }


class SchoolLedger:
    """The ledger of one school, and the workings that its lines rest on."""

    def __init__(self, batch: Ledgers, school: int) -> None:
        self.batch = batch
        self.school = school
        self.lines: list[LedgerLine] = []
        self.workings: dict[str, Working] = {}
        self.workbook: SchoolWorkbook = batch.workbook.school(school)
        self.levels = LevelLines(batch, self.workbook)
        self.outcome = Outcome(self.workbook.dossier, batch.outcomes)

    @property
    def ruleset(self) -> RuleSet:
        return self.batch.ruleset

    def write(self) -> None:
        """Write all lines in order and check that they close at every stage."""
        before, ruleset = self.batch.before, self.ruleset
        full = to_units(ruleset.full_points, ruleset.unit)
        text = f"满分{points_said(ruleset.full_points)}"
        self._add(LineKind.FULL, ruleset.id, _place_of(ruleset, "full_points"), full, text)
        telling = self.batch.telling[self.school]
        for part in self.batch.plan:
            if isinstance(part, Group):
                self._level(part)
            elif telling[part]:
                self._leaf(part)
        self._level(self.batch.levels.root)
        self._check(before["base"][self.school], "基础分")
        self._adjustments()
        self._clip()
        if self.school in self.batch.book.zeroed:
            self._vetoes()
        self._rounding()
        if self.batch.book.rated_mask[self.school]:
            self._check(self.batch.after["total"][self.school], "总分")
        else:
            self._unrated()
        check_grading(ruleset, self.batch.facts, self.batch.trace, self.batch.book, self.outcome)

    def _add(
        self,
        kind: LineKind,
        rule: str,
        place: Place | None,
        points: int,
        sentence: str,
        facts: tuple[FactRead, ...] = (),
        status: str = "",
        about: str = "",
    ) -> None:
        seq = len(self.lines) + 1
        self.lines.append(
            LedgerLine(seq, kind, rule, place, points, facts, sentence, status, about)
        )

    def _check(self, expected: int, stage: str) -> None:
        total = sum(line.points for line in self.lines)
        if total != expected:
            said = self.batch.text
            what = f"台账不平：逐行相加为 {said(total)}，{stage}为 {said(expected)}"
            refuse(self.batch.facts, self.school, what)

    def said(self, units: int) -> str:
        """Write a count of units as points."""
        return self.batch.text(units) + "分"

    def _level(self, group: Group) -> None:
        for line in self.levels.lines(group):
            self._add(*line)

    def _moved_words(self, moved: int) -> str:
        return f"{'加' if moved > 0 else '减'}{self.said(abs(moved))}"

    def _leaf(self, at: int) -> None:
        working = self._working(at)
        if working.status is Status.NOT_APPLICABLE:
            kind = LineKind.NOT_APPLICABLE
        else:
            kind = LineKind.LOSS if working.status is Status.SCORED else LineKind.GAP
        lost = self.batch.before["leaf_lost"].get(at)
        if lost is None:
            self._add_working(kind, working, working.points - self.batch.full[at])
            return
        worth = self._moved_words(lost[self.school]) if lost[self.school] else "没有影响"
        weights = self.levels.weights_said(working.indicator)
        words = f"{working.sentence}；{weights}，对总分{worth}"
        self._add_working(kind, replace(working, sentence=words), lost[self.school])

    def _working(self, at: int) -> Working:
        working = self.workbook.work_out(at)
        self.workings[working.indicator.id] = working
        return working

    def _add_working(self, kind: LineKind, working: Working, points: int) -> None:
        self._add(
            kind,
            working.indicator.id,
            working.rule_place,
            points,
            working.sentence,
            working.facts,
            working.status.label,
        )

    def _bare(self, units: int) -> str:
        return self.batch.text(units)

    def _adjustments(self) -> None:
        before, ruleset, school = self.batch.before, self.ruleset, self.school
        self._items(ruleset.bonuses.items, Role.BONUS)
        cut = before["bonus_cut"][school]
        if cut and ruleset.bonuses.cap is not None:
            total = self.said(before["bonus"][school] + cut)
            text = f"加分合计{total}，{most_text('加', ruleset.bonuses.cap)}，减{self.said(cut)}"
            place = _place_of(ruleset, "bonuses", "cap") or ruleset.bonuses.place
            self._add(LineKind.BONUS_CAP, "加分", place, -cut, text)
        self._items(ruleset.deductions.items, Role.DEDUCTION)
        cut = before["deduction_cut"][school]
        if cut and ruleset.deductions.cap is not None:
            total = self.said(before["deduction"][school] + cut)
            most = most_text(TAKEN_OFF, ruleset.deductions.cap)
            text = f"扣分合计{total}，{most}，少扣{self.said(cut)}"
            place = _place_of(ruleset, "deductions", "cap") or ruleset.deductions.place
            self._add(LineKind.DEDUCTION_CAP, "扣分", place, cut, text)

    def _items(self, items: tuple[Indicator, ...], role: Role) -> None:
        for item in items:
            at = self.batch.positions[item.id]
            points, status = self.workbook.points[at], self.workbook.status[at]
            moved = points if role is Role.BONUS else points - self.batch.full[at]
            if status == Status.INFORMATIVE:
                continue
            if not moved and status in (Status.SCORED, Status.NOT_APPLICABLE):
                continue
            working = self._working(at)
            own = LineKind.BONUS if role is Role.BONUS else LineKind.DEDUCTION
            is_gap = working.status not in (Status.SCORED, Status.NOT_APPLICABLE) and not moved
            self._add_working(LineKind.GAP if is_gap else own, working, moved)

    def _clip(self) -> None:
        moved = self.batch.before["clip"][self.school]
        if moved:
            text = self._clip_text(moved)
            self._add(LineKind.CLIP, "总分", _cap_place(self.ruleset), moved, text)

    def _clip_text(self, moved: int) -> str:
        if moved > 0:
            return f"总分不低于0分，补{self.said(moved)}"
        total = sum(line.points for line in self.lines) + moved
        return f"总分不超过{self.said(total)}，减{self.said(-moved)}"

    def _vetoes(self) -> None:
        """Write what vetoes set to zero, then what that moves in rescaling and caps."""
        zeroed = self.batch.book.zeroed[self.school]
        done: set[int] = set()
        for clause_id, positions in zeroed.items():
            clause = self.ruleset.clauses[clause_id]
            facts = self._veto_facts(clause_id)
            for at in positions:
                points = self.workbook.points[at]
                if at in done or not points:
                    continue
                done.add(at)
                is_weighted = at in self.batch.before["leaf_lost"]
                moved = self._changed("leaf_lost", at) if is_weighted else -points
                indicator = self.batch.workbook.indicators[at]
                text = (
                    f"触发{clause_id}（{clause.name}），{indicator.id}“{indicator.name}”计零，"
                    f"原得{self.said(points)}，全部扣除"
                )
                self._add(
                    LineKind.VETO,
                    clause_id,
                    clause.place,
                    moved,
                    text,
                    facts,
                    about=indicator.id,
                )
        self._veto_consequences()

    def _veto_facts(self, clause_id: str) -> tuple[FactRead, ...]:
        table = self.ruleset.clauses[clause_id].table
        if not table:
            return ()
        rows = sorted(
            line.record
            for line in self.batch.trace.by_school[self.school].effects
            if line.clause == clause_id and line.effect.kind is EffectKind.ZERO
        )
        records = [Record(self.workbook.dossier, table, row) for row in rows if row >= 0]
        return cite_records(table, records) if records else ()

    def _changed(self, stage: str, part: str | int) -> int:
        """Return by how much vetoes change what a stage moves at one part."""
        before, after = (each[stage][part] for each in (self.batch.before, self.batch.after))
        return int(after[self.school] - before[self.school])

    def _veto_consequences(self) -> None:
        before, after, school = self.batch.before, self.batch.after, self.school
        ruleset = self.ruleset
        for group in self.batch.plan:
            if isinstance(group, Group):
                for stage, what in _STAGES_OF_A_GROUP.items():
                    if group.id in after[stage]:
                        moved = self._changed(stage, group.id)
                        text = f"“{group.name}”的{what}随计零重算"
                        self._add_consequence(group.id, group.place, moved, text)
        moved = after["base_rescale"][school] - before["base_rescale"][school]
        self._add_consequence(ruleset.id, ruleset.place, moved, "基础分的折算随计零重算")
        moved = before["bonus_cut"][school] - after["bonus_cut"][school]
        self._add_consequence("加分", ruleset.bonuses.place, moved, "加分封顶随计零重算")
        moved = after["deduction_cut"][school] - before["deduction_cut"][school]
        self._add_consequence("扣分", ruleset.deductions.place, moved, "扣分封顶随计零重算")
        moved = after["clip"][school] - before["clip"][school]
        self._add_consequence("总分", _cap_place(ruleset), moved, "总分限额随计零重算")

    def _add_consequence(self, rule: str, place: Place | None, moved: int, text: str) -> None:
        if moved:
            change = f"，{'加' if moved > 0 else '减'}{self.said(abs(moved))}"
            self._add(LineKind.VETO_RESCALE, rule, place, moved, text + change)

    def _rounding(self) -> None:
        moved = self.batch.after["rounding"][self.school]
        if not moved:
            return
        total = self.batch.after["total"][self.school]
        text = (
            f"总分{decimals_text(self.ruleset.decimals)}："
            f"{self._bare(total - moved)}→{self._bare(total)}"
        )
        place = _place_of(self.ruleset, "decimals")
        self._add(LineKind.ROUNDING, self.ruleset.id, place, moved, text)

    def _unrated(self) -> None:
        """Close the ledger of a school without a total: what is left counts for nothing."""
        self._check(self.batch.after["total"][self.school], "各行之和")
        left = sum(line.points for line in self.lines)
        if any(mask[self.school] for mask in self.batch.scores.weighing.withheld.values()):
            reasons = "；".join(why_unrated(self.ruleset, self.batch.scores, self.school))
            text = f"{reasons}，总分空白（不是0分）"
            text += f"，以上合计{self.said(left)}不计" if left else ""
        else:
            reason = why_nothing_counts(self.ruleset, self.batch.scores, self.school)
            text = f"{reason}，没有总分（空白，不是0分）"
            text += f"；加分、扣分没有可加减的，{self.said(abs(left))}不计" if left else ""
        place = self.ruleset.unrated.place or self.ruleset.place
        self._add(LineKind.UNRATED, self.ruleset.id, place, -left, text)


def _place_of(ruleset: RuleSet, *path: str | int) -> Place | None:
    """Return the place of a value in ruleset.yaml, or of the ruleset where it is not written."""
    found = ruleset.places.get(path)
    return found[1] if found else ruleset.place


def _cap_place(ruleset: RuleSet) -> Place | None:
    return _place_of(ruleset, "total_cap")


def _plan(ruleset: RuleSet, positions: Mapping[str, int]) -> Iterator[Group | int]:
    """Yield positions of base indicators in the order of the text, each group after its own."""

    def below(group: Group) -> Iterator[Group | int]:
        for child in group.children:
            if isinstance(child, Group):
                yield from below(child)
            else:
                yield positions[child.id]
        yield group

    for dimension in ruleset.dimensions:
        yield from below(dimension)
