"""Read the roster (学校名册): who is assessed, under which ids and names.

A roster is read like any fact sheet, so that it may be in every format and layout that we read.
Besides ids and names it may carry former names (曾用名), short ones (简称), and basic facts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.diagnostics import Diagnostics, FactsUnusable, Place
from engine.facts.books.edition import Gate
from engine.facts.books.files import FactFile, FileReader, find_files
from engine.facts.books.sheet import Sheet, plain
from engine.facts.cells.display import texts_of
from engine.facts.gathering import Gathering
from engine.facts.inputs import Inputs
from engine.facts.intake import gather_files
from engine.facts.layout.names import Dictionary
from engine.facts.precedence import Precedence
from engine.facts.records.record_sets import make_record_set
from engine.facts.schools.naming import county_field_of, resolve_names
from engine.facts.schools.near_ids import SchoolGuess
from engine.facts.schools.school_columns import make_school_columns, school_names, text_field
from engine.facts.schools.school_names import COUNTY_WORDS, KnownSchool, NameBook
from engine.facts.table import Column, FactTable
from engine.ruleset.model import RuleSet

FORMER, SHORT, COUNTY, FORMER_ID = "曾用名", "简称", "所在县区", "原标识码"
_FORMER_ID_WORDS = ("曾用标识码", "原学校标识码", "旧标识码", "上年标识码", "变更前标识码")
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    FORMER: ("曾用名称", "曾用校名", "原名", "原校名", "原名称", "旧校名", "更名前名称"),
    SHORT: ("校名简称", "学校简称", "名称简称", "别名", "又名"),
}
_SEPARATORS = re.compile(r"[、，,；;/\n]+")
# How rosters head the columns of ids and names, whatever the dictionary calls them.
_ID_WORDS = (
    "标识码",
    "学校代码",
    "学校编码",
    "学校标识",
    "机构标识码",
    "学校（机构）标识码",
    "统一编码",
)
_NAME_WORDS = ("学校", "校名", "学校全称", "单位名称", "学校（机构）名称", "规范名称")


@dataclass(frozen=True, slots=True)
class RosterSchool:
    """One school of the roster.

    Args:
        other_names: Former and short names -> what each is (曾用名, 简称).
        place: The cell with its id.
        former_id: The id that it had before (原标识码), or nothing.
    """

    school_id: str
    name: str
    county: str
    other_names: Mapping[str, str]
    place: Place | None
    former_id: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The schools that are assessed.

    Args:
        schools: Id -> school, in the order of ids.
        facts: What the roster says of them, typed; facts that it does not carry are missing.
        carried: The fields, besides the identity, that it has a column of.
        gathering: Its raw cells.
    """

    schools: Mapping[str, RosterSchool]
    facts: FactTable
    carried: tuple[str, ...]
    gathering: Gathering
    book: NameBook

    @property
    def former_ids(self) -> dict[str, str]:
        """Return school -> its id of before, where it had another one."""
        return {each.school_id: each.former_id for each in self.schools.values() if each.former_id}


class _RosterGate(Gate):
    """Leaves out the record tables of a workbook that is no mere roster: no row is a school."""

    def __init__(self, names: Dictionary, diagnostics: Diagnostics) -> None:
        super().__init__(None, diagnostics)
        self._names = names

    def let_in(self, sheets: list[Sheet], properties: bytes, shown: str) -> list[Sheet]:
        """Return the sheets that may list schools."""
        let_in = super().let_in(sheets, properties, shown)
        return [sheet for sheet in let_in if self._names.table_named(sheet.name) is None]


def read_roster(
    ruleset: RuleSet,
    path: str | os.PathLike[str],
    diagnostics: Diagnostics,
    reader: FileReader | None = None,
) -> Roster:
    """Read a roster from a file, or from a folder of them.

    Args:
        ruleset: Its field dictionary types the basic facts.
        diagnostics: Is told of every row and cell that cannot be read.
        reader: Keeps the digests of the files that it reads.

    Raises:
        FactsUnusable: Not one school could be read from it.
    """
    own = _roster_rules(ruleset)
    told = Diagnostics()
    gathering, names = Gathering(own, told), Dictionary(own, explaining=())
    reader = reader or FileReader(told)
    gate = _RosterGate(Dictionary(ruleset), told)
    gather_files(find_files([path], told), gathering, names, reader, gate)
    resolve_names(gathering, names)
    school_ids = tuple(sorted(gathering.schools))
    columns, _ = make_school_columns(gathering, school_ids)
    diagnostics.extend(each for each in told if each.code != "F012" or "是不是" in each.hint)
    if not school_ids:
        diagnostics.error(
            "F097",
            f"名册里一{ruleset.subject.counted}也没有读到",
            Place(os.fspath(path)),
            hint=f"名册要有“{ruleset.id_field}”和“{ruleset.name_field}”两列",
        )
        raise FactsUnusable("名册不能用", diagnostics)
    shown = school_names(own, columns, school_ids)
    schools = {each.school_id: each for each in _schools(names, columns, school_ids, shown)}
    carried = tuple(
        each
        for each in ruleset.fields
        if len(gathering.cells[each]) and each not in ruleset.identity
    )
    facts = _facts(ruleset, columns, school_ids, shown, reader.digests)
    return Roster(schools, facts, carried, gathering, NameBook(_known(schools.values())))


