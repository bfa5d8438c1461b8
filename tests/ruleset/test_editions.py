"""A value by editions is the one in force on the as-of date, and everything says which."""

from __future__ import annotations

import json
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cli
from engine.cases import read_cases, run_cases
from engine.diagnostics import Diagnostics, Place, Severity
from engine.reports.check_page import as_of_text
from engine.ruleset import check_other_editions, check_ruleset, load_ruleset
from engine.ruleset.editions import Editions, period_text
from engine.ruleset.methods import Bands, Target
from engine.ruleset.model import Indicator, RuleSet
from engine.ruleset.nodes import EditionsNode, Entry, MappingNode, ScalarNode, SequenceNode

SMALL = Path(__file__).parent.parent / "rulesets" / "small"
GOAL = "目标: {分期: [{止: 2024-12-31, 值: 80%}, {起: 2025-01-01, 值: 90%}]}"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    return folder


def rewrite(rules: Path, file: str, *pairs: tuple[str, str]) -> None:
    path = rules / file
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def leaf(ruleset: RuleSet, name: str) -> Indicator:
    return next(each for each in ruleset.all_indicators() if each.id == name)


def goal_of(ruleset: RuleSet) -> Fraction:
    method = leaf(ruleset, "A102").method
    assert isinstance(method, Target)
    return method.goal


@pytest.mark.parametrize(
    ("as_of", "goal"),
    [
        (None, Fraction(9, 10)),
        (date(2025, 1, 1), Fraction(9, 10)),
        (date(2024, 12, 31), Fraction(8, 10)),
        (date(1999, 1, 1), Fraction(8, 10)),
        (date(2099, 1, 1), Fraction(9, 10)),
    ],
)
def test_value_when_by_editions_then_it_is_the_one_in_force(
    rules: Path, as_of: date | None, goal: Fraction
) -> None:
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", GOAL))
    ruleset = load_ruleset(rules, "rules", as_of)
    assert goal_of(ruleset) == goal
    assert ruleset.as_of == (as_of or date(2025, 12, 31))


def test_value_when_chosen_then_it_keeps_its_place_and_is_listed(rules: Path) -> None:
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", GOAL))
    ruleset = load_ruleset(rules, "rules")
    path = ("dimensions", 0, "indicators", 0, "indicators", 1, "scoring", "goal")
    assert str(ruleset.places[path][1]) == "rules/dimensions/a.yaml:27:65"
    (edition,) = ruleset.editions
    assert (edition.owner, edition.first, edition.last) == ("A102", date(2025, 1, 1), date.max)
    assert str(edition.place) == "rules/dimensions/a.yaml:27:65"
    assert ruleset.edition_days == (date(2025, 1, 1),)
    assert as_of_text(ruleset) == "基准日 2025-12-31，分期的值 1 处"


def test_table_and_item_when_by_editions_then_whole_ones_are_chosen(rules: Path) -> None:
    rewrite(
        rules,
        "dimensions/b.yaml",
        (
            """      档次:
        - {不少于: 2, 得: 2}
        - {等于: 1, 得: 1.2}
""",
            """      档次:
        - 分期:
            - {止: 2025-06-30, 值: {不少于: 2, 得: 1}}
            - {起: 2025-07-01, 值: {不少于: 2, 得: 2}}
        - effective:
            - to: 2025-06-30
              value: {等于: 1, 得: 0.5}
            - {from: 2025-07-01, value: {等于: 1, 得: 1.2}}
        - 分期: [{止: 1999-12-31, 值: {小于: 0, 得: 1}}, {起: 2000-01-01, 值: ~}]
""",
        ),
        ("等级得分: {无: 0, 校: 1, 市: 2}", "等级得分: {分期: [{值: {无: 0, 校: 1, 市: 2}}]}"),
    )
    for as_of, given_points in ((date(2025, 6, 30), ["1", "1/2", "0"]), (None, ["2", "6/5", "0"])):
        method = leaf(load_ruleset(rules, "rules", as_of), "B2").method
        assert isinstance(method, Bands)
        assert [str(band.points) for band in method.bands] == given_points


def test_window_when_by_editions_then_the_latest_gives_the_date(rules: Path) -> None:
    window = (
        "考核窗口: {分期: [{止: 2024-12-31, 值: {起: 2024-01-01, 止: 2024-12-31}}, "
        "{起: 2025-01-01, 值: {起: 2025-01-01, 止: 2025-11-30}}]}"
    )
    rewrite(rules, "ruleset.yaml", ("考核窗口: {起: 2025-01-01, 止: 2025-12-31}", window))
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", GOAL))
    assert load_ruleset(rules).as_of == date(2025, 11, 30)
    earlier = load_ruleset(rules, as_of=date(2024, 6, 1))
    assert earlier.window == (date(2024, 1, 1), date(2024, 12, 31))
    assert goal_of(earlier) == Fraction(8, 10)


