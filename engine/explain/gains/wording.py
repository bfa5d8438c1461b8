"""Say what mending brings: points, total, grade, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.explain.gains.lost_items import LostItem
from engine.explain.gains.next_grade import NextGrade
from engine.explain.gains.standing import Stand
from engine.explain.units_text import UnitsText
from engine.grading.outlook import Prospects
from engine.points import Units
from engine.ruleset.model import MissingPolicy, RuleSet
from engine.scoring import Status


class GainWords:
    """Makes the sentences of one ruleset."""

    def __init__(self, ruleset: RuleSet, said: UnitsText) -> None:
        self._ruleset = ruleset
        self._said = said
        self._names = [grade.name for grade in ruleset.grades]
        self._groups = {group.id: group.name for group in ruleset.groups()}

    def points(self, units: int) -> str:
        """Write a count of units as points."""
        return f"{self._said(units)}分"

    def grade(self, at: int) -> str:
        """Name a grade."""
        return f"“{self._names[at]}”"

    def item(self, item: LostItem, before: Stand, after: Stand, causes: Sequence[str]) -> str:
        """Say what mending one item brings."""
        if item.is_deduction:
            head = "若没有这项扣分，"
        elif item.is_left_out:
            head = "补报后"
        else:
            head = "补齐后"
        head += "至多" if item.is_open else ""
        text = f"{head}{self._moved(before, after, causes)}，{self.grade_words(before, after)}"
        return f"{text}；{self._blocked(item)}" if self._is_blocking(item) else text

    def _moved(self, before: Stand, after: Stand, causes: Sequence[str] = ()) -> str:
        if before.total is None or after.total is None:
            if after.total is None:
                return "仍没有总分"
            return f"有总分，为{self.points(after.total)}"
        gain = after.total - before.total
        why = f"（{'；'.join(causes)}）" if causes else ""
        if not gain:
            return f"总分不变{why}，仍为{self.points(before.total)}"
        sign = "+" if gain > 0 else "−"
        moved = f"{self._said(before.total)}→{self._said(after.total)}"
        return f"{sign}{self.points(abs(gain))}{why}，总分{moved}"

    def _is_blocking(self, item: LostItem) -> bool:
        if item.status in (Status.MANUAL, Status.ERROR):
            return True
        return item.status is Status.MISSING and item.indicator.missing in (
            MissingPolicy.BLOCK,
            MissingPolicy.NO_TOTAL,
        )

    def _blocked(self, item: LostItem) -> str:
        if item.status is Status.MANUAL:
            return "评定前暂缓定等"
        if item.indicator.missing is MissingPolicy.NO_TOTAL and item.status is Status.MISSING:
            return "补齐前不出总分"
        return "补齐前暂缓定等"

    def grade_words(self, before: Stand, after: Stand) -> str:
        """Say what becomes of the grade."""
        if not after.is_graded:
            return self._ungraded(before, after)
        if not before.is_graded or after.grade > before.grade:
            return f"等次为{self.grade(after.grade)}"
        if after.grade < before.grade:
            rank = f"（{self.rank_words(after)}）" if after.places is not None else ""
            return f"等次由{self.grade(before.grade)}升为{self.grade(after.grade)}{rank}"
        return self._kept(after) or f"等次不变（{self._names[after.grade]}）"

    def _ungraded(self, before: Stand, after: Stand) -> str:
        if after.total is not None and after.by_score < before.by_score:
            return f"按分数线到{self.grade(after.by_score)}，但还不能定等"
        return "等次未定"

    def _kept(self, after: Stand) -> str:
        """Say what keeps a grade below what the score is enough for; nothing where nothing does."""
        if after.limits:
            return f"分数够{self.grade(after.by_score)}，等次仍{self.limit_words(after)}"
        if after.is_without_place:
            held = f"等次仍为{self.grade(after.grade)}"
            return (
                f"分数够{self.grade(after.allowed)}，但没有名额（{self.rank_words(after)}），{held}"
            )
        return ""

    def limit_words(self, after: Stand) -> str:
        """Say what limits the grade, and to what."""
        return f"被{'、'.join(after.limits)}限在{self.grade(after.allowed)}"

    def rank_words(self, after: Stand) -> str:
        """Say where it ranks, and how many places there are."""
        rank = f"同组第{after.rank}名"
        if after.places is None:
            return rank
        return f"{rank}，{self.grade(after.allowed)}名额{after.places}个"

    def set_words(self, items: Iterable[LostItem], before: Stand, after: Stand) -> str:
        """Say what mending several items brings."""
        is_open = any(item.is_open for item in items)
        head = "至多" if is_open else "共"
        return f"{head}{self._moved(before, after)}，{self.grade_words(before, after)}"

    def causes(self, prospects: Prospects, row: int, base: int, lost: int) -> list[str]:
        """Say why the total moves by other than the points lost.

        Args:
            prospects: Rows of one school. row: with the item mended. base: as it is.
            lost: What the item lost.
        """
        after = prospects.roll_up

        def moved(column: Units) -> int:
            return int(column[row]) - int(column[base])

        found = []
        for name, limited in after.node_limited.items():
            if moved(limited) < 0:
                less = self.points(-moved(limited))
                found.append(f"“{self._groups[name]}”有限定，少得{less}")
        if (spared := -moved(after.deduction_cut)) > 0:
            found.append(f"扣分已封顶，其中{self.points(spared)}本来就没有扣")
        if (cut := -moved(after.clip)) > 0:
            edge = "总分不低于0分" if int(after.total[base]) == 0 else "总分已到上限"
            found.append(f"{edge}，少得{self.points(cut)}")
        if not found and moved(after.total) != lost and self._is_scaled(prospects, row, base):
            found.append(f"本项失{self.points(lost)}，经折算")
        return found

    def _is_scaled(self, prospects: Prospects, row: int, base: int) -> bool:
        """Tell whether more than the rounding of the total came between."""
        after = prospects.roll_up
        rescaled = [after.base_rescale, *after.node_rescale.values(), *after.node_rounded.values()]
        return any(int(each[row]) != int(each[base]) for each in rescaled)

    def every(self, n_items: int, items: Iterable[LostItem], before: Stand, after: Stand) -> str:
        """Say what mending everything that can be mended brings."""
        return f"能补的{n_items}项全部补齐，{self.set_words(items, before, after)}"

    def next_grade(self, way: NextGrade, now: Stand, every: Stand | None) -> tuple[str, str]:
        """Say how the next grade is reached.

        Args:
            way: The way to it.
            now: How it stands. every: how it would with all that it can mend.

        Returns:
            The sentence, and why the grade is not reached where it is not.
        """
        why = "" if way.is_reachable else self._why_not(way, now, every)
        if not way.items or way.after is None:
            return f"到不了{self.grade(way.grade)}：{why}", why
        least = "最少补" if way.is_least else "补"
        named = "、".join(f"{item.indicator.id} {item.indicator.name}" for item in way.items)
        moved = self.set_words(way.items, now, way.after)
        line = "" if way.is_reachable else "的分数线"
        text = f"到{self.grade(way.grade)}{line}{least}{len(way.items)}项：{named}；{moved}"
        if not way.is_least:
            text += "（这些项够了，但没有算出最少是哪几项）"
        return text, why

    def _why_not(self, way: NextGrade, now: Stand, every: Stand | None) -> str:
        if not way.is_least:
            return "方案的等次限定会随得分提高而变严，补哪几项的组合太多，没有逐一试过"
        most = every or now
        if most.by_score > way.grade:
            total = most.total or 0
            head = "能补的全部补齐" if every is not None else "没有学校自己能补的项"
            short = self.points(way.cut - total)
            return f"{head}，总分{self.points(total)}，离{self.grade(way.grade)}还差{short}"
        if not most.is_graded:
            return "还不能定等"
        if most.limits:
            return f"等次{self.limit_words(most)}"
        return f"没有名额（{self.rank_words(most)}）"
