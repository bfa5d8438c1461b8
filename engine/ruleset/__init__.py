"""Rules as text become one checked, immutable RuleSet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic
    from engine.ruleset.model import RuleSet

# The parser, the schema and NumPy are imported when rules are first read: whoever only needs
# the model (or `pingheng --help`) does not wait for them.


def load_ruleset(folder: Path | str, shown_as: str | None = None) -> RuleSet:
    """Load the ruleset of a folder.

    Args:
        folder: The folder of one edition of rules, such as `rules/datong-2025`.
        shown_as: The name of the folder in places; as given without it.

    Raises:
        RulesUnusable: The rules have errors; it carries all diagnostics.
    """
    from engine.ruleset.loading import load

    return load(Path(folder), shown_as)


def check_ruleset(
    folder: Path | str, shown_as: str | None = None
) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Check a folder of rules and return everything found, all in one pass.

    Returns:
        The ruleset (None where there is any error) and all diagnostics in order of place.
    """
    from engine.ruleset.loading import check

    return check(Path(folder), shown_as)


__all__ = ["check_ruleset", "load_ruleset"]
