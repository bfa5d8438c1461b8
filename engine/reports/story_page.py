"""Lay out one school's story for a person to read: the grade, the points, the vetoes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.diagnostics import UsageProblem
from engine.explain.ledger_line import LEDGER_KINDS
from engine.explain.units_text import signed_text
from engine.reports.page import Line, columns, line
from engine.reports.stage_lines import school_lines, trail_lines
from engine.reports.terminal import rule_line
from engine.reports.veto_page import near_miss_lines, outlook_lines, veto_lines
from engine.ruleset.subject import Subject

Story = dict[str, Any]

_LOSSES = ("loss", "veto")
_GAPS = ("gap", "not_applicable", "unrated")
_GAINS = ("bonus", "bonus_cap")
_DEDUCTIONS = ("deduction", "deduction_cap")
_OTHERS = ("rescale", "limit", "veto_rescale", "clip", "rounding")


def story_page(catalogue: Story, story: Story) -> list[Line]:
    """Return the whole explanation of one school."""
    sections = (
        _head(catalogue, story),
        _grade(catalogue, story),
        _stages(story),
        _dimensions(catalogue, story),
        _matters(story),
        _ledger(catalogue, story, "失分", _LOSSES),
        _ledger(catalogue, story, "缺失、待评与不适用", _GAPS),
        _ledger(catalogue, story, "折算、限定与取整", _OTHERS),
        _ledger(catalogue, story, "加分", _GAINS),
        _ledger(catalogue, story, "扣分", _DEDUCTIONS),
        veto_lines(story),
        near_miss_lines(story),
        school_lines(story),
    )
    page: list[Line] = []
    for section in sections:
        if section:
            page.extend(section)
            page.append(line())
    return page[:-1]


def _head(catalogue: Story, story: Story) -> list[Line]:
    subject = Subject(catalogue.get("subject", "学校"))
    rank = f" · 第{story['rank']}名" if story["rank"] else ""
    return [
        line(f"{story['name']}（{story['school_id']}）", "title"),
        line(f"{catalogue['name']} · {catalogue['year']}年度{_as_of(catalogue)}", "dim"),
        *(line(each, "warn") for each in catalogue.get("profile", ())),
        line(f"同组：{story['cohort']}（{story['cohort_size']}{subject.measure}）{rank}", "dim"),
    ]


def _as_of(catalogue: Story) -> str:
    return f" · 基准日 {catalogue['as_of']}" if catalogue.get("as_of") else ""


def _grade(catalogue: Story, story: Story) -> list[Line]:
    lines = [rule_line("等次怎样得出")]
    grade = story["grade"] or story["status"]
    style = "good" if story["grade"] else "warn"
    total = f"   总分 {_total(story)}"
    if story["full"] != catalogue["full"]:
        total += f"（该{catalogue.get('subject', '学校')}满分{story['full']}）"
    lines.append(Line((("  等次 ", ""), (grade, style), (total, "strong"))))
    for number, move in enumerate(story["moves"], 1):
        lines.append(line(f"{number}. {move['reason']}", indent=2, hang=5))
        if move.get("place"):
            lines.append(line(f"规则：{move['place']}", "dim", indent=5))
        lines.extend(_fact_lines(story, move.get("facts", ()), indent=5))
    if not story["grade"]:
        lines.append(line(f"{story['status']}，原因：", "warn", indent=2))
        lines.extend(line(f"· {reason}", "warn", indent=4, hang=6) for reason in story["reasons"])
    lines.extend(outlook_lines(story))
    return lines


def _total(story: Story) -> str:
    """Write a total; a school without one has none, which is not 0."""
    return "无" if story["total"] is None else str(story["total"])


def _stages(story: Story) -> list[Line]:
    rows = [["  ", "", ""]]
    for stage in story["stages"]:
        number = "" if stage["kind"] == "full" else f"{stage['lines']}项"
        rows.append([LEDGER_KINDS[stage["kind"]], number, _signed(stage)])
    rows.append(["总分", "", _total(story)])
    return [
        rule_line("分数怎样得出"),
        *columns(rows[1:], indent=2, right=(1, 2), header=False),
    ]


def _signed(stage: Story) -> str:
    points = str(stage["points"])
    return points if stage["kind"] == "full" else signed_text(points)


def _dimensions(catalogue: Story, story: Story) -> list[Line]:
    is_weighted = any("weight" in own for own in story["dimensions"])
    rows = [["维度", "", "满分", "得分", *(["权重"] if is_weighted else [])]]
    for dimension, own in zip(catalogue["dimensions"], story["dimensions"], strict=True):
        points = own["points"] if own["applicable"] else "不适用"
        weight = [own.get("weight", "")] if is_weighted else []
        rows.append([dimension["id"], dimension["name"], own["full"], points, *weight])
    return [rule_line("各维度"), *columns(rows, indent=2, right=(2, 3, 4))]


def _matters(story: Story) -> list[Line]:
    if not story["matters"]:
        return []
    rows = [["事项", "适用满分", "得分"]]
    rows.extend([each["name"], each["full"], each["points"]] for each in story["matters"])
    return [rule_line("按事项看"), *columns(rows, indent=2, right=(1, 2))]


def _ledger(catalogue: Story, story: Story, title: str, kinds: Sequence[str]) -> list[Line]:
    chosen = [each for each in story["ledger"] if each["kind"] in kinds]
    if not chosen:
        return []
    known = {each["id"]: each for each in catalogue["indicators"]}
    if any(each["kind"] == "veto" for each in chosen):
        title += "与否决计零"
    lines = [rule_line(f"{title}（{len(chosen)}项）")]
    for each in chosen:
        lines.extend(entry_lines(story, each, known.get(each.get("about") or each["rule"])))
    return lines


def entry_lines(story: Story, entry: Story, indicator: Story | None) -> list[Line]:
    """Set one ledger line: heading, sentence, rule, source, facts with their cells."""
    kind = LEDGER_KINDS[entry["kind"]]
    points = _signed(entry)
    title = f"{indicator['id']} {indicator['name']}" if indicator is not None else kind
    mark = f"〔{entry['status']}〕" if entry.get("status") not in (None, "已计分") else ""
    style = "bad" if points.startswith("−") else "good" if points.startswith("+") else ""
    full = f"（满分{indicator['full']}）" if indicator is not None else ""
    lines = [Line((("  ", ""), (title, "strong"), (f"{full}{mark}  ", ""), (points, style)), 4)]
    lines.append(line(entry["sentence"], indent=6))
    rule = f"规则：{entry['place']}" if entry["place"] else ""
    source = f"依据：{indicator['source']}" if indicator and indicator["source"] else ""
    if rule or source:
        lines.append(line("  ".join(each for each in (rule, source) if each), "dim", indent=6))
    if indicator is not None and indicator.get("editions"):
        lines.append(line(f"分期：{'、'.join(indicator['editions'])}", "dim", indent=6))
    if indicator is not None and indicator.get("profile"):
        lines.append(line(indicator["profile"], "warn", indent=6))
    lines.extend(_fact_lines(story, entry["facts"], indent=6))
    return lines


def indicator_page(catalogue: Story, story: Story, wanted: str) -> list[Line]:
    """Return the explanation of one indicator of one school.

    Raises:
        UsageProblem: The rules have no indicator of that id.
    """
    indicator, at = find_indicator(catalogue, wanted)
    points, status = story["points"][at], story["statuses"][at]
    lines = [
        line(f"{story['name']}（{story['school_id']}）", "title"),
        line(f"{indicator['id']} {indicator['name']}", "strong"),
    ]
    if indicator["path"]:
        lines.append(line(" › ".join(indicator["path"]), "dim"))
    told = (
        ("评分标准", indicator["standard"]),
        ("计算办法", indicator.get("computed", "")),
        ("佐证", indicator["evidence"]),
        ("责任科室", indicator["office"]),
        ("事项", "、".join(indicator["matters"])),
        ("依据", indicator["source"]),
        ("规则", indicator["place"]),
        ("分期", "、".join(indicator.get("editions", ()))),
        ("剪裁", indicator.get("profile", "")),
    )
    lines.extend(line(f"{label}：{text}", indent=2) for label, text in told if text)
    lines.append(line())
    own = entries_of(story, indicator["id"])
    for each in own:
        lines.extend(entry_lines(story, each, indicator))
    if not own:
        told_anyway = story.get("informative", {}).get(indicator["id"])
        lines.append(line(told_anyway or _quiet_text(indicator, points, status), indent=2))
        lines.extend(_fact_lines(story, facts_behind(catalogue, story, indicator), indent=2))
    return lines


def facts_behind(catalogue: Story, story: Story, indicator: Story) -> list[list[str]]:
    """Return the facts that an indicator reads, as [name, text, place]."""
    sheets = catalogue["sheets"]
    return [
        [name, text, sheets[sheet] + cell if sheet >= 0 else ""]
        for name in indicator["reads"]
        for text, sheet, cell in story["facts"][name]
    ]


def _fact_lines(story: Story, facts: Sequence[Sequence[str]], indent: int) -> Iterable[Line]:
    for name, text, place in facts:
        at = f"  {place}" if place else ""
        yield line(f"事实：{name} {text}{at}", "dim", indent=indent)
        yield from trail_lines(story, name, indent)


def _quiet_text(indicator: Story, points: str, status: str) -> str:
    if status != "已计分":
        return f"{status}，没有影响分数。"
    if points == indicator["full"]:
        return f"得满分{points}分，没有失分。"
    return f"得{points}分，没有计入加分或扣分。"


def story_data(catalogue: Story, story: Story, indicator: str | None) -> Story:
    """Return a school's story as one JSON value, of one indicator only where one is named.

    Raises:
        UsageProblem: The rules have no indicator of that id.
    """
    if indicator is None:
        return {"rules": catalogue, "school": story}
    found, at = find_indicator(catalogue, indicator)
    return {
        "school_id": story["school_id"],
        "name": story["name"],
        "indicator": found,
        "points": story["points"][at],
        "status": story["statuses"][at],
        "ledger": entries_of(story, found["id"]),
        "facts": facts_behind(catalogue, story, found),
        **_revisions_behind(story, found),
    }


def _revisions_behind(story: Story, indicator: Story) -> Story:
    found = [each for each in story.get("revisions", ()) if each["fact"] in indicator["reads"]]
    return {"revisions": found} if found else {}


def entries_of(story: Story, indicator: str) -> list[Story]:
    """Return the ledger lines about one indicator."""
    return [each for each in story["ledger"] if indicator in (each["rule"], each.get("about"))]


def find_indicator(catalogue: Story, wanted: str) -> tuple[Story, int]:
    """Return an indicator of the catalogue and its position, by id.

    Raises:
        UsageProblem: There is none; near ids are named.
    """
    for at, indicator in enumerate(catalogue["indicators"]):
        if indicator["id"].casefold() == wanted.strip().casefold():
            return indicator, at
    import difflib

    ids = [each["id"] for each in catalogue["indicators"]]
    near = difflib.get_close_matches(wanted, ids, n=3, cutoff=0.4)
    hint = f"是不是 {'、'.join(near)}？" if near else f"共有 {len(ids)} 项，如 {ids[0]}。"
    raise UsageProblem(f"方案“{catalogue['name']}”没有指标“{wanted}”。{hint}")
