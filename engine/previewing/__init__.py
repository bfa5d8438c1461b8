"""The same facts under two rulesets: who would move, before anything is adopted (预演)."""

from engine.previewing.assessing import preview_rules
from engine.previewing.comparing import compare_assessments
from engine.previewing.folder import check_previewable, write_preview
from engine.previewing.preview import Preview

__all__ = [
    "Preview",
    "check_previewable",
    "compare_assessments",
    "preview_rules",
    "write_preview",
]
