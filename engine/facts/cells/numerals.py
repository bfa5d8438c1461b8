"""Read numbers exactly as they were meant, or say why they cannot be read.

A number is parsed as a decimal, never as binary floating point; its unit is stripped or
converted by an exact factor, with a note. A percentage with two readings is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from engine.facts.books.sheet import Measured, Raw, float_fraction, plain, shown
from engine.facts.cells.cell_reading import CellReader, Finding, Reading, note, present, unreadable
from engine.facts.cells.units import unit_factor
from engine.points import decimal_text, round_fraction
from engine.ruleset.model import Field, FieldType

LARGEST = 10**12
_LARGEST_COUNT = 2**62
_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{0,30})?|[+-]?\.\d{1,30})(?:[eE]([+-]?\d{1,2}))?"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# As digits are usually typed: nothing to say about them.
_AS_USUAL = re.compile(r"\s*-?[0-9]+(?:\.[0-9]+)?\s*[%％‰]?\s*")
_SPACED_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?![\d ])")
_INEXACT = frozenset(
    {"左右", "上下", "多", "余", "以上", "以下", "不到", "+", "人左右", "余人", "多人"}
)
_UNLIMITED_SHARE = Fraction(2)  # where a percent has no upper limit, 2 (200 %) is conceivable


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was written, with the unit behind it."""

    number: Fraction
    unit: str = ""
    from_header: bool = False


def numeral_reader(field: Field) -> CellReader:
    """Return the reader of an integer, number or percent field."""
    read_amount = _read_percent if field.type is FieldType.PERCENT else _read_number

    def read(raw: Raw) -> Reading:
        inner = raw.raw if isinstance(raw, Measured) else raw
        if isinstance(inner, str) and plain(inner) == "无":
            return _read_none(field)
        amount = parse_amount(raw)
        if amount is None:
            return _no_number(field, raw)
        reading = read_amount(field, amount, raw)
        if isinstance(inner, str) and not reading.findings and not _AS_USUAL.fullmatch(inner):
            return _with_note(field, inner, reading)
        return reading

    return read


def _with_note(field: Field, written: str, reading: Reading) -> Reading:
    """Say how a number was read that is written in an unusual way (全角, 千分位)."""
    number = Fraction(int(str(reading.value)), 10**field.decimals)
    read_as = note("F111", f"“{shown(written)}”按 {amount_text(field, number)} 读", "请用半角数字")
    return Reading(reading.value, reading.state, (read_as,))


def parse_amount(raw: Raw) -> Amount | None:
    """Split a raw cell into a number and a unit; None where it is no number.

    >>> parse_amount("１，２００．５万元")
    Amount(number=Fraction(2401, 2), unit='万元', from_header=False)
    """
    match raw:
        case bool():
            return None
        case int():
            return Amount(Fraction(raw))
        case float():
            return Amount(float_fraction(raw)) if abs(raw) < 1e300 else None
        case Measured():
            inner = parse_amount(raw.raw)
            if inner is None or inner.unit:
                return inner
            return Amount(inner.number, raw.unit, from_header=True)
        case str():
            return _parse_text(raw)
        case _:
            return None


def _parse_text(raw: str) -> Amount | None:
    if any(unicodedata.category(sign) == "No" for sign in raw):  # 85①, 85²: no digits of it
        return None
    text = plain(raw).lstrip("'’‘`").replace("−", "-")
    is_money = text.startswith("¥")
    text = text.removeprefix("¥").lstrip()
    if _SPACED_THOUSANDS.match(text):
        text = re.sub(r"(?<=\d)[ ](?=\d)", "", text)
    if re.search(r"\d\s+\d", text):  # two numbers in one cell, perhaps on two lines
        return None
    text = re.sub(r"\s+", "", text)
    found = _NUMBER.match(text)
    if not found or len(text) > 60:
        return None
    rest = text[found.end() :]
    if re.match(r"[\d.,:/~\-+至到、]", rest):  # 19:1, 85-90, 1,23, 10/3
        return None
    number = Fraction(found.group(1).replace(",", ""))
    exponent = int(found.group(2) or 0)
    unit = rest.casefold() or ("元" if is_money else "")
    return Amount(number * Fraction(10) ** exponent, unit)


def _read_none(field: Field) -> Reading:
    """Read 「无」: nothing to count is 0 for a whole number; else it says too little."""
    if field.type is FieldType.INTEGER:
        return _scaled(field, Fraction(0), "无", [note("F044", "填“无”，按 0 读")])
    return unreadable(
        "F045",
        "填“无”，看不出是 0、不适用还是没有",
        f"是零请填 {'0%' if field.type is FieldType.PERCENT else '0'}，不适用请填“不适用”",
    )


