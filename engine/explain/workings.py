"""Work out one indicator of one school by hand, and hold the result against the score table.

This is the second entry of the double entry: in fractions, value by value, with the sentence
that a school reads. Where it and the columnar scorer differ, nothing is printed at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from typing import NoReturn

import numpy as np

from engine.diagnostics import Place
from engine.explain.charge_records import Settlement, charges_in, settle
from engine.explain.citations import FactRead, cite
from engine.explain.dossier import Archive, Dossier
from engine.explain.gaps import Mean, filled_in, points_in_gap, points_outside
from engine.explain.judging import FALSE, UNKNOWN, judge
from engine.explain.method_working import MethodWorking
from engine.explain.reads import reads_of
from engine.explain.refusing import refuse
from engine.explain.wording import MEANT_FOR, named_value, reasons_against, unknown_reasons
from engine.explain.workings_methods import work_method
from engine.facts.table import FactTable, State
from engine.points import points_text, round_fraction, to_units
from engine.ruleset.conditions import names_in
from engine.ruleset.methods import Method
from engine.ruleset.model import Indicator, RuleSet
from engine.ruleset.roles import Role
from engine.scoring import ScoreTable, Status
from engine.scoring.cohorts import cohort_codes
from engine.sentences.phrases import clauses, few
from engine.sentences.worth import worth_text

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Working:
    """One indicator of one school, worked out.

    Args:
        points: In units; of a deduction item, full points less what is deducted.
        sentence: Fact, threshold, arithmetic and points, in Chinese.
        rule_place: The part of the rule that decided.
    """

    indicator: Indicator
    role: Role
    points: int
    status: Status
    facts: tuple[FactRead, ...]
    sentence: str
    rule_place: Place


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What working out an indicator led to; schools with equal facts share one."""

    units: int
    status: Status
    sentence: str
    place: Place
    names: tuple[str, ...]
    records: tuple[FactRead, ...]


class Workbook:
    """Works out any indicator of any school of a batch, and remembers what schools share."""

    def __init__(self, ruleset: RuleSet, facts: FactTable, scores: ScoreTable) -> None:
        self.ruleset = ruleset
        self.facts = facts
        self.scores = scores
        self.archive = Archive(ruleset, facts)
        self.charges = charges_in(ruleset)
        self.indicators = ruleset.all_indicators()
        self.reads = tuple(reads_of(each, self.archive) for each in self.indicators)
        self.shown: dict[Hashable, str] = {}
        self.verdicts: tuple[dict[Hashable, _Verdict], ...] = tuple({} for _ in self.indicators)
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

    def cohort_mean(self, at: int, school: int) -> Mean | None:
        """Return the mean of the scored schools of the school's cohort; None without any."""
        codes, labels = self.cohorts
        mine = (codes == codes[school]) & (self.scores.status[:, at] == Status.SCORED)
        n_scored = int(mine.sum())
        if not n_scored:
            return None
        total = sum(self.scores.points[mine, at].tolist())
        label = labels[int(codes[school])]
        return Mean(Fraction(total, n_scored) * self.ruleset.unit, n_scored, label)


