"""Build what is compared among peers (同组比较): of derived values, and of 排名赋分."""

from __future__ import annotations

from fractions import Fraction

from engine.ruleset.model import Peers
from engine.ruleset.nodes import SequenceNode
from engine.ruleset.scalars import read_number
from engine.ruleset.sections import Section

_USUAL = Peers("")


def build_peers(section: Section, value: str) -> Peers:
    """Build a comparison; what the text leaves out is as `Peers` has it.

    Args:
        section: The mapping that says with whom and how.
        value: The name of what is compared.
    """
    decimals = section.integer("decimals")
    return Peers(
        value=value,
        within=_within(section),
        lower_is_better=section.flag("lower_is_better"),
        ties=section.text("ties") or _USUAL.ties,
        winsorise=_winsorise(section),
        cut_at=section.text("cut_at") or _USUAL.cut_at,
        deviation=section.text("deviation") or _USUAL.deviation,
        decimals=decimals if decimals is not None else _USUAL.decimals,
    )


def _within(section: Section) -> tuple[str, ...]:
    if isinstance(section.get("within"), SequenceNode):
        return section.texts("within")
    return () if section.text("within") == "all" else section.draft.cohorts


def _winsorise(section: Section) -> tuple[Fraction, Fraction] | None:
    node = section.get("winsorise")
    if not isinstance(node, SequenceNode) or len(node.items) != 2:
        return None
    low, high = (read_number(item) for item in node.items)
    return (low, high) if isinstance(low, Fraction) and isinstance(high, Fraction) else None
