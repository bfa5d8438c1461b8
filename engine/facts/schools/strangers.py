"""Find school ids that are probably slips: they make a school that nobody knows.

A row whose id stands nowhere among the basic facts (the sheet on which the id itself belongs)
is some other school's row with a wrong id, or no school at all. It is not read, and never
guessed to be another school's; but that school's facts are then not all known.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from engine.facts.books.sheet import plain
from engine.facts.gathering import Gathering
from engine.facts.layout.names import Dictionary
from engine.facts.schools.near_ids import SchoolGuess
from engine.ruleset.model import joined_name

_FEWEST_OF_ONE_LENGTH = 5


def drop_strangers(gathering: Gathering, names: Dictionary) -> None:
    """Report ids without basic facts; leave out those that stand among schools that have them."""
    numbered = {number: school_id for school_id, number in gathering.schools.items()}
    basic = _basic_fields(gathering)
    known = {numbered[owner] for each in basic for owner in gathering.cells[each].owner}
    name_of = first_names(gathering)
    guess = SchoolGuess(known, {each: name for each, name in name_of.items() if each in known})
    strangers = [school_id for school_id in gathering.schools if known and school_id not in known]
    cells_of = cells_of_schools(gathering)
    dropped = set()
    for school_id in strangers:
        cells = cells_of.get(school_id, [])
        among = len(cells) == 1 and all(
            group & known for group in gathering.groups if school_id in group
        )
        meant = guess.by_id(school_id) or guess.by_name(name_of.get(school_id, ""))
        if among:
            dropped.add(school_id)
            mark_unread(gathering, names, cells, meant)
        if among or meant or len(cells) > 1:
            _report(gathering, school_id, cells, among, guess.described(meant) if meant else "")
            gathering.keep_guessed(basic, [school_id])
    gathering.drop_schools(dropped)
    _report_lost_zeros(gathering, known)


def _basic_fields(gathering: Gathering) -> list[str]:
    """Return the fields that stand on the same sheet as the school's id."""
    ruleset = gathering.ruleset
    own = ruleset.fields.get(ruleset.id_fields[0])
    if own is None or not own.sheet:
        return []
    return [
        field.id
        for field in ruleset.fields.values()
        if field.sheet == own.sheet and field.id not in ruleset.identity
    ]


def cells_of_schools(gathering: Gathering) -> dict[str, list[int]]:
    """Return for each school which cells of the field of ids are its own."""
    numbered = {number: school_id for school_id, number in gathering.schools.items()}
    cells_of: dict[str, list[int]] = {}
    for at, owner in enumerate(gathering.cells[gathering.ruleset.id_field].owner):
        cells_of.setdefault(numbered[owner], []).append(at)
    return cells_of


def first_names(gathering: Gathering) -> dict[str, str]:
    """Return the first name of each school."""
    numbered = {number: school_id for school_id, number in gathering.schools.items()}
    parts: dict[str, dict[str, str]] = {}
    for field_id in gathering.ruleset.name_fields:
        cells = gathering.cells[field_id]
        for owner, raw in zip(cells.owner, cells.raw, strict=True):
            if isinstance(raw, str) and raw.strip():
                parts.setdefault(numbered[owner], {}).setdefault(field_id, plain(raw))
    return {school_id: joined_name(found.values()) for school_id, found in parts.items()}


def mark_unread(gathering: Gathering, names: Dictionary, cells: list[int], meant: str) -> None:
    """Keep in mind that the sheets with the stranger's rows are not all known for one school."""
    origins = gathering.cells[gathering.ruleset.id_field].origin
    for at in cells if meant else ():
        where = gathering.origins[origins[at]]
        part = names.part_named(where.sheet or PurePosixPath(where.file).stem)
        if part:
            gathering.unread_parts.setdefault(part, set()).add(meant)


def _report(
    gathering: Gathering, school_id: str, cells: list[int], dropped: bool, meant: str
) -> None:
    ruleset = gathering.ruleset
    part = ruleset.fields[ruleset.id_fields[0]].sheet
    done = "这一行没有读" if dropped else f"照一{ruleset.subject.counted}读"
    way_out = f"请在“{part}”补上这{ruleset.subject.counted}，或改正标识码"
    gathering.diagnostics.error(
        "F028",
        f"{ruleset.subject.id_word}“{school_id}”不在“{part}”里，{done}",
        gathering.cells[ruleset.id_field].place(cells[0], gathering.origins) if cells else None,
        school_id,
        f"是不是想写{meant}？若不是，{way_out}" if meant else way_out,
    )


def _report_lost_zeros(gathering: Gathering, known: set[str]) -> None:
    """Say which ids are those of another school but for zeros, or shorter than all others."""
    by_bare: dict[str, list[str]] = {}
    for school_id in sorted(gathering.schools):
        by_bare.setdefault(school_id.lstrip("0"), []).append(school_id)
    lengths = {len(school_id) for school_id in gathering.schools if school_id.startswith("0")}
    usual = lengths.pop() if len(lengths) == 1 else 0
    enough = sum(len(each) == usual for each in gathering.schools) >= _FEWEST_OF_ONE_LENGTH
    subject = gathering.ruleset.subject
    for same in by_bare.values():
        short = min(same, key=len)
        if len(same) > 1 and short in (known or gathering.schools):
            _warn_of_zeros(
                gathering, short, f"与“{max(same, key=len)}”只差前面的 0，按两{subject.counted}读"
            )
        elif enough and short.isdigit() and len(short) < usual:
            _warn_of_zeros(gathering, short, f"比其他{subject}的少 {usual - len(short)} 位")


def _warn_of_zeros(gathering: Gathering, school_id: str, what: str) -> None:
    cells = gathering.cells[gathering.ruleset.id_field]
    at = next((n for n, raw in enumerate(cells.raw) if raw == school_id), None)
    gathering.diagnostics.warning(
        "F028",
        f"{gathering.ruleset.subject.id_word}“{school_id}”{what}",
        cells.place(at, gathering.origins) if at is not None else None,
        school_id,
        "是不是丢了前面的 0？请核对，并把这一列设为“文本”",
    )
