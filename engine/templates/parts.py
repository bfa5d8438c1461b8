"""Lay the field dictionary out on sheets: one a part, who the school is first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.facts.schools.school_columns import text_field
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Field, Group, RecordTable, RuleSet
from engine.ruleset.walking import names_read

BASIC = "基本信息"


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of the school's fields (工作表), without those by which a school is known."""

    name: str
    fields: tuple[Field, ...]


def identity_of(ruleset: RuleSet) -> tuple[Field, ...]:
    """Return the fields by which a school is known: its id, or the parts of it, and its name."""
    names = dict.fromkeys((*ruleset.id_fields, *ruleset.name_fields))
    return tuple(ruleset.fields.get(name) or text_field(name) for name in names)


def tables_of(ruleset: RuleSet) -> tuple[RecordTable, ...]:
    """Return the record tables that are handed in: no results of lower units or of last year."""
    below = ruleset.below.table if ruleset.below else ""
    tables = (table for table in ruleset.tables.values() if table.id != below)
    return tuple(table for table in tables if not table.from_last_year)


def parts_of(ruleset: RuleSet) -> tuple[Part, ...]:
    """Return the sheets in order: who the school is, then as the dimensions read them.

    A field that names no sheet goes to the dimension whose indicators read it first.
    """
    first_reader: dict[str, int] = {}
    for number, dimension in enumerate(ruleset.dimensions):
        for name in _names_below(dimension, ruleset):
            first_reader.setdefault(name, number)
    own = identity_of(ruleset)
    home = own[0].sheet or BASIC
    sheets: dict[str, list[Field]] = {home: []}
    rank: dict[str, int] = {home: -1}
    for field in ruleset.fields.values():
        reader = first_reader.get(field.id)
        name = field.sheet or (BASIC if reader is None else ruleset.dimensions[reader].name)
        if field not in own:
            sheets.setdefault(name, []).append(field)
            at = len(ruleset.dimensions) if reader is None else reader
            rank[name] = min(rank.get(name, at), at)
    return tuple(Part(name, tuple(sheets[name])) for name in sorted(sheets, key=rank.__getitem__))


def for_office(parts: Sequence[Part], office: str) -> tuple[Part, ...]:
    """Keep only the fields that one office fills in (填报)."""
    kept = (
        Part(part.name, tuple(each for each in part.fields if is_filled_by(each, office)))
        for part in parts
    )
    return tuple(part for number, part in enumerate(kept) if part.fields or number == 0)


def is_filled_by(field: Field, office: str) -> bool:
    """Tell whether an office is among those that fill a field in (安全科、教务科)."""
    return office in field.filled_by.replace("/", "、").split("、")


def offices_of(ruleset: RuleSet) -> tuple[str, ...]:
    """Return every office that fills something in, in the order of the dictionary."""
    columns = (field for table in tables_of(ruleset) for field in table.fields.values())
    fields = (*ruleset.fields.values(), *columns)
    named = (each for field in fields for each in field.filled_by.replace("/", "、").split("、"))
    return tuple(dict.fromkeys(filter(None, named)))


def _names_below(group: Group, ruleset: RuleSet) -> Iterator[str]:
    """Yield the fields that the indicators of a dimension read, also by way of other values."""
    seen: set[str] = set()
    for leaf in group.leaves():
        wanted = [*names_read(leaf.method), leaf.value, *names_in(leaf.applies)]
        while wanted:
            name = wanted.pop(0)
            if name in seen:
                continue
            seen.add(name)
            if name in ruleset.fields:
                yield name
            elif derived := ruleset.derived.get(name):
                wanted += [*derived.operands, derived.numerator, derived.denominator]
                wanted += names_in(derived.condition)
                wanted += [derived.peers.value] if derived.peers else []
