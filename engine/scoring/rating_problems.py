"""What in the marks of raters a person has to look at: who was left out, who differs too much."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.diagnostics import Diagnostic, Place, Severity
from engine.facts.cells.display import cell_text
from engine.facts.schools.school_names import name_key
from engine.facts.table import FactTable, State
from engine.ruleset.methods import BeyondSpread, Ratings, Recusal
from engine.ruleset.model import Indicator, RuleSet
from engine.ruleset.walking import methods_in
from engine.scoring.raters import Panel, settle_raters
from engine.scoring.recusals import SchoolKeys
from engine.scoring.views import View
from engine.sentences.phrases import number_text

CODES = {
    "P001": "评委的评分相差超过最大分差",
    "P002": "评委须回避，评分不计",
    "P003": "回避名单里的学校不在这批学校里",
}


def rating_problems(ruleset: RuleSet, facts: FactTable, view: View) -> tuple[Diagnostic, ...]:
    """Return what there is to say of raters who differ too much, or must not judge."""
    found: list[Diagnostic] = []
    for indicator in ruleset.all_indicators():
        for method in methods_in(indicator.method):
            if not isinstance(method, Ratings):
                continue
            if method.spread_limit is None and method.recusal is None:
                continue
            _, panel = settle_raters(method, indicator.points, ruleset.unit, facts, view)
            found += _wide(ruleset, indicator, method, panel, facts)
            found += _recused(ruleset, indicator, method, panel, facts)
            if method.recusal is not None:
                found += _unknown_schools(ruleset, method.recusal, facts)
    return tuple(found)


def _first_place(method: Ratings, facts: FactTable, school: int) -> Place | None:
    records = facts.records[method.table]
    rows = np.flatnonzero((records.school_index == school) & records.in_window)
    return records.places.place(int(rows[0])) if records.places and len(rows) else None


def _wide(
    ruleset: RuleSet, indicator: Indicator, method: Ratings, panel: Panel, facts: FactTable
) -> Iterator[Diagnostic]:
    if method.spread_limit is None:
        return
    limit = number_text(method.spread_limit)
    is_open = method.beyond_spread is BeyondSpread.UNDETERMINED
    for school in np.flatnonzero(panel.wide_mask).tolist():
        done = "待复评" if is_open else "照常计分"
        yield Diagnostic(
            "P001",
            Severity.WARNING,
            f"{ruleset.subject.called(facts.school_ids[school])}（{facts.names[school]}）的"
            f"{indicator.id}“{indicator.name}”，评分最高与最低相差超过 {limit} 分，{done}",
            _first_place(method, facts, school),
            indicator.id,
            "请组织复评，改正或补充评分",
        )


def _recused(
    ruleset: RuleSet, indicator: Indicator, method: Ratings, panel: Panel, facts: FactTable
) -> Iterator[Diagnostic]:
    records, recusal = facts.records[method.table], method.recusal
    if recusal is None:
        return
    for row in np.flatnonzero(panel.recused_mask).tolist():
        school = int(records.school_index[row])
        names = (recusal.rater, *recusal.own_columns)
        said = "，".join(
            f"{name}“{cell_text(records.columns[name], row)}”"
            for name in names
            if name and records.columns[name].states[row] == State.PRESENT
        )
        yield Diagnostic(
            "P002",
            Severity.NOTE,
            f"评{ruleset.subject.called(facts.school_ids[school])}（{facts.names[school]}）"
            f"{indicator.id}的一位评委须回避（{said}），评分不计",
            records.places.place(row) if records.places else None,
            said,
            "若认错了，请改正这几列或规则里的回避名单",
        )


def _unknown_schools(ruleset: RuleSet, recusal: Recusal, facts: FactTable) -> Iterator[Diagnostic]:
    keys = SchoolKeys(facts)
    for rater, schools in recusal.listed.items():
        for each in schools:
            if not keys.find([name_key(each)]):
                yield Diagnostic(
                    "P003",
                    Severity.WARNING,
                    f"回避名单里“{rater}”名下的“{each}”不是这批{ruleset.subject}，没有用上",
                    recusal.place,
                    each,
                    f"请核对名称，或改写{ruleset.subject.id_word}",
                )
