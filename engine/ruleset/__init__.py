"""Rules as text become one checked, immutable RuleSet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.diagnostics import Diagnostic
    from engine.ruleset.model import RuleSet

# The parser, the schema and NumPy are imported when rules are first read: whoever only needs
# the model (or `pingheng --help`) does not wait for them.


def load_ruleset(
    folder: Path | str,
    shown_as: str | None = None,
    as_of: date | None = None,
    profile: str | None = None,
) -> RuleSet:
    """Load the ruleset of a folder, as it stands on one date.

    Args:
        folder: The folder of one edition of rules, such as `rules/datong-2025`.
        shown_as: The name of the folder in places; as given without it.
        as_of: The date whose editions are in force (基准日); the end of the window without it.
        profile: The name of the profile (剪裁) that tailors it; none without it.

    Raises:
        RulesUnusable: The rules have errors; it carries all diagnostics.
    """
    from engine.ruleset.loading import load

    return load(Path(folder), shown_as, as_of, profile)


def check_ruleset(
    folder: Path | str,
    shown_as: str | None = None,
    as_of: date | None = None,
    profile: str | None = None,
) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Check a folder of rules and return everything found, all in one pass.

    Returns:
        The ruleset (None where there is any error) and all diagnostics in order of place.
    """
    from engine.ruleset.loading import check

    return check(Path(folder), shown_as, as_of, profile)


def check_other_editions(
    folder: Path | str,
    ruleset: RuleSet,
    found: Iterable[Diagnostic],
    shown_as: str | None = None,
) -> dict[date, tuple[Diagnostic, ...]]:
    """Check a ruleset on the dates of its other editions.

    Returns:
        Date -> what is wrong then and was not among what was `found` already, where anything is.
    """
    from engine.ruleset.loading import check_others

    return check_others(Path(folder), ruleset, found, shown_as)


def check_profiles(
    folder: Path | str,
    ruleset: RuleSet,
    found: Iterable[Diagnostic],
    shown_as: str | None = None,
) -> dict[str, tuple[Diagnostic, ...]]:
    """Check a ruleset as each of its profiles (剪裁) tailors it.

    Returns:
        Name of a profile -> what is to be told of it and was not among what was `found` already.
    """
    from engine.ruleset.loading import check_profiles

    return check_profiles(Path(folder), ruleset, found, shown_as)


__all__ = ["check_other_editions", "check_profiles", "check_ruleset", "load_ruleset"]
