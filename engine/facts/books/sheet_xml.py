"""Search the XML of one sheet of an .xlsx file; see `package` for what it is needed for.

Only beginnings of cells and rows are matched, so that no damaged sheet can make a search run
long. Where all cells begin alike, as most programs write them, one pattern finds the few that
count; else every cell is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from engine.facts.books.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Merge, Unreadable

_TOKEN = re.compile(rb"<(?:\w{1,9}:)?(row|c)(?=[\s/>])([^<>]*)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})([1-9]\d{0,6})[\"']")
_ROW = re.compile(rb"\br=[\"']([1-9]\d{0,6})[\"']")
# Where one of these finds nothing, no rectangle of cells reaches MAX_CELLS: no reference is past
# ZZ or row 9,999; past SF (500) or row 19,999; past CV (100) or row 99,999.
_FAR_REFERENCES = (
    re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{0,3}\d{5})'),
    re.compile(rb'r="(?:[A-Z]{3}|(?:[T-Z][A-Z]|S[G-Z])\d|[A-Z]{0,3}(?:[2-9]\d{4}|\d{6}))'),
    re.compile(rb'r="(?:[A-Z]{3}|(?:[D-Z][A-Z]|C[W-Z])\d|[A-Z]{0,3}\d{6})'),
)
# Where nothing is found, every reference is written as usual, and none is past CV or row 99,999.
_NOT_NEAR = re.compile(rb' r="(?!(?:[AB]?[A-Z]|C[A-V])?[1-9]\d{0,4}")')
_PREFIXED_FORMULA = re.compile(rb":f[\s/>]")
# References that the reader of workbooks may understand otherwise than these patterns do.
_ODD_REFERENCE = re.compile(rb' r="(?![A-Z]{0,3}[1-9]\d{0,6}")')
_ODD_SIGNS = (b"r='", b"\tr=", b"\nr=", b"\rr=", b" r ", b" r\t", b" r\n", b" r\r", b" r= ")
_ODD_ROW = re.compile(rb"row(?=\s)[^<>]*?\sr(?:\s+=|=\s|=(?![\"'][1-9]\d{0,6}[\"']))")
# Where this finds nothing, every row says where it stands as usual, first of all, or not at all.
_UNUSUAL_ROW = re.compile(rb'row(?! r="[1-9]\d{0,6}"|>)')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_ODD_CELL = re.compile(
    rb"<(?:\w{1,9}:)?(?:row|c)(?=\s)[^<>]*?\sr"
    rb"(?:\s+=|=\s|=(?![\"'][A-Z]{0,3}[1-9]\d{0,6}[\"']))"
)
_STYLE = re.compile(rb"\bs=[\"'](\d{1,6})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|f|is)[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
_REGULAR_FILLED = re.compile(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"[^<>]*(?<!/)>\s*<(?:v|f|is)[\s/>]')
_REGULAR_DOUBTFUL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?=[^<>]*(?:\st="e"|(?<!/)>\s*<f[\s/>]))([^<>]*)>'
)
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})[\"']"
)
# A text that stands where only a number may: the reader of workbooks leaves it out.
_LOST_TEXT = re.compile(rb"t=[\"']inlineStr[\"'][^<>]*>\s*<(?:\w{1,9}:)?v[\s>]")
_TEXT_NUMBER = re.compile(rb"\st=[\"']s[\"'][^<>]*>\s*<(?:\w{1,9}:)?v>(\d{1,9})<")
_HIDDEN = rb"(?=[^<>]*\shidden=[\"'](?:1|true)[\"'])([^<>]*)>"
_HIDDEN_ROW = re.compile(rb"<(?:\w{1,9}:)?row(?=\s)" + _HIDDEN)
_HIDDEN_COLUMN = re.compile(rb"<(?:\w{1,9}:)?col(?=\s)" + _HIDDEN)
_LIMIT = re.compile(rb"\s(min|max)=[\"'](\d{1,5})[\"']")


@dataclass(frozen=True, slots=True)
class Styles:
    """Cell styles whose number format tells something: percent signs, zeros in front."""

    percent: frozenset[int] = frozenset()
    zeros: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class SheetXml:
    """What one sheet's XML tells beyond the values; positions count from 0."""

    xml: bytes
    styles: Styles = field(default_factory=Styles)
    merges: list[Merge] = field(default_factory=list)
    unreadable: dict[tuple[int, int], Unreadable] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_regular: bool = False
    _style_of: dict[tuple[int, int], int] | None = None

    def is_percent(self, row: int, column: int) -> bool:
        """Tell whether a cell's number format shows a percent sign."""
        return bool(self.styles.percent) and self._style(row, column) in self.styles.percent

    def zero_width(self, row: int, column: int) -> int:
        """Tell to how many digits a cell's number format fills up with zeros."""
        if not self.styles.zeros:
            return 0
        return self.styles.zeros.get(self._style(row, column), 0)

    def _style(self, row: int, column: int) -> int:
        if self._style_of is None:
            telling = self.styles.percent | set(self.styles.zeros)
            self._style_of = _find_styled(self.xml, telling, self.is_regular)
        return self._style_of.get((row, column), -1)


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    attributes: bytes
    body: bytes


