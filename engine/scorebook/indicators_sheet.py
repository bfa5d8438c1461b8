"""指标得分: schools by indicators, under heads merged by dimension and group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from engine.scorebook.cells import plain_text, shown_points
from engine.scorebook.looks import Looks
from engine.scorebook.rules import NO_TOTAL, SCORED, Rules, Story
from engine.templates.page_setup import set_page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_CELL, _ID, _NAME, _TOTAL = 10.5, 15.0, 24.0, 11.0
_FIXED = 3  # id, name, total
_HEAD_HEIGHTS = (24, 40, 62, 20)  # dimension, group, indicator, full points
_OTHERS = "加分与扣分"
_ROW = 20
# Columns of short numbers are printed a third larger than sentences.
_LARGER = 1.35


class IndicatorsSheet:
    """The sheet while it is written; its rows are schools, its columns indicators."""

    NAME = "指标得分"
    ABOUT = "一{所学校}一行，一项指标一列"

    def __init__(self, sheet: Worksheet, rules: Rules, looks: Looks) -> None:
        self.n_rows = 0
        self._sheet, self._rules, self._looks = sheet, rules, looks
        self._last = _FIXED + len(rules.indicators) - 1
        for at, width in enumerate((_ID, _NAME, _TOTAL)):
            sheet.set_column(at, at, width)
        sheet.set_column(_FIXED, max(self._last, _FIXED), _CELL)
        self._head()
        first = len(_HEAD_HEIGHTS)
        sheet.freeze_panes(first, _FIXED)
        sheet.repeat_columns(0, _FIXED - 1)
        width = (_ID + _NAME + _TOTAL + _CELL * len(rules.indicators)) * _LARGER
        set_page(sheet, f"{rules.title} · {self.NAME}", 0, width=width)
        sheet.repeat_rows(0, first - 1)

    def _head(self) -> None:
        sheet, looks, indicators = self._sheet, self._looks, self._rules.indicators
        for row, height in enumerate(_HEAD_HEIGHTS):
            sheet.set_row(row, height)
            if row == 0:
                self._span(row, 0, _FIXED - 1, f"{self.NAME}（横看一{self._measure}，竖看一项）")
                self._spans(row, lambda each: each["path"][0] if each["path"] else _OTHERS)
            elif row == 1:
                self._span(row, 0, _FIXED - 1, "不是已计分的，格中写明状态，不作0分")
                self._spans(row, _group_of)
            elif row == 2:
                self._texts(row, (self._rules.subject.id_word, str(self._rules.subject), "总分"))
                for at, each in enumerate(indicators, _FIXED):
                    sheet.write_string(row, at, f"{each['id']}\n{each['name']}", looks.head)
            else:
                self._texts(row, ("", "分值", str(self._rules.catalogue["full"])))
                for at, each in enumerate(indicators, _FIXED):
                    self._full(row, at, each)

    @property
    def _measure(self) -> str:
        return self._rules.subject.measure + str(self._rules.subject)

    def _full(self, row: int, at: int, indicator: Story) -> None:
        path = indicator["path"]
        text = "" if not path or indicator["full"] == "0" else f"{indicator['full']}分"
        self._sheet.write_string(row, at, text, self._looks.head)

    def _texts(self, row: int, texts: Sequence[str]) -> None:
        for at, text in enumerate(texts):
            self._sheet.write_string(row, at, text, self._looks.head)

    def _spans(self, row: int, head_of: Callable[[Story], str]) -> None:
        """Write one merged cell over neighbours that share a head within a dimension."""
        at = _FIXED
        keyed = ((each["path"][:1], head_of(each)) for each in self._rules.indicators)
        for (_, text), members in groupby(keyed):
            last = at + sum(1 for _ in members) - 1
            self._span(row, at, last, text)
            at = last + 1

    def _span(self, row: int, first: int, last: int, text: str) -> None:
        if first == last:
            self._sheet.write_string(row, first, plain_text(text), self._looks.head)
        else:
            self._sheet.merge_range(row, first, row, last, plain_text(text), self._looks.head)

    def add(self, story: Story) -> None:
        """Write the row of a school."""
        sheet, looks = self._sheet, self._looks
        row = len(_HEAD_HEIGHTS) + self.n_rows
        self.n_rows += 1
        sheet.set_row(row, _ROW)
        sheet.write_string(row, 0, plain_text(story["school_id"]), looks.word)
        sheet.write_string(row, 1, plain_text(story["name"]), looks.text)
        total = story["total"]
        self._points(row, 2, NO_TOTAL if total is None else total, SCORED, is_total=True)
        cells = zip(story["points"], story["statuses"], strict=True)
        for at, (points, status) in enumerate(cells, _FIXED):
            self._points(row, at, points, status)

    def _points(
        self, row: int, at: int, points: str, status: str, *, is_total: bool = False
    ) -> None:
        """Write points; without any, the status as a word, and with both, both."""
        number, word = shown_points(points, status)
        if number is None:
            self._sheet.write_string(row, at, word, self._looks.status)
        elif is_total or word or number.denominator != 1:
            look = self._looks.fraction(number.denominator, bold=is_total, word=word)
            self._sheet.write_number(row, at, number.value, look)
        else:
            self._sheet.write_number(row, at, number.value, self._looks.points)

    def close(self) -> None:
        """Let the rows be filtered."""
        first = len(_HEAD_HEIGHTS) - 1
        self._sheet.autofilter(first, 0, first + max(self.n_rows, 1), self._last)


def _group_of(indicator: Story) -> str:
    """Name the groups between a dimension and its indicator."""
    return "／".join(indicator["path"][1:]) or " "
