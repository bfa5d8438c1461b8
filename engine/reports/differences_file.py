"""Write what changed between two rulesets as a list for a committee: Markdown or CSV."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from engine.diagnostics import UsageProblem
from engine.differences import RuleChange
from engine.reports.csv_file import csv_text, open_csv, text_cell
from engine.reports.differences_page import counted_text, ruleset_text
from engine.reports.list_place import begins_with, check_list_place
from engine.reports.staging import staged_file
from engine.ruleset.model import RuleSet

HEADERS = ("序号", "部分", "处", "变动", "内容", "改前", "改后", "改前位置", "改后位置")
KINDS = (".md", ".csv")
_TITLE = "# 规则变动"
_WHAT = "变动清单"
_TABLE = ("变动", "内容", "改前", "改后", "位置（改后，删去的为改前）")
_MARKED = str.maketrans({"|": "\\|", "\n": "<br>", "<": "&lt;", "*": "\\*", "_": "\\_"})


def check_differences_file(path: Path, given: Iterable[str | os.PathLike[str]]) -> None:
    """Refuse a name from whose ending we cannot tell how to write, and what is not ours.

    Raises:
        UsageProblem: With a way out.
    """
    if path.suffix.lower() not in KINDS:
        raise UsageProblem(f"{_WHAT}“{path}”请用 .md 或 .csv 结尾。")
    check_list_place(path, given, _WHAT, _is_ours)


def _is_ours(path: Path) -> bool:
    if path.suffix.lower() == ".csv":
        return begins_with(path, HEADERS)
    with suppress(OSError, UnicodeDecodeError), path.open(encoding="utf-8-sig") as file:
        return file.readline().strip() in (_TITLE, "")
    return False


def write_differences(
    path: Path, changes: Sequence[RuleChange], before: RuleSet, after: RuleSet
) -> None:
    """Write every change, one a row.

    Args:
        path: Ends in .md or .csv. changes: In the order of the rules.
        before: The ruleset as it was. after: as it is.

    Raises:
        UsageProblem: It cannot be written.
    """
    with staged_file(path, _WHAT) as beside:
        if path.suffix.lower() == ".csv":
            with open_csv(beside, HEADERS) as file:
                file.write(csv_text(_rows(changes)))
        else:
            text = "\n".join(_markdown(changes, before, after)) + "\n"
            beside.write_text(text, encoding="utf-8", newline="\n")


def _rows(changes: Sequence[RuleChange]) -> Iterable[Sequence[object]]:
    for number, each in enumerate(changes, 1):
        texts = (each.section, each.part, each.kind.label, each.item, each.before, each.after)
        places = (str(place or "") for place in (each.place_before, each.place_after))
        yield [number, *map(text_cell, (*texts, *places))]


def _markdown(changes: Sequence[RuleChange], before: RuleSet, after: RuleSet) -> Iterable[str]:
    yield from (_TITLE, "", f"- 改前：{_cell(ruleset_text(before))}")
    yield from (f"- 改后：{_cell(ruleset_text(after))}", "")
    if not changes:
        yield "规则没有变化。"
        return
    yield counted_text(changes)
    for section, in_section in groupby(changes, key=lambda change: change.section):
        yield from ("", f"## {section}")
        for part, of_part in groupby(in_section, key=lambda change: change.part):
            yield from ("", f"### {_cell(part)}", "", _row(_TABLE), _row("---" for _ in _TABLE))
            for each in of_part:
                place = each.place_after or each.place_before
                cells = (each.item, each.before, each.after, str(place or ""))
                yield _row((each.kind.label, *map(_cell, cells)))


def _cell(text: str) -> str:
    """Write a text so that Markdown takes nothing in it for a mark.

    >>> _cell("甲|乙")
    '甲\\\\|乙'
    """
    return text.translate(_MARKED)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
