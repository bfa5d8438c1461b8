"""Lay the fact sheets out as the offices hand them in: wide for many schools, tall for one.

The same schools give the same bytes: the date of creation is fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from cohort.schools import Cell, School, Written
from engine.ruleset.model import Field, FieldType, RecordTable, RuleSet
from engine.ruleset.walking import names_read

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT = "等线"
RED, PALE, LINE, GREY = "#8C2F2B", "#FBF3EF", "#D8CFCA", "#6B6560"
FIRST_ROW = 3  # below the title, the note and the header
MADE_ON = datetime(2026, 1, 5, 9, 0, 0)  # when the offices hand in


class Styles:
    """The cell formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._made = book, {}  # type: ignore[var-annotated]
        self.title = self._make(bold=True, font_size=15, font_color=RED, valign="vcenter")
        self.note = self._make(font_color=GREY, text_wrap=True, valign="vcenter", font_size=10)
        self.head = self._make(
            bold=True, font_color="#FFFFFF", bg_color=RED, border=1, border_color="#FFFFFF",
            text_wrap=True, align="center", valign="vcenter", font_size=10,
        )  # fmt: skip

    def body(self, number_format: str, align: str, is_odd: bool) -> Format:
        """Return the format of a cell in the table, every other row tinted."""
        key = (number_format, align, is_odd)
        if key not in self._made:
            tint: dict[str, object] = {"bg_color": PALE} if is_odd else {}
            if align == "left":
                tint["indent"] = 1
            self._made[key] = self._make(
                num_format=number_format, align=align, valign="vcenter", text_wrap=align == "left",
                border=1, border_color=LINE, font_size=10, **tint,
            )  # fmt: skip
        made: Format = self._made[key]
        return made

    def _make(self, **properties: object) -> Format:
        return self._book.add_format({"font_name": FONT, **properties})


def write_workbook(ruleset: RuleSet, path: Path, office: str, schools: Sequence[School]) -> None:
    """Write one workbook: a tall form for a school of its own, else one row a school."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": f"{office}事实表", "author": office, "created": MADE_ON})
        styles = Styles(book)
        alone = schools[0].handed_in_by == "单独报送"
        for name, fields in sheets_of(ruleset).items():
            sheet = _add_sheet(book, name)
            title = f"{office}　{ruleset.year} 年度党建考核事实表 · {name}"
            if alone:
                _write_form(sheet, styles, title, fields, schools[0])
            else:
                listed = [school for school in schools if school.stands_on(name)]
                _write_schools(sheet, styles, title, _named(ruleset, fields), listed)
        for table in ruleset.tables.values():
            if table.from_last_year:
                continue
            sheet = _add_sheet(book, table.id)
            title = f"{office}　{ruleset.year} 年度台账 · {table.id}"
            owners = [] if alone else _named(ruleset, [])
            _write_records(sheet, styles, title, table, owners, schools)


def _add_sheet(book: Workbook, name: str) -> Worksheet:
    """Add a sheet that prints on A3, the header on every page."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.set_footer("&C&A　第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
    return sheet


def sheets_of(ruleset: RuleSet) -> dict[str, list[Field]]:
    """Return sheet name -> its fields: who the school is, then as the dimensions come."""
    sheets: dict[str, list[Field]] = {ruleset.fields[ruleset.id_field].sheet: []}
    for dimension in ruleset.dimensions:
        names = (name for leaf in dimension.leaves() for name in names_read(leaf.method))
        read = [ruleset.fields[name] for name in names if name in ruleset.fields]
        for sheet, _ in Counter(field.sheet for field in read).most_common():
            sheets.setdefault(sheet, [])
    for field in ruleset.fields.values():
        sheets.setdefault(field.sheet, []).append(field)
    return {sheet or "基本信息": fields for sheet, fields in sheets.items()}


def _named(ruleset: RuleSet, fields: list[Field]) -> list[Field]:
    """Put the school's id and name in front."""
    first = [ruleset.fields[ruleset.id_field], ruleset.fields[ruleset.name_field]]
    return first + [field for field in fields if field not in first]


def _write_schools(
    sheet: Worksheet, styles: Styles, title: str, fields: list[Field], schools: Sequence[School]
) -> None:
    note = "一校一行。空白表示没有填，不等于 0；没有的事填 0 或“无”，不适用的留空或填“不适用”。"
    _write_head(sheet, styles, title, note, fields)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_columns(0, 1)
    for row, school in enumerate(schools):
        sheet.set_row_pixels(FIRST_ROW + row, 24)
        for column, field in enumerate(fields):
            _write_cell(
                sheet, styles, FIRST_ROW + row, column, field, school.facts.get(field.id), row
            )