def test_editions_when_nested_then_both_are_resolved(rules: Path) -> None:
    inner = "{分期: [{止: 2024-12-31, 值: 70%}, {起: 2025-01-01, 值: 80%}]}"
    goal = f"目标: {{分期: [{{止: 2025-06-30, 值: {inner}}}, {{起: 2025-07-01, 值: 90%}}]}}"
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", goal))
    days = (date(2024, 1, 1), date(2025, 3, 1), date(2025, 8, 1))
    assert [str(goal_of(load_ruleset(rules, as_of=day))) for day in days] == ["7/10", "4/5", "9/10"]


def test_range_when_its_open_end_is_by_editions_then_a_blank_is_the_value(rules: Path) -> None:
    rewrite(
        rules,
        "fields.yaml",
        (
            "运动会次数: {类型: 整数, 范围: [0, 50]",
            "运动会次数: {类型: 整数, 范围: [0, {分期: [{值: ~}]}]",
        ),
    )
    field = load_ruleset(rules).fields["运动会次数"]
    assert (field.low, field.high) == (Fraction(0), None)


def test_name_when_it_is_the_word_itself_then_it_is_no_edition(rules: Path) -> None:
    rewrite(
        rules,
        "fields.yaml",
        ("字段清单:\n", "字段清单:\n  分期: {类型: 单选, 选项: [一期, 二期]}\n"),
    )
    assert "分期" in load_ruleset(rules).fields


def test_conflict_when_told_then_it_names_the_other_place(rules: Path) -> None:
    rewrite(
        rules,
        "dimensions/a.yaml",
        ("目标: 90%", "目标: {分期: [{止: 2025-03-01, 值: 80%}, {起: 2025-01-01, 值: 90%}]}"),
    )
    (told,) = [each for each in check_ruleset(rules, "rules")[1] if each.code == "R081"]
    assert "2025-01-01 至 2025-03-01" in told.message
    assert "rules/dimensions/a.yaml:27:21 的一期" in told.message


