"""Chinese and Latin text stand in line by display width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.reports.page import Line, columns, display_width, line, pad, wrapped


def test_columns_when_wide_and_narrow_mix_then_the_next_column_stands_in_line() -> None:
    lines = columns([["维度", "得分"], ["A 组织", "9.5"], ["B", "10"]], right=(1,), header=True)
    ends = {display_width(each.text) for each in lines}
    assert len(ends) == 1
    assert [each.text for each in lines] == ["维度    得分", "A 组织   9.5", "B         10"]


def test_pad_when_text_is_wider_then_left_as_it_is() -> None:
    assert pad("优秀等次", 4) == "优秀等次"


def test_wrapping_when_a_line_is_too_long_then_goes_on_under_its_hanging_indent() -> None:
    long = line("失" * 40, indent=4)
    pieces = wrapped([long], 40)
    assert [each.text for each in pieces] == [
        "    " + "失" * 18,
        "    " + "失" * 18,
        "    失失失失",
    ]


def test_wrapping_when_a_place_is_long_then_it_is_not_torn() -> None:
    place = "rules/datong-2025/dimensions/a-organization.yaml:12:7"
    pieces = wrapped([line("规则：" * 12 + " " + place, indent=2)], 70)
    assert any(place in each.text for each in pieces)


def test_wrapping_when_punctuation_would_begin_a_line_then_it_stays_behind() -> None:
    pieces = wrapped([line("失" * 15 + "，" + "分" * 5)], 30)
    assert not any(each.text.startswith("，") for each in pieces)


@given(st.text(st.sampled_from("失分，A1 %（）"), max_size=120), st.integers(40, 80))
def test_wrapping_when_joined_again_then_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    pieces = wrapped([Line(((text, ""),), 4)], width)
    joined = "".join(each.text for each in pieces)
    assert joined.replace(" ", "") == text.replace(" ", "")
