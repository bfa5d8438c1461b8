"""Facts are exact and in order, whatever the numbers, rows and files."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Diagnostics, Place
from engine.facts.cells.display import value_text
from engine.facts.cells.readers import cell_reader
from engine.facts.columns import read_cells, settle
from engine.facts.gathering import RawCells
from engine.facts.table import Origin, State
from engine.ruleset.model import Field, FieldType

HERE = Place("fields.yaml")
ORIGINS = (Origin("a.xlsx", "学校"),)
NUMBER = Field("经费", FieldType.NUMBER, HERE, decimals=2, low=Fraction(-50), high=Fraction(10**6))
SHARE = Field("覆盖率", FieldType.PERCENT, HERE, decimals=4, low=Fraction(0), high=Fraction(1))
COUNT = Field("支部数", FieldType.INTEGER, HERE, low=Fraction(0), high=Fraction(200))


def gathered(raws):
    cells = RawCells()
    for at, raw in enumerate(raws):
        cells.add(at, raw, 0, at + 2, 1)
    return cells


decimals = st.decimals(min_value=-1000, max_value=10**6, places=2)
untidy = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(min_value=0, max_value=1),
    st.floats(min_value=0, max_value=300).map(lambda number: round(number, 2)),
    st.integers(min_value=-5, max_value=300).map(float),
    st.integers(min_value=-5, max_value=300),
    st.booleans(),
    st.text(max_size=12),
    st.sampled_from(["", "无", "不适用", "95%", "９５", "1,200", "3个", "#N/A", "-", "1e3", None]),
)


@given(number=decimals)
def test_reading_a_number_when_it_was_written_as_decimal_then_it_is_that_decimal(number):
    """The float nearest to a decimal, and its text, read as the decimal itself."""
    expected = None if not -50 <= number <= 10**6 else int(number * 100)
    for raw in (float(number), str(number), f"{number:,}"):
        reading = cell_reader(NUMBER)(raw)
        if expected is None:
            assert reading.state is State.UNREADABLE
        else:
            assert (reading.state, reading.value) == (State.PRESENT, expected)


@given(number=st.decimals(min_value=0, max_value=1000, places=5))
def test_reading_a_number_when_it_has_too_many_places_then_it_is_rounded_half_up(number):
    reading = cell_reader(NUMBER)(str(number))
    assert reading.value == int(number.quantize(Decimal("0.01"), ROUND_HALF_UP) * 100)
    assert bool(reading.findings) == (number != number.quantize(Decimal("0.01")))


@settings(max_examples=60)
@given(raws=st.lists(untidy, max_size=30), field=st.sampled_from([NUMBER, SHARE, COUNT]))
def test_reading_a_column_at_once_then_each_cell_reads_as_it_does_alone(raws, field):
    """The array path for plain floats is the same as the reader of one cell."""
    found = Diagnostics()
    column = read_cells(field, gathered(raws), ORIGINS, found)
    reader, alone = cell_reader(field), 0
    for at, raw in enumerate(raws):
        reading = reader(raw)
        alone += len(reading.findings)
        assert column.states[at] == reading.state
        assert column.values[at] == (reading.value if reading.state is State.PRESENT else 0)
    assert len(found) == alone


@given(
    value=st.integers(min_value=-(10**8), max_value=10**8),
    kind=st.sampled_from([FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT]),
)
def test_showing_a_number_then_reading_it_again_gives_the_same(value, kind):
    field = Field("数", kind, HERE, decimals=0 if kind is FieldType.INTEGER else 4)
    reading = cell_reader(field)(value_text(field, value, ()))
    assert (reading.state, reading.value, reading.findings) == (State.PRESENT, value, ())


@given(days=st.integers(min_value=-25000, max_value=47000))
def test_showing_a_date_then_reading_it_again_gives_the_same(days):
    field = Field("日期", FieldType.DATE, HERE)
    assert cell_reader(field)(value_text(field, days, ())).value == days


@given(raw=untidy, kind=st.sampled_from(list(FieldType)))
def test_reading_any_cell_then_it_never_fails_and_an_unreadable_one_says_why(raw, kind):
    field = Field("字段", kind, HERE, choices=("甲", "乙"))
    reading = cell_reader(field)(raw)
    assert (reading.state is State.UNREADABLE) == any(
        finding.severity == "error" for finding in reading.findings
    )


@settings(max_examples=60)
@given(
    cells=st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from([1.0, 2.0, "", "不适用", "x"])), max_size=15
    )
)
def test_settling_cells_of_schools_then_no_contradiction_is_lost_and_order_decides_nothing(cells):
    owners = np.array([owner for owner, _ in cells], np.int64)
    read = read_cells(COUNT, gathered([raw for _, raw in cells]), ORIGINS, Diagnostics())
    chosen, conflicts = settle(read, owners, 5)
    contradicted = {int(owners[item.first]) for item in conflicts}
    for owner in range(5):
        said = {raw for at, raw in cells if at == owner} - {""}
        if "x" in said:
            assert read.states[chosen[owner]] == State.UNREADABLE
        elif len(said) > 1:
            assert owner in contradicted
        else:
            assert owner not in contradicted
            expected = {1.0: 1, 2.0: 2, "不适用": 0}.get(next(iter(said), ""), 0)
            assert (read.values[chosen[owner]] if chosen[owner] >= 0 else 0) == expected


def test_a_column_of_numbers_when_a_range_is_no_whole_unit_then_its_ends_are_exact():
    third = replace(NUMBER, low=Fraction(1, 3), high=Fraction(2, 3))
    read = read_cells(third, gathered([0.33, 0.34, 0.66, 0.67]), ORIGINS, Diagnostics())
    assert [State(state) for state in read.states] == [
        State.UNREADABLE, State.PRESENT, State.PRESENT, State.UNREADABLE,
    ]  # fmt: skip
