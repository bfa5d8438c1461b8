"""One line of the evidence catalogue as it was read, and what became of facts by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.diagnostics import Place
from engine.facts.evidence.titles import Verdict
from engine.ruleset.model import EvidenceAction


class FileState(StrEnum):
    """What was found of a file that a catalogue names."""

    FOUND = "找到"
    MISSING = "找不到"
    EMPTY = "空文件"
    AMBIGUOUS = "不止一个"
    REFUSED = "路径不能用"
    UNREADABLE = "打不开"
    LINK = "网址，未核对"

    @property
    def is_lacking(self) -> bool:
        """Tell whether nothing can be looked at by this name."""
        return self not in (FileState.FOUND, FileState.LINK)


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file that a line names, as it was looked for in the evidence folder.

    Args:
        name: As the catalogue writes it. path: Below the folder, with /; nothing if not found.
    """

    name: str
    state: FileState
    path: str = ""
    size: int = -1
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence: a line of the catalogue.

    Args:
        school: Position of the school. number: 佐证编号, written in one way (E-01).
        items: The fields and record tables that it is for, by id.
        of: 对应字段 as written. verdict: None until somebody has checked it.
        files: What was looked for; empty where no folder was given or no file is named.
    """

    school: int
    number: str
    items: tuple[str, ...]
    of: str
    name: str
    file: str
    checker: str
    checked_on: str
    verdict: Verdict | None
    reason: str
    place: Place
    files: tuple[FileSeen, ...] = ()

    @property
    def said(self) -> str:
        """Name the evidence as in a sentence: by its number, or by what it is."""
        return f"佐证{self.number}" if self.number else f"佐证“{self.name or self.file}”"

    @property
    def is_lacking(self) -> bool:
        """Tell whether none of its files can be looked at, and nobody has checked it."""
        lacking = bool(self.files) and all(each.state.is_lacking for each in self.files)
        return lacking and self.verdict is None


@dataclass(frozen=True, slots=True)
class Fallen:
    """Why a value that was filled in does not stand (佐证办法).

    Args:
        value: What was filled in, in words. why: The reason, a clause.
    """

    action: EvidenceAction
    value: str
    why: str

    @property
    def words(self) -> str:
        """Say it as it stands in brackets behind 缺失 or 不采用."""
        return f"填的是“{self.value}”，{self.why}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the policy made of one fact, or of one record, that evidence was asked for.

    Args:
        item: The field or record table. row: The record; -1 for a field.
        proofs: The lines for it, by their positions. place: Of the value.
        decided_by: The position of the line that decided; -1: there is no evidence.
    """

    school: int
    item: str
    row: int
    action: EvidenceAction
    why: str
    proofs: tuple[int, ...]
    place: Place | None
    decided_by: int = -1

    @property
    def is_lacking(self) -> bool:
        return self.decided_by < 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """All evidence of a batch, and what the policy made of it.

    Args:
        looked_on: The day on which the deadline is looked at (佐证日).
        fallen: Field -> school -> why its value does not stand.
        held: Record table -> school -> why the table cannot be settled yet.
        outcomes: Everything that evidence was asked for, or that a verdict touched.
        unlisted: Files of the evidence folder that no line names.
    """

    proofs: tuple[Proof, ...]
    looked_on: date
    fallen: Mapping[str, Mapping[int, Fallen]] = field(default_factory=dict)
    held: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    unlisted: tuple[str, ...] = ()
