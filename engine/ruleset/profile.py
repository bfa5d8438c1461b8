"""剪裁: what tailors a ruleset for a county or a school type, and who approved it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.diagnostics import Place
from engine.ruleset.conditions import Condition

# What becomes of a part that is left out, and of a veto clause.
LEFT_OUT, SWITCHED_OFF = "不考", "停用"


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """One change that a profile makes.

    Args:
        item: Id of the part that is changed: an indicator, a group, a clause …
        part: The part as it is called: “指标 A205 支部设在教育教学单元”.
        what: What of it, such as 分值; 不考 where it is left out.
        before: What the ruleset says. after: what holds by the profile.
        reason: Why; the profile's own reason where the change has none.
        place: Where the profile says so.
        follows: It is not ordered itself: its points fill up what others leave.
    """

    item: str
    part: str
    what: str
    before: str
    after: str
    reason: str
    place: Place
    follows: bool = False

    @property
    def is_left_out(self) -> bool:
        """Tell whether the part no longer counts at all."""
        return self.what in (LEFT_OUT, SWITCHED_OFF)

    def __str__(self) -> str:
        return f"{self.part}：{self.said}"

    @property
    def said(self) -> str:
        """Say what is changed, without naming the part."""
        if not self.after:
            return f"{self.what} {self.before}".rstrip()
        return f"{self.what} {self.before or '（没有写）'} → {self.after}"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile by which a ruleset was tailored.

    Args:
        authority: 批准机关. approver: 批准人. document: 批准文号. approved_on: 批准日期.
        changes: Everything that it changes, in the order of the rules.
        applies: Whom it is meant for; nobody else is graded by it. None: everybody.
    """

    id: str
    name: str
    authority: str
    approver: str
    document: str
    approved_on: date
    reason: str
    place: Place
    changes: tuple[ProfileChange, ...] = ()
    applies: Condition | None = None

    @property
    def approval(self) -> str:
        """Say who approved it, by which document and when.

        >>> from engine.diagnostics import Place
        >>> day = date(2025, 3, 1)
        >>> Profile("y", "云川区", "市委教育工委", "赵某", "", day, "", Place("y.yaml")).approval
        '市委教育工委 赵某 2025-03-01 批准'
        """
        said = (self.authority, self.approver, self.document, self.approved_on.isoformat())
        return " ".join(filter(None, said)) + " 批准"

    @property
    def said(self) -> str:
        """Say in one line which profile it is."""
        return f"剪裁“{self.name}”：{self.approval}；理由：{self.reason}"

    def of(self, item: str) -> tuple[ProfileChange, ...]:
        """Return the changes of one part."""
        return tuple(change for change in self.changes if change.item == item)
