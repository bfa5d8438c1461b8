"""Duty sheets of leaders (述职安全履职清单): in the terminal, in Word, and over all schools."""

from __future__ import annotations

from engine.duty_sheets.choosing import Chosen, choose
from engine.duty_sheets.roll_up_page import roll_up_data, roll_up_page
from engine.duty_sheets.sheet_page import person_page, school_page, sheet_data
from engine.duty_sheets.writing import WrittenSheets, write_sheets

__all__ = [
    "Chosen",
    "WrittenSheets",
    "choose",
    "person_page",
    "roll_up_data",
    "roll_up_page",
    "school_page",
    "sheet_data",
    "write_sheets",
]
