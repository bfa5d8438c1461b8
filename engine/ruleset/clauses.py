"""What a ruleset says of vetoes and duties: clauses with their effects and reliefs, who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.conditions import Condition


@dataclass(frozen=True, slots=True)
class Source:
    """依据: the document and clause that a rule rests on."""

    document: str
    clause: str = ""

    def __str__(self) -> str:
        return f"{self.document} {self.clause}".strip()


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
        signed_fields: Fields of the record that must all be filled, since the organ must have
            signed; else the relief is only proposed and the clause stands, pending (待核实).
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
class Deed:
    """履职事项: what in the facts shows that a duty was done, in one area.

    Args:
        value: A field or derived value of the school that tells it. table: Else the record
            table whose rows are counted, those that meet `condition`.
        person_field: The column of the table that names who did it; empty: it was the school's.
        at_least: What is asked for; None where nothing is (a field of 是否 asks for 是).
        posts: Whose deed it is; empty: of all who answer for the area.
    """

    name: str
    area: str
    place: Place
    value: str = ""
    table: str = ""
    condition: Condition | None = None
    person_field: str = ""
    at_least: Fraction | None = None
    posts: tuple[str, ...] = ()
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
        deeds: What shows that duties were done (履职事项).
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
    deeds: tuple[Deed, ...] = ()
    place: Place | None = None
