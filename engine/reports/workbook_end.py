"""End the writing of a workbook, so that a full disk is told as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


def end_workbook(book: Workbook) -> None:
    """Write a workbook to its file.

    Raises:
        OSError: It cannot be written; XlsxWriter says so in an exception of its own.
    """
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as problem:
        cause = problem.args[0] if problem.args else problem
        raise cause if isinstance(cause, OSError) else OSError(str(cause)) from problem
