"""Write the list of all problems of a batch as a workbook to filter, or as CSV."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.annotating.list_sheet import row_height
from engine.annotating.styles import COLOURS
from engine.diagnostics import Diagnostic, Severity, UsageProblem
from engine.facts.books.annotated import LIST_SHEET, LIST_TITLE
from engine.reports.csv_file import csv_text, open_csv, text_cell
from engine.reports.list_place import begins_with, check_list_place
from engine.reports.sheet_colours import FONT, INK, LINE, LINK, SLATE, WHITE
from engine.reports.staging import staged_file

HEADERS = ("序号", "程度", "代码", "文件", "工作表", "单元格", "填的是", "问题", "改法")
_WIDTHS = (6, 7, 8, 34, 14, 9, 20, 56, 42)
_MOST_LINKS = 65_000  # no sheet of Excel may hold more
_LONGEST_TEXT = 32_000
_LONGEST_LINK = 2_000
_WHEN = datetime(2000, 1, 1)  # the same input gives the same bytes
KINDS = (".xlsx", ".csv")


def check_list_file(path: Path, given: Iterable[str | os.PathLike[str]] = ()) -> None:
    """Refuse a name from whose ending we cannot tell how to write, and what is not ours.

    Args:
        path: Where the list is to go. given: What the command reads.

    Raises:
        UsageProblem: With a way out.
    """
    if path.suffix.lower() not in KINDS:
        raise UsageProblem(f"问题清单“{path}”请用 .xlsx 或 .csv 结尾。")
    check_list_place(path, given, "问题清单", _is_ours)


def _is_ours(path: Path) -> bool:
    """Tell whether a file is a list that we wrote earlier."""
    if path.suffix.lower() == ".csv":
        return begins_with(path, HEADERS)
    try:
        with zipfile.ZipFile(path) as package:
            title = package.getinfo("docProps/core.xml")
            return title.file_size < _LONGEST_TEXT and LIST_TITLE in package.read(title).decode()
    except Exception:  # whatever it is, we did not write it
        return False


def write_problem_list(
    path: Path, problems: Sequence[Diagnostic], links: Mapping[str, Path]
) -> None:
    """Write every problem, one a row.

    Args:
        path: Ends in .xlsx or .csv. problems: In the order of places.
        links: File as shown -> where a click leads, as seen from the list.

    Raises:
        UsageProblem: It cannot be written.
    """
    with staged_file(path, "问题清单") as beside:
        if path.suffix.lower() == ".csv":
            _write_csv(beside, problems)
        else:
            _write_workbook(beside, problems, links)


def _write_csv(path: Path, problems: Sequence[Diagnostic]) -> None:
    with open_csv(path, HEADERS) as file:
        file.write(
            csv_text(
                [number, *map(text_cell, _texts(each))] for number, each in enumerate(problems, 1)
            )
        )


def _texts(problem: Diagnostic) -> list[str]:
    place = problem.place
    cell = place.cell if place else ""
    if place and place.line:
        cell = f"第 {place.line} 行"
    return [
        problem.severity.label,
        problem.code,
        place.file if place else "",
        place.sheet if place else "",
        cell,
        problem.value,
        problem.message,
        problem.hint,
    ]


def _write_workbook(path: Path, problems: Sequence[Diagnostic], links: Mapping[str, Path]) -> None:
    import xlsxwriter

    from engine.reports.workbook_end import end_workbook

    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": LIST_TITLE, "created": _WHEN})
    _fill(book, book.add_worksheet(LIST_SHEET), problems, links)
    end_workbook(book)


def _fill(book: Any, sheet: Any, problems: Sequence[Diagnostic], links: Mapping[str, Path]) -> None:
    font = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
    cell = {**font, "text_wrap": True, "border": 1, "border_color": LINE}
    plain, small = book.add_format(cell), book.add_format({**cell, "align": "center"})
    link = book.add_format({**cell, "font_color": LINK, "underline": True})
    coloured = {
        each: book.add_format({**cell, "align": "center", "bg_color": f"#{colour[2:]}"})
        for each, colour in COLOURS.items()
    }
    head = book.add_format(
        {**cell, "bold": True, "align": "center", "font_color": WHITE, "bg_color": SLATE}
    )
    title = book.add_format({**font, "bold": True, "font_size": 15, "font_color": SLATE})
    sheet.set_row(0, 32)
    sheet.set_row(3, 24)
    sheet.write_string(0, 0, LIST_TITLE, title)
    sheet.write_string(1, 0, _counted(problems), book.add_format(font))
    for column, (text, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
        sheet.write_string(3, column, text, head)
        sheet.set_column(column, column, width)
    linked = 0
    for row, each in enumerate(problems, 4):
        texts = _texts(each)
        sheet.set_row(row, row_height(texts[2:], _WIDTHS[3:]))
        sheet.write_number(row, 0, row - 3, small)
        for column, text in enumerate(texts, 1):
            style = coloured[each.severity] if column == 1 else small if column == 2 else plain
            sheet.write_string(row, column, text[:_LONGEST_TEXT], style)
        target = _target(each, links)
        if target and linked < _MOST_LINKS and len(target) < _LONGEST_LINK:
            linked += 1
            sheet.write_url(row, 3, target, link, texts[2])
    sheet.freeze_panes(4, 0)
    sheet.autofilter(3, 0, max(3 + len(problems), 4), len(HEADERS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L&9{LIST_TITLE}&R&9第 &P 页，共 &N 页")


def _target(problem: Diagnostic, links: Mapping[str, Path]) -> str:
    place = problem.place
    path = links.get(place.file) if place else None
    if place is None or path is None:
        return ""
    target = f"external:{path}"
    if place.sheet:
        quoted = place.sheet.replace("'", "''")
        target += f"#'{quoted}'!{place.cell or 'A1'}"
    return target


def _counted(problems: Sequence[Diagnostic]) -> str:
    counted = Counter(each.severity for each in problems)
    said = "，".join(f"{each.label} {counted[each]} 条" for each in Severity if counted[each])
    return (
        f"共 {len(problems)} 条：{said}。点“文件”打开那一格；表头有筛选。" if said else "没有问题。"
    )
