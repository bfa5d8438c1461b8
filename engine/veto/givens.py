"""State a school's findings as facts of the chain: kinds and short texts, never a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.ruleset.model import Clause, Effect, EffectKind, RuleSet
from engine.scoring.conditions import FALSE, TRUE
from engine.scoring.views import View
from engine.veto.findings import Finding
from engine.veto.memory import Statement
from engine.veto.reading import Answers, answer, effects_of, missing_names

# Stands where a property has nothing to say; the empty text would equal 0 in durable-rules.
NOTHING = "none"


class Recurrences:
    """Whether each 连续两年 condition holds, evaluated once for all schools."""

    def __init__(self, ruleset: RuleSet, schools: View) -> None:
        self._ruleset, self._schools = ruleset, schools
        self._answers: dict[str, Answers] = {}

    def state(self, effect: Effect, school: int) -> int:
        """Return TRUE, UNKNOWN or FALSE for one school."""
        if effect.id not in self._answers:
            self._answers[effect.id] = answer(effect.condition, self._schools)
        return int(self._answers[effect.id][school])

    def missing(self, effect: Effect, school: int) -> tuple[str, ...]:
        """Name the facts that keep it from being decided."""
        return missing_names([effect.condition], self._schools, school)


def state_findings(
    findings: Sequence[Finding], ruleset: RuleSet, recurrences: Recurrences
) -> Iterator[Statement]:
    """Yield the facts that one school's chain starts from."""
    for finding in findings:
        yield from _state_finding(finding)
    for charged in sorted({f.charged for f in findings if not f.is_open}):
        clause = ruleset.clauses[charged]
        yield "clause", {"clause": clause.id, "area": clause.area}
        yield from _state_effects(clause, findings[0].school, recurrences)


def _state_finding(finding: Finding) -> Iterator[Statement]:
    case = finding.case
    yield (
        "finding",
        {
            "case": case,
            "clause": finding.clause,
            "record": str(finding.record),
            "state": "certain" if finding.certain else "open",
        },
    )
    if not finding.certain:
        return
    reduced = finding.outcome == "reduced"
    yield (
        "review",
        {
            "case": case,
            "outcome": finding.outcome,
            "relief": finding.relief or NOTHING,
            "to": finding.charged if reduced else NOTHING,
        },
    )
    if finding.outcome in ("exempt", "open"):
        return
    yield "decision", {"case": case, "status": finding.status.value}
    yield "liability", {"case": case, "state": finding.liability}
    for effect, name in finding.persons:
        yield "person", {"case": case, "effect": effect, "name": name}


def _state_effects(clause: Clause, school: int, recurrences: Recurrences) -> Iterator[Statement]:
    for effect in clause.effects:
        leads = {"clause": clause.id, "effect": effect.id, "form": effect.kind.value}
        yield "leads", leads
    for effect in effects_of(clause):
        if effect.kind is EffectKind.BAR_POSTS:
            for post in effect.targets:
                yield "bars", {"effect": effect.id, "post": post}
        if effect.kind is not EffectKind.SECOND_YEAR:
            continue
        state = recurrences.state(effect, school)
        if state != FALSE:
            holds = "holds" if state == TRUE else "open"
            yield "recurrence", {"effect": effect.id, "state": holds}
        for further in effect.then:
            form = further.kind.value
            yield "further", {"effect": effect.id, "then": further.id, "form": form}


def effects_by_id(ruleset: RuleSet) -> Mapping[str, Effect]:
    """Return every effect of the ruleset by its id."""
    return {e.id: e for clause in ruleset.clauses.values() for e in effects_of(clause)}
