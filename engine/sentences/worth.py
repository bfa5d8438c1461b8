"""Say what points are: got, added or taken off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from engine.ruleset.model import RuleSet
from engine.ruleset.roles import Role
from engine.sentences.phrases import points_said


def worth_text(role: Role, points: Fraction, full: Fraction) -> str:
    """Say what an indicator's points do: 得, 加 or 扣.

    >>> worth_text(Role.BASE, Fraction(3, 2), Fraction(2))
    '得1.5分'
    >>> worth_text(Role.DEDUCTION, Fraction(3, 2), Fraction(2))
    '扣0.5分'
    """
    if role is Role.BONUS:
        return f"加{points_said(points)}" if points else "不加分"
    if role is Role.DEDUCTION:
        return f"扣{points_said(full - points)}" if points != full else "不扣分"
    return f"得{points_said(points)}" if points else "不得分"


@dataclass(frozen=True, slots=True)
class Stake:
    """What is at stake in a method: full points, and what they are for.

    Args:
        ruleset: Knows the types and units of what is measured.
    """

    full: Fraction
    role: Role
    ruleset: RuleSet

    def worth(self, points: Fraction) -> str:
        """Say what so many points of the full ones do."""
        return worth_text(self.role, points, self.full)

    @property
    def gain(self) -> str:
        """Return the verb of gaining."""
        return "加" if self.role is Role.BONUS else "得"

    def kept(self) -> Stake:
        """Return the same stake told as points that are kept, not as points taken off."""
        return replace(self, role=Role.BASE) if self.role is Role.DEDUCTION else self