def read_sheet_xml(xml: bytes, styles: Styles, *, recalculates: bool, is_regular: bool) -> SheetXml:
    """Return what a sheet's XML tells.

    Args:
        recalculates: The workbook is marked to be calculated when it is opened.
    """
    sheet = SheetXml(xml, styles, is_regular=is_regular)
    if b"mergeCell " in xml:
        behind = max(0, xml.rfind(b"sheetData>"))
        sheet.merges = [_merge(found) for found in _MERGE.finditer(xml, behind)]
    if b"hidden=" in xml:
        sheet.hidden_rows = frozenset(
            int(number.group(1)) - 1
            for found in _HIDDEN_ROW.finditer(xml)
            if (number := _ROW.search(found.group()))
        )
        sheet.hidden_columns = _hidden_columns(xml)
    # Behind the cells <formula1> stands wherever there is a drop-down list.
    body = _cells_part(xml)
    signs = any(xml.find(sign, *body) >= 0 for sign in (b"<f", b'"e"', b"'e'"))
    if signs or _PREFIXED_FORMULA.search(xml, *body):
        sheet.unreadable = {
            (cell.row, cell.column): problem
            for cell in _doubtful_cells(xml, is_regular)
            if (problem := _problem(cell, recalculates))
        }
    return sheet


def loses_texts(xml: bytes) -> bool:
    """Tell whether the reader of workbooks would leave texts out."""
    return b"inlineStr" in xml and _LOST_TEXT.search(xml) is not None


def is_regular(xml: bytes) -> bool:
    """Tell whether all cells begin alike, their reference first."""
    body = _cells_part(xml)
    n_cells = xml.count(b'<c r="', *body)
    return n_cells == xml.count(b"<c", *body) > 0 and not _PREFIXED_CELL.search(xml)


def _cells_part(xml: bytes) -> tuple[int, int]:
    """Return between which bytes the rows and cells stand."""
    return xml.find(b"sheetData"), xml.rfind(b"sheetData")


def is_near(xml: bytes, is_regular: bool) -> bool:
    """Tell by one search that no reference is odd and no rectangle too large."""
    if not is_regular or _NOT_NEAR.search(xml):
        return False
    return not (_UNUSUAL_ROW.search(xml, *_cells_part(xml)) and _ODD_ROW.search(xml))


def has_odd_references(xml: bytes, is_regular: bool) -> bool:
    """Tell whether a row or cell says where it stands in a way that no program writes."""
    is_odd = _ODD_REFERENCE.search(xml) or (
        _ODD_ROW.search(xml) if is_regular else any(sign in xml for sign in _ODD_SIGNS)
    )
    if not is_odd:
        return False
    return _ODD_CELL.search(xml) is not None


def large_extent(xml: bytes, is_regular: bool) -> tuple[int, int] | None:
    """Return rows and columns of a filled rectangle that is too large for a sheet of facts.

    Empty formatted cells do not count, however many there are.
    """
    is_searchable = is_regular or b"r='" not in xml
    if is_searchable and not all(far.search(xml) for far in _FAR_REFERENCES):
        return None
    rows, columns = _filled_extent(xml, is_regular)
    return (rows, columns) if is_too_large(rows, columns) else None


def is_too_large(rows: int, columns: int) -> bool:
    """Tell whether a filled rectangle is larger than any sheet of facts."""
    return rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS


def shared_texts(xml: bytes) -> Iterable[int]:
    """Return the numbers of the shared texts that a sheet shows, one a cell."""
    return map(int, _TEXT_NUMBER.findall(xml))


def count_shared_texts(xml: bytes) -> int:
    """Return how many cells at most show a shared text."""
    return xml.count(b't="s"') + xml.count(b"t='s'")


