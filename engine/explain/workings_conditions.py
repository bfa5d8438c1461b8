"""Work out the method that asks whether something is so: 全有全无."""

from __future__ import annotations

from fractions import Fraction

from engine.explain.dossier import Dossier
from engine.explain.judging import FALSE, TRUE, judge
from engine.explain.method_working import MethodWorking
from engine.explain.wording import reasons_against, reasons_for, unknown_reasons
from engine.facts.table import State
from engine.ruleset.conditions import names_in
from engine.ruleset.methods import AllOrNothing
from engine.sentences.phrases import few


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
