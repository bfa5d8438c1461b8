"""Say in the terminal where a report is, and at a glance what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.reports.page import Line, columns, line, typed
from engine.reports.run_folder import RunFolder
from engine.reports.terminal import rule_line
from engine.website.overview import Overview


def glance_page(run: RunFolder, overview: Overview | None = None) -> list[Line]:
    """Return of what run a report was written, and what it shows.

    Args:
        run: The finished run. overview: Of its page, where one was written.
    """
    page = [line(f"{run.catalogue['name']} · {run.catalogue['year']}年度", "title")]
    if overview is not None:
        page += columns(_said(run, overview), indent=2, header=False)
    return [*page, line()]


def _said(run: RunFolder, overview: Overview) -> list[list[str]]:
    subject, whole = run.subject, overview.grades[-1]
    counted = zip(overview.outcomes, whole.counts, strict=True)
    said = [
        [str(subject), f"{whole.n_schools} {subject.measure}"],
        ["等次", "，".join(f"{each.name} {n}" for each, n in counted if n)],
    ]
    if (total := overview.total) is not None:
        middle = f"平均 {total['mean']}，中位 {total['median']}"
        said.append(["总分", f"{middle}，{total['least']} 至 {total['most']}"])
    if overview.clauses:
        said.append(["否决", f"{overview.n_vetoed} {subject.counted}涉及"])
    if overview.problems.counted:
        counts = overview.problems.counted.items()
        said.append(["问题", "，".join(f"{name} {number}" for name, number in counts)])
    return said


def files_page(folder: str, files: Mapping[str, str]) -> list[Line]:
    """Return where the files are.

    Args:
        folder: As the user gave it. files: Name below it -> what that is.
    """
    rows = [[f"{folder}/{name}", what] for name, what in files.items()]
    return [rule_line("报告"), *columns(rows, indent=2, header=False)]


def next_page(result: str | Path) -> list[Line]:
    """Return what is done next with a result that was looked at: it goes out.

    Args:
        result: The run's folder, as the user gave it.
    """
    out = typed(Path(result).as_posix())
    rows = [
        (f"pingheng publication {out}", "公示名单"),
        (f"pingheng letter {out}", "反馈意见书和整改清单"),
    ]
    return [line(), rule_line("接着做"), *columns(rows, indent=2, header=False)]
