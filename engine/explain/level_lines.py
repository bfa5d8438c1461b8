"""Write the ledger lines of the levels above the indicators: 折算 and 限定."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

from engine.diagnostics import Place
from engine.explain.citations import FactRead, cite
from engine.explain.ledger_line import LineKind
from engine.explain.level_words import (
    level_sentence,
    limits_sentence,
    moved_words,
    rounding_sentence,
    scaling_sentence,
)
from engine.explain.levels import LevelWorking, SchoolLevels
from engine.explain.refusing import refuse
from engine.explain.workings import SchoolWorkbook
from engine.points import decimal_text, points_text, to_units
from engine.ruleset.combining import Combination
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Group, Indicator
from engine.scoring import Status

if TYPE_CHECKING:
    from engine.explain.ledger import Ledgers

# Kind, rule, place of the rule, points moved, sentence, facts.
Line = tuple[LineKind, str, Place, int, str, tuple[FactRead, ...]]


class LevelLines:
    """Writes the lines of one school's levels; holds its working against the score table.

    Args:
        batch: The ledgers of the batch. workbook: The school's indicators.
    """

    def __init__(self, batch: Ledgers, workbook: SchoolWorkbook) -> None:
        self.batch = batch
        self.school = workbook.school
        self.workbook = workbook
        self.unit = batch.ruleset.unit
        self.levels = SchoolLevels(
            batch.levels, workbook.dossier, self._points_of, self._is_out, self._is_shrunk
        )

    def lines(self, group: Group) -> Iterator[Line]:
        """Yield what a level moves beside its parts.

        Raises:
            InternalFault: Its points differ from the score table's.
        """
        before, school = self.batch.before, self.school
        is_base = group is self.levels.root
        name = "基础分" if is_base else f"“{group.name}”"
        moved = (before["base_rescale"] if is_base else before["node_rescale"][group.id])[school]
        weighing = self.batch.scores.weighing
        # Levels with weights, with points from elsewhere, with floors and caps are always checked.
        level_id = "" if is_base else group.id
        is_plain = level_id not in weighing.levels and not group.limits and group.decimals is None
        if is_plain and not moved:
            return
        found = (before["base"] if is_base else before["node_points"][group.id])[school]
        if is_plain and group.least_scored == 1 and self.levels.all_sums:
            text = self._scaled(name, group, moved, found)
            yield LineKind.RESCALE, group.id, group.place, moved, text, ()
            return
        working = self.levels.work_out(group)
        if working.final != found * self.unit:
            self._disagree(name, found, working.final)
        if moved:
            exact, word = Fraction(moved * self.unit), self._word_of_parts_out(working)
            text = level_sentence(name, group, working, self.levels, exact, word)
            facts = cite(self.workbook.dossier, _weight_facts(group))
            yield LineKind.RESCALE, group.id, group.place, moved, text, facts
        rounded = before["node_rounded"][group.id][school] if group.decimals is not None else 0
        if rounded:
            exact = Fraction(rounded * self.unit)
            text = f"{rounding_sentence(name, group, working)}，{moved_words(exact)}"
            yield LineKind.ROUNDING, group.id, group.place, rounded, text, ()
        limited = before["node_limited"][group.id][school] if group.limits else 0
        if limited:
            ending = moved_words(Fraction(limited * self.unit))
            text = f"{limits_sentence(name, working, self.levels)}，{ending}"
            names = (each for limit, _ in working.limits for each in names_in(limit.condition))
            facts = cite(self.workbook.dossier, tuple(dict.fromkeys(names)))
            place = working.limits[-1][0].place
            yield LineKind.LIMIT, group.id, place, limited, text, facts

    def _scaled(self, name: str, group: Group, moved: int, found: int) -> str:
        """Scale the parts that count to full points, in units; most levels are no more than that.

        Raises:
            InternalFault: The points differ from the score table's.
        """
        full, raw, out, word = to_units(group.points, self.unit), 0, 0, "不适用"
        for part in group.counted():
            if self._is_out(part):
                out += to_units(part.points, self.unit)
                if isinstance(part, Indicator) and not self._is_inapplicable(part):
                    word = "不计分"
            else:
                raw += self._units_of(part)
        worked_out = (2 * raw * full + full - out) // (2 * (full - out))  # half up
        if worked_out != found or found - raw != moved:
            self._disagree(name, found, worked_out * self.unit)
        said = self.batch.text
        equals = "≈" if raw * full % (full - out) else "="
        return (
            scaling_sentence(
                name, [said(each) for each in (full, out, full - out, raw, found)], word, equals
            )
            + f"，{moved_words(Fraction(moved * self.unit))}"
        )

    def weights_said(self, indicator: Indicator) -> str:
        """Say the weights that stand between an indicator and the total, the nearest first."""
        texts: list[str] = []
        part: Group | Indicator = indicator
        for above in self.levels.levels_above(indicator):
            weight = self.weight_of(part, above)
            if weight:
                texts.append(f"权重{weight}" if part is indicator else f"“{part.name}”权重{weight}")
            part = above
        return "，".join(texts)

    def weight_of(self, part: Group | Indicator, above: Group) -> str:
        """Return a part's weight as the rules write it for this school; empty in a sum."""
        if above.combine is Combination.SUM:
            return ""
        return decimal_text(self.levels.own_weight(part, above))

    def dimension_story(self, dimension: Group) -> tuple[str, str]:
        """Return a dimension's weight (empty in a sum), and its full points for this school."""
        return self.weight_of(dimension, self.levels.root), decimal_text(
            self.levels.full_of(dimension)
        )

    def _word_of_parts_out(self, working: LevelWorking) -> str:
        """Say 不适用 of what does not count, unless something else keeps some of it out."""
        for each in working.parts:
            part = each.part
            if each.is_out and isinstance(part, Indicator) and not self._is_inapplicable(part):
                return "不计分"
        return "不适用"

    def _is_inapplicable(self, indicator: Indicator) -> bool:
        status = self.workbook.status[self.batch.positions[indicator.id]]
        return status == Status.NOT_APPLICABLE

    def _is_out(self, part: Group | Indicator) -> bool:
        if isinstance(part, Group):
            return not self.batch.before["node_applicable_mask"][part.id][self.school]
        mask = self.batch.left_out.get(self.batch.positions[part.id])
        return mask is not None and mask[self.school]

    def _is_shrunk(self, indicator: Indicator) -> bool:
        shrunk = self.batch.scores.weighing.shrunk.get(self.batch.positions[indicator.id])
        return shrunk is not None and bool(shrunk[self.school])

    def _units_of(self, part: Group | Indicator) -> int:
        if isinstance(part, Group):
            return int(self.batch.before["node_points"][part.id][self.school])
        return self.workbook.points[self.batch.positions[part.id]]

    def _points_of(self, part: Group | Indicator) -> Fraction:
        return Fraction(self._units_of(part) * self.unit)

    def _disagree(self, name: str, found: int, worked_out: Fraction) -> NoReturn:
        refuse(
            self.batch.facts,
            self.school,
            f"{name}两次计算不一致："
            f"批量合成为 {points_text(found, self.unit)}，逐步复算为 {decimal_text(worked_out)}",
        )


def _weight_facts(group: Group) -> tuple[str, ...]:
    """Name the facts that decide the weights of a level."""
    weights = (part.weight for part in group.counted() if part.weight is not None)
    return tuple(dict.fromkeys(name for weight in weights for name in weight.names()))
