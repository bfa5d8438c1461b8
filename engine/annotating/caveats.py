"""Say what a changed package cannot keep as it was; everything else is carried over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.annotating.parts import Parts
from engine.annotating.sheet_part import Cell
from engine.annotating.splicing import read_elements
from engine.facts.table import column_letters

_LISTED = 5


def caveats_of(parts: Parts, remarked: Mapping[str, Mapping[Cell, Any]]) -> list[str]:
    """Return sentences about a copy, in Chinese.

    Args:
        remarked: Part of a sheet -> the cells that were commented on.
    """
    found = []
    if any(name.startswith("_xmlsignatures/") for name in parts.names()):
        found.append("原文件有数字签名，副本改动过，签名会显示无效；原件的签名不受影响。")
    hidden = [
        name
        for part, cells in remarked.items()
        for name in _threaded(parts, part)
        if name in {f"{column_letters(column)}{row}" for row, column in cells}
    ]
    if hidden:
        listed = "、".join(hidden[:_LISTED]) + (f" 等 {len(hidden)} 格" if hidden[_LISTED:] else "")
        found.append(f"{listed}原有会话式批注，Excel 里只显示会话，问题请看这张清单。")
    return found


def _threaded(parts: Parts, part: str) -> list[str]:
    """Return the cells of a sheet that have a conversation of comments."""
    name = parts.related(part, "threadedComment")
    if name not in parts:
        return []
    elements = read_elements(parts.xml(name))
    return [each.attributes.get("ref", "") for each in elements if each.name == "threadedComment"]
