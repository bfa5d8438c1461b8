"""Find the schools whose total is withheld (不出总分): something that must be there is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from engine.ruleset.combining import Combination
from engine.ruleset.model import Group, RuleSet
from engine.scoring.values import Mask
from engine.scoring.weighing import LevelWeights, Whole

# Everywhere (True), nowhere (False), or (schools,).
_Counts = bool | Mask


def withheld_from(
    ruleset: RuleSet, gaps: Mapping[int, Mask], levels: Mapping[str, LevelWeights]
) -> dict[int, Mask]:
    """Return where the gap of an indicator withholds the total: where it weighs anything.

    Args:
        ruleset: The rules.
        gaps: Position of an indicator under 不出总分 -> (schools,) True where it is missing.
        levels: The weights of the weighted means.

    Shapes: (schools,) each; indicators that withhold nobody's total are not among them.
    """
    if not gaps:
        return {}
    counts = dict(_counting("", ruleset.root(), levels, counts=True))
    positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
    counting = {positions[name]: where for name, where in counts.items() if name in positions}
    found = {at: mask & counting.get(at, True) for at, mask in gaps.items()}
    return {at: np.asarray(mask) for at, mask in found.items() if mask.any()}


def _counting(
    level_id: str, group: Group, levels: Mapping[str, LevelWeights], counts: _Counts
) -> Iterator[tuple[str, _Counts]]:
    """Yield each leaf, and where no weight of 0 on its way up keeps it from counting."""
    for part in group.counted():
        here = counts
        if group.combine is Combination.WEIGHTED_MEAN:
            here = _weighs(levels[level_id].held[part.id]) & counts
        if isinstance(part, Group):
            yield from _counting(part.id, part, levels, here)
        else:
            yield part.id, here


def _weighs(weight: Whole) -> _Counts:
    return bool(weight) if isinstance(weight, int) else np.asarray(weight != 0)
