"""Letters to schools: what was found (反馈意见书), and what has to be mended (整改清单)."""

from __future__ import annotations

from engine.letters.office import Office
from engine.letters.papers import Paper, templates_in
from engine.letters.publishing import PublicationWish, write_publication
from engine.letters.writing import Wish, write_letters

__all__ = [
    "Office",
    "Paper",
    "PublicationWish",
    "Wish",
    "templates_in",
    "write_letters",
    "write_publication",
]
