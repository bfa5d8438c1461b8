"""What in grading a person has to look at: ties that nothing parts, places still open."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics import Diagnostic, Severity
from engine.facts.table import FactTable
from engine.grading.book import GradeBook, GradingStatus
from engine.ruleset.model import RuleSet

CODES = {
    "G001": "名额边上的同分学校比较后仍分不出先后，都没有占名额",
    "G002": "有名额的组里还有暂缓定等的学校，它们定等后名额可能变动",
    "G003": "组内学校不足最少校数，只按分数线定等，不占名额",
}


def grading_problems(ruleset: RuleSet, facts: FactTable, book: GradeBook) -> tuple[Diagnostic, ...]:
    """Return everything in grading that a person has to look at."""
    found = [
        *_ties(facts, book),
        *_open_places(ruleset, book),
        *_small_cohorts(ruleset, book),
    ]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


def _ties(facts: FactTable, book: GradeBook) -> Iterator[Diagnostic]:
    for use in book.quotas:
        if use.tied_out:
            names = "、".join(facts.names[school] for school in use.tied_out)
            yield Diagnostic(
                "G001",
                Severity.WARNING,
                f"{use.cohort}组“{use.grade}”名额{use.places}个，{names}同分且比较后仍相同，"
                "都没有占名额",
                use.place,
                names,
                "请提交会议研究确定，或在名额规则的“比较次序”里补充比较项",
            )


def _open_places(ruleset: RuleSet, book: GradeBook) -> Iterator[Diagnostic]:
    suspended: dict[str, int] = {}
    for cohort, status in zip(book.cohort, book.status, strict=True):
        if status is GradingStatus.SUSPENDED:
            suspended[cohort] = suspended.get(cohort, 0) + 1
    for use in book.quotas:
        if use.cohort in suspended:
            yield Diagnostic(
                "G002",
                Severity.WARNING,
                f"{use.cohort}组还有{suspended[use.cohort]}{ruleset.subject.counted}暂缓定等，"
                f"本组“{use.grade}”名额和名次可能变动",
                None,
                use.cohort,
                f"请先核实这些{ruleset.subject}，再公布本组结果",
            )


def _small_cohorts(ruleset: RuleSet, book: GradeBook) -> Iterator[Diagnostic]:
    if not ruleset.quotas:
        return
    with_quota = {use.cohort for use in book.quotas}
    for cohort in sorted(set(book.cohort) - with_quota):
        yield Diagnostic(
            "G003",
            Severity.NOTE,
            f"{cohort}组参加定等的{ruleset.subject}不足{ruleset.cohorts.min_size}{ruleset.subject.measure}，只按分数线定等，不占名额",
            ruleset.cohorts.place,
            cohort,
            "如需并入邻近的组，请调整“分组”",
        )
