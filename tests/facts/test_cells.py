"""One cell of every type: what is written, what is read, what is said about it."""

from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.books.sheet import Measured, Unreadable
from engine.facts.cells.display import value_text
from engine.facts.cells.readers import cell_reader
from engine.facts.table import State
from engine.ruleset.conditions import AllOf
from engine.ruleset.model import Field, FieldType

HERE = Place("fields.yaml")
INTEGER = Field("支部数", FieldType.INTEGER, HERE, unit="个", low=Fraction(0), high=Fraction(200))
MONEY = Field("经费", FieldType.NUMBER, HERE, unit="元", decimals=2)
SCORE = Field("得分", FieldType.NUMBER, HERE, unit="分", decimals=2)
MINUTES = Field("体育时长", FieldType.NUMBER, HERE, unit="分钟", decimals=1)
SHARE = Field("覆盖率", FieldType.PERCENT, HERE, decimals=4, low=Fraction(0), high=Fraction(1))
GROWTH = Field("增长率", FieldType.PERCENT, HERE, decimals=4)
HALF = Field("过半比例", FieldType.PERCENT, HERE, decimals=4, low=Fraction(1, 2), high=Fraction(1))
DATE = Field("修订日期", FieldType.DATE, HERE)
YES_NO = Field("有食堂", FieldType.BOOLEAN, HERE)
CHOICE = Field("级别", FieldType.CHOICE, HERE, choices=("无", "校", "市", "1"))
STAGE = Field("学段", FieldType.CHOICE, HERE, choices=("小学", "初中", "高中"))
BALLS = Field("球类", FieldType.SET, HERE, choices=("足球", "篮球", "排球"))
OPEN_SET = Field("特长", FieldType.SET, HERE)
TEXT = Field("文号", FieldType.TEXT, HERE)


def read(field, raw):
    """Return how a cell is read: its text or its state, and the codes of the findings."""
    reading = cell_reader(field)(raw)
    codes = [finding.code for finding in reading.findings]
    if reading.state is not State.PRESENT:
        return reading.state.name.lower(), codes
    if isinstance(reading.value, int):
        return value_text(field, reading.value, ()), codes
    if isinstance(reading.value, frozenset):
        return "、".join(sorted(reading.value)), codes
    return reading.value, codes


@pytest.mark.parametrize("field", [INTEGER, MONEY, SHARE, DATE, YES_NO, STAGE, BALLS, TEXT])
@pytest.mark.parametrize("raw", ["", "  ", "　", None])
def test_reading_a_cell_when_it_is_blank_then_it_is_missing_without_a_word(field, raw):
    assert read(field, raw) == ("missing", [])


@pytest.mark.parametrize("field", [INTEGER, MONEY, SHARE, DATE, YES_NO, STAGE, BALLS, TEXT])
@pytest.mark.parametrize("raw", ["不适用", " 不适用 ", "/", "／", "—", "——", "N/A"])
def test_reading_a_cell_when_it_says_not_applicable_then_that_is_its_state(field, raw):
    assert read(field, raw) == ("not_applicable", [])


@pytest.mark.parametrize("field", [INTEGER, MONEY, SHARE, DATE, YES_NO, STAGE, BALLS, TEXT])
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("#N/A", "F043"),
        ("#DIV/0!", "F043"),
        (Unreadable("F043", "#REF!"), "F043"),
        (Unreadable("F042", "公式"), "F042"),
        ("-", "F045"),
    ],
)
def test_reading_a_cell_when_it_holds_no_value_then_it_is_unreadable(field, raw, code):
    assert read(field, raw) == ("unreadable", [code])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("是", "是"), (" 是 ", "是"), ("TRUE", "是"), (True, "是"), ("否", "否"), (False, "否"),
    ],
)  # fmt: skip
def test_reading_a_boolean_when_it_is_written_plainly_then_it_is_read(raw, expected):
    assert read(YES_NO, raw) == (expected, [])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("有", "是"), ("√", "是"), ("✔", "是"), ("Y", "是"), (1.0, "是"), ("1", "是"), ("１", "是"),
        ("无", "否"), ("没有", "否"), ("×", "否"), ("n", "否"), (0.0, "否"), (0, "否"), ("0", "否"),
    ],
)  # fmt: skip
def test_reading_a_boolean_when_another_word_stands_for_it_then_it_is_read_with_a_note(
    raw, expected
):
    assert read(YES_NO, raw) == (expected, ["F111"])


