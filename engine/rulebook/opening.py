"""Open a rulebook that was edited: find its sections, their rows, and the texts inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.diagnostics import Diagnostics, Place, reason_of
from engine.facts.books.files import FactFile
from engine.facts.books.sheet import Raw, Sheet, is_blank, visible
from engine.facts.books.workbook import read_workbook
from engine.facts.table import column_letters
from engine.rulebook.originals import FORMAT, MARK, Damaged, Originals, read_originals
from engine.rulebook.originals import SHEET as ORIGINALS
from engine.rulebook.workbook import END_MARK, HEAD_MARK

_LOOKED_AT = 6  # columns, for the keys of rows: somebody may have put columns before them
_AGAIN = "请用 pingheng rules export 重新导出，再把改动填一遍"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row as it stands in the workbook.

    Args:
        number: From 1, as people see it. key: By which it is known again; empty for a new row.
        cells: Title -> what the cell holds; blank cells too.
        place_of: The place of a cell by its title. is_percent: Whether it is shown in percent.
    """

    number: int
    key: str
    cells: dict[str, Raw]
    place_of: Callable[[str], Place]
    is_percent: Callable[[str], bool]


@dataclass(slots=True)
class FoundSection:
    """The rows below one line of heads."""

    id: str
    place: Place
    titles: dict[str, int]
    rows: list[FoundRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """What was found in a workbook.

    Args:
        sheets: The names of its sheets.
    """

    originals: Originals
    sections: dict[str, FoundSection]
    sheets: frozenset[str]


def open_book(path: Path, diagnostics: Diagnostics) -> OpenedBook | None:
    """Read the sections of a rulebook; None (reported) where it is none, or is damaged."""
    shown = path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as problem:
        diagnostics.error(
            "W001", f"打不开：{reason_of(problem)}", Place(shown),
            hint="请核对路径；若正在 Excel 或 WPS 里打开着，请先关闭",
        )  # fmt: skip
        return None
    own = Diagnostics()
    sheets = read_workbook(data, FactFile(shown, path), own)
    diagnostics.extend(each for each in own if each.code != "F009")
    if not sheets:
        return None
    originals = _originals(sheets, Place(shown), diagnostics)
    if originals is None:
        return None
    sections: dict[str, FoundSection] = {}
    for sheet in sheets:
        if sheet.name != ORIGINALS:
            _find_sections(sheet, shown, sections, diagnostics)
    return OpenedBook(originals, sections, frozenset(each.name for each in sheets))


def _originals(sheets: list[Sheet], place: Place, diagnostics: Diagnostics) -> Originals | None:
    hidden = next((each for each in sheets if each.rows and MARK in each.rows[0][:1]), None)
    if hidden is None:
        diagnostics.error(
            "W001",
            "不是规则手册，或隐藏的“底稿”工作表不在了：导入靠它认出改了什么",
            place,
            hint=f"请用 pingheng rules export 导出的工作簿（另存为时选 .xlsx）；{_AGAIN}",
        )
        return None
    try:
        found = read_originals(hidden.rows)
    except Damaged:
        diagnostics.error("W003", "隐藏的“底稿”被改动或损坏，没有读", place, hint=_AGAIN)
        return None
    if found.format != FORMAT:
        diagnostics.error(
            "W002", f"这本手册由评衡 {found.engine} 导出，格式与现在的程序不同", place, hint=_AGAIN
        )
        return None
    return found


def _find_sections(
    sheet: Sheet, shown: str, sections: dict[str, FoundSection], diagnostics: Diagnostics
) -> None:
    current: FoundSection | None = None
    keys = 0
    has_ended = False
    for at, row in enumerate(sheet.rows):
        mark = next(
            (place for place, cell in enumerate(row[:_LOOKED_AT])
             if isinstance(cell, str) and cell.startswith(HEAD_MARK)),
            None,
        )  # fmt: skip
        if mark is None:
            if current is not None and (found := _row(sheet, shown, at, keys, current.titles)):
                current.rows.append(found)
            elif has_ended:
                _report_beyond_the_end(sheet, shown, at, diagnostics)
            continue
        text = str(row[mark]).strip()
        current = None
        has_ended = text == END_MARK
        if has_ended:
            continue
        keys = mark
        place = Place(shown, sheet.name, cell=f"{column_letters(mark + 2)}{at + 1}")
        name = text.removeprefix(HEAD_MARK)
        if name in sections:
            diagnostics.error(
                "W007",
                f"“{sheet.name}”这张表有两份，另一份在“{sections[name].place.sheet}”",
                place, sheet.name, "请删去不要的一份",
            )  # fmt: skip
            continue
        current = sections[name] = FoundSection(name, place, _titles(row, mark + 1))


def _report_beyond_the_end(sheet: Sheet, shown: str, at: int, diagnostics: Diagnostics) -> None:
    """Say that what was typed below the last row of a table is not read."""
    filled = [place for place, cell in enumerate(sheet.rows[at]) if not is_blank(cell)]
    if filled:
        diagnostics.warning(
            "W027", "这一行在表的最后一行之后，没有读",
            Place(shown, sheet.name, cell=f"{column_letters(filled[0] + 1)}{at + 1}"),
            str(sheet.rows[at][filled[0]]),
            "要加的规则，请在表里插入一行填写；自己作记号用的可以不管",
        )  # fmt: skip


def _titles(row: list[Raw], first: int) -> dict[str, int]:
    titles: dict[str, int] = {}
    for at, cell in enumerate(row[first:], first):
        if isinstance(cell, str) and not is_blank(cell):
            titles.setdefault("".join(visible(cell).split()), at)
    return titles


def _row(sheet: Sheet, shown: str, at: int, keys: int, titles: dict[str, int]) -> FoundRow | None:
    row = sheet.rows[at]
    written = row[keys] if keys < len(row) else None
    key = written.strip() if isinstance(written, str) else ""
    cells = {title: row[place] if place < len(row) else None for title, place in titles.items()}
    if not key and all(is_blank(cell) for cell in cells.values()):
        return None

    def place_of(title: str) -> Place:
        letters = column_letters(titles.get(title, keys + 1) + 1)
        return Place(shown, sheet.name, cell=f"{letters}{at + 1}")

    def is_percent(title: str) -> bool:
        return title in titles and sheet.is_percent(at, titles[title])

    return FoundRow(at + 1, key, cells, place_of, is_percent)
