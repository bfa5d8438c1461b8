"""Say what a violation of the schema means to the person who wrote the rule.

One mistake often breaks several keywords at once (a misspelt key is unknown, and the key
that it should be is missing): the violations of one place are told together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.diagnostics import Diagnostics, Place
from engine.glossary import KEYS, WORDS, chinese_key
from engine.ruleset.keys import canonical_keys
from engine.ruleset.lookalikes import key_with_wide_colon, narrow, slip_hint
from engine.ruleset.nodes import (
    Entry,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    describe_node,
)
from engine.ruleset.suggesting import closest

_KIND_CODES = {
    "number": "R008",
    "number_or_blank": "R008",
    "integer": "R008",
    "date": "R009",
    "boolean": "R010",
    "text": "R011",
}
_SPAN = re.compile(r"(-?[\d.]+%?)\s*[-~—]+\s*([\d.]+%?)")
_KIND_NAMES = {
    "number": "数",
    "number_or_blank": "数",
    "integer": "整数",
    "date": "日期",
    "boolean": "是否",
    "text": "文字",
}
_TYPE_NAMES = {"object": "若干“键: 值”", "array": "列表", "string": "文字"}

UNKNOWN_KEY = "R004"


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword that one node breaks.

    Args:
        keyword: The keyword of the schema. limit: its value there.
        said: What the keyword's check said (for `x-kind`: message and hint, two lines).
        schema: The schema around the keyword. instance: the value that breaks it.
    """

    keyword: str
    limit: Any
    said: str
    schema: Mapping[str, Any]
    instance: Any


def report_violation(
    violations: Sequence[Violation], entry: Entry | None, node: Node, diagnostics: Diagnostics
) -> None:
    """Report the violations of one node, each mistake once.

    Args:
        violations: All violations of this node.
        entry: The entry that the node hangs on (for an item of a list: the list's).
        node: The node itself.
        diagnostics: Where the errors go.
    """
    if wrong_type := next((v for v in violations if v.keyword == "type"), None):
        _report_type(wrong_type, entry, node, diagnostics)
        return
    unknown = _unknown_keys(violations, node)
    meant = set()
    missing = [key for v in violations if v.keyword == "required" for key in _missing(v)]
    for key in unknown:
        meant.update(_report_unknown_key(key, violations, missing, entry, node, diagnostics))
    exactly_one = any(v.keyword == "x-exactly-one" for v in violations)
    misplaced = [v for v in violations if _is_misplaced(v, unknown)]
    if misplaced and not exactly_one:
        _report_misplaced(misplaced, missing, node, diagnostics)
        meant.update(missing)
    for violation in violations:
        match violation.keyword:
            case "required":
                for key in _missing(violation) - meant:
                    _report_missing(key, entry, node, diagnostics)
            case "x-exactly-one" if not unknown:
                _report_exactly_one(violation, node, diagnostics)
            case "enum" if isinstance(violation.instance, str):
                pass  # a misplaced key, reported above
            case "minProperties" | "maxProperties" if not unknown and not exactly_one:
                _report_count(violation, entry, node, diagnostics)
            case "x-exactly-one" | "minProperties" | "maxProperties" | "additionalProperties":
                pass
            case _:
                _report_value(violation, entry, node, diagnostics)


def _spell(key: str, node: Node) -> str:
    """Return a key in the language of its neighbours."""
    if isinstance(node, MappingNode) and node.entries and node.entries[0].shown.isascii():
        return key
    return chinese_key(key)


def _name(entry: Entry | None) -> str:
    return f"“{entry.shown}”" if entry else "整个文件"


def describe_owner(node: Node) -> str:
    """Name a mapping by its id or name, for messages: `“A101”`, or an empty text."""
    if isinstance(node, MappingNode):
        for key in ("id", "name", "grade", "area"):
            value = node.get(key)
            if isinstance(value, ScalarNode) and value.text:
                return f"“{value.text}”"
    return ""


