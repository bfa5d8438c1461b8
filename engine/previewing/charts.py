"""Work out the charts of the page: bars and arrows as places on a drawing, without any drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.points import decimal_text, round_fraction
from engine.previewing.preview import Direction, Preview
from engine.previewing.wording import Said, moving_rows, said_of, signed
from engine.reports.scales import round_step

# Drawings are this wide, in their own units.
WIDTH = 720
_MOST_BARS_A_SIDE = 10
_MOST_ARROWS = 40
_BAR_HEIGHT = 150
_NAMES, _RIGHT = 190, 70  # room for names at the left of a drawing, for numbers at its right


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the distribution: what it counts, and where it stands."""

    label: str
    count: int
    direction: Direction
    x: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """One school's way from its old total to its new one."""

    name: str
    before: str
    after: str
    delta: str
    direction: Direction
    x_before: int
    x_after: int


@dataclass(frozen=True, slots=True)
class CutLine:
    """A cut score across the arrows."""

    label: str
    x: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class CohortRange:
    """How the totals of one cohort move: least, mean and greatest delta, and their places."""

    name: str
    n_schools: int
    n_up: int
    n_down: int
    least: str
    mean: str
    most: str
    x_least: int
    x_mean: int
    x_most: int


@dataclass(frozen=True, slots=True)
class Charts:
    """All drawings of a preview.

    Args:
        zero: Where no change lies among the ranges of cohorts.
    """

    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    cuts: tuple[CutLine, ...]
    cohorts: tuple[CohortRange, ...]
    zero: int


def charts_of(preview: Preview) -> Charts:
    """Work out the drawings of a preview."""
    said = said_of(preview)
    rows = _arrow_rows(preview)
    scale = _total_scale(preview, rows)
    ranges = _Ranges(preview)
    return Charts(
        tuple(_bars(preview)),
        tuple(_arrows(preview, rows, scale, said)),
        tuple(_cuts(preview, scale)) if rows else (),
        tuple(ranges.of_cohorts(said)),
        ranges.place(0),
    )


def _bars(preview: Preview) -> Iterator[Bar]:
    """Yield a bar a step of the delta; those who do not move have one of their own."""
    schools, unit = preview.schools, preview.unit
    delta = schools.delta[schools.compared_mask]
    if not delta.any():
        return
    step = round_step(int(np.abs(delta).max()) * unit, _MOST_BARS_A_SIDE)
    above, below = (step / unit).numerator, (step / unit).denominator
    # -2 is beyond one step down and up to two; half open away from 0, exact in whole numbers.
    numbers = np.sign(delta) * -(-np.abs(delta) * below // above)
    first, last = int(numbers.min()), int(numbers.max())
    counts = np.bincount(numbers - first, minlength=last - first + 1).tolist()
    most = max(counts)
    for at, count in enumerate(counts):
        number, x = first + at, at * WIDTH // len(counts)
        yield Bar(
            _bar_label(number, step),
            count,
            _sign(number),
            x,
            (at + 1) * WIDTH // len(counts) - x,
            -(-count * _BAR_HEIGHT // most),
        )


def _bar_label(number: int, step: Fraction) -> str:
    if not number:
        return "0"
    near, far = (decimal_text(abs(each) * step) for each in (abs(number) - 1, abs(number)))
    sign = "+" if number > 0 else "-"
    return f"{sign}{near}～{far}" if near != "0" else f"{sign}{far} 以内"


def _sign(number: int) -> Direction:
    if number == 0:
        return Direction.SAME
    return Direction.UP if number > 0 else Direction.DOWN


def _arrow_rows(preview: Preview) -> list[int]:
    """Return the schools with a total on both sides that matter most, the highest first."""
    schools = preview.schools
    compared = schools.compared_mask.tolist()
    found = [at for at in moving_rows(preview) if compared[at]][:_MOST_ARROWS]
    return sorted(found, key=lambda at: (-int(schools.total_after[at]), schools.ids[at]))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Puts points onto a drawing."""

    least: int
    most: int

    def place(self, units: int | Fraction) -> int:
        room = WIDTH - _NAMES - _RIGHT
        return _NAMES + int((units - self.least) * room / Fraction(self.most - self.least))

    def holds(self, units: int | Fraction) -> bool:
        return self.least <= units <= self.most


def _total_scale(preview: Preview, rows: Sequence[int]) -> _Scale:
    schools = preview.schools
    totals = [int(each[at]) for each in (schools.total_before, schools.total_after) for at in rows]
    if not totals:
        return _Scale(0, 1)
    room = max((max(totals) - min(totals)) // 20, 1)
    return _Scale(min(totals) - room, max(totals) + room)


def _arrows(preview: Preview, rows: Sequence[int], scale: _Scale, said: Said) -> Iterator[Arrow]:
    schools = preview.schools
    for at in rows:
        before, after = int(schools.total_before[at]), int(schools.total_after[at])
        yield Arrow(
            schools.names[at],
            f"{said(before)} {schools.outcome_before[at]}",
            f"{said(after)} {schools.outcome_after[at]}",
            signed(said, after - before),
            _sign(after - before),
            scale.place(before),
            scale.place(after),
        )


def _cuts(preview: Preview, scale: _Scale) -> Iterator[CutLine]:
    """Yield the cut scores that lie among the arrows; those of the old rules where they differ."""
    own, other = (
        {each.name: each.at_least for each in ruleset.grades if each.at_least is not None}
        for ruleset in preview.rules
    )
    for name, points in other.items():
        yield from _cut(name, points, preview.unit, scale, is_new=True)
    for name, points in own.items():
        if other.get(name) != points:
            yield from _cut(f"原{name}", points, preview.unit, scale, is_new=False)


def _cut(
    name: str, points: Fraction, unit: Fraction, scale: _Scale, *, is_new: bool
) -> Iterator[CutLine]:
    if scale.holds(points / unit):
        yield CutLine(f"{name} {decimal_text(points)}", scale.place(points / unit), is_new)


class _Ranges:
    """Lays out how the totals of each cohort move."""

    def __init__(self, preview: Preview) -> None:
        schools = preview.schools
        rows: dict[str, list[int]] = {}
        for at in np.flatnonzero(schools.compared_mask).tolist():
            rows.setdefault(schools.cohort_after[at], []).append(at)
        self._deltas = {name: schools.delta[rows[name]] for name in sorted(rows)}
        self._preview = preview
        delta = schools.delta
        self._scale = _Scale(min(int(delta.min()), 0), max(int(delta.max()), 0, 1))

    def place(self, units: int | Fraction) -> int:
        return self._scale.place(units)

    def of_cohorts(self, said: Said) -> Iterator[CohortRange]:
        """Yield the cohorts in which any total moves."""
        places = Fraction(1, 10 ** (max(each.decimals for each in self._preview.rules) + 2))
        for name, delta in self._deltas.items():
            if not delta.any():
                continue
            exact = Fraction(int(delta.sum()), len(delta))
            mean = round_fraction(exact * self._preview.unit, places)
            yield CohortRange(
                name or "（不分组）",
                len(delta),
                int((delta > 0).sum()),
                int((delta < 0).sum()),
                signed(said, int(delta.min())),
                ("+" if mean > 0 else "") + decimal_text(mean),
                signed(said, int(delta.max())),
                self.place(int(delta.min())),
                self.place(exact),
                self.place(int(delta.max())),
            )
