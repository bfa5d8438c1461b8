"""Export the rules of a folder as a workbook (规则手册) that can be edited and read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.diagnostics import Diagnostic, RulesUnusable, UsageProblem
from engine.reports.staging import staged_file
from engine.rulebook.drawing import draw_pages
from engine.rulebook.offers import draw_offers
from engine.rulebook.originals import Originals
from engine.rulebook.reading_aloud import read_aloud
from engine.rulebook.texts import is_english, read_texts, rule_files
from engine.rulebook.workbook import write_rulebook
from engine.ruleset import check_ruleset
from engine.version import engine_version

ENDING = ".xlsx"
WHAT = "规则手册"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many sheets and rows, and what the check of the rules said."""

    out: Path
    sheets: tuple[tuple[str, int], ...]
    problems: tuple[Diagnostic, ...]


def export_rulebook(folder: Path, out: Path) -> Exported:
    """Write the rulebook of a folder of rules.

    Raises:
        UsageProblem: It cannot be written there.
        RulesUnusable: The rules have errors.
    """
    if out.suffix.lower() != ENDING:
        raise UsageProblem(f"-o 请写工作簿的名称，如 规则手册{ENDING}（现在写的是“{out}”）。")
    if out.exists():
        raise UsageProblem(
            f"“{out}”已经在那里，没有覆盖：里面可能有还没导回的修改。请用 -o 另写一个名称。"
        )
    ruleset, problems = check_ruleset(folder)
    if ruleset is None:
        raise RulesUnusable("方案有错误，没有导出规则手册", problems)
    texts = read_texts(folder)
    files = rule_files(texts)
    pages = draw_pages(files)
    read_aloud(pages, ruleset)
    now = datetime.now().isoformat(" ", "minutes")
    originals = Originals(texts, ruleset.id, now, engine_version())
    with staged_file(out, WHAT) as stage:
        write_rulebook(
            stage, pages, draw_offers(files), originals,
            name=ruleset.name, is_english=is_english(files),
        )  # fmt: skip
    sheets = tuple(
        (page.name, sum(len(section.rows) for section in page.sections)) for page in pages
    )
    return Exported(out, sheets, problems)
