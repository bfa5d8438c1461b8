"""Compare with last year: a number that moved by more than its field allows wants a look."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.checks.book import Tally
from engine.checks.findings import Findings
from engine.diagnostics import Diagnostic, Severity
from engine.facts.cells.display import cell_text
from engine.facts.table import Column, FactTable, State
from engine.points import multiply
from engine.ruleset.model import Field
from engine.scoring.values import Mask
from engine.sentences.phrases import Measure, number_text


def check_against_last_year(found: Findings) -> None:
    """Check every field that says how far it may move within a year (较上年变动)."""
    fields = [each for each in found.ruleset.fields.values() if each.change_within is not None]
    if fields and found.facts.last is None:
        found.diagnostics.note(
            "K031",
            f"没有给出去年的事实，{len(fields)} 个字段的较上年变动没有核对",
            hint="要核对的，请用 --last-facts 给出去年的事实表",
        )
    elif found.facts.last is not None:
        for field in fields:
            _check(field, found.facts.last, found)


def _check(field: Field, table: FactTable, found: Findings) -> None:
    now, last = found.view.columns[field.id], table.columns[field.id]
    both = (now.states == State.PRESENT) & (last.states == State.PRESENT)
    moved = both & _moved_beyond(now, last, field.change_within or Fraction(0))
    outside = (now.states == State.NOT_APPLICABLE) | (last.states == State.NOT_APPLICABLE)
    for school in np.flatnonzero(moved):
        _tell(field, now, last, int(school), found)
    found.tallies.append(
        Tally(
            f"{field.id}较上年变动",
            "",
            "",
            n_passed=int((both & ~moved).sum()),
            n_failed=int(moved.sum()),
            n_open=int((~both & ~outside).sum()),
        )
    )


def _moved_beyond(now: Column, last: Column, share: Fraction) -> Mask:
    """Tell where |now - last| > share x |last|, exactly. Shapes: (schools,)."""
    moved = np.abs(now.values.astype(np.int64) - last.values.astype(np.int64))
    allowed = multiply(np.abs(last.values.astype(np.int64)), share.numerator)
    return np.asarray(multiply(moved, share.denominator) > allowed, dtype=bool)


def _tell(field: Field, now: Column, last: Column, school: int, found: Findings) -> None:
    unit = field.unit if field.unit != "%" else ""
    before = last.places.place(school) if last.places is not None else None
    where = f"（{before}）" if before is not None else ""
    text = cell_text(now, school)
    found.tell(
        Diagnostic(
            "K030",
            Severity.WARNING,
            f"{found.called(school)}的“{field.id}”是 {text}{unit}，"
            f"上年是 {cell_text(last, school)}{unit}{where}，{_change(now, last, school)}，"
            f"超过了 {number_text(field.change_within or Fraction(0), Measure.PERCENT)}",
            now.places.place(school) if now.places is not None else None,
            text,
            "请核对两年的数；确有这么大变动的，请说明原因",
        ),
        school,
    )


def _change(now: Column, last: Column, school: int) -> str:
    ours, theirs = int(now.values[school]), int(last.values[school])
    word = "增加" if ours > theirs else "减少"
    if theirs == 0:
        return f"从 0 {word}"
    share = Fraction(abs(ours - theirs), abs(theirs))
    text = number_text(share, Measure.PERCENT)
    return f"{word}了{'' if text.startswith('约') else ' '}{text}"
