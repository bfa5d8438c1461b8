"""Settle who stands where for 排名赋分, over the whole batch, before any part of it is scored.

Whoever the indicator does not (surely) apply to takes no part, nor whoever has no value.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.diagnostics import Place
from engine.points import multiply
from engine.ruleset.methods import Ranked
from engine.ruleset.model import Peers, RuleSet
from engine.ruleset.walking import uses_of
from engine.scoring.cohorts import codes_within
from engine.scoring.peers import best_rows, percentiles, places, to_schools
from engine.scoring.standings import Standings, stand
from engine.scoring.subjects import subject_mask
from engine.scoring.values import Quantity
from engine.scoring.views import View


def settle_contests(ruleset: RuleSet, view: View) -> Mapping[Place, Quantity]:
    """Work out how every school stands under every 排名赋分 of the ruleset.

    Returns:
        Place of the method -> (schools,) the share of full points that the school is worth, or
        where there are bands its place or percentile.
    """
    found: dict[Place, Quantity] = {}
    for indicator in ruleset.all_indicators():
        for use in uses_of(indicator.method):
            if isinstance(use.method, Ranked):
                peers = use.method.peers
                value = view.quantity(peers.value)
                subject = subject_mask(indicator, use.samples, view)
                standings = stand(value, codes_within(peers.within, view), subject)
                worth = _worth(use.method, standings)
                found[use.method.place] = to_schools(worth, value, standings)
    return found


def _worth(method: Ranked, standings: Standings) -> Quantity:
    """Return what each distinct value is worth. Shapes: (distinct,)."""
    match method.by:
        case "proportion":
            return _proportion(method.peers, standings)
        case "percentile":
            return percentiles(method.peers, standings)
    if method.bands:
        place, scale = places(method.peers, standings)
        return Quantity(place, scale)
    return _way_down(method.peers, standings)


def _way_down(peers: Peers, standings: Standings) -> Quantity:
    """Go from 1 for the first place to 0 for the last; who is alone is first."""
    place, scale = places(peers, standings)
    is_alone = standings.size == 1
    above = np.where(is_alone, 1, scale * standings.size - place)
    return Quantity(above, 1, np.where(is_alone, 1, scale * (standings.size - 1)))


def _proportion(peers: Peers, standings: Standings) -> Quantity:
    """Divide each value by the best, or the best by each where lower is better.

    There is no proportion to nothing, nor to less: a value that is not above 0 is worth nothing
    where higher is better; where lower is better and the best is not above 0, only the best
    itself is worth anything, and that is all.
    """
    values, n_values = standings.values, len(standings.cohort)
    run = np.repeat(np.arange(len(standings.starts)), standings.ends - standings.starts)
    best_row = best_rows(peers, standings)[run]
    best = values.part(best_row)
    is_best = best_row == np.arange(n_values)
    part, whole = (best, values) if peers.lower_is_better else (values, best)
    is_nothing = part.numerators <= 0
    above, below = part.numerators, whole.numerators
    if whole.denominators is not None and part.denominators is not None:
        above = multiply(above, whole.denominators)
        below = multiply(below, part.denominators)
    is_whole = is_best & (peers.lower_is_better | ~is_nothing)
    above = np.where(is_whole, 1, np.where(is_nothing, 0, above))
    return Quantity(above, 1, np.where(is_whole | is_nothing, 1, below))
