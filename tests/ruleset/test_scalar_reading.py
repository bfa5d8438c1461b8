"""Scalars are typed exactly by what a rule expects; every trap names its way out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.points import decimal_text
from engine.ruleset.nodes import MappingNode, ScalarNode, SequenceNode
from engine.ruleset.scalars import (
    parse_number,
    read_boolean,
    read_date,
    read_integer,
    read_number,
    read_number_or_blank,
    read_text,
)

HERE = Place("a.yaml", line=1, column=1)


def plain(text: str) -> ScalarNode:
    return ScalarNode(text, False, HERE)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", Fraction(2)),
        ("0.5", Fraction(1, 2)),
        ("-1.50", Fraction(-3, 2)),
        ("90%", Fraction(9, 10)),
        ("89.99%", Fraction(8999, 10_000)),
        ("10/3", Fraction(10, 3)),
        ("0", Fraction(0)),
    ],
)
def test_number_when_written_plainly_then_it_is_exact(text: str, number: Fraction) -> None:
    assert read_number(plain(text)) == number


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("1:30", "90"),
        ("012", "12"),
        ("1_000", "1000"),
        ("1,000", "1000"),
        ("1 000", "1000"),
        ("1e3", "1000"),
        ("1.5e-3", "0.0015"),
        ("９０％", "90%"),
        ("90％", "90%"),
        ("．5", "0.5"),
        (".5", "0.5"),
        ("+3", "3"),
        ("3次", "只写 3"),
        ("30 分钟", "只写 30"),
        ("yes", "这里要写数"),
        ("2025-01-01", "这里要写数"),
        ("0x10", "请写数"),
        ("10/0", "分母不能是 0"),
        ("三", "请写数"),
        ("9" * 40, "整数部分最多 18 位"),
    ],
)
def test_number_when_written_in_a_trap_then_it_is_refused_with_the_way_out(
    text: str, way_out: str
) -> None:
    refused = read_number(plain(text))
    assert isinstance(refused, tuple)
    message, hint = refused
    assert text[:10] in message
    assert way_out in hint


def test_number_when_quoted_then_it_is_text() -> None:
    refused = read_number(ScalarNode("90", True, HERE))
    assert isinstance(refused, tuple)
    assert refused[1] == "请去掉引号"


@pytest.mark.parametrize("node", [SequenceNode((), HERE), MappingNode((), HERE), plain("")])
def test_value_when_no_scalar_stands_there_then_every_reader_refuses_it(
    node: SequenceNode | MappingNode | ScalarNode,
) -> None:
    for read in (read_number, read_integer, read_boolean, read_date, read_text):
        assert isinstance(read(node), tuple)


@pytest.mark.parametrize(("text", "whole"), [("3", 3), ("-2", -2), ("0", 0)])
def test_integer_when_plain_then_it_is_read(text: str, whole: int) -> None:
    assert read_integer(plain(text)) == whole


@pytest.mark.parametrize("text", ["2.0", "10/2", "100%", "2.5", "二"])
def test_integer_when_written_otherwise_then_it_is_refused(text: str) -> None:
    assert isinstance(read_integer(plain(text)), tuple)


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("true", True), ("否", False), ("False", False)]
)
def test_boolean_when_plain_then_it_is_read(text: str, value: bool) -> None:
    assert read_boolean(plain(text)) is value


@pytest.mark.parametrize(
    ("text", "way_out"),
    [("yes", "请写 是"), ("off", "请写 否"), ("有", "请写 是"), ("1", "是 或 否")],
)
def test_boolean_when_yaml_1_1_would_guess_then_it_is_refused(text: str, way_out: str) -> None:
    refused = read_boolean(plain(text))
    assert isinstance(refused, tuple)
    assert way_out in refused[1]


def test_boolean_when_quoted_then_it_is_text() -> None:
    assert isinstance(read_boolean(ScalarNode("是", True, HERE)), tuple)


def test_date_when_written_with_two_digits_then_it_is_read() -> None:
    assert read_date(plain("2024-02-29")) == date(2024, 2, 29)
    assert read_date(ScalarNode("2024-02-29", True, HERE)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("2025-02-29", "请核对"),
        ("2025-2-1", "2025-02-01"),
        ("2025/02/01", "2025-02-01"),
        ("2025年2月1日", "2025-02-01"),
        ("２０２５-02-01", "2025-02-01"),
        ("去年", "2025-09-01 的样子"),
    ],
)
def test_date_when_written_otherwise_then_the_right_way_is_shown(text: str, way_out: str) -> None:
    refused = read_date(plain(text))
    assert isinstance(refused, tuple)
    assert way_out in refused[1]


def test_open_end_when_blank_then_it_is_none() -> None:
    assert read_number_or_blank(plain("~")) is None
    assert read_number_or_blank(plain("3")) == 3


@given(st.fractions(-(10**9), 10**9, max_denominator=4096))
def test_number_when_printed_by_the_engine_then_it_is_read_back(number: Fraction) -> None:
    assert parse_number(decimal_text(number)) == number


@given(st.text(max_size=12))
def test_number_when_any_text_then_it_is_read_or_refused_in_words(text: str) -> None:
    value = read_number(plain(text))
    assert isinstance(value, Fraction) or (len(value) == 2 and all(value))
