"""Find one school's story in an output folder, without the rules and facts at hand."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.diagnostics import UsageProblem
from engine.reports.staging import FORMAT, RECEIPT, STORIES, read_receipt
from engine.ruleset.subject import Subject

Story = dict[str, Any]

# A story begins with these two keys, so that schools are found without reading all of it.
_HEAD = re.compile(r'\{"school_id":("(?:[^"\\]|\\.)*"),"name":("(?:[^"\\]|\\.)*")')
_MOST_NAMES = 8


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

    def __str__(self) -> str:
        return f"{self.name}（{self.school_id}）"


def read_story(out: Path | str, school: str) -> Told:
    """Read the story of a school by its id or name.

    Args:
        out: An output folder.
        school: Its id, its name, or a part of the name that only one school has.

    Raises:
        UsageProblem: No such folder, no such school, or several of that name.
    """
    lines = _lines(Path(out))
    catalogue = json.loads(next(lines))
    entries = [_entry(text) for text in lines]
    found = _choose(entries, school, Subject(catalogue.get("subject", "学校")))
    return Told(catalogue, json.loads(found.line))


def _lines(out: Path) -> Iterator[str]:
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
    if receipt.get("format") != FORMAT:
        raise UsageProblem(
            f"“{out}”是另一版本（{receipt.get('version', '不明')}）的评衡写出的，这一版读不了。"
            "请用这一版重新运行 pingheng assess。"
        )
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _entry(text: str) -> _Entry:
    head = _HEAD.match(text)
    if head is None:
        raise UsageProblem(f"{STORIES} 的内容不完整，可能被改动过。请重新运行 pingheng assess。")
    return _Entry(json.loads(head[1]), json.loads(head[2]), text)


def _choose(entries: Sequence[_Entry], wanted: str, subject: Subject) -> _Entry:
    text = _plain(wanted)
    for matches in (
        [each for each in entries if _plain(each.school_id) == text],
        [each for each in entries if _plain(each.name) == text],
        [each for each in entries if text and text in _plain(each.name)],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            shown = "、".join(str(each) for each in matches[:_MOST_NAMES])
            more = f"等{len(matches)}{subject.measure}" if len(matches) > _MOST_NAMES else ""
            raise UsageProblem(
                f"“{wanted}”对应不止一{subject.counted}：{shown}{more}。请改用{subject.id_word}。"
            )
    raise UsageProblem(
        f"结果中没有{subject.called(wanted)}（共{len(entries)}{subject.measure}）。"
        f"{_nearest(entries, text, subject)}"
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _nearest(entries: Sequence[_Entry], text: str, subject: Subject) -> str:
    by_word = {_plain(word): each for each in entries for word in (each.school_id, each.name)}
    near = difflib.get_close_matches(text, by_word, n=3, cutoff=0.5)
    if not near:
        return f"{subject.id_word}和名称见该文件夹的 scores.csv。"
    found = dict.fromkeys(str(by_word[word]) for word in near)
    return f"是不是要找：{'、'.join(found)}？"
