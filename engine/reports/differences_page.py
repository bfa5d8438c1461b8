"""Lay out what changed between two rulesets, part by part, with the places on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import unified_diff
from itertools import groupby

from engine.differences import ChangeKind, RuleChange
from engine.reports.page import Line, line
from engine.reports.terminal import rule_line
from engine.ruleset.model import RuleSet

_STYLES = {
    ChangeKind.ADDED: "good",
    ChangeKind.REMOVED: "bad",
    ChangeKind.CHANGED: "strong",
    ChangeKind.MOVED: "warn",
}


def differences_page(changes: Sequence[RuleChange]) -> list[Line]:
    """Return the changes under the sections and the parts that they belong to."""
    if not changes:
        return [line("规则没有变化。", "good")]
    page: list[Line] = []
    for section, in_section in groupby(changes, key=lambda change: change.section):
        page += [line(), rule_line(section)] if page else [rule_line(section)]
        for part, of_part in groupby(in_section, key=lambda change: change.part):
            page.append(line(part, "strong", indent=2))
            page.extend(each for change in of_part for each in _lines(change))
    page += [line(), line(counted_text(changes))]
    return page


def compared_page(before: RuleSet, after: RuleSet, changes: Sequence[RuleChange]) -> list[Line]:
    """Return which rulesets were compared, and the changes."""
    return [
        line(f"改前：{ruleset_text(before)}", "title"),
        line(f"改后：{ruleset_text(after)}", "title"),
        line(),
        *differences_page(changes),
    ]


def ruleset_text(ruleset: RuleSet) -> str:
    """Name a ruleset and the edition of it that is meant."""
    name = f"{ruleset.name}（{ruleset.id}，{ruleset.folder}）"
    return f"{name}，基准日 {ruleset.as_of}"


def texts_page(before: Mapping[str, str], after: Mapping[str, str], context: int = 3) -> list[Line]:
    """Return which lines of which files differ, as `diff -u` shows them.

    Args:
        before: Name of a file -> its text. after: The same of the other ruleset.
        context: How many lines around a difference are shown.
    """
    page: list[Line] = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, ""), after.get(name, "")
        titles = (f"改前 {name}", f"改后 {name}")
        lines = unified_diff(old.splitlines(), new.splitlines(), *titles, n=context, lineterm="")
        page.extend(line(each, _of_diff(each)) for each in lines)
    return [line(), rule_line("文本逐行对比"), *page] if page else []


def _of_diff(text: str) -> str:
    if text.startswith(("---", "+++")):
        return "strong"
    return {"+": "good", "-": "bad", "@": "dim"}.get(text[:1], "")


def _lines(change: RuleChange) -> list[Line]:
    label = f"{change.kind.label}  "
    runs = (("    ", ""), (label, _STYLES[change.kind]), (change.said_in_list, ""))
    return [Line(runs, 10), line(places_text(change), "dim", indent=10)]


def places_text(change: RuleChange) -> str:
    """Say where it stood and where it stands: once where both are the same.

    >>> from engine.diagnostics import Place
    >>> here = Place("a.yaml", line=3, column=5)
    >>> places_text(RuleChange("方案", ChangeKind.CHANGED, "满分", "1分", "2分", here, here))
    'a.yaml:3:5'
    """
    places = (change.place_before, change.place_after)
    return " → ".join(dict.fromkeys(str(each) for each in places if each is not None))


def counted_text(changes: Iterable[RuleChange]) -> str:
    """Count the changes: 共 5 处变动：新增 1，改动 4."""
    kinds = [change.kind for change in changes]
    said = "，".join(f"{kind.label} {kinds.count(kind)}" for kind in ChangeKind if kind in kinds)
    return f"共 {len(kinds)} 处变动：{said}。"
