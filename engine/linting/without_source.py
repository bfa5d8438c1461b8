"""Find rules that do not say what they rest on (依据)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics import Place
from engine.linting.finding import Remark
from engine.linting.survey import Survey

_HINT = "请写“依据”；自己定的，可在依据目录里列一条本地文件或本方案的约定"


def without_source(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each rule without a source; one for all where none has any."""
    ruleset = survey.ruleset
    rules = list(_rules(survey))
    lacking = [(what, names, place) for what, names, place, has_source in rules if not has_source]
    if rules and len(lacking) == len(rules):
        yield Remark(
            f"{len(rules)} 条规则（指标、加分、扣分、否决）都没有写依据",
            ruleset.place,
            (ruleset.id,),
            "请在“依据目录”列出文件，在各条写“依据: {文件: …, 条款: …}”",
        )
        return
    for what, names, place in lacking:
        yield Remark(f"{what}没有写依据", place, names, _HINT)


def _rules(survey: Survey) -> Iterator[tuple[str, tuple[str, ...], Place, bool]]:
    """Yield what each rule is called, its names, its place, and whether it has a source."""
    ruleset = survey.ruleset
    for indicator in survey.scored:
        said = f"“{indicator.id} {indicator.name}”"
        yield said, (indicator.id,), indicator.place, indicator.source is not None
    for clause in ruleset.clauses.values():
        said = f"否决条款“{clause.id} {clause.name}”"
        yield said, (clause.id,), clause.place, clause.source is not None
        for relief in clause.reliefs:
            said = f"否决条款“{clause.id}”的减轻“{relief.name}”"
            yield said, (clause.id,), relief.place, relief.source is not None