def _facts(
    ruleset: RuleSet,
    columns: Mapping[str, Column],
    school_ids: tuple[str, ...],
    shown: tuple[str, ...],
    digests: Mapping[str, str],
) -> FactTable:
    """Return the roster as a table of facts in which every record table is missing."""
    empty, index = (
        Gathering(ruleset, Diagnostics()),
        {each: at for at, each in enumerate(school_ids)},
    )
    guess = SchoolGuess(school_ids, {})
    order = Precedence(ruleset, ())
    records = {
        table_id: make_record_set(raw, index, (), ruleset, guess, order, empty.diagnostics)[0]
        for table_id, raw in empty.records.items()
    }
    known = {each: columns[each] for each in empty.cells}
    return FactTable(school_ids, shown, known, records, digests=dict(digests))


def _schools(
    names: Dictionary,
    columns: Mapping[str, Column],
    school_ids: tuple[str, ...],
    shown: tuple[str, ...],
) -> Iterator[RosterSchool]:
    ruleset, county = names.ruleset, county_field_of(names)
    counties = texts_of(columns[county]) if county else [""] * len(school_ids)
    others: list[dict[str, str]] = [{} for _ in school_ids]
    for kind, words in _OTHER_NAMES.items():
        match = next((found for word in (kind, *words) if (found := names.school.find(word))), None)
        for at, text in enumerate(texts_of(columns[match.key]) if match else ()):
            parts = (part.strip() for part in _SEPARATORS.split(text))
            others[at].update({part: kind for part in parts if part})
    former = names.school.find(FORMER_ID)
    former_ids = texts_of(columns[former.key]) if former else [""] * len(school_ids)
    places = columns[ruleset.id_field].places
    for at, school_id in enumerate(school_ids):
        place = places.place(at) if places else None
        before = "".join(plain(former_ids[at]).split())
        yield RosterSchool(school_id, shown[at], counties[at], others[at], place, before)


def _known(schools: Iterable[RosterSchool]) -> Iterator[KnownSchool]:
    for each in schools:
        yield KnownSchool(each.school_id, each.name, each.name, each.county)
        for name, kind in each.other_names.items():
            yield KnownSchool(each.school_id, name, each.name, each.county, kind)


def _roster_rules(ruleset: RuleSet) -> RuleSet:
    """Return the rules with the columns that a roster has besides, and without record tables."""
    school, fields = Dictionary(ruleset).school, dict(ruleset.fields)
    if not any(word in school for word in COUNTY_WORDS):
        fields[COUNTY] = replace(text_field(COUNTY), aliases=tuple(sorted(COUNTY_WORDS)))
    for key, words in ((ruleset.id_field, _ID_WORDS), (ruleset.name_field, _NAME_WORDS)):
        known = fields.get(key) or text_field(key)
        new = tuple(word for word in words if word not in school)
        fields[key] = replace(known, aliases=(*known.aliases, *new))
    if not any(word in school for word in (FORMER_ID, *_FORMER_ID_WORDS)):
        fields[FORMER_ID] = replace(text_field(FORMER_ID), aliases=_FORMER_ID_WORDS)
    for name, others in _OTHER_NAMES.items():
        if not any(word in school for word in (name, *others)):
            fields[name] = replace(text_field(name), aliases=others)
    return replace(ruleset, fields=fields, tables={}, below=None)


def report_both_uses(
    both: Sequence[FactFile], others: Sequence[FactFile], given: Inputs, diagnostics: Diagnostics
) -> None:
    """Say that a file was handed in as fact sheet and roster: it is read as the roster only.

    A roster that stands in the folder of the fact sheets is no fact sheet, and nothing is said.

    Args:
        both: The files of both kinds. others: The other fact sheets.
    """
    roster = Path(given.roster or "").resolve()
    if both and (not others or roster in {Path(each).resolve() for each in given.facts}):
        which = f"有 {len(both)} 个文件" if len(both) > 1 else "这个文件"
        diagnostics.error(
            "F097",
            f"{which}既当事实表又当名册，只当名册读，里面的台账没有读",
            Place(both[0].shown),
            hint="名册请另备一份，只留标识码、名称和基本信息",
        )
