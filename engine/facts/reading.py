"""Read fact sheets: files and folders become one FactTable.

Gather everything first, file by file; then read the cells column by column. A file, a
school or a cell that cannot be read is reported and never stops the batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.diagnostics import Diagnostics, FactsUnusable
from engine.facts.below import gather_below
from engine.facts.books.edition import Gate
from engine.facts.books.files import FactFile, FileReader, find_files
from engine.facts.conflicts import with_outcomes
from engine.facts.documents import gather_document
from engine.facts.evidence.settling import open_desk
from engine.facts.gathering import Gathering
from engine.facts.inputs import Inputs, Pathlike, inputs_of
from engine.facts.intake import Progress, gather_files
from engine.facts.lastyear.past import gather_last_year, open_past
from engine.facts.layout.names import Dictionary, tables_to_read
from engine.facts.missing import report_missing, taken_away
from engine.facts.notes import group_notes
from engine.facts.precedence import Precedence
from engine.facts.records.record_sets import make_record_set
from engine.facts.schools.listed import hold_against_roster
from engine.facts.schools.naming import resolve_names
from engine.facts.schools.near_ids import SchoolGuess
from engine.facts.schools.roster import Roster, read_roster, report_both_uses
from engine.facts.schools.school_columns import make_school_columns, school_names
from engine.facts.schools.strangers import drop_strangers
from engine.facts.stages.settling import settle_revisions
from engine.facts.stages.verdicts import judge_records
from engine.facts.table import FactConflict, FactTable, RecordSet
from engine.ruleset.model import RuleSet
from engine.ruleset.nodes import Node


def read_facts(
    ruleset: RuleSet,
    facts: Inputs | Iterable[Pathlike],
    *,
    progress: Progress | None = None,
) -> FactTable:
    """Read the facts of all schools from files and folders.

    The result does not depend on the order of the files.

    Args:
        ruleset: The rules whose field dictionary types the facts.
        facts: What was handed in; paths alone are those of fact sheets.
        progress: Called with (files done, files in all) after each file.

    Raises:
        UsageProblem: Results of lower units were given that the rules do not ask for.
        FactsUnusable: Not one school could be read; carries all that was found.
    """
    return read_gathered(ruleset, facts, progress=progress)[0]


def read_gathered(
    ruleset: RuleSet,
    facts: Inputs | Iterable[Pathlike],
    *,
    progress: Progress | None = None,
) -> tuple[FactTable, Gathering]:
    """Read the facts of all schools; return the raw cells too, which tell who gave what.

    Args, Raises: As in `read_facts`.
    """
    gathered = gather_facts(ruleset, facts, progress=progress)
    return gathered.fact_table(), gathered.gathering


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was handed in, gathered and not yet read as facts.

    Args:
        digests: File -> SHA-256 of its bytes. receipts: of results of lower units.
    """

    gathering: Gathering
    digests: dict[str, str]
    receipts: dict[str, str]
    roster: Roster | None

    def fact_table(self) -> FactTable:
        """Read the cells and settle them; what was gathered is used up by that."""
        return make_fact_table(self.gathering, self.digests, self.receipts, self.roster)

    def copy(self) -> Gathered:
        """Return the same once more, to be read by itself; the rules are shared."""
        ruleset = self.gathering.ruleset
        shared = (ruleset, *tables_to_read(ruleset).values())
        return deepcopy(self, {id(each): each for each in shared})


def gather_facts(
    ruleset: RuleSet,
    facts: Inputs | Iterable[Pathlike],
    *,
    progress: Progress | None = None,
) -> Gathered:
    """Gather all that was handed in.

    Args, Raises: As in `read_facts`.
    """
    given, diagnostics = inputs_of(facts), Diagnostics()
    gathering, names = Gathering(ruleset, diagnostics), Dictionary(ruleset)
    reader = FileReader(diagnostics)
    roster = read_roster(ruleset, given.roster, diagnostics, reader) if given.roster else None
    evidence = None if given.evidence is None else Path(given.evidence)
    files = find_files(given.facts, diagnostics, evidence)
    if roster:
        files, both = _without_roster(files, reader.digests)
        report_both_uses(both, files, given, diagnostics)
    gate = Gate(None if given.any_edition else ruleset, diagnostics, given.also_for)
    gather_files(files, gathering, names, reader, gate, progress)
    resolve_names(gathering, names, roster.book if roster else None)
    receipts = gather_below(given.below, gathering, reader)
    gather_last_year(given, gathering, read_facts, dict(reader.digests))
    gathering.evidence_date = given.evidence_date
    gathering.evidence_folder, gathering.progress = evidence, progress
    return Gathered(gathering, reader.digests, receipts, roster)