@pytest.mark.parametrize("raw", ["部分", 2.0, "是/否", 0.5, date(2025, 1, 1), "x", "1.0是"])
def test_reading_a_boolean_when_it_is_neither_then_it_is_unreadable(raw):
    assert read(YES_NO, raw) == ("unreadable", ["F030"])


@pytest.mark.parametrize(
    ("raw", "expected", "codes"),
    [
        (3.0, "3", []),
        ("３", "3", ["F111"]),
        ("1,00", None, ["F031"]),
        ("3个", "3", ["F034"]),
        ("3 所", "3", ["F034"]),
        ("3次", "3", ["F034"]),
        ("无", "0", ["F044"]),
        (" 0 ", "0", []),
        ("3.0", "3", []),
        ("+3", "3", ["F111"]),
        ("'3", "3", ["F111"]),
        ("3 ", "3", []),
        ("3\n5", None, ["F031"]),
        ("3 5", None, ["F031"]),
        ("1\n", "1", []),
        (3.5, None, ["F032"]),
        ("3.5", None, ["F032"]),
        (201.0, None, ["F040"]),
        (-1.0, None, ["F040"]),
        ("−1", None, ["F040"]),
        ("3元", None, ["F033"]),
        ("19：1", None, ["F031"]),
        ("10/3", None, ["F031"]),
        ("85-90", None, ["F031"]),
        ("约3", None, ["F031"]),
        ("三", None, ["F031"]),
        ("1e400", None, ["F031"]),
        ("9" * 50, None, ["F031"]),
        (time(19, 1), None, ["F031"]),
        (date(2025, 9, 1), None, ["F031"]),
        (True, None, ["F031"]),
        (float("inf"), None, ["F031"]),
        (float("nan"), None, ["F031"]),
        ("=cmd|' /C calc'!A0", None, ["F031"]),
        (2e12, None, ["F041"]),
        ("2e12", None, ["F041"]),
    ],
)
def test_reading_an_integer(raw, expected, codes):
    assert read(INTEGER, raw) == (expected or "unreadable", codes)


@pytest.mark.parametrize(
    ("field", "raw", "expected", "codes"),
    [
        (MONEY, "12.5万元", "125000", ["F034"]),
        (MONEY, "１，２００．５０", "1200.5", ["F111"]),
        (MONEY, "1200.5元", "1200.5", ["F034"]),
        (MONEY, 0.1 + 0.2, "0.3", []),
        (MONEY, 1 / 3, "0.33", ["F037"]),
        (MONEY, "0.005", "0.01", ["F037"]),
        (MONEY, "-0.005", "-0.01", ["F037"]),
        (MONEY, "12亩", None, ["F033"]),
        (MONEY, "12万", None, ["F033"]),
        (MONEY, "无", None, ["F045"]),
        (MONEY, "80%", None, ["F033"]),
        (SCORE, "85分", "85", ["F034"]),
        (MINUTES, "1.5小时", "90", ["F034"]),
        (MINUTES, "29.9", "29.9", []),
        (MINUTES, "30分", "30", ["F034"]),
    ],
)
def test_reading_a_number_when_it_has_a_unit_or_many_places(field, raw, expected, codes):
    assert read(field, raw) == (expected or "unreadable", codes)


@pytest.mark.parametrize(
    ("field", "raw", "expected", "codes"),
    [
        (SHARE, "95%", "95%", []),
        (SHARE, "９５％", "95%", ["F111"]),
        (SHARE, "95％", "95%", []),
        (SHARE, "95 %", "95%", []),
        (SHARE, 0.95, "95%", []),
        (SHARE, "0.95", "95%", []),
        (SHARE, 0.0, "0%", []),
        (SHARE, "100%", "100%", []),
        (SHARE, "1%", "1%", []),
        (SHARE, 95.0, "95%", ["F036"]),
        (SHARE, "95", "95%", ["F036"]),
        (SHARE, 1.05, "1.05%", ["F036"]),
        (SHARE, 1.0, None, ["F035"]),
        (SHARE, "1", None, ["F035"]),
        (HALF, "1", "100%", []),
        (SHARE, 101.0, None, ["F040"]),
        (SHARE, "101%", None, ["F040"]),
        (SHARE, "89.99%", "89.99%", []),
        (SHARE, 0.8999, "89.99%", []),
        (SHARE, "89.995%", "90%", ["F037"]),
        (SHARE, "5个百分点", None, ["F033"]),
        (SHARE, "9.5‰", "0.95%", []),
        (SHARE, "无", None, ["F045"]),
        (GROWTH, 1.5, None, ["F035"]),
        (GROWTH, "150%", "150%", []),
        (GROWTH, "-3.2%", "-3.2%", []),
        (GROWTH, 95.0, "95%", ["F036"]),
    ],
)
def test_reading_a_percentage_when_two_readings_are_possible_then_it_is_never_guessed(
    field, raw, expected, codes
):
    assert read(field, raw) == (expected or "unreadable", codes)


