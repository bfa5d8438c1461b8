"""Read a CSV file to a sheet, whatever of the usual encodings it is in."""

from __future__ import annotations

import csv
import io
import re

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.files import FactFile
from engine.facts.books.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Raw, Sheet, is_blank
from engine.facts.books.sheet_xml import is_too_large
from engine.facts.table import Origin

_ENCODINGS = ("utf-8-sig", "gb18030")
_LOOKED_AT = 20  # lines, to find the separator
_WIDE_SIGNS = 20  # of so many bytes of UTF-16 at least one is zero
_SAID = re.compile(r"sep=([,;\t|])[\r\n]")


def read_csv_sheet(data: bytes, file: FactFile, diagnostics: Diagnostics) -> Sheet | None:
    """Return the rows of a CSV file; None (reported) where it cannot be read.

    The encoding is told strictly: bytes that are no UTF-8 and no GB18030 are reported with
    the first line that does not fit, and nothing is replaced.
    """
    place = Place(file.shown)
    text = _decode(data, place, diagnostics)
    if text is None:
        return None
    rows: list[list[Raw]] = []
    first, delimiter = _delimiter_said(text)
    filled = width = 0
    try:
        for row in csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True
        ):
            # Rows and columns without content do not count, however many a format has left.
            if not any(row) or all(map(is_blank, row)):
                rows.append([])
                continue
            rows.append([*row] if len(row) <= MAX_COLUMNS else _without_tail(row))
            filled, width = len(rows), max(width, len(rows[-1]))
            if is_too_large(filled, width):
                diagnostics.error(
                    "F005",
                    f"超过 {MAX_ROWS} 行、{MAX_COLUMNS} 列或 {MAX_CELLS // 10_000} 万格，没有读",
                    place,
                    hint="请拆成几个文件",
                )
                return None
    except csv.Error as problem:
        diagnostics.error(
            "F003",
            f"第 {len(rows) + 1} 行起不是正确的 CSV",
            Place(file.shown, cell=f"A{len(rows) + 1}"),
            str(problem),
            "请检查引号是否成对，或另存为 .xlsx",
        )
        return None
    if first:
        rows[0] = []
    return _sheet(rows[:filled], file, diagnostics)


def _delimiter_said(text: str) -> tuple[bool, str]:
    """Return whether the first line says the separator (sep=;), as Excel understands, and it."""
    found = _SAID.match(text)
    return found is not None, found.group(1) if found else ""


def _without_tail(row: list[str]) -> list[Raw]:
    """Return a row without the blank cells behind its last content."""
    end = len(row)
    while end and is_blank(row[end - 1]):
        end -= 1
    return [*row[:end]]


def _sheet(rows: list[list[Raw]], file: FactFile, diagnostics: Diagnostics) -> Sheet:
    """Make the rows equally long, and say where one is longer than the header can be."""
    width = max((len(row) for row in rows), default=0)
    lengths = [len(row) for row in rows if any(row)]
    # Of two lengths that are as frequent the shorter is the header's: too many cells are the slip.
    usual = max(set(lengths), key=lambda length: (lengths.count(length), -length), default=0)
    for number, row in enumerate(rows, 1):
        if len(row) > usual and any(str(cell).strip() for cell in row[usual:]):
            diagnostics.warning(
                "F019",
                f"第 {number} 行有 {len(row)} 格，多数行只有 {usual} 格",
                Place(file.shown, cell=f"A{number}"),
                hint="多半是文字里有逗号而没有加引号，请核对这一行",
            )
    padded = [row + [""] * (width - len(row)) for row in rows]
    return Sheet(Origin(file.shown), file.title, padded)


def _decode(data: bytes, place: Place, diagnostics: Diagnostics) -> str | None:
    if wide := _wide_encoding(data):
        try:
            return data.decode(wide)
        except UnicodeDecodeError:
            pass
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as problem:
            line = data.count(b"\n", 0, problem.start) + 1
            continue
        if "\x00" not in text:
            return text
        line = text.count("\n", 0, text.index("\x00")) + 1
    diagnostics.error(
        "F007",
        f"文字编码既不是 UTF-8 也不是 GB18030（第 {line} 行起）",
        place,
        hint="请用 Excel 或 WPS 另存为“CSV UTF-8”，或直接用 .xlsx",
    )
    return None


def _wide_encoding(data: bytes) -> str:
    """Return the UTF-16 that a file is in, by its mark or by where its zero bytes stand."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[: 2 * _LOOKED_AT * 100]
    if len(data) % 2 or b"\x00" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    # Commas, digits and line ends have a zero byte; every other sign has two other bytes.
    if min(even, odd) or max(even, odd) * _WIDE_SIGNS < len(head):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _delimiter(text: str) -> str:
    """Return the separator: the sign in most of the first lines (a title may have none)."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]

    def frequency(sign: str) -> tuple[int, int]:
        return sum(sign in line for line in lines), sum(line.count(sign) for line in lines)

    return max(",\t;|", key=frequency)
