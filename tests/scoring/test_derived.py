"""Derived values: exact, and open where a fact is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.facts.table import State
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import Derived, FieldType, RecordTable
from engine.scoring.derived import school_view

HERE = Place("rules.yaml")
M, NA, BAD, OK = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE, State.PRESENT


def derive(world, derived, columns, records=None, more=()):
    """Return (fraction or State) of each school; `more` are other derived values it reads."""
    fields = {name: column.field for name, column in columns.items()}
    dimension = world.group("A", world.indicator("A1", None, informative=True))
    rules = world.ruleset(
        [dimension],
        fields=fields,
        tables={name: each.table for name, each in (records or {}).items()},
        derived={each.id: each for each in (derived, *more)},
    )
    quantity = school_view(rules, world.facts(columns, records)).quantity(derived.id)
    return [
        quantity.fraction(at) if quantity.state(at) is OK else quantity.state(at)
        for at in range(len(quantity.numerators))
    ]


def whole(world, name, values):
    return world.column(world.field(name, FieldType.INTEGER), values)


def test_ratio_of_zero_is_not_applicable_and_never_0_or_100_percent(world):
    """Appendix B, trap 1."""
    columns = {
        "done": whole(world, "done", [0, 9, M, 0, BAD, 3]),
        "due": whole(world, "due", [0, 10, 5, M, 5, NA]),
    }
    ratio = Derived("r", "ratio", HERE, numerator="done", denominator="due")
    assert derive(world, ratio, columns) == [NA, Fraction(9, 10), M, M, BAD, NA]


def test_a_denominator_known_to_be_zero_settles_a_missing_numerator(world):
    columns = {"done": whole(world, "done", [M]), "due": whole(world, "due", [0])}
    ratio = Derived("r", "ratio", HERE, numerator="done", denominator="due")
    assert derive(world, ratio, columns) == [NA]


number = st.integers(-9_999, 9_999).map(lambda n: Fraction(n, 100))


@given(st.lists(st.tuples(number, st.integers(-99, 99)), min_size=1))
def test_sum_difference_and_product_align_decimals_exactly(world, pairs):
    left, right = zip(*pairs, strict=True)
    columns = {
        "a": world.column(world.field("a", decimals=2), left),
        "b": whole(world, "b", right),
    }
    for kind, wanted in [
        ("sum", [a + b for a, b in pairs]),
        ("difference", [a - b for a, b in pairs]),
        ("product", [a * b for a, b in pairs]),
    ]:
        assert derive(world, Derived("d", kind, HERE, operands=("a", "b")), columns) == wanted


def test_sum_with_a_missing_part_is_missing(world):
    columns = {"a": whole(world, "a", [1, M, 1]), "b": whole(world, "b", [2, 2, NA])}
    total = Derived("d", "sum", HERE, operands=("a", "b"))
    assert derive(world, total, columns) == [3, M, NA]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("difference", Fraction(1, 3) - Fraction(1, 7)),
        ("sum", Fraction(1, 3) + Fraction(1, 7)),
        ("product", Fraction(1, 21)),
        ("ratio", Fraction(7, 3)),
    ],
)
def test_ratios_are_worked_with_exactly_and_stay_not_applicable(world, kind, wanted):
    columns = {
        name: whole(world, name, values)
        for name, values in {"a": [1, 1], "b": [3, 0], "c": [1, 1], "d": [7, 7]}.items()
    }
    ratios = (
        Derived("now", "ratio", HERE, numerator="a", denominator="b"),
        Derived("last", "ratio", HERE, numerator="c", denominator="d"),
    )
    names = {"operands": ("now", "last")}
    if kind == "ratio":
        names = {"numerator": "now", "denominator": "last"}
    both = Derived("both", kind, HERE, **names)
    assert derive(world, both, columns, more=ratios) == [wanted, NA]


def test_a_ratio_over_a_negative_number_keeps_its_sign(world):
    columns = {"a": whole(world, "a", [1, -1]), "b": whole(world, "b", [-2, -2])}
    ratio = Derived("r", "ratio", HERE, numerator="a", denominator="b")
    assert derive(world, ratio, columns) == [Fraction(-1, 2), Fraction(1, 2)]


def test_a_sum_of_three_is_the_sum_of_all(world):
    columns = {name: whole(world, name, [at]) for at, name in enumerate("abc", 1)}
    total = Derived("d", "sum", HERE, operands=("a", "b", "c"))
    assert derive(world, total, columns) == [6]


def test_a_field_may_apply_by_a_derived_value_that_stands_after_it(world):
    asked = Compare("人数", Comparison.MORE_THAN, (Fraction(0),), HERE)
    columns = {
        "制度": world.column(world.field("制度", FieldType.BOOLEAN, applies=asked), [True, True]),
        "甲": whole(world, "甲", [0, 3]),
        "乙": whole(world, "乙", [0, 0]),
    }
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", None, informative=True))],
        fields={name: column.field for name, column in columns.items()},
        derived={"人数": Derived("人数", "sum", HERE, operands=("甲", "乙"))},
    )
    assert school_view(rules, world.facts(columns)).column("制度").states.tolist() == [NA, OK]


def test_a_record_condition_reads_the_column_before_the_school(world):
    """The column 甲 of the table hides the school's 甲, which itself applies by this count."""
    asked = Compare("d", Comparison.MORE_THAN, (Fraction(0),), HERE)
    columns = {
        name: world.column(world.field(name, FieldType.INTEGER, applies=asked), [5])
        for name in ("先", "甲")
    }
    records = world.record_set(
        RecordTable("t", {"甲": world.field("甲", FieldType.INTEGER)}, HERE),
        [0, 0],
        {"甲": [1, 2]},
        n_schools=1,
    )
    condition = Compare("甲", Comparison.AT_LEAST, (Fraction(2),), HERE)
    derived = Derived("d", "count", HERE, table="t", condition=condition)
    assert derive(world, derived, columns, {"t": records}) == [1]


