"""Say in plain Chinese what the statistics mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from engine.points import decimal_text, round_fraction
from engine.robustness.assessors import LEAST_SCHOOLS, PanelLine, RaterLine
from engine.robustness.discrimination import NEARLY_ALL, Discrimination
from engine.robustness.examining import Robustness
from engine.robustness.leaving_out import LeftOut
from engine.robustness.rank_intervals import RankInterval, noise_text
from engine.ruleset.model import RuleSet, Subject
from engine.sentences.phrases import few

# From this difference to the others, in per cent of full marks, a rater is told in the summary.
_TELLING = 3.0
# From this spread the raters of a school are told in the summary.
_WIDE = 20.0


def rounded(number: float, places: int = 0) -> str:
    """Write a statistic rounded half up: 92, 0.87, -1.3."""
    return decimal_text(round_fraction(Fraction(number), Fraction(1, 10**places)))


def percent(share: float, places: int = 0) -> str:
    """Write a share as a percentage; what is neither all nor nothing never reads so.

    >>> percent(0.999), percent(1.0), percent(0.001), percent(0.665, 1)
    ('>99%', '100%', '<1%', '66.5%')
    """
    text = rounded(share * 100, places)
    if text == "100" and share < 1:
        return ">99%"
    if text == "0" and share > 0:
        return "<1%"
    return f"{text}%"


def grades_text(interval: RankInterval, ruleset: RuleSet) -> str:
    """Write in which share of the draws it had which grade by score: 优秀92%、良好8%."""
    n_draws = max(1, sum(interval.grades))
    told = sorted(
        ((-count, at) for at, count in enumerate(interval.grades) if count),
    )
    return "、".join(
        f"{ruleset.grades[at].name}{percent(-count / n_draws, 1)}" for count, at in told
    )


def edge_text(interval: RankInterval, ruleset: RuleSet) -> str:
    """Say on which line it stands: 优秀线边缘; nothing where it stands on none."""
    if not interval.is_on_edge:
        return ""
    return f"{ruleset.grades[min(interval.grade, interval.other_grade)].name}线边缘"


def quota_text(interval: RankInterval) -> str:
    """Say for which quota it depends on the weights whether it finds a place."""
    return "；".join(
        f"{grade}名额{places}个，{percent(share, 1)}的情形占得到名额"
        for grade, places, share in interval.quotas
    )


def interval_sentence(interval: RankInterval, found: Robustness, ruleset: RuleSet) -> str:
    """Say where a school would stand under other weights."""
    if interval.best == interval.worst == interval.rank:
        where = f"名次稳定在第{interval.low}"
    elif interval.low == interval.high == interval.rank:
        where = f"九成以上情形名次仍是第{interval.low}"
    elif interval.low == interval.high:
        where = f"名次多在第{interval.low}（现为第{interval.rank}）"
    else:
        where = f"名次多在第{interval.low}至{interval.high}之间（现为第{interval.rank}）"
    parts = [f"权重在{noise_text(found.noise)}内变动{found.n_draws}次，{where}"]
    grade = ruleset.grades[interval.grade].name
    parts.append(f"{percent(interval.grade_share, 1)}的情形按分数线仍为{grade}")
    if interval.is_on_edge:
        parts.append(f"处在{edge_text(interval, ruleset)}")
    return "，".join(parts) + (f"；{quota_text(interval)}" if interval.quotas else "")


def indicator_sentence(own: Discrimination, out: LeftOut, subject: Subject) -> str:
    """Say whether an indicator tells schools apart, and what it changes."""
    measure = subject.measure
    unknown = f"{own.n_unknown}{measure}缺失、无法识读或待评，不计在内" if own.n_unknown else ""
    if not own.n_schools:
        return unknown or f"没有{subject}适用"
    head = [f"适用{own.n_schools + own.n_unknown}{measure}", *([unknown] if unknown else [])]
    parts = [
        f"{'，'.join(head)}，平均得{percent(own.mean)}，"
        f"满分的占{percent(own.at_full)}，零分的占{percent(own.at_zero)}"
    ]
    if own.finding and own.finding != "与其余相反":
        parts.append(f"{own.finding}，分不出高低")
    if own.rest is not None:
        parts.append(f"与其余得分的相关系数{rounded(own.rest, 2)}")
        if own.finding == "与其余相反":
            parts.append("其余得分高的，这一项反而低")
    if out.n_ranks:
        parts.append(f"去掉它，{out.n_ranks}{measure}名次变动，最多{out.most_moved}位")
        parts.append(f"{out.n_grades}{measure}按分数线的等次变动" if out.n_grades else "等次都不变")
    else:
        parts.append("去掉它，名次都不变")
    return "；".join(parts)


def rater_sentence(line: RaterLine, subject: Subject) -> str:
    """Say how a rater stands to the others on the same schools."""
    if line.severity is None:
        return f"评了{line.n_schools}{subject.measure}，没有别人同评，无从比较"
    size = rounded(abs(line.severity), 1)
    how = "与别人相当"
    if size != "0":
        how = f"平均比同评的人{'高' if line.severity > 0 else '低'}{size}分（折百分制）"
    few_told = "；同评的少，只供参考" if line.is_few else ""
    measure = subject.measure
    judged = f"评了{line.n_schools}{measure}，其中{line.n_compared}{measure}有别人同评"
    return f"{judged}，{how}{few_told}"


def panel_sentence(line: PanelLine) -> str:
    """Say how far the raters of one school are apart."""
    return f"{line.n_raters}人评，最高与最低相差{rounded(line.spread, 1)}分（折百分制）"


def notes(found: Robustness, ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield (topic, sentence): what an overview says of it all."""
    yield from _rank_notes(found, ruleset)
    yield from _indicator_notes(found, ruleset.subject.measure)
    same = found.same_facts
    if same.problems:
        said = f"有{len(same.problems)}对得分不同，是程序的错，见问题清单"
    else:
        said = "得分都相同"
    measure = ruleset.subject.measure
    if same.n_pairs:
        yield (
            "同样事实",
            f"计分所用的事实完全相同的有{same.n_groups}组{same.n_schools}{measure}，"
            f"共{same.n_pairs}对，{said}",
        )
    else:
        yield "同样事实", f"没有两{measure}计分所用的事实完全相同，没有可比的"
    yield from _rater_notes(found, ruleset.subject)
    yield (
        "说明",
        "以上是统计，只说明差别有多可靠，不改变任何得分、名次和等次；"
        "扰动只动基础指标的权重，加分、扣分、封顶、保底和否决照旧",
    )


