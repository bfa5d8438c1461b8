"""Hold what was handed in against the roster: who is on it, under which name, and who is not there.

The roster also is a source of the basic facts that it carries, beside the fact sheets.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.diagnostics import Place
from engine.facts.books.sheet import is_blank, plain
from engine.facts.gathering import Gathering, RawCells
from engine.facts.layout.names import Dictionary
from engine.facts.schools.naming import former_name_text
from engine.facts.schools.near_ids import SchoolGuess
from engine.facts.schools.roster import Roster
from engine.facts.schools.school_names import KnownSchool, name_key
from engine.facts.schools.strangers import cells_of_schools, first_names, mark_unread

_LISTED = 10


def hold_against_roster(gathering: Gathering, roster: Roster) -> tuple[tuple[str, str], ...]:
    """Leave out ids that are not on the roster, and take the roster's names and basic facts.

    Returns:
        The schools that handed in nothing: id and name, in the order of ids.
    """
    gathering.former_ids.update(roster.former_ids)
    _drop_unlisted(gathering, roster)
    _compare_names(gathering, roster)
    _add_facts(gathering, roster)
    absent = tuple(
        (each.school_id, each.name)
        for each in roster.schools.values()
        if each.school_id not in gathering.schools
    )
    if absent:
        _report_absent(absent, gathering, roster)
    return absent


def _drop_unlisted(gathering: Gathering, roster: Roster) -> None:
    unlisted = [each for each in gathering.schools if each not in roster.schools]
    if not unlisted:
        return
    ruleset, names = gathering.ruleset, Dictionary(gathering.ruleset)
    guess = SchoolGuess(
        roster.schools, {each.school_id: each.name for each in roster.schools.values()}
    )
    renamed = {each.former_id: each.school_id for each in roster.schools.values()}
    cells_of, name_of = cells_of_schools(gathering), first_names(gathering)
    for school_id in unlisted:
        cells, name = cells_of.get(school_id, []), name_of.get(school_id, "")
        found = {each.school_id for each in roster.book.find(name)} if name else set()
        meant = renamed.get(school_id) or guess.by_id(school_id)
        meant = meant or (found.pop() if len(found) == 1 else "")
        mark_unread(gathering, names, cells, meant)
        called = f"“{school_id}”（{name}）" if name else f"“{school_id}”"
        way_out = "请改正标识码，或把它补进名册"
        gathering.diagnostics.error(
            "F094",
            f"{ruleset.subject.id_word}{called}不在名册里，没有读",
            gathering.cells[ruleset.id_field].place(cells[0], gathering.origins) if cells else None,
            school_id,
            f"是不是想写{guess.described(meant)}？若不是，{way_out}" if meant else way_out,
        )
    gathering.drop_schools(unlisted)


def _compare_names(gathering: Gathering, roster: Roster) -> None:
    """Say which names differ from the roster's; the names of the roster stand."""
    ruleset, diagnostics = gathering.ruleset, gathering.diagnostics
    if len(ruleset.name_fields) > 1 or ruleset.name_field in ruleset.id_fields:
        return
    cells, seen = gathering.cells[ruleset.name_field], set()
    ids = {number: school_id for school_id, number in gathering.schools.items()}
    for at, (owner, raw) in enumerate(zip(cells.owner, cells.raw, strict=True)):
        if not isinstance(raw, str) or is_blank(raw) or (owner, raw) in seen:
            continue
        seen.add((owner, raw))
        school = roster.schools[ids[owner]]
        if name_key(raw) == name_key(school.name):
            continue
        place, subject = cells.place(at, gathering.origins), ruleset.subject
        others = {name_key(name): kind for name, kind in school.other_names.items()}
        if kind := others.get(name_key(raw)):
            known = KnownSchool(school.school_id, raw, school.name, other=kind)
            message = former_name_text(plain(raw), subject, known)
            diagnostics.note("F093", message, place, raw, "请改用现在的名称")
            continue
        diagnostics.warning(
            "F095",
            f"{subject.called(school.school_id)}的名称这里是“{plain(raw)}”，"
            f"名册上是“{school.name}”，用名册的",
            place,
            raw,
            f"请核对是不是填错了{subject.id_word}；若是改过名，请在名册里补“曾用名”",
        )


def _add_facts(gathering: Gathering, roster: Roster) -> None:
    """Add the cells of the roster: its names in the place of all others, its facts beside them."""
    ruleset, source = gathering.ruleset, roster.gathering
    shift = len(gathering.origins)
    gathering.origins += source.origins
    gathering.roster_files = {each.file for each in source.origins}
    ids = {number: school_id for school_id, number in source.schools.items()}
    numbers = {old: gathering.schools.get(school_id, -1) for old, school_id in ids.items()}
    for field_id in (*ruleset.fields, *ruleset.name_fields):
        if field_id in ruleset.id_fields:
            continue
        cells, into = source.cells[field_id], gathering.cells[field_id]
        there = _filled(cells, numbers)
        if field_id in ruleset.name_fields:
            into.drop({numbers[cells.owner[at]] for at in there})
        for at in there:
            owner = numbers[cells.owner[at]]
            origin = cells.origin[at] + shift
            into.add(owner, cells.raw[at], origin, cells.row[at], cells.column[at])


def _filled(cells: RawCells, numbers: Mapping[int, int]) -> list[int]:
    """Return the cells that say something of a school which handed in something."""
    return [
        at
        for at, (owner, raw) in enumerate(zip(cells.owner, cells.raw, strict=True))
        if numbers[owner] >= 0 and not is_blank(raw)
    ]


def _report_absent(
    absent: tuple[tuple[str, str], ...], gathering: Gathering, roster: Roster
) -> None:
    subject = gathering.ruleset.subject
    listed = "、".join(f"{name}（{school_id}）" for school_id, name in absent[:_LISTED])
    more = f"等 {len(absent)} {subject.counted}" if len(absent) > _LISTED else ""
    files = sorted({each.file for each in roster.gathering.origins})
    gathering.diagnostics.warning(
        "F096",
        f"名册上 {len(roster.schools)} {subject.counted}里有 {len(absent)} {subject.measure}"
        f"没有交事实表，不在考核结果里：{listed}{more}",
        Place(files[0]) if files else None,
        len(absent),
        "请催交；确实不参加考核的，请从名册里去掉",
    )
