"""VetoTrace: what was found, what followed, who answers, and what it does to the school.

Every conclusion is a numbered fact of the chain, and every step names the rule that fired,
the facts it stood on, and the fact it concluded: a tree from record to duty to veto to effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.ruleset.model import Effect

if TYPE_CHECKING:
    from engine.veto.findings import Finding
    from engine.veto.near_misses import NearMiss


class VetoStatus(StrEnum):
    """How a clause stands for one record of a school."""

    IN_FORCE = "in_force"
    PROPOSED = "proposed"
    UNDETERMINED = "undetermined"
    REDUCED = "reduced"
    EXEMPTED = "exempted"
    ABSORBED = "absorbed"

    @property
    def label(self) -> str:
        return {
            "in_force": "生效",
            "proposed": "否决建议",
            "undetermined": "待核实",
            "reduced": "已减轻",
            "exempted": "已免除",
            "absorbed": "已并入",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ChainFact:
    """One fact of the chain: a kind and short text values, nothing else."""

    number: int
    kind: str
    values: tuple[tuple[str, str], ...]  # sorted by name


@dataclass(frozen=True, slots=True)
class Step:
    """One firing: the rule, the numbers of the facts it stood on, the fact it concluded."""

    number: int
    rule: str
    premises: tuple[int, ...]
    conclusion: int


@dataclass(frozen=True, slots=True)
class VetoCase:
    """One clause met by one record (or by the school's own facts) of one school.

    Args:
        school: Position in FactTable.school_ids.
        record: Row in the clause's RecordSet, -1 for the school's own facts.
        status: How it stands now.
        via: The clause that was reduced to this one, if any.
        gave_way_to: For REDUCED and ABSORBED: the clause that took its place.
        event: The event id of the record, if any.
        unknown: For UNDETERMINED: names of the facts that are missing (or of the table); for a
            case that stands: those that keep 尽职免责 from being decided.
        undecided: For PROPOSED: names of the decision fields that are blank.
        reliefs: (name of relief, 成立 | 不成立 | 不能判定 | 未签批) for every relief considered.
        fault: False where 尽职免责 holds, and no duty falls on anyone.
    """

    school: int
    clause: str
    record: int
    status: VetoStatus
    via: str = ""
    gave_way_to: str = ""
    event: str = ""
    unknown: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    reliefs: tuple[tuple[str, str], ...] = ()
    fault: bool = True


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One effect on one school, by a case that is in force or proposed.

    Args:
        status: IN_FORCE or PROPOSED as the case is; UNDETERMINED only for a SECOND_YEAR effect
            whose condition cannot be decided (one that holds is replaced by its effects).
        person: For BAR_PERSON, who is barred; for BAR_POSTS, who holds such a post (a line
            each). Empty where nobody is named.
        unknown: For UNDETERMINED: names of the facts that are missing.
    """

    school: int
    clause: str
    record: int
    effect: Effect
    status: VetoStatus
    person: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Who answers for a veto case: one person once, at the highest coefficient.

    Args:
        posts: The posts by which the person answers; for one who only owns the area
            (一岗双责), the posts that the person holds.
        kind: DutyKind.id of the highest duty.
        repeated: 失责追责: held to account before, or for another event of this year.
        barred_from: What the repeated duty withholds from the person.
        status: As the case; UNDETERMINED where 尽职免责 cannot be decided.
    """

    school: int
    clause: str
    record: int
    area: str
    person: str
    posts: tuple[str, ...]
    kind: str
    repeated: bool = False
    barred_from: tuple[str, ...] = ()
    status: VetoStatus = VetoStatus.IN_FORCE


@dataclass(frozen=True, slots=True)
class SchoolTrace:
    """The chain of one school that has any finding."""

    school: int
    facts: tuple[ChainFact, ...]
    steps: tuple[Step, ...]
    cases: tuple[VetoCase, ...]
    effects: tuple[EffectLine, ...]
    duties: tuple[DutyLine, ...]


@dataclass(frozen=True, slots=True)
class VetoTrace:
    """All chains of a batch.

    Args:
        by_school: Position of the school -> its trace; schools without a finding are not in it.
        chainer: Which engine chained: durable or forward.
        witnessed: The other engine confirmed it firing by firing.
        findings: Position of the school -> what its chain started from.
        near_misses: Position of the school -> clauses that it only just did not meet.
    """

    by_school: Mapping[int, SchoolTrace]
    chainer: str
    witnessed: bool
    findings: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    near_misses: Mapping[int, tuple[NearMiss, ...]] = field(default_factory=dict)
