"""The small field dictionary of the facts tests, for merging."""

from tests.facts.conftest import Folder, build_ruleset, folder, only, ruleset

__all__ = ["Folder", "build_ruleset", "folder", "only", "ruleset"]
