"""Rules written in English keys are answered in English keys."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.ruleset import check_ruleset

ENGLISH = Path(__file__).parent.parent / "rulesets" / "small-english"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("ruleset.yaml", "full_points: 40\n", "", "“small”缺少“full_points”"),
        ("ruleset.yaml", "full_points: 40", "full_point: 40", "是不是想写“full_points”？"),
        ("ruleset.yaml", "full_points: 40", "full_points: 4O", "“full_points”：“4O”不是数"),
        (
            "dimensions/a.yaml",
            "method: linear, value: 主题党日月数, zero_at: 0, full_at: 12",
            "method: linear, value: 主题党日月数, zero_at: 0, full_at: 12, bands: []",
            "method“linear”不能写“bands”",
        ),
        (
            "ruleset.yaml",
            "share: 30%",
            "share: 30%, number: 2",
            "share、number 中只能写一个",
        ),
        (
            "ruleset.yaml",
            "{value: 办学月数, less_than: 6}",
            "{value: 学段, less_than: 6}",
            "“equals”、“not_equals”、“one_of”、“filled”",
        ),
    ],
)
def test_message_when_keys_are_english_then_it_speaks_of_english_keys(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(ENGLISH, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    ruleset, found = check_ruleset(folder, "rules")
    assert ruleset is None
    assert any(told in str(item) for item in found), [str(item) for item in found]
