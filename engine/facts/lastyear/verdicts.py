"""Read of last year's chains what became of each school's vetoes, and what they carry on.

A veto of the school is one in force with any effect on the school: one that only meets persons
or posts is none, nor is one that was itself carried from the year before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.ruleset.carried import IN_FORCE, PROPOSED
from engine.ruleset.model import EffectKind

_OF_PERSONS = frozenset({EffectKind.BAR_PERSON.value, EffectKind.BAR_POSTS.value})
_STATUSES = {"in_force": IN_FORCE, "proposed": PROPOSED}


@dataclass(frozen=True, slots=True)
class Carried:
    """One veto whose effects reach this year (延续的否决).

    Args:
        year: When it was imposed. years_left: for how many years yet, this one included.
        source: Document and clause that it rests on. record: Place of the record that met it.
        row: Its row in vetoes.csv; -1 where it was already carried last year.
    """

    clause: str
    name: str
    status: str
    year: int
    years_left: int
    source: str
    record: str
    event: str
    row: int = -1

    def value(self, key: str) -> str:
        """Return one of the built-in columns as it would be written."""
        return str(getattr(self, key))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one school's vetoes last year.

    Args:
        row: The row in vetoes.csv that decides: the first in force, else the first open one.
        is_open: None is in force, and one may yet be: 否决建议 or 待核实.
    """

    is_vetoed: bool
    is_open: bool
    row: int
    carried: tuple[Carried, ...]
    may_carry: bool


def read_verdicts(trace: Mapping[str, Any], year: int) -> dict[str, Verdict]:
    """Return school -> verdict, for the schools of a trace.json.

    Its cases stand in the order of the rows of vetoes.csv.
    """
    earlier: dict[str, list[Carried]] = defaultdict(list)
    for each in trace.get("carried", ()):
        earlier[each["school_id"]].append(Carried(**{key: each[key] for key in _KEPT}, row=-1))
    verdicts: dict[str, Verdict] = {}
    row = 1
    for school in trace.get("schools", ()):
        cases = school["cases"]
        school_id = school["school_id"]
        verdicts[school_id] = _verdict(
            school, range(row, row + len(cases)), year, earlier.pop(school_id, [])
        )
        row += len(cases)
    for school_id, left in earlier.items():
        verdicts[school_id] = Verdict(False, False, -1, tuple(left), False)
    return verdicts


_KEPT = ("clause", "name", "status", "year", "years_left", "source", "record", "event")


def _verdict(
    school: Mapping[str, Any], rows: Iterable[int], year: int, earlier: list[Carried]
) -> Verdict:
    effects: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for effect in school["effects"]:
        effects[effect["clause"], effect["record"]].append(effect)
    vetoed, pending, carried, may_carry = [], [], list(earlier), False
    for case, row in zip(school["cases"], rows, strict=True):
        if case.get("carried"):
            continue
        its = effects[case["clause"], case["record"]]
        meets_school = any(each["kind"] not in _OF_PERSONS for each in its)
        if case["status"] == "in_force" and meets_school:
            vetoed.append(row)
        elif case["status"] == "undetermined" or (case["status"] == "proposed" and meets_school):
            pending.append(row)
            may_carry |= case["status"] == "undetermined"
        carried += [_carried(case, each, year, row) for each in its if each.get("years")]
    deciding = [*vetoed, *pending]
    return Verdict(
        bool(vetoed),
        bool(pending) and not vetoed,
        deciding[0] if deciding else -1,
        tuple(carried),
        may_carry,
    )


def _carried(case: Mapping[str, Any], effect: Mapping[str, Any], year: int, row: int) -> Carried:
    return Carried(
        case["clause"],
        case["name"],
        _STATUSES[effect["status"]],
        year,
        effect["years"],
        case["source"],
        case["record_place"] or case["clause_place"],
        case["event"],
        row,
    )
