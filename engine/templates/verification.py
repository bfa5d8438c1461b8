"""Make the workbook in which a team verifies facts (核查表), so that nobody types a field's name.

It has a fact a row with the school's own value, and the records a row each. Handed in beside
the schools' own sheets, it is read as verification; what was left blank changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.diagnostics import UsageProblem
from engine.facts import FactTable
from engine.facts.stages.revision import Stage
from engine.facts.table import RecordSet, State
from engine.reports.staging import staged_file
from engine.ruleset.model import Field, RuleSet
from engine.templates.applying import judge_applying
from engine.templates.making import ENDING
from engine.templates.roster import find_school
from engine.templates.verification_book import Asked, JudgedTable, write_verification_book


@dataclass(frozen=True, slots=True)
class MadeBook:
    """What was made: how many facts of how many schools, and how many records."""

    out: Path
    n_facts: int
    n_schools: int
    n_records: int
    left_out: int


def make_verification_book(
    ruleset: RuleSet,
    facts: FactTable,
    out: Path,
    *,
    schools: Sequence[str] = (),
    stage: Stage = Stage.VERIFIED,
) -> MadeBook:
    """Write the workbook for some schools, or for all.

    Args:
        schools: Ids or names; all schools without any.
        stage: 核查 of every fact that applies, or 复核 of what was verified.

    Raises:
        UsageProblem: A school is not known, nothing is to be asked, or the place is taken.
    """
    check_place(out)
    named = {find_school(ruleset, facts, each, "交来的表") for each in schools}
    chosen = sorted(named) or list(range(facts.n_schools))
    asked = list(_asked(ruleset, facts, chosen, stage))
    if not asked:
        raise UsageProblem(
            f"没有可以{stage.label}的事实。"
            + ("请把核查表也写在命令里。" if stage is Stage.REVIEWED else "请检查事实表。")
        )
    tables = [_judged(each, chosen) for each in facts.records.values()]
    kept = [each for each in tables if stage is Stage.VERIFIED]
    with staged_file(out, "核查表") as path:
        write_verification_book(path, ruleset, facts, chosen, asked, kept, stage)
    return MadeBook(
        out,
        len(asked),
        len(chosen),
        sum(len(each.rows) for each in kept),
        sum(each.n_left_out for each in kept),
    )


def check_place(out: Path) -> None:
    """Refuse a name that is no workbook, or one in which something may have been filled in.

    Raises:
        UsageProblem: With a way out.
    """
    if out.suffix.lower() != ENDING or out.is_dir():
        raise UsageProblem(f"-o 请写工作簿的名称，如 核查表{ENDING}（现在写的是“{out}”）。")
    if out.exists():
        raise UsageProblem(f"“{out}”已经在那里，没有覆盖：里面可能填了数。请用 -o 另写一个名称。")


def _asked(
    ruleset: RuleSet, facts: FactTable, schools: Sequence[int], stage: Stage
) -> Iterator[Asked]:
    """Yield the facts to ask for, school by school: those that may apply, or were verified."""
    applying, reported = judge_applying(ruleset, facts), facts.as_reported()
    verified = {(each.school, each.field) for each in facts.revisions if not each.table}
    fields = [each for each in ruleset.fields.values() if each.id not in ruleset.identity]
    for school in schools:
        for known in fields:
            if stage is Stage.REVIEWED and (school, known.id) not in verified:
                continue
            if stage is Stage.VERIFIED and applying.leaves_out(known, school):
                continue
            own, now = reported.columns[known.id], facts.columns[known.id]
            yield Asked(school, known, own, now)


def _judged(records: RecordSet, schools: Sequence[int]) -> JudgedTable:
    """Choose the records to be judged.

    One with a cell that cannot be read would not be told from the school's own row again: it is
    left out.
    """
    mine = np.isin(records.school_index, schools)
    broken = np.zeros(len(mine), np.bool_)
    for column in records.columns.values():
        broken |= column.states == State.UNREADABLE
    fields: list[Field] = [column.field for column in records.columns.values()]
    return JudgedTable(
        records, fields, np.flatnonzero(mine & ~broken).tolist(), int((mine & broken).sum())
    )
