"""What a hand-worked case is, and what running it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from engine.assess import Assessment
from engine.diagnostics import Diagnostic, Place
from engine.ruleset.model import RuleSet
from engine.ruleset.nodes import MappingNode

# The item of a difference about facts that could not be read.
UNREAD = "事实"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a person worked out for one school; what is not written is not compared.

    Args:
        indicators: Id -> points, or the label of a status (不适用, 缺失, 待评 …).
        dimensions: Id of a dimension or group -> points.
        amounts: `base`, `bonuses`, `deductions`, `total_points` -> points; `无分` for base and
            total of a school that has none.
        grade: The grade; `未定等` for none.
        status: 已定等, 暂缓定等 or 不定等.
        vetoes: Clause -> status, all of them; None where vetoes are not compared.
        checks: What fails before scoring (id of a check, or code), all of it; None where that is
            not compared.
        places: What is expected (`indicators/A205`, `grade`) -> where it is written.
    """

    place: Place
    indicators: Mapping[str, Fraction | str] = field(default_factory=dict)
    dimensions: Mapping[str, Fraction] = field(default_factory=dict)
    amounts: Mapping[str, Fraction | str] = field(default_factory=dict)
    grade: str = ""
    status: str = ""
    vetoes: Mapping[str, str] | None = None
    checks: tuple[str, ...] | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    def place_of(self, item: str) -> Place:
        """Return where one expectation is written."""
        return self.places.get(item, self.place)


@dataclass(frozen=True, slots=True)
class SchoolCase:
    """One school of a case: its facts as placed nodes, and what is expected of it."""

    school_id: str
    facts: MappingNode
    expected: Expected


@dataclass(frozen=True, slots=True)
class Case:
    """One hand-worked case: one school, or several that are assessed as one batch.

    Args:
        ruleset: The rules on the case's own date (基准日); None where it names none.
        evidence_date: The day on which the deadline for evidence is looked at (佐证日).
        confirmed: Somebody has worked it out by hand; one that was made from a result waits for
            that (已核对: 否).
    """

    name: str
    place: Place
    schools: tuple[SchoolCase, ...]
    note: str = ""
    ruleset: RuleSet | None = None
    evidence_date: date | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise than it was worked out by hand.

    Args:
        indicator: The indicator that it is about, if any. working: how that was worked out.
    """

    school_id: str
    item: str
    expected: str
    found: str
    place: Place
    indicator: str = ""
    working: str = ""

    def __str__(self) -> str:
        return f"{self.school_id} {self.item}：手算 {self.expected}，算出 {self.found}"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What running one case found.

    Args:
        compared: How many expectations were compared.
        problems: What was met while reading the facts of the case.
        assessment: What the case was assessed to; None where its facts could not be read.
    """

    case: Case
    differences: tuple[Difference, ...]
    compared: int
    problems: tuple[Diagnostic, ...] = ()
    assessment: Assessment | None = None

    @property
    def passed(self) -> bool:
        return not self.differences
