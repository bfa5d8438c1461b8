"""The sheet 问题清单 in front of an annotated workbook: every problem, with a link to its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.annotating.parts import DECLARATION
from engine.annotating.splicing import escaped
from engine.annotating.styles import COLOURS, Styles
from engine.diagnostics import Diagnostic, Severity
from engine.facts.books.annotated import LIST_TITLE
from engine.reports.page import display_width

HEADERS = ("序号", "程度", "代码", "位置", "填的是", "问题", "改法")
WIDTHS = (6, 7, 8, 26, 22, 60, 44)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# No sheet of Excel may hold more links than this.
_MOST_LINKS = 65_000
_LONGEST_TEXT = 32_000
_LEAST_HEIGHT = 21
_LINE, _MOST_LINES = 15, 25  # points a line; no row of Excel is higher than 409


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: a problem, and where a click leads (empty: nowhere)."""

    problem: Diagnostic
    link: str = ""
    remark: str = ""  # said after the place, such as 工作表隐藏


def list_sheet(source: str, lines: Sequence[Listed], notes: Sequence[str], styles: Styles) -> bytes:
    """Return the XML of the list.

    Args:
        source: The file that was annotated, as given.
        notes: What else is to be known about the copy.
    """
    rows = _Rows(styles)
    rows.add((LIST_TITLE, "title"))
    rows.add((f"原文件：{source}（没有改动）", "text"))
    rows.add((_counted(lines), "text"))
    rows.add(("点“位置”跳到那一格。改好后把这份副本交回即可：这张清单不会被当作事实读。", "text"))
    for note in notes:
        rows.add((f"注意：{note}", "text"))
    rows.add(("", "text"))
    rows.head(HEADERS)
    first = rows.number
    links: list[str] = []
    for number, each in enumerate(lines, 1):
        rows.listed(number, each)
        if each.link and len(links) < _MOST_LINKS:
            links.append(
                f'<hyperlink ref="D{rows.number}" location="{escaped(each.link)}"'
                f' display="{escaped(place_text(each))}"/>'
            )
    return _sheet(rows, first, links)


def _sheet(rows: _Rows, first: int, links: Sequence[str]) -> bytes:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(WIDTHS, 1)
    )
    last = f"G{max(rows.number, first)}"
    text = (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><tabColor rgb="FFFF0000"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0" showGridLines="0">'
        f'<pane ySplit="{first}" topLeftCell="A{first + 1}" activePane="bottomLeft"'
        ' state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{first + 1}" sqref="A{first + 1}"/>'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>'
        f"<sheetData>{''.join(rows.texts)}</sheetData>"
        f'<autoFilter ref="A{first}:{last}"/>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
    return DECLARATION + text.encode()


class _Rows:
    """The rows of the list as XML."""

    def __init__(self, styles: Styles) -> None:
        self.texts: list[str] = []
        self.number = 0
        self._styles = styles
        self._plain = styles.own("text", is_cell=True)
        self._small = styles.own("text", is_cell=True, across="center")
        self._link = styles.own("link", is_cell=True)
        self._of_severity = {
            each: styles.own("text", colour=colour, is_cell=True, across="center")
            for each, colour in COLOURS.items()
        }

    def add(self, cell: tuple[str, str]) -> None:
        """Add a line of one text."""
        text, font = cell
        self._add([(text, self._styles.own(font))], height=32 if font == "title" else _LEAST_HEIGHT)

    def head(self, texts: Sequence[str]) -> None:
        """Add the header."""
        self._add([(text, self._styles.head()) for text in texts], height=24)

    def listed(self, number: int, each: Listed) -> None:
        """Add a problem."""
        problem, place = each.problem, place_text(each)
        told = (place, problem.value, problem.message, problem.hint)
        self._add(
            [
                (str(number), self._small),
                (problem.severity.label, self._of_severity[problem.severity]),
                (problem.code, self._small),
                (place, self._link if each.link else self._plain),
                *((text, self._plain) for text in told[1:]),
            ],
            height=row_height(told, WIDTHS[3:]),
        )

    def _add(self, cells: Sequence[tuple[str, int]], height: int = 0) -> None:
        self.number += 1
        said = f' ht="{height}" customHeight="1"' if height else ""
        text = "".join(
            _cell(f"{letter}{self.number}", text, style)
            for letter, (text, style) in zip("ABCDEFG", cells, strict=False)
        )
        self.texts.append(f'<row r="{self.number}"{said}>{text}</row>')


def _cell(name: str, text: str, style: int) -> str:
    if text.isascii() and text.isdigit() and len(text) < 8 and name.startswith("A"):
        return f'<c r="{name}" s="{style}"><v>{text}</v></c>'
    said = escaped(text[:_LONGEST_TEXT])
    return (
        f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
    )


def row_height(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Return how high, in points, a row has to be for texts that break within their columns."""
    lines = (
        sum(-(-max(display_width(line), 1) * 9 // (width * 8)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return max(min(max(lines), _MOST_LINES) * _LINE + 6, _LEAST_HEIGHT)


def place_text(each: Listed) -> str:
    """Return the place of a problem within its file."""
    place = each.problem.place
    if place is None:
        return "（整批）"
    where = f"「{place.sheet}」" if place.sheet else ""
    where += f"!{place.cell}" if place.cell else ""
    return (where or "（整个文件）") + each.remark


def _counted(lines: Sequence[Listed]) -> str:
    counted: Mapping[Severity, int] = Counter(each.problem.severity for each in lines)
    said = "，".join(f"{each.label} {counted[each]} 条" for each in Severity if counted[each])
    return f"共 {len(lines)} 条：{said}。" if lines else "没有问题。"
