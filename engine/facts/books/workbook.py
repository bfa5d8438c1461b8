"""Read a workbook (.xlsx, .xls, .ods) to sheets; a workbook that cannot be read is reported."""

from __future__ import annotations

from collections.abc import Set
from io import BytesIO
from typing import TYPE_CHECKING, cast

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.files import FactFile
from engine.facts.books.opendocument import read_open_sheets
from engine.facts.books.package import Package, UnusablePackage
from engine.facts.books.sheet import MAX_CELLS, MAX_ROWS, Merge, Raw, Sheet
from engine.facts.books.sheet_xml import SheetXml
from engine.facts.table import Origin

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ZIP = b"PK\x03\x04"
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")  # .xls, and .xlsx with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    data: bytes,
    file: FactFile,
    diagnostics: Diagnostics,
    needless: Set[str] = frozenset(),
) -> list[Sheet]:
    """Return the sheets of a workbook, hidden ones too; none (reported) where it cannot be read.

    Args:
        data: The bytes of the file; what they are is told by them, not by the extension.
        needless: Names of sheets that nobody asks for: they are left closed.
    """
    try:
        looks = _look_inside(data)
        sheets = _read_sheets(data, file, looks, needless)
    except UnusablePackage as problem:
        diagnostics.error(
            problem.code, problem.message, Place(file.shown), problem.detail, problem.hint
        )
        return []
    if looks is not None and looks.counts_from_1904:
        diagnostics.note(
            "F115",
            "这个工作簿用 1904 日期系统，日期已照此读",
            Place(file.shown),
            hint="丢了日期格式的数字在这里比平常早 1462 天；请核对日期",
        )
    if looks is None:
        diagnostics.warning(
            "F009",
            "旧格式 .xls 里，错误值（如 #N/A）会读成空白，百分比格式分辨不出",
            Place(file.shown),
            hint="请用 Excel 或 WPS 另存为 .xlsx",
        )
    if not needless and all(sheet.is_empty for sheet in sheets):
        diagnostics.error("F006", "工作簿里没有内容", Place(file.shown), hint="请填写后再交")
        return []
    return sheets


def _look_inside(data: bytes) -> Package | None:
    """Tell by the first bytes what a file is, and open its package if it is one (not an .xls)."""
    if data.startswith(_ZIP):
        package = Package(data)
        if not package.is_excel and not package.is_opendocument:
            raise UnusablePackage(
                "F003", "是压缩包，但不是 Excel 工作簿", "请解压，把里面的工作簿放进文件夹"
            )
        return package
    if not data.startswith(_COMPOUND):
        is_text = b"<" in data[:200] or b"," in data[:2000]
        raise UnusablePackage(
            "F003",
            "不是 Excel 工作簿" + ("，像是网页或文本改了扩展名" if is_text else "，文件损坏"),
            "请用 Excel 或 WPS 打开后另存为 .xlsx",
        )
    if _ENCRYPTED in data:
        raise UnusablePackage("F004", "工作簿有打开密码，打不开", "请取消密码后再交")
    return None


def _read_sheets(
    data: bytes, file: FactFile, package: Package | None, needless: Set[str]
) -> list[Sheet]:
    from python_calamine import load_workbook

    opened = (
        read_open_sheets(package.part("content.xml")) if package and package.is_opendocument else {}
    )
    try:
        workbook = load_workbook(BytesIO(data))
        hidden = {
            item.name: str(item.visible).rpartition(".")[2] != "Visible"
            for item in workbook.sheets_metadata
            if _is_worksheet(item.typ) and item.name not in needless
        }
    except BaseException as problem:
        raise _refusal(problem) from problem
    sheets: list[Sheet] = []
    n_cells = 0
    for name in hidden:
        look: SheetXml | None = opened.get(name)
        if package and package.is_excel:
            try:
                look = package.sheet(name)
            except UnusablePackage as problem:
                problem.message = f"工作表“{name}”：{problem.message}"
                raise
        sheet = _read_sheet(workbook, name, file, look)
        sheet.hidden = hidden[name]
        sheets.append(sheet)
        n_cells += len(sheet.rows) * len(sheet.rows[0] if sheet.rows else ())
        if n_cells > MAX_CELLS:
            raise UnusablePackage(
                "F005",
                f"各工作表有内容的区域合起来超过 {MAX_CELLS // 10_000} 万格，没有读",
                "多半是远处误填了一格；请删去多余的行和列，或拆成几个文件",
            )
    return sheets


def _read_sheet(
    workbook: CalamineWorkbook, name: str, file: FactFile, look: SheetXml | None
) -> Sheet:
    try:
        read = workbook.get_sheet_by_name(name)
        rows = read.to_python(skip_empty_area=False)
        merges = read.merged_cell_ranges if look is None else None
    except BaseException as problem:
        raise _refusal(problem) from problem
    if len(rows) > MAX_ROWS or len(rows) * len(rows[0] if rows else ()) > MAX_CELLS:
        raise UnusablePackage("F005", f"“{name}”超过 {MAX_ROWS} 行，没有读", "请删去多余的行")
    sheet = Sheet(Origin(file.shown, name), name, cast(list[list[Raw]], rows))
    if look is not None:
        sheet.merges, sheet.is_percent = look.merges, look.is_percent
        sheet.zero_width = look.zero_width
        sheet.hidden_rows, sheet.hidden_columns = look.hidden_rows, look.hidden_columns
        for (row, column), cell in look.unreadable.items():
            if row < len(sheet.rows) and column < len(sheet.rows[row]):
                sheet.rows[row][column] = cell
    elif merges:
        sheet.merges = [Merge(*start, *end) for start, end in merges]
    return sheet


def _is_worksheet(kind: object) -> bool:
    return str(kind).rpartition(".")[2] == "WorkSheet"


def _refusal(problem: BaseException) -> UnusablePackage:
    """Turn any failure of the reader of workbooks into a refusal of the file.

    The reader is written in Rust: where it panics it raises a BaseException.
    """
    if isinstance(problem, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise problem
    if type(problem).__name__ == "PasswordError":
        return UnusablePackage("F004", "工作簿有打开密码，打不开", "请取消密码后再交")
    return UnusablePackage(
        "F003",
        "工作簿读不出来，可能损坏",
        "请用 Excel 或 WPS 打开后另存为 .xlsx",
        str(problem)[:200],
    )
