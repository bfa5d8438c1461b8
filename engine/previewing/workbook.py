"""Write the preview as a workbook: an overview, and a sheet for each thing that moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from engine.explain import place_text
from engine.previewing.grade_sheet import write_grades
from engine.previewing.looks import Looks
from engine.previewing.preview import Direction, Preview
from engine.previewing.wording import (
    MIRROR_NOTE,
    NONE,
    TITLE,
    change_text,
    cohort_text,
    counted_text,
    deltas_text,
    is_told,
    main_parts,
    names_text,
    problems_of_one_side,
    reading_text,
    ruleset_text,
    said_of,
    year_text,
)
from engine.reports.workbook_end import end_workbook
from engine.templates.page_setup import set_page
from engine.templates.styles import WORKBOOK_OPTIONS
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Text, a number, or nothing at all.
Cell = str | int | float | None
_OVERVIEW_WIDTHS = (18, 96)
_ROW = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its width in characters, the look of its cells."""

    title: str
    width: float
    look: Format


def write_workbook(preview: Preview, path: Path) -> None:
    """Write the workbook of a preview; the same preview gives the same bytes."""
    book = _Book(preview, path)
    book.overview()
    book.schools()
    book.grades()
    book.indicators()
    book.vetoes()
    book.rules()
    book.problems()
    book.close()


