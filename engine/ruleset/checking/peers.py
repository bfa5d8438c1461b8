"""Check what is compared among peers, and with whom."""

from __future__ import annotations

from engine.diagnostics import Place
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import FieldType, Peers

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)
_PARTING = (FieldType.CHOICE, FieldType.BOOLEAN, FieldType.TEXT)


def check_peers(peers: Peers, part: Place | None, inspection: Inspection) -> None:
    """Check one comparison.

    Args:
        peers: What the rules ask for.
        part: The mapping that it is written in.
        inspection: Gets what is wrong.
    """
    inspection.term(peers.value, inspection.at(part, "value"), _NUMERIC, purpose="同组比较")
    if part is not None and (part, "within/0") in inspection.draft.value_places:
        for name, place in inspection.each(part, "within", peers.within):
            _check_field(name, place, inspection)
    if peers.winsorise is not None and peers.winsorise[0] >= peers.winsorise[1]:
        inspection.diagnostics.error(
            "R048",
            "缩尾的下限应当小于上限",
            inspection.at(part, "winsorise"),
            hint="例如 [5%, 95%]：把最低的 5% 和最高的 5% 拉到这两个分位数",
        )


def _check_field(name: str, place: Place | None, inspection: Inspection) -> None:
    """Check a field that parts schools: derived values and record columns do not."""
    term = inspection.term(name, place, _PARTING, purpose="比较范围")
    if term is not None and term.is_derived:
        inspection.diagnostics.error(
            "R046",
            f"比较范围要用字段，“{name}”是派生值",
            place,
            name,
            "请换一个单选、是否或文本字段",
        )
