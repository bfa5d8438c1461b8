"""Lay out who answers for what over all schools: by post, by office, and who carries most."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.reports.csv_file import cell_text
from engine.reports.duty_sheet import INTERNAL
from engine.reports.page import Line, columns, line, typed
from engine.reports.run_folder import Row, RunFolder
from engine.reports.terminal import rule_line

_FIRST_PERSONS = 10
_WITHOUT = "（没有写明）"


def roll_up_page(run: RunFolder, out: str) -> list[Line]:
    """Return the page.

    Args:
        out: The folder, as the user gave it.
    """
    catalogue = run.catalogue
    head = [
        line("责任落实 · 按岗位和科室汇总", "title"),
        line(f"{catalogue['name']} · {catalogue['year']}年度 · {INTERNAL}", "dim"),
        line(),
    ]
    return [*head, *_posts(run), *_persons(run), *_offices(run), *_next(run, out)]


def roll_up_data(run: RunFolder) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "posts": [_text(row) for row in run.table("posts")],
        "offices": [_text(row) for row in run.table("offices")],
        "persons": [_text(row) for row in run.table("persons")],
    }


def _text(row: Row) -> Row:
    return {key: cell_text(value) for key, value in row.items()}


def _posts(run: RunFolder) -> list[Line]:
    rows = [_text(row) for row in run.table("posts")]
    lines = [rule_line("按岗位")]
    if not run.catalogue.get("duties"):
        text = "方案没有写“责任”（班子台账和责任矩阵），失分和否决没有落到人。"
        return [*lines, line(text, "warn", indent=2), line()]
    if not rows:
        text = f"“{run.catalogue['duties']['table']}”台账一行也没有，责任落不到人；请补报。"
        return [*lines, line(text, "warn", indent=2), line()]
    cells = [["岗位", "人数", "其中兼岗", "承担失分", "担否决责任", "再次追责", "承担最多的"]]
    for row in rows:
        most = f"{row['most_person']}（{row['most_school']}）{row['most_carried']}"
        cells.append(
            [
                row["post"] or _WITHOUT,
                row["persons"],
                row["with_other_posts"],
                row["carried"],
                f"{row['persons_with_vetoes']}人{row['vetoes']}项" if row["vetoes"] != "0" else "",
                f"{row['repeated']}人" if row["repeated"] != "0" else "",
                most if row["most_person"] else "",
            ]
        )
    several = rows[-1]["with_other_posts"]
    note = (
        f"{rows[-1]['schools']}{run.subject.counted}有班子名单。"
        "各担各的全份，不分摊：几个人的承担数相加，不是失分。"
    )
    if several != "0":
        note += f"{several}人兼岗，列在各个岗位里，合计里只算一次。"
    return [*lines, *columns(cells, indent=2, right=(1, 2, 3)), line(note, "dim", indent=2), line()]


def _persons(run: RunFolder) -> list[Line]:
    rows = [_text(row) for row in run.table("persons")]
    carrying = [row for row in rows if row["carried"] != "0"]
    carrying.sort(key=lambda row: -_number(row["carried"]))
    if not carrying:
        return []
    cells = [["姓名", str(run.subject), "岗位", "失分", "承担", "否决", "失责追责"]]
    for row in carrying[:_FIRST_PERSONS]:
        cells.append(
            [
                row["person"],
                row["name"],
                row["posts"],
                row["lost"],
                row["carried"],
                row["vetoes"],
                f"是，取消{row['barred_from']}" if row["barred_from"] else row["repeated"],
            ]
        )
    rest = len(rows) - len(cells) + 1
    more = [line(f"…… 其余 {rest} 人见 persons.csv", "dim", indent=2)] if rest else []
    return [
        rule_line("承担失分最多的"),
        *columns(cells, indent=2, right=(3, 4)),
        *more,
        line(),
    ]


def _number(cell: str) -> Fraction:
    """Read a cell of points for sorting: `3 1/3` is a mixed fraction."""
    sign = -1 if cell.startswith("-") else 1
    return sign * sum((Fraction(part) for part in cell.lstrip("-").split()), Fraction(0))


def _offices(run: RunFolder) -> list[Line]:
    rows = [_text(row) for row in run.table("offices")]
    if not rows:
        return []
    cells = [
        ["科室", "指标", "满分合计", "失分", "失分率", "扣分", f"失分{run.subject}", "失分最多"]
    ]
    for row in rows:
        worst = f"{row['worst_indicator']} 失{row['worst_lost']}" if row["worst_indicator"] else ""
        cells.append(
            [
                row["office"] or _WITHOUT,
                row["indicators"],
                row["full"],
                row["lost"],
                f"{row['lost_rate']}%" if row["lost_rate"] else "",
                row["deducted"],
                row["schools_losing"],
                worst,
            ]
        )
    return [
        rule_line("按科室（指标的“责任科室”）"),
        *columns(cells, indent=2, right=range(1, 7)),
        line(),
    ]


def _next(run: RunFolder, out: str) -> list[Line]:
    named = next((cell_text(row["person"]) for row in run.table("persons")), "")
    if not named:
        return []
    return [
        line(f"一个人的清单：pingheng duties {typed(out)} {typed(named)}", "dim"),
        line(f"全部印成 Word：pingheng duties {typed(out)} --word", "dim"),
    ]
