"""Read the facts once for two rulesets, where both read every cell alike; else twice.

Reading leans on much more than the dictionary: aliases, sources, the window of dates, evidence,
last year. So two rulesets read alike where everything is equal but what reading never looks at;
what is added to a ruleset later counts until it is listed here.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

from engine.diagnostics import Place
from engine.facts import Inputs
from engine.facts.table import Column, FactTable, RecordSet
from engine.ruleset.model import RuleSet
from engine.ruleset.walking import names_read, tables_read

# What nothing in engine/facts looks at; a test sees to it.
NOT_READ_BY = frozenset(
    {
        "name",
        "full_points",
        "decimals",
        "unit",
        "dimensions",
        "bonuses",
        "deductions",
        "duties",
        "grades",
        "cohorts",
        "quotas",
        "exclusions",
        "proposals",
        "matters",
        "total_cap",
        "folder",
        "digest",
        "places",
        "place",
        "note",
        "sources",
        "editions",
        "edition_days",
        "unrated",
        "results",
        "grade_limits",
        "combine",
        "least_scored",
        "checks",
        "ignored",
        "missing",
        "not_applicable",
        "profile",
        "texts",
        "city",
    }
)
# What it looks at in one respect only, each weighed below by itself.
IN_ONE_RESPECT = frozenset({"id", "accepted_forms", "clauses", "derived", "as_of"})
# Findings that give a hint by the names of indicators and derived values.
_HINTING = frozenset({"F071", "F081"})
_FROM_FACTS = "facts"


def reads_alike(before: RuleSet, after: RuleSet) -> bool:
    """Tell whether two rulesets read every cell of every sheet alike, evidence apart."""
    return _key(before) == _key(after)


def facts_for(facts: FactTable, before: RuleSet, after: RuleSet, given: Inputs) -> FactTable | None:
    """Return facts that were read by one ruleset as another would have read them.

    Args:
        facts: As `before` read them. given: What was handed in.

    Returns:
        None where reading again would give something else, so that they have to be read again.
    """
    if not reads_alike(before, after):
        return None
    is_dated_here = facts.evidence is not None and given.evidence_date is None
    if is_dated_here and before.as_of != after.as_of:
        return None
    hinted = any(each.code in _HINTING for each in facts.problems)
    if hinted and _names(before) != _names(after):
        return None
    return _of_dictionary(facts, after)


def _key(ruleset: RuleSet) -> Hashable:
    """Return everything on which reading facts rests, but where it is written."""
    own = tuple(
        (each.name, _plain(getattr(ruleset, each.name)))
        for each in fields(ruleset)
        if each.name not in NOT_READ_BY | IN_ONE_RESPECT
    )
    # Records of other years are told more loudly where a clause reads their table.
    of_clauses = frozenset(each.table for each in ruleset.clauses.values() if each.table)
    # What a field takes from last year's facts may be a derived value.
    taken = [each.from_last_year for each in ruleset.fields.values() if each.from_last_year]
    derived = tuple(
        _plain(ruleset.derived[each.name]) for each in taken if each.name in ruleset.derived
    )
    return own, of_clauses, derived


def _names(ruleset: RuleSet) -> Hashable:
    """Return by what a name that is no field is recognised."""
    indicators = tuple(
        (each.id, each.name, tuple(names_read(each.method)), tuple(tables_read(each.method)))
        for each in ruleset.all_indicators()
    )
    return indicators, frozenset(ruleset.derived)


def _plain(value: Any) -> Hashable:
    """Return a part of a ruleset without the places of its text, fit to be compared."""
    if isinstance(value, Place):
        return ()
    if is_dataclass(value) and not isinstance(value, type):
        parts = (_plain(getattr(value, each.name)) for each in fields(value))
        return (type(value).__name__, *parts)
    if isinstance(value, Mapping):
        return tuple((key, _plain(each)) for key, each in value.items())
    if isinstance(value, tuple | list):
        return tuple(_plain(each) for each in value)
    return value if isinstance(value, Hashable) else repr(value)


def _of_dictionary(facts: FactTable, ruleset: RuleSet) -> FactTable:
    """Return the same facts under the fields and tables of another, equal dictionary."""
    columns = partial(_columns, fields=ruleset.fields)
    records = partial(_records, ruleset=ruleset)
    last = facts.last
    if last is not None:
        last = replace(last, columns=columns(last.columns), records=records(last.records))
    return replace(
        facts,
        columns=columns(facts.columns),
        records=records(facts.records),
        reported=columns(facts.reported),
        reported_records=records(facts.reported_records),
        last=last,
    )


def _columns(columns: Mapping[str, Column], fields: Mapping[str, Any]) -> dict[str, Column]:
    return {
        name: replace(column, field=fields[name]) if name in fields else column
        for name, column in columns.items()
    }


def _records(records: Mapping[str, RecordSet], ruleset: RuleSet) -> dict[str, RecordSet]:
    found = {}
    for name, each in records.items():
        table = ruleset.tables.get(name)
        if table is not None:
            columns = _columns(each.columns, table.fields)
            each = replace(each, table=table, columns=columns)
        found[name] = each
    return found
