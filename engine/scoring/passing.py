"""Pass on the weight of what is left out, by name, in chains (折给)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from graphlib import TopologicalSorter

from engine.ruleset.combining import InProportion, InShares, Passing

PassingRules = Mapping[str, tuple[Passing, ...]]


def order_of_passing(rules: PassingRules) -> tuple[str, ...]:
    """Return who passes on, each after everyone who may hand it a share.

    Raises:
        graphlib.CycleError: Shares go round in a circle (refused when the rules load).
    """
    givers: dict[str, list[str]] = {name: [] for name in rules}
    for giver, steps in rules.items():
        for step in steps:
            if isinstance(step, InShares):
                for receiver in step.shares:
                    givers.setdefault(receiver, []).append(giver)
    return tuple(name for name in TopologicalSorter(givers).static_order() if name in rules)


def pass_on(
    weights: Mapping[str, Fraction],
    out: frozenset[str],
    rules: PassingRules,
    order: tuple[str, ...],
) -> dict[str, Fraction]:
    """Return the weights after all that are left out have passed theirs on.

    Whoever finds no step that fits keeps the weight: its siblings make up for it in proportion.

    Args:
        weights: Everyone's own weight. out: who is left out.
        rules: Who passes on, and how. order: as `order_of_passing` gives it.

    Units: those of the weights. Source: design.md section 5; the steps of 折给.
    """
    held = dict(weights)
    for name in order:
        if name not in out or not held[name]:
            continue
        shares = _shares(rules[name], weights, out)
        if shares:
            amount, held[name] = held[name], Fraction(0)
            for receiver, share in shares.items():
                held[receiver] += amount * share
    return held


def _shares(
    steps: tuple[Passing, ...], weights: Mapping[str, Fraction], out: frozenset[str]
) -> Mapping[str, Fraction]:
    """Return what each receiver gets of the whole by the first step that fits."""
    for step in steps:
        match step:
            case InShares():
                return step.shares
            case InProportion():
                counted = [name for name in step.ids if name not in out]
                whole = sum((weights[name] for name in counted), Fraction(0))
                if whole:
                    return {name: weights[name] / whole for name in counted}
    return {}
