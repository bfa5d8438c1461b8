"""Find names that the rules list and nothing refers to: matters, sources, areas, posts, kinds.

Also values that are read only to work out what no rule uses: the reader of rules tells the last
of such a chain, the ones before it look used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.diagnostics import Place
from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Derived, Effect, Field, RuleSet, Source
from engine.ruleset.walking import methods_in, names_read


def unused_names(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each listed name that nothing refers to."""
    ruleset = survey.ruleset
    leaders = ruleset.tables.get(ruleset.duties.table)
    posts = leaders.fields.get(ruleset.duties.posts_field) if leaders is not None else None
    indicators, clauses = ruleset.all_indicators(), ruleset.clauses.values()
    kinds = {kind for row in ruleset.duties.matrix for kind in row.duties.values()}
    listed: tuple[tuple[str, Iterable[tuple[str, Place | None]], set[str]], ...] = (
        (
            "事项",
            [(each, _item("matters", at, survey)) for at, each in enumerate(ruleset.matters)],
            {matter for each in indicators for matter in each.matters}
            | {each for quota in ruleset.quotas for each in quota.compare_by},
        ),
        (
            "依据",
            [(each, _item("sources", at, survey)) for at, each in enumerate(ruleset.sources)],
            {source.document for source in _sources(ruleset) if source is not None},
        ),
        (
            "责任领域",
            [(row.area, survey.at(row.place, "area")) for row in ruleset.duties.matrix],
            {each.area for each in indicators} | {each.area for each in clauses},
        ),
        (
            "责任类型",
            [(kind.id, kind.place) for kind in ruleset.duties.kinds.values()],
            kinds | {ruleset.duties.owner_kind},
        ),
        (
            "岗位",
            [(each, survey.at(posts.place, "choices")) for each in posts.choices] if posts else [],
            {post for row in ruleset.duties.matrix for post in row.duties}
            | {post for each in clauses for effect in each.effects for post in _targets(effect)},
        ),
    )
    for what, names, used in listed:
        for name, place in names:
            if name not in used:
                yield Remark(
                    f"{what}“{name}”列出了，没有规则用到",
                    place,
                    (name,),
                    "不需要的请删去；该用的，请写进指标、条款或责任矩阵",
                    (what,),
                )


def _item(key: str, number: int, survey: Survey) -> Place | None:
    _, place = survey.ruleset.places.get((key, number), (None, survey.ruleset.place))
    return place


def _targets(effect: Effect) -> Iterator[str]:
    yield from effect.targets
    for inner in effect.then:
        yield from inner.targets


def _sources(ruleset: RuleSet) -> Iterator[Source | None]:
    yield from (each.source for each in ruleset.all_indicators())
    yield from (each.source for each in ruleset.checks)
    yield from (each.source for each in ruleset.grade_limits)
    yield from (row.source for row in ruleset.duties.matrix)
    yield from (deed.source for deed in ruleset.duties.deeds)
    for clause in ruleset.clauses.values():
        yield clause.source
        yield from (relief.source for relief in clause.reliefs)


def read_in_vain(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each value that is read, but only on the way to what nobody uses."""
    ruleset = survey.ruleset
    alive: set[str] = set()
    waiting = list(_names_ruled(survey))
    while waiting:
        name = waiting.pop()
        if name not in alive:
            alive.add(name)
            waiting.extend(_needed(name, ruleset))
    parts: dict[str, Field | Derived] = {**ruleset.fields, **ruleset.derived}
    dead = [name for name in parts if name not in alive]
    passed = {needed: name for name in dead for needed in _needed(name, ruleset)}
    for name in dead:
        if name in passed and name not in ruleset.identity:
            yield Remark(
                f"“{name}”只用来算“{passed[name]}”，而“{passed[name]}”没有规则用到",
                parts[name].place,
                (name,),
                "连同后面的一起删去；或写一个用到它的规则（可以是仅供参考的指标）",
            )


def _names_ruled(survey: Survey) -> Iterator[str]:
    """Yield the names that rules read themselves."""
    ruleset = survey.ruleset
    for indicator in ruleset.all_indicators():
        yield from (indicator.value, *names_in(indicator.applies), *names_read(indicator.method))
        for method in methods_in(indicator.method):
            for charge in getattr(method, "charges", ()):
                yield from names_in(charge.condition)
            yield from names_in(getattr(method, "condition", None))
        yield from indicator.weight.names() if indicator.weight is not None else ()
    for group in ruleset.groups():
        yield from group.weight.names() if group.weight is not None else ()
        yield from (name for limit in group.limits for name in names_in(limit.condition))
    for clause in ruleset.clauses.values():
        yield from (*names_in(clause.trigger), *names_in(clause.no_fault), *clause.decision_fields)
        for relief in clause.reliefs:
            yield from (*names_in(relief.condition), *names_in(relief.unless))
            yield from relief.signed_fields
        for effect in clause.effects:
            yield from names_in(effect.condition)
    yield from _names_of_frame(ruleset)


def _names_of_frame(ruleset: RuleSet) -> Iterator[str]:
    """Yield the names that checks and grading read."""
    yield from (*ruleset.identity, *ruleset.cohorts.by)
    if ruleset.parent is not None:
        yield ruleset.parent.id_field
    for check in ruleset.checks:
        yield from (*check.values, *names_in(check.when))
        yield from (name for condition in check.holds for name in names_in(condition))
    for deed in ruleset.duties.deeds:
        yield from (deed.value, *names_in(deed.condition))
    conditions = (
        *(case.condition for grade in ruleset.grades for case in grade.cases),
        *(quota.applies for quota in ruleset.quotas),
        *(each.condition for each in ruleset.exclusions),
        *(each.condition for each in ruleset.grade_limits),
    )
    yield from (name for condition in conditions for name in names_in(condition))


def _needed(name: str, ruleset: RuleSet) -> Iterator[str]:
    """Yield the names that a field (where it applies) or a derived value is made of."""
    if name in ruleset.fields:
        yield from names_in(ruleset.fields[name].applies)
    derived = ruleset.derived.get(name)
    if derived is not None:
        yield from (*derived.operands, derived.numerator, derived.denominator)
        yield from names_in(derived.condition)
        if derived.peers is not None:
            yield from (derived.peers.value, *derived.peers.within)