@pytest.mark.parametrize(
    ("raw", "expected", "codes"),
    [
        (Measured(95.0, "%"), "95%", []),
        (Measured("95%", "%"), "95%", []),
        (Measured(0.95, "%"), None, ["F035"]),
        (Measured(1.0, "%"), None, ["F035"]),
        (Measured(0.0, "%"), "0%", []),
    ],
)
def test_reading_a_percentage_when_its_header_says_percent(raw, expected, codes):
    assert read(SHARE, raw) == (expected or "unreadable", codes)


def test_reading_a_number_when_its_header_names_ten_thousands_then_it_converts_in_silence():
    assert read(MONEY, Measured(12.5, "万元")) == ("125000", [])
    assert read(MONEY, Measured("12.5元", "万元")) == ("12.5", ["F034"])


@pytest.mark.parametrize(
    "raw",
    [
        "2025-9-1", "2025.9.1", "2025/9/1", "2025年9月1日", "２０２５年９月１日", "20250901",
        20250901.0, "2025-09-01 00:00:00", "2025-09-01T00:00:00", "2025 年 9 月 1 日",
    ],
)  # fmt: skip
def test_reading_a_date_when_it_is_a_text_of_any_usual_kind_then_a_note_says_the_day(raw):
    assert read(DATE, raw) == ("2025-09-01", ["F112"])
    assert "按 2025-09-01 读" in cell_reader(DATE)(raw).findings[0].message


@pytest.mark.parametrize("raw", ["2025-09-01", date(2025, 9, 1), datetime(2025, 9, 1)])
def test_reading_a_date_when_it_is_written_as_it_is_stored_then_nothing_is_said(raw):
    assert read(DATE, raw) == ("2025-09-01", [])


@pytest.mark.parametrize(
    ("raw", "part_of_message"),
    [
        ("2025年9月", "没有写到日"),
        ("2025-09", "没有写到日"),
        ("2025-02-30", "不存在"),
        (datetime(2025, 9, 1, 8, 30), "带有时刻"),
        ("2025-09-01 08:30", "带有时刻"),
        (45901.0, "丢了日期格式的 2025-09-01"),
        (2025.0, "不是日期"),
        (2025.5, "不是日期"),
        ("01/09/2025", "不是日期"),
        ("25-9-1", "不是日期"),
        ("9月1日", "不是日期"),
        (time(8, 0), "不是日期"),
        (date(1899, 12, 31), "不合常理"),
        ("2025-09-01、2025-09-02", "不是日期"),
    ],
)
def test_reading_a_date_when_it_is_incomplete_then_the_error_says_what_to_add(raw, part_of_message):
    reading = cell_reader(DATE)(raw)
    assert reading.state is State.UNREADABLE
    assert part_of_message in reading.findings[0].message
    assert reading.findings[0].hint


@pytest.mark.parametrize("field", [DATE, TEXT])
def test_reading_none_in_a_date_or_text_then_it_counts_as_not_filled_with_a_note(field):
    assert read(field, "无") == ("missing", ["F044"])


