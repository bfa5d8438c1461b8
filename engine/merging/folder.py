"""Guard the folder of a merged table: only one that we wrote, and nobody changed, is replaced."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.facts.books.merged import FILES, FOLDER_MARK
from engine.reports.own_folder import check_output_place, check_own_folder, write_mark


def check_mergeable(out: Path, paths: Iterable[str]) -> None:
    """Refuse a folder that may not be written.

    Args:
        out: The folder. paths: What is read.

    Raises:
        UsageProblem: With a way out.
    """
    check_output_place(out, paths, "合并")
    check_ours(out.resolve())


def check_ours(out: Path) -> None:
    """Refuse to replace what we did not write, or what somebody went on working in.

    Raises:
        UsageProblem: With a way out.
    """
    check_own_folder(out, FOLDER_MARK, FILES, "合并结果")


def write_receipt(folder: Path, ruleset_id: str) -> None:
    """Write which files stand in the folder, and what they hold."""
    write_mark(folder, FOLDER_MARK, "merged", FILES, ruleset=ruleset_id)