DAY = FieldType.DATE


@pytest.fixture
def meetings(world):
    """Three schools: three meetings, none though the table is known, and no table."""
    fields = {
        "日期": world.field("日期", DAY),
        "应交": world.field("应交", DAY),
        "人数": world.field("人数", FieldType.INTEGER),
        "类别": world.field("类别", FieldType.CHOICE, choices=("月", "季")),
    }
    table = RecordTable("会议", fields, HERE)
    return world.record_set(
        table,
        [0, 0, 0, 0],
        {
            "日期": [date(2025, 1, 5), date(2025, 1, 20), date(2025, 4, 1), date(2024, 5, 1)],
            "应交": [date(2025, 1, 5), date(2025, 1, 19), date(2025, 4, 1), date(2024, 5, 1)],
            "人数": [7, 3, 5, 100],
            "类别": ["月", "月", "季", "月"],
        },
        n_schools=3,
        states=[OK, OK, M],
        in_window=[True, True, True, False],
    )


@pytest.mark.parametrize(
    ("kind", "more", "wanted"),
    [
        ("count", {}, [3, 0, M]),
        ("total", {"column": "人数"}, [15, 0, M]),
        ("largest", {"column": "人数"}, [7, NA, M]),
        ("smallest", {"column": "人数"}, [3, NA, M]),
        ("periods", {"column": "日期", "period": "month"}, [2, 0, M]),
        ("periods", {"column": "日期", "period": "quarter"}, [2, 0, M]),
        ("distinct", {"column": "类别"}, [2, 0, M]),
        ("on_time", {"column": "日期", "due_column": "应交"}, [2, 0, M]),
        ("late", {"column": "日期", "due_column": "应交"}, [1, 0, M]),
    ],
)
def test_records_are_counted_within_the_window(world, meetings, kind, more, wanted):
    columns = {"x": whole(world, "x", [0, 0, 0])}
    derived = Derived("d", kind, HERE, table="会议", **more)
    assert derive(world, derived, columns, {"会议": meetings}) == wanted


def test_twelve_meetings_in_one_month_are_one_month(world):
    """Appendix B, trap 5."""
    fields = {"日期": world.field("日期", DAY)}
    days = [date(2025, 12, day) for day in range(1, 13)]
    records = world.record_set(
        RecordTable("党日", fields, HERE), [0] * 12, {"日期": days}, n_schools=1
    )
    derived = Derived("d", "periods", HERE, table="党日", column="日期", period="month")
    columns = {"x": whole(world, "x", [0])}
    assert derive(world, derived, columns, {"党日": records}) == [1]


def test_an_undecidable_record_leaves_the_count_open(world):
    kinds = world.field("类别", FieldType.CHOICE, choices=("甲", "乙"))
    records = world.record_set(
        RecordTable("t", {"类别": kinds}, HERE),
        [0, 0, 1, 2, 2],
        {"类别": ["甲", M, "甲", "甲", NA]},
        n_schools=3,
    )
    condition = Compare("类别", Comparison.EQUALS, ("甲",), HERE)
    derived = Derived("d", "count", HERE, table="t", condition=condition)
    columns = {"x": whole(world, "x", [0, 0, 0])}
    assert derive(world, derived, columns, {"t": records}) == [M, 1, 1]


