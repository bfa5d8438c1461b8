"""A workbook with everything that people put into workbooks besides values."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from tests.annotating.conftest import Book


def rich_book() -> Book:
    """Return it: formats, formulas, validations, pictures, charts, names, properties, and more."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"title": "填报表", "author": "某校办公室"})
    book.set_custom_property("方案", "datong-2025")
    _school_sheet(book, book.add_worksheet("学校"))
    _records_sheet(book.add_worksheet("师德案件"))
    hidden = book.add_worksheet("旧数据")
    hidden.write_row(0, 0, ["学校标识码", "支部数"])
    hidden.hide()
    secret = book.add_worksheet("选项")
    secret.write_column(0, 0, ["是", "否"])
    secret.very_hidden()
    chart_sheet = book.add_chartsheet("图")
    chart_sheet.set_chart(_chart(book))
    book.define_name("学校!合计区", "=学校!$C$3:$C$5")
    book.define_name("全部选项", "=选项!$A$1:$A$2")
    book.close()
    return Book(held.getvalue())


def _school_sheet(book: Any, sheet: Any) -> None:
    title = book.add_format(
        {"bold": True, "font_size": 16, "align": "center", "bg_color": "#C00000"}
    )
    head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "font_name": "楷体"})
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"', "locked": False})
    share = book.add_format({"num_format": "0.0%", "bg_color": "#FFF2CC", "locked": False})
    sheet.merge_range("A1:E1", "2025 年度填报表", title)
    sheet.write_row(1, 0, ["学校标识码", "修订日期", "支部数", "覆盖率", "备注"], head)
    for row in range(2, 5):
        sheet.write_string(row, 0, f"00{row}", book.add_format({"num_format": "@"}))
        sheet.write_datetime(row, 1, date(2025, 9, row), day)
        sheet.write_number(row, 2, row * 3)
        sheet.write_number(row, 3, row / 10, share)
    sheet.merge_range("E3:E5", "三行合并")
    sheet.write_formula("C6", "=SUM(C3:C5)", None, 27)
    sheet.write_rich_string("A8", "红", book.add_format({"color": "red"}), "字", "黑字")
    sheet.set_column("A:A", 18, book.add_format({"italic": True}))
    sheet.set_column("F:F", 5, None, {"hidden": True})
    sheet.set_row(1, 40)
    sheet.set_row(8, 20, book.add_format({"bg_color": "#E2EFDA"}))
    sheet.freeze_panes(2, 1)
    sheet.data_validation(
        "C3:C5", {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 50}
    )
    sheet.data_validation("E3", {"validate": "list", "source": "=选项!$A$1:$A$2"})
    sheet.conditional_format("C3:C5", {"type": "3_color_scale"})
    sheet.conditional_format("D3:D5", {"type": "data_bar", "data_bar_2010": True})
    sheet.autofilter("A2:E5")
    sheet.protect("mima", {"select_locked_cells": True})
    sheet.write_comment("A3", "某人写的批注", {"author": "某人", "x_scale": 1.5})
    sheet.insert_image("G2", "图.png", {"image_data": BytesIO(picture())})
    sheet.insert_chart("G8", _chart(book))
    sheet.insert_textbox("G20", "填表须知")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(1)
    sheet.print_area("A1:E9")
    sheet.set_header(
        "&C填报表&G", {"image_center": "图.png", "image_data_center": BytesIO(picture())}
    )
    sheet.add_sparkline("F3", {"range": "学校!C3:D3"})


def _records_sheet(sheet: Any) -> None:
    sheet.write_row(0, 0, ["学校标识码", "教师"])
    sheet.write_row(1, 0, ["002", "甲"])
    sheet.add_table("A1:B2", {"columns": [{"header": "学校标识码"}, {"header": "教师"}]})
    sheet.write_url("D1", "https://example.org/", string="依据")


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=学校!$C$3:$C$5"})
    return chart


def picture() -> bytes:
    """Return a small red picture (PNG)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    size = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xc0\0\0" * 4 for _ in range(4)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
