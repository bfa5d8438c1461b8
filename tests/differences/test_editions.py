"""Values by editions: the one in force and the ones of other days are told with their days."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from engine.differences import compare_rules
from engine.ruleset import load_ruleset

SMALL = Path(__file__).parents[1] / "rulesets" / "small"
GOAL = "目标: 90%"


def with_goal(folder: Path, goal: str) -> Path:
    shutil.copytree(SMALL, folder)
    path = folder / "dimensions" / "a.yaml"
    text = path.read_text(encoding="utf-8")
    assert GOAL in text
    path.write_text(text.replace(GOAL, f"目标: {goal}", 1), encoding="utf-8")
    return folder


def told(before: Path, after: Path, *days: date) -> list[str]:
    rules = [
        load_ruleset(folder, as_of=day)
        for folder, day in zip((before, after), days or (None, None), strict=True)
    ]
    return [str(each) for each in compare_rules(*rules)]


TWO = "{分期: [{止: 2024-12-31, 值: 80%}, {起: 2025-01-01, 值: 90%}]}"


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (TWO.replace("90%", "95%"), "目标（2025-01-01 起） 90% → 95%"),
        (TWO.replace("80%", "85%"), "目标（至 2024-12-31） 80% → 85%"),
        (TWO.replace("80%", "0.8"), ""),
        (
            TWO.replace("2024-12-31", "2024-06-30").replace("2025-01-01", "2024-07-01"),
            "目标的分期 至 2024-12-31 80%；2025-01-01 起 90% → "
            "至 2024-06-30 80%；2024-07-01 起 90%",
        ),
        ("90%", "目标的分期 至 2024-12-31 80%；2025-01-01 起 90% → 90%"),
    ],
)
def test_editions_when_one_changes_then_it_is_told_with_its_days(
    tmp_path: Path, goal: str, said: str
) -> None:
    before, after = with_goal(tmp_path / "前", TWO), with_goal(tmp_path / "后", goal)
    wanted = [f"指标 A102 支部设在教学单元：{said}"] if said else []
    assert told(before, after) == wanted


def test_rules_when_seen_on_two_days_then_what_came_into_force_is_told(tmp_path: Path) -> None:
    rules = with_goal(tmp_path / "方案", TWO)
    assert told(rules, rules, date(2024, 12, 31), date(2025, 12, 31)) == [
        "指标 A102 支部设在教学单元：目标（至 2024-12-31 → 2025-01-01 起） 80% → 90%"
    ]
    assert told(rules, rules, date(2025, 3, 1), date(2025, 12, 31)) == []
