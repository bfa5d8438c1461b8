"""Read an edited rulebook: the changes of the rules that it proposes, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.diagnostics import Diagnostic, Diagnostics, Place
from engine.editing import Change
from engine.editing import Path as EditPath
from engine.rulebook.comparing import Comparison
from engine.rulebook.drawing import draw_pages
from engine.rulebook.opening import open_book
from engine.rulebook.plans import SHEETS
from engine.rulebook.rebasing import keep_files, rebase
from engine.rulebook.texts import is_english, read_texts, rule_files

_PLANS = {plan.id: plan for sheet in SHEETS for plan in sheet.plans}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an edited rulebook proposes.

    Args:
        changes: File (relative to the folder) -> its changes, in paths of the file as it stands.
        diagnostics: What is wrong, each at its cell; with an error nothing is to be written.
        texts: All texts as exported, cases too: a folder that is not there is made from them.
        new_files: Files that are not there yet, with their texts. removed_files: Those to go.
        ruleset_id: Of the ruleset that was exported.
        cells: File and path (in the text as exported) -> the cell that stands for the value.
    """

    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    new_files: Mapping[str, str] = field(default_factory=dict)
    removed_files: tuple[str, ...] = ()
    ruleset_id: str = ""
    cells: Mapping[tuple[str, EditPath], Place] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is to change."""
        return not (self.changes or self.new_files or self.removed_files)


def read_rulebook(path: Path, folder: Path | None = None) -> Proposal:
    """Read the changes that an edited rulebook proposes for a folder of rules.

    Args:
        path: The workbook.
        folder: The rules; None: there is no folder yet, the changes are those of the texts
            that ride in the workbook.
    """
    diagnostics = Diagnostics()
    book = open_book(path, diagnostics)
    if book is None:
        return Proposal(diagnostics=diagnostics.sorted())
    texts = book.originals.texts
    files = rule_files(texts)
    comparison = Comparison(files, diagnostics, is_english=is_english(files))
    for page in draw_pages(files):
        for section in page.sections:
            found = book.sections.get(section.id)
            if found is None:
                if section.rows and page.name in book.sheets:
                    diagnostics.error(
                        "W028",
                        f"“{page.name}”里“{section.title}”的表头，或隐藏的 A 列不在了，"
                        "认不出哪一行是哪一条规则",
                        Place(path.as_posix(), page.name), section.title,
                        "请撤销删除（Ctrl+Z）再存盘；撤不了的，请重新导出，再把改动填一遍",
                    )  # fmt: skip
                elif section.rows:
                    diagnostics.warning(
                        "W004",
                        f"“{page.name}”里的“{section.title}”不在了，其中的规则当作没有改",
                        Place(path.as_posix()), section.title,
                        "要删规则的，请在表里整行删去，不要删表",
                    )  # fmt: skip
            elif section.id in _PLANS:
                comparison.compare(_PLANS[section.id], section, found)
            else:
                comparison.compare_remainder(section, found)
    now = read_texts(folder) if folder is not None else texts
    changes = rebase(comparison.changes, texts, now, diagnostics)
    new, removed = keep_files(
        comparison.new_files,
        sorted(comparison.removed_files),
        texts,
        now,
        Place(path.as_posix()),
        diagnostics,
    )
    return Proposal(
        changes,
        diagnostics.sorted(),
        texts,
        new,
        removed,
        book.originals.ruleset_id,
        comparison.cells,
    )
