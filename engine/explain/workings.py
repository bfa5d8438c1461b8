"""Work out one indicator of one school by hand, and hold the result against the score table.

This is the second entry of the double entry: in fractions, value by value, with the sentence
that a school reads. Where it and the columnar scorer differ, nothing is printed at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from engine.diagnostics import InternalFault, Place
from engine.explain.charge_records import Settlement, charges_in, settle
from engine.explain.citations import FactRead, cite
from engine.explain.dossier import Archive, Dossier
from engine.explain.gaps import gap_ending, outside_ending
from engine.explain.judging import FALSE, UNKNOWN, judge
from engine.explain.method_working import MethodWorking, Role
from engine.explain.phrases import few, points_said, unit_of
from engine.explain.wording import MEANT_FOR, named_value, reasons_against, unknown_reasons
from engine.explain.workings_charges import work_deduct, work_earn
from engine.explain.workings_conditions import work_all_or_nothing, work_checklist
from engine.explain.workings_values import (
    work_bands,
    work_direct,
    work_levels,
    work_linear,
    work_target,
)
from engine.facts.table import FactTable, State
from engine.points import decimal_text, round_fraction
from engine.ruleset import methods as spec
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Indicator, MissingPolicy, NotApplicablePolicy, RuleSet
from engine.scoring import ScoreTable, Status
from engine.scoring.cohorts import cohort_codes

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Working:
    """One indicator of one school, worked out.

    Args:
        points: Exact points; of a deduction item, full points less what is deducted.
        sentence: Fact, threshold, arithmetic and points, in Chinese.
        rule_place: The part of the rule that decided.
    """

    indicator: Indicator
    role: Role
    points: Fraction
    status: Status
    facts: tuple[FactRead, ...]
    sentence: str
    rule_place: Place

    @property
    def lost(self) -> Fraction:
        return self.indicator.points - self.points


class Workbook:
    """Works out any indicator of any school of a batch, and remembers what schools share."""

    def __init__(self, ruleset: RuleSet, facts: FactTable, scores: ScoreTable) -> None:
        self.ruleset = ruleset
        self.facts = facts
        self.scores = scores
        self.archive = Archive(ruleset, facts)
        self.charges = charges_in(ruleset)
        self.indicators = ruleset.all_indicators()
        n_base, n_bonus = len(ruleset.leaves()), len(ruleset.bonuses.items)
        self.roles = tuple(
            Role.BASE if at < n_base else Role.BONUS if at < n_base + n_bonus else Role.DEDUCTION
            for at in range(len(self.indicators))
        )

    def school(self, school: int) -> SchoolWorkbook:
        """Open the workbook of one school by its position."""
        return SchoolWorkbook(self, school)

    @cached_property
    def cohorts(self) -> tuple[np.ndarray, tuple[str, ...]]:
        """Each school's cohort as a code, and the labels."""
        return cohort_codes(self.ruleset, self.scores.view)

    def cohort_mean(self, at: int, school: int) -> tuple[Fraction, int, str] | None:
        """Return the mean of the scored schools of the cohort, their number, and its label."""
        codes, labels = self.cohorts
        mine = (codes == codes[school]) & (self.scores.status[:, at] == Status.SCORED)
        n_scored = int(mine.sum())
        if not n_scored:
            return None
        total = sum(self.scores.points[mine, at].tolist())
        label = labels[int(codes[school])]
        return Fraction(total, n_scored) * self.ruleset.unit, n_scored, label