def test_what_is_open_in_a_record_of_another_year_leaves_nothing_open(world):
    fields = {
        "类别": world.field("类别", FieldType.CHOICE, choices=("甲", "乙")),
        "n": world.field("n", FieldType.INTEGER),
    }
    records = world.record_set(
        RecordTable("t", fields, HERE),
        [0, 0, 0],
        {"类别": ["甲", M, "甲"], "n": [4, 5, BAD]},
        n_schools=1,
        in_window=[True, False, False],
    )
    condition = Compare("类别", Comparison.EQUALS, ("甲",), HERE)
    columns = {"x": whole(world, "x", [0])}
    for kind, wanted in (("count", 1), ("total", 4), ("largest", 4)):
        derived = Derived("d", kind, HERE, table="t", column="n", condition=condition)
        assert derive(world, derived, columns, {"t": records}) == [wanted]


def test_a_total_over_a_blank_cell_is_open(world):
    records = world.record_set(
        RecordTable("t", {"n": world.field("n", FieldType.INTEGER)}, HERE),
        [0, 0, 1],
        {"n": [1, M, 2]},
        n_schools=2,
    )
    derived = Derived("d", "total", HERE, table="t", column="n")
    columns = {"x": whole(world, "x", [0, 0])}
    assert derive(world, derived, columns, {"t": records}) == [M, 2]


def test_a_record_condition_may_read_the_school(world):
    records = world.record_set(
        RecordTable("t", {"n": world.field("n", FieldType.INTEGER)}, HERE),
        [0, 1],
        {"n": [1, 1]},
        n_schools=2,
    )
    condition = Compare("x", Comparison.MORE_THAN, (Fraction(5),), HERE)
    derived = Derived("d", "count", HERE, table="t", condition=condition)
    columns = {"x": whole(world, "x", [6, 5])}
    assert derive(world, derived, columns, {"t": records}) == [1, 0]


def test_a_field_that_does_not_apply_is_not_applicable_whatever_is_in_its_cell(world):
    kind = FieldType.BOOLEAN
    has = Compare("有食堂", Comparison.EQUALS, (True,), HERE)
    has_rules = Compare("有制度", Comparison.FILLED, (True,), HERE)
    columns = {
        # declared before what they depend on, on purpose
        "执行": world.column(world.field("执行", kind, applies=has_rules), [True, True, True]),
        "有制度": world.column(world.field("有制度", kind, applies=has), [True, True, M]),
        "有食堂": world.column(world.field("有食堂", kind), [True, False, M]),
    }
    fields = {name: column.field for name, column in columns.items()}
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", None, informative=True))], fields=fields
    )
    view = school_view(rules, world.facts(columns))
    assert view.column("有制度").states.tolist() == [OK, NA, M]
    assert view.column("有制度").values.tolist() == [1, 0, 0]
    assert view.column("执行").states.tolist() == [OK, NA, NA]


@pytest.mark.parametrize("kind", ["largest", "smallest"])
def test_there_is_no_largest_of_cells_that_do_not_apply(world, kind):
    records = world.record_set(
        RecordTable("t", {"n": world.field("n", FieldType.INTEGER)}, HERE),
        [0, 1, 1],
        {"n": [NA, NA, 4]},
        n_schools=2,
    )
    derived = Derived("d", kind, HERE, table="t", column="n")
    assert derive(world, derived, {"x": whole(world, "x", [0, 0])}, {"t": records}) == [NA, 4]


@pytest.mark.parametrize("kind", ["on_time", "late"])
def test_what_was_handed_in_is_open_where_the_due_date_is_not_known(world, kind):
    fields = {"报": world.field("报", DAY), "应": world.field("应", DAY)}
    day = date(2025, 3, 1)
    records = world.record_set(
        RecordTable("t", fields, HERE),
        [0, 1, 2, 3, 4],
        {"报": [day, day, day, M, BAD], "应": [M, BAD, NA, M, day]},
        n_schools=5,
    )
    derived = Derived("d", kind, HERE, table="t", column="报", due_column="应")
    columns = {"x": whole(world, "x", [0] * 5)}
    # Not handed in is an answer; without a due date (不适用) nothing is in time or late.
    assert derive(world, derived, columns, {"t": records}) == [M, BAD, 0, 0, BAD]


def test_a_total_past_64_bits_is_exact(world):
    field = world.field("n", decimals=9)
    records = world.record_set(
        RecordTable("t", {"n": field}, HERE), [0] * 5, {"n": [4 * 10**9] * 5}, n_schools=1
    )
    derived = Derived("d", "total", HERE, table="t", column="n")
    columns = {"x": whole(world, "x", [0])}
    assert derive(world, derived, columns, {"t": records}) == [20 * 10**9]
