"""Write exact values the way an assessor says them: 8个, 90%, 10个百分点, 2025-09-01.

Nothing here is computed for points: where a number has no short decimal form it is shown
rounded and marked 约, while the arithmetic beside it keeps the fraction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from engine.points import decimal_text, round_fraction
from engine.ruleset.conditions import Comparison, Operand
from engine.ruleset.model import Derived, Field, FieldType, ResultKind, RuleSet

# Past so many items a sentence stops being one; the rest is counted and stands in its place.
MOST_ITEMS = 12

# A batch says the same few numbers over and over.
_REMEMBERED = 65_536

WORDS_OF_COMPARISON = {
    Comparison.EQUALS: "为",
    Comparison.NOT_EQUALS: "不为",
    Comparison.AT_LEAST: "不少于",
    Comparison.MORE_THAN: "大于",
    Comparison.AT_MOST: "不超过",
    Comparison.LESS_THAN: "小于",
    Comparison.ONE_OF: "属于",
    Comparison.INCLUDES: "包含",
}
_WORDS_OF_DATES = {
    Comparison.AT_LEAST: "不早于",
    Comparison.MORE_THAN: "晚于",
    Comparison.AT_MOST: "不晚于",
    Comparison.LESS_THAN: "早于",
}


class Measure(StrEnum):
    """How a number is read aloud: as it stands, as a share of one, or as a change of shares."""

    PLAIN = "plain"
    PERCENT = "percent"
    PERCENT_POINTS = "percent_points"


# 结果值 that are shares of full points, and the units of the others.
_SHARES = (ResultKind.SHARE, ResultKind.LOWEST_SHARE, ResultKind.TOTAL_SHARE)
_UNITS_OF_RESULTS = {ResultKind.POINTS: "分", ResultKind.TOTAL: "分", ResultKind.N_BELOW: "项"}

# A ratio by any of these names is a share, whatever is divided.
_NAMES_OF_SHARES = ("率", "占比", "比例", "比重", "百分比", "覆盖面")


@lru_cache(maxsize=_REMEMBERED)
def number_text(number: Fraction, measure: Measure = Measure.PLAIN) -> str:
    """Write a number: a decimal where it ends soon, else rounded to 2 places and marked 约.

    >>> number_text(Fraction(4, 5), Measure.PERCENT), number_text(Fraction(1, 3))
    ('80%', '约0.33')
    """
    if measure is Measure.PERCENT:
        return _short(number * 100) + "%"
    if measure is Measure.PERCENT_POINTS:
        return _short(number * 100) + "个百分点"
    return _short(number)


def gap_text(gap: Fraction, measure: Measure, unit: str = "") -> str:
    """Write the distance between two values: 个百分点 for shares, the unit otherwise.

    >>> gap_text(Fraction(1, 10), Measure.PERCENT)
    '10个百分点'
    """
    if measure is Measure.PLAIN:
        return _short(gap) + unit
    return _short(gap * 100) + "个百分点"


@lru_cache(maxsize=_REMEMBERED)
def points_said(points: Fraction) -> str:
    """Write points: plainly where they end, else as the exact fraction.

    >>> points_said(Fraction(3, 2))
    '1.5分'
    """
    return decimal_text(points) + "分"


def exact_number(number: Fraction, measure: Measure = Measure.PLAIN) -> str:
    """Write a number without rounding: plainly where it ends, else as its fraction.

    >>> exact_number(Fraction(3, 5), Measure.PERCENT), exact_number(Fraction(1, 3))
    ('60%', '(1÷3)')
    """
    text = number_text(number, measure)
    return f"({number.numerator}÷{number.denominator})" if text.startswith("约") else text


def constant_text(number: Fraction, measure: Measure = Measure.PLAIN) -> str:
    """Write a constant of a rule, never rounded: a rule says 1/3, not about 0.33.

    >>> constant_text(Fraction(1, 3)), constant_text(Fraction(9, 10), Measure.PERCENT)
    ('1/3', '90%')
    """
    text = number_text(number, measure)
    return decimal_text(number) if text.startswith("约") else text


def rounded_text(points: Fraction, unit: Fraction) -> str:
    """Write the right side of an equation, rounded to the unit of points where it must be.

    >>> rounded_text(Fraction(5, 36), Fraction(1, 10000)), rounded_text(Fraction(1, 4), Fraction(1))
    ('≈0.1389', '≈0')
    """
    rounded = round_fraction(points, unit)
    return f"{'=' if rounded == points else '≈'}{decimal_text(rounded)}"


def _short(number: Fraction) -> str:
    hundredth = Fraction(1, 100)
    exact = decimal_text(number)
    if "/" not in exact and len(exact.partition(".")[2]) <= 4:
        return exact
    return "约" + decimal_text(round_fraction(number, hundredth))


def operand_text(operand: Operand, measure: Measure = Measure.PLAIN, unit: str = "") -> str:
    """Write a constant of a rule."""
    match operand:
        case bool():
            return "“是”" if operand else "“否”"
        case Fraction():
            return constant_text(operand, measure) + (unit if measure is Measure.PLAIN else "")
        case date():
            return operand.isoformat()
    return f"“{operand}”"


def demand_text(
    comparison: Comparison,
    operands: Collection[Operand],
    measure: Measure = Measure.PLAIN,
    unit: str = "",
) -> str:
    """Write what a comparison asks for, such as 不少于2次 or 为“是”."""
    if comparison is Comparison.FILLED:
        return "已填写" if not operands or True in operands else "未填写"
    texts = [operand_text(operand, measure, unit) for operand in operands]
    if comparison is Comparison.ONE_OF:
        return f"为{'、'.join(texts)}" + ("之一" if len(texts) > 1 else "")
    return comparison_word(comparison, operands) + "、".join(texts)


def comparison_word(
    comparison: Comparison, operands: Iterable[Operand] = (), *, is_date: bool = False
) -> str:
    """Return the word for a comparison; dates are earlier and later, not less and more."""
    if is_date or any(isinstance(operand, date) for operand in operands):
        return _WORDS_OF_DATES.get(comparison, WORDS_OF_COMPARISON[comparison])
    return WORDS_OF_COMPARISON[comparison]


def measure_of(ruleset: RuleSet, name: str) -> Measure:
    """Say how a field or derived value reads.

    A ratio without a unit is a share where like is divided by like, or where its name says so
    (率, 占比); a difference of shares is a change in percentage points.
    """
    field = ruleset.fields.get(name)
    if field is not None:
        return Measure.PERCENT if field.type is FieldType.PERCENT else Measure.PLAIN
    if name in ruleset.results:
        return Measure.PERCENT if ruleset.results[name].kind in _SHARES else Measure.PLAIN
    derived = ruleset.derived.get(name)
    if derived is None or derived.unit not in ("", "%"):
        return Measure.PLAIN
    if derived.kind == "percentile":
        return Measure.PERCENT
    if derived.peers is not None and derived.kind in _LIKE_THEIR_VALUE:
        return measure_of(ruleset, derived.peers.value)
    if derived.kind == "ratio":
        return Measure.PERCENT if _is_share(ruleset, derived) else Measure.PLAIN
    if derived.kind == "growth_on_last_year":
        return Measure.PERCENT
    if derived.kind in ("sum", "difference", "mean", "sum_of_applicable", "change_on_last_year"):
        shares = {measure_of(ruleset, operand) for operand in derived.operands}
        if shares == {Measure.PERCENT}:
            is_change = derived.kind in ("difference", "change_on_last_year")
            return Measure.PERCENT_POINTS if is_change else Measure.PERCENT
        return Measure.PLAIN
    if derived.kind in ("largest", "smallest") and derived.table in ruleset.tables:
        column = ruleset.tables[derived.table].fields.get(derived.column)
        if column is not None and column.type is FieldType.PERCENT:
            return Measure.PERCENT
    return Measure.PLAIN


def _is_share(ruleset: RuleSet, derived: Derived) -> bool:
    if derived.unit == "%" or derived.id.endswith(_NAMES_OF_SHARES):
        return True
    return unit_of(ruleset, derived.numerator) == unit_of(ruleset, derived.denominator)


_COUNTED_IN = {"count": "条", "on_time": "次", "late": "次", "n_applicable": "项", "rank": "名"}
# Values over the batch that read as what is compared does.
_LIKE_THEIR_VALUE = ("best", "peer_mean")


def unit_of(ruleset: RuleSet, name: str) -> str:
    """Return the unit in which a field or derived value is counted, or nothing."""
    part: Field | Derived | None = ruleset.fields.get(name) or ruleset.derived.get(name)
    if part is None:
        return (
            _UNITS_OF_RESULTS.get(ruleset.results[name].kind, "") if name in ruleset.results else ""
        )
    if part.unit == "%":
        return ""
    if isinstance(part, Derived) and not part.unit:
        if part.kind == "periods":
            return {"month": "个月", "quarter": "个季度"}.get(part.period, "")
        if part.peers is not None and part.kind in _LIKE_THEIR_VALUE:
            return unit_of(ruleset, part.peers.value)
        if part.kind == "change_on_last_year":
            return unit_of(ruleset, part.operands[0])
        return _COUNTED_IN.get(part.kind, "")
    return part.unit


def few(items: Collection[str], most: int = MOST_ITEMS, between: str = "、") -> str:
    """Join items, naming how many there are where only the first `most` are shown.

    >>> few(["甲", "乙", "丙"], 2)
    '甲、乙等3项'
    """
    text = between.join(list(items)[:most])
    return text if len(items) <= most else f"{text}等{len(items)}项"


def clauses(texts: Collection[str]) -> str:
    """Join phrases that have commas of their own."""
    return few(texts, between="；")


def numbered(texts: Collection[str]) -> str:
    """Join alternatives, each under its number.

    >>> numbered(["甲", "乙"])
    '①甲；②乙'
    """
    return clauses([f"{circled(at)}{text}" for at, text in enumerate(texts, 1)])


def enumerated(texts: Collection[str]) -> str:
    """Join alternatives like `numbered`, however many: a rule is told whole."""
    return "；".join(f"{circled(at)}{text}" for at, text in enumerate(texts, 1))


def circled(number: int) -> str:
    """Write the number of an alternative: ①, and past the circled ones (51).

    >>> circled(1), circled(21), circled(51)
    ('①', '㉑', '(51)')
    """
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else f"({number})"


def named(name: str) -> str:
    """Write the name of a value in a sentence: in quotes, unless it is plain Chinese.

    >>> named("支部占比"), named("adult"), named("每天1节")
    ('支部占比', '“adult”', '“每天1节”')
    """
    return name if all("\u4e00" <= letter <= "\u9fff" for letter in name) else f"“{name}”"


def titled(title: str, name: str) -> str:
    """Write a title, and the name of the value behind it where that is another.

    >>> titled("迟报", "迟报数"), titled("", "迟报数")
    ('迟报（“迟报数”）', '迟报数')
    """
    return named(name) if not title or title == name else f"{named(title)}（“{name}”）"


def bound_text(number: Fraction, ruleset: RuleSet, name: str) -> str:
    """Write a constant that a rule compares a value with, as that value reads."""
    measure = measure_of(ruleset, name)
    unit = unit_of(ruleset, name) if measure is Measure.PLAIN else ""
    return constant_text(number, measure) + unit
