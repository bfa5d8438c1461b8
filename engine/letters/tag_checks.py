"""Find tags in the text of a template that were broken while it was restyled."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENED = re.compile(r"\{\{|\{%|\{#")
_SIGNS = re.compile(r"[｛{][ \u3000]*[｛{%％#]|[}｝%％#][ \u3000]*[}｝]")
_SINGLE = re.compile(r"\{([^{}%#]*)\}")
_SHOWN = 40


def broken_tags(xml: str, names: Collection[str]) -> Iterator[tuple[bool, str]]:
    """Yield (whether it stands in a text box, what is wrong) for each broken tag of a part.

    Args:
        xml: Of the part. names: All tags there are.
    """
    for paragraph in etree.fromstring(xml).iter(f"{_W}p"):
        in_box = next(paragraph.iterancestors(f"{_W}txbxContent"), None) is not None
        for said in _broken(_text(paragraph), names):
            yield in_box, said


def has_revisions(xml: str) -> bool:
    """Tell whether a part holds changes that nobody accepted yet: they cut tags into pieces."""
    tree = etree.fromstring(xml)
    return next(tree.iter(f"{_W}ins", f"{_W}del"), None) is not None


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, without that of text boxes that hang on it."""
    return "".join(
        each.text or ""
        for each in paragraph.iter(f"{_W}t")
        if next(each.iterancestors(f"{_W}p")) is paragraph
    )


def _broken(text: str, names: Collection[str]) -> Iterator[str]:
    rest = ""
    at = 0
    while opened := _OPENED.search(text, at):
        rest += text[at : opened.start()]
        closing = _CLOSING[opened[0]]
        end = text.find(closing, opened.end())
        again = _OPENED.search(text, opened.end())
        if end < 0 or (again is not None and again.start() < end):
            yield (
                f"“{_few(text[opened.start() :])}”没有收尾的“{closing}”；"
                "一个标签要完整地写在同一段里"
            )
            return
        at = end + 2
    rest += text[at:]
    for signs in _SIGNS.finditer(rest):
        if signs[0] in _CLOSING.values():
            yield f"“{_few(rest)}”里的“{signs[0]}”前面没有开头的括号"
        else:
            yield (
                f"“{_few(rest)}”里的“{signs[0]}”不是标签的括号；"
                "标签要用半角的 {{ }} 或 {% %}，中间不留空格"
            )
        return
    for single in _SINGLE.finditer(rest):
        if single[1].strip() in names:
            yield f"“{single[0]}”少了一层括号，请写成“{{{{ {single[1].strip()} }}}}”"


def _few(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
