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
from engine.ruleset.conditions import Condition
from engine.ruleset.dictionary import Derived, Field, FieldType, RecordTable
from engine.ruleset.methods import Method

__all__ = [
    "Adjustments",
    "Clause",
    "Cohorts",
    "Derived",
    "Duties",
    "DutyKind",
    "DutyRow",
    "Effect",
    "EffectKind",
    "Exclusion",
    "Field",
    "FieldType",
    "Grade",
    "Group",
    "Indicator",
    "MissingPolicy",
    "NotApplicablePolicy",
    "ProposalPolicy",
    "Quota",
    "RecordTable",
    "Relief",
    "RuleSet",
    "Scalar",
    "Source",
    "Unrated",
    "UnratedPolicy",
]

Scalar = Fraction | str | bool | date


@dataclass(frozen=True, slots=True)
class Source:
    """依据: the document and clause that a rule rests on."""

    document: str
    clause: str = ""

    def __str__(self) -> str:
        return f"{self.document} {self.clause}".strip()


class MissingPolicy(StrEnum):
    """What a missing fact does to an indicator: 计零, 暂缓定等, 取同类平均, 直接得分."""

    ZERO = "zero"
    BLOCK = "block"
    COHORT_MEAN = "cohort_mean"
    FULL = "full"


class NotApplicablePolicy(StrEnum):
    """What 不适用 does to an indicator: 剔除折算, 直接得分, 取同类平均."""

    REDISTRIBUTE = "redistribute"
    FULL = "full"
    COHORT_MEAN = "cohort_mean"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the score tree (指标); `informative` ones carry no points (仅供参考)."""

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
    source: Source | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """An inner node of the score tree: a dimension (一级指标) or a group in it (二级指标)."""

    id: str
    name: str
    points: Fraction
    children: tuple[Group | Indicator, ...]
    place: Place
    note: str = ""

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


class EffectKind(StrEnum):
    """后果 of a veto; design.md section 6, domain.md section 4.1."""

    BAR_TOP = "bar_top"  # 否优: not the highest grade
    GRADE_CAP = "grade_cap"  # 等次上限
    SET_GRADE = "set_grade"  # 直接定等
    ZERO = "zero"  # 计零 of indicators, groups or dimensions
    LOSE_ELIGIBILITY = "lose_eligibility"  # 取消资格
    REVOKE_TITLE = "revoke_title"  # 摘牌
    CARRY_OVER = "carry_over"  # 延续 (years)
    BAR_POSTS = "bar_posts"  # 岗位禁评
    BAR_PERSON = "bar_person"  # 个人环节 of the person in the record
    SECOND_YEAR = "second_year"  # 连续两年: further effects


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence that a veto clause names.

    Args:
        id: `clause-id/n`, unique in the ruleset.
        grade: For GRADE_CAP and SET_GRADE.
        targets: Node ids (ZERO), titles, eligibilities, posts, or uses (BAR_PERSON).
        years: For CARRY_OVER.
        person_field: For BAR_PERSON: the record's field that names the person.
        condition: For SECOND_YEAR: the condition on the school's facts that says it was so
            last year. then: effects that then apply too.
    """

    id: str
    kind: EffectKind
    place: Place
    grade: str = ""
    targets: tuple[str, ...] = ()
    years: int = 0
    person_field: str = ""
    condition: Condition | None = None
    then: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Relief:
    """免除减轻: under `condition` and not `unless`, the clause is replaced or lifted.

    Args:
        reduce_to: The clause that takes its place; empty lifts it altogether (免除).
        signed: The organ must have signed: all `signed_fields` of the record are filled;
            else the relief is only proposed and the clause stands, pending (待核实).
    """

    name: str
    condition: Condition
    place: Place
    unless: Condition | None = None
    reduce_to: str = ""
    signed_fields: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One veto clause (一票否决条款).

    Args:
        gravity: 轻重; of the clauses that one event hits, the heaviest stands.
        table: The record table whose rows trigger it, one by one; empty: `trigger` reads
            the school's own facts and derived values.
        trigger: None for a clause that only reliefs lead to.
        decision_fields: Fields of the record (or the school) that must all be filled for the
            veto to be 生效; until then it is 否决建议. Empty: automatic is enough.
        separately: 分别计: this clause does not give way to a heavier one of the same event.
        area: The area of duty (责任领域) that answers.
        no_fault: A condition under which no duty falls on anyone (尽职免责).
    """

    id: str
    name: str
    gravity: int
    area: str
    effects: tuple[Effect, ...]
    place: Place
    table: str = ""
    trigger: Condition | None = None
    reliefs: tuple[Relief, ...] = ()
    decision_fields: tuple[str, ...] = ()
    separately: bool = False
    no_fault: Condition | None = None
    source: Source | None = None
    note: str = ""

    def is_second_year(self, effect: Effect) -> bool:
        """Say whether an effect of this clause follows only in the second year (连续两年)."""
        return any(effect.id == each.id for above in self.effects for each in above.then)


class ProposalPolicy(StrEnum):
    """What a 否决建议 (not yet decided by an organ) does: 暂缓定等, or 先行适用 its effects."""

    BLOCK = "block"
    APPLY = "apply"


@dataclass(frozen=True, slots=True)
class DutyKind:
    """责任类型, such as 第一责任人 with coefficient 1 (carried in full, never split)."""

    id: str
    name: str
    coefficient: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One row of the duty matrix: in this area, which post bears which kind of duty."""

    area: str
    duties: Mapping[str, str]  # post -> DutyKind.id
    place: Place
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Duties:
    """责任: who answers for what; 党政同责 in full for both, 一岗双责 by the areas owned.

    Args:
        table: The record table of leaders. person_field / posts_field / areas_field: its
            fields: the person (text), the posts held (choice or set), the areas owned (set).
        owner_kind: The DutyKind of a leader for an area that the leader owns (一岗双责).
        repeat_field: A whole number in the leaders' table: times held to account before
            (上年追责次数); with one now it is a repeated duty (失责追责).
        repeat_uses: What a repeated duty bars the person from.
    """

    table: str = ""
    person_field: str = ""
    posts_field: str = ""
    areas_field: str = ""
    repeat_field: str = ""
    repeat_uses: tuple[str, ...] = ()
    owner_kind: str = ""
    kinds: Mapping[str, DutyKind] = field(default_factory=dict)
    matrix: tuple[DutyRow, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """等次, best first; the last has no cut score."""

    name: str
    at_least: Fraction | None
    place: Place


@dataclass(frozen=True, slots=True)
class Quota:
    """名额: at most this share (or number) of a cohort may hold the grade (or better).

    Args:
        rounding: down 舍去, up 进一, nearest 四舍五入.
        ties: in 并列同进, out 并列不进, compare 依次比较 by `compare_by` (node ids or matters;
            schools still tied after that all stay out, and it is reported).
    """

    grade: str
    place: Place
    share: Fraction | None = None
    number: int | None = None
    rounding: str = "down"
    ties: str = "in"
    compare_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cohorts:
    """分组: schools are compared within the same values of these choice fields."""

    by: tuple[str, ...] = ()
    min_size: int = 0  # smaller cohorts are graded by score only (只按分数), without quota
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """不定等: under this condition a school is scored but not graded (newly opened, say)."""

    condition: Condition
    reason: str
    place: Place


class UnratedPolicy(StrEnum):
    """What becomes of a school without a total: 暂缓定等, 不定等, or a grade of its own."""

    SUSPEND = "suspend"
    EXCLUDE = "exclude"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Unrated:
    """无分时: a school to which no scored indicator applies has no total (which is not 0).

    Args:
        grade: The grade it gets, for GRADE.
    """

    policy: UnratedPolicy = UnratedPolicy.SUSPEND
    grade: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One edition of the rules: everything that an assessment needs to know.

    Args:
        places: Canonical (English) path of every key and value -> (place of the key, place of
            the value); list positions are numbers.
        digest: SHA-256 over the names and bytes of the folder's YAML files.
        unit: The unit of points: every number of points written here is a whole number of it.
        sources: 依据目录: id of a document -> its name.
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
    unrated: Unrated = Unrated()

    def leaves(self) -> tuple[Indicator, ...]:
        """Return the base indicators in the order of the text."""
        return tuple(leaf for dimension in self.dimensions for leaf in dimension.leaves())

    def all_indicators(self) -> tuple[Indicator, ...]:
        """Return base indicators, then bonus items, then deduction items."""
        return self.leaves() + self.bonuses.items + self.deductions.items
