"""Every mistake is told once, where it stands, with a way out: the tables are in rules/*.yaml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.diagnostics import Diagnostic
from engine.ruleset.codes import CODES

Spoil = Callable[..., tuple[Diagnostic, ...]]

TABLES = sorted((Path(__file__).parent / "rules").glob("*.yaml"))
MISTAKES = [
    pytest.param(mistake, id=f"{table.stem}-{mistake['file']}-{mistake['new']}".replace("\n", "⏎"))
    for table in TABLES
    for mistake in yaml.safe_load(table.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_rules_when_one_text_is_wrong_then_it_is_told_once_where_it_stands(
    mistake: dict[str, Any], spoil: Spoil
) -> None:
    found = spoil(mistake["file"], mistake["old"], mistake["new"], mistake.get("profile"))
    told = [
        {"code": item.code, "at": str(item.place).removeprefix("rules/")}
        | ({"hint": item.hint} if item.hint else {})
        for item in found
    ]
    assert told == mistake["told"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_when_told_then_there_is_a_way_out(mistake: dict[str, Any]) -> None:
    assert all(told.get("hint") for told in mistake["told"])


def test_codes_when_listed_then_each_is_shown_by_a_mistake_or_a_test() -> None:
    here = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    cases = Path(__file__).parent.parent / "cases"
    elsewhere = "".join(path.read_text(encoding="utf-8") for path in cases.glob("*.py"))
    told = {told["code"] for mistake in MISTAKES for told in mistake.values[0]["told"]}
    unseen = [code for code in CODES if code not in told and code not in here + elsewhere]
    assert not unseen, f"no test shows {unseen}"
