"""Values over the batch (同组比较): places, percentiles, best values, means, standard scores.

They are worked out once over all schools, before the batch is split. A school whose value is
missing or not applicable takes no part in them: the others are compared without it, and what it
would have had stays open for the same reason. The best value and the mean belong to the cohort:
every school of it has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.ruleset.model import Peers
from engine.scoring.arithmetic import whole_column
from engine.scoring.moments import moments
from engine.scoring.standings import Standings, Whole, stand
from engine.scoring.values import Quantity, States
from engine.scoring.z_scores import standard_scores


def compare_peers(kind: str, peers: Peers, value: Quantity, cohorts: Whole) -> Quantity:
    """Work out one value over the batch for every school.

    Args:
        kind: As in `Derived.kind`: rank, percentile, best, peer_mean or z_score.
        peers: What it asks for.
        value: (schools,) what is compared.
        cohorts: (schools,) code of each school's cohort.
    """
    return _KINDS[kind](peers, value, cohorts, stand(value, cohorts))


def places(peers: Peers, standings: Standings) -> tuple[Whole, int]:
    """Return the place of each distinct value, from 1, and the scale of the places.

    Equal values take up as many places as there are of them; `ties` says which of these is
    theirs. Their average can be half a place, hence the scale.

    Shapes: (distinct,).
    """
    better = n_better(peers, standings)
    match peers.ties:
        case "highest":
            return better + standings.count, 1
        case "average":
            return 2 * better + standings.count + 1, 2
    return better + 1, 1


def n_better(peers: Peers, standings: Standings) -> Whole:
    """Count those of the cohort that are better than each distinct value. Shapes: (distinct,)."""
    if peers.lower_is_better:
        return standings.below
    return standings.size - standings.below - standings.count


def best_rows(peers: Peers, standings: Standings) -> NDArray[np.intp]:
    """Return which distinct value is the best of each cohort.

    Shapes: (cohorts that anyone takes part in,).
    """
    if peers.lower_is_better:
        return standings.starts
    return standings.ends - 1


def to_schools(numbers: Quantity, value: Quantity, standings: Standings) -> Quantity:
    """Give what each distinct value is worth to the schools that have it.

    Shapes: numbers (distinct,), value and the result (schools,). Who takes no part keeps the
    state of its own value; who has a value but is not asked is 不适用.
    """
    n_schools = len(value.numerators)
    taking_part = np.zeros(n_schools, bool)
    taking_part[standings.participants] = True
    states = np.zeros(n_schools, np.uint8) if value.states is None else value.states.copy()
    states[~taking_part & (states == State.PRESENT)] = State.NOT_APPLICABLE
    if numbers.states is not None:
        states[standings.participants] = numbers.states[standings.at]
    return _spread(numbers, standings.at, standings.participants, states)


def _spread(
    numbers: Quantity, at: NDArray[np.integer], rows: NDArray[np.intp], states: States
) -> Quantity:
    above = np.zeros(len(states), numbers.numerators.dtype)
    above[rows] = numbers.numerators[at]
    below = None
    if numbers.denominators is not None:
        below = np.ones(len(states), numbers.denominators.dtype)
        below[rows] = numbers.denominators[at]
    return Quantity(above, numbers.scale, below, states if states.any() else None)


def _to_cohorts(numbers: Quantity, cohorts: Whole, standings: Standings) -> Quantity:
    """Give each cohort's number to all its schools; 不适用 where nobody takes part.

    Shapes: numbers (cohorts that anyone takes part in,), the result (schools,).
    """
    n_cohorts = int(cohorts.max()) + 1 if cohorts.size else 0
    run = np.full(n_cohorts, -1)
    run[standings.cohort[standings.starts]] = np.arange(len(standings.starts))
    mine = run[cohorts]
    rows = np.flatnonzero(mine >= 0)
    states = np.where(mine >= 0, np.uint8(0), np.uint8(State.NOT_APPLICABLE))
    return _spread(numbers, mine[rows], rows, states)


def _rank(peers: Peers, value: Quantity, _: Whole, standings: Standings) -> Quantity:
    place, scale = places(peers, standings)
    return to_schools(Quantity(place, scale), value, standings)


def percentiles(peers: Peers, standings: Standings) -> Quantity:
    """Return the share of the cohort that is not better, itself included. Shapes: (distinct,)."""
    return Quantity(standings.size - n_better(peers, standings), 1, standings.size)


def _percentile(peers: Peers, value: Quantity, _: Whole, standings: Standings) -> Quantity:
    return to_schools(percentiles(peers, standings), value, standings)


def _best(peers: Peers, _: Quantity, cohorts: Whole, standings: Standings) -> Quantity:
    return _to_cohorts(standings.values.part(best_rows(peers, standings)), cohorts, standings)


def _peer_mean(_: Peers, value: Quantity, cohorts: Whole, standings: Standings) -> Quantity:
    """Divide the sum of each cohort's values by how many there are, without rounding."""
    sizes = standings.size[standings.starts].tolist()
    pairs = zip(moments(standings, standings.count), sizes, strict=True)
    means = [(each.sum / size).as_integer_ratio() for each, size in pairs]
    above, below = (whole_column([each[side] for each in means]) for side in (0, 1))
    return _to_cohorts(Quantity(above, value.scale, below), cohorts, standings)


def _z_score(peers: Peers, value: Quantity, _: Whole, standings: Standings) -> Quantity:
    return to_schools(standard_scores(peers, standings), value, standings)


_KINDS: Mapping[str, Callable[[Peers, Quantity, Whole, Standings], Quantity]] = {
    "rank": _rank,
    "percentile": _percentile,
    "best": _best,
    "peer_mean": _peer_mean,
    "z_score": _z_score,
}