def _report_type(v: Violation, entry: Entry | None, node: Node, diagnostics: Diagnostics) -> None:
    wanted = v.limit if isinstance(v.limit, list) else [v.limit]
    kinds = [_TYPE_NAMES[name] for name in wanted if name in _TYPE_NAMES]
    if "boolean" in wanted:
        kinds = ["一个值", *kinds[1:]]
    if "x-kind" in v.schema:
        kinds = [_KIND_NAMES[v.schema["x-kind"]]]
    blank = isinstance(node, ScalarNode) and node.is_blank
    found = "没有写值" if blank else f"写成了{describe_node(node)}"
    hint = ""
    if isinstance(node, ScalarNode) and not blank:
        hint = slip_hint(node.text)
        span = _SPAN.fullmatch(narrow(node.text))
        if not hint and wanted == ["array"] and span:
            hint = f"请写成列表：[{span.group(1)}, {span.group(2)}]"
        elif not hint and wanted == ["array"]:
            hint = f"只有一项也要写成列表：[{node.shown}]"
    if not hint:
        example = {"array": "如 [甲, 乙]，或每行以“- ”开头", "object": "每行写“键: 值”"}
        if blank and v.schema.get("minItems"):
            example["array"] += "；没有内容的，请删去这个键（整个文件都没有的，删去文件）"
        hint = example.get(wanted[0], f"请改写成{'或'.join(kinds)}")
    kind = "或".join(kinds) if kinds else "一个值"
    wide = isinstance(node, ScalarNode) and key_with_wide_colon(node.text)
    code = "Y005" if wide and not blank else "R002"
    diagnostics.error(
        code, f"{_name(entry)}应当是{kind}，{found}", node.place, _written(node), hint
    )


def _written(node: Node) -> str:
    return node.shown if isinstance(node, ScalarNode) else ""


def _unknown_keys(violations: Sequence[Violation], node: Node) -> list[str]:
    if not isinstance(node, MappingNode):
        return []
    for v in violations:
        if v.keyword == "additionalProperties" and v.limit is False:
            known = v.schema.get("properties", {})
            return [entry.key for entry in node if entry.key not in known]
    return []


def _is_misplaced(v: Violation, unknown: Sequence[str]) -> bool:
    """Tell whether a key of the language stands where its neighbours give it no sense."""
    return v.keyword == "enum" and isinstance(v.instance, str) and v.instance not in unknown


def _report_unknown_key(
    key: str,
    violations: Sequence[Violation],
    missing: Sequence[str],
    around: Entry | None,
    node: Node,
    diagnostics: Diagnostics,
) -> set[str]:
    """Report a key that is not known here; return the canonical keys that were meant."""
    assert isinstance(node, MappingNode)
    entry = node.entry(key)
    assert entry is not None
    schema = next(v.schema for v in violations if v.keyword == "additionalProperties")
    here = [word for known in schema["properties"] for word in (*KEYS.get(known, ()), known)]
    near = closest(entry.shown, here)
    if near:
        hint = f"是不是想写“{near}”？"
    elif len(missing) == 1:
        hint = f"这里应当写“{_spell(missing[0], node)}”"
    else:
        listed = "、".join(_spell(known, node) for known in schema["properties"])
        hint = f"这里可以写的键有：{listed}"
    owner = describe_owner(node) or (f"“{around.shown}”" if around else "")
    message = f"{owner}里有不认识的键“{entry.shown}”" if owner else f"不认识的键“{entry.shown}”"
    if entry.shown in canonical_keys():
        message = f"键“{entry.shown}”不用在这里"
    diagnostics.error(UNKNOWN_KEY, message, entry.key_place, entry.shown, hint)
    return {canonical_keys().get(near, near)} if near else set(missing[:1])


def _missing(v: Violation) -> set[str]:
    present = v.instance if isinstance(v.instance, dict) else {}
    # The package reports one missing key at a time; the message names it in quotes.
    return {key for key in v.limit if key not in present and v.said.startswith(f"'{key}' ")}


def _report_missing(key: str, entry: Entry | None, node: Node, diagnostics: Diagnostics) -> None:
    owner, why = describe_owner(node), _discriminator(node)
    if not owner and not why and entry is not None:
        owner = f"“{entry.shown}”"
    diagnostics.error(
        "R003",
        f"{owner}{why}缺少“{_spell(key, node)}”",
        node.place,
        hint=f"请加一行“{_spell(key, node)}: …”",
    )


def _discriminator(node: Node) -> str:
    """Name what decides which keys belong here: the method or the type."""
    if isinstance(node, MappingNode):
        for key in ("method", "type"):
            value = node.get(key)
            if isinstance(value, ScalarNode):
                return f"{_spell(key, node)}“{value.shown}”"
    return ""


def _report_misplaced(
    misplaced: Sequence[Violation], missing: Sequence[str], node: Node, diagnostics: Diagnostics
) -> None:
    """Report keys of the language that have no sense beside their neighbours.

    Where keys are missing too, they are probably what was meant: that is one mistake.
    """
    for v in misplaced:
        entry = node.entry(v.instance) if isinstance(node, MappingNode) else None
        if entry is None:
            continue
        if missing:
            wanted = "、".join(f"“{_spell(key, node)}”" for key in missing)
            hint = f"这里应当写{wanted}"
        else:
            listed = "、".join(_spell(key, node) for key in v.limit)
            hint = f"可以写的键有：{listed}；请删去这一个，或改用别的写法"
        owner = _discriminator(node) or describe_owner(node) or "这里"
        diagnostics.error(
            "R006", f"{owner}不能写“{entry.shown}”", entry.key_place, entry.shown, hint
        )


