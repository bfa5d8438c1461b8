"""Say what must hold between facts before anything is scored (核对)."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from engine.diagnostics import Severity
from engine.ruleset.conditions import Compare, Condition
from engine.ruleset.model import Check, CheckKind, RuleSet
from engine.sentences.conditions import condition_text

_SEVERITIES = {Severity.NOTE: "提示", Severity.WARNING: "警告", Severity.ERROR: "错误"}


def check_sentence(check: Check, ruleset: RuleSet) -> str:
    """Say what a check asks, where, and what becomes of what does not hold."""
    where = f"“{check.table}”台账逐条：" if check.table else ""
    when = ""
    if check.when is not None:
        when = f"{condition_text(check.when, ruleset, check.table)}的，"
    fate = "；不符的不采用，改正前暂缓定等" if check.rejects else ""
    severity = _SEVERITIES[check.severity]
    return f"{where}{when}{asked_text(check, ruleset)}（{severity}{fate}）。"


def asked_text(check: Check, ruleset: RuleSet) -> str:
    """Say what a check asks for."""
    match check.kind:
        case CheckKind.PART:
            return "；".join(part_text(each) for each in check.holds)
        case CheckKind.CONDITION:
            return "；".join(
                f"应{condition_text(each, ruleset, check.table)}" for each in check.holds
            )
        case CheckKind.WINDOW:
            dates = "、".join(f"“{each}”" for each in check.values)
            return f"{dates}应在考核窗口（{window_text(ruleset.window)}）内"
        case _:
            assert_never(check.kind)


def part_text(holds: Condition) -> str:
    """Say that a part is no more than the whole."""
    if not isinstance(holds, Compare):
        raise TypeError(f"{holds!r} compares no part with a whole")
    return f"“{holds.value}”不应多于“{holds.other}”"


def window_text(window: tuple[date, date]) -> str:
    """Say from which day to which: 2025-01-01 至 2025-12-31."""
    first, last = window
    return f"{first} 至 {last}"
