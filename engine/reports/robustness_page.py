"""Lay out for a terminal how far the differences of a run can be relied upon."""

from __future__ import annotations

from engine.reports.csv_file import cell_text
from engine.reports.page import Line, columns, line
from engine.reports.run_folder import Row, RunFolder
from engine.reports.terminal import rule_line

_FIRST = 20


def robustness_page(run: RunFolder) -> list[Line]:
    """Return the notes, the schools on a line, the indicators with a finding, and the raters."""
    catalogue = run.catalogue
    page = [
        line(f"{catalogue['name']} · {catalogue['year']}年度", "title"),
        line("差别有多可靠：只是统计，不改变任何得分、名次和等次", "dim"),
        line(),
    ]
    sections = (_notes(run), _edges(run), _indicators(run), _raters(run))
    for section in sections:
        if section:
            page.extend((*section, line()))
    return page[:-1]


def _notes(run: RunFolder) -> list[Line]:
    lines = [rule_line("要点")]
    for row in run.table("robustness_notes"):
        text = f"{row['topic']}：{cell_text(row['sentence'])}"
        lines.append(line(text, indent=2, hang=4))
    return lines


def _edges(run: RunFolder) -> list[Line]:
    """Set the schools whose grade or place hangs on small differences of the weights."""
    rows = [each for each in run.table("robustness") if each["edge"] or each["quota_edge"]]
    if not rows:
        return []
    table = [["学校", "同组", "名次", "九成在", "按分数线的等次", "为什么"]]
    table[0][0] = str(run.subject)
    table.extend(
        [
            cell_text(row["name"]),
            cell_text(row["cohort"]),
            row["rank"],
            _range(row),
            cell_text(row["grades"]),
            "；".join(filter(None, (cell_text(row["edge"]), cell_text(row["quota_edge"])))),
        ]
        for row in rows[:_FIRST]
    )
    lines = [rule_line(f"线边缘（{len(rows)}{run.subject.measure}）")]
    lines.extend(columns(table, indent=2, right=(2,)))
    return [*lines, *_rest(len(rows), "robustness.csv")]


def _range(row: Row) -> str:
    low, high = row["rank_low"], row["rank_high"]
    return low if low == high else f"{low}–{high}"


def _indicators(run: RunFolder) -> list[Line]:
    rows = [each for each in run.table("indicator_analysis") if each["finding"]]
    if not rows:
        return []
    table = [["指标", "", "适用", "满分", "零分", "平均得", "怎么样"]]
    table.extend(
        [
            cell_text(row["indicator"]),
            cell_text(row["name"]),
            row["schools"],
            row["at_full"],
            row["at_zero"],
            row["mean_rate"],
            row["finding"],
        ]
        for row in rows[:_FIRST]
    )
    lines = [rule_line(f"分不出高低的指标（{len(rows)}项）")]
    lines.extend(columns(table, indent=2, right=(2, 3, 4, 5)))
    return [*lines, *_rest(len(rows), "indicator_analysis.csv")]


def _raters(run: RunFolder) -> list[Line]:
    rows = [each for each in run.table("assessors") if each["rater"]]
    if not rows:
        return []
    lines = [rule_line("评委")]
    for row in rows[:_FIRST]:
        text = f"{row['indicator']} {cell_text(row['rater'])}：{cell_text(row['sentence'])}"
        lines.append(line(text, "warn" if row["few"] else "", indent=2, hang=4))
    return [*lines, *_rest(len(rows), "assessors.csv")]


def _rest(n_rows: int, file: str) -> list[Line]:
    if n_rows <= _FIRST:
        return []
    return [line(f"…… 其余 {n_rows - _FIRST} 行见 {file}", "dim", indent=2)]
