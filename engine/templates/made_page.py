"""Lay out what was made, and what the roster lacks."""

from __future__ import annotations

from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines
from engine.templates.making import Made, Wish

_LISTED = 3


def made_page(made: Made, wish: Wish) -> list[Line]:
    """Return the problems of the roster, then which files were written."""
    page = diagnostic_lines(made.problems)
    if page:
        page.append(line())
    place = made.out.as_posix()
    if not wish.makes_folder:
        page.append(line(f"写好填报表：{place}", "good"))
        return page
    listed = "、".join(made.files[:_LISTED]) + ("等" if len(made.files) > _LISTED else "")
    page.append(line(f"写好 {len(made.files)} 本填报表，在文件夹 {place}：{listed}", "good"))
    return page