class _Book:
    """The workbook while it is written."""

    def __init__(self, preview: Preview, path: Path) -> None:
        self._preview = preview
        self._book = xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS)
        self._looks = Looks(self._book)
        self._said = said_of(preview)
        self._subject = preview.rules[1].subject

    def _points(self, units: int) -> float:
        """Return points as the nearest number that a spreadsheet can hold."""
        unit = self._preview.unit
        return units * unit.numerator / unit.denominator

    def overview(self) -> None:
        """Write what was compared, and the outcome in a few lines."""
        preview, sheet = self._preview, self._book.add_worksheet("总览")
        sheet.set_column(0, 0, _OVERVIEW_WIDTHS[0])
        sheet.set_column(1, 1, _OVERVIEW_WIDTHS[1])
        sheet.set_row(0, 32)
        sheet.write_string(0, 0, TITLE, self._looks.title)
        lines = [
            ("原方案", ruleset_text(preview.written_rules[0])),
            ("新方案", ruleset_text(preview.written_rules[1])),
            ("事实", f"{preview.n_schools} {self._subject.counted}，{reading_text(preview)}"),
            *(("年度", text) for text in (year_text(preview),) if text),
            ("总分", deltas_text(preview)),
            ("等次", counted_text(preview)),
            ("否决", f"{len(preview.vetoes)} 件有变"),
            ("名额", f"{sum(not each.is_same for each in preview.quotas)} 处有变"),
            ("规则", f"{len(preview.changes)} 处有变"),
            (
                "说明",
                f"{MIRROR_NOTE}分差＝新总分－原总分；每一个分差都由“指标变动”各项精确相加而成。",
            ),
        ]
        for label, names in (
            ("升等", names_text(preview, preview.schools.going(Direction.UP))),
            ("降等", names_text(preview, preview.schools.going(Direction.DOWN))),
            ("由未定等到定等", names_text(preview, preview.schools.going(Direction.GRADED))),
            ("由定等到未定等", names_text(preview, preview.schools.going(Direction.UNGRADED))),
        ):
            lines.append((label, names or NONE))
        for each in preview.remarks:
            lines.append(("不是规则的影响", f"{each.what}。{each.hint}"))
        for row, (label, text) in enumerate(lines, 1):
            sheet.set_row(row, row_height([(text, _OVERVIEW_WIDTHS[1])]))
            sheet.write_string(row, 0, label, self._looks.word)
            sheet.write_string(row, 1, text, self._looks.text)
        set_page(sheet, TITLE, upright=True)

    def schools(self) -> None:
        """Write a row a school, by what matters."""
        looks, subject = self._looks, str(self._subject)
        columns = [
            Column(self._subject.id_word, 14, looks.word),
            Column(subject, 26, looks.text),
            Column("同组", 22, looks.text),
            Column("原总分", 10, looks.points),
            Column("新总分", 10, looks.points),
            Column("分差", 12, looks.delta),
            Column("原等次", 10, looks.word),
            Column("新等次", 10, looks.word),
            Column("等次变动", 16, looks.word),
            Column("原名次", 8, looks.whole),
            Column("新名次", 8, looks.whole),
            Column("名次升降", 9, looks.steps),
            Column("等次变动因", 16, looks.text),
            Column("分差主要来自", 44, looks.text),
            Column("其中因缺事实", 12, looks.delta),
            Column("新等次怎样得出", 50, looks.text),
        ]
        self._table("学校变动", columns, self._school_rows(), frozen=2)

    def _school_rows(self) -> Iterable[Sequence[Cell]]:
        preview, schools = self._preview, self._preview.schools
        units = (schools.total_before, schools.total_after, schools.delta, schools.lacking)
        before, after, delta, lacking = (each.tolist() for each in units)
        rated = schools.rated_before.tolist(), schools.rated_after.tolist()
        ranks = schools.rank_before.tolist(), schools.rank_after.tolist()
        up = schools.rank_move.tolist()
        for at in schools.order.tolist():
            both = rated[0][at] and rated[1][at]
            yield (
                schools.ids[at],
                schools.names[at],
                cohort_text(schools, at),
                self._points(before[at]) if rated[0][at] else None,
                self._points(after[at]) if rated[1][at] else None,
                self._points(delta[at]) if both else None,
                schools.outcome_before[at],
                schools.outcome_after[at],
                schools.directions[at].label,
                ranks[0][at] or None,
                ranks[1][at] or None,
                up[at] if ranks[0][at] and ranks[1][at] else None,
                schools.causes[at],
                main_parts(preview, at, self._said) if both and delta[at] else "",
                self._points(lacking[at]) if lacking[at] else None,
                schools.reason_after[at],
            )

    def grades(self) -> None:
        """Write the matrix of crossings, the places for grades, and the limits."""
        write_grades(self._book.add_worksheet("等次变动"), self._preview, self._looks)

    def indicators(self) -> None:
        """Write a row a part of the totals that moves anybody, or that is another in the rules."""
        looks, measure = self._looks, self._subject.measure
        columns = [
            Column("种类", 12, looks.word),
            Column("编号", 14, looks.word),
            Column("名称", 32, looks.text),
            Column("所在的组（原）", 14, looks.word),
            Column("所在的组（新）", 14, looks.word),
            Column("分值（原）", 10, looks.points),
            Column("分值（新）", 10, looks.points),
            Column("改动", 12, looks.word),
            Column("合计", 14, looks.delta),
            Column("平均", 12, looks.delta),
            Column(f"升几{measure}", 9, looks.whole),
            Column(f"降几{measure}", 9, looks.whole),
            Column("最大的变动", 12, looks.delta),
            Column("是谁", 26, looks.text),
            Column(f"缺事实几{measure}", 11, looks.whole),
        ]
        rows = (
            (
                move.key.kind.label,
                move.key.id,
                move.name,
                move.group_before,
                move.group_after,
                _number(move.full_before),
                _number(move.full_after),
                change_text(move),
                self._points(move.total),
                float(move.mean),
                move.n_gaining,
                move.n_losing,
                self._points(move.most) if move.most else None,
                self._preview.schools.names[move.most_school] if move.most else "",
                move.n_lacking or None,
            )
            for move in self._preview.parts.moves
            if is_told(move)
        )
        self._table("指标变动", columns, rows, frozen=3)

    def vetoes(self) -> None:
        """Write a row a school and clause that stand otherwise."""
        looks, schools = self._looks, self._preview.schools
        columns = [
            Column("条款", 12, looks.word),
            Column("名称", 32, looks.text),
            Column(self._subject.id_word, 14, looks.word),
            Column(str(self._subject), 26, looks.text),
            Column("变动", 12, looks.word),
            Column("原状态", 16, looks.word),
            Column("新状态", 16, looks.word),
            Column("原后果", 48, looks.text),
            Column("新后果", 48, looks.text),
        ]
        rows = (
            (
                move.clause,
                move.name,
                schools.ids[move.school],
                schools.names[move.school],
                move.label,
                move.status_before or NONE,
                move.status_after or NONE,
                "；".join(move.effects_before),
                "；".join(move.effects_after),
            )
            for move in self._preview.vetoes
        )
        self._table("否决变动", columns, rows, frozen=2)

    def rules(self) -> None:
        """Write a row a change of the rules."""
        looks = self._looks
        columns = [
            Column("部分", 14, looks.word),
            Column("哪一条", 36, looks.text),
            Column("变动", 8, looks.word),
            Column("哪一项", 14, looks.word),
            Column("原来", 44, looks.text),
            Column("现在", 44, looks.text),
            Column("原来在", 36, looks.text),
            Column("现在在", 36, looks.text),
        ]
        rows = (
            (
                each.section,
                each.part,
                each.kind.label,
                each.item,
                each.before,
                each.after,
                place_text(each.place_before),
                place_text(each.place_after),
            )
            for each in self._preview.changes
        )
        self._table("规则变动", columns, rows, frozen=2)

    def problems(self) -> None:
        """Write what is not due to the rules, then the problems that only one side meets."""
        looks = self._looks
        columns = [
            Column("哪一类", 16, looks.word),
            Column("代号", 8, looks.word),
            Column("程度", 8, looks.word),
            Column("位置", 40, looks.text),
            Column("说明", 70, looks.text),
            Column("怎么办", 50, looks.text),
        ]
        remarks = (
            ("不是规则的影响", "", "", each.place, each.what, each.hint)
            for each in self._preview.remarks
        )
        problems = (
            (side, each.code, each.severity.label, place_text(each.place), each.message, each.hint)
            for side, each in problems_of_one_side(self._preview)
        )
        self._table("问题", columns, (*remarks, *problems), frozen=1)

    def _table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, frozen: int
    ) -> None:
        sheet, last = self._book.add_worksheet(name), 0
        sheet.set_default_row(_ROW)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, self._looks.head)
        sheet.set_row(0, 32)
        wrapping = [at for at, column in enumerate(columns) if column.look is self._looks.text]
        for last, cells in enumerate(rows, 1):
            texts = [(str(cells[at]), columns[at].width) for at in wrapping]
            height = row_height(texts)
            if height > _ROW + 1:
                sheet.set_row(last, height)
            for at, cell in enumerate(cells):
                _write(sheet, last, at, cell, columns[at].look)
        if not last:
            last = 1
            sheet.write_string(1, 0, "没有变动" if name != "问题" else "没有", self._looks.word)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.freeze_panes(1, frozen)
        if frozen:
            sheet.repeat_columns(0, frozen - 1)  # who it is about, on the pages of the right half
        set_page(sheet, f"{TITLE} · {name}", 0, width=sum(each.width for each in columns))

    def close(self) -> None:
        """Finish the workbook."""
        after = self._preview.rules[1]
        made = datetime(after.window[0].year, 1, 1)
        self._book.set_properties(
            {"title": f"{TITLE} {after.name}", "author": "评衡", "created": made}
        )
        end_workbook(self._book)


def _write(sheet: Worksheet, row: int, at: int, cell: Cell, look: Format) -> None:
    """Write a cell; what is text stays text, however it begins."""
    if cell is None:
        sheet.write_blank(row, at, None, look)
    elif isinstance(cell, str):
        sheet.write_string(row, at, cell, look)
    else:
        sheet.write_number(row, at, cell, look)


def _number(full: Fraction | None) -> float | None:
    return None if full is None else float(full)
