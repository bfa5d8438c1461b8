"""Where the published cases lie, and how a ruleset written on the spot is assessed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from engine.assess import Assessment, assess_files

CASES = Path(__file__).parents[3] / "shared" / "cases"


class _Plain(yaml.SafeDumper):
    """Write everything out: the rule language has no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


Rules = Mapping[str, object]
Rows = Sequence[Mapping[str, str]]
Assess = Callable[[Rules, Rows], Assessment]


@pytest.fixture(scope="session")
def cases() -> Path:
    """Return the folder of the published cases; without it there is nothing to hold."""
    if not CASES.is_dir():
        pytest.skip(f"公开案例的数据不在 {CASES}")
    return CASES


@pytest.fixture
def assess_text(tmp_path: Path) -> Assess:
    """Return a function that writes a ruleset and a fact sheet, and assesses them."""

    def assess(rules: Rules, rows: Rows) -> Assessment:
        folder = tmp_path / "rules"
        for name, content in rules.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.dump(content, Dumper=_Plain, sort_keys=False), encoding="utf-8")
        sheet = tmp_path / "facts.csv"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return assess_files(folder, [sheet], engine="forward")

    return assess
