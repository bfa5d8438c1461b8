"""Read a YAML (or JSON) text to placed nodes; report everything that is not plain.

The parser's events become nodes of ours, and nothing is ever constructed from them: no
value is typed here, so no trap of YAML 1.1 can change one. What the rule language does
without (anchors, tags, several documents, the same key twice) is an error with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from engine.diagnostics import Diagnostics, Place, reason_of
from engine.ruleset.lookalikes import is_wrapped_in_wide_quotes, key_with_wide_colon, narrow
from engine.ruleset.mending import (
    WideList,
    mend_entry,
    open_wide_list,
    without_unseen_breaks,
    without_unseen_signs,
)
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.syntax import report_syntax_error

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 60


def read_yaml(path: Path, diagnostics: Diagnostics, shown_as: str | None = None) -> Node | None:
    """Read one text file to placed nodes.

    Args:
        path: A YAML or JSON file in UTF-8, with or without a byte order mark.
        diagnostics: Where problems are added; all of them, as far as the text can be read.
        shown_as: The name of the file in places; the path as given without it.

    Returns:
        The root node; None where the text cannot be read as one document.
    """
    name = shown_as if shown_as is not None else path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as problem:
        diagnostics.error(
            "Y001",
            f"文件“{name}”打不开：{reason_of(problem)}",
            Place(name),
            hint="请检查文件名和权限，并关闭正在占用它的程序",
        )
        return None
    return parse_yaml(data, name, diagnostics)


def parse_yaml(data: bytes, name: str, diagnostics: Diagnostics) -> Node | None:
    """Read bytes that were read already; see `read_yaml`."""
    text = decode_text(data, name, diagnostics)
    if text is None:
        return None
    text = without_unseen_breaks(text, name, diagnostics)
    try:
        return _Builder(name, diagnostics).build(yaml.parse(text, Loader=_Loader))
    except _Unreadable:
        return None
    except yaml.YAMLError as problem:
        report_syntax_error(problem, text, name, diagnostics)
        return None


def decode_text(data: bytes, name: str, diagnostics: Diagnostics) -> str | None:
    """Decode UTF-8 (a byte order mark is dropped); report any other encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        guess = "UTF-16（“Unicode 文本”）"
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = data.count(b"\n", 0, problem.start) + 1
            guess = f"GB18030（ANSI/GBK），第 {line} 行起" if _is_gb18030(data) else "未知编码"
    diagnostics.error(
        "Y002",
        f"文件不是 UTF-8 编码，像是 {guess}",
        Place(name),
        hint="请用记事本或 WPS 打开后“另存为”，编码选 UTF-8",
    )
    return None


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


class _Unreadable(Exception):
    """The text was reported and cannot be read to the end."""


