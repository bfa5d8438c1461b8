"""Take in files: each is read by its kind, and all its cells are gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.facts.books.annotated import AnnotatedCopy, original_of, without_originals
from engine.facts.books.csv_sheet import read_csv_sheet
from engine.facts.books.edition import Gate
from engine.facts.books.files import DOCUMENTS, TEXTS, FactFile, FileReader
from engine.facts.books.properties import custom_properties
from engine.facts.books.sheet import Sheet
from engine.facts.books.workbook import read_workbook
from engine.facts.documents import gather_document
from engine.facts.gathering import Gathering
from engine.facts.layout.names import Dictionary
from engine.facts.sheet_gathering import gather_sheets
from engine.ruleset.reading import parse_yaml

Progress = Callable[[int, int], None]


def gather_files(
    files: list[FactFile],
    gathering: Gathering,
    names: Dictionary,
    reader: FileReader,
    gate: Gate,
    progress: Progress | None = None,
) -> None:
    """Gather the cells of all files; what cannot be read is reported and stops nothing.

    Args:
        gate: Keeps out the workbooks of other editions.
    """
    diagnostics, done = gathering.diagnostics, 0
    copies: list[AnnotatedCopy] = []
    for group in _groups(files):
        sheets: list[Sheet] = []
        unread: list[str] = []
        properties = b""
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
                properties = custom_properties(data)
                needless = gate.needless_sheets(properties)
                found = read_workbook(data, file, diagnostics, needless)
                sheets += gate.let_in(found, properties, file.shown)
            done += 1
            if progress:
                progress(done, len(files))
        if sheets and (digest := original_of(properties)):
            copies.append(AnnotatedCopy(group[0].shown, digest, sheets))
        else:
            gather_sheets(sheets, gathering, names, unread)
    for copy in without_originals(copies, reader.digests, diagnostics):
        gather_sheets(copy.sheets, gathering, names)


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
