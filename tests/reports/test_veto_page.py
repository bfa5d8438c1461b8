"""The veto case file in a terminal: all of it where asked for alone, no leaves of it elsewhere."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cli import pingheng


def told(run: Path, school: str, *options: str) -> str:
    done = CliRunner().invoke(pingheng, ["explain", str(run), school, *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_case_file_when_asked_for_alone_then_goes_down_to_every_condition(
    datong_run: Path,
) -> None:
    whole = told(datong_run, "云泉小学", "--vetoes")
    assert "不符合 发现途径“上级查处”（条件：为“学校自查”）" in whole
    assert "落到本校 由优秀降为合格" in whole
    assert "分数怎样得出" not in whole
    page = told(datong_run, "云泉小学")
    assert "落到本校 由优秀降为合格" in page
    assert "不符合 发现途径" not in page


def test_effects_when_a_stricter_one_of_the_clause_acts_then_the_others_say_so(
    datong_run: Path,
) -> None:
    whole = told(datong_run, "柏林职业技术学校", "--vetoes")
    assert "落到本校 由优秀降为不合格" in whole
    assert "落到本校 已由本条另一项后果降为不合格，本项没有再降" in whole
    assert "同一事件 SD-S3（师德严重问题）〔已并入〕，轻重70，轻于本条（85），并入本条" in whole


def test_case_file_when_nothing_was_met_then_says_so_and_tells_what_was_near(
    datong_run: Path,
) -> None:
    assert "没有触及任何否决条款" in told(datong_run, "云塘幼儿园", "--vetoes")
    near = told(datong_run, "云川区明阳初级中学", "--vetoes")
    assert "没有触及任何否决条款" in near
    assert "差一点 AQ-1（一般安全责任事故）" in near
    assert "责任认定“无责”（条件：为“全责”、“主责”、“同责”之一）" in near


def test_open_veto_when_told_then_says_what_settles_it_either_way(datong_run: Path) -> None:
    whole = told(datong_run, "云川区翠园幼儿园", "--vetoes")
    assert "查清 补报“安全满意率”" in whole
    assert "如果 小于80% → 触发AQ-MY" in whole
    assert "如果 不少于80% → AQ-MY不触发；总分83.83分，等次为良好" in whole


def test_options_when_they_contradict_then_it_is_a_mistake_of_use(datong_run: Path) -> None:
    options = ["explain", str(datong_run), "云泉小学", "--vetoes", "--json"]
    assert CliRunner().invoke(pingheng, options).exit_code == 2