def test_check_when_another_edition_is_wrong_then_it_is_told_with_its_date(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(
        rules,
        "dimensions/a.yaml",
        ("目标: 90%", "目标: {分期: [{止: 2024-12-31, 值: 八成}, {起: 2025-01-01, 值: 90%}]}"),
    )
    ruleset, found = check_ruleset(rules, "rules")
    assert ruleset is not None
    others = check_other_editions(rules, ruleset, found, "rules")
    assert list(others) == [date(2024, 12, 31)]
    assert [each.code for each in others[date(2024, 12, 31)]] == ["R008"]
    assert cli.run(["check", str(rules)]) == 1
    assert "基准日 2024-12-31 的方案不能使用" in capsys.readouterr().out
    assert cli.run(["check", str(rules), "--as-of", "2024-05-01"]) == 3
    assert cli.run(["check", str(rules), "--as-of", "2025-05-01"]) == 1


def test_command_when_the_date_is_none_then_it_is_a_wrong_use(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("2025-13-01", "20250101", "今年"):
        assert cli.run(["check", str(rules), "--as-of", text]) == 2
        assert f"“{text}”不是日期" in capsys.readouterr().err


def test_case_when_it_names_a_date_then_it_is_run_by_the_rules_of_that_day(rules: Path) -> None:
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", GOAL))
    text = (rules / "cases" / "full.yaml").read_text(encoding="utf-8")
    (rules / "cases" / "earlier.yaml").write_text(f"基准日: 2024-12-31\n{text}", encoding="utf-8")
    diagnostics, ruleset = Diagnostics(), load_ruleset(rules)
    cases = read_cases(ruleset, rules, diagnostics)
    assert not list(diagnostics)
    assert [each.ruleset and goal_of(each.ruleset) for each in cases] == [Fraction(8, 10), None]
    assert len(run_cases(ruleset, cases, engine="forward")) == 2


def test_case_when_the_rules_of_its_date_are_wrong_then_it_is_told(rules: Path) -> None:
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", "目标: {分期: [{起: 2025-01-01, 值: 90%}]}"))
    text = (rules / "cases" / "full.yaml").read_text(encoding="utf-8")
    (rules / "cases" / "full.yaml").write_text(f"基准日: 2024-12-31\n{text}", encoding="utf-8")
    diagnostics = Diagnostics()
    assert read_cases(load_ruleset(rules), rules, diagnostics) == ()
    (told,) = diagnostics
    assert (told.code, told.value) == ("R067", "2024-12-31")
    assert str(told.place).endswith("cases/full.yaml:1:6")


def test_results_when_the_rules_have_editions_then_they_say_the_date(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", GOAL))
    facts = Path(__file__).parent.parent / "golden" / "facts"
    out = tmp_path / "out"
    arguments = ["assess", str(rules), str(facts), "-o", str(out)]
    cli.run([*arguments, "--as-of", "2024-12-31"])
    assert "基准日 2024-12-31" in capsys.readouterr().out
    receipt = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert receipt["ruleset"]["as_of"] == "2024-12-31"
    (edition,) = receipt["ruleset"]["editions"]
    assert (edition["of"], edition["in_force"]) == ("A102", "至 2024-12-31")
    assert edition["place"].endswith("a.yaml:27:40")
    cli.run(["explain", str(out), "001", "--indicator", "A102"])
    told = capsys.readouterr().out
    assert "分期：至 2024-12-31（" in told
    assert "a.yaml:27:40）" in told
    shutil.rmtree(rules)
    shutil.copytree(SMALL, rules)
    cli.run(arguments)
    assert "基准日" not in capsys.readouterr().out
    receipt = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert "as_of" not in receipt["ruleset"]


HERE = Place("a.yaml", line=1, column=1)


def scalar(text: str) -> ScalarNode:
    return ScalarNode(text, False, HERE)


def by_editions(starts: list[date]) -> EditionsNode:
    """Return editions 0, 1, 2 …, each up to the day before the next begins."""
    items = []
    for number, start in enumerate(starts):
        entries = [Entry("value", HERE, scalar(str(number)))]
        if number:
            entries.append(Entry("from", HERE, scalar(start.isoformat())))
        if number + 1 < len(starts):
            last = date.fromordinal(starts[number + 1].toordinal() - 1)
            entries.append(Entry("to", HERE, scalar(last.isoformat())))
        items.append(MappingNode(tuple(entries), Place("a.yaml", line=number + 1, column=1)))
    return EditionsNode((Entry("effective", HERE, SequenceNode(tuple(items), HERE)),), HERE)


days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@settings(max_examples=60)
@given(st.lists(days, min_size=1, max_size=6, unique=True), days)
def test_edition_when_periods_follow_on_one_another_then_each_day_has_one(
    starts: list[date], day: date
) -> None:
    starts.sort()
    diagnostics = Diagnostics()
    found = Editions(day, diagnostics).resolve(by_editions(starts))
    assert not list(diagnostics)
    wanted = max((at for at, start in enumerate(starts) if start <= day), default=0)
    assert isinstance(found, ScalarNode)
    assert found.text == str(wanted)


def test_period_when_said_then_open_ends_are_words() -> None:
    one, other = date(2024, 1, 1), date(2024, 12, 31)
    assert period_text(date.min, date.max) == "一直"
    assert period_text(date.min, other) == "至 2024-12-31"
    assert period_text(one, other) == "2024-01-01 至 2024-12-31"


def test_small_ruleset_when_it_has_no_editions_then_nothing_is_said() -> None:
    ruleset, found = check_ruleset(SMALL)
    assert ruleset is not None
    assert as_of_text(ruleset) == ""
    assert check_other_editions(SMALL, ruleset, found) == {}
    assert not [each for each in found if each.severity is Severity.ERROR]


def test_date_when_the_window_cannot_be_read_then_it_is_the_end_of_the_year(rules: Path) -> None:
    rewrite(rules, "dimensions/a.yaml", ("目标: 90%", "目标: {分期: [{止: 2024-12-31, 值: 90%}]}"))
    rewrite(rules, "ruleset.yaml", ("止: 2025-12-31}", "止: 年底}"))
    found = check_ruleset(rules, "rules")[1]
    told = {each.code: each.value for each in found if each.severity is Severity.ERROR}
    assert told == {"R009": "年底", "R083": "2025-12-31"}


def test_file_and_part_when_by_editions_then_they_are_chosen_whole(rules: Path) -> None:
    path = rules / "adjustments.yaml"
    text = path.read_text(encoding="utf-8")
    inner = text.replace("\n", "\n      ")
    none = "  - {止: 2024-12-31, 值: ~}\n"
    path.write_text(f"分期:\n{none}  - 起: 2025-01-01\n    值:\n      {inner}\n", encoding="utf-8")
    fields = (rules / "fields.yaml").read_text(encoding="utf-8")
    head, _, tail = fields.partition("派生值:\n")
    derived = tail.replace("\n  ", "\n        ")
    (rules / "fields.yaml").write_text(
        f"{head}派生值:\n  分期:\n    - 值:\n        {derived.strip()}\n", encoding="utf-8"
    )
    now = load_ruleset(rules)
    assert len(now.bonuses.items) == 2
    assert "支部占比" in now.derived
    assert len(now.editions) == 2
    earlier = load_ruleset(rules, as_of=date(2024, 6, 1))
    assert earlier.bonuses.items == ()


def test_file_when_no_edition_of_it_has_a_value_then_a_required_one_is_missed(rules: Path) -> None:
    for name in ("fields.yaml", "ruleset.yaml"):
        (rules / name).write_text("分期: [{值: ~}]\n", encoding="utf-8")
    for path in (rules / "dimensions").glob("*.yaml"):
        path.write_text("分期: [{值: ~}]\n", encoding="utf-8")
    found = check_ruleset(rules, "rules")[1]
    assert [(each.code, str(each.place)) for each in found] == [
        ("R001", "rules"),
        ("R001", "rules"),
        ("R001", "rules/ruleset.yaml:1:1"),
    ]


def test_editions_when_one_cannot_be_read_then_the_rest_waits(rules: Path) -> None:
    rewrite(
        rules,
        "dimensions/a.yaml",
        ("目标: 90%", "目标: {分期: [{起: 明年, 值: 90%}]}"),
        ("分值: 20}", "分值: 19}"),
    )
    assert [each.code for each in check_ruleset(rules, "rules")[1]] == ["R009"]
