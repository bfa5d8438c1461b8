"""Say what happened at one level of the score tree: 折算, 加权, 折给, 限定."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.explain.levels import LevelWorking, PartWorking, SchoolLevels
from engine.explain.wording import reasons_for
from engine.points import decimal_text, round_fraction
from engine.ruleset.combining import Combination
from engine.ruleset.model import Group, Indicator
from engine.sentences.levels import decimals_text, least_scored_text
from engine.sentences.phrases import clauses, few, points_said


def moved_words(moved: Fraction) -> str:
    """Say what is added or taken off."""
    return f"{'加' if moved > 0 else '减'}{points_said(abs(moved))}"


def level_sentence(
    name: str,
    group: Group,
    working: LevelWorking,
    levels: SchoolLevels,
    moved: Fraction,
    word: str,
) -> str:
    """Say why the points of a level are not just those of its parts.

    Args:
        name: What the level is called in the sentence.
        group: The level. working: Its working. levels: Where that comes from.
        moved: What it moves in points of the total.
        word: What the parts are that do not count: 不适用, or more generally 不计分.
    """
    ending = moved_words(moved)
    if working.n_counted < group.least_scored:
        few_text = f"计分的只有{working.n_counted}项，{least_scored_text(group.least_scored)}"
        return f"{name}{few_text}，{ending}"
    gifts = _gifts_text(working, levels, is_mean=group.combine is Combination.WEIGHTED_MEAN)
    if group.combine is Combination.WEIGHTED_MEAN:
        return f"{_mean_text(name, working, gifts)}，{ending}"
    if gifts or (working.full != group.points and not levels.shrinks(group)):
        changed = (
            f"，本组满分由{points_said(group.points)}变为{points_said(working.full)}"
            if working.full != group.points
            else ""
        )
        head = f"{name}中{gifts}" if gifts else f"{name}接受别组折给的分"
        return f"{head}{changed}，按折给后的分值合成得{points_said(working.points)}，{ending}"
    return _scaling_text(name, working, ending, levels, word)


def _scaling_text(
    name: str, working: LevelWorking, ending: str, levels: SchoolLevels, word: str
) -> str:
    """Say how the parts that count are scaled to full points."""
    full = working.full
    raw = sum((part.points for part in working.parts), Fraction(0))
    out = sum((part.held for part in working.parts if part.is_out), Fraction(0))
    if not out:  # below a weighted mean
        return f"{name}各项折合总分的取整之差，{ending}"
    exact = raw * full / (full - out)
    equals = "=" if exact == round_fraction(exact, levels.ruleset.unit) else "≈"
    numbers = [decimal_text(each) for each in (full, out, full - out, raw, working.points)]
    return f"{scaling_sentence(name, numbers, word, equals)}，{ending}"


def scaling_sentence(name: str, numbers: Sequence[str], word: str, equals: str) -> str:
    """Say how the parts that count are scaled to full points.

    Args:
        name: What the level is called.
        numbers: Full points; of what does not count; of the rest; points got; points scaled.
        word: What does not count. equals: =, or ≈ where it was rounded.
    """
    full, out, rest, raw, points = numbers
    return (
        f"{name}满分{full}分，其中{word}{out}分，其余{rest}分得{raw}分，按比例折算 "
        f"{raw}÷{rest}×{full}{equals}{points}"
    )


def _mean_text(name: str, working: LevelWorking, gifts: str) -> str:
    out = [_weight_text(part) for part in working.parts if part.is_out and part.own]
    counted = sum((part.held for part in working.parts if not part.is_out), Fraction(0))
    texts = [f"{name}为加权平均"]
    if out:
        texts.append(f"不计{few(out)}")
    if gifts:
        texts.append(gifts)
    texts.append(f"按计入的权重合计{decimal_text(counted)}合成得{points_said(working.points)}")
    texts.append("逐项折合之外" if out or gifts else "逐项折合取整之差")
    return "，".join(texts)


def _weight_text(part: PartWorking) -> str:
    return f"“{part.part.name}”（权重{decimal_text(part.own)}）"


def _gifts_text(working: LevelWorking, levels: SchoolLevels, *, is_mean: bool) -> str:
    """Say who passed on what to whom, of the parts of one level."""
    texts = []
    said = decimal_text if is_mean else points_said
    for each in working.parts:
        gift = levels.gift(each.part) if isinstance(each.part, Indicator) else None
        if gift is not None:
            given = few(
                [f"“{levels.leaves[to].name}”{said(amount)}" for to, amount in gift.gifts.items()]
            )
            what = "权重" if is_mean else ""
            texts.append(f"“{each.part.name}”的{what}{said(gift.amount)}折给{given}")
    return clauses(texts)


def rounding_sentence(name: str, group: Group, working: LevelWorking) -> str:
    """Say to how many places the points of a level are rounded."""
    return (
        f"{name}得分{decimals_text(group.decimals or 0)}："
        f"{decimal_text(working.points)}→{decimal_text(working.rounded)}"
    )


def limits_sentence(name: str, working: LevelWorking, levels: SchoolLevels) -> str:
    """Say which floors and caps moved the points of a level."""
    texts, points = [], working.rounded
    for limit, after in working.limits:
        why = clauses(reasons_for(limit.condition, levels.dossier))
        title = f"“{limit.name}”" if limit.name else ""
        verb = "不低于" if after > points else "不高于"
        texts.append(f"按限定{title}（{why}）{verb}{points_said(after)}")
        points = after
    return f"{name}得{points_said(working.points)}，{clauses(texts)}"
