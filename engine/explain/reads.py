"""Find what an indicator reads, so that schools with the same facts are worked out once.

Two schools whose facts agree in everything that an indicator reads get the same points by the
same words; only the cells differ. The key holds the facts themselves, so that nothing else is
ever taken for equal.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.explain.dossier import Archive, Dossier
from engine.facts.table import FactTable
from engine.ruleset.conditions import Condition, names_in
from engine.ruleset.model import Indicator, MissingPolicy, NotApplicablePolicy, RuleSet
from engine.ruleset.walking import names_read, tables_read


@dataclass(frozen=True, slots=True)
class Reads:
    """What one indicator reads.

    Args:
        columns: Values and states of the school's fields, as lists over the schools.
        derived: Values over records or over the batch. tables: the tables that those are over.
        fallen: School -> why a value fell or a table waits, for want of evidence, or why a check
            does not let a value stand.
    """

    columns: tuple[Sequence[int], ...]
    derived: tuple[str, ...]
    tables: tuple[str, ...]
    fallen: tuple[Mapping[int, Hashable], ...] = ()

    def key(self, dossier: Dossier) -> Hashable:
        """Return everything that decides the indicator in one school."""
        school = dossier.school
        own: list[Hashable] = [column[school] for column in self.columns]
        own += [each.get(school) for each in self.fallen]
        if not self.derived:
            return tuple(own)
        known = [dossier.value(name) for name in self.derived]
        return (*own, *known, *(dossier.table_state(table) for table in self.tables))


def reads_of(indicator: Indicator, archive: Archive) -> Reads | None:
    """Return what an indicator reads; None where its facts alone do not decide it.

    Records decide a charge one by one (and together with other charges), a mean is of the whole
    cohort, and what is compared with last year rests on last year's facts too.
    """
    if indicator.method is None or any(tables_read(indicator.method)):
        return None
    if MissingPolicy.COHORT_MEAN is indicator.missing:
        return None
    if NotApplicablePolicy.COHORT_MEAN is indicator.not_applicable:
        return None
    names = [*names_read(indicator.method), *names_in(indicator.applies)]
    fields, derived = split_names(names, archive.ruleset)
    if any(archive.ruleset.derived[name].is_on_last_year for name in derived):
        return None
    cells = [archive.cells(name) for name in fields]
    tables = tables_behind(derived, archive.ruleset)
    columns = [column for each in cells for column in (each.values, each.states)]
    if any(table in tables for table, _ in archive.facts.refused):
        return None  # the records that a check refuses are told one by one
    fallen = _fallen(fields, tables, archive.facts)
    return Reads(tuple(columns), tuple(derived), tuple(tables), fallen)


def _fallen(
    fields: Sequence[str], tables: Iterable[str], facts: FactTable
) -> tuple[Mapping[int, Hashable], ...]:
    """Return why values do not stand and tables wait: equal states may have different reasons."""
    evidence, refused = facts.evidence, facts.refused
    values: list[Mapping[int, Hashable]] = [
        refused["", name] for name in fields if ("", name) in refused
    ]
    if evidence is not None:
        values += [evidence.fallen[name] for name in fields if name in evidence.fallen]
        values += [evidence.held[name] for name in tables if name in evidence.held]
    return tuple(values)


def split_names(names: Iterable[str], ruleset: RuleSet) -> tuple[list[str], list[str]]:
    """Follow names down to the school's fields, and the values over records or peers on the way."""
    fields: dict[str, None] = {}
    derived: dict[str, None] = {}
    pending = list(names)
    for name in pending:  # grows while it is read
        field = ruleset.fields.get(name)
        if field is not None:
            if name not in fields:
                fields[name] = None
                pending.extend(_names(field.applies))
            continue
        part = ruleset.derived[name]
        if part.is_record_based or part.peers is not None or part.is_on_last_year:
            derived[name] = None
        operands = (*part.operands, part.numerator, part.denominator)
        pending.extend(each for each in operands if each)
        if part.peers is not None:
            pending.extend((part.peers.value, *part.peers.within))
    return list(fields), list(derived)


def tables_behind(derived: Iterable[str], ruleset: RuleSet) -> list[str]:
    """Return the record tables that derived values are over."""
    tables = (ruleset.derived[name].table for name in derived)
    return list(dict.fromkeys(filter(None, tables)))


def _names(condition: Condition | None) -> Iterable[str]:
    return names_in(condition)
