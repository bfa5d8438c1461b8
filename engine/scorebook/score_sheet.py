"""Draw a school's score sheet (评分表) as the offices print and sign it."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from engine.reports.workbook_end import end_workbook
from engine.scorebook.cells import Number, number_of, plain_text
from engine.scorebook.looks import FormLooks
from engine.scorebook.rules import Rules, Story
from engine.scorebook.score_sheet_rows import Block, Closing, Item, SheetRows
from engine.templates.page_setup import set_page
from engine.templates.styles import WORKBOOK_OPTIONS
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET = "评分表"
_LEVELS = ("一级指标", "二级指标", "三级指标")
_DIMENSION, _GROUP, _ITEM = 11, 13, 22
_STANDARD, _POINTS, _WHY, _REMARK = 42, 9, 46, 11
_HEAD_ROW, _FIRST = 2, 3
_HIGHEST_ROW = 400.0
_SCHOOLS = "学校"
_SIGNED = "日期：　　　　年　　月　　日（盖章）"


class ScoreSheets:
    """Draws the score sheets of one run.

    Args:
        has_vetoes: Whether any school of the run met a veto.
    """

    def __init__(self, rules: Rules, *, has_vetoes: bool) -> None:
        self._rules, self._rows = rules, SheetRows(rules, has_vetoes=has_vetoes)

    def write(self, story: Story, path: Path) -> None:
        """Write the workbook of a school; the same story gives the same bytes."""
        book = xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS)
        _Sheet(book, self._rules, self._rows, story).write()
        made = datetime(int(self._rules.catalogue["year"]), 1, 1)
        title = plain_text(f"{story['name']} {SHEET}")
        book.set_properties({"title": title, "author": "评衡", "created": made})
        end_workbook(book)


class _Sheet:
    """One sheet while it is drawn; its columns: levels, standard, full, points, why, remark."""

    def __init__(
        self, book: xlsxwriter.Workbook, rules: Rules, rows: SheetRows, story: Story
    ) -> None:
        self._rules, self._rows, self._story = rules, rows, story
        self._looks = FormLooks(book)
        self._sheet: Worksheet = book.add_worksheet(SHEET)
        groups = [_GROUP] if rows.has_groups else []
        self._item = 1 + len(groups)
        self._widths = [
            _DIMENSION,
            *groups,
            _ITEM,
            _STANDARD,
            _POINTS,
            _POINTS,
            _WHY,
            _REMARK,
        ]
        self._full = self._item + 2
        self._last = len(self._widths) - 1
        self._row = _FIRST

    def write(self) -> None:
        """Draw it all."""
        self._head()
        for block in self._rows.blocks(self._story):
            self._block(block)
        for closing in self._rows.closing(self._story):
            self._closing(closing)
        self._signatures()

    def _head(self) -> None:
        sheet, looks, story = self._sheet, self._looks, self._story
        subject, year = self._rules.subject, self._rules.catalogue["year"]
        for at, width in enumerate(self._widths):
            sheet.set_column(at, at, width)
        sheet.set_row(0, 40)
        self._merge(0, 0, self._last, f"{self._rules.title}{SHEET}", looks.title)
        sheet.set_row(1, 24)
        school = f"{subject}：{story['name']}　　{subject.id_word}：{story['school_id']}"
        self._merge(1, 0, self._full - 1, school, looks.line)
        cohort = f"类别：{story['cohort']}　　" if story["cohort"] else ""
        self._merge(1, self._full, self._last, f"{cohort}考核年度：{year}", looks.line_right)
        sheet.set_row(_HEAD_ROW, 26)
        titles = [*_LEVELS[: self._item + 1], "评分标准", "分值", "得分", "得失分说明", "备注"]
        for at, title in enumerate(titles):
            sheet.write_string(_HEAD_ROW, at, title, looks.head)
        sheet.freeze_panes(_FIRST, 0)
        name = f"{story['name']} · {self._rules.title}{SHEET}"
        set_page(sheet, plain_text(name).replace("\n", " "), _HEAD_ROW)

    def _block(self, block: Block) -> None:
        """Draw a dimension: its items by group, its sum, its name merged over all of them."""
        first, heights = self._row, []
        for group, members in groupby(block.items, key=lambda each: each.group):
            items = list(members)
            room = [self._height(item) for item in items]
            _stretch(room, row_height([(group, _GROUP)]))
            heights += room
            for item in items:
                self._draw_item(item)
                self._row += 1
            if group:
                self._merge(self._row - len(items), 1, 1, group, self._looks.group, self._row - 1)
        if block.full:
            heights.append(row_height([(block.why, _WHY)]))
            self._draw_sum(block)
            self._row += 1
        head = f"{block.head}\n（{block.full}分）" if block.full else block.head
        _stretch(heights, row_height([(head, _DIMENSION)]))
        for row, height in enumerate(heights, first):
            self._sheet.set_row(row, min(height, _HIGHEST_ROW))
        self._merge(first, 0, 0, head, self._looks.level, self._row - 1)

    def _height(self, item: Item) -> float:
        wide = _ITEM if item.group else sum(self._widths[1 : self._item + 1])
        texts = [(item.name, wide), (item.standard, _STANDARD), (item.why, _WHY)]
        return row_height([*texts, (item.remark, _REMARK)])

    def _draw_item(self, item: Item) -> None:
        looks, first = self._looks, self._item if item.group else 1
        self._merge(self._row, first, self._item, item.name, looks.text)
        self._text(self._item + 1, item.standard, looks.text)
        self._value(self._full, item.full)
        self._value(self._full + 1, item.points)
        self._text(self._full + 2, item.why, looks.text)
        self._text(self._last, item.remark, looks.word)

    def _draw_sum(self, block: Block) -> None:
        looks = self._looks
        self._merge(self._row, 1, self._full - 1, "小　计", looks.sum_label)
        self._value(self._full, block.full, is_sum=True)
        self._value(self._full + 1, block.points, is_sum=True)
        self._merge(self._row, self._full + 2, self._last, block.why, looks.sum_text)

    def _closing(self, closing: Closing) -> None:
        looks, sheet = self._looks, self._sheet
        after = self._full + 2 if closing.points != "" else self._full
        room = sum(self._widths[after:])
        sheet.set_row(self._row, min(max(row_height([(closing.text, room)]), 24), _HIGHEST_ROW))
        self._merge(self._row, 0, self._full - 1, closing.label, looks.sum_label)
        if closing.points != "":
            self._value(self._full, closing.full, is_sum=True)
            self._value(self._full + 1, closing.points, is_sum=True)
        self._merge(self._row, after, self._last, closing.text, looks.sum_text)
        self._row += 1

    def _signatures(self) -> None:
        """Leave room for the team and the school to sign, kept together on one page."""
        own = self._rules.subject.name
        heads = ("党组织书记", "校长") if own == _SCHOOLS else ("负责人",)
        boxes = (
            ["考核组组长（签字）：", "考核组成员（签字）："],
            [f"{own}{each}（签字）：" for each in heads],
        )
        spans = ((0, self._full - 1), (self._full, self._last))
        self._sheet.set_row(self._row, 132)
        for (first, last), lines in zip(spans, boxes, strict=True):
            text = "\n" + "\n\n\n".join((*lines, _SIGNED))
            self._merge(self._row, first, last, text, self._looks.box)
        self._row += 1

    def _text(self, column: int, text: str, look: Format) -> None:
        if not text:
            self._sheet.write_blank(self._row, column, None, look)
            return
        self._sheet.write_string(self._row, column, plain_text(text), look)

    def _value(self, column: int, value: Number | str, *, is_sum: bool = False) -> None:
        """Write points: a number as one, a word as a word."""
        if isinstance(value, str) and value:
            number = number_of(value)
            value = value if number is None else number
        if isinstance(value, Number):
            look = self._looks.number(value, is_sum=is_sum)
            self._sheet.write_number(self._row, column, value.value, look)
        else:
            self._text(column, value, self._looks.sum_label if is_sum else self._looks.word)

    def _merge(
        self, row: int, first: int, last: int, text: str, look: Format, last_row: int | None = None
    ) -> None:
        last_row = row if last_row is None else last_row
        if (row, first) == (last_row, last):
            self._sheet.write_string(row, first, plain_text(text), look)
        else:
            self._sheet.merge_range(row, first, last_row, last, plain_text(text), look)


def _stretch(heights: list[float], needed: float) -> None:
    """Make rows high enough for what is merged over them, sharing what is wanting."""
    wanting = needed - sum(heights)
    if wanting > 0:
        heights[:] = [each + wanting / len(heights) for each in heights]
