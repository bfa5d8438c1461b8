"""较上年变动: a number that moved by more than its field allows is told with both cells."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from engine.checks import CheckBook, check_facts
from engine.diagnostics import Severity
from engine.facts.table import CellPlaces, FactTable, Origin, State
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import Check, CheckKind, Derived, FieldType, RuleSet


def places(file: str, rows: int) -> CellPlaces:
    at = np.arange(rows, dtype=np.int32)
    return CellPlaces((Origin(file, "基本"),), at * 0, at + 2, at * 0 + 3)


@pytest.fixture
def compare(world: SimpleNamespace):
    """Compare this year's numbers with last year's under one share."""

    def run(now: list, last: list | None, share: str = "30%") -> CheckBook:
        limit = Fraction(share.rstrip("%")) / 100
        field = world.field("学生数", FieldType.NUMBER, decimals=1, unit="人", change_within=limit)
        ruleset: RuleSet = world.ruleset([], fields={field.id: field})

        def table(values: list, file: str) -> FactTable:
            column = replace(world.column(field, values), places=places(file, len(values)))
            return world.facts({field.id: column})

        facts = table(now, "今年.xlsx")
        if last is not None:
            facts = replace(facts, last=table(last, "去年.xlsx"))
        return check_facts(ruleset, facts)

    return run


def test_number_when_it_moved_beyond_the_share_then_both_cells_and_the_limit_are_told(
    compare,
) -> None:
    (told,) = compare([1500], [1000]).problems
    assert (told.code, str(told.place)) == ("K030", "今年.xlsx「基本」!C2")
    assert told.message == (
        "学校“000”的“学生数”是 1500人，上年是 1000人（去年.xlsx「基本」!C2），"
        "增加了 50%，超过了 30%"
    )


@pytest.mark.parametrize(
    ("now", "last", "is_told"),
    [
        ("1300", "1000", False),  # exactly the share
        ("1300.1", "1000", True),
        ("700", "1000", False),
        ("699.9", "1000", True),
        ("0", "0", False),
        ("1", "0", True),  # any change from nothing is beyond every share
        ("-13", "-10", False),
        ("-13.1", "-10", True),
    ],
)
def test_number_when_it_moved_then_the_share_is_exact(compare, now, last, is_told) -> None:
    book = compare([Fraction(now)], [Fraction(last)])
    assert bool(book.problems) is is_told
    assert book.failed_in("000") == (("K030",) if is_told else ())


def test_number_when_one_year_lacks_it_then_it_is_open_and_a_new_school_is_not_asked(
    compare,
) -> None:
    book = compare([State.MISSING, 5, 5, 5], [5, State.MISSING, State.NOT_APPLICABLE, 5])
    (tally,) = book.tallies
    assert (tally.n_passed, tally.n_failed, tally.n_open) == (1, 0, 2)
    assert [each.code for each in book.problems] == ["K009"]


def test_fields_when_no_last_year_is_given_then_it_is_said_once(compare) -> None:
    (told,) = compare([1, 2], None).problems
    assert told.code == "K031"
    assert "1 个字段的较上年变动没有核对" in told.message


def test_change_when_a_check_reads_it_then_the_cells_of_both_years_are_named(
    world: SimpleNamespace,
) -> None:
    field = world.field("学生数", FieldType.INTEGER, unit="人")
    change = Derived("增减", "change_on_last_year", world.HERE, operands=("学生数",))
    holds = Compare("增减", Comparison.AT_MOST, (Fraction(100),), world.HERE)
    check = Check(
        "核1", CheckKind.CONDITION, (holds,), ("增减",), Severity.WARNING, world.HERE
    )  # fmt: skip
    ruleset = world.ruleset(
        [], fields={field.id: field}, derived={change.id: change}, checks=(check,)
    )

    def table(value: int, file: str) -> FactTable:
        column = replace(world.column(field, [value]), places=places(file, 1))
        return world.facts({field.id: column})

    facts = replace(table(1500, "今年.xlsx"), last=table(1000, "去年.xlsx"))
    (told,) = check_facts(ruleset, facts).problems
    assert told.message.startswith(
        "学校“000”的“增减”是 500人（算自 “学生数”是 1500人（今年.xlsx「基本」!C2）、"
        "上年“学生数”是 1000人（去年.xlsx「基本」!C2）），要求：“增减”不超过100"
    )
