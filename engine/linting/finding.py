"""What a lint says: a remark about parts of the rules, which becomes a finding with its code."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diagnostics import Diagnostic, Place


@dataclass(frozen=True, slots=True)
class Remark:
    """What one lint has noticed at one place.

    Args:
        message: What it is, in Chinese, naming the values.
        place: The line of the rule.
        items: Ids and names that it is about; to ignore it, all of them must be named.
        hint: The way out.
        within: The larger parts that they belong to: naming one of these ignores it as well.
    """

    message: str
    place: Place | None
    items: tuple[str, ...]
    hint: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic about the rules, and by which names it can be ignored (不再提示).

    Args:
        diagnostic: A warning or a note; never an error.
        items: As in `Remark`. within: As in `Remark`.
    """

    diagnostic: Diagnostic
    items: tuple[str, ...]
    within: tuple[str, ...] = ()

    def is_named(self, names: frozenset[str]) -> bool:
        """Tell whether these names are enough to mean this finding."""
        all_named = bool(self.items) and names.issuperset(self.items)
        return all_named or not names.isdisjoint(self.within)
