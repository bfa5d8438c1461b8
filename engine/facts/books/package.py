"""Look into an .xlsx package for what the reader of workbooks does not tell.

It reads a formula without a saved result and an error value as blanks, it knows no number
formats, and one stray cell at the far corner makes it ask for all memory. So each sheet's
XML is looked at first: sizes always, the rest only where a cheap search finds a sign of it.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

from engine.facts.books.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from engine.facts.books.sheet_xml import (
    SheetXml,
    Styles,
    count_shared_texts,
    has_odd_references,
    is_near,
    is_regular,
    large_extent,
    loses_texts,
    read_sheet_xml,
    shared_texts,
)

LARGEST_CONTENT = 500 * 2**20
# A long text stands once in the file however many cells show it; each cell takes memory for it.
LARGEST_TEXTS = 300 * 2**20
_SHORTEST_CELL = 20  # <c t="s"><v>0</v></c>
MOST_SHEETS = 1_000
_LARGEST_TREE = 30 * 2**20  # of the parts that are read to a tree: the workbook, the styles
_PERCENT_IDS = frozenset({9, 10})
_ZEROS = re.compile(r'"?0{2,18}"?(?:[;_@].*)?')  # 0000000, by which a number keeps its zeros
_SHARED_TEXT = re.compile(rb"<(?:\w{1,9}:)?si[\s>/]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class UnusablePackage(Exception):
    """The package cannot be read; carries a code, what is wrong and the way out."""

    def __init__(self, code: str, message: str, hint: str, detail: str = "") -> None:
        super().__init__(code, message, hint, detail)
        self.code, self.message, self.hint, self.detail = code, message, hint, detail


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
        # Names differ in case alone only where one is to be taken for the other.
        self._names = {entry.filename.lower(): entry.filename for entry in entries}
        if len(self._names) < len(entries):
            raise _broken()
        self.is_excel = "xl/workbook.xml" in self._names
        self.is_opendocument = "content.xml" in self._names
        self._parts: dict[str, str] = {}
        self._recalculates = self.counts_from_1904 = False
        self._styles = Styles()
        self._text_sizes: list[int] = []
        self._longest_text = 0
        if self.is_excel:
            self._read_workbook()

    def part(self, name: str) -> bytes:
        """Return one part of the package; empty where it is not there.

        Raises:
            UnusablePackage: The part is damaged, or longer than it says.
        """
        known = self._names.get(name.lower())
        if known is None:
            return b""
        try:
            return self._zip.read(known)
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
            elif kind == "workbookPr":
                self.counts_from_1904 = item.get("date1904") in ("1", "true")
            elif kind == "calcPr":
                self._recalculates = item.get("fullCalcOnLoad") in ("1", "true")
        if len(self._parts) > MOST_SHEETS:
            raise UnusablePackage(
                "F005",
                f"有 {len(self._parts)} 张工作表，超过 {MOST_SHEETS} 张，没有读",
                "请拆成几个文件，或改成一校一行",
            )
        if len(set(self._parts.values())) < len(self._parts):
            raise _broken()  # two sheets of one part: no program writes that
        # The texts are read by the reader of workbooks; reading them here checks their size.
        texts = self.part("xl/sharedStrings.xml")
        self._text_sizes = [len(text) for text in _SHARED_TEXT.split(texts)[1:]]
        self._longest_text = max(self._text_sizes, default=0)
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
        if not xml or xml.startswith((b"\xff\xfe", b"\xfe\xff")) or loses_texts(xml):
            raise _broken()
        regular = is_regular(xml)
        if not is_near(xml, regular):
            if has_odd_references(xml, regular):
                raise _broken()
            if extent := large_extent(xml, regular):
                raise too_large(*extent)
        self._check_texts(xml)
        return read_sheet_xml(
            xml, self._styles, recalculates=self._recalculates, is_regular=regular
        )

    def _check_texts(self, xml: bytes) -> None:
        """Refuse a sheet whose cells show a few long texts so often that no memory holds them."""
        longest = self._longest_text
        if longest * (len(xml) // _SHORTEST_CELL) <= LARGEST_TEXTS:
            return
        count = count_shared_texts(xml)
        if longest * count <= LARGEST_TEXTS:
            return
        sizes = self._text_sizes
        shown = [sizes[number] for number in shared_texts(xml) if number < len(sizes)]
        size = sum(shown) + longest * (count - len(shown))
        if size > LARGEST_TEXTS:
            raise too_many_texts(size)


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


def too_large(rows: int, columns: int) -> UnusablePackage:
    """Return the refusal of a sheet that is too large."""
    return UnusablePackage(
        "F005",
        f"有内容的区域到第 {rows} 行、第 {columns} 列，超过 {MAX_ROWS} 行、{MAX_COLUMNS} 列"
        f"或 {MAX_CELLS // 10_000} 万格",
        "多半是远处误填了一格；请删去多余的行和列",
    )


def too_many_texts(size: int) -> UnusablePackage:
    """Return the refusal of a sheet whose cells show more text than memory should hold."""
    return UnusablePackage(
        "F005",
        f"各格的文字合起来有 {size // 2**20} MB，超过 {LARGEST_TEXTS // 2**20} MB，没有读",
        "多半是一大段文字被复制到了许多格；请删去多余的文字",
    )
