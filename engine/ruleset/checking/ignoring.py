"""Check the findings that are not told again (不再提示): that there is such a code."""

from __future__ import annotations

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.codes import CODES, FINDINGS
from engine.ruleset.suggesting import closest


def check_ignored(inspection: Inspection) -> None:
    """Check every entry; whether it silences anything is told when the findings are known."""
    for entry in inspection.ruleset.ignored:
        if not entry.code or entry.code in CODES or entry.code in FINDINGS:
            continue
        nearest = closest(entry.code, (*FINDINGS, *CODES))
        hint = f"是不是想写“{nearest}”？" if nearest else ""
        inspection.diagnostics.error(
            "R200",
            f"没有代号“{entry.code}”",
            inspection.at(entry.place, "code"),
            entry.code,
            f"{hint}请照检查列出的代号写，如 L010、R070",
        )
