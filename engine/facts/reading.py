"""Read fact sheets: files and folders become one FactTable.

Gather everything first, file by file; then read the cells column by column. A file, a
school or a cell that cannot be read is reported and never stops the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from engine.diagnostics import Diagnostics, FactsUnusable
from engine.facts.below import gather_below
from engine.facts.csv_sheet import read_csv_sheet
from engine.facts.display import texts_of
from engine.facts.documents import gather_document
from engine.facts.files import DOCUMENTS, TEXTS, FactFile, FileReader, find_files
from engine.facts.gathering import Gathering
from engine.facts.inputs import Inputs, Pathlike, inputs_of
from engine.facts.lastyear.aligning import align_table
from engine.facts.lastyear.sheets import read_last_sheets
from engine.facts.missing import report_missing
from engine.facts.names import Dictionary
from engine.facts.near_ids import SchoolGuess
from engine.facts.records import make_record_set
from engine.facts.school_columns import make_school_column, text_field
from engine.facts.sheet import Sheet
from engine.facts.sheet_gathering import gather_sheets
from engine.facts.stages.settling import settle_revisions
from engine.facts.strangers import drop_strangers
from engine.facts.table import Column, FactTable
from engine.facts.workbook import read_workbook
from engine.ruleset.model import RuleSet, joined_name
from engine.ruleset.nodes import Node
from engine.ruleset.reading import parse_yaml

_LONGEST_NAME = 60

Progress = Callable[[int, int], None]


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
    given, diagnostics = inputs_of(facts), Diagnostics()
    gathering, names = Gathering(ruleset, diagnostics), Dictionary(ruleset)
    files = find_files(given.facts, diagnostics)
    reader, done = FileReader(diagnostics), 0
    for group in _groups(files):
        sheets: list[Sheet] = []
        unread: list[str] = []
        for file in group:
            data = reader.read(file)
            if data is None:
                unread += [] if reader.is_copy(file) else [file.title]
            elif file.kind in DOCUMENTS:
                node = parse_yaml(data, file.shown, diagnostics)
                if node is not None:
                    gather_document(node, gathering, names)
            elif file.kind in TEXTS:
                sheet = read_csv_sheet(data, file, diagnostics)
                sheets += [sheet] if sheet else []
                unread += [] if sheet else [file.title]
            else:
                sheets += read_workbook(data, file, diagnostics)
            done += 1
            if progress:
                progress(done, len(files))
        gather_sheets(sheets, gathering, names, unread)
    receipts = gather_below(given.below, gathering, reader)
    gathering.last_sheets = read_last_sheets(given, ruleset, read_facts, diagnostics)
    return make_fact_table(gathering, reader.digests, receipts)


def facts_from_nodes(ruleset: RuleSet, nodes: Iterable[Node]) -> FactTable:
    """Read the facts of schools from placed YAML documents, one a school.

    Raises:
        FactsUnusable: Not one school could be read.
    """
    gathering, names = Gathering(ruleset, Diagnostics()), Dictionary(ruleset)
    for node in nodes:
        gather_document(node, gathering, names)
    return make_fact_table(gathering, {})


def make_fact_table(
    gathering: Gathering, digests: dict[str, str], receipts: dict[str, str] | None = None
) -> FactTable:
    """Read all gathered cells and settle them, schools in the order of their ids."""
    ruleset, diagnostics = gathering.ruleset, gathering.diagnostics
    drop_strangers(gathering, Dictionary(ruleset))
    school_ids = tuple(sorted(gathering.schools))
    if not school_ids:
        diagnostics.error(
            "F026",
            f"一{ruleset.subject.counted}也没有读到",
            hint=f"请检查文件，表里要有{_listed(ruleset.id_fields)}一列或一行",
        )
        raise FactsUnusable(f"事实表不能用：一{ruleset.subject.counted}也没有读到", diagnostics)
    index = {school_id: at for at, school_id in enumerate(school_ids)}
    position = np.array([index[school_id] for school_id in gathering.schools], np.int64)
    origins = tuple(gathering.origins)
    columns: dict[str, Column] = {}
    for field_id, cells in gathering.cells.items():
        field = ruleset.fields.get(field_id) or text_field(field_id)
        columns[field_id] = make_school_column(
            field,
            cells,
            position,
            school_ids,
            origins,
            diagnostics,
            subject=ruleset.subject,
            is_name=field_id in ruleset.name_fields and field_id not in ruleset.id_fields,
            unread=[
                index[item] for item in gathering.unread_parts.get(field.sheet, ()) if item in index
            ],
        )
    names = _names(school_ids, [columns[field_id] for field_id in ruleset.name_fields])
    revisions, reported = settle_revisions(gathering, columns, school_ids, names)
    report_missing(ruleset, columns, school_ids, gathering)
    guess = SchoolGuess(school_ids, dict(zip(school_ids, names, strict=True)))
    records = {
        table_id: make_record_set(raw, index, origins, ruleset, guess, diagnostics)
        for table_id, raw in gathering.records.items()
    }
    return FactTable(
        school_ids,
        names,
        columns,
        records,
        diagnostics.sorted(),
        digests,
        receipts or {},
        last=_last(gathering, school_ids),
        revisions=tuple(sorted(revisions, key=lambda each: each.school)),
        reported=reported,
    )


def _last(gathering: Gathering, school_ids: tuple[str, ...]) -> FactTable | None:
    """Return last year's facts of this year's schools, where any were given."""
    if gathering.last_sheets is None:
        return None
    table, is_whole = gathering.last_sheets.table, gathering.last_sheets.is_whole
    return align_table(table, gathering.ruleset, school_ids, {}, is_whole=is_whole)


def _names(school_ids: tuple[str, ...], columns: list[Column]) -> tuple[str, ...]:
    """Return the name of each school, of one column or of several; else its id."""
    texts = [texts_of(column) for column in columns]
    names = (joined_name(filter(None, parts)) for parts in zip(*texts, strict=True))
    return tuple(
        _one_line(name) if name else school_id
        for name, school_id in zip(names, school_ids, strict=True)
    )


def _listed(fields: tuple[str, ...]) -> str:
    return "、".join(f"“{name}”" for name in fields)


def _one_line(name: str) -> str:
    """Return a school's name as it can stand in a line of a table."""
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _groups(files: list[FactFile]) -> Iterator[list[FactFile]]:
    """Yield the files that belong together: the CSV files of a folder; each other file alone."""
    by_folder: dict[str, list[FactFile]] = {}
    for file in files:
        if file.kind in TEXTS:
            by_folder.setdefault(file.folder, []).append(file)
    for file in files:
        if file.kind not in TEXTS:
            yield [file]
        elif by_folder[file.folder][0] == file:
            yield by_folder[file.folder]
