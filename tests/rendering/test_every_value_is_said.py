"""Nothing that a ruleset says goes unsaid: change a value, and its score sheet changes."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from engine.rendering import score_sheet
from engine.rendering.markdown import markdown
from engine.ruleset.model import RuleSet

TESTS = Path(__file__).parent.parent
TOP = TESTS.parent
# Where a text stands, and what follows from other values.
UNSEEN = {"place", "places", "digest", "folder", "texts", "choice", "values", "columns"}
# Left out, these say the same as before: a name that is that of the table, a cap that is full
# points; and what concerns the checking of the rules alone.
SAME = re.compile(r"charges/\d+ without (name|cap)$| without total_cap$|ignored_findings")
RULESETS = [
    ("yaml", 60),
    ("yaml weighted", 30),
    ("tests/rulesets/lastyear", 20),
    ("tests/rulesets/evidence", 12),
    ("tests/rulesets/limits", 20),
    ("examples/county-2025/counties", 12),
    ("examples/public/nyc_progress_reports_2009_10", 5),
]


def _mutations() -> ModuleType:
    path = TESTS / "differences" / "mutations.py"
    spec = importlib.util.spec_from_file_location("rule_mutations_said", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MUTATIONS = _mutations()


def unsaid(texts: Any, n: int, seed: str) -> Iterator[str]:
    """Yield the changes of which the score sheet says nothing."""
    before = MUTATIONS.build(texts)
    known, said = MUTATIONS.meaning(before, UNSEEN), markdown(score_sheet(before))
    for mutation in MUTATIONS.mutations(texts, n, seed):
        if SAME.search(mutation.about):
            continue
        after: RuleSet = MUTATIONS.build({**texts, mutation.file: mutation.node})
        if MUTATIONS.meaning(after, UNSEEN) != known and _sheet(after) == said:
            yield mutation.about


def _sheet(ruleset: RuleSet) -> str:
    try:
        return markdown(score_sheet(ruleset))
    except (KeyError, ValueError, IndexError):
        # What is left out was needed: such rules are never loaded.
        return ""


@pytest.mark.parametrize(("name", "n"), RULESETS)
def test_value_when_changed_then_the_sheet_says_so(name: str, n: int, tmp_path: Path) -> None:
    texts = MUTATIONS.texts_of(MUTATIONS.folder_of(name, tmp_path))
    assert list(unsaid(texts, n, name)) == []
