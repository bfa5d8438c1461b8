"""A profile that is not there, or twice there, is told with the way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import cli
from engine.ruleset import check_profiles, check_ruleset


def test_profile_when_there_is_none_of_the_name_then_those_there_are_are_listed(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruleset, found = check_ruleset(rules, "rules", profile="乡村")
    assert ruleset is None
    (told,) = [each for each in found if each.code == "R205"]
    assert (told.message, told.hint) == ("没有剪裁“乡村”", "是不是想写“乡村学校”？")
    assert cli.run(["check", str(rules), "--profile", "城区"]) == 3
    assert "R205" in capsys.readouterr().out


def test_profile_when_the_ruleset_has_none_then_that_is_said(rules: Path) -> None:
    shutil.rmtree(rules / "profiles")
    (told,) = [each for each in check_ruleset(rules, profile="乡村学校")[1] if each.code == "R205"]
    assert told.hint == "这套方案的 profiles 文件夹里还没有剪裁"


def test_profiles_when_two_have_one_name_then_both_places_are_told(rules: Path) -> None:
    text = (rules / "profiles" / "rural.yaml").read_text(encoding="utf-8")
    other = text.replace("编号: rural", "编号: rural-2")
    (rules / "profiles" / "second.yaml").write_text(other, encoding="utf-8")
    (told,) = [each for each in check_ruleset(rules, "rules")[1] if each.code == "R206"]
    assert str(told.place) == "rules/profiles/second.yaml:3:5"
    assert "rules/profiles/rural.yaml:3:5" in told.message


def test_check_when_a_profile_breaks_the_rules_then_it_is_told_under_its_name(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rules / "profiles" / "rural.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("不考: [B4]", "不考: [B44]"), encoding="utf-8")
    ruleset, found = check_ruleset(rules, "rules")
    assert ruleset is not None
    (told,) = check_profiles(rules, ruleset, found, "rules")["乡村学校"]
    assert told.code == "R207"
    assert cli.run(["check", str(rules)]) == 1
    assert "剪裁“乡村学校”：用这份剪裁，方案不能使用：" in capsys.readouterr().out


def test_file_when_it_lies_beside_the_profiles_then_it_is_said_where_it_belongs(
    rules: Path,
) -> None:
    shutil.move(rules / "profiles" / "rural.yaml", rules / "rural.yaml")
    (told,) = [each for each in check_ruleset(rules, "rules")[1] if each.code == "R016"]
    assert told.hint == "看内容应当放在 profiles/rural.yaml，请移动或改名"
