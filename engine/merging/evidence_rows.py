"""Carry along the catalogue of evidence (佐证目录), on which facts may lean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts.evidence import titles
from engine.facts.table import FactTable
from engine.merging.cells import write_text
from engine.merging.looks import Looks
from engine.templates.page_setup import set_page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


def write_evidence(book: Workbook, facts: FactTable, id_title: str, looks: Looks) -> None:
    """Write every line of the catalogue as it was read."""
    sheet = book.add_worksheet(titles.SHEET)
    for at, title in enumerate((id_title, *titles.COLUMNS)):
        sheet.write_string(0, at, title, looks.head)
        sheet.set_column(at, at, 18)
    sheet.freeze_panes(1, 1)
    sheet.set_default_row(20)
    sheet.set_row(0, 32)
    set_page(sheet, titles.SHEET, 0, width=18 * (1 + len(titles.COLUMNS)))
    for row, proof in enumerate(facts.evidence.proofs if facts.evidence else (), 1):
        texts = (
            facts.school_ids[proof.school],
            proof.number,
            proof.of,
            proof.name,
            proof.file,
            proof.checker,
            proof.checked_on,
            proof.verdict.value if proof.verdict else "",
            proof.reason,
        )
        for at, text in enumerate(texts):
            if text:
                write_text(sheet, row, at, text, looks)
