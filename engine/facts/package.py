"""Look into an .xlsx package for what the reader of workbooks does not tell.

It reads a formula without a saved result and an error value as blanks, it knows no number
formats, and one stray cell at the far corner makes it ask for all memory. So each sheet's
XML is looked at first: sizes always, the rest only where a cheap search finds a sign of it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree

from engine.facts.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Merge, Unreadable

LARGEST_CONTENT = 500 * 2**20
_LARGEST_TREE = 30 * 2**20  # of the parts that are read to a tree: the workbook, the styles
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Only the beginnings of cells and rows: what follows up to the next one is the body, so that
# no damaged sheet can make the search run long.
_TOKEN = re.compile(rb"<(?:\w{1,9}:)?(row|c)(?=[\s/>])([^<>]*)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})([1-9]\d{0,6})[\"']")
_ROW = re.compile(rb"\br=[\"']([1-9]\d{0,6})[\"']")
# Without a reference past ZZ or past row 9999 no rectangle reaches MAX_CELLS.
_FAR_REFERENCE = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{0,3}\d{5})')
_STYLE = re.compile(rb"\bs=[\"'](\d{1,6})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|f|is)[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})[\"']"
)
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
_PERCENT_IDS = frozenset({9, 10})


class UnusablePackage(Exception):
    """The package cannot be read; carries a code, what is wrong and the way out."""

    def __init__(self, code: str, message: str, hint: str, detail: str = "") -> None:
        super().__init__(code, message, hint, detail)
        self.code, self.message, self.hint, self.detail = code, message, hint, detail


@dataclass(slots=True)
class SheetXml:
    """What one sheet's XML tells beyond the values; positions count from 0."""

    xml: bytes
    percent_styles: frozenset[int] = frozenset()
    merges: list[Merge] = field(default_factory=list)
    unreadable: dict[tuple[int, int], Unreadable] = field(default_factory=dict)
    _percent: frozenset[tuple[int, int]] | None = None

    def is_percent(self, row: int, column: int) -> bool:
        """Tell whether a cell's number format shows a percent sign."""
        if not self.percent_styles:
            return False
        if self._percent is None:
            self._percent = frozenset(
                (cell.row, cell.column)
                for cell in _cells(self.xml)
                if (style := _STYLE.search(cell.attributes))
                and int(style.group(1)) in self.percent_styles
            )
        return (row, column) in self._percent


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    attributes: bytes
    body: bytes