def _write_form(
    sheet: Worksheet, styles: Styles, title: str, fields: list[Field], school: School
) -> None:
    """Write the tall form of one school: a line for each field."""
    heads = ("字段", "填报值", "单位", "填报部门", "佐证", "填报说明")
    sheet.merge_range(0, 0, 0, len(heads) - 1, title, styles.title)
    sheet.merge_range(1, 0, 1, len(heads) - 1, "请在“填报值”一列填写。", styles.note)
    sheet.set_row_pixels(0, 40)
    for column, (head, width) in enumerate(zip(heads, (30, 24, 8, 12, 34, 46), strict=True)):
        sheet.write_string(FIRST_ROW - 1, column, head, styles.head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(FIRST_ROW, 2)
    for number, field in enumerate(fields):
        row = FIRST_ROW + number
        left = styles.body("@", "left", number % 2 == 1)
        sheet.set_row_pixels(row, 24 if len(field.note) < 28 else 42)
        sheet.write_string(row, 0, field.id + ("*" if field.required else ""), left)
        _write_cell(sheet, styles, row, 1, field, school.facts.get(field.id), number)
        for column, text in enumerate((field.unit, field.filled_by, field.evidence, field.note), 2):
            sheet.write(row, column, text, left)


def _write_records(
    sheet: Worksheet,
    styles: Styles,
    title: str,
    table: RecordTable,
    owners: list[Field],
    schools: Sequence[School],
) -> None:
    fields = [*owners, *table.fields.values()]
    note = table.note or "一件一行。"
    if table.zero_report:
        note += "（零报告：没有的学校也要写一行“无”。）"
    _write_head(sheet, styles, title, note, fields)
    sheet.freeze_panes(FIRST_ROW, len(owners))
    if owners:
        sheet.repeat_columns(0, len(owners) - 1)
    row = 0
    for school in schools:
        own = {field.id: school.facts.get(field.id) for field in owners}
        if table.id not in school.records or not school.stands_on(table.id):
            continue
        rows = school.records[table.id]
        for record in [{next(iter(table.fields)): Written("无")}] if rows is None else rows:
            for column, field in enumerate(fields):
                cell = record.get(field.id, own.get(field.id))
                _write_cell(sheet, styles, FIRST_ROW + row, column, field, cell, row)
            row += 1


def _write_head(
    sheet: Worksheet, styles: Styles, title: str, note: str, fields: list[Field]
) -> None:
    last = max(7, len(fields) - 1)
    sheet.merge_range(0, 0, 0, min(last, 11), title, styles.title)
    sheet.merge_range(1, 0, 1, min(last, 11), note, styles.note)
    sheet.set_row_pixels(0, 40)
    sheet.set_row_pixels(1, 36)
    n_lines = 1
    for column, field in enumerate(fields):
        unit = f"\n（{field.unit}）" if field.unit else ""
        text = field.id + ("*" if field.required else "") + unit
        width = _width(field)
        n_lines = max(n_lines, -(-len(field.id) * 2 // (width - 1)) + bool(field.unit))
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW - 1, column, text, styles.head)
    sheet.set_row_pixels(FIRST_ROW - 1, 14 + 18 * n_lines)


def _width(field: Field) -> int:
    """Return a column's width in characters: what is written there, and a bearable header."""
    if field.type is FieldType.TEXT:
        return 26 if "名称" in field.id else 14 if "编号" not in field.id else 16
    if field.type is FieldType.SET:
        return 22
    longest = max((2 * len(choice) + 2 for choice in field.choices), default=0)
    return max(longest, 13 if field.type is FieldType.DATE else 10, min(14, len(field.id) + 4))


def _write_cell(
    sheet: Worksheet, styles: Styles, row: int, column: int, field: Field, cell: Cell, number: int
) -> None:
    """Write one cell as an office clerk would have typed it."""
    odd = number % 2 == 1
    align = "left" if field.type in (FieldType.TEXT, FieldType.SET) else "center"
    match cell:
        case None:
            sheet.write_blank(row, column, None, styles.body("General", align, odd))
        case Written():
            sheet.write(row, column, cell.text, styles.body("General", align, odd))
        case bool():
            sheet.write_string(
                row, column, "是" if cell else "否", styles.body("General", align, odd)
            )
        case int():
            sheet.write_number(row, column, cell, styles.body("0", align, odd))
        case Fraction():
            places = (
                max(0, field.decimals - 2) if field.type is FieldType.PERCENT else field.decimals
            )
            shape = "0" + ("." + "0" * places if places else "")
            shape += "%" if field.type is FieldType.PERCENT else ""
            sheet.write_number(row, column, float(cell), styles.body(shape, align, odd))
        case date():
            sheet.write_datetime(
                row, column, datetime(cell.year, cell.month, cell.day),
                styles.body("yyyy-mm-dd", align, odd),
            )  # fmt: skip
        case tuple():
            sheet.write_string(row, column, "、".join(cell) or "无", styles.body("@", align, odd))
        case str():
            sheet.write_string(row, column, cell, styles.body("@", align, odd))


def office_name(book: str, schools: Mapping[str, Sequence[School]]) -> str:
    """Return the office that hands a workbook in: 市直学校, a county, or the school itself."""
    return f"{book}学校" if schools[book][0].handed_in_by != "单独报送" else book