def _rank_notes(found: Robustness, ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    if not found.intervals:
        yield "名次", "没有算名次区间" if not found.n_draws else f"没有排名的{ruleset.subject}"
        return
    measure = ruleset.subject.measure
    widths = sorted(each.high - each.low for each in found.intervals)
    stable = sum(each.best == each.worst == each.rank for each in found.intervals)
    yield (
        "名次",
        f"各指标权重各自在{noise_text(found.noise)}内随机变动（{found.n_draws}次，"
        f"随机种子{found.seed}），有名次的{len(widths)}{measure}中{stable}{measure}名次不动；"
        f"九成情形下{_width_text(widths, ruleset)}",
    )
    edges: dict[str, int] = {}
    for each in found.intervals:
        if each.is_on_edge:
            edge = edge_text(each, ruleset)
            edges[edge] = edges.get(edge, 0) + 1
    if edges:
        told = "、".join(f"{edge}{n}{measure}" for edge, n in edges.items())
        yield "等次", f"权重略变就可能换等次（不足九成情形保住按分数线的等次）：{told}"
    else:
        yield "等次", "没有处在等次线边缘的：九成以上情形按分数线的等次都不变"
    across = sum(bool(each.quotas) for each in found.intervals)
    if across:
        yield "等次", f"得不得名额取决于权重细小差别的{across}{measure}"


def _width_text(widths: Sequence[int], ruleset: RuleSet) -> str:
    """Say how far ranks differ; from the narrowest to the widest."""
    half, widest = widths[len(widths) // 2], widths[-1]
    if not widest:
        return "名次都不变"
    of_half = f"相差不超过{half}位" if half else "不变"
    return f"，一半以上{ruleset.subject}的名次{of_half}，相差最大的{widest}位"


def _indicator_notes(found: Robustness, measure: str) -> Iterator[tuple[str, str]]:
    findings: dict[str, list[str]] = {}
    for own, _ in found.indicators:
        if own.finding:
            findings.setdefault(own.finding, []).append(f"{own.indicator.id}“{own.indicator.name}”")
    for finding, told in findings.items():
        yield "指标", f"{finding}的有{few(told, 6)}"
    if findings:
        yield "指标", f"“几乎”指{percent(NEARLY_ALL)}以上；人人一样的指标分不出高低"
    moving = [(out.n_ranks, own.indicator) for own, out in found.indicators if out.n_ranks]
    if moving:
        n_ranks, most = max(moving, key=lambda each: each[0])
        yield "指标", f"去掉以后名次变动最多的是{most.id} {most.name}：{n_ranks}{measure}"


def _rater_notes(found: Robustness, subject: Subject) -> Iterator[tuple[str, str]]:
    if found.unnamed:
        ids = few([each.id for each in found.unnamed])
        yield "评委", f"{ids}的台账没有写明谁评的（评委列），不能比较评委的宽严"
    telling = [
        (abs(each.severity), each)
        for each in found.raters
        if each.severity is not None and abs(each.severity) >= _TELLING and not each.is_few
    ]
    telling.sort(key=lambda pair: -pair[0])
    if found.raters:
        told = "；".join(
            f"{each.indicator.id} {each.rater}{rater_sentence(each, subject)}"
            for _, each in telling
        )
        yield (
            "评委",
            told
            or f"与别人同评满{LEAST_SCHOOLS}{subject.measure}的评委，平均差别都不到3分（折百分制）",
        )
    wide = [each for each in found.panels if each.spread >= _WIDE]
    if wide:
        yield "评委", f"评分最高与最低相差20分以上（折百分制）的有{len(wide)}{subject.measure}次"
