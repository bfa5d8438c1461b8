"""Settle the evidence of a batch: read the catalogue, look for files, apply the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.diagnostics import Diagnostics
from engine.facts.evidence import titles
from engine.facts.evidence.catalogue import read_catalogue
from engine.facts.evidence.fields import hold_fields
from engine.facts.evidence.finding import tell_files
from engine.facts.evidence.folder import EvidenceFolder
from engine.facts.evidence.items import ItemNames
from engine.facts.evidence.merging import merge_lines
from engine.facts.evidence.proof import Evidence, Fallen, Outcome, Proof
from engine.facts.evidence.records import hold_records
from engine.facts.evidence.seeking import seek_files
from engine.facts.evidence.standing import Judge
from engine.facts.evidence.telling import tell_evidence
from engine.facts.gathering import Gathering
from engine.facts.layout.names import Dictionary
from engine.facts.schools.near_ids import SchoolGuess
from engine.facts.stages.revision import Outcome as RevisionOutcome
from engine.facts.stages.revision import Revision, verified_fields
from engine.facts.table import Column, Origin, RecordSet
from engine.ruleset.model import RuleSet


@dataclass(slots=True)
class EvidenceDesk:
    """Where the evidence of a batch is settled, fields first, then records.

    Args:
        proofs: The lines of all catalogues. judge: None without a policy: all facts stand.
    """

    ruleset: RuleSet
    school_ids: Sequence[str]
    looked_on: date
    proofs: tuple[Proof, ...]
    judge: Judge | None
    diagnostics: Diagnostics
    fallen: dict[str, dict[int, Fallen]] = field(default_factory=dict)
    held: dict[str, dict[int, str]] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    unlisted: tuple[str, ...] = ()

    def settle_fields(
        self, columns: Mapping[str, Column], revisions: Iterable[Revision]
    ) -> dict[str, Column]:
        """Return the columns without the values that fell.

        Args:
            revisions: What a team verified on the spot: such a value needs no other evidence.
        """
        if self.judge is None:
            return dict(columns)
        verified = verified_fields(revisions)
        held = hold_fields(self.ruleset, columns, self.judge, verified, self.diagnostics)
        self.fallen, self.outcomes = held.fallen, held.outcomes
        return held.columns

    def settle_records(
        self, records: Mapping[str, RecordSet], revisions: Iterable[Revision]
    ) -> dict[str, RecordSet]:
        """Return the record sets, with what is not proven left out of counting.

        Args:
            revisions: What a team verified: a record that it accepted, corrected or added stands,
                and so does one that was accepted on review.
        """
        if self.judge is None:
            return dict(records)
        stands = (RevisionOutcome.CONFIRMED, RevisionOutcome.ADDED, RevisionOutcome.CHANGED)
        verified = {each.old_place for each in revisions if each.outcome in stands}
        held = hold_records(records, self.judge, verified, self.diagnostics)
        self.held = held.held
        self.outcomes += held.outcomes
        return held.records

    def close(self) -> Evidence | None:
        """Tell what there is to tell; return the evidence, None where there is nothing of it."""
        if self.judge is None and not self.proofs and not self.unlisted:
            return None
        evidence = Evidence(
            self.proofs,
            self.looked_on,
            self.fallen,
            self.held,
            tuple(self.outcomes),
            self.unlisted,
        )
        tell_evidence(evidence, self.school_ids, self.ruleset.subject, self.diagnostics)
        return evidence


def open_desk(
    gathering: Gathering,
    school_index: Mapping[str, int],
    origins: tuple[Origin, ...],
    names: Sequence[str],
    guess: SchoolGuess,
) -> EvidenceDesk:
    """Read the catalogues of a batch, and look for the files that they name."""
    ruleset, diagnostics = gathering.ruleset, gathering.diagnostics
    proofs: list[Proof] = []
    if titles.SHEET not in ruleset.tables:
        raw = gathering.records[titles.SHEET]
        items = ItemNames(Dictionary(ruleset))
        lines = read_catalogue(raw, school_index, origins, ruleset, items, guess, diagnostics)
        proofs = merge_lines(lines, tuple(school_index), ruleset.subject, diagnostics)
    unlisted: tuple[str, ...] = ()
    if gathering.evidence_folder is not None:
        schools = list(zip(school_index, names, strict=True))
        folder = EvidenceFolder(gathering.evidence_folder, schools, diagnostics)
        proofs = seek_files(proofs, folder, gathering.progress)
        unlisted = tell_files(proofs, folder, tuple(school_index), ruleset.subject, diagnostics)
    policy, day = ruleset.evidence_policy, gathering.evidence_date or ruleset.as_of
    judge = Judge(policy, day, proofs) if policy is not None else None
    return EvidenceDesk(
        ruleset,
        tuple(school_index),
        day,
        tuple(proofs),
        judge,
        diagnostics,
        unlisted=unlisted,
    )
