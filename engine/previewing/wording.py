"""Say what moves, in the same words on every face of a preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.diagnostics import Diagnostic
from engine.explain import UnitsText
from engine.previewing.parts import PartKind
from engine.previewing.preview import Direction, PartMove, Preview, SchoolMoves
from engine.ruleset.model import RuleSet

Said = Callable[[int], str]

TITLE = "采用之前先看影响"
NONE = "无"
MIRROR_NOTE = "只是预演：没有改动任何方案和事实表。"


def said_of(preview: Preview) -> Said:
    """Return how points of a preview are said, each distinct number worked out once."""
    return UnitsText(preview.unit)


def signed(said: Said, units: int) -> str:
    """Write a difference with its sign."""
    return f"+{said(units)}" if units > 0 else said(units)


def ruleset_text(ruleset: RuleSet) -> str:
    """Name a ruleset, its year, its folder, its digest, its date, and how it was tailored."""
    profile = ruleset.profile
    tailored = f"；{profile.said}" if profile else ""
    return (
        f"{ruleset.name} · {ruleset.year}年度（{ruleset.folder}，"
        f"指纹 {ruleset.digest[:12]}，基准日 {ruleset.as_of}）{tailored}"
    )


def reading_text(preview: Preview) -> str:
    """Say whether one reading of the facts served both rulesets."""
    if preview.read_once:
        return "事实读一遍，两套方案共用"
    return "两套方案读事实的办法不同，各读一遍"


def year_text(preview: Preview) -> str:
    """Say for which year both rulesets are read, where they were written for different ones."""
    move = preview.move
    if not move.is_even:
        return (
            "两套方案的考核窗口不同，差的不是整年，各按自己的窗口算："
            "只在其中一个窗口里的记录，也使分数有变。"
        )
    if not (move.before or move.after):
        return ""
    which, rules, years = (
        ("新方案", preview.written_rules[1], move.after)
        if move.after
        else ("原方案", preview.written_rules[0], move.before)
    )
    return (
        f"都按事实的 {rules.year + years} 年度算：{which}的考核窗口和规则里 {rules.window[0]} 起的"
        f"日期，预演时{'提前' if years < 0 else '推后'} {abs(years)} 年，方案本身没有改动。"
    )


def counted_text(preview: Preview) -> str:
    """Count the schools by which way their outcome goes."""
    directions = preview.schools.directions
    counted = [
        f"{each.label} {number}"
        for each in Direction
        if each is not Direction.SAME and (number := directions.count(each))
    ]
    return "，".join(counted) or "没有等次变动"


def deltas_text(preview: Preview) -> str:
    """Count the schools whose total goes up, down, or stays."""
    compared = preview.schools.delta[preview.schools.compared_mask]
    up, down = int((compared > 0).sum()), int((compared < 0).sum())
    return f"总分升 {up}，降 {down}，不变 {len(compared) - up - down}"


def part_label(move: PartMove) -> str:
    """Name a part briefly: the id of an indicator, or what kind of part it is."""
    if move.key.kind is PartKind.INDICATOR:
        return move.key.id
    return f"{move.key.kind.label}{f'（{move.key.id}）' if move.key.id else ''}"


def main_parts(preview: Preview, school: int, said: Said, number: int = 3) -> str:
    """Name the parts that make most of a school's delta."""
    parts = preview.parts.of_school(school)
    named = [f"{part_label(move)} {signed(said, units)}" for move, units in parts[:number]]
    return "、".join(named) + (f" 等 {len(parts)} 项" if len(parts) > number else "")


def is_told(move: PartMove) -> bool:
    """Tell whether a part moves anybody, or is another in the rules."""
    return bool(move.n_gaining or move.n_losing or change_text(move))


def change_text(move: PartMove) -> str:
    """Say what the rules changed in where an indicator stands and what it is worth."""
    if move.is_added:
        return "新增"
    if move.is_removed:
        return "删去"
    changes = ["换组"] if move.is_moved else []
    if move.full_before != move.full_after:
        changes.append("分值有变")
    return "、".join(changes)


def moving_rows(preview: Preview) -> list[int]:
    """Return the rows of schools of which anything moves, by what matters."""
    schools = preview.schools
    moves = ((schools.delta != 0) | (schools.rank_move != 0)).tolist()
    return [
        at
        for at in schools.order.tolist()
        if moves[at] or schools.directions[at] is not Direction.SAME
    ]


def cohort_text(schools: SchoolMoves, at: int) -> str:
    """Name a school's cohort; both where it is in another one now."""
    cohorts = schools.cohort_before[at], schools.cohort_after[at]
    return " → ".join(dict.fromkeys(each for each in cohorts if each))


def arrow(before: int | None, after: int | None) -> str:
    """Write a number before and after; once where both are the same."""
    texts = [NONE if each is None else str(each) for each in (before, after)]
    return texts[0] if texts[0] == texts[1] else "→".join(texts)


def names_text(preview: Preview, rows: Iterable[int], listed: int | None = None) -> str:
    """Name schools by their rows; the first few where a number is given."""
    each = list(rows)
    shown = each if listed is None else each[:listed]
    more = f"等 {len(each)} {preview.rules[1].subject.measure}" if len(shown) < len(each) else ""
    return "、".join(preview.schools.names[at] for at in shown) + more


def problems_of_one_side(preview: Preview) -> Iterator[tuple[str, Diagnostic]]:
    """Yield the problems that only one of the two rulesets meets, those of the new one first."""
    own, other = set(preview.before.problems), set(preview.after.problems)
    yield from (("只在新方案", each) for each in preview.after.problems if each not in own)
    yield from (("只在原方案", each) for each in preview.before.problems if each not in other)
