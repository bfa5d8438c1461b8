"""Work out 另扣: points taken off after a method, by other values, not below a bottom."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from engine.explain.dossier import Dossier
from engine.explain.method_working import MethodWorking, nothing_certain
from engine.explain.workings_values import work_bands
from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.methods import Less
from engine.ruleset.roles import Role
from engine.sentences.phrases import few
from engine.sentences.standard import down_to_text, taken_text
from engine.sentences.worth import worth_text


def take_off(
    method: Less, worked: MethodWorking, full: Fraction, role: Role, dossier: Dossier
) -> MethodWorking:
    """Take off what each further value costs; one that does not apply costs nothing."""
    if worked.state is State.NOT_APPLICABLE:
        return worked
    taken = [work_bands(bands, full, dossier) for bands in method.taken]
    names = tuple(dict.fromkeys((*worked.names, *(name for each in taken for name in each.names))))
    gaps = [each for each in taken if each.state > State.NOT_APPLICABLE]
    if gaps:
        texts = [each.text for each in gaps]
        if worked.state is not State.PRESENT:
            texts.insert(0, worked.text)
        state = max(worked.state, *(each.state for each in gaps))
        return replace(
            worked,
            points=nothing_certain(full, role),
            state=state,
            text=few(list(dict.fromkeys(texts))),
            names=names,
        )
    own = round_fraction(worked.points, dossier.ruleset.unit)
    off = sum((each.points for each in taken if each.state is State.PRESENT), Fraction(0))
    points = min(own, max(own - off, method.down_to))
    if worked.state is not State.PRESENT:
        return replace(worked, points=points, names=names)
    ending = worth_text(role, own, full)
    said = worked.text if worked.text.endswith(ending) else f"{worked.text}，{ending}"
    text = f"{said}；另扣：{'；'.join(_said(each) for each in taken)}"
    if off > own - points:
        text += f"，{down_to_text(points)}"
    telling = [each for each in taken if each.state is State.PRESENT and each.points]
    place = telling[0].place if telling else worked.place
    return replace(worked, points=points, text=text, names=names, place=place)


def _said(taken: MethodWorking) -> str:
    if taken.state is State.NOT_APPLICABLE:
        return f"{taken.text}，不扣"
    return f"{taken.text}，{taken_text(taken.points)}"
