"""Know which files of a folder are reports of ours, and whether anybody worked in them since."""

from __future__ import annotations

from pathlib import Path

from engine.reports.receipts import digest, own_receipt

REPORTS = "reports.json"

# What Windows and macOS put into folders by themselves.
OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})

# Kind of report -> file, by its path below the folder -> digest of what was written.
Written = dict[str, dict[str, str]]


def written_reports(folder: Path) -> Written:
    """Return what our mark in a folder says; empty where there is none."""
    reports = own_receipt(folder, REPORTS).get("reports", {})
    if not isinstance(reports, dict):
        return {}
    return {kind: files for kind, files in reports.items() if isinstance(files, dict)}


def all_files(written: Written) -> dict[str, str]:
    """Return the files of all kinds, each with what we wrote."""
    return {name: held for files in written.values() for name, held in files.items()}


def files_below(folder: Path) -> list[str]:
    """Return the files below a folder by their paths, with `/`, in order."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name.lower() not in OF_THE_SYSTEM
    )


def reports_in(folder: Path) -> tuple[list[str], list[str]]:
    """Return the files of a folder that are reports of ours as we wrote them, and those altered.

    The mark itself is among the first.
    """
    same: list[str] = []
    altered: list[str] = []
    for name, held in all_files(written_reports(folder)).items():
        path = folder / name
        if path.is_file():
            (same if digest(path) == held else altered).append(name)
    if own_receipt(folder, REPORTS):
        same.append(REPORTS)
    return same, altered
