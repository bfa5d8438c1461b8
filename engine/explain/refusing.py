"""Refuse to give out anything where the second working of a school differs from the first."""

from __future__ import annotations

from typing import NoReturn

from engine.diagnostics import InternalFault
from engine.facts.table import FactTable


def refuse(facts: FactTable, school: int, what: str) -> NoReturn:
    """Stop the run: what differs is our own fault, and no result may be trusted.

    Args:
        facts: The batch.
        school: Whose two workings differ.
        what: What is wrong with it, to stand behind 的.

    Raises:
        InternalFault: Always.
    """
    raise InternalFault(
        f"{facts.names[school]}（{facts.school_ids[school]}）的{what}。"
        "结果没有输出；请把本次的规则和事实表发给维护人员。"
    )
