"""Find one school's story in an output folder, without the rules and facts at hand."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.diagnostics import UsageProblem
from engine.facts.schools.choosing import Choice, choose_school
from engine.reports.receipts import RECEIPT, check_as_written, read_receipt
from engine.reports.staging import FORMAT, STORIES
from engine.ruleset.subject import Subject

Story = dict[str, Any]

# A story begins with these two keys, so that schools are found without reading all of it.
_HEAD = re.compile(r'\{"school_id":("(?:[^"\\]|\\.)*"),"name":("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Told:
    """A story and the catalogue it refers to."""

    catalogue: Story
    story: Story


@dataclass(frozen=True, slots=True)
class _Entry:
    school_id: str
    name: str
    line: str


def read_story(out: Path | str, school: str) -> Told:
    """Read the story of a school by its id or name.

    Args:
        out: An output folder.
        school: Its id, its name, or a part of the name that only one school has.

    Raises:
        UsageProblem: No such folder, no such school, or several of that name.
    """
    lines = story_lines(Path(out))
    catalogue = json.loads(next(lines))
    entries = [_entry(text) for text in lines]
    at = choose_school(
        [Choice(each.school_id, each.name) for each in entries],
        school,
        Subject(catalogue.get("subject", "学校")),
        among="结果中",
        see="该文件夹的 scores.csv",
    )
    return Told(catalogue, json.loads(entries[at].line))


def story_lines(out: Path) -> Generator[str, None, None]:
    """Yield the lines of a folder's stories: first the catalogue, then a school a line.

    Raises:
        UsageProblem: No such folder, not one of this version, or the stories were altered.
    """
    path = out / STORIES
    if not out.exists():
        raise UsageProblem(
            f"没有文件夹“{out}”。请先运行 pingheng assess 方案 事实表 -o {out}，再来查看说明。"
        )
    if not (out / RECEIPT).is_file() or not path.is_file():
        raise UsageProblem(
            f"“{out}”不是一次完整的评衡结果（缺 {RECEIPT} 或 {STORIES}）。"
            "请给出 pingheng assess 用 -o 写出的那个文件夹。"
        )
    receipt = read_receipt(out)
    if not receipt:
        raise UsageProblem(
            f"“{out / RECEIPT}”读不出来（不完整或被改过）。请重新运行 pingheng assess。"
        )
    if receipt.get("format") != FORMAT:
        raise UsageProblem(
            f"“{out}”是另一版本（{receipt.get('version', '不明')}）的评衡写出的，这一版读不了。"
            "请用这一版重新运行 pingheng assess。"
        )
    check_as_written(path, receipt)
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _entry(text: str) -> _Entry:
    head = _HEAD.match(text)
    if head is None:
        raise UsageProblem(f"{STORIES} 的内容不完整，可能被改动过。请重新运行 pingheng assess。")
    return _Entry(json.loads(head[1]), json.loads(head[2]), text)
