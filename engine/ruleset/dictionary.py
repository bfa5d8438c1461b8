"""The field dictionary of a ruleset: fields, record tables and derived values (事实)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.conditions import Condition

# What a blank cell or a special text can stand for (空白视为, 特殊值).
MISSING_WORD, NOT_APPLICABLE_WORD = "missing", "not_applicable"
# The column of a record table that names the evidence of each record (须佐证).
EVIDENCE_NUMBER = "佐证编号"
# Which value stands where this year's sheet and last year differ (不一致时).
NEITHER, LAST_YEAR, SHEET = "neither", "last_year", "sheet"
# How people write 是 and 否 in a cell.
YES_WORDS = frozenset({"是", "有", "√", "✓", "✔", "true", "yes", "y", "1"})
NO_WORDS = frozenset({"否", "无", "没有", "×", "✗", "✘", "false", "no", "n", "0"})


class FieldType(StrEnum):
    """Types of the field dictionary (字段类型)."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"
    SET = "set"

    @property
    def is_numeric(self) -> bool:
        return self in (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)


@dataclass(frozen=True, slots=True)
class FromLastYear:
    """取自上年: what of last year fills a field.

    Args:
        kind: result (of last year's assessment), points (of an indicator of it), or facts.
        name: Which result, which indicator, or which field or derived value.
        if_differing: NEITHER, LAST_YEAR or SHEET.
        ungraded_as: The choice that stands for a school without a grade; empty: none.
    """

    kind: str
    name: str
    place: Place
    if_differing: str = NEITHER
    ungraded_as: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the field dictionary, of the school or of a record table.

    Args:
        id: The name that rules use, and the column header of the fact sheet.
        decimals: Places kept for numbers; a percent of 0.95 is the fraction 0.95.
        low: Least allowed value, inclusive. high: greatest, inclusive. (percent: fractions)
        pending: Choices that say "not settled yet" (待定值): a comparison that does not name
            them is unknown for such a row, never false.
        applies: The condition under which a school has this field at all; elsewhere 不适用.
        blank_as: What a blank cell stands for: MISSING_WORD or NOT_APPLICABLE_WORD.
        unique: No two schools (of a column: no two records) have the same value (唯一).
        change_within: How far it may be from last year's number, as a share of it (较上年变动).
        marks: Special texts (N/A, *) -> what each stands for.
        evidence_required: A value needs evidence (须佐证), or the policy decides about it; 0, 否
            and 无 need none unless `evidence_of_none`.
        from_last_year: Where last year has it. held_last_year: of a column: those that, where
            they agree with a record of last year, make this one 是 (上年已有).
    """

    id: str
    type: FieldType
    place: Place
    aliases: tuple[str, ...] = ()
    sheet: str = ""
    unit: str = ""
    decimals: int = 0
    low: Fraction | None = None
    high: Fraction | None = None
    choices: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    required: bool = False
    filled_by: str = ""
    evidence: str = ""
    note: str = ""
    applies: Condition | None = None
    blank_as: str = MISSING_WORD
    marks: Mapping[str, str] = field(default_factory=dict)
    evidence_required: bool = False
    evidence_of_none: bool = False
    unique: bool = False
    change_within: Fraction | None = None
    from_last_year: FromLastYear | None = None
    held_last_year: tuple[str, ...] = ()

    @property
    def blank_is_not_applicable(self) -> bool:
        return self.blank_as == NOT_APPLICABLE_WORD

    @property
    def tells_not_applicable(self) -> bool:
        """Tell whether the dictionary says how it is written that this does not apply."""
        return self.blank_is_not_applicable or NOT_APPLICABLE_WORD in self.marks.values()


@dataclass(frozen=True, slots=True)
class RecordTable:
    """台账: a table with many rows a school (cases, hazards, awards, leaders).

    Args:
        zero_report: A school without a row must say so with a row 「无」 (零报告); otherwise
            an empty table that was handed in means no records.
        date_field: The date that decides to which year a record belongs (归属日期); records
            outside the ruleset's window are kept out of counting and noted.
        event_field: The field that ties records of one event (事件编号).
        evidence_required: Each record names its evidence in the column EVIDENCE_NUMBER.
        no_repeats: Columns in which no two records of one school are equal (不得重复).
        no_repeats_between: The same for records of different schools (校间不得重复).
        from_last_year: The result of last year that its records are: carried (延续的否决); empty:
            it is handed in. none_without_last: Without last year's results there are no records,
            instead of a table that is missing.
    """

    id: str
    fields: Mapping[str, Field]
    place: Place
    aliases: tuple[str, ...] = ()
    zero_report: bool = False
    date_field: str = ""
    event_field: str = ""
    note: str = ""
    evidence_required: bool = False
    no_repeats: tuple[str, ...] = ()
    no_repeats_between: tuple[str, ...] = ()
    from_last_year: str = ""
    none_without_last: bool = False


@dataclass(frozen=True, slots=True)
class Peers:
    """同组比较: which value of a unit is compared, with whom, and by which definitions.

    Args:
        value: The field or derived value that is compared; whoever has none takes no part.
        within: Fields whose values part the batch into cohorts; without any, all are one.
        lower_is_better: Whether the least value comes first, and not the greatest.
        ties: The place of equal values: the lowest, highest or average of those they take up.
        winsorise: Values beyond these two percentiles of the cohort are drawn in to them; None:
            none are.
        cut_at: observed: a percentile is the least value that at least that share of the cohort
            does not exceed; interpolated: as PERCENTILE.INC of spreadsheets has it.
        deviation: sample: the squares are divided by n - 1; population: by n.
        decimals: Places to which a standard score is rounded, once, half up.
    """

    value: str
    within: tuple[str, ...] = ()
    lower_is_better: bool = False
    ties: str = "lowest"
    winsorise: tuple[Fraction, Fraction] | None = None
    cut_at: str = "observed"
    deviation: str = "sample"
    decimals: int = 4


@dataclass(frozen=True, slots=True)
class Derived:
    """派生值: a number computed from facts; see `kind` for which arguments count.

    Kinds:
        ratio: numerator / denominator (a denominator of 0 makes it not applicable).
        sum: the sum of `operands`. difference: operands[0] - operands[1].
        product: operands[0] x operands[1].
        change_on_last_year: operands[0] less what it was last year (较上年增减).
        growth_on_last_year: that change / what it was last year (较上年增幅).
        mean, sum_of_applicable, n_applicable: over those of `operands` that apply.
        count: rows of `table` under `condition`. total / largest / smallest: of `column`
        over those rows. periods: distinct months or quarters (`period`) of date `column`.
        on_time: rows whose date `column` is not after date `due_column`; late: rows with both
        dates that are after.  distinct: distinct values of `column` over those rows.
        rank, percentile, best, peer_mean, z_score: of `peers`, over the whole batch.
    """

    id: str
    kind: str
    place: Place
    operands: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    table: str = ""
    column: str = ""
    due_column: str = ""
    period: str = ""
    condition: Condition | None = None
    unit: str = ""
    note: str = ""
    peers: Peers | None = None

    @property
    def is_record_based(self) -> bool:
        return bool(self.table)

    @property
    def is_on_last_year(self) -> bool:
        return self.kind in ("change_on_last_year", "growth_on_last_year")
