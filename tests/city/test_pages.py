"""What a person sees of the city: on the screen and in the summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli import run
from engine.city import survey_city
from engine.reports.summary_page import summary_page

LAST = "001,一中,市直,10,8,1,0,是,101\n002,二中,市直,2,1,0.25,0,否,101\n"


@pytest.fixture
def two_years(town: Any) -> Path:
    """Return the result of this year, with last year's facts given too."""
    last = town.result(2024, LAST)
    return town.result(2025, last=(last,), last_facts=(town.folder / "facts-2024",))


def test_city_when_shown_then_figures_and_years_stand_there(
    two_years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["city", str(two_years)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "占比 单元支部 75% 2025年度" in out
    assert "外地 外地学生 仅列示" in out
    assert "两年都有的 2 所，今年新增的 1 所" in out
    assert "全市 2 6.5 7.5 1 0 1" in out


def test_figure_when_shown_then_schools_cells_and_years_make_it_up(
    two_years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["city", str(two_years), "--figure", "累计"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("累计 历年支部：32 个\n")
    assert "学校.csv!D2" in out
    assert "2024 12 12 个" in " ".join(out.split())


def test_figure_when_unknown_then_it_is_refused_with_those_there_are(
    two_years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["city", str(two_years), "--figure", "没有的"]) == 2
    assert "没有全市数据“没有的”。这次结果里有：占比、支部" in capsys.readouterr().err


def test_city_when_the_rules_have_no_figures_then_it_says_how_to_get_some(
    town: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = town.write_rules(2025)
    (rules / "city.yaml").unlink()
    assert run(["city", str(town.result(2025))]) == 2
    assert "方案没有写“全市数据”（city.yaml）" in capsys.readouterr().err


def test_summary_when_the_city_was_surveyed_then_it_says_what_lacks_and_what_changed(
    town: Any,
) -> None:
    town.result(2024, LAST)
    found = town.assess(
        2025, last=(town.folder / "out-2024",), last_facts=(town.folder / "facts-2024",)
    )
    text = "\n".join(each.text for each in summary_page(found, "out", "1", survey_city(found)))
    assert "14 项全市数据\n" in text
    assert "去年 6.5，今年 7.5，变化 1（方案变动 0，工作变动 1）" in text
    assert "逐项看：pingheng city out" in text


def test_results_when_in_several_folders_then_no_years_are_joined_and_that_is_said(
    town: Any,
) -> None:
    one = town.result(2024, LAST)
    other = one.rename(town.folder / "one")
    (town.folder / "facts-2024").rename(town.folder / "old")
    two = town.result(2024, "009,九中,县区,4,4,,0,否,\n")
    found = town.survey(2025, last=(other, two))
    assert found.history.remark.startswith("去年的结果分在 2 个文件夹里")
    assert {each.figure.id: each.said for each in found.values}["累计"] == "至少 20 个"
