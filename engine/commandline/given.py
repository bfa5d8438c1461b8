"""Read what was given on the command line: wildcards that the shell left, dates, inputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import UsageProblem
from engine.ruleset.lookalikes import narrow
from engine.ruleset.scalars import parse_number

if TYPE_CHECKING:
    from engine.facts import Inputs
    from engine.ruleset.model import RuleSet


@dataclass(frozen=True, slots=True)
class EditionGiven:
    """Which edition of the rules is meant.

    Args:
        as_of: 基准日; None: the end of the window.
        profile: 剪裁, by its name or id; None: the whole ruleset.
    """

    as_of: date | None = None
    profile: str | None = None

    def ruleset(self, rules: str) -> RuleSet:
        """Load the ruleset of a folder in this edition.

        Raises:
            RulesUnusable: The rules have errors.
        """
        from engine.ruleset import load_ruleset

        return load_ruleset(Path(rules).expanduser(), as_of=self.as_of, profile=self.profile)

    def other(self, as_of: str | None, profile: str | None) -> EditionGiven:
        """Return the edition of the rules that these are compared with: the same where not given.

        Raises:
            UsageProblem: The date is none.
        """
        given = edition_given(as_of, profile)
        return EditionGiven(given.as_of or self.as_of, given.profile or self.profile)


def edition_given(as_of: str | None = None, profile: str | None = None) -> EditionGiven:
    """Return which edition is meant.

    Raises:
        UsageProblem: The date is none.
    """
    return EditionGiven(date_given(as_of), profile.strip() if profile is not None else None)


def date_given(text: str | None) -> date | None:
    """Return the date that was given, if any.

    Raises:
        UsageProblem: It is none.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageProblem(f"“{text}”不是日期。请写成 2025-12-31 的样子。")
    return day


def share_given(option: str, text: str | None) -> Fraction | None:
    """Return the share that an option was given as a percentage: 90 or 90%.

    Raises:
        UsageProblem: It is none between 0 and 100.
    """
    if text is None:
        return None
    number = parse_number(narrow(text).strip().removesuffix("%"))
    if number is None or not 0 <= number <= 100:
        raise UsageProblem(f"{option} 要写 0 到 100 的数，如 90，写的是“{text}”。")
    return number / 100


def inputs_given(
    facts: Sequence[str],
    below: Sequence[str] = (),
    last: Sequence[str] = (),
    last_facts: Sequence[str] = (),
    last_rules: str | None = None,
    roster: str | None = None,
    evidence: str | None = None,
    evidence_date: str | None = None,
) -> Inputs:
    """Return what was handed in, with wildcards expanded."""
    from engine.facts import Inputs

    return Inputs(
        tuple(expand_wildcards(facts)),
        tuple(expand_wildcards(below)),
        last=tuple(expand_wildcards(last)),
        last_facts=tuple(expand_wildcards(last_facts)),
        last_rules=Path(last_rules).expanduser() if last_rules is not None else None,
        roster=str(Path(roster).expanduser()) if roster else None,
        evidence=Path(evidence).expanduser() if evidence is not None else None,
        evidence_date=date_given(evidence_date),
    )


def expand_wildcards(paths: Sequence[str]) -> list[str]:
    """Expand wildcards that the shell left as they are (cmd.exe expands none)."""
    found: list[str] = []
    for path in paths:
        plain = str(Path(path).expanduser())
        is_pattern = any(sign in plain for sign in "*?[") and not Path(plain).exists()
        matches = sorted(_matches(plain)) if is_pattern else []
        found.extend(matches or [plain])
    return found


def _matches(pattern: str) -> Iterable[str]:
    path = Path(pattern)
    fixed = 0
    while fixed < len(path.parts) and not any(sign in path.parts[fixed] for sign in "*?["):
        fixed += 1
    start = Path(*path.parts[:fixed]) if fixed else Path()
    return (str(each) for each in start.glob(str(Path(*path.parts[fixed:]))))
