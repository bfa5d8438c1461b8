"""Put aside what the ruleset says is not to be told again (不再提示), each with its reason.

Warnings and notes of reading the rules are sifted like those of linting; errors never are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.diagnostics import Diagnostic, Diagnostics, Place, Severity
from engine.linting.codes import LINTS, ONLY_ON_COHORTS
from engine.linting.finding import Finding
from engine.ruleset.ignoring import IgnoredFinding
from engine.ruleset.model import RuleSet


@dataclass(frozen=True, slots=True)
class Silenced:
    """A warning or note that is not told, and the entry that says why."""

    diagnostic: Diagnostic
    entry: IgnoredFinding


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is told, in order of place, and what is not."""

    told: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]


def sift(
    ruleset: RuleSet,
    problems: Iterable[Diagnostic],
    findings: Iterable[Finding],
    *,
    on_cohort: bool = False,
) -> Sifted:
    """Put aside what is ignored, and tell of entries that ignore nothing.

    Args:
        problems: What reading the rules has told.
        findings: What linting has found.
        on_cohort: Facts were given: entries for what only a cohort shows are judged too.
    """
    told, silenced = [], []
    used: set[tuple[Place, str]] = set()
    for finding in (*_as_findings(ruleset, problems), *findings):
        entry = _entry_for(finding, ruleset.ignored)
        if entry is None:
            told.append(finding.diagnostic)
            continue
        silenced.append(Silenced(finding.diagnostic, entry))
        names = {*finding.items, *finding.within}
        used.update((entry.place, each) for each in ("", *names) if each in ("", *entry.items))
    if ruleset.profile is None:  # what a profile leaves out is put aside for the whole
        told.extend(_idle(ruleset, used, on_cohort=on_cohort))
    by_place = sorted(silenced, key=lambda each: each.diagnostic.sort_key)
    return Sifted(Diagnostics(told).sorted(), tuple(by_place))


def _entry_for(finding: Finding, entries: Iterable[IgnoredFinding]) -> IgnoredFinding | None:
    if finding.diagnostic.severity is Severity.ERROR:
        return None
    return next(
        (
            entry
            for entry in entries
            if entry.code == finding.diagnostic.code
            and (not entry.items or finding.is_named(frozenset(entry.items)))
        ),
        None,
    )


def _idle(
    ruleset: RuleSet, used: set[tuple[Place, str]], *, on_cohort: bool
) -> Iterator[Diagnostic]:
    """Yield a note for each item of an entry that has put nothing aside."""
    for entry in ruleset.ignored:
        if entry.code in ONLY_ON_COHORTS and not on_cohort:
            continue
        idle = [each for each in entry.items or ("",) if (entry.place, each) not in used]
        if not idle:
            continue
        named = f"的{'、'.join(f'“{each}”' for each in idle)}" if entry.items else ""
        yield Diagnostic(
            "L099",
            LINTS["L099"].severity,
            f"不再提示 {entry.code}{named}：现在没有这样的警告或提示",
            entry.place,
            "、".join(idle) or entry.code,
            "不需要的请删去；写错了名称的请改正",
        )


def _as_findings(ruleset: RuleSet, problems: Iterable[Diagnostic]) -> Iterator[Finding]:
    """Yield what reading the rules told, with the names of the parts that it stands in."""
    names, paths = _names_by_place(ruleset), _paths(ruleset)
    for problem in problems:
        path = paths.get(problem.place, ()) if problem.place is not None else ()
        within = dict.fromkeys(each for each in path if isinstance(each, str))
        for length in range(len(path), 0, -1):
            _, place = ruleset.places.get(path[:length], (None, None))
            within.update(dict.fromkeys(names.get(place, ()) if place is not None else ()))
        own = (problem.value,) if problem.value else ()
        yield Finding(problem, own, tuple(within))


def _paths(ruleset: RuleSet) -> dict[Place, tuple[str | int, ...]]:
    """Return the place of a key or a value -> its path; where several stand, the innermost."""
    found: dict[Place, tuple[str | int, ...]] = {}
    for path, places in ruleset.places.items():
        for place in places:
            if place is not None and len(path) >= len(found.get(place, ())):
                found[place] = path
    return found


def _names_by_place(ruleset: RuleSet) -> dict[Place, tuple[str, ...]]:
    named: list[tuple[Place, str]] = [
        *((each.place, each.id) for each in ruleset.groups()),
        *((each.place, each.id) for each in ruleset.all_indicators()),
        *((each.place, each.id) for each in ruleset.clauses.values()),
        *((each.place, each.id) for each in ruleset.checks),
        *((each.place, each.name) for each in ruleset.grades),
        *((each.place, each.grade) for each in ruleset.quotas),
        *((each.place, each.name) for each in ruleset.grade_limits),
    ]
    found: dict[Place, tuple[str, ...]] = {}
    for place, name in named:
        found[place] = (*found.get(place, ()), name)
    return found
