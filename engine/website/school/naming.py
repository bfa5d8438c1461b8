"""Name the section of a school, so that links find it whatever its id holds."""

from __future__ import annotations

from urllib.parse import quote


def section_id(school_id: str) -> str:
    """Return the id of a school's section in a page.

    >>> section_id("0120020"), section_id("甲 1")
    ('s-0120020', 's-%E7%94%B2%201')
    """
    return f"s-{quote(school_id, safe='')}"
