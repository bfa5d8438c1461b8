"""Settle what needs weighing or counting, between the firings: the chain has no numbers.

Each stage is asked once the chain is quiet, and states what it settled as facts. In order:
which case of an event stands, which leaders answer, which of a person's duties counts, and
who answers again in the same year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from engine.ruleset.model import RuleSet
from engine.veto.findings import Finding
from engine.veto.givens import NOTHING
from engine.veto.infer import Stage
from engine.veto.leaders import Leader, highest_duty
from engine.veto.memory import Memory, Statement
from engine.veto.trace import VetoStatus

_IN_FORCE, _PROPOSED = VetoStatus.IN_FORCE.value, VetoStatus.PROPOSED.value


class Referee:
    """The settlements of one school."""

    def __init__(
        self, ruleset: RuleSet, findings: Sequence[Finding], leaders: Sequence[Leader]
    ) -> None:
        self._ruleset, self._leaders = ruleset, leaders
        self._findings: Mapping[str, Finding] = {f.case: f for f in findings}
        self._order = {clause: place for place, clause in enumerate(ruleset.clauses)}

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The settlements in their order."""
        return (self.settle_events, self.call_leaders, self.count_once, self.mark_repeats)

    def settle_events(self, memory: Memory) -> Iterator[Statement]:
        """Rule which cases stand: of one event the heaviest, the others give way to it.

        A case gives way only to one at least as settled: all to one in force, a proposal also
        to a proposal; what is undetermined supplants nothing. A clause that counts separately
        (分别计) neither gives way nor supplants. One clause stands once for one record.
        """
        members: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for kind in ("charge", "pending"):
            for values in memory.of(kind):
                finding = self._findings[values["case"]]
                members[finding.event].append(finding)
        for findings in members.values():
            standing: list[Finding] = []
            for finding in sorted(findings, key=self._rank):
                to = self._supplanter(finding, standing)
                uncovered = _uncovered(finding, to) if to else ()
                if to is None or (uncovered and finding.is_open):
                    # A person who may have to be barred is not lost in another's case.
                    standing.append(finding)
                    yield "ruling", {"case": finding.case, "verdict": "stands", "to": NOTHING}
                    continue
                yield "ruling", {"case": finding.case, "verdict": "yields", "to": to.case}
                for effect in uncovered:
                    yield "personal", {"case": finding.case, "effect": effect}

    def _supplanter(self, finding: Finding, standing: Sequence[Finding]) -> Finding | None:
        """Return the standing case that a lighter one gives way to, if any."""
        for other in standing:
            if _is_same_charge(other, finding):
                return other
        if self._is_separate(finding):
            return None
        for other in standing:
            if other.is_open or self._is_separate(other):
                continue
            if other.status is VetoStatus.IN_FORCE or _is_proposal(finding):
                return other
        return None

    def _is_separate(self, finding: Finding) -> bool:
        return self._ruleset.clauses[finding.charged].separately

    def _rank(self, finding: Finding) -> tuple[int, int, int, bool, int]:
        """Order cases of one event: the heaviest first, then by clause, record, certainty."""
        gravity = self._ruleset.clauses[finding.charged].gravity
        unsettled = finding.is_open or finding.status is not VetoStatus.IN_FORCE
        charged, origin = self._order[finding.charged], self._order[finding.clause]
        return -gravity, charged, finding.record, unsettled, origin

    def call_leaders(self, memory: Memory) -> Iterator[Statement]:
        """State who holds the posts and owns the areas that are concerned."""
        duties = self._ruleset.duties
        areas = {values["area"] for values in memory.of("answerable")}
        posts = {values["post"] for values in memory.of("bars")}
        for row in duties.matrix:
            if row.area in areas:
                for post, duty in row.duties.items():
                    posts.add(post)
                    yield "duty", {"area": row.area, "post": post, "duty": duty}
        for leader in self._leaders:
            for post in leader.posts:
                if post in posts:
                    yield "holds", {"name": leader.name, "post": post}
            for area in leader.areas:
                if area in areas and duties.owner_kind:
                    yield "owns", {"name": leader.name, "area": area, "duty": duties.owner_kind}

    def count_once(self, memory: Memory) -> Iterator[Statement]:
        """State which of a person's duties counts: one, the highest, never their sum."""
        kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
        for values in memory.of("answers"):
            kinds[values["case"], values["name"]].append(values["duty"])
        for (case, name), each in kinds.items():
            duty = highest_duty(self._ruleset.duties, each)
            yield "counted", {"case": case, "name": name, "duty": duty}

    def mark_repeats(self, memory: Memory) -> Iterator[Statement]:
        """State who was held to account before, or answers for a second event of this year.

        The first case must be at least as settled as the second: nobody is a repeater on
        account of a mere proposal while the other case is in force.
        """
        cases: dict[str, list[tuple[int, int, int, Finding]]] = defaultdict(list)
        for values in memory.of("bears"):
            finding = self._findings[values["case"]]
            settled = [_IN_FORCE, _PROPOSED, VetoStatus.UNDETERMINED.value].index(values["status"])
            place = self._order[finding.charged], finding.record
            cases[values["name"]].append((settled, *place, finding))
        for leader in self._leaders:
            borne = sorted(cases.get(leader.name, ()), key=lambda each: each[:3])
            if not borne:
                continue
            if leader.earlier:
                yield "earlier", {"name": leader.name}
            first = borne[0][-1]
            for *_, finding in borne[1:]:
                if finding.event != first.event:
                    yield (
                        "again",
                        {"name": leader.name, "first": first.case, "case": finding.case},
                    )
        if cases:
            for use in self._ruleset.duties.repeat_uses:
                yield "forbids", {"use": use}


def _is_proposal(finding: Finding) -> bool:
    return not finding.is_open and finding.status is VetoStatus.PROPOSED


def _is_same_charge(one: Finding, other: Finding) -> bool:
    return (
        not one.is_open
        and not other.is_open
        and (one.charged, one.record) == (other.charged, other.record)
    )


def _uncovered(finding: Finding, to: Finding) -> tuple[str, ...]:
    """Return the BAR_PERSON effects that would be lost if the finding gave way.

    One event punishes the school once; a person whom only the lighter case names would not be
    punished at all.
    """
    named = {name for _, name in to.persons}
    return tuple(dict.fromkeys(e for e, name in finding.persons if name not in named))
