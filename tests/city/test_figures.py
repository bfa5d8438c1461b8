"""The figures of the city, worked out by hand: pooled, by their own windows, never by silence."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from engine.city.tallying import tally

A_SHARE_OF_EACH = [Fraction(10, 10), Fraction(1, 2), Fraction(4, 8)]


def test_ratio_when_pooled_then_it_is_not_the_mean_of_rates(town: Any) -> None:
    found = town.values()["占比"]
    assert found.value == Fraction(10 + 1 + 4, 10 + 2 + 8) == Fraction(3, 4)
    assert found.value != sum(A_SHARE_OF_EACH) / 3
    assert found.said == "75%"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("支部", "12 个"),  # 10 + 2; the county's school is not covered
        ("投入", "12.8 万元"),  # 12.5 + 0.25 = 12.75, shown with one place, half up
        ("变动", "2 元"),
        ("资料室", "2 所"),
        ("结对", "2 所"),  # 101 and 102
        ("项目", "1"),  # of this year: 合唱, in two schools
        ("各校项目", "2"),
        ("当年", "17 人次"),  # 10 + 7 in 2025
        ("历年", "40 人次"),  # and 20 + 3 of 2023 and 2024; 2022 is outside
        ("往年", "1 项"),
        ("外地", "仅列示"),
    ],
)
def test_figure_when_everything_is_known_then_it_is_what_a_hand_works_out(
    town: Any, figure: str, said: str
) -> None:
    assert town.values()[figure].said == said


def test_distinct_when_separately_then_each_school_has_its_own(town: Any) -> None:
    prizes = [("001", "合唱", 1), ("002", "合唱", 1), ("002", "合唱", 2), ("003", "足球", 1)]
    rows = (f"{school},{what},1,市级,2025-0{month}-05\n" for school, what, month in prizes)
    found = town.values(prizes="".join(rows))
    assert (found["项目"].said, found["各校项目"].said) == ("2", "3")


def test_figure_when_a_fact_is_missing_then_it_is_at_least_and_never_zero(town: Any) -> None:
    schools = (
        "001,一中,市直,10,10,,5,,101\n002,二中,市直,,1,0.25,,否,\n003,三中,县区,8,4,,0,是,102\n"
    )
    city = town.survey(schools=schools)
    found = {each.figure.id: each for each in city.values}
    assert found["支部"].said == "至少 10 个"
    assert found["变动"].said == "5 元（不全）"  # a balance may be negative: not "at least"
    assert found["资料室"].said == "至少 1 所"
    # Whoever lacks one part of a ratio has none of it: 14/18, not 15/18.
    assert (found["占比"].value, found["占比"].bound) == (Fraction(14, 18), "不全")
    assert found["投入"].said == "至少 0.3 万元"


def test_figure_when_no_school_has_it_then_there_is_no_number(town: Any) -> None:
    schools = "001,一中,市直,,,,,,\n003,三中,县区,,,,,,\n"
    found = town.values(schools=schools)
    assert {found[name].said for name in ("占比", "支部", "资料室", "结对")} == {"没有数"}
    only_county = town.values(schools="003,三中,县区,8,4,,0,是,102\n")
    assert only_county["支部"].said == "不适用"


def test_record_when_it_has_no_date_then_a_window_of_an_earlier_year_is_open(town: Any) -> None:
    prizes = "001,合唱,10,省级,\n002,航模,1,市级,2024-05-01\n003,足球,1,市级,2025-01-05\n"
    found = town.values(prizes=prizes)
    assert found["当年"].said == "11 人次"  # as scoring takes it: of the year assessed
    assert found["往年"].said == "至少 1 项"


def test_records_when_all_are_of_this_year_then_an_older_window_says_so(town: Any) -> None:
    prizes = "001,合唱,10,省级,2025-03-01\n002,航模,1,市级,2025-05-01\n003,足球,1,市级,2025-01-05\n"
    assert town.values(prizes=prizes)["历年"].notes == ("台账里没有 2025 年以前的记录",)


def test_batch_when_it_is_split_then_the_parts_add_up(town: Any) -> None:
    lines = "".join(
        f"{n:03},校{n},{'市直' if n % 2 else '县区'},{n % 7},{n % 5},{n}.25,{n - 9},"
        f"{'是' if n % 3 else ''},{n % 4}\n"
        for n in range(1, 31)
    )
    rows = lines.splitlines(keepends=True)
    prizes = "".join(f"{n:03},赛{n % 3},{n},省级,202{n % 4 + 2}-05-05\n" for n in range(1, 31))
    awards = prizes.splitlines(keepends=True)

    def sums(schools: list[str], of: list[str]) -> dict[str, tuple[Fraction, ...]]:
        found = town.assess(schools="".join(schools), prizes="".join(of))
        tallies = [
            tally(each, found.ruleset, found.facts, found.scores.view)
            for each in found.ruleset.city
            if each.kind.value in ("total", "count", "ratio")
        ]
        return {
            each.figure.id: (
                each.total or Fraction(),
                each.divisor or Fraction(),
                Fraction(each.n_open),
            )
            for each in tallies
        }

    whole = sums(rows, awards)
    halves = [sums(rows[:11], awards[:11]), sums(rows[11:], awards[11:])]
    for figure, numbers in whole.items():
        assert numbers == tuple(map(sum, zip(*(half[figure] for half in halves), strict=True)))
