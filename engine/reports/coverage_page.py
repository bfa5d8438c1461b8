"""Lay out which branches of the rules no hand-worked case reaches, by kind or one by one."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path

from engine.cases.coverage import BranchCoverage, Coverage
from engine.diagnostics import UsageProblem
from engine.points import decimal_text
from engine.reports.csv_file import csv_text, open_csv, text_cell
from engine.reports.list_place import begins_with, check_list_place
from engine.reports.page import Line, columns, line
from engine.reports.staging import staged_file

COVERAGE = ("类别", "规则", "分支", "位置", "走到", "核对到", "案例")
_WHAT = "覆盖清单"


def coverage_page(coverage: Coverage, *, is_full: bool = False) -> list[Line]:
    """Return how much is covered, by kind; with `is_full` every branch that is not, too."""
    reached, compared = coverage.n_reached, coverage.n_compared
    said = f"覆盖 {percent_text(coverage.share)}：规则有 {coverage.n_branches} 个分支，"
    said += f"案例走到 {reached} 个" + (
        f"，其中核对到结果的 {compared} 个" if compared < reached else "，都核对到结果"
    )
    rows = [("类别", "分支", "走到", "核对到")]
    for kind, own in coverage.by_kind():
        rows.append((kind.label, str(own.n_branches), str(own.n_reached), str(own.n_compared)))
    page = [line(said + "。", "strong"), *columns(rows, indent=2, right=(1, 2, 3))]
    lacking = [each for each in coverage.branches if not each.is_compared]
    if is_full:
        page.extend(_lacking_lines(lacking))
    elif lacking:
        page.append(line(f"没有核对到的 {len(lacking)} 个：加 --uncovered 逐条列出。", "dim"))
    return page


def _lacking_lines(lacking: list[BranchCoverage]) -> list[Line]:
    lines = [line()]
    for each in lacking:
        branch = each.branch
        note = "（走到了，没有核对）" if each.is_reached else ""
        runs = (
            (f"{branch.place}: ", ""),
            (f"{branch.kind.label} {branch.owner} ", "dim"),
            (branch.words, ""),
            (note, "warn"),
        )
        lines.append(Line(runs, 4))
    return lines


def percent_text(share: Fraction) -> str:
    """Write a share with one place, never rounded up to what it does not reach.

    >>> percent_text(Fraction(8996, 10000)), percent_text(Fraction(1))
    ('89.9%', '100%')
    """
    thousandths = Fraction(share * 1000).__floor__()
    return f"{decimal_text(Fraction(thousandths, 10))}%"


def required_line(coverage: Coverage, required: Fraction) -> Line | None:
    """Return what is lacking of the share that was required; None where nothing is."""
    if coverage.share >= required:
        return None
    lacking = ceil(required * coverage.n_branches) - coverage.n_compared
    wanted = f"{decimal_text(required * 100)}%"
    text = f"覆盖不够：要求 {wanted}，现在 {percent_text(coverage.share)}，还差 {lacking} 个分支。"
    return line(text, "bad")


def check_coverage_place(path: Path, rules: str) -> None:
    """Refuse a place where the list of branches cannot be written.

    Raises:
        UsageProblem: With a way out.
    """
    if path.suffix.lower() != ".csv":
        raise UsageProblem(f"{_WHAT}“{path.as_posix()}”请用 .csv 结尾。")
    check_list_place(path, (rules,), _WHAT, lambda file: begins_with(file, COVERAGE))


def write_coverage(coverage: Coverage, path: Path) -> None:
    """Write every branch with the cases that reach it, as CSV."""
    with staged_file(path, _WHAT) as stage, open_csv(stage, COVERAGE) as file:
        file.write(csv_text(_row(each) for each in coverage.branches))


def _row(each: BranchCoverage) -> tuple[str, ...]:
    branch = each.branch
    return (
        branch.kind.label,
        text_cell(branch.owner),
        text_cell(branch.words),
        str(branch.place),
        "是" if each.is_reached else "否",
        "是" if each.is_compared else "否",
        text_cell("；".join(each.compared_by or each.reached_by)),
    )
