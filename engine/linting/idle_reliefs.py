"""Find vetoes that their reliefs swallow together, and reliefs that their exceptions swallow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.ruleset.checking.reasoning import can_hold, holds_whenever
from engine.ruleset.conditions import AllOf, AnyOf


def nobody_at_fault(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each veto that nobody ever answers for: 尽职免责 follows from it."""
    for clause in survey.ruleset.clauses.values():
        if clause.trigger is None or clause.no_fault is None:
            continue
        find = partial(survey.find, table=clause.table)
        if holds_whenever(clause.trigger, clause.no_fault, find):
            yield Remark(
                f"否决条款“{clause.id} {clause.name}”每次触发都符合尽职免责，永远没有人担责",
                clause.no_fault.place,
                (clause.id,),
                "请核对尽职免责的条件；本来就不追责的，写进“不再提示”并说明理由",
            )


def swallowed_together(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each veto that some relief or other always lifts."""
    for clause in survey.ruleset.clauses.values():
        find = partial(survey.find, table=clause.table)
        free = [
            relief.condition
            for relief in clause.reliefs
            if relief.unless is None and not relief.signed_fields
        ]
        if clause.trigger is None or len(free) < 2:
            continue
        if any(holds_whenever(clause.trigger, each, find) for each in free):
            continue  # one relief alone is told when the rules are read
        if holds_whenever(clause.trigger, AnyOf(tuple(free), clause.place), find):
            yield Remark(
                f"否决条款“{clause.id} {clause.name}”的几项减轻合起来，把每一种触发都免了",
                survey.at(clause.place, "reliefs"),
                (clause.id,),
                "请核对各项减轻的条件，留下一种不减的；或要求签批",
            )


def swallowed_reliefs(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each relief that its own exception always takes back."""
    for clause in survey.ruleset.clauses.values():
        find = partial(survey.find, table=survey.table_read(clause))
        for relief in clause.reliefs:
            if relief.unless is None or clause.trigger is None:
                continue
            given = AllOf((clause.trigger, relief.condition), relief.place)
            if can_hold([given], find) and holds_whenever(given, relief.unless, find):
                yield Remark(
                    f"否决条款“{clause.id}”的减轻“{relief.name}”永远用不上：符合它的都在例外里",
                    relief.unless.place,
                    (clause.id, relief.name),
                    "请核对“条件”和“例外”，两处不要写成一样的",
                )