def _filled_extent(xml: bytes, is_regular: bool) -> tuple[int, int]:
    """Return to which row and column a sheet has content."""
    if is_regular:
        found = _REGULAR_FILLED.findall(xml)
        rows = max(map(int, {number for _, number in found}), default=0)
        columns = 1 + max(map(_column_number, {letters for letters, _ in found}), default=-1)
        return rows, columns
    filled = [(cell.row, cell.column) for cell in _cells(xml) if _FILLED.search(cell.body)]
    rows = 1 + max((row for row, _ in filled), default=-1)
    return rows, 1 + max((column for _, column in filled), default=-1)


def _doubtful_cells(xml: bytes, is_regular: bool) -> Iterator[_Cell]:
    """Yield the cells that may hold a formula or an error value."""
    if not is_regular:
        yield from _cells(xml)
        return
    for found in _REGULAR_DOUBTFUL.finditer(xml):
        letters, row, attributes = found.groups()
        end = xml.find(b"<c ", found.end())
        body = xml[found.end() : end if end >= 0 else len(xml)].partition(b"</row")[0]
        is_empty = attributes.endswith(b"/")
        yield _Cell(int(row) - 1, _column_number(letters), attributes, b"" if is_empty else body)


def _problem(cell: _Cell, recalculates: bool) -> Unreadable | None:
    """Recognise an error value, or a formula whose result was not saved.

    A formula that gives an empty text is marked t="str" and is an honest blank. A program
    that writes workbooks without calculating them leaves no result, or 0 and the mark
    that all is to be calculated when the file is opened: that 0 is no result either.
    """
    value = _VALUE.search(cell.body)
    text = value.group(1).strip() if value else b""
    if _ERROR.search(cell.attributes):
        return Unreadable("F043", text.decode("utf-8", "replace") or "#ERROR")
    if not _FORMULA.search(cell.body):
        return None
    is_zero = bool(text) and not text.strip(b"0.")
    if (not text and not _TEXT_RESULT.search(cell.attributes)) or (is_zero and recalculates):
        return Unreadable("F042", "公式")
    return None


def _find_styled(xml: bytes, telling: Set[int], is_regular: bool) -> dict[tuple[int, int], int]:
    """Return the cells that have one of some styles, and which."""
    if not is_regular:
        return {
            (cell.row, cell.column): number
            for cell in _cells(xml)
            if (style := _STYLE.search(cell.attributes))
            and (number := int(style.group(1))) in telling
        }
    numbers = "|".join(map(str, sorted(telling))).encode()
    styled = re.compile(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"[^<>]*?\ss="(%s)"' % numbers)
    return {
        (int(row) - 1, _column_number(letters)): int(style)
        for letters, row, style in styled.findall(xml)
    }


def _hidden_columns(xml: bytes) -> frozenset[int]:
    """Return the columns that are not shown, those behind all content apart."""
    hidden: set[int] = set()
    for found in _HIDDEN_COLUMN.finditer(xml, 0, max(0, xml.find(b"sheetData")) or len(xml)):
        limits = {name: int(number) for name, number in _LIMIT.findall(found.group())}
        first, last = limits.get(b"min", 0), limits.get(b"max", 0)
        hidden.update(range(first - 1, min(last, MAX_COLUMNS)))
    return frozenset(hidden)


def _cells(xml: bytes) -> Iterator[_Cell]:
    """Yield the cells of a sheet; one without a reference follows the one before."""
    end = xml.rfind(b"sheetData>")
    row = column = -1
    before: tuple[re.Match[bytes], int, int] | None = None
    for token in _TOKEN.finditer(xml, 0, end if end >= 0 else len(xml)):
        if before:
            yield _cell(xml, *before, token.start())
        before = None
        attributes = token.group(2)
        if token.group(1) == b"row":
            found = _ROW.search(attributes)
            row, column = (int(found.group(1)) - 1 if found else row + 1), -1
            continue
        found = _REFERENCE.search(attributes)
        if found:
            row, column = int(found.group(2)) - 1, _column_number(found.group(1))
        else:
            column += 1
        before = (token, row, column)
    if before:
        yield _cell(xml, *before, end if end >= 0 else len(xml))


def _cell(xml: bytes, token: re.Match[bytes], row: int, column: int, end: int) -> _Cell:
    """Return the cell that begins with a token and ends before the next one."""
    attributes = token.group(2)
    body = b"" if attributes.endswith(b"/") else xml[token.end() : end].partition(b"</row")[0]
    return _Cell(row, column, attributes, body)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _merge(found: re.Match[bytes]) -> Merge:
    left, top, right, bottom = found.groups()
    return Merge(int(top) - 1, _column_number(left), int(bottom) - 1, _column_number(right))
