"""What is handed in for one assessment besides the rules: fact sheets, and what they lean on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Pathlike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files and folders that one assessment reads.

    Args:
        facts: Workbooks, CSV, YAML or JSON files, or folders of them.
        below: Folders with the finished results of lower units (下级).
    """

    facts: tuple[Pathlike, ...]
    below: tuple[Pathlike, ...] = ()

    def paths(self) -> Iterator[Pathlike]:
        """Yield every path: none may stand inside the folder that is written."""
        yield from self.facts
        yield from self.below


def inputs_of(facts: Inputs | Iterable[Pathlike]) -> Inputs:
    """Return inputs as they are; of paths alone, fact sheets without anything else."""
    return facts if isinstance(facts, Inputs) else Inputs(tuple(facts))
