"""One line of a ledger (分数台账): one movement of points, its rule, its facts, its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.diagnostics import Place
from engine.explain.citations import FactRead

# Kinds of ledger lines (台账行), in the order in which a ledger lists them.
LEDGER_KINDS: Mapping[str, str] = {
    "full": "满分",
    "loss": "失分",
    "gap": "缺项",
    "not_applicable": "不适用",
    "rescale": "折算",
    "limit": "限定",
    "bonus": "加分",
    "bonus_cap": "加分封顶",
    "deduction": "扣分",
    "deduction_cap": "扣分封顶",
    "clip": "总分限额",
    "veto": "否决计零",
    "veto_rescale": "否决后折算",
    "rounding": "四舍五入",
    "unrated": "无分",
}


class LineKind(StrEnum):
    """What moved the points; the order is that of a ledger."""

    FULL = "full"
    LOSS = "loss"
    GAP = "gap"
    NOT_APPLICABLE = "not_applicable"
    RESCALE = "rescale"
    LIMIT = "limit"
    BONUS = "bonus"
    BONUS_CAP = "bonus_cap"
    DEDUCTION = "deduction"
    DEDUCTION_CAP = "deduction_cap"
    CLIP = "clip"
    VETO = "veto"
    VETO_RESCALE = "veto_rescale"
    ROUNDING = "rounding"
    UNRATED = "unrated"

    @property
    def label(self) -> str:
        return LEDGER_KINDS[self.value]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One movement of points of one school.

    Args:
        seq: From 1, in the order of the ledger.
        rule: Id of the indicator, group, dimension, clause, or of the ruleset.
        rule_place: The line of the rules that moved the points.
        points: In units; what is lost is negative.
        facts: The facts that were read, each with its cell.
        sentence: Fact, threshold, arithmetic and points, in Chinese.
        status: Status label of the indicator for lines about one, else empty.
        about: For a line of a veto, the indicator that it sets to zero.
    """

    seq: int
    kind: LineKind
    rule: str
    rule_place: Place | None
    points: int
    facts: tuple[FactRead, ...]
    sentence: str
    status: str = ""
    about: str = ""
