"""Recognise what we wrote ourselves into annotated copies (批注副本): it is no fact."""

from __future__ import annotations

from engine.diagnostics import Diagnostics, Place
from engine.facts.sheet import Sheet

LIST_SHEET = "问题清单"
LIST_TITLE = "评衡问题清单"
MARK = "pingheng-annotated"
# In the folder of the copies; a name that begins with a dot is no file of facts.
FOLDER_MARK = ".pingheng-annotated.json"


def is_problem_list(sheet: Sheet) -> bool:
    """Tell whether a sheet is a list of problems that we wrote."""
    return bool(sheet.rows) and LIST_TITLE in sheet.rows[0][:1]


def report_problem_list(sheet: Sheet, diagnostics: Diagnostics) -> None:
    """Say that a list of problems was left out."""
    diagnostics.note(
        "F010",
        f"“{sheet.name}”是评衡写的问题清单，没有当作事实读",
        Place(sheet.origin.file, sheet.origin.sheet),
    )
