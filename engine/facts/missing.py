"""Say what schools left out: required fields, columns, sheets, and what they call 不适用.

A blank cell is the school's to fill in; a field for which a school has no cell at all is a
column, a line or a sheet that was lost, and is said once for all schools that lack it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostic, Diagnostics, OneByOne, Place, Severity
from engine.facts.gathering import Gathering
from engine.facts.stages.revision import Outcome, Revision, verified_fields
from engine.facts.table import CellPlaces, Column, State
from engine.ruleset.model import Field, RecordTable, RuleSet, Subject

_SCHOOLS_LISTED = 5
_FIELDS_LISTED = 6
_ROWS_LISTED = 3

Schools = tuple[int, ...]
Mask = NDArray[np.bool_]


def report_missing(
    ruleset: RuleSet,
    columns: Mapping[str, Column],
    school_ids: Sequence[str],
    gathering: Gathering,
    taken: Mapping[str, Collection[int]] | None = None,
    offered: Iterable[str] = (),
) -> None:
    """Report required fields that are blank, and fields that some schools' sheets lack.

    A text file names only the facts that there are, so that of it only a whole sheet can be
    missing.

    Args:
        gathering: Knows which sheets and columns are there but were not read, which was said.
        taken: Field -> schools whose value was taken away (`taken_away`), which was said.
        offered: Fields that last year offers: what they lack is told there.
    """
    diagnostics, subject = gathering.diagnostics, ruleset.subject
    by_part: dict[str, list[Field]] = {}
    for field in ruleset.fields.values():
        if field.id not in ruleset.id_fields:
            by_part.setdefault(field.sheet, []).append(field)
    is_text = _from_text(columns[ruleset.id_field])
    blank: dict[Schools, list[Field]] = {}
    for part, fields in by_part.items():
        for field in fields:
            missing, there = _masks(columns[field.id])
            if field.applies is not None:
                continue
            if taken and field.id in taken:
                missing[list(taken[field.id])] = False
            if field.required and (left := tuple(map(int, np.flatnonzero(missing & there)))):
                blank.setdefault(left, []).append(field)
            if not field.tells_not_applicable and field.id not in offered:
                own = np.ones(len(school_ids), np.bool_)
                own[list((taken or {}).get(field.id, ()))] = False
                _report_not_applicable(columns[field.id], own, school_ids, subject, diagnostics)
        unasked = {*ruleset.name_fields, *offered}
        asked = [field for field in fields if field.id not in unasked]
        absent = _absent(asked, columns, is_text)
        for row, field in enumerate(asked):
            said = gathering.unread_parts.get(part, set()) | gathering.guessed.get(field.id, set())
            if said:
                absent[row] &= [item not in said for item in school_ids]
        for schools, lacking in _alike(absent):
            lacked = [asked[at] for at in lacking]
            _report_absent(part, lacked, asked, schools, columns, school_ids, ruleset, diagnostics)
    for schools, fields in blank.items():
        _report_blank(fields, schools, columns, school_ids, subject, diagnostics)


def taken_away(
    fallen: Mapping[str, Collection[int]], revisions: Iterable[Revision]
) -> dict[str, set[int]]:
    """Return field -> schools whose value the policy on evidence, or a team, took away.

    What is missing there was filled in: nobody left it blank.
    """
    changed = (each for each in revisions if each.outcome is Outcome.CHANGED)
    found = verified_fields(changed)
    for name, schools in fallen.items():
        found.setdefault(name, set()).update(schools)
    return found


def _masks(column: Column) -> tuple[Mask, Mask]:
    """Return for which schools a fact is missing, and which have a cell for it."""
    missing: Mask = column.states == State.MISSING
    if column.places is None:
        return missing, np.zeros(len(missing), np.bool_)
    return missing, column.places.origin >= 0


def _from_text(ids: Column) -> Mask:
    if ids.places is None:
        return np.zeros(len(ids.states), np.bool_)
    text = np.array([origin.is_text for origin in ids.places.origins] + [False], np.bool_)
    found: Mask = text[ids.places.origin]
    return found


def _absent(fields: list[Field], columns: Mapping[str, Column], is_text: Mask) -> Mask:
    """Tell for (field, school) whether there is no cell."""
    absent = np.zeros((len(fields), len(is_text)), np.bool_)
    for row, field in enumerate(fields):
        missing, there = _masks(columns[field.id])
        absent[row] = missing & ~there
    asked_of_all = [field.applies is None for field in fields]
    return absent & (absent[asked_of_all].all(axis=0) | ~is_text)


def _alike(absent: Mask) -> Iterator[tuple[Schools, list[int]]]:
    """Yield the schools that lack the same fields, and which."""
    schools: dict[bytes, list[int]] = {}
    for school in np.flatnonzero(absent.any(axis=0)):
        schools.setdefault(absent[:, school].tobytes(), []).append(int(school))
    for alike in schools.values():
        yield tuple(alike), [int(at) for at in np.flatnonzero(absent[:, alike[0]])]


def report_blanks(
    table: RecordTable,
    columns: Mapping[str, Column],
    first: CellPlaces,
    diagnostics: Diagnostics,
) -> None:
    """Report required fields of records that were left blank; the date is told of elsewhere.

    Args:
        first: The place of each record.
    """
    for column in columns.values():
        field = column.field
        if not field.required or field.applies is not None or field.id == table.date_field:
            continue
        missing, there = _masks(column)
        is_text = np.array([first.origins[at].is_text for at in first.origin], np.bool_)
        rows = [int(at) for at in np.flatnonzero(missing & (there | is_text))]
        told = [_blank_record(table, column, first, row) for row in rows]
        if len(told) > _ROWS_LISTED:
            message = f"台账“{table.id}”有 {len(rows)} 行没有填必填字段“{field.id}”"
            told = [replace(told[0], message=message, parts=tuple(told))]
        diagnostics.extend(told)


def _blank_record(table: RecordTable, column: Column, first: CellPlaces, row: int) -> Diagnostic:
    place = column.places.place(row) if column.places else None
    return Diagnostic(
        "F025",
        Severity.WARNING,
        f"台账“{table.id}”的这一行没有填必填字段“{column.field.id}”",
        place or first.place(row),
        hint="请补填",
    )


def _report_not_applicable(
    column: Column, own: Mask, school_ids: Sequence[str], subject: Subject, diagnostics: Diagnostics
) -> None:
    """Note who wrote 「不适用」 where the rules do not say when a field is not applicable.

    Args:
        own: Schools whose own word it is, and not that of a team.
    """
    written = own & (column.states == State.NOT_APPLICABLE)
    schools = tuple(map(int, np.flatnonzero(written)))
    if schools and column.places:
        tell = partial(_not_applicable, column, school_ids, subject)
        note = tell(*schools)
        diagnostics.add(replace(note, parts=OneByOne(tell, schools)) if schools[1:] else note)


def _not_applicable(
    column: Column, school_ids: Sequence[str], subject: Subject, *schools: int
) -> Diagnostic:
    return Diagnostic(
        "F060",
        Severity.NOTE,
        f"{_schools(schools, school_ids, subject)}的“{column.field.id}”填了“不适用”，照此读",
        column.places.place(schools[0]) if column.places else None,
        hint="字段清单没有写它何时不适用，请核实",
    )


def _report_blank(
    fields: list[Field],
    schools: Schools,
    columns: Mapping[str, Column],
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    """Report required fields that the same schools left blank."""
    column = columns[fields[0].id]
    who = (
        subject.called(school_ids[schools[0]])
        if len(schools) == 1
        else f"{len(schools)} {subject.counted}"
    )
    which = "" if len(schools) == 1 else f"（{_ids(schools, school_ids)}）"
    tell = partial(_blank_cell, fields, schools, columns, school_ids, subject)
    n_cells = len(fields) * len(schools)
    diagnostics.add(
        Diagnostic(
            "F025",
            Severity.WARNING,
            f"{who}没有填必填字段{_listed(fields)}{which}",
            column.places.place(schools[0]) if column.places else None,
            hint="请补填",
            parts=OneByOne(tell, tuple(range(n_cells))) if n_cells > 1 else (),
        )
    )


def _blank_cell(
    fields: list[Field],
    schools: Schools,
    columns: Mapping[str, Column],
    school_ids: Sequence[str],
    subject: Subject,
    number: int,
) -> Diagnostic:
    """Report one cell of those that are blank, school by school."""
    which, at = divmod(number, len(fields))
    field, school = fields[at], schools[which]
    places = columns[field.id].places
    return Diagnostic(
        "F025",
        Severity.WARNING,
        f"{subject.called(school_ids[school])}没有填必填字段“{field.id}”",
        places.place(school) if places else None,
        hint="请补填",
    )


def _report_absent(
    part: str,
    fields: list[Field],
    asked: list[Field],
    schools: Schools,
    columns: Mapping[str, Column],
    school_ids: Sequence[str],
    ruleset: RuleSet,
    diagnostics: Diagnostics,
) -> None:
    """Report fields of one sheet for which the same schools have no cell."""
    if part and len(fields) == len(asked) > 1:
        what = f"没有“{part}”这张表（{len(asked)} 个字段）"
        hint = f"请补交“{part}”；若交了，请核对工作表名和表头"
    else:
        fields = sorted(fields, key=lambda each: (not each.required, each.applies is not None))
        what = f"的{f'“{part}”' if part else '事实表'}里没有{_listed(fields)}"
        hint = "请核对是不是删了列、改了列名或漏了行"
    where = _sheet_of(asked, schools[0], columns)
    message = f"{_schools(schools, school_ids, ruleset.subject)}{what}，按缺失处理"
    warning = Diagnostic("F029", Severity.WARNING, message, where, hint=hint)
    if where is None or schools[1:]:
        ids = columns[ruleset.id_field]
        tell = partial(_absent_of, warning, what, asked, columns, ids, school_ids, ruleset.subject)
        warning = replace(warning, parts=OneByOne(tell, schools))
    diagnostics.add(warning)


def _absent_of(
    warning: Diagnostic,
    what: str,
    asked: list[Field],
    columns: Mapping[str, Column],
    ids: Column,
    school_ids: Sequence[str],
    subject: Subject,
    school: int,
) -> Diagnostic:
    """Report for one school which fields it has no cell for: on their sheet, or in its file."""
    place = _sheet_of(asked, school, columns)
    if place is None and ids.places and (home := ids.places.place(school)):
        place = Place(home.file)
    message = f"{subject.called(school_ids[school])}{what}，按缺失处理"
    return replace(warning, message=message, place=place)


def _sheet_of(fields: list[Field], school: int, columns: Mapping[str, Column]) -> Place | None:
    """Return the sheet on which a school's other fields of the same part stand."""
    for field in fields:
        places = columns[field.id].places
        place = places.place(school) if places else None
        if place:
            return Place(place.file, place.sheet)
    return None


def _schools(schools: Schools, school_ids: Sequence[str], subject: Subject) -> str:
    if len(schools) == 1:
        return subject.called(school_ids[schools[0]])
    return f"{len(schools)} {subject.counted}（{_ids(schools, school_ids)}）"


def _ids(schools: Schools, school_ids: Sequence[str]) -> str:
    listed = "、".join(school_ids[at] for at in schools[:_SCHOOLS_LISTED])
    return listed + ("等" if len(schools) > _SCHOOLS_LISTED else "")


def _listed(fields: list[Field]) -> str:
    listed = "、".join(f"“{field.id}”" for field in fields[:_FIELDS_LISTED])
    return listed if len(fields) <= _FIELDS_LISTED else f"{listed}等 {len(fields)} 个"
