"""Read dates in the ways people write them; a month alone or a time of day is asked about."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite

from engine.facts.books.sheet import Measured, Raw, plain, shown
from engine.facts.cells.cell_reading import MISSING, Finding, Reading, note, present, unreadable
from engine.facts.table import State
from engine.ruleset.model import Field

EPOCH = date(1970, 1, 1)
_YEARS = range(1900, 2101)
# Before it, spreadsheets count days wrongly, and the small numbers stand that were no dates.
_FIRST_SOUND = date(1900, 3, 1)
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?:\s*[日号])?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
_MIDNIGHT = re.compile(r"(?:[T\s]\s*)?0?0:00(?::00(?:\.0+)?)?")
_WAY_OUT = "请填年月日，如 2025-09-01"
# The serial numbers by which Excel stores 1990-01-01 to 2100-12-31.
_SERIALS = range(32874, 73416)


def read_date(_field: Field, raw: Raw) -> Reading:
    """Read a cell of a date field to days since 1970-01-01."""
    match raw:
        case datetime():
            if raw.time() != time(0):
                return unreadable("F038", f"“{shown(raw)}”带有时刻", "请只填日期，如 2025-09-01")
            return _day(raw.date(), raw)
        case date():
            return _day(raw, raw)
        case bool() | time() | timedelta() | tuple():
            return unreadable("F038", f"“{shown(raw)}”不是日期", _WAY_OUT)
        case int() | float():
            return _read_numeric(raw)
        case Measured():
            return read_date(_field, raw.raw)
        case str():
            return _read_text(raw)
        case _:
            return MISSING


def _day(day: date, raw: Raw, *findings: Finding) -> Reading:
    if day.year not in _YEARS:
        return unreadable("F038", f"“{shown(raw)}”的年份不合常理", _WAY_OUT)
    if isinstance(raw, date) and day < _FIRST_SOUND:
        message = f"“{shown(raw)}”多半是一个数字，单元格却设成了日期格式"
        return unreadable("F038", message, _WAY_OUT)
    return present((day - EPOCH).days, *findings)


def _read_numeric(raw: int | float) -> Reading:
    if isfinite(raw) and raw == int(raw):
        if found := _EIGHT_DIGITS.fullmatch(str(int(raw))):
            return _told(_from_parts(found, raw), raw)
        if int(raw) in _SERIALS:
            day = date(1899, 12, 30) + timedelta(days=int(raw))
            return unreadable(
                "F038",
                f"“{shown(raw)}”是数字，像是丢了日期格式的 {day}",
                "请把单元格格式改为日期，或直接写成文字 " + str(day),
            )
    return unreadable("F038", f"“{shown(raw)}”不是日期", _WAY_OUT)


def _read_text(raw: str) -> Reading:
    text = plain(raw)
    if text == "无":
        return Reading(0, MISSING.state, (note("F044", "填“无”，按没有填读"),))
    if found := _DAY.match(text):
        rest = text[found.end() :]
        if not rest or _MIDNIGHT.fullmatch(rest):
            return _told(_from_parts(found, raw), raw)
        if re.match(r"[T\s]\s*\d{1,2}:\d{2}", rest):
            return unreadable("F038", f"“{shown(raw)}”带有时刻", "请只填日期，如 2025-09-01")
    elif found := _EIGHT_DIGITS.fullmatch(text):
        return _told(_from_parts(found, raw), raw)
    elif _MONTH.fullmatch(text):
        return unreadable("F038", f"“{shown(raw)}”没有写到日", "请补上日，如 2025年9月1日")
    return unreadable("F038", f"“{shown(raw)}”不是日期", _WAY_OUT)


def _told(reading: Reading, raw: Raw) -> Reading:
    """Say as which day a text was read, unless it is written as days are stored."""
    if reading.state is not State.PRESENT or not isinstance(reading.value, int):
        return reading
    day = EPOCH + timedelta(days=reading.value)
    if isinstance(raw, str) and raw.strip() == str(day):
        return reading
    return present(reading.value, note("F112", f"“{shown(raw)}”按 {day} 读", "请填日期格式的日期"))


def _from_parts(found: re.Match[str], raw: Raw) -> Reading:
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return unreadable("F038", f"“{shown(raw)}”这一天不存在", _WAY_OUT)
    return _day(day, raw)
