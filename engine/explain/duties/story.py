"""Tell who answers for what in one school as data (责任到人): the source of every duty sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from engine.explain.dossier import Dossier
from engine.explain.duties.catalogue import duty_catalogue
from engine.explain.duties.deeds import DeedBook
from engine.explain.duties.events import EventBook
from engine.explain.duties.sentences import leader_sentences, school_notes
from engine.explain.ledger import Ledgers
from engine.explain.losses import lost_by_indicator
from engine.facts.table import State
from engine.points import Units, decimal_text
from engine.veto.duties import Bearer, Carriers, ResponsibilityLine
from engine.veto.trace import DutyLine, SchoolTrace

Story = dict[str, Any]

# Stories and rows of one run of schools are told one after the other.
_KEPT = 100
_STATES = {
    State.PRESENT: "present",
    State.NOT_APPLICABLE: "not_applicable",
    State.MISSING: "missing",
    State.UNREADABLE: "unreadable",
}


@dataclass(frozen=True, slots=True)
class PersonDuty:
    """What one person answers for in one school, over all areas; every area once.

    Args:
        lines: A line an area, in the order of the areas. lost, carried: their sums. Units: points.
        vetoes: A line a veto case.
    """

    bearer: Bearer
    lines: tuple[ResponsibilityLine, ...]
    lost: int
    carried: int
    vetoes: tuple[DutyLine, ...]

    @property
    def is_repeated(self) -> bool:
        """Whether the person is held to account again (失责追责)."""
        return any(duty.repeated for duty in self.vetoes)

    @property
    def barred_from(self) -> tuple[str, ...]:
        """What that withholds from the person."""
        return tuple(dict.fromkeys(use for duty in self.vetoes for use in duty.barred_from))


@dataclass(slots=True)
class SchoolDuties:
    """Who answers in one school.

    Args:
        lines: In the order of areas and leaders. persons: In the order of the leaders' table.
    """

    lines: list[ResponsibilityLine]
    persons: list[PersonDuty] = field(default_factory=list)


class DutyStories:
    """Tells the duties of a batch, school by school."""

    def __init__(self, ledgers: Ledgers) -> None:
        self.ledgers = ledgers
        self.ruleset, self.facts = ledgers.ruleset, ledgers.facts
        self.said = ledgers.text
        indicators = ledgers.scores.indicators
        lost = lost_by_indicator(self.ruleset, ledgers.scores, ledgers.book)
        self._lost = {at: units.tolist() for at, units in lost.items()}
        by_area: dict[str, Units] = {}
        for at, units in lost.items():
            area = indicators[at].area
            by_area[area] = by_area[area] + units if area in by_area else units
        self._by_area = {area: units.tolist() for area, units in by_area.items()}
        # Where points were lost, by anyone.
        self.areas = tuple(area for area in by_area if area)
        self._positions: list[list[int]] = [[] for _ in range(self.facts.n_schools)]
        for at, units in lost.items():
            for school in np.flatnonzero(units).tolist():
                self._positions[school].append(at)
        owned = {area: units for area, units in by_area.items() if area}
        self.carriers = Carriers(self.ruleset, self.facts, owned)
        self._deeds = DeedBook(self.ruleset, self.facts, ledgers.scores)
        self._events = EventBook(self.ruleset)
        self._shares: dict[tuple[int, str], str] = {}
        self.catalogue = duty_catalogue(self.ruleset)
        self._known: dict[int, SchoolDuties] = {}

    def duties(self, school: int) -> SchoolDuties:
        """Return who answers in one school, and the sums of each person."""
        if school not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[school] = self._duties(school)
        return self._known[school]

    def _duties(self, school: int) -> SchoolDuties:
        found = SchoolDuties(list(self.carriers.of_school(school)))
        by_person: dict[str, list[ResponsibilityLine]] = {}
        for line in found.lines:
            by_person.setdefault(line.person, []).append(line)
        trace = self.ledgers.trace.by_school.get(school)
        for bearer in self.carriers.bearers(school):
            lines = tuple(by_person.get(bearer.name, ()))
            found.persons.append(
                PersonDuty(
                    bearer,
                    lines,
                    sum(line.lost for line in lines),
                    sum(line.carried for line in lines),
                    tuple(each for each in _duty_lines(trace) if each.person == bearer.name),
                )
            )
        return found

    def of_school(self, dossier: Dossier) -> Story:
        """Tell one school; nothing where the rules name no leaders."""
        if not self.catalogue:
            return {}
        school = dossier.school
        duties = self.duties(school)
        trace = self.ledgers.trace.by_school.get(school)
        deeds = self._deeds.of_school(dossier)
        events = self._events.of_school(dossier, trace)
        kinds: dict[str, dict[str, Fraction]] = {}
        for line in duties.lines:
            kinds.setdefault(line.area, {})[line.kind] = line.coefficient
        totals = {(line.area, line.kind): line.carried for line in duties.lines}
        items: dict[str, list[int]] = {}
        for at in self._positions[school]:
            items.setdefault(self.ledgers.scores.indicators[at].area, []).append(at)
        listed = dict.fromkeys((*self.catalogue["areas"], *self.carriers.areas, *items, *events))
        state = self.facts.records[self.ruleset.duties.table].states[school]
        return {
            "state": _STATES[State(int(state))],
            "notes": school_notes(self, dossier, duties),
            "areas": [
                {
                    "area": area,
                    "lost": self.said(self.lost(area, school)),
                    "items": self._items(items.get(area, ()), school),
                    "carried": {
                        kind: {
                            "total": self.said(totals[area, kind]),
                            "items": [
                                self._share(self._lost[at][school], kind, coefficient)
                                for at in items.get(area, ())
                            ],
                        }
                        for kind, coefficient in kinds.get(area, {}).items()
                        if self.lost(area, school)
                    },
                    "deeds": deeds.get(area, []),
                    "events": events.get(area, []),
                }
                for area in listed
                if area
            ],
            "unassigned": {
                "lost": self.said(self.lost("", school)),
                "items": self._items(items.get("", ()), school),
            },
            "leaders": [self._leader(each, dossier) for each in duties.persons],
        }

    def lost(self, area: str, school: int) -> int:
        """Return the points that a school lost in an area; "" are those of no area."""
        units = self._by_area.get(area)
        return 0 if units is None else int(units[school])

    def _items(self, positions: list[int] | tuple[int, ...], school: int) -> list[Story]:
        indicators = self.ledgers.scores.indicators
        return [
            {"indicator": indicators[at].id, "lost": self.said(self._lost[at][school])}
            for at in positions
        ]

    def _share(self, lost: int, kind: str, coefficient: Fraction) -> str:
        """Write what one item carries to a person: exact, since only the sum is rounded."""
        key = lost, kind
        if key not in self._shares:
            self._shares[key] = decimal_text(lost * self.ruleset.unit * coefficient)
        return self._shares[key]

    def _leader(self, person: PersonDuty, dossier: Dossier) -> Story:
        return {
            "name": person.bearer.name,
            "posts": list(person.bearer.posts),
            "owned": list(person.bearer.areas),
            "areas": {line.area: line.kind for line in person.lines},
            "by_posts": {
                line.area: list(line.posts)
                for line in person.lines
                if line.posts != person.bearer.posts
            },
            "lost": self.said(person.lost),
            "carried": self.said(person.carried),
            "vetoes": [self._veto(duty) for duty in person.vetoes],
            "repeated": person.is_repeated,
            "barred": list(person.barred_from),
            "deeds": self._deeds.of_person(dossier, person.bearer.name),
            "sentences": leader_sentences(self, person),
        }

    def _veto(self, duty: DutyLine) -> Story:
        clause = self.ruleset.clauses[duty.clause]
        return {
            "clause": clause.id,
            "name": clause.name,
            "area": duty.area,
            "kind": duty.kind,
            "status": duty.status.label,
            "repeated": duty.repeated,
        }


def _duty_lines(trace: SchoolTrace | None) -> Iterator[DutyLine]:
    yield from trace.duties if trace is not None else ()
