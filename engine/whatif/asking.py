"""Ask what would be: gather once, assess as handed in, change one school's facts, assess again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from engine.assess import Assessment, Progress, assess
from engine.facts import Inputs
from engine.facts.cells.display import cell_text
from engine.facts.inputs import Pathlike
from engine.facts.reading import gather_facts
from engine.facts.schools.choosing import Choice, choose_school
from engine.facts.table import FactTable, State
from engine.ruleset.model import RuleSet
from engine.whatif.applying import ASSUMED, apply_wishes, rows_of
from engine.whatif.comparing import FactChange, WhatIf, compare_results
from engine.whatif.wishes import AddRecord, DropRecord, SetCell, SetFact, Wish, Wishes, read_wishes


def ask_what_if(
    ruleset: RuleSet,
    facts: Inputs | Iterable[Pathlike],
    school: str,
    wishes: Wishes,
    *,
    engine: str = "auto",
    progress: Progress | None = None,
) -> WhatIf:
    """Assess a batch twice, as handed in and with some facts of one school changed.

    Args:
        ruleset: The rules. facts: What was handed in.
        school: Its id, its name, or a part of the name that only one school has.
        wishes: What is to be changed.
        engine: Which chainer infers. progress: Called with (files read, files in all).

    Raises:
        UsageProblem: There is no such school, fact or record, or a value cannot be.
        FactsUnusable: Not one school could be read.
    """
    wanted = read_wishes(wishes, ruleset)
    gathered = gather_facts(ruleset, facts, progress=progress)
    other = gathered.copy()
    handed_in = gathered.fact_table()
    names = zip(handed_in.school_ids, handed_in.names, strict=True)
    row = choose_school(
        [Choice(school_id, name) for school_id, name in names],
        school,
        ruleset.subject,
        among="事实表中",
        see="事实表",
    )
    school_id = handed_in.school_ids[row]
    rows = rows_of(gathered.gathering, handed_in, row)
    apply_wishes(wanted, other.gathering, school_id, rows)
    before = assess(ruleset, handed_in, engine=engine)
    after = assess(ruleset, other.fact_table(), engine=engine)
    told = tuple(_told(wanted, before, after, row))
    return compare_results(before, after, school_id, told)


def _told(
    wishes: Iterable[Wish], before: Assessment, after: Assessment, row: int
) -> Iterator[FactChange]:
    """Say of every wish what stood there, and what stands there now."""
    for wish in wishes:
        match wish:
            case SetFact():
                yield _fact(wish.field.id, before, after, row)
            case SetCell():
                record = partial(_record, before.facts, wish.table.id, row, wish.number)
                column = before.facts.records[wish.table.id].columns[wish.column.id]
                name = f"{wish.table.id}[{wish.number}].{wish.column.id}"
                place = column.places.place(record()) if column.places is not None else None
                now = "缺失" if wish.raw is None else str(wish.raw)
                yield FactChange(name, cell_text(column, record()), now, str(place or ""))
            case AddRecord():
                cells = "，".join(f"{name} {raw}" for name, raw in wish.cells.items())
                yield FactChange(wish.table.id, "", f"添一条：{cells}", "")
            case DropRecord():
                at = _record(before.facts, wish.table.id, row, wish.number)
                records = before.facts.records[wish.table.id]
                cells = "，".join(
                    f"{name} {cell_text(column, at)}"
                    for name, column in records.columns.items()
                    if column.states[at] == State.PRESENT
                )
                place = records.places.place(at) if records.places is not None else None
                name = f"{wish.table.id}[{wish.number}]"
                yield FactChange(name, cells, "去掉", str(place or ""))


def _record(facts: FactTable, table: str, row: int, number: int) -> int:
    return int((facts.records[table].school_index == row).nonzero()[0][number - 1])


def _fact(name: str, before: Assessment, after: Assessment, row: int) -> FactChange:
    old, new = before.facts.columns[name], after.facts.columns[name]
    place = old.places.place(row) if old.places is not None else None
    note = ""
    stands = new.places.place(row) if new.places is not None else None
    if after.scores.view.column(name).states[row] == State.NOT_APPLICABLE != new.states[row]:
        note = "这个字段对它不适用，填了也不采用"
    elif new.states[row] == State.UNREADABLE:
        note = "没有采用：与别处（上年结果、佐证或核对）不一致，见问题清单"
    elif stands is not None and stands.file != ASSUMED:
        note = f"没有采用：以 {stands} 为准"
    elif cell_text(old, row) == cell_text(new, row):
        note = "与原来一样"
    return FactChange(name, cell_text(old, row), cell_text(new, row), str(place or ""), note)
