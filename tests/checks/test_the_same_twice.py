"""唯一, 不得重复, and sheets that look copied: equal things are told with both places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest

from engine.checks import CheckBook, check_facts
from engine.checks.copied_sheets import LEAST_RARE
from engine.facts.table import State
from engine.ruleset.model import FieldType, RecordTable

AWARDS = ("项目", "级别")


@pytest.fixture
def unique(world: SimpleNamespace) -> Callable[[list], CheckBook]:
    """Check one text field of the schools that should be each school's own."""

    def run(values: list) -> CheckBook:
        field = world.field("代码", FieldType.TEXT, unique=True)
        ruleset = world.ruleset([], fields={field.id: field})
        return check_facts(ruleset, world.facts({field.id: world.column(field, values)}))

    return run


@pytest.fixture
def awards(world: SimpleNamespace) -> Callable[..., CheckBook]:
    """Check records (school, 项目, 级别[, in the window]) of two schools."""

    def run(rows: list[tuple], **options: tuple[str, ...] | bool) -> CheckBook:
        unique = bool(options.pop("unique", False))
        fields = {
            "项目": world.field("项目", FieldType.TEXT, unique=unique),
            "级别": world.field("级别", FieldType.CHOICE, choices=("市", "省")),
            "备注": world.field("备注", FieldType.TEXT),
        }
        table = RecordTable("获奖", fields, world.HERE, **options)
        records = world.record_set(
            table,
            [row[0] for row in rows],
            {
                "项目": [row[1] for row in rows],
                "级别": [row[2] for row in rows],
                "备注": [f"第{at}行" for at in range(len(rows))],
            },
            n_schools=2,
            in_window=[row[3] if len(row) > 3 else True for row in rows],
        )
        name = world.field("校名", FieldType.TEXT)
        ruleset = world.ruleset([], fields={name.id: name}, tables={"获奖": table})
        facts = world.facts({name.id: world.column(name, ["甲", "乙"])}, {"获奖": records})
        return check_facts(ruleset, facts)

    return run


def test_values_when_two_schools_share_one_then_the_later_names_the_first(unique) -> None:
    (told,) = unique(["甲", "乙", "甲", State.MISSING, State.MISSING]).problems
    assert (told.code, told.value) == ("K020", "甲")
    assert "学校“002”的“代码”是“甲”，与学校“000”的" in told.message


def test_values_when_three_schools_share_one_then_each_later_one_is_told(unique) -> None:
    book = unique(["甲"] * 3)
    assert len(book.problems) == 2
    assert book.failed == {"K020": {"000", "001", "002"}}


def test_records_when_a_column_is_unique_then_schools_and_years_count_as_they_do(awards) -> None:
    rows = [(0, "合唱", "市"), (0, "合唱", "省"), (1, "足球", "市"), (1, "合唱", "市", False)]
    (told,) = awards(rows, unique=True).problems
    assert told.code == "K020"
    assert "学校“000”的台账“获奖”里“项目”是“合唱”，与另一行" in told.message


def test_records_when_equal_in_the_columns_then_only_those_of_one_school_are_told(awards) -> None:
    rows = [(0, "合唱", "市"), (0, "合唱", "市"), (0, "合唱", "省"), (1, "合唱", "市")]
    (told,) = awards(rows, no_repeats=AWARDS).problems
    assert told.code == "K021"
    assert "这一行的项目“合唱”、级别“市”与另一行" in told.message


def test_records_when_equal_between_schools_then_only_those_are_told(awards) -> None:
    rows = [(0, "合唱", "市"), (0, "合唱", "市"), (1, "合唱", "市")]
    book = awards(rows, no_repeats_between=AWARDS)
    (told,) = book.problems
    assert told.code == "K022"
    assert "学校“001”的台账“获奖”这一行" in told.message
    assert "与学校“000”的一行" in told.message
    assert book.failed == {"K022": {"000", "001"}}


def test_records_when_a_column_is_blank_or_the_year_another_then_they_are_not_compared(
    awards,
) -> None:
    rows = [
        (0, "合唱", State.MISSING), (0, "合唱", State.MISSING),
        (0, "足球", "市", False), (0, "足球", "市"),
    ]  # fmt: skip
    assert not awards(rows, no_repeats=AWARDS, no_repeats_between=AWARDS).problems


def sheets(world: SimpleNamespace, rows: list[list[int]]) -> CheckBook:
    """Check schools by the numbers of one sheet."""
    fields = {
        f"数{at}": world.field(f"数{at}", FieldType.INTEGER, sheet="组织")
        for at in range(len(rows[0]))
    }
    columns = {
        name: world.column(field, [row[at] for row in rows])
        for at, (name, field) in enumerate(fields.items())
    }
    return check_facts(world.ruleset([], fields=fields), world.facts(columns))


def numbers(seed: int, n_numbers: int = 10) -> list[int]:
    return Random(seed).sample(range(2, 10_000), n_numbers)


def test_sheets_when_all_numbers_are_another_schools_then_it_is_told_once(world) -> None:
    book = sheets(world, [numbers(1), numbers(2), numbers(1), numbers(1)])
    assert [each.code for each in book.problems] == ["K040"] * 2
    assert "学校“002”的“组织”（从这里起）里 10 个数与学校“000”的" in book.problems[0].message
    assert book.failed == {"K040": {"000", "002", "003"}}


def test_sheets_when_one_number_differs_then_nothing_is_said(world) -> None:
    assert not sheets(world, [numbers(1), [*numbers(1)[:-1], 1]]).problems


@pytest.mark.parametrize(("n_rare", "is_told"), [(LEAST_RARE - 1, False), (LEAST_RARE, True)])
def test_sheets_when_few_of_their_numbers_are_rare_then_they_may_be_chance(
    world, n_rare: int, is_told: bool
) -> None:
    """Forty schools have 12 of everything; two of them have the same rare numbers beside."""
    rows = [[12] * 5 + numbers(seed, n_rare) for seed in range(40)]
    rows.append(list(rows[7]))
    assert bool(sheets(world, rows).problems) is is_told


def test_sheets_when_copied_by_many_then_it_is_told_of_each(world) -> None:
    rows = [numbers(seed) for seed in range(20)] + [numbers(1)] * 10
    assert len(sheets(world, rows).problems) == 10


def test_sheets_when_a_blank_stands_in_one_then_they_are_not_the_same(world) -> None:
    blank = [State.MISSING, *numbers(1)[1:]]
    assert not sheets(world, [numbers(1), blank]).problems
    assert len(sheets(world, [blank, list(blank)]).problems) == 1


def test_field_when_unique_then_last_years_value_is_no_other_school(world) -> None:
    field = world.field("代码", FieldType.TEXT, unique=True)
    table = world.facts({field.id: world.column(field, ["甲"])})
    facts = replace(table, last=table)
    assert not check_facts(world.ruleset([], fields={field.id: field}), facts).problems
