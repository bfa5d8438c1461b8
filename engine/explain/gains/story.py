"""Set one school's gains as plain JSON values: what pages, letters and workbooks show."""

from __future__ import annotations

from typing import Any

from engine.explain.gains.batch import Gains, ItemGain, SchoolGains
from engine.explain.gains.standing import Stand
from engine.explain.units_text import UnitsText

Story = dict[str, Any]


class GainStories:
    """Tells the gains of the schools of a batch."""

    def __init__(self, gains: Gains, said: UnitsText) -> None:
        self._said = said
        self._words = gains.words
        self._subject = gains.ruleset.subject
        self._names = [grade.name for grade in gains.ruleset.grades]

    def of_school(self, found: SchoolGains, standing: str, reasons: tuple[str, ...]) -> Story:
        """Tell one school.

        Args:
            found: Its gains.
            standing: Whether it is graded (已定等, 暂缓定等, 不定等). reasons: why it is not.
        """
        return {
            "items": [self._item(each, found.now) for each in found.items],
            "all": self._every(found),
            "next": self._next(found, standing, reasons),
        }

    def _stand(self, now: Stand, after: Stand) -> Story:
        is_known = now.total is not None and after.total is not None
        return {
            "gain": self._said(after.total - now.total) if is_known else None,  # type: ignore[operator]
            "total_after": None if after.total is None else self._said(after.total),
            "grade_after": self._names[after.grade] if after.is_graded else "",
            "rank_after": after.rank,
        }

    def _item(self, each: ItemGain, now: Stand) -> Story:
        item, indicator = each.item, each.item.indicator
        return {
            "id": indicator.id,
            "name": indicator.name,
            "role": "deduction" if item.is_deduction else "base",
            "status": item.status.label,
            "lost": self._said(item.lost),
            "at_most": item.is_open,
            **self._stand(now, each.after),
            "sentence": each.sentence,
            "mendable": not item.why_not,
            "why_not": item.why_not,
            "hint": indicator.rectification_advice,
        }

    def _every(self, found: SchoolGains) -> Story:
        """Tell what all mendable items bring together; no sentence without any."""
        items = [each.item for each in found.mendable]
        every, sentence = found.every or found.now, ""
        if found.every is not None:
            sentence = self._words.every(len(items), items, found.now, every)
        return {"n_items": len(items), **self._stand(found.now, every), "sentence": sentence}

    def _next(self, found: SchoolGains, standing: str, reasons: tuple[str, ...]) -> Story:
        way, now = found.next, found.now
        empty: Story = {
            "grade": "",
            "is_reachable": False,
            "reaches": "",
            "needs": "0",
            "items": [],
            **self._stand(now, now),
            "why_not": "",
            "is_least": True,
        }
        if way is None:
            return {**empty, "sentence": self._no_way(now, standing, reasons)}
        sentence, why = self._words.next_grade(way, now, found.every)
        if why and not now.is_graded:
            why = f"{standing}：{'；'.join(reasons)}"
            sentence = (
                f"{why}。{sentence}"
                if way.items
                else f"到不了{self._words.grade(way.grade)}：{why}"
            )
        return {
            **empty,
            "grade": self._names[way.grade],
            "is_reachable": way.is_reachable,
            "reaches": self._reaches(found),
            "needs": self._said(way.short),
            "items": [item.indicator.id for item in way.items],
            **self._stand(now, way.after or now),
            "sentence": sentence,
            "why_not": why,
            "is_least": way.is_least,
        }

    def _reaches(self, found: SchoolGains) -> str:
        way = found.next
        if way is None or way.after is None:
            return ""
        return "grade" if way.is_reachable else "score"

    def _no_way(self, now: Stand, standing: str, reasons: tuple[str, ...]) -> str:
        if now.total is None:
            return f"没有总分，谈不上补齐到哪一等：{'；'.join(reasons)}"
        name = self._words.grade(now.grade if now.is_graded else now.by_score)
        if not now.is_graded:
            return f"{standing}：{'；'.join(reasons)}。按分数线已是最高的{name}"
        return f"已是最高等次{name}"
