"""Schools of the small ruleset with checks written for one test, and what became of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.checks import CheckBook, check_facts
from engine.diagnostics import Diagnostics
from engine.facts.reading import facts_from_nodes
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet
from engine.ruleset.reading import parse_yaml

SMALL = Path(__file__).parent.parent / "rulesets" / "small"

# One school: its facts, and its records by table.
School = tuple[Mapping[str, Any], Mapping[str, Sequence[Mapping[str, Any]]]]
Rules = Callable[[str], RuleSet]
Check = Callable[..., CheckBook]


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    """Return the small ruleset with a text as its checks.yaml."""

    def load(text: str) -> RuleSet:
        folder = tmp_path / "rules"
        shutil.copytree(SMALL, folder, dirs_exist_ok=True)
        (folder / "checks.yaml").write_text(f"核对:\n{text}\n", encoding="utf-8")
        return load_ruleset(folder, "rules")

    return load


@pytest.fixture
def check(rules: Rules) -> Check:
    """Check schools, given as facts and records, by a text of checks."""

    def run(text: str, *schools: School) -> CheckBook:
        ruleset = rules(text)
        nodes = []
        for number, (facts, records) in enumerate(schools, 1):
            school_id = f"{number:03d}"
            document = {
                "事实": {"学校标识码": school_id, "学校名称": f"{school_id}校", **facts},
                "台账记录": dict(records),
            }
            data = yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()
            diagnostics = Diagnostics()
            node = parse_yaml(data, f"{school_id}.yaml", diagnostics)
            assert node is not None, list(diagnostics)
            nodes.append(node)
        return check_facts(ruleset, facts_from_nodes(ruleset, nodes))

    return run
