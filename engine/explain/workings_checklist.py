"""Work out 清单累加: the parts that hold, of those that apply, by the way that they are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from engine.explain.dossier import Dossier
from engine.explain.judging import FALSE, TRUE, UNKNOWN, judge
from engine.explain.method_working import MethodWorking
from engine.explain.wording import reasons_against, unknown_reasons
from engine.facts.table import State
from engine.ruleset.conditions import Condition, names_in
from engine.ruleset.methods import Checklist, Counting, Part
from engine.sentences.checklists import least_text
from engine.sentences.phrases import clauses, few, number_text, points_said

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Open:
    """A part that cannot be judged: why, and the condition that leaves it so."""

    part: Part
    cause: State
    asked: Condition


@dataclass(slots=True)
class _Sorted:
    """The parts of a checklist by what they are in one school."""

    met: list[Part] = field(default_factory=list)
    unmet: list[Part] = field(default_factory=list)
    left_out: list[Part] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)


def work_checklist(method: Checklist, full: Fraction, dossier: Dossier) -> MethodWorking:
    """Count the parts that hold, over the parts that apply, scaled to the whole list."""
    parts = _sorted(method, dossier)
    most = _come_to(method.counting, method.parts, full)
    meant = [part for part in method.parts if part not in parts.left_out]
    got, applicable = (_come_to(method.counting, each, full) for each in (parts.met, meant))
    names = tuple(
        dict.fromkeys(
            name
            for part in method.parts
            for name in (*names_in(part.condition), *names_in(part.applies))
        )
    )
    if parts.left_out and applicable == 0:
        text = f"各项均不适用（{_listed(parts.left_out)}）"
        return MethodWorking(_NONE, State.NOT_APPLICABLE, text, names, method.place)
    points = got * most / applicable if parts.left_out else got
    needed = min(method.least_parts, len(meant))
    undecided = _undecided(method.counting, parts, got, most)
    if len(parts.met) < needed:
        points, undecided = _NONE, parts.open
        if len(parts.met) + len(parts.open) < needed:
            undecided = []
    if undecided:
        state = max(each.cause for each in undecided)
        text = few([few(unknown_reasons(each.asked, dossier)) for each in undecided])
        return MethodWorking(points, state, text, names, method.place)
    said = [f"{len(method.parts)}项中{len(parts.met)}项做到"]
    if parts.unmet:
        said.append(
            "未做到：" + "；".join(_unmet_text(method, part, dossier) for part in parts.unmet)
        )
    if parts.open:
        said.append(f"{_listed(each.part for each in parts.open)}不能判定，不影响得分")
    if len(parts.met) < needed:
        said.append(least_text(needed))
    else:
        said.extend(_counted(method, parts.met, got, full))
        if parts.left_out:
            said.append(
                f"不适用：{_listed(parts.left_out)}，按其余各项折算 "
                f"{number_text(got)}÷{number_text(applicable)}×{number_text(most)}"
            )
    return MethodWorking(points, State.PRESENT, "，".join(said), names, method.place)


def _sorted(method: Checklist, dossier: Dossier) -> _Sorted:
    parts = _Sorted()
    for part in method.parts:
        truth, cause, asked = _judge_part(part, dossier)
        if truth == UNKNOWN and cause is State.NOT_APPLICABLE:
            parts.left_out.append(part)
        elif truth == TRUE:
            parts.met.append(part)
        elif truth == FALSE:
            parts.unmet.append(part)
        else:
            parts.open.append(_Open(part, cause, asked))
    return parts


def _come_to(counting: Counting, parts: Iterable[Part], full: Fraction) -> Fraction:
    worth = [part.points for part in parts]
    match counting:
        case Counting.HIGHEST:
            return max(worth, default=_NONE)
        case Counting.CAPPED:
            return min(sum(worth, _NONE), full)
    return sum(worth, _NONE)


def _undecided(counting: Counting, parts: _Sorted, got: Fraction, most: Fraction) -> list[_Open]:
    """Return the open parts that could still change the points."""
    match counting:
        case Counting.HIGHEST:
            return [each for each in parts.open if each.part.points > got]
        case Counting.CAPPED if got >= most:
            return []
    return parts.open


def _counted(method: Checklist, met: list[Part], got: Fraction, full: Fraction) -> list[str]:
    """Say how the parts that hold are counted, where it is not their plain sum."""
    if method.counting is Counting.HIGHEST and len(met) > 1:
        best = next(part for part in met if part.points == got)
        return [f"取最高的一项“{best.name}”{points_said(got)}"]
    whole = sum((part.points for part in met), _NONE)
    if method.counting is Counting.CAPPED and whole > full:
        return [f"合计{points_said(whole)}，封顶{points_said(full)}"]
    return []


def _judge_part(part: Part, dossier: Dossier) -> tuple[int, State, Condition]:
    """Return the truth of a part, why it is open, and the condition that leaves it so.

    A part that does not apply is open because it is 不适用.
    """
    truth, cause = judge(part.condition, dossier)
    if part.applies is None:
        return truth, cause, part.condition
    applies, why = judge(part.applies, dossier)
    if applies == FALSE:
        return UNKNOWN, State.NOT_APPLICABLE, part.applies
    if applies == UNKNOWN:
        return UNKNOWN, max(cause, why), part.applies
    return truth, cause, part.condition


def _unmet_text(method: Checklist, part: Part, dossier: Dossier) -> str:
    reasons = clauses(reasons_against(part.condition, dossier))
    less = f"，少{points_said(part.points)}" if method.counting is Counting.SUM else ""
    return f"{part.name}（{reasons}{less}）"


def _listed(parts: Iterable[Part]) -> str:
    return few([part.name for part in parts])
