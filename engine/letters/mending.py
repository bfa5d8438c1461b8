"""List what a school has to mend (问题清单), item by item, from its story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from engine.letters.office import Office, day_text
from engine.reports.story_file import Story

# Lines of the ledger that stand for something a school did not do, did not hand in, or did wrong.
_KINDS = ("loss", "gap", "deduction")
_ADJUSTMENTS = "加分和扣分"
_NOTHING = "—"  # mending brings no point back
_WHOLE = "1"  # the coefficient of those who answer in full


class MendingList:
    """Lists the problems of schools whose stories share a catalogue."""

    def __init__(self, catalogue: Story, office: Office) -> None:
        self._items = {each["id"]: each for each in catalogue["indicators"]}
        self._dimensions: dict[str, str] = {
            each["id"]: each["name"] for each in catalogue["dimensions"]
        }
        duties = catalogue.get("duties") or {}
        self._in_full = {
            kind for kind, each in duties.get("kinds", {}).items() if each["coefficient"] == _WHOLE
        }
        self._mend_by = day_text(office.mend_by) if office.mend_by else ""

    def problems(self, story: Story) -> list[dict[str, Any]]:
        """Return the problems of a school, in the order of the rules."""
        gains = {each["id"]: each for each in story["gains"]["items"]}
        persons = self._persons(story)
        lines = [line for line in story["ledger"] if line["kind"] in _KINDS]
        return [
            self._problem(number, line, gains.get(line["rule"], {}), persons)
            for number, line in enumerate(lines, 1)
        ]

    def _problem(
        self,
        number: int,
        line: Mapping[str, Any],
        gain: Mapping[str, Any],
        persons: Mapping[str, str],
    ) -> dict[str, Any]:
        item = self._items[line["rule"]]
        standard = item["standard"] or item["computed"]
        return {
            "序号": number,
            "编号": item["id"],
            "指标": item["name"],
            "维度": self._dimension(item),
            "问题": line["sentence"],
            "失分": line["points"].removeprefix("-"),
            "标准": standard,
            "依据": item["source"] or "本方案评分标准",
            "整改要求": _measure(line["kind"], standard, gain),
            "责任人": persons.get(item["area"], ""),
            "补齐后": gain.get("sentence", ""),
            "补齐加分": _gained(gain),
            "整改期限": self._mend_by,
        }

    def _dimension(self, item: Mapping[str, Any]) -> str:
        if not item["path"]:
            return _ADJUSTMENTS
        name = str(item["path"][0])
        return self._dimensions.get(name.split(" ")[0], name)

    def _persons(self, story: Story) -> dict[str, str]:
        """Return area -> who answers for it in full, each with their posts."""
        found: dict[str, list[str]] = {}
        for leader in (story.get("duties") or {}).get("leaders", ()):
            for area, kind in leader["areas"].items():
                if kind in self._in_full:
                    posts = leader.get("by_posts", {}).get(area, leader["posts"])
                    found.setdefault(area, []).append(f"{leader['name']}（{'、'.join(posts)}）")
        return {area: "、".join(names) for area, names in found.items()}


def grouped(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the same problems under their dimensions."""
    groups = [(name, list(each)) for name, each in groupby(problems, lambda each: each["维度"])]
    return [{"名称": name, "项数": len(each), "问题清单": each} for name, each in groups]


def _gained(gain: Mapping[str, Any]) -> str:
    if not gain or gain["gain"] is None:
        return ""
    if not gain["mendable"] and not gain["at_most"]:
        return _NOTHING
    points = gain["gain"] if gain["gain"] == "0" else f"+{gain['gain']}"
    return f"至多{points}" if gain["at_most"] else points


def _measure(kind: str, standard: str, gain: Mapping[str, Any]) -> str:
    """Say what has to be done: the advice of the rules, else what the standard asks for."""
    advice: str = gain.get("hint", "")
    said = advice or {
        "loss": f"对照标准整改到位：{standard}",
        "gap": f"补报所缺的数据和佐证材料，并对照标准落实：{standard}",
        "deduction": "查明原因，落实整改，防止再次发生",
    }.get(kind, standard)
    why_not = gain.get("why_not", "")
    return f"{said}（{why_not}）" if why_not else said
