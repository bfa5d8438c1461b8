"""Read what was meant where a sign is full-width or a space is lacking, and say so once.

Inside braces such a slip is no syntax error: `{不低于：90}` is one long key without a value.
The error is told where the slip stands, and reading goes on with what was meant, so that
nothing else is told of the same slip. Signs that nobody can see are told and left out.
"""

from __future__ import annotations

import re

from engine.diagnostics import Diagnostics, Place
from engine.ruleset.lookalikes import key_with_wide_colon, key_without_space, narrow
from engine.ruleset.nodes import Node, ScalarNode, SequenceNode

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_UNSEEN_BREAK = re.compile("[\u0085\u2028\u2029]")
_LISTS = {"【": "】", "［": "］"}


def without_unseen_breaks(text: str, name: str, diagnostics: Diagnostics) -> str:
    """Return the text with a space for each line break that no editor shows as one."""
    found = _UNSEEN_BREAK.search(text)
    if found is None:
        return text
    before = re.split(r"\r\n|\r|\n", text[: found.start()])
    place = Place(name, line=len(before), column=len(before[-1]) + 1)
    _tell_unseen(found.group(), "换行符", "读时当作空格", place, diagnostics)
    return _UNSEEN_BREAK.sub(" ", text)


def without_unseen_signs(text: str, place: Place, diagnostics: Diagnostics) -> str:
    """Return a plain scalar's text without the signs that nobody can see."""
    found = _UNSEEN.search(text)
    if found is None:
        return text
    _tell_unseen(found.group(), "字符", "读时略去了", place, diagnostics)
    return _UNSEEN.sub("", text)


def _tell_unseen(sign: str, what: str, done: str, place: Place, diagnostics: Diagnostics) -> None:
    diagnostics.warning(
        "Y007",
        f"有看不见的{what}（U+{ord(sign):04X}），{done}",
        place,
        f"U+{ord(sign):04X}",
        "多半是从网页或别的软件粘贴来的，请删去这几个字重新输入",
    )


def mend_entry(
    key: ScalarNode, value: Node, in_flow: bool, diagnostics: Diagnostics
) -> tuple[ScalarNode, Node]:
    """Return the key and value that were meant where both were read as one key."""
    if key.quoted or not (isinstance(value, ScalarNode) and value.is_blank):
        return key, value
    if meant := key_with_wide_colon(key.text):
        rest = key.text.split("：", 1)[1].strip()
        message = f"“{meant}”后面的冒号是全角的"
        hint = f"请写成“{meant}: {rest}”（半角冒号加一个空格）"
    elif in_flow and (meant := key_without_space(key.text)) and not meant.isdigit():
        rest = key.text.split(":", 1)[1].strip()
        message = f"“{meant}”的冒号后面没有空格"
        hint = f"冒号后面要有一个空格，请写成“{meant}: {rest}”"
    else:
        return key, value
    diagnostics.error("Y005", message, key.place, key.text, hint)
    behind = key.place.column + len(key.text) - len(rest)
    place = Place(key.place.file, line=key.place.line, column=behind)
    return ScalarNode(meant, False, key.place), ScalarNode(rest, False, place)


class WideList:
    """A list that was opened with a full-width bracket: its items were read as keys."""

    def __init__(self, first: ScalarNode) -> None:
        self._closing = _LISTS[first.text[0]]
        self._place = first.place
        self._items = [ScalarNode(first.text[1:].strip(), False, first.place)]
        self.is_open = True

    def take(self, item: ScalarNode) -> None:
        """Take one more item; the one that ends with the closing bracket is the last."""
        self.is_open = not item.text.endswith(self._closing)
        text = item.text.removesuffix(self._closing).strip()
        self._items.append(ScalarNode(text, item.quoted, item.place))

    def node(self) -> SequenceNode:
        """Return the list that was meant."""
        return SequenceNode(tuple(self._items), self._place)


def open_wide_list(value: Node, diagnostics: Diagnostics) -> WideList | None:
    """Return the list that a value opens with a full-width bracket, if it does."""
    if not isinstance(value, ScalarNode) or value.quoted:
        return None
    sign = value.text[:1]
    if sign not in _LISTS or value.text.endswith(_LISTS[sign]):
        return None
    hint = f"请改用半角括号“{narrow(sign)}{narrow(_LISTS[sign])}”"
    diagnostics.error("Y007", f"括号“{sign}”是全角的", value.place, value.text, hint)
    return WideList(value)