class Package:
    """An opened .xlsx file: its sheets' XML by sheet name."""

    def __init__(self, data: bytes) -> None:
        """Open a package and check its size.

        Raises:
            UnusablePackage: It is no package, is encrypted, or unpacks to too much.
        """
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as problem:
            raise _broken() from problem
        entries = self._zip.infolist()
        if sum(entry.file_size for entry in entries) > LARGEST_CONTENT or len(entries) > 10_000:
            raise UnusablePackage(
                "F005",
                f"解压后超过 {LARGEST_CONTENT // 2**20} MB，没有读",
                "请只保留事实，删去图片和无关的工作表",
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnusablePackage("F004", "文件有密码，打不开", "请取消密码后再交")
        self._names = {entry.filename for entry in entries}
        self.is_excel = "xl/workbook.xml" in self._names
        self.is_opendocument = "content.xml" in self._names
        self._parts: dict[str, str] = {}
        self._recalculates = False
        self._percent_styles: frozenset[int] = frozenset()
        if self.is_excel:
            self._read_workbook()

    def part(self, name: str) -> bytes:
        """Return one part of the package; empty where it is not there.

        Raises:
            UnusablePackage: The part is damaged, or longer than it says.
        """
        if name not in self._names:
            return b""
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as problem:
            raise _broken() from problem
        except Exception as problem:  # zlib.error is no OSError
            raise _broken() from problem

    def _xml(self, name: str) -> ElementTree.Element | None:
        data = self.part(name)
        if not data or b"<!DOCTYPE" in data or b"<!ENTITY" in data or len(data) > _LARGEST_TREE:
            return None
        try:
            return ElementTree.fromstring(data)
        except ElementTree.ParseError as problem:
            raise _broken() from problem

    def _read_workbook(self) -> None:
        workbook = self._xml("xl/workbook.xml")
        relations = self._xml("xl/_rels/workbook.xml.rels")
        if workbook is None or relations is None:
            raise _broken()
        targets = {item.get("Id"): item.get("Target") or "" for item in relations}
        for item in workbook.iter():
            kind = item.tag.rpartition("}")[2]
            if kind == "sheet":
                target = targets.get(_relation_id(item), "").lstrip("/")
                part = target if target.startswith("xl/") else f"xl/{target}"
                self._parts[item.get("name") or ""] = part
            elif kind == "calcPr":
                self._recalculates = item.get("fullCalcOnLoad") in ("1", "true")
        # The texts are read by the reader of workbooks; reading them here checks their size.
        self.part("xl/sharedStrings.xml")
        self._percent_styles = self._find_percent_styles()

    def _find_percent_styles(self) -> frozenset[int]:
        """Return the cell styles whose number format has a percent sign."""
        if b"numFmtId" not in self.part("xl/styles.xml"):
            return frozenset()
        styles = self._xml("xl/styles.xml")
        if styles is None:
            return frozenset()
        percents = set(_PERCENT_IDS)
        found: set[int] = set()
        for item in styles.iter():
            kind = item.tag.rpartition("}")[2]
            if kind == "numFmt" and "%" in (item.get("formatCode") or ""):
                percents.add(int(item.get("numFmtId") or -1))
            elif kind == "cellXfs":
                for number, style in enumerate(item):
                    if int(style.get("numFmtId") or 0) in percents:
                        found.add(number)
        return frozenset(found)

    def sheet(self, name: str) -> SheetXml:
        """Return what a sheet's XML tells.

        Raises:
            UnusablePackage: The part is damaged, or the sheet is larger than any fact sheet.
        """
        xml = self.part(self._parts.get(name, ""))
        if not xml:
            raise _broken()
        _check_extent(xml)
        sheet = SheetXml(xml, self._percent_styles)
        if b"mergeCell " in xml:
            sheet.merges = [_merge(found) for found in _MERGE.finditer(xml)]
        if _may_hold_formulas(xml):
            sheet.unreadable = {
                (cell.row, cell.column): problem
                for cell in _cells(xml)
                if (problem := self._problem(cell))
            }
        return sheet

    def _problem(self, cell: _Cell) -> Unreadable | None:
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
        if (not text and not _TEXT_RESULT.search(cell.attributes)) or (
            is_zero and self._recalculates
        ):
            return Unreadable("F042", "公式")
        return None


def _relation_id(item: ElementTree.Element) -> str | None:
    if _RELATION in item.attrib:
        return item.get(_RELATION)
    return next((value for key, value in item.items() if key.endswith("}id")), None)


def _broken() -> UnusablePackage:
    return UnusablePackage(
        "F003", "文件损坏，或不是 Excel 工作簿", "请用 Excel 或 WPS 打开后另存为 .xlsx"
    )


def _may_hold_formulas(xml: bytes) -> bool:
    """Tell by a cheap search whether a formula or an error value may stand in a sheet."""
    return any(sign in xml for sign in (b"<f", b":f>", b":f ", b'"e"', b"'e'"))


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


def _check_extent(xml: bytes) -> None:
    """Refuse a sheet whose filled rectangle is too large; empty formatted cells do not count."""
    if not _FAR_REFERENCE.search(xml) and b"r='" not in xml:
        return
    references = _REFERENCE.findall(xml)
    columns = 1 + max(map(_column_number, {letters for letters, _ in references}), default=0)
    rows = max(map(int, {number for _, number in references}), default=0)
    rows = max([rows, *map(int, _ROW.findall(xml))])
    if not is_too_large(rows, columns):
        return
    filled = [(cell.row, cell.column) for cell in _cells(xml) if _FILLED.search(cell.body)]
    rows = 1 + max((row for row, _ in filled), default=0)
    columns = 1 + max((column for _, column in filled), default=0)
    if is_too_large(rows, columns):
        raise too_large(rows, columns)


def is_too_large(rows: int, columns: int) -> bool:
    """Tell whether a filled rectangle is larger than any sheet of facts."""
    return rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS


def too_large(rows: int, columns: int) -> UnusablePackage:
    """Return the refusal of a sheet that is too large."""
    return UnusablePackage(
        "F005",
        f"有内容的区域到第 {rows} 行、第 {columns} 列，超过 {MAX_ROWS} 行、{MAX_COLUMNS} 列"
        f"或 {MAX_CELLS // 10_000} 万格",
        "多半是远处误填了一格；请删去多余的行和列",
    )
