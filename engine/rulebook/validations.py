"""What Excel offers in a cell of a rulebook, and what it takes there."""

from __future__ import annotations

from typing import Any

from engine.rulebook.layout import Column, Kind, Shown
from engine.rulebook.offers import Lists, Offers
from engine.rulebook.schemas import words_of

# Dates are numbers to a spreadsheet: those of our time lie above this, no points do.
_LARGEST_NUMBER = 30_000
_FRACTION = "分数（如 10/3）会被认成日期：请先把这一格的格式设为“文本”，再写。"


def validation_of(
    column: Column, cell: str, lists: Lists, offers: Offers, *, is_english: bool
) -> dict[str, Any] | None:
    """Return what Excel is told about the cells of a column; None where anything goes.

    Args:
        cell: The first of the cells, as formulas name it.
    """
    match column.kind:
        case Kind.FLAG:
            yes, no = ("true", "false") if is_english else ("是", "否")
            return _listed(lists, (yes, no), f"请选 {yes} 或 {no}；不写的请空着。")
        case Kind.WORD:
            return _listed(
                lists,
                words_of(column.group, is_english=is_english),
                "请从下拉框里选一个；不写的请空着。",
            )
        case Kind.NUMBER:
            return {
                "validate": "custom",
                "value": f"=OR(ISTEXT({cell}),AND(ISNUMBER({cell}),{cell}<{_LARGEST_NUMBER}))",
                "error_title": "要填数",
                "error_message": f"这一格填数，如 2、0.5、90%。{_FRACTION}",
            }
        case Kind.DATE:
            return None
    words = offers.get(column.offered, ())
    if column.group:
        words = words_of(column.group, is_english=is_english)
    if not words:
        return None
    # What else is typed is taken: several names, a condition, a name that is new.
    return {"validate": "list", "source": lists.source(words), "show_error": False}


def exceeds(shown: Shown) -> bool:
    """Tell whether a number is larger than cells for numbers take."""
    return isinstance(shown.value, float) and shown.value >= _LARGEST_NUMBER


def _listed(lists: Lists, words: tuple[str, ...], said: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": lists.source(words),
        "error_title": "没有这种写法",
        "error_message": said,
    }
