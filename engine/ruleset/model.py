"""What a ruleset is, once it has been read and checked: immutable, exact, placed.

Numbers are `Fraction`; nothing here knows Chinese keys, YAML or pandas. Every part
carries the `Place` of its text, so that a ledger line can point to the rule's line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.checks import Check, CheckKind
from engine.ruleset.city import CityFigure, FigureKind, Years
from engine.ruleset.clauses import (
    Clause,
    Deed,
    Duties,
    DutyKind,
    DutyRow,
    Effect,
    EffectKind,
    ProposalPolicy,
    Relief,
    Source,
)
from engine.ruleset.combining import Combination, Passing, PointsLimit, Weight
from engine.ruleset.conditions import Condition
from engine.ruleset.data_sources import ConflictPolicy, DataSource
from engine.ruleset.dictionary import (
    Derived,
    Field,
    FieldType,
    FromLastYear,
    Peers,
    RecordTable,
)
from engine.ruleset.evidence import EvidenceAction, EvidencePolicy
from engine.ruleset.grades import (
    Cohorts,
    CutCase,
    Exclusion,
    Grade,
    GradeLimit,
    Quota,
    Result,
    ResultKind,
    Unrated,
    UnratedPolicy,
)
from engine.ruleset.ignoring import IgnoredFinding
from engine.ruleset.methods import Method
from engine.ruleset.nodes import Node
from engine.ruleset.profile import Profile
from engine.ruleset.subject import SCHOOL, Below, Parent, Subject, joined_id, joined_name

__all__ = [
    "Adjustments",
    "Below",
    "Check",
    "CheckKind",
    "CityFigure",
    "Clause",
    "Cohorts",
    "Combination",
    "ConflictPolicy",
    "CutCase",
    "DataSource",
    "Deed",
    "Derived",
    "Duties",
    "DutyKind",
    "DutyRow",
    "Edition",
    "Effect",
    "EffectKind",
    "EvidenceAction",
    "EvidencePolicy",
    "Exclusion",
    "Field",
    "FieldType",
    "FigureKind",
    "FromLastYear",
    "Grade",
    "GradeLimit",
    "Group",
    "IgnoredFinding",
    "Indicator",
    "MissingPolicy",
    "NotApplicablePolicy",
    "Parent",
    "Peers",
    "ProposalPolicy",
    "Quota",
    "RecordTable",
    "Relief",
    "Result",
    "ResultKind",
    "RuleSet",
    "Scalar",
    "Source",
    "Subject",
    "Unrated",
    "UnratedPolicy",
    "Years",
    "joined_id",
    "joined_name",
]

Scalar = Fraction | str | bool | date


class MissingPolicy(StrEnum):
    """What a missing fact does: 计零, 暂缓定等, 取同类平均, 直接得分, 剔除折算, 不出总分."""

    ZERO = "zero"
    BLOCK = "block"
    COHORT_MEAN = "cohort_mean"
    FULL = "full"
    REDISTRIBUTE = "redistribute"
    NO_TOTAL = "no_total"


class NotApplicablePolicy(StrEnum):
    """What 不适用 does to an indicator: 剔除折算, 直接得分, 取同类平均, 减满分."""

    REDISTRIBUTE = "redistribute"
    FULL = "full"
    COHORT_MEAN = "cohort_mean"
    SHRINK = "shrink"  # its full points leave the full marks; the others keep theirs


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the score tree (指标); `informative` ones carry no points (仅供参考).

    Args:
        weight: Under a group that is a weighted mean.
        passes_to: 折给: to whom its weight goes where it is left out, step by step; nothing
            named: to its siblings in proportion.
        not_rectifiable: 不可整改: why a school cannot mend it itself; empty where it can.
    """

    id: str
    name: str
    points: Fraction
    method: Method | None
    place: Place
    missing: MissingPolicy
    not_applicable: NotApplicablePolicy
    standard: str = ""
    matters: tuple[str, ...] = ()
    applies: Condition | None = None
    manual: bool = False
    informative: bool = False
    value: str = ""
    area: str = ""
    evidence: str = ""
    office: str = ""
    not_rectifiable: str = ""
    rectification_advice: str = ""
    source: Source | None = None
    note: str = ""
    weight: Weight | None = None
    passes_to: tuple[Passing, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An inner node of the score tree: a dimension (一级指标) or a group in it (二级指标).

    Args:
        combine: How the points below make its own.
        weight: Under a level that is a weighted mean.
        least_scored: With fewer parts below that count, the group itself does not count.
        decimals: Places to which its points are rounded, half up, before its limits.
        limits: Floors and caps of its points, applied in order.
        not_rectifiable: Why a school can mend nothing below itself; empty where it can.
    """

    id: str
    name: str
    points: Fraction
    children: tuple[Group | Indicator, ...]
    place: Place
    note: str = ""
    combine: Combination = Combination.SUM
    weight: Weight | None = None
    least_scored: int = 1
    decimals: int | None = None
    limits: tuple[PointsLimit, ...] = ()
    not_rectifiable: str = ""

    def counted(self) -> tuple[Group | Indicator, ...]:
        """Return the parts below that carry points."""
        return tuple(
            child for child in self.children if isinstance(child, Group) or not child.informative
        )

    def leaves(self) -> Iterator[Indicator]:
        """Yield the indicators below, in the order of the text."""
        for child in self.children:
            if isinstance(child, Group):
                yield from child.leaves()
            else:
                yield child


@dataclass(frozen=True, slots=True)
class Adjustments:
    """加分 or 扣分: items beyond the base total, each an indicator, under one cap.

    A bonus item's points are added. A deduction item's *lost* points (full - points) are
    taken off.
    """

    items: tuple[Indicator, ...] = ()
    cap: Fraction | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """分期: which edition of a value was in force on the as-of date.

    Args:
        owner: Id or name of the part that the value belongs to, such as an indicator.
        first: Its first day; `date.min` where it has no beginning. last: its last day.
        place: Of the value chosen. choice: of all its editions.
    """

    owner: str
    first: date
    last: date
    place: Place
    choice: Place


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules as they stand on one date: everything that an assessment needs to know.

    Args:
        as_of: 基准日: of values by editions, those in force on this date are here.
        editions: Which ones were chosen. edition_days: the first days of all editions.
        places: Canonical (English) path of every key and value -> (place of the key, place of
            the value); list positions are numbers.
        digest: SHA-256 over the names and bytes of the folder's YAML files.
        unit: The unit of points: every number of points written here is a whole number of it.
        sources: 依据目录: id of a document -> its name.
        subject: What is assessed (考核对象); parent: what it belongs to (上级). below: the lower
            units whose results are read (下级).
        last_rulesets: Ids of the rulesets whose results may be last year's; empty: any.
        id_field: The column of ids: a field, or several joined (their names joined alike).
        id_parts: The fields whose texts make the id, in order. name_parts: those of the name.
        results: Name -> 结果值, read by grade_limits only.
        checks: 核对: what must hold between facts, asked before scoring.
        evidence_policy: 佐证办法; None: facts stand whatever their evidence.
        accepted_forms: Fingerprints of earlier forms whose workbooks are still read (接受的填报表).
        data_sources: Sources of facts by precedence; conflicts: what stands where they differ.
        ignored: Findings about these rules that a person has looked at and lets stand (不再提示).
        missing, not_applicable: What indicators do that do not say so themselves.
        texts: File -> what it says, canonical, with all editions of each value.
        profile: 剪裁 by which it was tailored, with everything that it changed.
        city: 全市数据: the figures of the whole batch.
    """

    id: str
    name: str
    year: int
    window: tuple[date, date]
    full_points: Fraction
    decimals: int
    unit: Fraction
    fields: Mapping[str, Field]
    tables: Mapping[str, RecordTable]
    derived: Mapping[str, Derived]  # in an order in which each needs only earlier ones
    dimensions: tuple[Group, ...]
    bonuses: Adjustments
    deductions: Adjustments
    clauses: Mapping[str, Clause]
    duties: Duties
    grades: tuple[Grade, ...]
    cohorts: Cohorts
    quotas: tuple[Quota, ...]
    exclusions: tuple[Exclusion, ...]
    proposals: ProposalPolicy
    matters: tuple[str, ...]
    id_field: str
    name_field: str
    total_cap: Fraction | None  # 总分上限; None: full points plus the cap of bonuses
    folder: str
    digest: str
    places: Mapping[tuple[str | int, ...], tuple[Place | None, Place]]
    place: Place
    note: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    as_of: date = date.min
    editions: tuple[Edition, ...] = ()
    edition_days: tuple[date, ...] = ()
    unrated: Unrated = field(default_factory=Unrated)
    results: Mapping[str, Result] = field(default_factory=dict)
    grade_limits: tuple[GradeLimit, ...] = ()
    combine: Combination = Combination.SUM
    least_scored: int = 1
    subject: Subject = SCHOOL
    parent: Parent | None = None
    below: Below | None = None
    last_rulesets: tuple[str, ...] = ()
    id_parts: tuple[str, ...] = ()
    name_parts: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    evidence_policy: EvidencePolicy | None = None
    accepted_forms: tuple[str, ...] = ()
    data_sources: tuple[DataSource, ...] = ()
    conflicts: ConflictPolicy = ConflictPolicy.NEITHER
    ignored: tuple[IgnoredFinding, ...] = ()
    missing: MissingPolicy = MissingPolicy.ZERO
    not_applicable: NotApplicablePolicy = NotApplicablePolicy.REDISTRIBUTE
    texts: Mapping[str, Node] = field(default_factory=dict)
    profile: Profile | None = None
    city: tuple[CityFigure, ...] = ()

    @property
    def id_fields(self) -> tuple[str, ...]:
        """Return the fields whose texts make the id: one, or several joined with “-”."""
        return self.id_parts or (self.id_field,)

    @property
    def name_fields(self) -> tuple[str, ...]:
        """Return the fields whose texts make the name."""
        return self.name_parts or (self.name_field,)

    @property
    def identity(self) -> frozenset[str]:
        """Return every field by which a unit is known: its id and name, and their parts."""
        return frozenset((self.id_field, self.name_field, *self.id_fields, *self.name_fields))

    def root(self) -> Group:
        """Return the whole score tree as one group: the base total of the dimensions."""
        return Group(
            self.id,
            self.name,
            self.full_points,
            self.dimensions,
            self.place,
            combine=self.combine,
            least_scored=self.least_scored,
        )

    def groups(self) -> Iterator[Group]:
        """Yield every dimension and group, those below before those above."""

        def below(group: Group) -> Iterator[Group]:
            for child in group.children:
                if isinstance(child, Group):
                    yield from below(child)
            yield group

        for dimension in self.dimensions:
            yield from below(dimension)

    def leaves(self) -> tuple[Indicator, ...]:
        """Return the base indicators in the order of the text."""
        return tuple(leaf for dimension in self.dimensions for leaf in dimension.leaves())

    def all_indicators(self) -> tuple[Indicator, ...]:
        """Return base indicators, then bonus items, then deduction items."""
        return self.leaves() + self.bonuses.items + self.deductions.items
