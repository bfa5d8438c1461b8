"""Say in the terminal where a report is, and at a glance what it shows."""

from __future__ import annotations

from collections.abc import Mapping

from engine.reports.page import Line, columns, line
from engine.reports.run_folder import RunFolder
from engine.reports.terminal import rule_line
from engine.website.report import PAGES, REPORT, Report


def glance_page(run: RunFolder, made: Report, folder: str, beside: Mapping[str, str]) -> list[Line]:
    """Return what the terminal says of a report that was written.

    Args:
        beside: What else was written there: name -> what it is.
    """
    overview, subject = made.overview, run.subject
    said = [[str(subject), f"{made.n_schools} {subject.measure}"]]
    counted = zip(overview.outcomes, overview.grades[-1].counts, strict=True)
    said.append(["等次", "，".join(f"{each.name} {n}" for each, n in counted if n)])
    if (total := overview.total) is not None:
        middle = f"平均 {total['mean']}，中位 {total['median']}"
        said.append(["总分", f"{middle}，{total['least']} 至 {total['most']}"])
    if overview.clauses:
        said.append(["否决", f"{overview.n_vetoed} {subject.counted}涉及"])
    if overview.problems.counted:
        counts = overview.problems.counted.items()
        said.append(["问题", "，".join(f"{name} {number}" for name, number in counts)])
    files = [[f"{folder}/{REPORT}", "总览、名单和各校说明，双击打开"]]
    if made.n_pages:
        files = [
            [f"{folder}/{REPORT}", "总览和名单，双击打开"],
            [
                f"{folder}/{PAGES}",
                f"一{subject.measure}一页，和 {REPORT} 放在一起",
            ],
        ]
    files += [[f"{folder}/{name}", what] for name, what in beside.items()]
    return [
        line(f"{run.catalogue['name']} · {run.catalogue['year']}年度", "title"),
        *columns(said, indent=2, header=False),
        line(),
        rule_line("报告"),
        *columns(files, indent=2, header=False),
    ]
