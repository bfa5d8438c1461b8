"""Tell which record table a sheet holds by its title and header, where its name does not say it."""

from __future__ import annotations

from engine.facts.books.sheet import Sheet, is_blank
from engine.facts.layout.forms import HEADER_ROWS
from engine.facts.layout.names import Dictionary, NameIndex
from engine.ruleset.model import RecordTable

# So many columns of a record table, and no more of the school's, make a sheet look like it.
_TELLING_COLUMNS = 3


def best_header(sheet: Sheet, index: NameIndex) -> tuple[int | None, int]:
    """Return the row with the most known names among the first rows, and how many."""
    best, most = None, 0
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        known = index.keys_in(row)
        if len(known) > most:
            best, most = number, len(known)
    return best, most


def table_by_title(
    sheet: Sheet, names: Dictionary, header: int | None, hits: int
) -> tuple[RecordTable, int] | None:
    """Return the record table that a title above the header names, if the header agrees."""
    for row in sheet.rows[: HEADER_ROWS if header is None else header]:
        for cell in row:
            if not isinstance(cell, str) or is_blank(cell):
                continue
            for table in names.tables_in_title(cell):
                found, table_hits = best_header(sheet, names.records[table.id])
                if found is not None and table_hits >= 2 and table_hits > hits:
                    return (table, found) if _fits_best(sheet, table, names) else None
    return None


def table_by_header(sheet: Sheet, names: Dictionary) -> RecordTable | None:
    """Return the record table whose columns a sheet has, although nothing names it."""
    identity = names.ruleset.identity
    best, most = None, len(_own_names(sheet, names.school, identity))
    by_table = _own_names_by_table(sheet, names)
    for table in names.all_tables.values():
        own = by_table.get(table.id, 0)
        enough = min(_TELLING_COLUMNS, len(table.fields))
        if own > most and own >= enough:
            best, most = table, own
    return best


def _fits_best(sheet: Sheet, table: RecordTable, names: Dictionary) -> bool:
    """Tell whether no other record table has more of a sheet's columns."""
    own = _own_names_by_table(sheet, names)
    return own.get(table.id, 0) == max(own.values(), default=0)


def _own_names(sheet: Sheet, index: NameIndex, identity: frozenset[str]) -> set[str]:
    header, _ = best_header(sheet, index)
    line = sheet.rows[header] if header is not None else []
    found = (index.find(cell) for cell in line if isinstance(cell, str))
    return {match.key for match in found if match} - identity


def _own_names_by_table(sheet: Sheet, names: Dictionary) -> dict[str, int]:
    """Return how many columns of each record table its best header row has, identity apart."""
    best: dict[str, set[str]] = {}
    for row in sheet.rows[:HEADER_ROWS]:
        known: dict[str, set[str]] = {}
        for cell in row:
            if isinstance(cell, str):
                for table_id, key in names.columns_named(cell):
                    known.setdefault(table_id, set()).add(key)
        for table_id, keys in known.items():
            if len(keys) > len(best.get(table_id, ())):
                best[table_id] = keys
    return {table_id: len(keys - names.ruleset.identity) for table_id, keys in best.items()}
