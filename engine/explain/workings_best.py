"""Work out 取高: the best of several methods, of those that apply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from engine.explain.method_working import MethodWorking
from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.methods import BestOf
from engine.ruleset.roles import Role
from engine.sentences.phrases import clauses, numbered
from engine.sentences.worth import worth_text


def join_options(
    method: BestOf, options: Sequence[MethodWorking], full: Fraction, role: Role, unit: Fraction
) -> MethodWorking:
    """Take the option that gives the most; say what each gives."""
    rounded = [round_fraction(option.points, unit) for option in options]
    meant = [at for at, option in enumerate(options) if option.state is not State.NOT_APPLICABLE]
    names = tuple(dict.fromkeys(name for option in options for name in option.names))
    records = tuple(dict.fromkeys(fact for option in options for fact in option.records))
    if not meant:
        text = "各法均不适用：" + clauses(_different(option.text for option in options))
        none = Fraction(0)
        return MethodWorking(none, State.NOT_APPLICABLE, text, names, method.place, records)
    best = max(meant, key=lambda at: rounded[at])
    known = [at for at in meant if options[at].state is State.PRESENT]
    full_at = next((at for at in known if rounded[at] >= full), None)
    state = max(options[at].state for at in meant)
    if full_at is None and state is not State.PRESENT:
        told = [options[at].text for at in meant if options[at].state is not State.PRESENT]
        text = "取高的各法中有不能判定的：" + clauses(_different(told))
        return MethodWorking(rounded[best], state, text, names, method.place, records)
    chosen = best if full_at is None else full_at
    told = [
        _told(option, points, full, role) for option, points in zip(options, rounded, strict=True)
    ]
    text = f"各法取高：{numbered(told)}，取第{chosen + 1}种"
    return MethodWorking(
        rounded[chosen], State.PRESENT, text, names, options[chosen].place, records
    )


def _told(option: MethodWorking, points: Fraction, full: Fraction, role: Role) -> str:
    """Say what one option comes to."""
    if option.state is State.PRESENT:
        ending = worth_text(role, points, full)
        return option.text if option.text.endswith(ending) else f"{option.text}，{ending}"
    if option.state is State.NOT_APPLICABLE:
        return option.text if "不适用" in option.text else f"不适用：{option.text}"
    return f"{option.text}，不能判定"


def _different(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
