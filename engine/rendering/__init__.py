"""Print a ruleset as the document that a committee signs: Markdown, or Word."""

from __future__ import annotations

from engine.rendering.document import Document
from engine.rendering.score_sheet import Part, indicator_sheet, score_sheet

__all__ = ["Document", "Part", "indicator_sheet", "score_sheet"]
