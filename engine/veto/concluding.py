"""Read a finished chain: its facts become cases, effects and duties.

What the chain concluded is the authority; the findings only lend what the chain does not
carry (names of missing facts, reliefs considered).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from engine.ruleset.model import Effect
from engine.veto.findings import Finding
from engine.veto.givens import Recurrences
from engine.veto.leaders import Leader
from engine.veto.memory import Memory
from engine.veto.rules import OWNER
from engine.veto.trace import DutyLine, EffectLine, SchoolTrace, VetoCase, VetoStatus


def conclude(
    effects: Mapping[str, Effect],
    findings: Sequence[Finding],
    leaders: Sequence[Leader],
    recurrences: Recurrences,
    memory: Memory,
) -> SchoolTrace:
    """Return the trace of one school."""
    school = findings[0].school
    by_case = {finding.case: finding for finding in findings}
    cases = tuple(case for finding in findings for case in _cases(finding, by_case, memory))
    lines = _effect_lines(by_case, effects, recurrences, memory)
    duties = tuple(_duty_lines(by_case, leaders, memory))
    return SchoolTrace(
        school, tuple(memory.facts), tuple(memory.steps), cases, tuple(lines), duties
    )


def _only(memory: Memory, kind: str, case: str) -> Mapping[str, str] | None:
    return next((values for values in memory.of(kind) if values["case"] == case), None)


def _cases(finding: Finding, by_case: Mapping[str, Finding], memory: Memory) -> Iterator[VetoCase]:
    """Yield the case of a finding, after the case that was reduced to it, if any."""
    name = finding.case
    if _only(memory, "exempted", name):
        yield _case(finding, finding.clause, VetoStatus.EXEMPTED)
        return
    mitigated = _only(memory, "mitigated", name)
    clause, via = finding.clause, ""
    if mitigated:
        clause, via = mitigated["to"], finding.clause
        yield _case(finding, finding.clause, VetoStatus.REDUCED, gave_way_to=clause)
    if absorbed := _only(memory, "absorbed", name):
        gave_way_to = by_case[absorbed["to"]].charged
        yield _case(finding, clause, VetoStatus.ABSORBED, via=via, gave_way_to=gave_way_to)
    elif standing := _only(memory, "standing", name):
        yield _case(finding, clause, VetoStatus(standing["status"]), via=via)
    else:
        yield _case(finding, clause, VetoStatus.UNDETERMINED, via=via)


def _case(
    finding: Finding, clause: str, status: VetoStatus, via: str = "", gave_way_to: str = ""
) -> VetoCase:
    stands = status in (VetoStatus.IN_FORCE, VetoStatus.PROPOSED)
    unknown = finding.liability_unknown if stands else finding.unknown
    return VetoCase(
        finding.school,
        clause,
        finding.record,
        status,
        via,
        gave_way_to,
        finding.event_id,
        unknown,
        finding.undecided if status is VetoStatus.PROPOSED else (),
        finding.reliefs,
        finding.liability != "excused",
    )


def _effect_lines(
    by_case: Mapping[str, Finding],
    effects: Mapping[str, Effect],
    recurrences: Recurrences,
    memory: Memory,
) -> list[EffectLine]:
    """Return the effects in the order of cases, of effects in the rules, and of persons."""
    persons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for values in memory.of("barred"):
        persons[values["case"], values["effect"]].append(values["name"])
    doubtful = {(values["case"], values["effect"]) for values in memory.of("doubtful")}
    order = {effect: place for place, effect in enumerate(effects)}
    ranked = {case: place for place, case in enumerate(by_case)}
    lines: list[EffectLine] = []
    found = sorted(memory.of("effect"), key=lambda v: (ranked[v["case"]], order[v["effect"]]))
    for values in found:
        finding, effect = by_case[values["case"]], effects[values["effect"]]
        key = (values["case"], values["effect"])
        status = VetoStatus(values["status"])
        unknown: tuple[str, ...] = ()
        if values["form"] == "second_year":
            if key not in doubtful:
                continue
            status, unknown = VetoStatus.UNDETERMINED, recurrences.missing(effect, finding.school)
        for person in sorted(persons.get(key, [""])):
            lines.append(
                EffectLine(
                    finding.school,
                    finding.charged,
                    finding.record,
                    effect,
                    status,
                    person,
                    unknown,
                )
            )
    return lines


def _duty_lines(
    by_case: Mapping[str, Finding], leaders: Sequence[Leader], memory: Memory
) -> Iterator[DutyLine]:
    """Yield who answers, in the order of cases and of the leaders' table."""
    borne = {(values["case"], values["name"]): values for values in memory.of("bears")}
    repeated = {(values["case"], values["name"]) for values in memory.of("repeated")}
    posts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for values in memory.of("answers"):
        posts[values["case"], values["name"]].add(values["post"])
    withheld: dict[tuple[str, str], set[str]] = defaultdict(set)
    for values in memory.of("withheld"):
        withheld[values["case"], values["name"]].add(values["use"])
    areas = {values["case"]: values["area"] for values in memory.of("answerable")}
    for case, finding in by_case.items():
        for leader in leaders:
            key = (case, leader.name)
            if key not in borne:
                continue
            by_post = tuple(post for post in leader.posts if post in posts[key] - {OWNER})
            yield DutyLine(
                finding.school,
                finding.charged,
                finding.record,
                areas[case],
                leader.name,
                by_post or leader.posts,
                borne[key]["duty"],
                key in repeated,
                tuple(sorted(withheld[key])),
                VetoStatus(borne[key]["status"]),
            )
