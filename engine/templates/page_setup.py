"""Printing and protection, the same for every sheet: A4, fit to the width, no password."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_LONGEST_IN_FOOTER = 60
# So many characters of width still can be read on one page of A4, across.
_WIDEST_PAGE = 260


def set_page(
    sheet: Worksheet,
    title: str,
    header_row: int | None = None,
    *,
    width: float = 0,
    upright: bool = False,
) -> None:
    """Set a sheet up for printing on A4, its header on every page.

    Args:
        header_row: From 0; None: no row is repeated.
        width: Of all columns, in characters: what is too wide to be read goes on several pages.
        upright: Portrait; else landscape.
    """
    sheet.set_paper(_A4)
    if upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.fit_to_pages(max(1, ceil(width / _WIDEST_PAGE)), 0)
    sheet.set_margins(left=0.45, right=0.45, top=0.55, bottom=0.6)
    sheet.center_horizontally()
    if header_row is not None:
        sheet.repeat_rows(header_row)
    said = title[:_LONGEST_IN_FOOTER].replace("&", "&&")
    sheet.set_footer(f"&L&9{said}&R&9第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


def protect(sheet: Worksheet, *, rows_may_be_added: bool) -> None:
    """Lock all but the inputs; there is no password, so that nobody is locked out for good."""
    sheet.protect(
        "",
        {
            "format_rows": True,
            "format_columns": True,
            "insert_rows": rows_may_be_added,
            "delete_rows": rows_may_be_added,
            "sort": rows_may_be_added,
            "autofilter": rows_may_be_added,
        },
    )
