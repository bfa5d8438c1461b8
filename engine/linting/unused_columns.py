"""Find columns of record tables that no rule reads.

Text is for people (what happened, who was concerned): only what is filled in to be judged or
counted is told. Fields and whole tables that no rule uses are told when the rules are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.ruleset.conditions import names_in
from engine.ruleset.dictionary import EVIDENCE_NUMBER
from engine.ruleset.methods import Deduct, Earn, Ratings
from engine.ruleset.model import Clause, FieldType, RecordTable
from engine.ruleset.walking import methods_in

# A table and one of its columns, or a name of the school that a condition on its rows reads.
Read = tuple[str, str]


def unused_columns(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each column of a used table that nothing reads."""
    read = set(columns_read(survey))
    used = {table for table, _ in read}
    for table in survey.ruleset.tables.values():
        if table.id not in used or not _is_handed_in(table, survey):
            continue
        for column in table.fields.values():
            if column.type is not FieldType.TEXT and (table.id, column.id) not in read:
                yield Remark(
                    f"台账“{table.id}”的列“{column.id}”没有规则用到",
                    column.place,
                    (column.id,),
                    "要留底备查的，可写进“不再提示”；不需要的请删去",
                    (table.id,),
                )


def _is_handed_in(table: RecordTable, survey: Survey) -> bool:
    """Tell whether schools fill in a table: results of others are there whether read or not."""
    below = survey.ruleset.below
    return not table.from_last_year and (below is None or table.id != below.table)


def columns_read(survey: Survey) -> Iterator[Read]:
    """Yield every column that anything reads, with its table."""
    ruleset = survey.ruleset
    for table in ruleset.tables.values():
        yield from ((table.id, name) for name in _read_by_itself(table))
    for derived in ruleset.derived.values():
        names = (derived.column, derived.due_column, *names_in(derived.condition))
        yield from ((derived.table, name) for name in names)
    for indicator in ruleset.all_indicators():
        for method in methods_in(indicator.method):
            yield from _read_by_method(method)
    for check in ruleset.checks:
        names = (*check.values, *names_in(check.when))
        held = (name for condition in check.holds for name in names_in(condition))
        yield from ((check.table, name) for name in (*names, *held))
    for clause in ruleset.clauses.values():
        yield from ((survey.table_read(clause), name) for name in _read_by_clause(clause))
    duties = ruleset.duties
    for name in (duties.person_field, duties.posts_field, duties.areas_field, duties.repeat_field):
        yield duties.table, name
    for deed in duties.deeds:
        names = (deed.person_field, *names_in(deed.condition))
        yield from ((deed.table, name) for name in names)


def _read_by_itself(table: RecordTable) -> Iterator[str]:
    yield from (table.date_field, table.event_field, EVIDENCE_NUMBER)
    yield from (*table.no_repeats, *table.no_repeats_between)
    for column in table.fields.values():
        yield from column.held_last_year
        if column.unique:
            yield column.id


def _read_by_method(method: object) -> Iterator[Read]:
    match method:
        case Deduct() | Earn():
            for charge in method.charges:
                names = (charge.level_field, charge.item_field, *names_in(charge.condition))
                yield from ((charge.table, name) for name in names)
        case Ratings():
            yield from ((method.table, name) for name in names_in(method.condition))
            yield method.table, method.value
            if method.recusal is not None:
                names = (*method.recusal.own_columns, method.recusal.rater)
                yield from ((method.table, name) for name in names)
        case _:
            pass


def _read_by_clause(clause: Clause) -> Iterator[str]:
    yield from (*names_in(clause.trigger), *names_in(clause.no_fault), *clause.decision_fields)
    for relief in clause.reliefs:
        yield from (*names_in(relief.condition), *names_in(relief.unless), *relief.signed_fields)
    for effect in clause.effects:
        yield effect.person_field
        yield from (inner.person_field for inner in effect.then)
