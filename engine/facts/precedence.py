"""Tell from which source (数据来源) each sheet comes, and which source goes before another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from engine.facts.gathering import RawCells
from engine.facts.schools.school_names import name_key
from engine.facts.table import Origin
from engine.ruleset.model import ConflictPolicy, DataSource, RuleSet

_WILD = "*?["


class Precedence:
    """The sources of the sheets of one batch.

    Args:
        ruleset: Lists the sources by precedence.
        origins: The sheets that were read.
        roster_files: The files of the roster.
    """

    def __init__(
        self, ruleset: RuleSet, origins: Sequence[Origin], roster_files: Iterable[str] = ()
    ) -> None:
        self.sources = ruleset.data_sources
        self.is_ordered = ruleset.conflicts is ConflictPolicy.BY_ORDER and bool(self.sources)
        files = sorted({origin.file for origin in origins})
        roster, shared = set(roster_files), _shared_folder(files)
        matched = {file: self._sources_of(file, file in roster, shared) for file in files}
        kinds = sorted(set(matched.values()))
        number = {kind: at for at, kind in enumerate(kinds)}
        self._kinds = kinds
        self._kind_of = np.array([number[matched[each.file]] for each in origins], np.int64)

    def _sources_of(self, file: str, is_roster: bool, shared: int) -> tuple[int, ...]:
        """Return the sources that a file belongs to, the first one first."""
        parts = [name_key(part) for part in PurePosixPath(file).parts[shared:]]
        return tuple(
            at
            for at, source in enumerate(self.sources)
            if (is_roster and source.is_roster)
            or any(_matches(part, name_key(each)) for part in parts for each in source.files)
        )

    def ranks(self, name: str, sheet: str = "") -> NDArray[np.int64]:
        """Return the place of each origin in the order of sources for a field or a table.

        An origin of no source comes after all others.
        """
        ranks = [self._rank(kind, name, sheet) for kind in self._kinds]
        found: NDArray[np.int64] = np.array(ranks or [0], np.int64)[self._kind_of]
        return found

    def ranks_of(self, cells: RawCells, name: str, sheet: str = "") -> NDArray[np.int64]:
        """Return the place of each cell's source in the order of sources."""
        return self.ranks(name, sheet)[np.array(cells.origin, np.int64)]

    def _rank(self, kind: tuple[int, ...], name: str, sheet: str) -> int:
        counting = (at for at in kind if self.sources[at].counts_for(name, sheet))
        return next(counting, len(self.sources))

    def source(self, rank: int) -> DataSource | None:
        """Return the source at a place in the order; None: of no source."""
        return self.sources[rank] if rank < len(self.sources) else None


def _matches(part: str, pattern: str) -> bool:
    if any(sign in pattern for sign in _WILD):
        return fnmatchcase(part, pattern) or fnmatchcase(PurePosixPath(part).stem, pattern)
    return pattern in part


def _shared_folder(files: Sequence[str]) -> int:
    """Return in how many folders all files lie together: their names tell nothing apart."""
    folders = [PurePosixPath(file).parts[:-1] for file in files]
    shared = 0
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        shared += 1
    return shared
