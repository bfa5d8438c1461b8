"""Check facts against one another before anything is scored (核对)."""

from engine.checks.book import CheckBook, Tally
from engine.checks.checking import check_facts

__all__ = ["CheckBook", "Tally", "check_facts"]
