"""Scoring methods (计分方法) as data: the parameters that the YAML writes, nothing else.

How each one computes stands in `engine.scoring.methods`, one file a method under the
same name. Points are `Fraction`; `value` is the name of a field or derived value. What a method
reads, with the methods inside it, `engine.ruleset.walking` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.conditions import Comparison, Condition
from engine.ruleset.dictionary import Peers


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """全有全无: the condition holds -> full points, else 0."""

    condition: Condition
    place: Place


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a checklist; `applies` leaves it out for schools that do not have it."""

    name: str
    condition: Condition
    points: Fraction
    place: Place
    applies: Condition | None = None


class Counting(StrEnum):
    """What the parts of a checklist that hold come to (计法)."""

    SUM = "sum"
    HIGHEST = "highest"
    CAPPED = "capped"


@dataclass(frozen=True, slots=True)
class Checklist:
    """清单累加: the points of the parts that hold.

    Args:
        counting: Their sum (the parts sum to full points), the highest of them, or their sum up
            to full points (the parts may sum to more).
        least_parts: Fewer parts than that: no points at all.
    """

    parts: tuple[Part, ...]
    place: Place
    counting: Counting = Counting.SUM
    least_parts: int = 0


@dataclass(frozen=True, slots=True)
class Band:
    """One band: all its bounds hold -> its points. Bounds use the words of conditions
    (不少于, 大于, 不超过, 小于, 等于), so that each end is open or closed explicitly."""

    bounds: tuple[tuple[Comparison, Fraction], ...]
    points: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Bands:
    """分档: value -> points of its band; the bands leave no gap and do not overlap."""

    value: str
    bands: tuple[Band, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Linear:
    """线性: from the value worth 0 to the value worth full points, clipped at both ends."""

    value: str
    zero_at: Fraction
    full_at: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class SmallSample:
    """小样本: where the denominator is below `fewer_than`, `method` applies instead."""

    denominator: str
    fewer_than: int
    method: Method
    place: Place


@dataclass(frozen=True, slots=True)
class Target:
    """达标扣减: reaching the goal gives full points; below it lose `loss` per `step`, a
    started step counts whole, down to `floor`. `lower_is_better` turns it round."""

    value: str
    goal: Fraction
    step: Fraction
    loss: Fraction
    place: Place
    floor: Fraction = Fraction(0)
    lower_is_better: bool = False
    small: SmallSample | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What one kind of occurrence costs (deduct) or earns (earn).

    Either by a counted `value`: the first occurrence `first`, each further one `each`;
    or by the rows of a record `table` under `condition`: by the choice in `level_field`
    (`by_level`, where an empty one is missing), or else first/each.

    Args:
        value: A whole-number field or derived value; empty for a record charge.
        first: Points of the first occurrence; each: of every further one.
        threshold: Occurrences that are free of charge (deduct), or already expected (earn).
        cap: Most points that this charge moves; None without limit.
        item_field: For record charges: rows with the same value in this field are one item,
            and only the highest counts (就高不重复).
        settle_events: Rows of one event are charged once over all deductions of the ruleset,
            the heaviest (同一事件从重).
    """

    name: str
    place: Place
    value: str = ""
    table: str = ""
    condition: Condition | None = None
    level_field: str = ""
    by_level: Mapping[str, Fraction] | None = None
    first: Fraction = Fraction(0)
    each: Fraction = Fraction(0)
    threshold: int = 0
    cap: Fraction | None = None
    item_field: str = ""
    settle_events: bool = True


@dataclass(frozen=True, slots=True)
class Deduct:
    """逐次扣分: start from full, lose per occurrence, down to `floor`."""

    charges: tuple[Charge, ...]
    place: Place
    floor: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Earn:
    """逐次得分: gain per occurrence or per level, up to full points."""

    charges: tuple[Charge, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Levels:
    """等级对应: a choice -> points; every choice of the field has its points."""

    value: str
    points_by_level: Mapping[str, Fraction]
    place: Place


@dataclass(frozen=True, slots=True)
class Direct:
    """直接计分: a fact that already is points out of `out_of`, scaled to full points."""

    value: str
    out_of: Fraction
    place: Place


class Average(StrEnum):
    """How the marks of several raters become one (取法)."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    MEDIAN = "median"


class BeyondSpread(StrEnum):
    """What becomes of raters who are too far apart (超出分差时)."""

    UNDETERMINED = "undetermined"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Recusal:
    """回避: whose marks do not count for which school.

    Args:
        own_columns: Columns of the raters' table with schools (ids or names) that a rater has to
            do with: the rater's own, a relative's. Such a mark does not count for that school.
        rater: The column that names the rater, for `listed` and for telling who was left out.
        listed: Rater -> the schools (ids or names) that the rater must not judge.
    """

    place: Place
    own_columns: tuple[str, ...] = ()
    rater: str = ""
    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ratings:
    """评议: the average of the marks that raters give, one record a rater.

    Args:
        table: The record table of the raters. value: its column that holds the mark.
        out_of: The full mark of a numeric column; None for a choice.
        points_by_level: Points of each choice; None for numbers.
        condition: Which records are meant; None for all.
        trim: With a trimmed mean, how many of the highest and of the lowest are dropped.
        least: Fewer raters than that say nothing; those who are left out do not count.
        spread_limit: The most by which the marks that are averaged may differ (最大分差).
        beyond_spread: What then.
        recusal: Whose marks are left out (回避).
    """

    table: str
    value: str
    place: Place
    out_of: Fraction | None = None
    points_by_level: Mapping[str, Fraction] | None = None
    condition: Condition | None = None
    average: Average = Average.MEAN
    trim: int = 0
    least: int = 1
    spread_limit: Fraction | None = None
    beyond_spread: BeyondSpread = BeyondSpread.UNDETERMINED
    recusal: Recusal | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """评议 over counted votes: each kind of vote is worth its coefficient of full points.

    Args:
        coefficients: The field that counts a kind of vote -> its coefficient.
        least: Fewer votes than that say nothing.
    """

    coefficients: Mapping[str, Fraction]
    place: Place
    least: int = 1


@dataclass(frozen=True, slots=True)
class BestOf:
    """取高: the best of several methods, of those that apply."""

    options: tuple[Method, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Less:
    """另扣: points taken off after a method, by the bands of other values, not below `down_to`."""

    method: Method
    taken: tuple[Bands, ...]
    place: Place
    down_to: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """排名赋分: points for how a unit stands among its peers.

    Args:
        peers: What is compared, with whom, in which order.
        by: proportion: full points x value / best (best / value where lower is better). rank:
            by the place, in bands, or from full points for the first to none for the last.
            percentile: by the share of peers that are not better, in bands.
    """

    peers: Peers
    by: str
    place: Place
    bands: tuple[Band, ...] = ()


Method = (
    AllOrNothing
    | Checklist
    | Bands
    | Linear
    | Target
    | Deduct
    | Earn
    | Levels
    | Direct
    | Ratings
    | Votes
    | BestOf
    | Less
    | Ranked
)
