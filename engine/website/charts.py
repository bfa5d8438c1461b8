"""Work out the drawings of the overview: places on a drawing, without any drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.points import decimal_text
from engine.reports.scales import round_step
from engine.website.outcomes import Outcome
from engine.website.rows import SchoolRow

# Drawings are this wide and high, in their own units.
WIDTH, HEIGHT = 720, 180
STACK = 1000
_MOST_BARS = 24
_MOST_LABELS = 13


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a bar: schools of one outcome. Across for a stack, upwards for a bar."""

    outcome: Outcome
    count: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the distribution: totals from `first` on, below `past`."""

    first: str
    past: str
    count: int
    x: int
    width: int
    top: int
    pieces: tuple[Piece, ...]
    has_label: bool


@dataclass(frozen=True, slots=True)
class CutLine:
    """A cut score across the bars."""

    name: str
    points: str
    x: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the totals lie.

    Args:
        n_schools: Those with a total. least, most: Of the totals.
        end: The last mark of the axis.
    """

    bars: tuple[Bar, ...]
    cuts: tuple[CutLine, ...]
    n_schools: int
    least: str
    most: str
    end: str


def stack(counted: Mapping[str, int], outcomes: Sequence[Outcome]) -> list[Piece]:
    """Return the pieces of one stacked bar, the whole of which is `STACK` long."""
    return list(_pieces(counted, outcomes, STACK))


def _pieces(
    counted: Mapping[str, int], outcomes: Sequence[Outcome], length: int
) -> Iterator[Piece]:
    whole, before = sum(counted.values()), 0
    for outcome in outcomes:
        if count := counted.get(outcome.name, 0):
            start = before * length // whole
            before += count
            yield Piece(outcome, count, start, before * length // whole - start)


def distribution(
    rows: Sequence[SchoolRow], outcomes: Sequence[Outcome], cuts: Sequence[tuple[str, str]]
) -> Distribution | None:
    """Sort the schools by their totals into bars; nothing where no school has a total.

    Args:
        rows: The schools. outcomes: In the order in which a bar is put together.
        cuts: Name and points of each cut score.
    """
    totals = [(Fraction(each.total), each.outcome) for each in rows if each.total]
    if not totals:
        return None
    least, most = min(each for each, _ in totals), max(each for each, _ in totals)
    step = round_step(most - least, _MOST_BARS - 2) if most > least else Fraction(1)
    first = least // step
    n_bars = int(most // step - first) + 1
    counted: list[Counter[str]] = [Counter() for _ in range(n_bars)]
    for total, outcome in totals:
        counted[int(total // step - first)][outcome] += 1
    highest = max(each.total() for each in counted)
    labelled = -(-n_bars // _MOST_LABELS)
    bars = []
    for at, of_bar in enumerate(counted):
        x, height = at * WIDTH // n_bars, of_bar.total() * HEIGHT // highest
        bars.append(
            Bar(
                decimal_text((first + at) * step),
                decimal_text((first + at + 1) * step),
                of_bar.total(),
                x,
                (at + 1) * WIDTH // n_bars - x,
                HEIGHT - height,
                tuple(_pieces(of_bar, outcomes, height)),
                at % labelled == 0,
            )
        )
    lines = (
        CutLine(name, points, int((Fraction(points) / step - first) * WIDTH / n_bars))
        for name, points in cuts
    )
    return Distribution(
        tuple(bars),
        tuple(each for each in lines if 0 <= each.x <= WIDTH),
        len(totals),
        decimal_text(least),
        decimal_text(most),
        decimal_text((first + n_bars) * step),
    )
