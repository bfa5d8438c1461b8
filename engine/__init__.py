"""评衡: rules in YAML, facts from Excel, exact scores, a veto trace, and a ledger that closes.

>>> from engine import RuleSet, assess_files
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.assess import Assessment, assess_files
    from engine.diagnostics import Diagnostic, PinghengError, Place
    from engine.explain import Ledgers, Stories
    from engine.facts import FactTable, read_facts
    from engine.reports.frames import scores_frame
    from engine.ruleset import check_ruleset, load_ruleset
    from engine.ruleset.model import RuleSet

__all__ = [
    "Assessment",
    "Diagnostic",
    "FactTable",
    "Ledgers",
    "PinghengError",
    "Place",
    "RuleSet",
    "Stories",
    "assess_files",
    "check_ruleset",
    "load_ruleset",
    "read_facts",
    "scores_frame",
]

_HOMES = {
    "engine.assess": ("Assessment", "assess_files"),
    "engine.diagnostics": ("Diagnostic", "PinghengError", "Place"),
    "engine.explain": ("Ledgers", "Stories"),
    "engine.facts": ("FactTable", "read_facts"),
    "engine.reports.frames": ("scores_frame",),
    "engine.ruleset": ("check_ruleset", "load_ruleset"),
    "engine.ruleset.model": ("RuleSet",),
}


def __getattr__(name: str) -> Any:
    """Import a public name only when it is asked for, so that `pingheng --help` stays quick."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
