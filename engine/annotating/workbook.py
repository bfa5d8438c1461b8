"""Annotate one workbook: colours and comments on its cells, and the list in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.annotating.boxes import Boxes
from engine.annotating.caveats import caveats_of
from engine.annotating.colouring import cells_of_styles, restyle
from engine.annotating.comments import write_comments
from engine.annotating.findings import Remark, cell_of
from engine.annotating.list_sheet import Listed, list_sheet
from engine.annotating.marks import mark, own_list
from engine.annotating.parts import Parts
from engine.annotating.sheet_part import Cell, SheetPart
from engine.annotating.styles import Styles
from engine.annotating.workbook_part import SheetEntry, WorkbookPart
from engine.diagnostics import Diagnostic
from engine.facts.books.annotated import LIST_SHEET


@dataclass(frozen=True, slots=True)
class AnnotatedBook:
    """An annotated copy, and what it could not keep as it was (in words)."""

    data: bytes
    caveats: tuple[str, ...] = ()


def annotate_workbook(
    data: bytes, source: str, digest: str, problems: Sequence[Diagnostic], notes: Sequence[str] = ()
) -> AnnotatedBook:
    """Return a copy of an .xlsx or .xlsm with every problem on its cell and a list in front.

    What an earlier annotation left in the workbook is taken out first.

    Args:
        data: The workbook. source: Its name as given. digest: SHA-256 of the original.
        problems: What was found in it, in the order of places.
        notes: What else the list should say.

    Raises:
        UnknownShape: It is built in a way that we do not know.
    """
    parts = Parts(data)
    workbook = WorkbookPart(parts)
    before = own_list(data, [each.name for each in workbook.sheets])
    styles = Styles(parts, workbook.name)
    boxes = Boxes([parts.xml(name) for name in parts.names() if name.endswith(".vml")])
    by_sheet = _by_sheet(problems)
    lines: dict[Diagnostic, Listed] = {}
    remarked: dict[str, Mapping[Cell, Remark]] = {}
    for entry in workbook.sheets:
        if entry.name == before:
            continue
        if not entry.is_worksheet:
            workbook.unselect(entry)
            continue
        sheet = SheetPart(parts.xml(entry.part))
        of_sheet = by_sheet.get(entry.name, [])
        lines.update((each, _listed(each, entry, sheet)) for each in of_sheet)
        remarks = remarked[entry.part] = _remarks(of_sheet, sheet)
        stale = cells_of_styles(sheet, styles.ours) if before else set()
        _annotate_sheet(parts, entry, sheet, remarks, stale, styles, boxes, again=bool(before))
    listed = [lines.get(each, Listed(each)) for each in problems]
    caveats = caveats_of(parts, remarked)
    xml = list_sheet(source, listed, [*notes, *caveats], styles)
    if before:
        workbook.put_again(before, xml)
    else:
        workbook.put_in_front(workbook.free_sheet_name(LIST_SHEET), xml)
    styles.save()
    mark(parts, digest)
    return AnnotatedBook(parts.written(), tuple(caveats))


def _by_sheet(problems: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for each in problems:
        if each.place is not None and each.place.sheet:
            found.setdefault(each.place.sheet, []).append(each)
    return found


def _annotate_sheet(
    parts: Parts,
    entry: SheetEntry,
    sheet: SheetPart,
    remarks: Mapping[Cell, Remark],
    stale: set[Cell],
    styles: Styles,
    boxes: Boxes,
    *,
    again: bool,
) -> None:
    """Colour the cells of one sheet that have problems, and comment on them."""

    def new_style(old: int, cell: Cell) -> int:
        remark = remarks.get(cell)
        return styles.coloured(old, remark.severity) if remark else styles.uncoloured(old)

    sheet.unselect()
    if remarks or stale:
        restyle(sheet, stale.union(remarks), new_style)
    if remarks or again:
        texts = {cell: remark.text for cell, remark in remarks.items()}
        write_comments(parts, entry.part, sheet, texts, boxes)
    parts.put(entry.part, sheet.changes.done())


def _remarks(problems: Sequence[Diagnostic], sheet: SheetPart) -> dict[Cell, Remark]:
    """Return what is to be said at each cell; of merged cells at the first, which shows."""
    found: dict[Cell, list[Diagnostic]] = {}
    for each in problems:
        cell = cell_of(each)
        if cell is not None:
            found.setdefault(sheet.anchor(cell), []).append(each)
    return {cell: Remark(tuple(each)) for cell, each in found.items()}


def _listed(problem: Diagnostic, entry: SheetEntry, sheet: SheetPart) -> Listed:
    """Return the line of the list for a problem on a sheet that is there."""
    cell = cell_of(problem)
    quoted = entry.name.replace("'", "''")
    link = f"'{quoted}'!{problem.place.cell if problem.place and cell else 'A1'}"
    remark = ""
    if entry.hidden:
        remark = "（表已隐藏）"
    elif cell is not None and not (sheet.height(cell[0]) and sheet.width(cell[1])):
        remark = "（行或列已隐藏）"
    return Listed(problem, link, remark)
