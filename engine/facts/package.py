"""Look into an .xlsx package for what the reader of workbooks does not tell.

It reads a formula without a saved result and an error value as blanks, it knows no number
formats, and one stray cell at the far corner makes it ask for all memory. So each sheet's
XML is looked at first: sizes always, the rest only where a cheap search finds a sign of it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Set
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
# Where one of these finds nothing, no rectangle of cells reaches MAX_CELLS: no reference is past
# ZZ or row 9,999; past SF (500) or row 19,999; past CV (100) or row 99,999.
_FAR_REFERENCES = (
    re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{0,3}\d{5})'),
    re.compile(rb'r="(?:[A-Z]{3}|(?:[T-Z][A-Z]|S[G-Z])\d|[A-Z]{0,3}(?:[2-9]\d{4}|\d{6}))'),
    re.compile(rb'r="(?:[A-Z]{3}|(?:[D-Z][A-Z]|C[W-Z])\d|[A-Z]{0,3}\d{6})'),
)
_STYLE = re.compile(rb"\bs=[\"'](\d{1,6})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|f|is)[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})[\"']"
)
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
# A text that stands where only a number may: the reader of workbooks leaves it out.
_LOST_TEXT = re.compile(rb"t=[\"']inlineStr[\"'][^<>]*>\s*<(?:\w{1,9}:)?v[\s>]")
_PERCENT_IDS = frozenset({9, 10})
_ZEROS = re.compile(r'"?0{2,18}"?(?:[;_@].*)?')  # 0000000, by which a number keeps its zeros
_HIDDEN_ROW = re.compile(rb"<(?:\w{1,9}:)?row(?=\s)[^<>]*?\shidden=[\"'](?:1|true)[\"'][^<>]*>")


class UnusablePackage(Exception):
    """The package cannot be read; carries a code, what is wrong and the way out."""

    def __init__(self, code: str, message: str, hint: str, detail: str = "") -> None:
        super().__init__(code, message, hint, detail)
        self.code, self.message, self.hint, self.detail = code, message, hint, detail


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
            self._style_of = _find_styled(self.xml, self.styles.percent | set(self.styles.zeros))
        return self._style_of.get((row, column), -1)


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
        self._styles = Styles()
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
        except (ElementTree.ParseError, LookupError, ValueError) as problem:
            raise _broken() from problem  # LookupError: an encoding that nobody knows

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
        self._styles = self._find_styles()

    def _find_styles(self) -> Styles:
        """Find the cell styles whose number format tells something."""
        if b"numFmtId" not in self.part("xl/styles.xml"):
            return Styles()
        tree = self._xml("xl/styles.xml")
        if tree is None:
            return Styles()
        percents, widths = set(_PERCENT_IDS), {}
        percent: set[int] = set()
        zeros: dict[int, int] = {}
        for item in tree.iter():
            kind = item.tag.rpartition("}")[2]
            if kind == "numFmt":
                code, number = item.get("formatCode") or "", _whole(item.get("numFmtId"))
                if "%" in code:
                    percents.add(number)
                elif _ZEROS.fullmatch(code):
                    widths[number] = code.partition(";")[0].count("0")
            elif kind == "cellXfs":
                for at, style in enumerate(item):
                    number = _whole(style.get("numFmtId"))
                    if number in percents:
                        percent.add(at)
                    elif number in widths:
                        zeros[at] = widths[number]
        return Styles(frozenset(percent), zeros)

    def sheet(self, name: str) -> SheetXml:
        """Return what a sheet's XML tells.

        Raises:
            UnusablePackage: The part is damaged, or the sheet is larger than any fact sheet.
        """
        xml = self.part(self._parts.get(name, ""))
        if not xml or (b"inlineStr" in xml and _LOST_TEXT.search(xml)):
            raise _broken()
        _check_extent(xml)
        sheet = SheetXml(xml, self._styles)
        if b"mergeCell " in xml:
            behind = max(0, xml.rfind(b"sheetData>"))
            sheet.merges = [_merge(found) for found in _MERGE.finditer(xml, behind)]
        if b"hidden=" in xml:
            sheet.hidden_rows = frozenset(
                int(number.group(1)) - 1
                for found in _HIDDEN_ROW.finditer(xml)
                if (number := _ROW.search(found.group()))
            )
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


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else -1


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


def _find_styled(xml: bytes, telling: Set[int]) -> dict[tuple[int, int], int]:
    """Return the cells that have one of some styles, and which."""
    if not xml.count(b"<c ") == xml.count(b'<c r="') > 0 or b":c " in xml:
        return {
            (cell.row, cell.column): number
            for cell in _cells(xml)
            if (style := _STYLE.search(cell.attributes))
            and (number := int(style.group(1))) in telling
        }
    numbers = "|".join(map(str, sorted(telling))).encode()
    # All cells begin alike, as most programs write them: one search finds the few that count.
    styled = re.compile(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"[^<>]*?\ss="(%s)"' % numbers)
    return {
        (int(row) - 1, _column_number(letters)): int(style)
        for letters, row, style in styled.findall(xml)
    }


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
    if b"r='" not in xml and not all(far.search(xml) for far in _FAR_REFERENCES):
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
