"""Name the copies: the folders of the originals stay, so that equal names do not collide."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from engine.facts.books.annotated import LIST_SHEET
from engine.facts.books.files import FactFile

LIST_FILE = f"{LIST_SHEET}.xlsx"  # of the whole folder
_KEPT = (".xlsx", ".xlsm")


def copy_names(files: Sequence[FactFile]) -> dict[str, str]:
    """Return the name of each file's copy, with / and relative to the folder of all copies.

    Args:
        files: Every file that was read, with or without problems: names do not depend on which
            files have problems.
    """
    bases = _bases([file.path.resolve() for file in files])
    names: dict[str, str] = {}
    taken = {LIST_FILE.casefold()}
    for file in files:
        path = file.path.resolve()
        base, lead = bases[path.anchor]
        name = PurePosixPath(lead, path.relative_to(base).as_posix())
        if name.suffix.lower() not in _KEPT:
            name = name.with_name(f"{name.stem}_{name.suffix[1:]}.xlsx")
        names[file.shown] = _free(name, taken)
        taken.add(names[file.shown].casefold())
    return names


def _bases(paths: Sequence[Path]) -> dict[str, tuple[Path, str]]:
    """Return the innermost folder that holds all files of one drive, and a lead for that drive."""
    by_drive: dict[str, list[Path]] = {}
    for path in paths:
        by_drive.setdefault(path.anchor, []).append(path.parent)
    several = len(by_drive) > 1
    return {
        drive: (Path(os.path.commonpath(folders)), str(number) if several else "")
        for number, (drive, folders) in enumerate(sorted(by_drive.items()), 1)
    }


def _free(name: PurePosixPath, taken: set[str]) -> str:
    number, found = 2, name
    while found.as_posix().casefold() in taken:
        found = name.with_stem(f"{name.stem}-{number}")
        number += 1
    return found.as_posix()
