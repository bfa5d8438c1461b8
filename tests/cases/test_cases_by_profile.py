"""Run by a profile, only the cases that were worked out for it are held against."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli

DATONG = Path(__file__).parents[2] / "rules" / "datong-2025"


def test_cases_when_run_by_a_profile_then_only_those_that_name_it_are_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["cases", str(DATONG), "--profile", "云川区2025"]) == 0
    printed = capsys.readouterr().out
    assert "一致 云川区的剪裁：按85%、按5分计支部设置" in printed
    assert "提示 R231 另有" in printed
    assert "有出入" not in printed
