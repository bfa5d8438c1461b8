"""A YAML text as it is written: every value with the stretch of text that it takes.

The nodes of `engine.ruleset` know where a value begins. To change a text one has to know
where it ends, too, how it is quoted, and where dashes and colons stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from engine.diagnostics import Diagnostics, InternalFault
from engine.ruleset.mending import without_unseen_breaks

Kind = Literal["scalar", "mapping", "list"]
# Of collections: in lines; in brackets; or one `key: value` in a list in brackets.
Style = Literal["", "'", '"', "|", ">", "block", "flow", "pair"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COLON = re.compile(r"[ \t]*:")
_GAP = re.compile(r"(?:\s|#[^\r\n]*)*")
_BLANK_END = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*\Z")


class Unwritable(Exception):
    """A text that cannot be edited: why, and where (counted from 0)."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        self.reason, self.line, self.column = reason, line, column
        super().__init__(reason, line, column)


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """One value.

    Args:
        kind: Scalar, mapping or list.
        style: How it is quoted or laid out.
        start: Where its text begins. end: Where it ends; the start where nothing is written.
        text: What a scalar says.
        parts: The entries or items.
    """

    kind: Kind
    style: Style
    start: int
    end: int
    text: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def is_block(self) -> bool:
        return self.style == "block"

    @property
    def is_empty(self) -> bool:
        return self.start == self.end

    def part(self, key: str | int) -> Part | None:
        """Return the entry with a key or the item at a position; None where there is none."""
        if self.kind == "mapping":
            return next((part for part in self.parts if part.name == key), None)
        if self.kind == "list" and isinstance(key, int) and 0 <= key < len(self.parts):
            return self.parts[key]
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """An entry of a mapping, or an item of a list.

    Args:
        start: Where it begins: at its key, its dash, or (in brackets) its value.
        key: The key of an entry. value: The value.
        after_mark: Behind the colon or the dash; where the value begins when there is none.
    """

    start: int
    key: Written | None
    value: Written
    after_mark: int

    @property
    def name(self) -> str | None:
        return self.key.text if self.key else None

    @property
    def end(self) -> int:
        return max(self.value.end, self.after_mark)


def read_written(text: str) -> Written:
    """Read a text of one document.

    Raises:
        Unwritable: It is no YAML, or written in a way that the rule language does not have.
    """
    plain = without_unseen_breaks(text, "", Diagnostics())
    try:
        return _Reader(plain).read()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise Unwritable(
            f"YAML 读不通（{problem.problem or problem.context}）", line, column
        ) from None
    except yaml.YAMLError as problem:
        raise Unwritable(f"YAML 读不通（{problem}）") from None


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)

    def read(self) -> Written:
        root: Written | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _unwritable("一个文件里有几份文档", event)
                first = next(self._events)
                root = self._value(first, first.start_mark.index)
        if root is None:
            raise Unwritable("没有内容")
        return root

    def _value(self, event: Any, after_mark: int) -> Written:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _unwritable("用了锚点或别名", event)
        if getattr(event, "tag", None):
            raise _unwritable("用了类型标签", event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, after_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event)
        return self._mapping(event)

    def _scalar(self, event: Any, after_mark: int) -> Written:
        start, end = event.start_mark.index, event.end_mark.index
        style: Style = event.style or ""
        if not style and start == end:
            return Written("scalar", "", after_mark, after_mark)
        text = event.value
        if style in ("|", ">"):
            # Blank lines behind a text belong to what follows, even where `|+` keeps them:
            # they stay when the text goes, and do not count when texts are compared.
            found = _BLANK_END.search(self._text, start, end)
            end = found.start() if found else end
            text = re.sub(r"\n{2,}\Z", "\n", text)
        return Written("scalar", style, start, end, text)

    def _list(self, opening: Any) -> Written:
        is_flow = bool(opening.flow_style)
        parts: list[Part] = []
        at = opening.start_mark.index
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            if is_flow:
                value = self._value(event, event.start_mark.index)
                parts.append(Part(value.start, None, value, value.start))
                continue
            dash = self._skip(at)
            if self._text[dash : dash + 1] != "-":
                raise InternalFault("没有在列表项前找到“-”")
            value = self._value(event, dash + 1)
            parts.append(Part(dash, None, value, dash + 1))
            at = parts[-1].end
        return self._collection("list", opening, event, parts)

    def _mapping(self, opening: Any) -> Written:
        is_flow = bool(opening.flow_style)
        parts: list[Part] = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.start_mark is None:
                raise _unwritable("键不是一段文字", event)
            key = self._value(event, event.start_mark.index)
            if any(part.name == key.text for part in parts):
                raise _unwritable(f"键“{key.text}”写了两次", event)
            found = _COLON.match(self._text, key.end)
            if self._is_explicit(key) or (found is None and not is_flow):
                raise _unwritable("键写成了“? 键”的样子", event)
            after_mark = found.end() if found else key.end
            parts.append(
                Part(key.start, key, self._value(next(self._events), after_mark), after_mark)
            )
        return self._collection("mapping", opening, event, parts)

    def _is_explicit(self, key: Written) -> bool:
        before = self._text[: key.start].rstrip()
        return key.is_empty or re.search(r"(?:^|[\s{\[,-])\?\Z", before[-2:]) is not None

    def _collection(self, kind: Kind, opening: Any, closing: Any, parts: list[Part]) -> Written:
        start = opening.start_mark.index
        if not opening.flow_style:
            return Written(kind, "block", parts[0].start, parts[-1].end, parts=tuple(parts))
        if self._text[start : start + 1] not in "[{":
            return Written(kind, "pair", start, parts[-1].end, parts=tuple(parts))
        return Written(kind, "flow", start, closing.end_mark.index, parts=tuple(parts))

    def _skip(self, offset: int) -> int:
        """Return the next offset at which something other than space and comments stands."""
        found = _GAP.match(self._text, offset)
        return found.end() if found else offset


def _unwritable(reason: str, event: Any) -> Unwritable:
    return Unwritable(reason, event.start_mark.line, event.start_mark.column)
