"""Lay out what an assessment found: schools, grades, vetoes, problems, where the files are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.assess import Assessment
from engine.city import City
from engine.diagnostics import Diagnostic, Severity
from engine.grading import GradingStatus
from engine.reports.check_page import edition_lines
from engine.reports.city_lines import city_lines
from engine.reports.city_tables import FIGURES_FILE, YEARS_FILE
from engine.reports.evidence_lines import evidence_lines
from engine.reports.page import Line, columns, line, typed
from engine.reports.stage_lines import verified_lines
from engine.reports.stage_tables import INFLATION_FILE, REVISIONS_FILE
from engine.reports.staging import CONFLICT_FILE, EVIDENCE_FILE
from engine.reports.terminal import diagnostic_lines, rule_line
from engine.veto.trace import VetoStatus

_FIRST_PROBLEMS = 5
_FIRST_SCHOOLS = 8

_FILES = (
    ("scores.csv", "{each}一行：得分、等次、名次"),
    ("ledger.csv", "分数台账：每一分从哪来、到哪去"),
    ("indicators.csv", "{each}每项指标的得分和状态"),
    ("vetoes.csv", "否决条款及其后果（推理过程见 trace.json）"),
    ("duties.csv", "责任落实到人"),
    ("problems.csv", "读数和规则中需要看一看的问题"),
    (
        "robustness.csv",
        "差别有多可靠：权重略变时的名次区间，各项指标的区分度见 indicator_analysis.csv",
    ),
)
_NEXT = (
    ("explain {out} {school}", "一{counted}的每一分为什么丢；加 --vetoes 看否决案卷"),
    ("report {out}", "网页报告、成绩册、评分表"),
    ("letter {out}", "反馈意见书和整改清单，{each}两份"),
    ("gains {out} {school}", "补哪几项能提多少分"),
    ("duties {out}", "责任落实到人，述职履职清单"),
    ("publication {out}", "公示名单"),
)
_FILES_AT_TIMES = (
    (REVISIONS_FILE, "核查与复核：谁、何时、为何、由几改为几"),
    (INFLATION_FILE, "自评得分与认定得分的差（虚高），按学校和指标"),
    (CONFLICT_FILE, "两处填得不一致的事实：各填了什么、用了哪个、为什么"),
    (EVIDENCE_FILE, "佐证：每件的文件、核验结论，各项事实照用还是不采用"),
    (FIGURES_FILE, "全市数据（由哪些学校凑成见 city_sources.csv，历年见 trend.csv）"),
    (YEARS_FILE, "今年与去年：总分的变化，多少是方案变的，多少是工作变的"),
)


def summary_page(
    assessment: Assessment, out: str, seconds: str, city: City | None = None
) -> list[Line]:
    """Return the summary of one assessment.

    Args:
        assessment: What was found.
        out: The output folder, as the user gave it.
        seconds: How long it took.
        city: The city as a whole, where it was surveyed.
    """
    ruleset, facts = assessment.ruleset, assessment.facts
    return [
        line(f"{ruleset.name} · {ruleset.year}年度", "title"),
        *edition_lines(ruleset),
        line(
            f"{facts.n_schools} {ruleset.subject.counted}，{len(facts.digests or {})} 个文件，"
            f"用时 {seconds} 秒"
        ),
        line(),
        *_grades(assessment),
        *_suspended(assessment),
        *_vetoes(assessment),
        *verified_lines(assessment),
        *evidence_lines(ruleset, facts),
        *(city_lines(city, ruleset, out) if city is not None else ()),
        *_problems(assessment.problems, out),
        *_where(assessment, out, city),
    ]


def _grades(assessment: Assessment) -> list[Line]:
    """Count grades by cohort; schools without one are counted by why not."""
    book = assessment.book
    names = [grade.name for grade in assessment.ruleset.grades]
    others = [each.label for each in GradingStatus if each is not GradingStatus.GRADED]
    found = [grade or status.label for grade, status in zip(book.grade, book.status, strict=True)]
    shown = names + [label for label in others if label in found]
    by_cohort: dict[str, Counter[str]] = {}
    for cohort, label in zip(book.cohort, found, strict=True):
        by_cohort.setdefault(cohort, Counter())[label] += 1
    rows = [["同组", str(assessment.ruleset.subject), *shown]]
    for cohort, counted in by_cohort.items():
        rows.append([cohort, str(counted.total()), *_cells(counted, shown)])
    rows[1:] = sorted(rows[1:])
    if len(by_cohort) > 1:
        rows.append(["合计", str(len(found)), *_cells(Counter(found), shown)])
    numbers = range(1, len(rows[0]))
    return [rule_line("等次"), *columns(rows, indent=2, right=numbers), line()]


def _cells(counted: Counter[str], shown: Sequence[str]) -> list[str]:
    return [str(counted[label]) if counted[label] else "·" for label in shown]


def _suspended(assessment: Assessment) -> list[Line]:
    book, facts, subject = assessment.book, assessment.facts, assessment.ruleset.subject
    out = [at for at, status in enumerate(book.status) if status is not GradingStatus.GRADED]
    if not out:
        return []
    lines = [rule_line(f"还没有等次的{subject}（{len(out)}{subject.measure}）")]
    for at in out[:_FIRST_SCHOOLS]:
        reasons = book.reasons[at]
        more = f"（共{len(reasons)}条）" if len(reasons) > 1 else ""
        who = f"{facts.names[at]}（{facts.school_ids[at]}）"
        lines.append(
            Line(
                (("  ", ""), (who, "warn"), (f"  {book.status[at].label}：{reasons[0]}{more}", "")),
                4,
            )
        )
    if len(out) > _FIRST_SCHOOLS:
        lines.append(
            line(
                f"…… 其余 {len(out) - _FIRST_SCHOOLS} {subject.measure}见 scores.csv",
                "dim",
                indent=2,
            )
        )
    return [*lines, line()]


def _vetoes(assessment: Assessment) -> list[Line]:
    subject = assessment.ruleset.subject
    cases = [case for each in assessment.trace.by_school.values() for case in each.cases]
    if not cases:
        return [rule_line("一票否决"), line(f"没有{subject}触发否决条款。", indent=2), line()]
    counted = Counter(case.status for case in cases)
    clauses: dict[VetoStatus, Counter[str]] = {}
    for case in cases:
        clauses.setdefault(case.status, Counter())[case.clause] += 1
    rows = [["状态", "件", "条款"]]
    for status in VetoStatus:
        if counted[status]:
            which = "、".join(
                f"{clause}×{number}" if number > 1 else clause
                for clause, number in sorted(clauses[status].items())
            )
            rows.append([status.label, str(counted[status]), which])
    trace = assessment.trace
    engine = f"推理引擎 {trace.chainer}" + ("，另一引擎逐步复核一致" if trace.witnessed else "")
    return [
        rule_line(f"一票否决（{len(trace.by_school)}{subject.counted}）"),
        *columns(rows, indent=2, right=(1,)),
        line(engine, "dim", indent=2),
        line(),
    ]


def _problems(problems: Sequence[Diagnostic], out: str) -> list[Line]:
    if not problems:
        return [rule_line("问题"), line("没有发现问题。", "good", indent=2), line()]
    counted = Counter(each.severity for each in problems)
    said = "，".join(f"{each.label} {counted[each]}" for each in Severity if counted[each])
    worst = sorted(problems, key=lambda each: list(Severity).index(each.severity))
    first = worst[:_FIRST_PROBLEMS]
    lines = [rule_line(f"问题（{said}）"), *_indented(diagnostic_lines(first))]
    if len(problems) > len(first):
        rest = len(problems) - len(first)
        lines.append(line(f"…… 其余 {rest} 条见 {out}/problems.csv", "dim", indent=2))
    return [*lines, line()]


def _indented(lines: Sequence[Line]) -> list[Line]:
    return [Line((("  ", ""), *each.runs), each.hang + 2) for each in lines]


def _where(assessment: Assessment, out: str, city: City | None) -> list[Line]:
    each, counted = assessment.ruleset.subject.each, assessment.ruleset.subject.counted
    written = {
        REVISIONS_FILE: bool(assessment.facts.revisions),
        INFLATION_FILE: assessment.inflation is not None,
        EVIDENCE_FILE: assessment.facts.evidence is not None,
        CONFLICT_FILE: bool(assessment.facts.conflicts),
        FIGURES_FILE: city is not None and bool(city.values),
        YEARS_FILE: city is not None and city.years is not None,
    }
    files = (*_FILES, *(each for each in _FILES_AT_TIMES if written[each[0]]))
    rows = [[f"{out}/{name}", said.format(each=each)] for name, said in files]
    ids = assessment.facts.school_ids
    lines = [rule_line("结果"), *columns(rows, indent=2, header=False)]
    if ids:
        lines += [line(), rule_line("接着做")]
        said = [
            [
                f"pingheng {act.format(out=typed(out), school=ids[0])}",
                what.format(each=each, counted=counted),
            ]
            for act, what in _NEXT
        ]
        lines += columns(said, indent=2, header=False)
    return lines
