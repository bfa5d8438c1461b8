"""What the ruleset says is not to be told again is put aside with its reason, and nothing else."""

from __future__ import annotations

from pathlib import Path

from engine.linting import Sifted, lint_rules, sift
from engine.ruleset import check_ruleset


def sifted(rules: Path, *entries: str) -> Sifted:
    """Write entries into the list and sift all that is found."""
    path = rules / "ruleset.yaml"
    listed = "".join(f"  - {entry}\n" for entry in entries)
    text = path.read_text(encoding="utf-8") + f"不再提示:\n{listed}"
    path.write_text(text, encoding="utf-8")
    ruleset, problems = check_ruleset(rules, "rules")
    assert ruleset is not None, problems
    return sift(ruleset, problems, lint_rules(ruleset))


def codes_of(result: Sifted) -> list[str]:
    return [each.diagnostic.code for each in result.silenced]


def test_finding_when_its_item_is_named_then_it_is_put_aside_with_the_reason(rules: Path) -> None:
    result = sifted(rules, "{代码: L005, 项: B1, 理由: 照老办法}")
    (silenced,) = result.silenced
    assert silenced.entry.reason == "照老办法"
    assert silenced.diagnostic.value == "B1"
    assert {each.value for each in result.told if each.code == "L005"} >= {"B2", "B3"}
    assert not [each for each in result.told if each.code == "L099"]


def test_finding_when_it_is_about_two_then_both_must_be_named(rules: Path) -> None:
    entry = "{代码: L011, 项: [SD-S3], 理由: 两样都罚}"
    result = sifted(rules, entry)
    assert not result.silenced
    assert "L099" in [each.code for each in result.told]


def test_finding_when_both_are_named_then_it_is_put_aside(rules: Path) -> None:
    result = sifted(rules, "{代码: L011, 项: [SD-S3, DE1], 理由: 两样都罚}")
    assert codes_of(result) == ["L011"]


def test_entry_when_it_names_nothing_then_all_of_its_code_are_put_aside(rules: Path) -> None:
    result = sifted(rules, "{代码: L005, 理由: 依据另附}")
    assert codes_of(result)
    assert set(codes_of(result)) == {"L005"}
    assert not [each for each in result.told if each.code == "L005"]


def test_warning_of_reading_when_its_part_is_named_then_it_is_put_aside(rules: Path) -> None:
    path = rules / "dimensions" / "b.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{不少于: 2, 得: 2}", "{不少于: 2, 得: 1.5}"), encoding="utf-8")
    result = sifted(
        rules, "{代码: R056, 项: B2, 理由: 留有余地}", "{代码: R070, 项: 涉案教师数, 理由: 备查}"
    )
    assert sorted(codes_of(result)) == ["R056", "R070"]


def test_entry_when_it_silences_nothing_then_it_is_a_finding_itself(rules: Path) -> None:
    result = sifted(rules, "{代码: L005, 项: [B1, B99], 理由: 照老办法}")
    (idle,) = [each for each in result.told if each.code == "L099"]
    assert idle.value == "B99"
    assert str(idle.place).startswith("rules/ruleset.yaml:")


def test_entry_when_only_a_cohort_shows_it_then_it_is_not_idle_without_facts(rules: Path) -> None:
    entry = "{代码: L070, 项: [B1], 理由: 今年都做到了}"
    assert not [each for each in sifted(rules, entry).told if each.code == "L099"]
