"""A finding: one clause met, or possibly met, by one record or by one school's own facts."""

from __future__ import annotations

from dataclasses import dataclass

from engine.veto.trace import VetoStatus


@dataclass(frozen=True, slots=True)
class Finding:
    """What the screen found, with everything that the chain needs to know about it.

    Args:
        school: Position in FactTable.school_ids.
        clause: The clause that is triggered.
        record: Row in the clause's RecordSet; -1 for the school's own facts, or where the
            whole table is missing.
        certain: The trigger holds; False: it cannot be decided.
        event: What ties cases of one event: the event id, or the record itself.
        event_id: The event id as written, empty where there is none.
        reliefs: (name, 成立 | 不成立 | 不能判定 | 未签批) for every relief considered.
        outcome: none | unsigned | exempt | reduced | open.
        relief: The relief that the outcome rests on.
        charged: The clause that is charged: `clause`, or the one it is reduced to.
        unknown: Names of the facts that keep the trigger or a relief from being decided.
        status: IN_FORCE or PROPOSED, if the charge stands.
        undecided: For PROPOSED: fields of decision or signature that are blank.
        liability: fault | excused | open (尽职免责).
        liability_unknown: Names of the facts that keep it open.
        persons: (effect id, name) for every BAR_PERSON effect whose person is named.
    """

    school: int
    clause: str
    record: int
    certain: bool
    event: tuple[str, str]
    charged: str
    event_id: str = ""
    reliefs: tuple[tuple[str, str], ...] = ()
    outcome: str = "none"
    relief: str = ""
    unknown: tuple[str, ...] = ()
    status: VetoStatus = VetoStatus.IN_FORCE
    undecided: tuple[str, ...] = ()
    liability: str = "fault"
    liability_unknown: tuple[str, ...] = ()
    persons: tuple[tuple[str, str], ...] = ()

    @property
    def case(self) -> str:
        """The case's name in the chain, unique in its school."""
        return f"{self.clause}@{self.record}"

    @property
    def is_open(self) -> bool:
        """Whether it cannot be decided yet (待核实)."""
        return not self.certain or self.outcome == "open"
