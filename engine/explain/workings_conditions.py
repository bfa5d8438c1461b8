"""Work out the methods that ask whether something is so: 全有全无, 清单累加."""

from __future__ import annotations

from fractions import Fraction

from engine.explain.dossier import Dossier
from engine.explain.judging import FALSE, TRUE, UNKNOWN, judge
from engine.explain.method_working import MethodWorking
from engine.explain.phrases import clauses, few, number_text, points_said
from engine.explain.wording import reasons_against, reasons_for, unknown_reasons
from engine.facts.table import State
from engine.ruleset.conditions import Condition, names_in
from engine.ruleset.methods import AllOrNothing, Checklist, Part


def work_all_or_nothing(method: AllOrNothing, full: Fraction, dossier: Dossier) -> MethodWorking:
    """Give full points where the condition holds."""
    truth, cause = judge(method.condition, dossier)
    names = tuple(dict.fromkeys(names_in(method.condition)))
    if truth == TRUE:
        text = few(reasons_for(method.condition, dossier)) + "，符合"
        return MethodWorking(full, State.PRESENT, text, names, method.place)
    if truth == FALSE:
        text = "；".join(reasons_against(method.condition, dossier))
        return MethodWorking(Fraction(0), State.PRESENT, text, names, method.place)
    text = few(unknown_reasons(method.condition, dossier))
    return MethodWorking(Fraction(0), cause, text, names, method.place)


def work_checklist(
    method: Checklist,
    dossier: Dossier,
) -> MethodWorking:
    """Add up the parts that hold, over the parts that apply, scaled to full points."""
    most = sum((part.points for part in method.parts), Fraction(0))
    got, applicable, state = Fraction(0), most, State.PRESENT
    met, unmet, left_out, open_parts = 0, [], [], []
    for part in method.parts:
        truth, cause, asked = _judge_part(part, dossier)
        if truth == UNKNOWN and cause is State.NOT_APPLICABLE:
            applicable -= part.points
            left_out.append(part.name)
        elif truth == TRUE:
            got += part.points
            met += 1
        elif truth == FALSE:
            unmet.append(_unmet_text(part, dossier))
        else:
            state = max(state, cause)
            open_parts.append(few(unknown_reasons(asked, dossier)))
    names = tuple(
        dict.fromkeys(
            name
            for part in method.parts
            for name in (*names_in(part.condition), *names_in(part.applies))
        )
    )
    if left_out and applicable == 0:
        text = f"各项均不适用（{few(left_out)}）"
        return MethodWorking(Fraction(0), State.NOT_APPLICABLE, text, names, method.place)
    if open_parts:
        if left_out:
            got = got * most / applicable
        return MethodWorking(got, state, few(open_parts), names, method.place)
    said = [f"{len(method.parts)}项中{met}项做到"]
    if unmet:
        said.append("未做到：" + "；".join(unmet))
    points = got
    if left_out:
        points = got * most / applicable
        said.append(
            f"不适用：{few(left_out)}，按其余各项折算 "
            f"{number_text(got)}÷{number_text(applicable)}×{number_text(most)}"
        )
    return MethodWorking(points, State.PRESENT, "，".join(said), names, method.place)


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


def _unmet_text(part: Part, dossier: Dossier) -> str:
    reasons = clauses(reasons_against(part.condition, dossier))
    return f"{part.name}（{reasons}，少{points_said(part.points)}）"
