"""What is handed in for one assessment besides the rules: fact sheets, and what they lean on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.ruleset.model import RuleSet

Pathlike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files and folders that one assessment reads.

    Args:
        facts: Workbooks, CSV, YAML or JSON files, or folders of them.
        below: Folders with the finished results of lower units (下级).
        last: Folders with the finished results of last year.
        last_facts: Last year's fact sheets. last_rules: The rules that they were asked by; None:
            this year's.
        roster: The list of the schools that are assessed (学校名册).
        evidence: The folder of the files that evidence catalogues name (佐证文件夹).
        evidence_date: The day on which the deadline for evidence is looked at (佐证日); None: the
            as-of date of the rules.
        any_edition: Workbooks are read whatever edition of the rules they were made for.
        also_for: Rulesets whose workbooks are read as well as those of the rules.
    """

    facts: tuple[Pathlike, ...]
    below: tuple[Pathlike, ...] = ()
    last: tuple[Pathlike, ...] = ()
    last_facts: tuple[Pathlike, ...] = ()
    last_rules: Pathlike | None = None
    roster: Pathlike | None = None
    evidence: Pathlike | None = None
    evidence_date: date | None = None
    any_edition: bool = False
    also_for: tuple[RuleSet, ...] = ()

    def paths(self) -> Iterator[Pathlike]:
        """Yield every path: none may stand inside the folder that is written."""
        yield from self.facts
        yield from self.below
        yield from self.last
        yield from self.last_facts
        if self.last_rules is not None:
            yield self.last_rules
        if self.roster:
            yield self.roster
        if self.evidence is not None:
            yield self.evidence

    def sheets(self) -> Iterator[Pathlike]:
        """Yield the paths of all sheets that people filled in."""
        yield from self.facts
        yield from self.last_facts
        if self.roster:
            yield self.roster


def inputs_of(facts: Inputs | Iterable[Pathlike]) -> Inputs:
    """Return inputs as they are; of paths alone, fact sheets without anything else."""
    return facts if isinstance(facts, Inputs) else Inputs(tuple(facts))
