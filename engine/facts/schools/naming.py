"""Find the ids of schools that only their names are written of: by the roster, or by the batch.

One school that bears the name is that school, which is noted. Several, or none, are an error:
a name that is merely alike is suggested, never taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from engine.diagnostics import Place
from engine.facts.books.sheet import plain
from engine.facts.gathering import Gathering, NamedSchool, Sighting
from engine.facts.layout.names import Dictionary
from engine.facts.schools.school_names import COUNTY_WORDS, KnownSchool, NameBook
from engine.ruleset.model import Subject, joined_name

_LISTED = 3


def resolve_names(gathering: Gathering, names: Dictionary, roster: NameBook | None = None) -> None:
    """Put the id for every stand-in, and leave out the schools that none is found for (said).

    Args:
        roster: The names of the schools on the roster, where there is one.
    """
    if not gathering.named:
        return
    batch = NameBook(_known_in_batch(gathering))
    ids: dict[str, str] = {}
    unknown: list[tuple[NamedSchool, list[KnownSchool]]] = []
    by_sheet: dict[tuple[str, str], list[tuple[Sighting, NamedSchool, KnownSchool]]] = {}
    for stand_in, named in gathering.named.items():
        found = (roster.find(named.name, named.county) if roster else []) or batch.find(
            named.name, named.county
        )
        if len({each.school_id for each in found}) == 1:
            ids[stand_in] = found[0].school_id
            for sighting in named.seen:
                key = sighting.place.file, sighting.sheet
                by_sheet.setdefault(key, []).append((sighting, named, found[0]))
        else:
            ids[stand_in] = ""
            unknown.append((named, found))
            _keep_lost(named, found or _only(roster or batch, named), gathering, names)
    _report_found(by_sheet, gathering, is_listed=roster is not None)
    _report_unknown(unknown, gathering, roster, batch)
    gathering.identify(ids)


def known_names(
    gathering: Gathering, name_fields: Sequence[str], county_field: str
) -> Iterator[tuple[str, str, str]]:
    """Yield (id, name, county) for every name that stands beside an id."""
    ids = {number: school_id for school_id, number in gathering.schools.items()}
    counties: dict[int, str] = {}
    if county_field:
        cells = gathering.cells[county_field]
        for owner, raw in zip(cells.owner, cells.raw, strict=True):
            if isinstance(raw, str) and raw.strip():
                counties.setdefault(owner, plain(raw))
    # The parts of a joined name stand on one sheet.
    parts: dict[tuple[int, int], dict[str, str]] = {}
    for field_id in name_fields:
        cells = gathering.cells[field_id]
        for owner, raw, origin in zip(cells.owner, cells.raw, cells.origin, strict=True):
            if isinstance(raw, str) and raw.strip():
                parts.setdefault((owner, origin), {})[field_id] = plain(raw)
    for (owner, _), texts in parts.items():
        if len(texts) == len(name_fields):
            name = joined_name(texts[each] for each in name_fields)
            yield ids[owner], name, counties.get(owner, "")


def county_field_of(names: Dictionary) -> str:
    """Return the field that says in which county a school is, or nothing."""
    found = (names.school.find(word) for word in sorted(COUNTY_WORDS))
    return next((match.key for match in found if match is not None), "")


def _known_in_batch(gathering: Gathering) -> Iterator[KnownSchool]:
    ruleset = gathering.ruleset
    county_field = county_field_of(Dictionary(ruleset))
    for school_id, name, county in known_names(gathering, ruleset.name_fields, county_field):
        if school_id not in gathering.named:
            yield KnownSchool(school_id, name, name, county)


def _only(book: NameBook, named: NamedSchool) -> list[KnownSchool]:
    """Return the one school that is probably meant, or none."""
    near = book.guesses(named.name)
    return near if len({each.school_id for each in near}) == 1 else []


def _keep_lost(
    named: NamedSchool, meant: list[KnownSchool], gathering: Gathering, names: Dictionary
) -> None:
    """Keep in mind that the sheets which name a school so are not all known for it."""
    for sighting in named.seen:
        title = sighting.sheet or PurePosixPath(sighting.place.file).stem
        if table := names.table_named(title):
            gathering.records[table.id].lost_names.update(each.official for each in meant)
        elif part := names.part_named(title):
            unread = gathering.unread_parts.setdefault(part, set())
            unread.update(each.school_id for each in meant)


def _report_found(
    by_sheet: dict[tuple[str, str], list[tuple[Sighting, NamedSchool, KnownSchool]]],
    gathering: Gathering,
    *,
    is_listed: bool,
) -> None:
    subject, diagnostics = gathering.ruleset.subject, gathering.diagnostics
    by = "名册" if is_listed else "别处写明的标识码"
    for found in by_sheet.values():
        spaced = sum(named.name != known.name for _, named, known in found)
        differing = f"，其中 {spaced} 行的名称只差空格或全角半角" if spaced else ""
        diagnostics.note(
            "F092",
            f"有 {len(found)} 行没有写{subject.id_word}，按{by}由名称认出{differing}",
            found[0][0].place,
            found[0][1].name,
            f"请补填{subject.id_word}",
        )
        for sighting, named, known in found:
            if known.other:
                diagnostics.note(
                    "F093",
                    former_name_text(named.name, subject, known),
                    sighting.place,
                    named.name,
                    "请改用现在的名称",
                )


def former_name_text(name: str, subject: Subject, known: KnownSchool) -> str:
    """Say that a name is a former or short one of a school."""
    return f"“{name}”是{subject.called(known.school_id)}（{known.official}）的{known.other}，按它读"


def _report_unknown(
    unknown: list[tuple[NamedSchool, list[KnownSchool]]],
    gathering: Gathering,
    roster: NameBook | None,
    batch: NameBook,
) -> None:
    subject, diagnostics = gathering.ruleset.subject, gathering.diagnostics
    way_out = f"请填{subject.id_word}"
    for named, found in unknown:
        place, rows = _first(named), f"，{len(named.seen)} 行" if len(named.seen) > 1 else "，"
        if found:
            listed = "、".join(str(each) for each in found[:_LISTED])
            more = f"等 {len(found)} {subject.counted}" if len(found) > _LISTED else ""
            diagnostics.error(
                "F091",
                f"{named}可以是{listed}{more}，不知是哪一{subject.measure}{rows}没有读",
                place,
                named.name,
                f"{way_out}，或写明所在县区",
            )
            continue
        near = (roster or batch).guesses(named.name)
        guess = "、".join(str(each) for each in near[:_LISTED])
        asked = f"是不是{guess}？" if near else ""
        if roster is not None:
            code, message = "F090", f"{named}不在名册里，别处也没有写明它的标识码"
            way_out = f"请填{subject.id_word}，改成名册上的名称，或补进名册（曾用名也可以）"
        else:
            code, message = "F020", f"{named}没有{subject.id_word}，别处也没有写明"
            way_out = f"请填{subject.id_word}，或用 --roster 给出名册"
        diagnostics.error(code, f"{message}{rows}没有读", place, named.name, asked + way_out)


def _first(named: NamedSchool) -> Place:
    return min(sighting.place for sighting in named.seen)
