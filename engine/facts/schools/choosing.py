"""Choose one school by what a person types: its id, its name, or a part of the name."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagnostics import UsageProblem
from engine.ruleset.subject import Subject

_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One school that can be chosen."""

    school_id: str
    name: str

    def __str__(self) -> str:
        return f"{self.name}（{self.school_id}）"


def choose_school(
    choices: Sequence[Choice], wanted: str, subject: Subject, *, among: str, see: str
) -> int:
    """Return the position of the school that is meant.

    Args:
        choices: All there are.
        wanted: An id, a name, or a part of a name that only one school has.
        subject: What is assessed.
        among: Where they are, for the message: 结果中. see: where ids and names can be seen.

    Raises:
        UsageProblem: There is none, or several of that name.
    """
    text = _plain(wanted)
    for matches in (
        [at for at, each in enumerate(choices) if _plain(each.school_id) == text],
        [at for at, each in enumerate(choices) if _plain(each.name) == text],
        [at for at, each in enumerate(choices) if text and text in _plain(each.name)],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            listed = "、".join(str(choices[at]) for at in matches[:_MOST_NAMES])
            more = f"等{len(matches)}{subject.measure}" if len(matches) > _MOST_NAMES else ""
            raise UsageProblem(
                f"“{wanted}”对应不止一{subject.counted}：{listed}{more}。请改用{subject.id_word}。"
            )
    raise UsageProblem(
        f"{among}没有{subject.called(wanted)}（共{len(choices)}{subject.measure}）。"
        f"{_nearest(choices, text) or f'{subject.id_word}和名称见{see}。'}"
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _nearest(choices: Sequence[Choice], text: str) -> str:
    by_word = {_plain(word): each for each in choices for word in (each.school_id, each.name)}
    near = difflib.get_close_matches(text, by_word, n=3, cutoff=0.5)
    found = dict.fromkeys(str(by_word[word]) for word in near)
    return f"是不是要找：{'、'.join(found)}？" if found else ""
