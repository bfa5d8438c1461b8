"""Lay out the city as a whole: its figures, one figure with its schools, two years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.diagnostics import UsageProblem
from engine.reports.city_tables import FIGURES_FILE
from engine.reports.csv_file import cell_text
from engine.reports.page import Line, columns, line, pad, typed
from engine.reports.run_folder import Row, RunFolder
from engine.reports.terminal import rule_line

_MOST_CELLS = 2
_CITY, _COHORT = "全市", "同组"


def city_page(run: RunFolder, out: str) -> list[Line]:
    """Return the figures of the city, and this year against last where that was asked for.

    Raises:
        UsageProblem: The rules of the run have no figures, and nothing of last year was given.
    """
    figures, years = run.table("city"), run.table("years")
    if not figures and not years:
        raise UsageProblem(
            f"“{out}”里没有 {FIGURES_FILE}：方案没有写“全市数据”（city.yaml），"
            "考核时也没有给去年的结果。"
        )
    return [*_figures(figures, out), *_years(years, run)]


def _figures(figures: Sequence[Row], out: str) -> list[Line]:
    if not figures:
        return []
    lines = [rule_line(f"全市数据（{len(figures)}项）")]
    rows = [["编号", "名称", "数", "时段", "原文"]]
    for each in figures:
        window = each["window"] + (f"·{each['years']}" if each["years"] else "")
        cells = (each["figure"], each["name"], each["said"], window, _printed(each))
        rows.append([cell_text(cell) for cell in cells])
    lines += columns(rows, indent=2)
    lines.append(line("“原文”是材料里印的数，只供对照。", "dim", indent=2))
    lacking = [each for each in figures if each["bound"] in ("至少", "不全")]
    if lacking:
        lines += [line(), line(f"不全的 {len(lacking)} 项：", "warn", indent=2)]
        for each in lacking:
            why = "；".join(filter(None, (each["coverage"], each["note"])))
            lines.append(line(f"{cell_text(each['figure'])}  {cell_text(why)}", indent=4, hang=8))
    first = cell_text(figures[0]["figure"])
    command = f"pingheng city {typed(out)} --figure {first}"
    return [*lines, line(f"某一项由哪些学校、哪些格子凑成：{command}", indent=2), line()]


def _printed(each: Row) -> str:
    return each["printed_as"] or each["printed"]


def _years(years: Sequence[Row], run: RunFolder) -> list[Line]:
    if not years:
        return []
    means = [each for each in years if each["level"] in (_CITY, _COHORT)]
    means.sort(key=lambda each: each["level"] != _CITY)
    rows = [["与去年比（平均）", run.subject.name, "去年", "今年", "变化", "方案变动", "工作变动"]]
    # A cohort that nobody of last year is in has nothing to be compared.
    means = [each for each in means if each["level"] == _CITY or each["schools"] != "0"]
    for each in means:
        numbers = ("last_total", "total", "change", "by_rules", "by_performance")
        cells = [each[name] or "·" for name in numbers]
        rows.append([cell_text(each["cohort"]) or _CITY, each["schools"], *cells])
    lines = [rule_line("今年与去年"), *columns(rows, indent=2, right=range(1, 7))]
    note = next((each["note"] for each in means if each["level"] == _CITY), "")
    lines += [line(cell_text(note), indent=2)] if note else []
    said = "方案变动：去年的事实按今年的方案得分，减去年的总分；工作变动：今年的总分再减它。"
    moves = _moves([each for each in years if each["level"] not in (_CITY, _COHORT)])
    return [*lines, line(said, "dim", indent=2), *moves, line()]


def _moves(schools: Sequence[Row]) -> list[Line]:
    """Count between which grades schools moved."""
    moved = Counter(
        (each["last_grade"], each["grade"])
        for each in schools
        if each["last_grade"] and each["grade"] and each["last_grade"] != each["grade"]
    )
    if not moved:
        return []
    said = "，".join(f"{last}→{now} {n}" for (last, now), n in moved.most_common())
    return [line(f"等次变了的：{said}（逐校见 years.csv）", indent=2)]


def figure_page(run: RunFolder, name: str) -> list[Line]:
    """Return one figure: how it is worked out, what makes it up, how it went over the years.

    Raises:
        UsageProblem: There is no such figure.
    """
    figures = {cell_text(each["figure"]): each for each in run.table("city")}
    each = figures.get(name)
    if each is None:
        known = "、".join(figures) or "没有"
        raise UsageProblem(f"没有全市数据“{name}”。这次结果里有：{known}。")
    lines = [line(f"{name} {cell_text(each['name'])}：{cell_text(each['said'])}", "title")]
    told = (
        ("怎样算", each["formula"]),
        ("时段", each["window"] + (f"·{each['years']}" if each["years"] else "")),
        ("多少校", each["coverage"]),
        ("原文", _printed(each)),
        ("注意", each["note"]),
        ("依据", each["source"]),
        ("规则", each["place"]),
    )
    lines += [
        line(f"{pad(what, 8)}{cell_text(text)}", indent=2, hang=10) for what, text in told if text
    ]
    return [*lines, line(), *_schools(run, name, each), *_trend(run, name)]


def _schools(run: RunFolder, name: str, figure: Row) -> list[Line]:
    mine = [each for each in run.table("city_sources") if cell_text(each["figure"]) == name]
    if not mine:
        return [line("没有学校有这个数。", "dim", indent=2)] if figure["coverage"] else []
    is_ratio = bool(figure["denominator"])
    head = ["学校", "标识码", "分子" if is_ratio else "数", *(["分母"] if is_ratio else []), "格子"]
    rows = [head]
    for each in mine:
        amount = cell_text(each["amount"]) or each["state"]
        below = [each["below"] or "·"] if is_ratio else []
        who = [cell_text(each["name"]), cell_text(each["school_id"])]
        rows.append([*who, amount, *below, _cells(cell_text(each["cells"]))])
    n_known = sum(each["state"] == "有数" for each in mine)
    title = f"由 {n_known} {run.subject.counted}凑成"
    if n_known < len(mine):
        title += f"，另有 {len(mine) - n_known} {run.subject.measure}不知道"
    right = (2, 3) if is_ratio else ()
    return [rule_line(title), *columns(rows, indent=2, right=right), line()]


def _cells(text: str) -> str:
    """Name the first cells; all stand in city_sources.csv."""
    cells = text.split("；")
    more = f" 等 {len(cells)} 处" if len(cells) > _MOST_CELLS else ""
    return "；".join(cells[:_MOST_CELLS]) + more


def _trend(run: RunFolder, name: str) -> list[Line]:
    rows = [each for each in run.table("trend") if each["kind"] == "figure"]
    mine = [each for each in rows if cell_text(each["figure"]) == name]
    if len(mine) < 2:
        return []
    table = [["年度", "当年", "公布的数", "多少校", ""]]
    for each in mine:
        cells = (each["year"], each["own"] or "·", each["said"], each["coverage"], each["note"])
        table.append([cell_text(cell) for cell in cells])
    return [rule_line("历年"), *columns(table, indent=2, right=(1,)), line()]
