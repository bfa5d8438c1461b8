"""This year's facts under next year's rules: nobody falls because a year has passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cli import run
from engine.previewing.same_year import Move, move_between
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet
from engine.ruleset.other_year import later, moved

from .conftest import DATONG, SHEETS

_RULES = ("adjustments.yaml", "vetoes.yaml", "fields/honours.yaml", "dimensions/c-ideology.yaml")
_WINDOW = (("2025-01-01", "2026-01-01"), ("2025-12-31", "2026-12-31"))


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return next year's edition of the city's rules, dates in its rules moved by hand."""
    folder = tmp_path_factory.mktemp("rules") / "datong-2026"
    assert run(["rules", "new", str(folder), "--from", str(DATONG)]) == 0
    for name in _RULES:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in _WINDOW:
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder


def test_next_years_rules_move_nobody_where_only_the_year_differs(next_year, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(["preview", str(DATONG), str(next_year), str(SHEETS), "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "总分升 0，降 0，不变 60" in said
    assert "考核窗口 2025-01-01至2025-12-31 → 2026-01-01至2026-12-31" in said
    assert "方案：新增上年方案“datong-2025”\n" in said
    told = "都按事实的 2025 年度算：新方案的考核窗口和规则里 2026-01-01 起的日期，预演时提前 1 年"
    assert told in said
    assert "2026年度（" in said
    assert told in (out / "preview.html").read_text(encoding="utf-8")
    assert '"as_of": "2026-12-31"' in (out / ".pingheng-preview.json").read_text(encoding="utf-8")


def test_the_year_of_the_facts_may_be_that_of_the_new_rules(next_year):
    before, after = load_ruleset(DATONG), load_ruleset(next_year)
    assert move_between(before, after) == Move(after=-1)
    assert move_between(before, after, 2026) == Move(before=1)
    assert moved(before, 1).window == after.window
    assert moved(before, 1).year == 2026


def test_a_year_of_neither_ruleset_is_refused(next_year, tmp_path, capsys):
    arguments = [str(DATONG), str(next_year), str(SHEETS), "-o", str(tmp_path / "out")]
    assert run(["preview", *arguments, "--year", "2024"]) == 2
    assert "2025 或 2026" in capsys.readouterr().err


def test_windows_that_are_not_whole_years_apart_move_nothing(datong):
    other = replace(datong, year=2026, window=(date(2025, 9, 1), date(2026, 8, 31)))
    assert move_between(datong, other) == Move(is_even=False)


def test_dates_before_the_window_stay_and_those_in_it_move(next_year):
    rules: RuleSet = moved(load_ruleset(next_year), -1)
    assert rules.window == (date(2025, 1, 1), date(2025, 12, 31))
    revoked = rules.clauses["LZ-Z"].trigger.parts[1].parts
    assert [each.operands for each in revoked] == [(date(2025, 1, 1),), (date(2025, 12, 31),)]
    charter = next(each for each in rules.all_indicators() if each.id == "A102").method.condition
    assert date(2022, 1, 1) in [each.operands[0] for each in charter.parts[1].parts]


def test_the_leap_day_is_the_day_before_elsewhere():
    assert later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert later(date(2024, 2, 29), 0) == date(2024, 2, 29)
    assert later(date(2025, 2, 28), -1) == date(2024, 2, 28)


def test_rules_looked_at_with_facts_of_another_year_see_their_records(next_year, capsys):
    run(["check", str(next_year), "--facts", str(SHEETS)])
    without = capsys.readouterr().out
    run(["check", str(next_year), "--facts", str(SHEETS), "--year", "2025"])
    told = capsys.readouterr().out
    same = "“A301 主题党日每月开展”60 所学校得分都一样：0 分"
    assert same in without
    assert same not in told
