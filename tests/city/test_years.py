"""Two and more years: what is handed on, what is joined, and what parts two totals."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine.reports.run_folder import open_run

LAST = "001,一中,市直,10,8,1,0,是,101\n002,二中,市直,2,1,0.25,0,否,101\n009,九中,县区,4,4,,0,否,\n"


def rows_of(out: Path, name: str) -> list[dict[str, str]]:
    return open_run(out).table(name)


def by_id(out: Path) -> dict[str, dict[str, str]]:
    return {each["school_id"]: each for each in rows_of(out, "years") if each["school_id"]}


@pytest.fixture
def two_years(town: Any) -> Path:
    """Return this year's result: last year's rules gave points from 20 % on."""
    rules = town.write_rules(2024, zero_at="20%")
    last = town.result(2024, LAST)
    return town.result(
        2025, last=(last,), last_facts=(town.folder / "facts-2024",), last_rules=rules
    )


def test_totals_when_two_years_are_known_then_rules_and_performance_part_them(
    two_years: Path,
) -> None:
    found = by_id(two_years)["001"]
    # Last year 80 % from 20 % on: 7.5. The same facts by this year's rules: 8. Now 100 %: 10.
    assert (found["last_total"], found["last_by_this"], found["total"]) == ("7.5", "8", "10")
    assert (found["by_rules"], found["by_performance"], found["change"]) == ("0.5", "2", "2.5")
    # The other way round: this year's facts by last year's rules are 10 too.
    assert (found["this_by_last"], found["by_performance_2"], found["by_rules_2"]) == (
        "10",
        "2.5",
        "0",
    )
    assert (found["last_grade"], found["grade"]) == ("合格", "优秀")


def test_lines_when_they_are_printed_then_every_one_adds_up(two_years: Path) -> None:
    parted = [each for each in rows_of(two_years, "years") if each["change"]]
    assert {each["level"] for each in parted} == {"学校", "同组", "全市"}
    for each in parted:
        change, rules, own = (
            Fraction(each[name]) for name in ("change", "by_rules", "by_performance")
        )
        assert change == rules + own == Fraction(each["total"]) - Fraction(each["last_total"])
        assert change == Fraction(each["by_rules_2"]) + Fraction(each["by_performance_2"])


def test_schools_when_new_or_gone_then_they_are_told_and_in_no_mean(two_years: Path) -> None:
    found = by_id(two_years)
    assert (found["003"]["seen"], found["003"]["last_total"], found["003"]["change"]) == (
        "今年新增",
        "",
        "",
    )
    assert (found["009"]["seen"], found["009"]["last_total"], found["009"]["total"]) == (
        "今年没有",
        "10",
        "",
    )
    city = next(each for each in rows_of(two_years, "years") if each["level"] == "全市")
    assert (city["schools"], city["note"]) == (
        "2",
        "两年都有的 2 所，今年新增的 1 所，今年没有的 1 所",
    )
    # (7.5 + 3.75) / 2 and (10 + 5) / 2, rounded half up once
    assert (city["last_total"], city["total"]) == ("5.63", "7.5")


def test_years_when_nothing_of_last_year_is_given_then_there_is_no_comparison(town: Any) -> None:
    assert town.survey().years is None
    assert not (town.result(2025) / "years.csv").exists()


def test_results_when_alone_then_totals_are_compared_and_nothing_is_parted(town: Any) -> None:
    last = town.result(2024, LAST)
    found = by_id(town.result(2025, last=(last,)))["001"]
    assert (found["change"], found["last_by_this"], found["by_rules"]) == ("2", "", "")


def test_last_rules_when_of_another_year_then_they_are_moved_and_that_is_told(town: Any) -> None:
    town.result(2024, LAST)
    found = town.assess(
        2025, last_facts=(town.folder / "facts-2024",), last_rules=town.write_rules(2025)
    )
    assert "2025" in [each.value for each in found.problems if each.code == "F100"]


def test_figure_when_years_are_added_then_each_hands_on_its_own(town: Any) -> None:
    one = town.result(2024, LAST)  # 10 + 2 + 4 branches
    two = town.values(2025, last=(one,))
    assert two["累计"].said == "36 个"  # and 10 + 2 + 8
    assert two["年均"].value == Fraction(1 + 2, 2)
    out = town.result(2025, last=(one,))
    three = town.values(2026, last=(out,))
    assert three["累计"].said == "56 个"
    assert three["年均"].said == "1.7 所"  # (1 + 2 + 2) / 3
    years = [
        row["year"]
        for row in rows_of(town.result(2026, last=(out,)), "trend")
        if row["figure"] == "累计"
    ]
    assert years == ["2024", "2025", "2026"]


def test_figure_when_earlier_years_are_lacking_then_it_is_at_least_and_says_which(
    town: Any,
) -> None:
    found = town.values(2026)["累计"]
    assert (found.said, found.notes) == ("至少 20 个", ("缺 2024—2025 年的数",))


def test_figure_when_its_window_is_over_then_later_years_are_not_added(town: Any) -> None:
    town.city_text = town.city_text.replace(
        "起: 2024-01-01}, 各年", "起: 2023-01-01, 止: 2023-12-31}, 各年"
    )
    for year in (2023, 2024, 2025):
        town.write_rules(year, city=town.city_text)
    first = town.result(2023, LAST)
    second = town.result(2024, last=(first,))
    found = town.values(2025, last=(second,))["累计"]
    assert (found.said, found.notes) == ("16 个", ())  # 10 + 2 + 4 branches of 2023 alone


def test_figure_when_it_was_defined_otherwise_then_the_years_are_not_joined(town: Any) -> None:
    town.write_rules(
        2024,
        city=town.city_text.replace("{取值: 支部数}, 时段", "{取值: 单元支部数}, 时段"),
    )
    out = town.result(2025, last=(town.result(2024, LAST),))
    found = {row["figure"]: row for row in rows_of(out, "city")}["累计"]
    assert (found["said"], found["note"]) == ("至少 20 个", "2024 年的口径不同，没有合进来")
    told = {(row["year"], row["figure"]): row["note"] for row in rows_of(out, "trend")}
    assert (told["2024", "累计"], told["2024", "支部"]) == ("口径与 2025 年不同", "")


def test_figure_when_only_a_date_moves_with_the_year_then_it_is_the_same(town: Any) -> None:
    dated = "计数: {台账: 获奖, 条件: {取值: 日期, 不早于: %s-03-01}}, 时段: {起: 2024-01-01}"
    old = "求和: {取值: 支部数}, 时段: {起: 2024-01-01}"
    for year in (2024, 2025):
        town.write_rules(year, city=town.city_text.replace(old, dated % year))
    last = town.result(2024, LAST, prizes="002,合唱,1,省级,2024-09-01\n")
    found = town.values(2025, last=(last,))["累计"]
    # One in September 2024; in March and April 2025 one each.
    assert (found.said, found.notes) == ("3 个", ())


def test_trend_when_the_rules_are_new_then_mean_totals_still_have_their_years(town: Any) -> None:
    out = town.result(2025, last=(town.result(2024, LAST),))
    means = [row for row in rows_of(out, "trend") if row["kind"] == "total" and not row["figure"]]
    # 8, 5 and 10 last year; 10, 5 and 5 this year
    assert [(row["year"], row["value"], row["numerator"]) for row in means] == [
        ("2024", "7.67", "23"),
        ("2025", "6.67", "20"),
    ]


def test_sources_when_listed_then_they_make_up_the_figure_cell_by_cell(town: Any) -> None:
    out = town.result(2025)
    rows = rows_of(out, "city_sources")
    mine = [
        (row["school_id"], row["amount"], row["cells"][-2:])
        for row in rows
        if row["figure"] == "支部"
    ]
    assert mine == [("001", "10", "D2"), ("002", "2", "D3")]
    with (town.folder / "facts-2025" / "获奖.csv").open(encoding="utf-8") as file:
        sheet = list(csv.reader(file))
    for row in rows:
        if row["figure"] == "历年":
            cells = [each.rpartition("!")[2] for each in row["cells"].split("；")]
            assert sum(int(sheet[int(cell[1:]) - 1][2]) for cell in cells) == int(row["amount"])