def _no_number(field: Field, raw: Raw) -> Reading:
    text = shown(raw)
    if not isinstance(raw, str | Measured):
        return unreadable(
            "F031",
            f"“{text}”不是数字，单元格是日期、时间或逻辑值",
            "请把单元格格式改为“常规”，再填数字",
        )
    example = "请只填数字，如 95%" if field.type is FieldType.PERCENT else "请只填数字"
    digits = re.search(r"\d+(?:\.\d+)?", plain(text).replace(",", ""))
    if digits and field.type is not FieldType.PERCENT:
        example += f"，如 {digits.group()}"
    return unreadable("F031", f"“{text}”不是数字", example)


def _read_number(field: Field, amount: Amount, raw: Raw) -> Reading:
    notes: list[Finding] = []
    number = amount.number
    if amount.unit:
        factor = unit_factor(amount.unit, field.unit)
        if factor is None:
            return _wrong_unit(field, amount, raw)
        number *= factor
        if not amount.from_header:
            done = f"按 {decimal_text(number)}{field.unit} 读"
            notes.append(note("F034", f"“{shown(raw)}”带单位，{done}", "请只填数字"))
    return _scaled(field, number, shown(raw), notes)


def _wrong_unit(field: Field, amount: Amount, raw: Raw) -> Reading:
    if amount.unit in _INEXACT:
        return unreadable("F031", f"“{shown(raw)}”不是确数", "请核实后只填数字")
    if _PRIVATE.search(amount.unit):
        return unreadable("F031", f"“{shown(raw)}”里有显示不出的造字", "请删去它，只填数字")
    wanted = f"单位是“{field.unit}”" if field.unit else "没有单位"
    return unreadable(
        "F033",
        f"“{shown(raw)}”的单位“{amount.unit}”不对，这个字段{wanted}",
        f"请换算后只填数字（不写单位{'，单位为' + field.unit if field.unit else ''}）",
    )


def _read_percent(field: Field, amount: Amount, raw: Raw) -> Reading:
    """Read a percentage: 95% and 0.95 are plain; 95 is noted; 1 is asked about."""
    number = amount.number
    text = shown(raw.raw if isinstance(raw, Measured) else raw)
    if amount.unit == "‰":
        return _scaled(field, number / 1000, text, [])
    if amount.unit not in ("", "%"):
        return unreadable("F033", f"“{text}”的单位不对，应为百分比", "请写成如 95% 的样子")
    if amount.unit == "%" and not amount.from_header:
        return _scaled(field, number / 100, text, [])
    if amount.from_header:
        if 0 < abs(number) <= 1:
            return _ambiguous(number, text, "表头写着 %，")
        return _scaled(field, number / 100, text, [])
    if abs(number) < 1:
        return _scaled(field, number, text, [])
    high = field.high if field.high is not None else _UNLIMITED_SHARE
    low = field.low if field.low is not None else -_UNLIMITED_SHARE
    as_share, as_hundredths = (low <= value <= high for value in (number, number / 100))
    if as_share and as_hundredths:
        return _ambiguous(number, text, "")
    if as_hundredths:
        read_as = f"按 {decimal_text(number)}% 读"
        hint = "请连百分号一起填写"
        return _scaled(
            field, number / 100, text, [note("F036", f"“{text}”没有百分号，{read_as}", hint)]
        )
    return _scaled(field, number, text, [])


def _ambiguous(number: Fraction, text: str, why: str) -> Reading:
    small, large = f"{decimal_text(number)}%", f"{decimal_text(number * 100)}%"
    return unreadable(
        "F035",
        f"“{text}”{why}看不出是 {small} 还是 {large}",
        f"请写明 {small} 或 {large}（连百分号）",
    )


def _scaled(field: Field, number: Fraction, text: str, notes: list[Finding]) -> Reading:
    """Return a number as a count of 10**-decimals, after the last checks."""
    unit = Fraction(1, 10**field.decimals)
    if abs(number) > LARGEST or abs(number / unit) >= _LARGEST_COUNT:
        return unreadable("F041", f"“{text}”大得不合常理", "请核对数字和单位")
    if field.type is FieldType.INTEGER and number.denominator != 1:
        return unreadable("F032", f"“{text}”不是整数", "请填整数")
    rounded = round_fraction(number, unit)
    if rounded != number:
        to = amount_text(field, rounded)
        notes = [*notes, note("F037", f"“{text}”小数位过多，四舍五入为 {to}")]
    if (field.low is not None and rounded < field.low) or (
        field.high is not None and rounded > field.high
    ):
        return unreadable("F040", f"“{text}”超出范围（{range_text(field)}）", "请核对后重填")
    return present(int(rounded / unit), *notes)


def amount_text(field: Field, number: Fraction) -> str:
    """Write a number of a field as people do: 0.95 of a percent field is 95%."""
    if field.type is FieldType.PERCENT:
        return f"{decimal_text(number * 100)}%"
    return decimal_text(number)


def range_text(field: Field) -> str:
    """Write the allowed range of a field."""
    low = amount_text(field, field.low) if field.low is not None else ""
    high = amount_text(field, field.high) if field.high is not None else ""
    if low and high:
        return f"{low} 至 {high}"
    return f"不小于 {low}" if low else f"不大于 {high}"