class SchoolWorkbook:
    """Works out the indicators of one school."""

    def __init__(self, book: Workbook, school: int) -> None:
        self.book = book
        self.school = school
        self.dossier: Dossier = book.archive.dossier(school)
        self.points: list[int] = book.scores.points[school].tolist()
        self.status: list[int] = book.scores.status[school].tolist()
        self._settled: Mapping[Place, Settlement] | None = None
        self._told: dict[int, Working] = {}

    def settled(self) -> Mapping[Place, Settlement]:
        """Say what became of the school's records under every charge."""
        if self._settled is None:
            self._settled = settle(self.book.charges, self.dossier)
        return self._settled

    def work_out(self, at: int) -> Working:
        """Work out one indicator by its position in RuleSet.all_indicators().

        Raises:
            InternalFault: The result differs from the score table.
        """
        if at not in self._told:
            self._told[at] = self._checked(at)
        return self._told[at]

    def informative_sentence(self, at: int) -> str:
        """Say what an indicator for information shows; schools that say the same share it."""
        name = self.book.indicators[at].value
        if name not in self.book.ruleset.fields:
            return self.work_out(at).sentence
        key = (at, *self.dossier.value(name), self.dossier.why_not(name))
        said = self.book.shown.get(key)
        if said is None:
            said = self.book.shown[key] = self.work_out(at).sentence
        return said

    def _checked(self, at: int) -> Working:
        verdict = self._verdict(at)
        if verdict.units != self.points[at] or verdict.status != self.status[at]:
            self._disagree(at, verdict)
        facts = cite(self.dossier, verdict.names) + verdict.records
        return Working(
            self.book.indicators[at],
            self.book.roles[at],
            verdict.units,
            verdict.status,
            facts,
            verdict.sentence,
            verdict.place,
        )

    def _disagree(self, at: int, verdict: _Verdict) -> NoReturn:
        indicator, unit = self.book.indicators[at], self.book.ruleset.unit
        refuse(
            self.book.facts,
            self.school,
            f"指标“{indicator.id} {indicator.name}”两次计算不一致："
            f"批量计分为 {points_text(self.points[at], unit)}（{Status(self.status[at]).label}），"
            f"逐步复算为 {points_text(verdict.units, unit)}（{verdict.status.label}）",
        )

    def _verdict(self, at: int) -> _Verdict:
        """Work out an indicator, or take over what equal facts led to in another school."""
        reads = self.book.reads[at]
        if reads is None:
            return self._work_out(at)
        key, known = reads.key(self.dossier), self.book.verdicts[at]
        verdict = known.get(key)
        if verdict is None:
            verdict = known[key] = self._work_out(at)
        return verdict

    def _work_out(self, at: int) -> _Verdict:
        indicator, role = self.book.indicators[at], self.book.roles[at]
        if indicator.informative or indicator.method is None:
            return self._informative(indicator)
        worked = self._worked(indicator, indicator.method, role)
        status = Status(int(worked.state))
        if status is Status.MISSING and indicator.manual:
            status = Status.MANUAL
        text, mean_of = worked.text, partial(self.book.cohort_mean, at, self.school)
        if status is Status.SCORED:
            points, words = worked.points, ""
        elif status is Status.NOT_APPLICABLE:
            points, words = points_outside(indicator, role, mean_of)
            text = text if "不适用" in text else f"不适用：{text}"
        else:
            points, words = points_in_gap(indicator, role, status, worked.points, mean_of)
            text = f"待评：{text}" if status is Status.MANUAL else text
        points = round_fraction(points, self.book.ruleset.unit)
        words = filled_in(words, role, points, indicator.points)
        ending = words or worth_text(role, points, indicator.points)
        return _Verdict(
            to_units(points, self.book.ruleset.unit),
            status,
            text if text.endswith(f"，{ending}") else f"{text}，{ending}",
            worked.place if status is Status.SCORED else indicator.place,
            worked.names,
            worked.records,
        )

    def _worked(self, indicator: Indicator, method: Method, role: Role) -> MethodWorking:
        """Work out the method, if the indicator applies to the school at all."""
        condition = indicator.applies
        if condition is None:
            return work_method(method, indicator.points, role, self.dossier, self.settled)
        truth, cause = judge(condition, self.dossier)
        names = tuple(dict.fromkeys(names_in(condition)))
        if truth == FALSE:
            reason = clauses(reasons_against(condition, self.dossier, MEANT_FOR))
            return MethodWorking(_NONE, State.NOT_APPLICABLE, reason, names, indicator.place)
        worked = work_method(method, indicator.points, role, self.dossier, self.settled)
        if truth != UNKNOWN:
            return worked
        texts = unknown_reasons(condition, self.dossier)
        if worked.state is not State.PRESENT:
            texts.append(worked.text)
        return replace(
            worked,
            points=indicator.points if role is Role.DEDUCTION else _NONE,
            state=max(worked.state, cause),
            text="是否适用不能判定：" + few(texts),
            names=tuple(dict.fromkeys((*names, *worked.names))),
        )

    def _check_derived(self, indicator: Indicator) -> None:
        """Hold a derived value that is shown, and moves no points, against the columns too."""
        quantity = self.book.scores.view.quantity(indicator.value)
        state, value = self.dossier.value(indicator.value)
        found = quantity.fraction(self.school)
        if quantity.state(self.school) is state and (value is None or value == found):
            return
        what = f"“{indicator.value}”两次计算不一致：批量算出 {found}，逐步复算为 {value}"
        refuse(self.book.facts, self.school, what)

    def _informative(self, indicator: Indicator) -> _Verdict:
        names = (indicator.value,) if indicator.value else ()
        if indicator.value in self.book.ruleset.derived:
            self._check_derived(indicator)
            said = named_value(self.dossier, indicator.value)
        else:
            said = few([str(fact) for fact in cite(self.dossier, names)])
        sentence = f"仅供参考，不计分{f'：{said}' if said else ''}"
        return _Verdict(0, Status.INFORMATIVE, sentence, indicator.place, names, ())
