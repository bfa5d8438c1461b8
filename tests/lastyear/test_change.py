"""Change on last year, and titles held against newly won."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.explain.dossier import Archive
from engine.explain.wording import named_value
from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.scoring.derived import school_view

CHANGES = ("支部增减", "支部增幅", "达标率变化")
HEADER = "学校标识码,学校名称,支部数,测试人数,达标人数\n"


def by_column(found: Any, name: str, school: int) -> tuple[State, Fraction | None]:
    value = school_view(found.ruleset, found.facts).quantity(name)
    state = State(value.state(school))
    if state is not State.PRESENT:
        return state, None
    below = 1 if value.denominators is None else int(value.denominators[school])
    return state, Fraction(int(value.numerators[school]), value.scale * below)


@pytest.mark.parametrize(
    ("school", "name", "value"),
    [
        (0, "支部增减", Fraction(1)),
        (0, "支部增幅", Fraction(1, 8)),
        (2, "支部增减", Fraction(-1)),
        (2, "支部增幅", Fraction(-1, 4)),
        (2, "达标率变化", Fraction(210, 300) - Fraction(200, 300)),
    ],
)
def test_change_when_both_years_are_known_then_it_is_exact(
    city: Any, school: int, name: str, value: Fraction
) -> None:
    city.sheets(2024)
    found = city.assess(2025, last_facts=[city.folder / "facts-2024"])
    assert by_column(found, name, school) == (State.PRESENT, value)


@pytest.mark.parametrize("name", CHANGES)
def test_change_when_there_are_no_facts_of_last_year_then_it_is_missing(
    city: Any, name: str
) -> None:
    found = city.assess(2025)
    assert {by_column(found, name, at)[0] for at in range(7)} == {State.MISSING}


@pytest.mark.parametrize("name", CHANGES)
def test_change_when_the_school_is_new_then_it_is_not_applicable(city: Any, name: str) -> None:
    city.sheets(2024)
    found = city.assess(2025, last_facts=[city.folder / "facts-2024"])
    assert by_column(found, name, 6) == (State.NOT_APPLICABLE, None)


def test_change_when_told_then_both_years_are_in_the_words(city: Any) -> None:
    city.sheets(2024)
    found = city.assess(2025, last_facts=[city.folder / "facts-2024"])
    dossier = Archive(found.ruleset, found.facts).dossier(2)
    assert named_value(dossier, "支部增减") == "支部增减 3−4=-1个"
    assert named_value(dossier, "支部增幅") == "支部增幅 (3−4)÷4=-25%"
    new = Archive(found.ruleset, found.facts).dossier(6)
    assert named_value(new, "支部增减") == "支部增减不适用（上年的支部数不适用）"


NUMBERS = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["", "不适用", "约三"]))
SCHOOL = st.tuples(NUMBERS, NUMBERS, NUMBERS)


@settings(max_examples=25)
@given(now=st.lists(SCHOOL, min_size=1, max_size=4), then=st.lists(SCHOOL, max_size=4))
def test_change_when_worked_out_twice_then_scorer_and_story_agree(
    city: Any, now: list[tuple[str, ...]], then: list[tuple[str, ...]]
) -> None:
    for year, rows in ((2025, now), (2024, [*then, ("1", "1", "1")])):
        lines = [f"{at:03},校{at},{','.join(row)}" for at, row in enumerate(rows)]
        city.sheets(year, 学校=HEADER + "\n".join(lines) + "\n", 案件="", 称号="")
    found = city.assess(2025, last_facts=[city.folder / "facts-2024"])
    archive = Archive(found.ruleset, found.facts)
    for school in range(found.facts.n_schools):
        for name in CHANGES:
            assert by_column(found, name, school) == archive.dossier(school).value(name)


TITLES = (
    "学校标识码,称号,级别,授予日期,上年已有\n001,书香 校园,市级,2025-05-01,\n"
    "001,平安校园,省级,2025-05-01,\n002,书香校园,市级,2025-05-01,\n007,平安校园,市级,2025-05-01,\n"
)


def held(found: Any) -> list[str]:
    column = found.facts.records["称号"].columns["上年已有"]
    return [cell_text(column, at) for at in range(len(column.states))]


def test_title_when_it_stood_in_last_years_table_then_it_is_held_and_not_newly_won(
    city: Any,
) -> None:
    city.sheets(2024)
    city.sheets(2025, 称号=TITLES)
    found = city.assess(2025, last_facts=[city.folder / "facts-2024"])
    assert held(found) == ["是", "否", "否", "否"]
    places = found.facts.records["称号"].columns["上年已有"].places
    assert str(places.place(0)).endswith("facts-2024/称号.csv!B2")
    assert by_column(found, "新称号数", 0) == (State.PRESENT, Fraction(1))


def test_title_when_there_are_no_facts_of_last_year_then_the_column_is_as_it_was_filled(
    city: Any,
) -> None:
    city.sheets(2025, 称号=TITLES.replace("2025-05-01,\n", "2025-05-01,是\n", 1))
    assert held(city.assess(2025)) == ["是", "缺失", "缺失", "缺失"]


def test_title_when_the_sheet_says_otherwise_then_last_years_table_stands_and_it_is_told(
    city: Any, told: Any
) -> None:
    city.sheets(2024)
    city.sheets(2025, 称号=TITLES.replace("2025-05-01,\n", "2025-05-01,否\n", 1))
    found = city.assess(2025, last_facts=[city.folder / "facts-2024"])
    assert held(found)[0] == "是"
    (odd,) = told(found, "F107")
    assert str(odd.place).endswith("facts-2025/称号.csv!E2")
    assert "facts-2024/称号.csv!B2" in odd.message


def test_title_when_last_years_table_was_not_handed_in_then_nothing_is_guessed(city: Any) -> None:
    city.sheets(2024).joinpath("称号.csv").unlink()
    city.sheets(2025, 称号=TITLES)
    found = city.assess(2025, last_facts=[city.folder / "facts-2024"])
    assert held(found) == ["缺失", "缺失", "缺失", "否"]
