"""The papers that a school gets, and from which templates they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from engine.diagnostics import UsageProblem
from engine.letters.default_templates import feedback_template, mending_template
from engine.letters.tags import LETTER_TAGS
from engine.letters.template_file import template_of
from engine.letters.word_template import WordTemplate, word_template


class Paper(StrEnum):
    """What is written to a school; the value is what people call it."""

    FEEDBACK = "反馈意见书"
    MENDING = "整改清单"

    @property
    def file(self) -> str:
        """Return the name of its template."""
        return f"{self.value}.docx"


DEFAULTS: Mapping[Paper, Callable[[], bytes]] = MappingProxyType(
    {Paper.FEEDBACK: feedback_template, Paper.MENDING: mending_template}
)


def templates_in(given: Path | None) -> dict[Paper, Path]:
    """Return the templates of the office, by paper; a paper without has ours.

    Args:
        given: A folder that holds them under their names, or one of them.

    Raises:
        UsageProblem: There is none of them.
    """
    if given is None:
        return {}
    files = "、".join(each.file for each in Paper)
    if given.is_dir():
        found = {each: given / each.file for each in Paper if (given / each.file).is_file()}
        if not found:
            raise UsageProblem(
                f"文件夹“{given}”里没有模板：模板的文件名应是 {files}。"
                "可用 pingheng letter --new-template 文件夹 写出一份，改好再用。"
            )
        return found
    named = [each for each in Paper if each.value in given.stem]
    if len(named) != 1:
        raise UsageProblem(
            f"看不出“{given}”是哪一种模板：文件名里请写明“反馈意见书”或“整改清单”。"
            f"两种都要改的，放在一个文件夹里，名为 {files}。"
        )
    return {named[0]: given}


def open_template(paper: Paper, given: Mapping[Paper, Path]) -> WordTemplate:
    """Return the template of a paper, checked.

    Raises:
        UsageProblem: It cannot be used.
    """
    if paper in given:
        return word_template(given[paper], LETTER_TAGS)
    return WordTemplate(template_of(paper.file, _default_file(paper)), LETTER_TAGS)


@cache
def _default_file(paper: Paper) -> bytes:
    # Checked before anything is begun, and opened again by who writes: made once.
    return DEFAULTS[paper]()