class SchoolWorkbook:
    """Works out the indicators of one school."""

    def __init__(self, book: Workbook, school: int) -> None:
        self.book = book
        self.school = school
        self.dossier: Dossier = book.archive.dossier(school)
        self.points: list[int] = book.scores.points[school].tolist()
        self.status: list[int] = book.scores.status[school].tolist()

    @cached_property
    def settled(self) -> Mapping[Place, Settlement]:
        """What became of the school's records under every charge."""
        return settle(self.book.charges, self.dossier)

    def work_out(self, at: int) -> Working:
        """Work out one indicator by its position in RuleSet.all_indicators().

        Raises:
            InternalFault: The result differs from the score table.
        """
        indicator, role = self.book.indicators[at], self.book.roles[at]
        working = self._work_out(indicator, role, at)
        found = self.points[at] * self.book.ruleset.unit
        status = Status(self.status[at])
        if working.points != found or working.status is not status:
            raise InternalFault(
                f"{self.book.facts.names[self.school]}（{self.book.facts.school_ids[self.school]}）"
                f"的指标“{indicator.id} {indicator.name}”两次计算不一致："
                f"批量计分为 {decimal_text(found)}（{status.label}），"
                f"逐步复算为 {decimal_text(working.points)}（{working.status.label}）。"
                "结果没有输出；请把本次的规则和事实表发给维护人员。"
            )
        return working

    def _work_out(self, indicator: Indicator, role: Role, at: int) -> Working:
        if indicator.informative or indicator.method is None:
            return self._informative(indicator, role)
        if indicator.applies is None:
            worked = self.method_working(indicator.method, indicator.points, role)
            return self._with_gaps(indicator, role, at, worked)
        truth, cause = judge(indicator.applies, self.dossier)
        applies_facts = cite(self.dossier, names_in(indicator.applies))
        if truth == FALSE:
            reason = few(reasons_against(indicator.applies, self.dossier, MEANT_FOR))
            outside = MethodWorking(
                _NONE, State.NOT_APPLICABLE, reason, applies_facts, indicator.place
            )
            return self._with_gaps(indicator, role, at, outside)
        worked = self.method_working(indicator.method, indicator.points, role)
        if truth == UNKNOWN:
            texts = unknown_reasons(indicator.applies, self.dossier)
            if worked.state is not State.PRESENT:
                texts.append(worked.text)
            worked = MethodWorking(
                worked.points,
                max(worked.state, cause),
                "是否适用不能判定：" + few(texts),
                tuple(dict.fromkeys((*applies_facts, *worked.facts))),
                worked.place,
            )
        return self._with_gaps(indicator, role, at, worked)

    def _informative(self, indicator: Indicator, role: Role) -> Working:
        names = [indicator.value] if indicator.value else []
        facts = cite(self.dossier, names)
        said = few([str(fact) for fact in facts])
        sentence = f"仅供参考，不计分{f'：{said}' if said else ''}"
        return Working(indicator, role, _NONE, Status.INFORMATIVE, facts, sentence, indicator.place)

    def method_working(self, method: spec.Method, full: Fraction, role: Role) -> MethodWorking:
        """Work out a method by itself, without applicability and policies."""
        dossier = self.dossier
        match method:
            case spec.AllOrNothing():
                return work_all_or_nothing(method, full, dossier)
            case spec.Checklist():
                return work_checklist(method, full, dossier)
            case spec.Bands():
                return work_bands(method, full, dossier)
            case spec.Linear():
                return work_linear(method, full, dossier)
            case spec.Target():
                return self._target(method, full, role)
            case spec.Deduct():
                return work_deduct(method, full, role, dossier, self.settled)
            case spec.Earn():
                return work_earn(method, full, role, dossier, self.settled)
            case spec.Levels():
                return work_levels(method, full, dossier)
            case spec.Direct():
                return work_direct(method, full, dossier)

    def _target(self, method: spec.Target, full: Fraction, role: Role) -> MethodWorking:
        """Work out a target, or the method that stands in for a denominator that is too small."""
        small = method.small
        if small is None:
            return work_target(method, full, self.dossier)
        state, value = self.dossier.value(small.denominator)
        is_small = not isinstance(value, Fraction) or value < small.fewer_than
        if not is_small:
            return work_target(method, full, self.dossier)
        other = self.method_working(small.method, full, role)
        facts = cite(self.dossier, [small.denominator])
        said = named_value(self.dossier, small.denominator)
        unit = unit_of(self.book.ruleset, small.denominator)
        text = (
            f"{said}，不足{small.fewer_than}{unit}，改按小样本规则：{other.text}"
            if state is State.PRESENT
            else said
        )
        return MethodWorking(
            other.points,
            max(state, other.state),
            text,
            tuple(dict.fromkeys((*facts, *other.facts))),
            other.place,
        )

    def _with_gaps(
        self, indicator: Indicator, role: Role, at: int, worked: MethodWorking
    ) -> Working:
        """Apply what the rules say of 不适用 and 缺失, and round once to the unit."""
        status = Status(int(worked.state))
        if status is Status.MISSING and indicator.manual:
            status = Status.MANUAL
        place = worked.place if status is Status.SCORED else indicator.place
        points, ending = self._points(indicator, role, at, worked, status)
        points = round_fraction(points, self.book.ruleset.unit)
        if not ending:
            ending = _ending(role, points, indicator.points)
        text = worked.text
        if status is Status.NOT_APPLICABLE:
            text = text if text.startswith("不适用") else f"不适用：{text}"
        elif status is Status.MANUAL:
            text = f"待评：{text}"
        sentence = text if text.endswith(f"，{ending}") else f"{text}，{ending}"
        return Working(indicator, role, points, status, worked.facts, sentence, place)

    def _points(
        self, indicator: Indicator, role: Role, at: int, worked: MethodWorking, status: Status
    ) -> tuple[Fraction, str]:
        """Return points and, where a policy decided, the words that say so."""
        if status is Status.SCORED:
            return worked.points, ""
        full = indicator.points
        mean = None
        if status is Status.NOT_APPLICABLE:
            if indicator.not_applicable is NotApplicablePolicy.COHORT_MEAN and (
                role is not Role.DEDUCTION
            ):
                mean = self.book.cohort_mean(at, self.school)
            points = _outside_points(indicator, role, mean)
            return points, outside_ending(indicator, role, points, mean)
        if status is Status.MISSING and indicator.missing is MissingPolicy.COHORT_MEAN:
            mean = self.book.cohort_mean(at, self.school)
        if mean is not None:
            points = mean[0]
        elif indicator.missing is MissingPolicy.FULL:
            points = full
        elif _keeps_certain(indicator, role):
            points = worked.points
        else:
            points = full if role is Role.DEDUCTION else _NONE
        points = round_fraction(points, self.book.ruleset.unit)
        return points, gap_ending(indicator, role, status, points, mean)


def _outside_points(
    indicator: Indicator, role: Role, mean: tuple[Fraction, int, str] | None
) -> Fraction:
    if role is Role.DEDUCTION or indicator.not_applicable is NotApplicablePolicy.FULL:
        return indicator.points
    return _NONE if mean is None else mean[0]


def _keeps_certain(indicator: Indicator, role: Role) -> bool:
    if role is Role.DEDUCTION:
        return isinstance(indicator.method, spec.Deduct)
    return isinstance(indicator.method, spec.Checklist | spec.Earn)


def _ending(role: Role, points: Fraction, full: Fraction) -> str:
    if role is Role.BONUS:
        return f"加{points_said(points)}" if points else "不加分"
    if role is Role.DEDUCTION:
        return f"扣{points_said(full - points)}" if points != full else "不扣分"
    return f"得{points_said(points)}" if points else "不得分"