def _without_roster(
    files: list[FactFile], read: Mapping[str, str]
) -> tuple[list[FactFile], list[FactFile]]:
    """Return the files that are fact sheets alone, and those that were read as the roster."""
    both = [each for each in files if each.shown in read]
    return [each for each in files if each.shown not in read], both


def facts_from_nodes(
    ruleset: RuleSet, nodes: Iterable[Node], *, evidence_date: date | None = None
) -> FactTable:
    """Read the facts of schools from placed YAML documents, one a school.

    Args:
        ruleset: The rules. nodes: The documents.
        evidence_date: The day on which the deadline for evidence is looked at.

    Raises:
        FactsUnusable: Not one school could be read.
    """
    gathering, names = Gathering(ruleset, Diagnostics()), Dictionary(ruleset)
    gathering.evidence_date = evidence_date
    for node in nodes:
        gather_document(node, gathering, names)
    resolve_names(gathering, names)
    return make_fact_table(gathering, {})


def make_fact_table(
    gathering: Gathering,
    digests: dict[str, str],
    receipts: dict[str, str] | None = None,
    roster: Roster | None = None,
) -> FactTable:
    """Read all gathered cells and settle them, schools in the order of their ids."""
    ruleset, diagnostics = gathering.ruleset, gathering.diagnostics
    absent: tuple[tuple[str, str], ...] = ()
    if roster is None:
        drop_strangers(gathering, Dictionary(ruleset))
    else:
        absent = hold_against_roster(gathering, roster)
    school_ids = _school_ids(gathering)
    index = {school_id: at for at, school_id in enumerate(school_ids)}
    origins = tuple(gathering.origins)
    precedence = Precedence(ruleset, origins, gathering.roster_files)
    columns, conflicts = make_school_columns(gathering, school_ids, precedence)
    names = school_names(ruleset, columns, school_ids)
    revisions, reported = settle_revisions(gathering, columns, school_ids, names)
    guess = SchoolGuess(school_ids, dict(zip(school_ids, names, strict=True)))
    desk = open_desk(gathering, index, origins, names, guess)
    proven = desk.settle_fields(columns, revisions)
    # What evidence did not bear out was claimed too high: it counts as 虚高 like what was verified.
    reported = {**{name: columns[name] for name in desk.fallen}, **reported}
    columns = proven
    past = open_past(gathering, school_ids)
    columns, reported = past.fill(columns, reported, revisions)
    taken = taken_away(desk.fallen, revisions)
    report_missing(ruleset, columns, school_ids, gathering, taken, past.offered)
    records, found = _make_record_sets(gathering, index, precedence, guess)
    judged = judge_records(gathering, records, school_ids)
    records = desk.settle_records(judged.records, judged.revisions)
    claimed = {
        name: judged.records[name] for name in records if records[name] is not judged.records[name]
    }
    evidence = desk.close()
    settled = with_outcomes([*conflicts, *found], revisions, school_ids, diagnostics)
    records = past.mark(records, diagnostics)
    return FactTable(
        school_ids,
        names,
        columns,
        records,
        group_notes(diagnostics.sorted()),
        digests,
        receipts or {},
        last=past.facts,
        last_results=past.results,
        last_year=past.last_year,
        revisions=tuple(sorted(revisions + judged.revisions, key=lambda each: each.school)),
        reported=reported,
        reported_records=past.mark({**claimed, **judged.reported}, Diagnostics()),
        absent=absent,
        evidence=evidence,
        conflicts=settled,
    )


def _school_ids(gathering: Gathering) -> tuple[str, ...]:
    """Return the ids of all schools, sorted; stop where there is none."""
    ruleset, diagnostics = gathering.ruleset, gathering.diagnostics
    school_ids = tuple(sorted(gathering.schools))
    if not school_ids:
        diagnostics.error(
            "F026",
            f"一{ruleset.subject.counted}也没有读到",
            hint=f"请检查文件，表里要有{_listed(ruleset.id_fields)}一列或一行",
        )
        raise FactsUnusable(f"事实表不能用：一{ruleset.subject.counted}也没有读到", diagnostics)
    return school_ids


def _make_record_sets(
    gathering: Gathering, index: Mapping[str, int], precedence: Precedence, guess: SchoolGuess
) -> tuple[dict[str, RecordSet], list[FactConflict]]:
    """Make the record tables of the rules, and tell on which cells of an event sources differ."""
    ruleset, origins = gathering.ruleset, tuple(gathering.origins)
    made = {
        table_id: make_record_set(
            raw, index, origins, ruleset, guess, precedence, gathering.diagnostics
        )
        for table_id, raw in gathering.records.items()
        if table_id in ruleset.tables
    }
    conflicts = [each for _, found in made.values() for each in found]
    return {table_id: records for table_id, (records, _) in made.items()}, conflicts


def _listed(fields: tuple[str, ...]) -> str:
    return "、".join(f"“{name}”" for name in fields)
