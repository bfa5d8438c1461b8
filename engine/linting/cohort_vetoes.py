"""Find vetoes that a cohort shows to be met by most, open for most, or met by nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.linting.cohort import Cohort
from engine.linting.finding import Remark
from engine.veto.trace import VetoStatus

_FEWEST = 3
_ENOUGH = 20
_SHOWN = 20


def met_by_most(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each veto that more than half of the schools have met."""
    met = _schools_by_clause(cohort, is_open=False)
    for clause in cohort.ruleset.clauses.values():
        n_met = len(met.get(clause.id, ()))
        if cohort.n_schools >= _FEWEST and n_met * 2 > cohort.n_schools:
            yield Remark(
                f"否决条款“{clause.id} {clause.name}”{cohort.how_many(cohort.n_schools)}里 "
                f"{n_met} {cohort.ruleset.subject.measure}触发",
                clause.place,
                (clause.id,),
                "请核对触发条件；这么多学校都有的事，宜按扣分办",
            )


def open_for_most(cohort: Cohort) -> Iterator[Remark]:
    """Yield a remark for each veto that cannot be decided for more than half of the schools."""
    waiting = _schools_by_clause(cohort, is_open=True)
    for clause in cohort.ruleset.clauses.values():
        n_open = len(waiting.get(clause.id, ()))
        if cohort.n_schools >= _FEWEST and n_open * 2 > cohort.n_schools:
            yield Remark(
                f"否决条款“{clause.id} {clause.name}”{cohort.how_many(cohort.n_schools)}里 "
                f"{n_open} {cohort.ruleset.subject.measure}待核实，定不了等",
                clause.place,
                (clause.id,),
                "请看它读的事实由谁填、有没有发下去；没有人填的，这一条等于没有",
            )


def met_by_nobody(cohort: Cohort) -> Iterator[Remark]:
    """Yield one remark on the vetoes that no school has met, where there are many schools."""
    ruleset = cohort.ruleset
    met = {*_schools_by_clause(cohort, is_open=False), *_schools_by_clause(cohort, is_open=True)}
    idle = [
        clause
        for clause in ruleset.clauses.values()
        if clause.trigger is not None and clause.id not in met
    ]
    if not idle or cohort.n_schools < _ENOUGH:
        return
    more = f" 等 {len(idle)} 条" if len(idle) > _SHOWN else ""
    listed = "、".join(clause.id for clause in idle[:_SHOWN])
    yield Remark(
        f"这 {cohort.how_many(cohort.n_schools)}没有触发的否决条款 {len(idle)} 条：{listed}{more}",
        idle[0].place,
        tuple(clause.id for clause in idle),
        "没有发生是好事；请看其中有没有写错、永远碰不上的",
        ("否决条款",),
    )


def _schools_by_clause(cohort: Cohort, *, is_open: bool) -> Mapping[str, set[int]]:
    """Return clause -> the schools where it is undetermined, or was met in any way."""
    found: dict[str, set[int]] = {}
    for trace in cohort.assessment.trace.by_school.values():
        for case in trace.cases:
            if (case.status is VetoStatus.UNDETERMINED) == is_open:
                found.setdefault(case.clause, set()).add(case.school)
    return found