def _report_exactly_one(v: Violation, node: Node, diagnostics: Diagnostics) -> None:
    assert isinstance(node, MappingNode)
    found = [entry for entry in node if entry.key in v.limit]
    listed = "、".join(_spell(key, node) for key in v.limit)
    if found:
        shown = "、".join(f"“{entry.shown}”" for entry in found)
        diagnostics.error(
            "R014",
            f"{shown}不能写在一起",
            found[1].key_place,
            found[1].shown,
            f"{listed} 中只能写一个",
        )
    else:
        diagnostics.error(
            "R014",
            f"{describe_owner(node)}没有写{'以下任何一项' if len(v.limit) > 2 else ''}：{listed}",
            node.place,
            hint="请写其中一个",
        )


def _report_count(v: Violation, entry: Entry | None, node: Node, diagnostics: Diagnostics) -> None:
    assert isinstance(node, MappingNode)
    value = node.entry("value")
    if v.limit == 2 and value is not None:
        name = _written(value.value)
        diagnostics.error(
            "R015",
            f"“{name}”后面没有写怎样比较",
            value.key_place,
            name,
            f"是否字段请写“等于: 是”或直接写 {name}；其他请加“不少于”“等于”等比较词",
        )
    elif v.keyword == "maxProperties":
        extra = node.entries[1]
        diagnostics.error(
            "R014",
            f"“{node.entries[0].shown}”旁边不能再写“{extra.shown}”",
            extra.key_place,
            extra.shown,
            "要同时成立，请写成 全部: [{…}, {…}]",
        )
    else:
        diagnostics.error(
            "R013", f"{_name(entry)}是空的", node.place, hint="请写上内容，或删去这个键"
        )


def _report_value(v: Violation, entry: Entry | None, node: Node, diagnostics: Diagnostics) -> None:
    """Report a scalar or list with the wrong content."""
    value, name = _written(node), _name(entry)
    match v.keyword:
        case "x-kind":
            message, _, hint = v.said.partition("\n")
            diagnostics.error(_KIND_CODES[v.limit], f"{name}：{message}", node.place, value, hint)
        case "enum":
            words = list(WORDS[v.schema["x-words"]].values()) if "x-words" in v.schema else []
            printed = [word[0] for word in words] or [str(word) for word in v.limit]
            near = closest(value, [str(word) for word in v.limit])
            hint = f"是不是想写“{near}”？" if near else ""
            keys = [chinese_key(key) for key in v.schema.get("properties", ())]
            if not near and len(keys) == 1 and value:
                hint = f"请从中选一个，或写成 {{{keys[0]}: {value}}}"
            diagnostics.error(
                "R007",
                f"{name}没有“{value}”这种写法，只能是：{'、'.join(printed)}",
                node.place,
                value,
                hint or f"请从中选一个：{'、'.join(printed)}",
            )
        case "minimum" | "exclusiveMinimum" | "maximum":
            bound = f"{v.limit * 100}%" if "%" in value and v.limit else str(v.limit)
            limit = {
                "minimum": f"不小于 {bound}",
                "exclusiveMinimum": f"大于 {bound}",
                "maximum": f"不大于 {bound}",
            }[v.keyword]
            hint = f"请写{limit} 的数"
            if v.keyword == "maximum" and v.limit == 1 and "%" not in value:
                hint = f"百分之{value}请写成 {value}%"
            diagnostics.error("R012", f"{name}应当{limit}，写的是 {value}", node.place, value, hint)
        case "minItems" | "maxItems":
            _report_length(v, name, node, diagnostics)
        case _:
            diagnostics.error(
                "R002", f"{name}的写法不对（{v.keyword}）", node.place, value, "请对照规则语言说明"
            )


def _report_length(v: Violation, name: str, node: Node, diagnostics: Diagnostics) -> None:
    count = len(node.items) if isinstance(node, SequenceNode) else 0
    limit = f"{'至少' if v.keyword == 'minItems' else '至多'} {v.limit} 项"
    place: Place = node.place
    if v.keyword == "maxItems" and isinstance(node, SequenceNode):
        place = node.items[v.limit].place
    hint = f"请写{limit}"
    if name == f"“{chinese_key('range')}”":
        hint += "：下限和上限；一头不限的写 ~，如 [0, ~]"
    diagnostics.error("R013", f"{name}应当有{limit}，写了 {count} 项", place, str(count), hint)