class _Builder:
    """Turns the events of one text into nodes."""

    def __init__(self, name: str, diagnostics: Diagnostics) -> None:
        self._name = name
        self._diagnostics = diagnostics
        self._events: Iterator[Any] = iter(())

    def build(self, events: Iterator[Any]) -> Node | None:
        """Return the root of the only document, or None where there is none."""
        self._events = events
        root: Node | None = None
        started = False
        for event in events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if started:
                self._refuse_second_document(event)
            started = True
            root = self._node(next(events), 0)
        if root is None or (isinstance(root, ScalarNode) and root.is_blank):
            self._diagnostics.error(
                "Y012",
                "文件是空的",
                Place(self._name, line=1, column=1),
                hint="请写上内容；不需要的文件请删除",
            )
            return None
        return root

    def _refuse_second_document(self, event: Any) -> None:
        self._diagnostics.error(
            "Y011",
            "一个文件里有几份文档（中间有“---”）",
            self._place(event),
            "---",
            "请删去这一行，或把后面的内容另存为一个文件",
        )
        raise _Unreadable

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._name, line=mark.line + 1, column=mark.column + 1)

    def _node(
        self,
        event: Any,
        depth: int,
        *,
        in_flow_list: bool = False,
        in_flow: bool = False,
        is_key: bool = False,
    ) -> Node:
        place = self._place(event)
        self._refuse_extras(event, place)
        if depth > _DEEPEST:
            self._diagnostics.error(
                "Y014", f"层次超过 {_DEEPEST} 层", place, hint="请检查缩进，或把内容拆开写"
            )
            raise _Unreadable
        if isinstance(event, yaml.ScalarEvent):
            quoted = event.style not in (None, "")
            text = event.value
            if not quoted and not text.isascii():
                text = without_unseen_signs(text, place, self._diagnostics)
            scalar = ScalarNode(text, quoted, place)
            if not is_key:
                self._warn_of_lookalikes(scalar, in_flow_list, in_flow)
            return scalar
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, place, depth)
        return self._mapping(event, place, depth)

    def _sequence(self, event: Any, place: Place, depth: int) -> SequenceNode:
        flow = bool(event.flow_style)
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1, in_flow_list=flow, in_flow=flow))
        return SequenceNode(tuple(items), place)

    def _mapping(self, event: Any, place: Place, depth: int) -> MappingNode:
        flow = bool(event.flow_style)
        entries: dict[str, Entry] = {}
        wide: tuple[str, WideList] | None = None
        refused = None
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1, is_key=True)
            value = self._node(next(self._events), depth + 1, in_flow=flow)
            if not isinstance(key, ScalarNode):
                self._refuse_key(key)
                refused = key.place
                continue
            if wide is not None and isinstance(value, ScalarNode) and value.is_blank:
                name, gathered = wide
                gathered.take(key)
                entries[name] = Entry(name, entries[name].key_place, gathered.node())
                wide = wide if gathered.is_open else None
                continue
            key, value = mend_entry(key, value, flow, self._diagnostics)
            if not self._is_usable_key(key, entries):
                refused = key.place
                continue
            entries[key.text] = Entry(key.text, key.place, value)
            opened = open_wide_list(value, self._diagnostics) if flow else None
            wide = (key.text, opened) if opened else None
        return MappingNode(tuple(entries.values()), place, refused)

    def _refuse_key(self, key: Node) -> None:
        self._diagnostics.error(
            "Y013",
            "键不是一段文字",
            key.place,
            hint="键请写成文字；花括号里的每一项要写成“键: 值”",
        )

    def _is_usable_key(self, key: ScalarNode, entries: dict[str, Entry]) -> bool:
        if not key.quoted and key.text == "<<":
            self._diagnostics.error(
                "Y009", "用了合并键“<<”", key.place, key.text, "请把要合并的内容照写一遍"
            )
            return False
        if key.text in entries:
            first = entries[key.text].key_place
            self._diagnostics.error(
                "Y008",
                f"键“{key.text}”写了两次，前一次在第 {first.line} 行第 {first.column} 列",
                key.place,
                key.text,
                "同一层里一个键只能写一次，请删去或合并其中一处",
            )
            return False
        return True

    def _refuse_extras(self, event: Any, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._diagnostics.error(
                "Y009",
                f"用了别名“*{event.anchor}”",
                place,
                f"*{event.anchor}",
                "请把所指的内容照写一遍；若本来是文字，请加引号",
            )
            raise _Unreadable
        if getattr(event, "anchor", None):
            self._diagnostics.error(
                "Y009",
                f"用了锚点“&{event.anchor}”",
                place,
                f"&{event.anchor}",
                "请删去锚点；若本来是文字，请加引号",
            )
        if getattr(event, "tag", None):
            self._diagnostics.error(
                "Y010",
                f"用了类型标签“{event.tag}”",
                place,
                event.tag,
                "请删去标签，值照写；文字可加引号",
            )

    def _warn_of_lookalikes(self, scalar: ScalarNode, in_flow_list: bool, in_flow: bool) -> None:
        if scalar.quoted:
            return
        text = scalar.text
        if (in_flow_list and "，" in text) or (
            in_flow and "，" in text and key_with_wide_colon(text.split("，", 1)[1])
        ):
            self._diagnostics.error(
                "Y006",
                f"“{text}”里的逗号是全角的，会被读成一项",
                scalar.place,
                text,
                "请改用半角逗号“,”；若逗号确是文字的一部分，请给整段文字加半角引号",
            )
        elif is_wrapped_in_wide_quotes(text):
            self._diagnostics.warning(
                "Y007",
                f"{text} 的引号是全角的，会成为文字的一部分",
                scalar.place,
                text,
                f"若要用引号括起文字，请用半角引号：{narrow(text)}；"
                f"若引号确是文字，请写成 '{text}'",
            )
