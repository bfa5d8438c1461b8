"""Workbooks to spoil: a small good one, and the same with parts of its package changed."""

import io
import zipfile

import xlsxwriter


def workbook(rows=(("学校标识码", "支部数"), ("0013", 3))) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet("学校")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


def repacked(change) -> bytes:
    """Return a workbook whose parts were changed by name."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return data.getvalue()
