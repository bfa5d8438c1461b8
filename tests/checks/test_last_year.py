"""较上年变动: a number that moved by more than its field allows is told with both cells."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from engine.checks import CheckBook, check_facts
from engine.facts.table import CellPlaces, FactTable, Origin, State
from engine.ruleset.model import FieldType, RuleSet


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
