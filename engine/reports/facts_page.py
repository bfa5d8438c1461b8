"""Lay out what reading and checking the fact sheets found, before anything is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from engine.checks import CheckBook
from engine.diagnostics import Diagnostic, Severity
from engine.facts.table import FactTable
from engine.reports.check_page import profile_lines
from engine.reports.page import Line, line
from engine.reports.stage_lines import counted_stages
from engine.reports.terminal import diagnostic_lines, rule_line
from engine.ruleset.model import RuleSet

# From so many problems on, the kinds that are met most are counted at the end.
_MANY = 30
_MOST_KINDS = 5
_LISTED = 60  # schools that handed in nothing


def facts_page(
    ruleset: RuleSet,
    facts: FactTable | None,
    checks: CheckBook | None,
    problems: Sequence[Diagnostic],
) -> list[Line]:
    """Return every problem, file by file, then what was read.

    Args:
        facts: What was read; None where not one school could be.
        checks: How the checks between facts came out.
        problems: In the order of places.
    """
    page = profile_lines(ruleset, is_short=True) + problem_lines(problems)
    if page:
        page.append(rule_line())
    if len(problems) >= _MANY:
        page += _kind_lines(problems)
    said = counted_text(problems)
    if facts is None:
        read = f"一{ruleset.subject.counted}也没有读到"
    else:
        read = (
            f"读了 {len(facts.digests or {})} 个文件，{facts.n_schools} {ruleset.subject.counted}"
        )
    page.append(line(f"{read}：{said or '没有发现问题'}。", "warn" if said else "good"))
    if facts is not None:
        page += _merging_lines(ruleset, facts)
    if checks is not None and checks.tallies:
        page.append(line(_checks_said(checks)))
    return page


def _merging_lines(ruleset: RuleSet, facts: FactTable) -> list[Line]:
    """Say which schools of the roster handed in nothing, and on how many facts places differ."""
    page, subject = [], ruleset.subject
    if facts.absent:
        listed = "、".join(f"{name}（{school_id}）" for school_id, name in facts.absent[:_LISTED])
        more = "等" if len(facts.absent) > _LISTED else ""
        text = f"名册上还有 {len(facts.absent)} {subject.counted}没有交：{listed}{more}"
        page.append(line(text, "warn", hang=2))
    if facts.conflicts:
        settled = sum(each.is_settled for each in facts.conflicts)
        text = f"{len(facts.conflicts)} 个事实有两处填得不一致：{settled} 个按次序或核查取舍"
        page.append(line(f"{text}，{len(facts.conflicts) - settled} 个不采用。", "warn"))
    page += [line(f"{each}。") for each in counted_stages(facts, subject)]
    return page


def problem_lines(problems: Sequence[Diagnostic]) -> list[Line]:
    """Set problems file by file; a heading names the whole path and counts, the lines are short."""
    page: list[Line] = []
    for file, group in groupby(problems, key=_file_of):
        found = list(group)
        if page:
            page.append(line())
        page.append(rule_line(f"{file or '整批'}　{counted_text(found)}"))
        page += diagnostic_lines(map(_short, found))
    return page


def _file_of(problem: Diagnostic) -> str:
    return problem.place.file if problem.place else ""


def _short(problem: Diagnostic) -> Diagnostic:
    """Return a problem whose place names the file without its folder."""
    place = problem.place
    if place is None:
        return problem
    name = place.file.rstrip("/").rpartition("/")[2]
    return replace(problem, place=replace(place, file=name or place.file))


def counted_text(problems: Sequence[Diagnostic]) -> str:
    """Say how many problems there are of each severity."""
    counted = Counter(each.severity for each in problems)
    return "，".join(f"{each.label} {counted[each]}" for each in Severity if counted[each])


def _kind_lines(problems: Sequence[Diagnostic]) -> list[Line]:
    """Say which kinds of problems are met most: one cause often makes hundreds of them."""
    counted = Counter((each.code, each.severity) for each in problems)
    first: dict[tuple[str, Severity], Diagnostic] = {}
    for each in problems:
        first.setdefault((each.code, each.severity), each)
    page = [line("最多的几种：")]
    for kind, number in counted.most_common(_MOST_KINDS):
        example = first[kind]
        text = f"{example.severity.label} {example.code} {number} 条，如：{example.message}"
        page.append(line(text, "dim", indent=2, hang=4))
    return page


def next_lines(
    problems: Sequence[Diagnostic],
    *,
    copies: Mapping[str, str] | None = None,
    folder: str = "",
    listed: str = "",
) -> list[Line]:
    """Say what was written, and what to do next.

    Args:
        copies: File -> its annotated copy; None where none were asked for.
        folder: Of the copies. listed: The file with the list of all problems.
    """
    page = []
    if copies is not None:
        n_files = len({each.place.file for each in problems if each.place} - set(copies))
        rest = f"；另有 {n_files} 处没有副本，只列在清单里" if n_files else ""
        page.append(line(f"批注副本：{folder}（{len(copies)} 个文件，原件没有改动{rest}）"))
        if copies:
            text = "发回去改；改好的副本代替原来那本，再核对一遍（两本不要一起交）。"
            page.append(line(text, "dim"))
    if listed:
        page.append(line(f"问题清单：{listed}"))
    severities = {each.severity for each in problems}
    if Severity.ERROR in severities:
        page.append(line("错误先改：读不出来的按无法识读处理，有关学校会暂缓定等。", "bad"))
    if Severity.WARNING in severities:
        page.append(line("警告请核对：程序照读了，但多半不是填表人的本意。", "warn"))
    if problems and copies is None:
        text = "加上 --annotate 文件夹，可把问题批注在各校工作簿的副本上，发回去改。"
        page.append(line(text, "dim"))
    if not severities & {Severity.ERROR, Severity.WARNING}:
        page.append(line("可以考核了：pingheng assess 方案 这些表 -o 结果", "dim"))
    return page


def _checks_said(checks: CheckBook) -> str:
    failed = sum(each.n_failed > 0 for each in checks.tallies)
    opened = sum(each.n_open > 0 for each in checks.tallies)
    said = f"核对 {len(checks.tallies)} 项：" + (f"{failed} 项有不符" if failed else "都没有不符")
    return f"{said}，{opened} 项有的不能判定。" if opened else f"{said}。"
