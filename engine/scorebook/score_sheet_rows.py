"""What stands on a school's score sheet: its rows, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from engine.scorebook.cells import Number, number_of, shown_points
from engine.scorebook.rules import INFORMATIVE, NO_TOTAL, Rules, Story, standard_of
from engine.scorebook.vetoes_sheet import effects_of, vetoes_below

_BONUSES = frozenset({"bonus", "bonus_cap"})
_DEDUCTIONS = frozenset({"deduction", "deduction_cap"})
# Moves that belong to the total as a whole.
_OF_THE_TOTAL = frozenset({"clip", "unrated"})
_BY_SCORE = frozenset({"by_score", "unrated"})


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator, or an item of bonuses and deductions.

    Args:
        group: Between the dimension and the indicator; empty without any.
        points: A number, else a word.
        why: What was lost and why. remark: What else is to be known.
    """

    group: str
    name: str
    standard: str
    full: str
    points: Number | str
    why: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Items under one merged head, and their sum.

    Args:
        full: Empty: there is no sum.
    """

    head: str
    items: list[Item]
    full: str = ""
    points: Number | str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """A line below the items: the base, what is added and taken off, total, grade, vetoes."""

    label: str
    full: str = ""
    points: Number | str = ""
    text: str = ""


@dataclass(slots=True)
class _Lines:
    """The ledger of a school by what its lines are about."""

    of_rule: dict[str, list[str]] = field(default_factory=dict)
    zeroed: dict[str, str] = field(default_factory=dict)
    of_total: list[str] = field(default_factory=list)
    added: list[Story] = field(default_factory=list)
    taken_off: list[Story] = field(default_factory=list)


class SheetRows:
    """Makes the rows of score sheets.

    Args:
        has_vetoes: Whether any school of the run met a veto.
    """

    def __init__(self, rules: Rules, *, has_vetoes: bool) -> None:
        self._rules, self._has_vetoes = rules, has_vetoes
        self._base = [each for each in rules.indicators if each["path"]]
        self._at = {each["id"]: at for at, each in enumerate(rules.indicators)}
        self.has_adjustments = len(self._base) < len(rules.indicators)
        self.has_groups = any(len(each["path"]) > 1 for each in self._base)

    def blocks(self, story: Story) -> Iterator[Block]:
        """Yield a block a dimension, then what is added and what is taken off."""
        lines = self._sorted(story)
        shown = (each for each in self._base if _status(self._at, story, each) != INFORMATIVE)
        results = {each["id"]: each for each in story["dimensions"]}
        for head, members in groupby(shown, key=lambda each: str(each["path"][0])):
            items = [self._item(story, lines, each) for each in members]
            result = results[head.partition(" ")[0]]
            points = result["points"] if result["applicable"] else "不适用"
            why = "；".join(self._moves_within(lines, head))
            weight = f"（权重{result['weight']}）" if result.get("weight") else ""
            yield Block(head + weight, items, result["full"], _number(points), why)
        if self.has_adjustments:
            yield from self._adjustments(lines)

    def _sorted(self, story: Story) -> _Lines:
        lines = _Lines()
        for line in story["ledger"]:
            kind, rule = line["kind"], line["rule"]
            if kind in _BONUSES:
                lines.added.append(line)
            elif kind in _DEDUCTIONS or (kind == "gap" and not self._is_base(rule)):
                lines.taken_off.append(line)
            elif kind == "veto":
                lines.zeroed[line["about"]] = line["sentence"]
            elif kind in _OF_THE_TOTAL or rule == self._rules.catalogue["ruleset"]:
                if kind != "full":
                    lines.of_total.append(line["sentence"])
            else:
                lines.of_rule.setdefault(rule, []).append(line["sentence"])
        return lines

    def _is_base(self, rule: str) -> bool:
        indicator = self._rules.by_id.get(rule)
        return indicator is not None and bool(indicator["path"])

    def _item(self, story: Story, lines: _Lines, indicator: Story) -> Item:
        at = self._at[indicator["id"]]
        number, word = shown_points(story["points"][at], story["statuses"][at])
        zeroed = lines.zeroed.get(indicator["id"], "")
        why = [*lines.of_rule.get(indicator["id"], ()), *([zeroed] if zeroed else [])]
        return Item(
            "\n".join(indicator["path"][1:]),
            f"{indicator['id']} {indicator['name']}",
            standard_of(indicator),
            indicator["full"],
            word if number is None else number,
            "\n".join(why),
            "否决计零" if zeroed else (word if number is not None else ""),
        )

    def _moves_within(self, lines: _Lines, head: str) -> Iterator[str]:
        """Yield what moved points at a dimension and its groups: rescaling, limits, rounding."""
        for group in dict.fromkeys(
            level.partition(" ")[0]
            for each in self._base
            if each["path"][0] == head
            for level in reversed(each["path"])
        ):
            yield from lines.of_rule.get(group, ())

    def _adjustments(self, lines: _Lines) -> Iterator[Block]:
        for head, moved in (("加分", lines.added), ("扣分", lines.taken_off)):
            if moved:
                yield Block(head, [self._adjusted(line) for line in moved])

    def _adjusted(self, line: Story) -> Item:
        indicator = self._rules.by_id.get(line["rule"])
        name = f"{indicator['id']} {indicator['name']}" if indicator else line["rule"]
        points: Number | str = _number(line["points"])
        if line["kind"] == "gap":
            points = line.get("status", "")
        standard = standard_of(indicator) if indicator else ""
        return Item("", name, standard, "", points, line["sentence"])

    def closing(self, story: Story) -> Iterator[Closing]:
        """Yield the lines from the base to the grade."""
        lines = self._sorted(story)
        if story["base"] is not None and (self.has_adjustments or lines.of_total):
            yield Closing("基础分合计", story["full"], _number(story["base"]))
        if self.has_adjustments:
            yield Closing("加分合计", "", _number(story["bonus"]))
            yield Closing("扣分合计", "", _number(story["deduction"]))
        total = NO_TOTAL if story["total"] is None else story["total"]
        moved = "；".join(lines.of_total)
        yield Closing("总　分", story["full"], _number(total), moved)
        reached = story["grade"] or story["status"]
        yield Closing("等　次", "", reached, _grade_text(story))
        if self._has_vetoes:
            yield Closing("一票否决", text="；".join(_veto_texts(story)) or "无")


def _status(positions: dict[str, int], story: Story, indicator: Story) -> str:
    return str(story["statuses"][positions[indicator["id"]]])


def _number(text: str) -> Number | str:
    return number_of(text) or text


def _grade_text(story: Story) -> str:
    rank = (
        f"{story['cohort']}第{story['rank']}名（共{story['cohort_size']}）" if story["rank"] else ""
    )
    moves = [each["reason"] for each in story["moves"] if each["kind"] not in _BY_SCORE]
    return "；".join(dict.fromkeys(each for each in (rank, *moves, *story["reasons"]) if each))


def _veto_texts(story: Story) -> Iterator[str]:
    """Yield each veto of a school, with its effects."""
    for root in story["vetoes"]:
        for veto in vetoes_below(root):
            effects = effects_of(veto)
            yield veto["text"] + (f"：{'、'.join(effects)}" if effects else "")
