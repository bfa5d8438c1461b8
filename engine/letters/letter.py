"""Put what is said to one school into the values of the tags: everything from its story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.explain.ledger_line import LEDGER_KINDS
from engine.letters.mending import MendingList, grouped
from engine.letters.office import Office
from engine.reports.story_file import Story
from engine.ruleset.subject import SCHOOL, Subject
from engine.veto.trace import VetoStatus

Values = dict[str, Any]

_ALL = "全部"
# Parts of a total of which there is always one.
_UNCOUNTED = ("full", "rounding")

# Signs that no XML file may hold, and those by which docxtpl breaks lines and pages.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")


class Letters:
    """Makes the values of letters to schools whose stories share a catalogue."""

    def __init__(self, catalogue: Story, office: Office) -> None:
        self._catalogue = catalogue
        self._subject = Subject(catalogue.get("subject", str(SCHOOL)))
        self._mending = MendingList(catalogue, office)
        self._office = office
        self._shared = assessment_values(catalogue) | office.values() | office.deadlines()

    def values(self, story: Story) -> Values:
        """Return a value for every tag of a letter."""
        problems = self._mending.problems(story)
        values = self._shared | {
            "学校名称": story["name"],
            "学校标识码": story["school_id"],
            "称呼": self._address,
            "同组": story["cohort"],
            "同组校数": story["cohort_size"],
            "名次": str(story["rank"]) if story["rank"] else "",
            "总分": story["total"] or "",
            "满分": story["full"],
            "等次": story["grade"],
            "已定等": bool(story["grade"]),
            "状态": story["status"],
            "结论": self._conclusion(story),
            "定等经过": [each["reason"] for each in story["moves"]],
            "未定等原因": list(_reasons(story)),
            **_composition(story["stages"]),
            "维度得分": [self._dimension(each) for each in story["dimensions"]],
            "做得好的方面": list(self._praise(story)),
            "问题数": len(problems),
            "问题清单": problems,
            "问题分组": grouped(problems),
            **_ways_up(story["gains"]),
            "否决事项": [case for root in story["vetoes"] for case in _cases(root)],
            "没有否决时": _outlook(story["without_vetoes"]),
        }
        return dict(printable(values))

    @property
    def _address(self) -> str:
        return "你校" if self._subject == SCHOOL else "你单位"

    def _conclusion(self, story: Story) -> str:
        you, full = self._address, story["full"]
        total = f"总分{story['total']}分（满分{full}分）" if story["total"] else "没有总分"
        if not story["grade"]:
            return f"{you}{total}，{story['status']}"
        is_one = story["cohort"] in ("", _ALL)
        among = f"，在{_ALL}" if is_one else f"，在同组（{story['cohort']}）"
        size = f"{story['cohort_size']}{self._subject.counted}中列第{story['rank']}名"
        return f"{you}{total}，等次为{story['grade']}" + (f"{among}{size}" if story["rank"] else "")

    def _dimension(self, each: Mapping[str, Any]) -> Values:
        name = next(own["name"] for own in self._catalogue["dimensions"] if own["id"] == each["id"])
        points = each["points"] if each["applicable"] else "不适用"
        return {"名称": name, "满分": each["full"], "得分": points}

    def _praise(self, story: Story) -> Iterator[str]:
        """Say which dimensions and groups got full points, and what earned more."""
        whole = {
            each["id"]
            for each in story["dimensions"]
            if each["applicable"] and each["points"] == each["full"]
        }
        dimensions = [
            f"“{each['name']}”" for each in self._catalogue["dimensions"] if each["id"] in whole
        ]
        if dimensions:
            yield f"{''.join(dimensions)}得满分"
        groups = [
            f"“{path[-1].partition(' ')[2]}”"
            for path, is_whole in self._groups(story).items()
            if is_whole and path[0].split(" ")[0] not in whole
        ]
        if groups:
            yield f"{''.join(groups)}中适用的指标均得满分"
        for line in story["ledger"]:
            if line["kind"] == "bonus":
                yield line["sentence"]

    def _groups(self, story: Story) -> dict[tuple[str, ...], bool]:
        """Return group below a dimension -> whether all that was scored in it has full points."""
        found: dict[tuple[str, ...], bool] = {}
        told = zip(self._catalogue["indicators"], story["points"], story["statuses"], strict=True)
        for item, points, status in told:
            path = tuple(item["path"])
            if len(path) > 1 and status not in ("仅供参考", "不适用"):
                found[path] = found.get(path, True) and points == item["full"]
        return found


def assessment_values(catalogue: Story) -> Values:
    """Return the values of the tags that all letters of an assessment share."""
    subject = Subject(catalogue.get("subject", str(SCHOOL)))
    bases = [f"基准日：{catalogue['as_of']}"] if catalogue.get("as_of") else []
    return {
        "考核名称": catalogue["name"],
        "年度": str(catalogue["year"]),
        "方案版本": f"{catalogue['ruleset']}（校验码{catalogue['digest'][:12]}）",
        "口径": [*bases, *catalogue.get("profile", ())],
        "对象": str(subject),
        "量词": subject.measure,
    }


def printable(value: Any) -> Any:
    """Return values with every text free of signs that a document cannot hold."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub(" ", value)
    if isinstance(value, dict):
        return {key: printable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [printable(each) for each in value]
    return value


def _reasons(story: Story) -> Iterator[str]:
    yield from story["reasons"]
    if story["if_decided"]:
        yield f"如果这些否决建议获得认定：{_outlook(story['if_decided'])}"


def _outlook(outlook: Mapping[str, Any] | None) -> str:
    if outlook is None:
        return ""
    total = f"总分{outlook['total']}" if outlook["total"] else "没有总分"
    return f"{total}，等次{outlook['grade']}" if outlook["grade"] else f"{total}，仍不能定等"


def _composition(stages: Iterable[Mapping[str, Any]]) -> Values:
    """Say of which parts the total is made."""
    parts, said = [], []
    for each in stages:
        label, points = LEDGER_KINDS[each["kind"]], _signed(each["kind"], each["points"])
        parts.append({"类别": label, "笔数": each["lines"], "分数": points})
        if each["kind"] != "unrated":  # a line that says so, and moves nothing
            counted = "" if each["kind"] in _UNCOUNTED else f"{each['lines']}项 "
            said.append(f"{label}{counted}{points}")
    return {"总分构成": "，".join(said), "得分构成": parts}


def _ways_up(gains: Mapping[str, Any]) -> Values:
    """Say what mending all that can be mended brings, and the least that reaches a better grade."""
    every, following = gains["all"], gains["next"]
    return {
        "全部补齐": every["sentence"] if every["n_items"] else "",
        "升等说明": following["sentence"] if following["grade"] else "",
    }


def _signed(kind: str, points: str) -> str:
    if kind == "full" or points.startswith("-"):
        return points.replace("-", "−")
    return f"+{points}"


def _cases(root: Mapping[str, Any]) -> Iterator[Values]:
    """Yield the clauses that one record met, each with what bears on it.

    Clauses of which the same is to be said (a table that was not handed in) are one.
    """
    about = root["text"].partition("：")[0] if root["kind"] != "facts" else "学校事实"
    children = root.get("children", ())
    alike: dict[str, list[Mapping[str, Any]]] = {}
    for case in (each for each in children if each["kind"] == "veto"):
        said = [(each["label"], each["text"]) for each in case.get("children", ())]
        alike.setdefault(f"{case['status']}{said}", []).append(case)
    open_points = [_point(each) for each in children if each["kind"] != "veto"]
    for number, cases in enumerate(alike.values(), 1):
        first = cases[0]
        points = [_point(each) for each in first.get("children", ()) if _is_told(first, each)]
        if number == len(alike):
            points += open_points
        yield {"名称": _called(cases), "对应": about, "要点": points}


def _called(cases: Sequence[Mapping[str, Any]]) -> str:
    if len(cases) == 1:
        return str(cases[0]["text"])
    names = "、".join(f"{each['clause']} {each['name']}" for each in cases)
    return f"{names}〔{VetoStatus(cases[0]['status']).label}〕"


def _is_told(case: Mapping[str, Any], node: Mapping[str, Any]) -> bool:
    if node["kind"] == "without":
        return bool(case["status"] == "in_force")
    # Who answers is said in the list of what is to be mended.
    return bool(node["kind"] != "duty")


def _point(node: Mapping[str, Any]) -> Values:
    outcomes = [each["text"] for each in node.get("children", ()) if each["kind"] == "outcome"]
    said = f"{node['text']}（{'；'.join(outcomes)}）" if outcomes else node["text"]
    return {"标签": node["label"], "内容": said}