@pytest.mark.parametrize(
    ("field", "raw", "expected", "codes"),
    [
        (STAGE, "小学", "小学", []),
        (STAGE, " 小 学 ", "小学", ["F111"]),
        (STAGE, " 小学 ", "小学", []),
        (STAGE, "小学部", None, ["F039"]),
        (STAGE, "无", None, ["F039"]),
        (CHOICE, "无", "无", []),
        (CHOICE, 1.0, "1", []),
        (BALLS, "足球、篮球", "篮球、足球", []),
        (BALLS, "足球，篮球；排球", "排球、篮球、足球", []),
        (BALLS, "足球/篮球", "篮球、足球", []),
        (BALLS, "足球 篮球", "篮球、足球", []),
        (BALLS, ("足球", "篮球"), "篮球、足球", []),
        (BALLS, "足球、足球", "足球", []),
        (BALLS, "无", "", []),
        (BALLS, "足球、乒乓球", None, ["F039"]),
        (OPEN_SET, "书法、武术", "书法、武术", []),
        (TEXT, " 同教〔2025〕3号 ", "同教〔2025〕3号", []),
        (TEXT, 12.0, "12", []),
        (TEXT, "0012", "0012", []),
        (TEXT, date(2025, 9, 1), "2025-09-01", []),
        (TEXT, "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", []),
    ],
)
def test_reading_choices_sets_and_texts(field, raw, expected, codes):
    assert read(field, raw) == ("unreadable" if expected is None else expected, codes)


def test_reading_a_choice_when_it_is_misspelt_then_the_error_suggests_and_lists():
    finding = cell_reader(STAGE)("小学部").findings[0]
    assert "小学部" in finding.message
    assert "是不是想写“小学”？" in finding.hint
    assert "小学、初中、高中" in finding.hint


@pytest.mark.parametrize(
    "raw", ["无", "暂无", "待定", "待认定", "不详", "略", "？", "……", "NULL", "nan"]
)
def test_reading_a_text_when_it_only_holds_the_place_then_it_is_not_filled(raw):
    """A document's number 「待定」 would make a proposed veto look decided."""
    assert read(TEXT, raw) == ("missing", ["F044"])


@pytest.mark.parametrize("field", [INTEGER, DATE, YES_NO, STAGE, TEXT])
@pytest.mark.parametrize("raw", ["同上", "〃", "”", "″"])
def test_reading_a_cell_when_it_points_to_another_then_it_is_unreadable(field, raw):
    assert read(field, raw) == ("unreadable", ["F048"])


@pytest.mark.parametrize("raw", ["/", "不适用", "—"])
def test_reading_a_required_field_when_it_has_a_condition_then_it_may_not_apply(raw):
    required = replace(INTEGER, required=True)
    assert read(required, raw) == ("unreadable", ["F047"])
    assert read(replace(required, applies=AllOf((), HERE)), raw) == ("not_applicable", [])


def test_reading_a_text_when_it_is_endless_then_it_is_unreadable():
    assert read(TEXT, "字" * 2000) == ("字" * 2000, [])
    assert read(TEXT, "字" * 2001) == ("unreadable", ["F048"])


@pytest.mark.parametrize("raw", ["\u200b", "\ufeff", " \u200e ", "\u2060"])
def test_reading_a_cell_when_nothing_in_it_can_be_seen_then_it_is_blank(raw):
    assert read(TEXT, raw) == ("missing", [])


def test_reading_a_text_when_signs_turn_it_around_then_they_are_left_out():
    """They would show another text on the screen than the one that is stored."""
    assert read(TEXT, "\u202e2025〕3号\u202c") == ("2025〕3号", ["F114"])
    assert read(TEXT, "张\ue844") == ("张\ue844", ["F114"])


@pytest.mark.parametrize("raw", ["1590左右", "30多", "100以上"])
def test_reading_a_number_when_it_is_inexact_then_the_error_says_so(raw):
    reading = cell_reader(INTEGER)(raw)
    assert reading.state is State.UNREADABLE
    assert "不是确数" in reading.findings[0].message


def test_reading_a_percentage_under_a_percent_header_when_in_doubt_then_it_is_shown_as_written():
    message = cell_reader(SHARE)(Measured("0.5", "%")).findings[0].message
    assert message.startswith("“0.5”")


def test_reading_a_ratio_typed_as_text_then_the_error_shows_the_way_out():
    finding = cell_reader(INTEGER)("19：1").findings[0]
    assert (finding.message, finding.hint) == ("“19：1”不是数字", "请只填数字，如 19")


@pytest.mark.parametrize("raw", [date(1900, 1, 5), datetime(1900, 2, 12)])
def test_reading_a_date_when_it_is_a_small_number_in_the_format_of_dates_then_it_is_asked_about(
    raw,
):
    reading = cell_reader(DATE)(raw)
    assert reading.state is State.UNREADABLE
    assert "多半是一个数字" in reading.findings[0].message


def test_reading_a_date_when_a_school_is_that_old_then_it_is_read():
    assert read(DATE, date(1900, 9, 1)) == ("1900-09-01", [])
