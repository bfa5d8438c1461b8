"""Merge all that was handed in: one table, the conflicts, the problems, and who gave what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.annotating import write_problem_list
from engine.diagnostics import Diagnostic, UsageProblem
from engine.facts import Inputs
from engine.facts.books.merged import CONFLICTS, GIVEN, PROBLEMS, WORKBOOK
from engine.facts.contributions import Contribution, contributions
from engine.facts.reading import read_facts, read_gathered
from engine.facts.table import FactTable
from engine.merging.folder import check_ours, write_receipt
from engine.merging.sameness import differences
from engine.merging.workbook import write_merged
from engine.reports.conflict_table import conflict_rows
from engine.reports.csv_file import csv_text, open_csv, text_cell
from engine.reports.staging import staged_folder
from engine.ruleset.model import RuleSet
from engine.templates.parts import parts_of

Progress = Callable[[int, int], None]

_CONFLICT_TITLES = (
    "学校标识码",
    "学校名称",
    "台账",
    "事件编号",
    "字段",
    "填的值",
    "来源",
    "位置",
    "是否采用",
    "取舍的理由",
)
_GIVEN_TITLES = ("学校标识码", "学校名称", "部分", "种类", "文件", "工作表", "填了几格或几行")


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging found.

    Args:
        facts: The merged facts. given: Which file gave which school which part.
        problems: All that was found.
        differing: Cells that the merged table does not give back as they are (said on the page).
    """

    facts: FactTable
    given: tuple[Contribution, ...]
    problems: tuple[Diagnostic, ...]
    differing: tuple[str, ...]


def merge_files(
    ruleset: RuleSet,
    inputs: Inputs,
    out: Path,
    *,
    progress: Progress | None = None,
    writing: Progress | None = None,
    check: Callable[[FactTable], Sequence[Diagnostic]] | None = None,
) -> Merged:
    """Read all that was handed in, and write it as one table into a folder.

    The table is read back and compared before the folder is put in its place.

    Args:
        ruleset: Whose field dictionary types the facts.
        inputs: What was handed in.
        out: The folder; an earlier one of ours is replaced.
        progress: Called with (files read, files in all). writing: with (sheets written, in all).
        check: Returns the problems of the facts besides those of reading them.

    Raises:
        UsageProblem: The folder cannot be written, or holds something else; or last year was given.
        FactsUnusable: Not one school could be read.
    """
    if inputs.last or inputs.last_facts or inputs.last_rules is not None:
        raise UsageProblem(
            "合并的是今年交来的表，去年的不并进去。请去掉 --last、--last-facts、--last-rules，"
            "用合并表考核时再给。"
        )
    # What lacks evidence today may have it tomorrow: the table holds what was filled in.
    ruleset = replace(ruleset, evidence_policy=None)
    facts, gathering = read_gathered(ruleset, inputs, progress=progress)
    part_of = {field.id: part.name for part in parts_of(ruleset) for field in part.fields}
    given = contributions(gathering, part_of)
    problems = check(facts) if check is not None else facts.problems
    with staged_folder(out, check_ours) as folder:
        write_merged(folder / WORKBOOK, ruleset, facts, writing)
        differing = tuple(differences(facts, _read_back(ruleset, inputs, folder / WORKBOOK)))
        _write(folder / CONFLICTS, _CONFLICT_TITLES, conflict_rows(facts))
        write_problem_list(folder / PROBLEMS, problems, {})
        _write(folder / GIVEN, _GIVEN_TITLES, _given_rows(facts, given))
        write_receipt(folder, ruleset.id)
    return Merged(facts, given, tuple(problems), differing)


def _read_back(ruleset: RuleSet, inputs: Inputs, workbook: Path) -> FactTable:
    again = Inputs(
        (workbook,),
        inputs.below,
        evidence=inputs.evidence,
        evidence_date=inputs.evidence_date,
    )
    return read_facts(ruleset, again)


def _write(path: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with open_csv(path, titles) as file:
        file.write(csv_text(rows))


def _given_rows(facts: FactTable, given: Iterable[Contribution]) -> Iterator[list[object]]:
    """Yield who gave what, and at the end who is on the roster and gave nothing."""
    names = dict(zip(facts.school_ids, facts.names, strict=True))
    for each in given:
        kind = "台账" if each.is_records else "名册" if each.is_roster else "字段"
        yield [
            text_cell(each.school_id),
            text_cell(names[each.school_id]),
            text_cell(each.part),
            kind,
            text_cell(each.file),
            text_cell(each.sheet),
            each.n_given,
        ]
    for school_id, name in facts.absent:
        yield [text_cell(school_id), text_cell(name), "", "没有交", "", "", 0]
