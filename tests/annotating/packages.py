"""Packages taken apart and put together again, as other programs might have written them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from tests.annotating.conftest import Book

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts_of(book: Book) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(book.data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> Book:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return Book(held.getvalue())


def with_prefixes(book: Book) -> Book:
    """Return the same workbook with a prefix on every element, as some programs write."""
    parts = parts_of(book)
    for name, xml in parts.items():
        if name.startswith("xl/") and name.endswith(".xml") and MAIN in xml:
            xml = re.sub(rb"<(/?)([a-zA-Z]\w*)(?=[\s/>])", rb"<\1x:\2", xml)
            parts[name] = xml.replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN)
    return packed(parts)
