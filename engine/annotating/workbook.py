"""Annotate one workbook: colours and comments on its cells, and the list in front."""

from __future__ import annotations

from collections.abc import Sequence

from engine.annotating.boxes import Boxes
from engine.annotating.colouring import restyle
from engine.annotating.comments import write_comments
from engine.annotating.findings import Remark, cell_of
from engine.annotating.list_sheet import Listed, list_sheet
from engine.annotating.marks import mark
from engine.annotating.parts import Parts
from engine.annotating.sheet_part import Cell, SheetPart
from engine.annotating.splicing import UnknownShape
from engine.annotating.styles import Styles
from engine.annotating.workbook_part import SheetEntry, WorkbookPart
from engine.diagnostics import Diagnostic
from engine.facts.annotated import LIST_SHEET


def annotate_workbook(
    data: bytes, source: str, digest: str, problems: Sequence[Diagnostic], notes: Sequence[str] = ()
) -> bytes:
    """Return a copy of an .xlsx or .xlsm with every problem on its cell and a list in front.

    Args:
        data: The workbook. source: Its name as given. digest: SHA-256 of the original.
        problems: What was found in it, in the order of places.
        notes: What else the list should say.

    Raises:
        UnknownShape: It is built in a way that we do not know.
    """
    parts = Parts(data)
    workbook = WorkbookPart(parts)
    styles = Styles(parts, workbook.name)
    boxes = Boxes([parts.xml(name) for name in parts.names() if name.endswith(".vml")])
    by_sheet = _by_sheet(problems)
    lines: dict[Diagnostic, Listed] = {}
    for entry in workbook.sheets:
        of_sheet = by_sheet.get(entry.name, [])
        is_worksheet = "/worksheets/" in f"/{entry.part}"
        if not of_sheet and not is_worksheet:
            continue
        sheet = SheetPart(parts.xml(entry.part))
        lines.update((each, _listed(each, entry, sheet)) for each in of_sheet)
        _annotate_sheet(parts, entry, sheet, of_sheet, styles, boxes)
    listed = [lines.get(each, Listed(each)) for each in problems]
    name = workbook.free_sheet_name(LIST_SHEET)
    workbook.put_in_front(name, list_sheet(source, listed, notes, styles))
    styles.save()
    mark(parts, digest)
    return parts.written()


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
    problems: Sequence[Diagnostic],
    styles: Styles,
    boxes: Boxes,
) -> None:
    """Colour the cells of one sheet that have problems, and comment on them."""
    remarks = _remarks(problems, sheet)
    sheet.unselect()
    if remarks:
        restyle(sheet, remarks, lambda old, cell: styles.coloured(old, remarks[cell].severity))
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
        remark = "（工作表隐藏，取消隐藏才能跳到）"
    elif cell is not None and not (sheet.height(cell[0]) and sheet.width(cell[1])):
        remark = "（所在的行或列隐藏）"
    return Listed(problem, link, remark)


__all__ = ["UnknownShape", "annotate_workbook"]
