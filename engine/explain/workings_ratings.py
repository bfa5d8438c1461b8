"""Work out 评议: the average of raters' marks, or votes by their coefficients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from engine.explain.citations import FactRead, cite_table
from engine.explain.dossier import Dossier, Record
from engine.explain.exact import number_of
from engine.explain.judging import FALSE, TRUE, UNKNOWN, judge
from engine.explain.method_working import MethodWorking
from engine.explain.recusing import part_recused, recused_text, unclear_column
from engine.explain.wording import STATE_WORDS, named_value, table_text, unknown_reasons
from engine.facts.table import State
from engine.ruleset.methods import Average, BeyondSpread, Ratings, Votes
from engine.sentences.phrases import few, number_text, points_said, rounded_text
from engine.sentences.ratings import (
    few_raters_text,
    few_votes_text,
    spread_limit_text,
    trimmed_text,
)
from engine.sentences.values import out_of_text

_NONE = Fraction(0)


def work_ratings(method: Ratings, full: Fraction, dossier: Dossier) -> MethodWorking:
    """Average the marks of the raters, and scale the average to full points."""
    table = dossier.table_state(method.table)
    left_out, others = part_recused(method.recusal, _meant(method, dossier))
    raters, gaps = _raters(method, others)
    facts = cite_table(dossier, method.table, raters + [each for each, _, _ in gaps])
    state = max([table, *(cause for _, cause, _ in gaps)])
    if table is not State.PRESENT:
        said = table_text(dossier, method.table)
        return _open(method, state, f"“{method.table}”台账{said}", facts)
    said = f"{method.table} {len(raters)}人评议{recused_text(left_out)}"
    if gaps or len(raters) < method.least:
        texts = [text for _, _, text in gaps]
        if len(raters) < method.least:
            state = max(state, State.MISSING)
            texts.insert(0, f"{said}，{few_raters_text(method)}")
        return _open(method, state, few(texts), facts)
    marks = sorted(_mark(method, rater) for rater in raters)
    kept = _kept(method, marks)
    total = sum(kept, _NONE)
    mean = total / len(kept)
    parts = [f"{said}（{_shown(method, raters)}）"]
    spread = kept[-1] - kept[0]
    if method.spread_limit is not None and spread > method.spread_limit:
        parts.append(
            f"最高{number_text(kept[-1])}分、最低{number_text(kept[0])}分，"
            f"相差{number_text(spread)}分，{spread_limit_text(method)}"
        )
        if method.beyond_spread is BeyondSpread.UNDETERMINED:
            return _open(method, State.MISSING, f"{'，'.join(parts)}，请复评", facts)
    if method.average is Average.TRIMMED_MEAN:
        parts.append(trimmed_text(method))
    word = "中位数" if method.average is Average.MEDIAN else "平均"
    parts.append(f"{word} {number_text(total)}÷{len(kept)}={number_text(mean)}分")
    points = mean
    if method.out_of is not None:
        points = full * mean / method.out_of
        top = number_text(method.out_of)
        result = rounded_text(points, dossier.ruleset.unit)
        scaled = f"{number_text(full)}×{number_text(mean)}÷{top}{result}"
        parts.append(f"{out_of_text(method.out_of)}，折算 {scaled}")
    return MethodWorking(points, State.PRESENT, "，".join(parts), (), method.place, facts)


def _open(method: Ratings, state: State, text: str, facts: tuple[FactRead, ...]) -> MethodWorking:
    return MethodWorking(_NONE, state, text, (), method.place, facts)


def _meant(method: Ratings, dossier: Dossier) -> list[Record]:
    """Return the records that are, or may be, of this indicator."""
    records = dossier.records(method.table)
    if method.condition is None:
        return records
    return [each for each in records if judge(method.condition, each)[0] != FALSE]


def _raters(
    method: Ratings, records: Sequence[Record]
) -> tuple[list[Record], list[tuple[Record, State, str]]]:
    """Return the records that give a mark, and those that leave it open, each with why."""
    raters: list[Record] = []
    gaps: list[tuple[Record, State, str]] = []
    for record in records:
        if method.condition is not None:
            truth, cause = judge(method.condition, record)
            if truth == UNKNOWN and cause is not State.NOT_APPLICABLE:
                reasons = few(unknown_reasons(method.condition, record))
                gaps.append((record, cause, _of(record, reasons)))
            if truth != TRUE:
                continue
        if name := unclear_column(method.recusal, record):
            gaps.append((record, State.UNREADABLE, _of(record, f"{name}无法识读，不知该不该回避")))
        state, mark = record.value(method.value)
        column = record.field_of(method.value)
        if state is State.PRESENT and column is not None and mark in column.pending:
            gaps.append((record, State.MISSING, _of(record, f"{method.value}“{mark}”，尚未评定")))
        elif state is State.PRESENT:
            raters.append(record)
        elif state is not State.NOT_APPLICABLE:
            gaps.append((record, state, _of(record, f"{method.value}{STATE_WORDS[state]}")))
    return raters, gaps


def _of(record: Record, reason: str) -> str:
    place = record.place()
    return f"记录{f'（{place}）' if place else ''}{reason}"


def _mark(method: Ratings, rater: Record) -> Fraction:
    _, value = rater.value(method.value)
    if method.points_by_level is not None:
        return method.points_by_level[str(value)]
    assert value is not None
    assert method.out_of is not None
    return min(max(number_of(value), _NONE), method.out_of)


def _kept(method: Ratings, marks: list[Fraction]) -> list[Fraction]:
    """Return the marks that the average is of."""
    match method.average:
        case Average.TRIMMED_MEAN:
            return marks[method.trim : len(marks) - method.trim]
        case Average.MEDIAN:
            middle = len(marks) // 2
            return marks[middle : middle + 1] if len(marks) % 2 else marks[middle - 1 : middle + 1]
    return marks


def _shown(method: Ratings, raters: list[Record]) -> str:
    """Show the marks: levels with how many gave each, numbers one by one."""
    if method.points_by_level is not None:
        counts = Counter(str(rater.value(method.value)[1]) for rater in raters)
        points = method.points_by_level
        return few(
            [
                f"{level}{counts[level]}人各{points_said(points[level])}"
                for level in points
                if counts[level]
            ]
        )
    return few([number_text(_mark(method, rater)) for rater in raters])


def work_votes(method: Votes, full: Fraction, dossier: Dossier) -> MethodWorking:
    """Weigh each kind of vote by its coefficient."""
    known = {name: dossier.value(name) for name in method.coefficients}
    names = tuple(known)
    states = [state for state, _ in known.values()]
    if all(state is State.NOT_APPLICABLE for state in states):
        text = few([named_value(dossier, name) for name in names])
        return MethodWorking(_NONE, State.NOT_APPLICABLE, text, names, method.place)
    meant = [state for state in states if state is not State.NOT_APPLICABLE]
    state = max(meant)
    counts = {
        name: max(number_of(value), _NONE)
        for name, (_, value) in known.items()
        if value is not None
    }
    n_votes = sum(counts.values(), _NONE)
    if state is not State.PRESENT or n_votes < method.least:
        gaps = [name for name in names if known[name][0] > State.NOT_APPLICABLE]
        text = few([named_value(dossier, name) for name in gaps])
        if not gaps:
            state = State.MISSING
            text = f"共{number_text(n_votes)}票，{few_votes_text(method)}"
        return MethodWorking(_NONE, state, text, names, method.place)
    worth = sum((count * method.coefficients[name] for name, count in counts.items()), _NONE)
    points = full * worth / n_votes
    terms = "＋".join(
        f"{number_text(count)}×{number_text(method.coefficients[name])}"
        for name, count in counts.items()
    )
    said = few([named_value(dossier, name) for name in counts])
    text = (
        f"{said}，按系数折算 {number_text(full)}×({terms})÷{number_text(n_votes)}"
        f"{rounded_text(points, dossier.ruleset.unit)}"
    )
    return MethodWorking(points, State.PRESENT, text, names, method.place)
