"""Three schools of the small ruleset, as the fact sheets that they handed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = Path(__file__).parent.parent / "rulesets" / "small"
BASE = (SMALL / "cases" / "full.yaml").read_text(encoding="utf-8").partition("期望:")[0]
SCHOOLS = {"001": ("甲校", 9), "002": ("乙校", 8), "003": ("丙校", 7), "004": ("丁校", 6)}


def sheet(school_id: str, **facts: str) -> str:
    """Return the sheet of one school, with some facts written otherwise."""
    name, branches = SCHOOLS[school_id]
    text = BASE.partition("\n")[2]  # without the name of the case
    text = text.replace('"001"', f'"{school_id}"').replace("甲校", name)
    text = text.replace("教学单元支部数: 9", f"教学单元支部数: {branches}")
    for field, value in facts.items():
        before = next(each for each in text.splitlines() if each.startswith(f"  {field}:"))
        text = text.replace(before, f"  {field}: {value}" if value else "  # left out")
    return text


@pytest.fixture(scope="session", name="sheet")
def _sheet() -> Callable[..., str]:
    """Return what makes the sheet of one school."""
    return sheet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a sheet a school."""
    facts = tmp_path / "事实表"
    facts.mkdir()
    for school_id in SCHOOLS:
        (facts / f"{school_id}.yaml").write_text(sheet(school_id), encoding="utf-8")
    return facts
