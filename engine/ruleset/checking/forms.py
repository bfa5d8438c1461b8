"""Check the fingerprints of earlier forms whose workbooks are still read (接受的填报表)."""

from __future__ import annotations

import re

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.form import FINGERPRINT_LENGTH, form_fingerprint

_FINGERPRINT = re.compile(rf"[0-9a-f]{{{FINGERPRINT_LENGTH}}}")


def check_accepted_forms(inspection: Inspection) -> None:
    """Check that each is a fingerprint, and not the one that holds anyway."""
    ruleset = inspection.ruleset
    own = form_fingerprint(ruleset)
    for form, place in inspection.each(ruleset.place, "accepted_forms", ruleset.accepted_forms):
        if not _FINGERPRINT.fullmatch(form):
            inspection.diagnostics.error(
                "R190",
                f"“{form}”不是填报表的指纹",
                place,
                form,
                f"指纹是 {FINGERPRINT_LENGTH} 位数字和小写字母，印在填报表“说明”的“表式标识”里",
            )
        elif form == own:
            inspection.diagnostics.note(
                "R191", "这就是现在的填报表的指纹，不写也照读", place, form, "可以删去"
            )
