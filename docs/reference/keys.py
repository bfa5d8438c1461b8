"""Lay out the keys of the rule language, as the schema has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.glossary import KEYS, WORDS
from engine.ruleset.folder import FILES
from engine.ruleset.keys import Schema, load_schema, resolve
from engine.ruleset.telling import Told, keys_of, objects_in, word_about

# Where each part is told: heading -> the definitions of the schema. What is not named here
# comes last, under its own name, so that nothing is left out.
PARTS: Mapping[str, tuple[str, ...]] = {
    "任何一个值：分期": ("editions",),
    "ruleset.yaml": ("ruleset_file", "grade", "quota", "result", "grade_limit"),
    "fields.yaml": ("fields_file", "field", "table", "derived"),
    "checks.yaml": ("checks_file", "check"),
    "条件": ("condition", "operand"),
    "dimensions/*.yaml": ("dimension_file", "indicator"),
    "权重、折给、限定": ("weight", "weight_case", "passing", "limits"),
    "计分": ("method", "part", "band", "charge"),
    "adjustments.yaml": ("adjustments_file", "adjustments", "item"),
    "vetoes.yaml": ("vetoes_file", "clause", "effect", "relief"),
    "duties.yaml": ("duties_file",),
    "city.yaml": ("city_file", "city_figure", "city_amount"),
    "依据": ("source",),
    "profiles/*.yaml": ("profile_file", "profile_item", "profile_change", "method_change"),
    "cases/*.yaml": ("case_file", "case_school", "expected"),
    "coverage.yaml": ("coverage_file",),
}
_TITLES = {
    "grade": "等次设置的一项",
    "quota": "名额的一项",
    "field": "一个字段",
    "table": "一张台账",
    "derived": "一个派生值",
    "check": "一项核对",
    "city_figure": "一项全市数据",
    "city_amount": "求和的写法",
    "operand": "比较的值",
    "indicator": "一个指标或组",
    "method": "一种计分方法",
    "part": "清单的一项",
    "band": "一档",
    "charge": "计次的一处",
    "adjustments": "加分或扣分",
    "item": "一个加分项或扣分项",
    "clause": "一条否决",
    "effect": "一项后果",
    "relief": "一项减轻免除",
    "profile_item": "不考的一项",
    "profile_change": "改的一项",
    "method_change": "改的一项里的计分",
    "case_school": "案例里的一所学校",
    "expected": "期望",
    "condition": "一个条件",
    "source": "依据",
    "editions": "分期",
    "weight_case": "按条件的一种权重",
    "passing": "折给的一条",
    "limits": "限定的一条",
    "weight": "取自事实的权重",
    "result": "一个结果值",
    "grade_limit": "等次限定的一条",
}
_DEFAULT = re.compile(r"不写即([^。]*)。")
_KINDS = {
    "number": "数",
    "number_or_blank": "数或 ~",
    "integer": "整数",
    "boolean": "是 或 否",
    "date": "日期",
    "text": "文字",
}


def key_pages() -> Iterator[str]:
    """Yield the lines of the chapter on keys."""
    schema = load_schema()["$defs"]
    told = {name for names in PARTS.values() for name in names}
    rest = tuple(
        name for name in schema if name not in told and list(objects_in(name, schema[name]))
    )
    for heading, names in (*PARTS.items(), *((("其他", rest),) if rest else ())):
        yield f"### {heading}"
        yield ""
        if heading in FILES or heading.endswith(".yaml"):
            yield "文件里可以写的键，和键里面的键（`›`）。必须写的标 ●。"
            yield ""
        for name in names:
            yield from _definition(name, schema[name])


def _definition(name: str, schema: Schema) -> Iterator[str]:
    if name in _TITLES or not name.endswith("_file"):
        yield f"**{_TITLES.get(name, name)}**"
        yield ""
    yield "| 键 | 英文 | 写什么 | 不写 | 含义 |"
    yield "|---|---|---|---|---|"
    for path, part in objects_in(name, schema):
        inner = path.split("/")[1:]
        for told in keys_of(path, part):
            yield _row(told, inner)
    yield ""
    one = schema.get("x-exactly-one", ())
    if one:
        yield f"{'、'.join(_first(key) for key in one)} 里写一个，也只写一个。"
        yield ""


def _row(told: Told, inner: list[str]) -> str:
    spellings = "、".join(KEYS[told.key])
    lead = "".join(f"{_first(key)} › " for key in inner)
    default = _DEFAULT.search(told.about)
    about = _DEFAULT.sub("", told.about)
    without = "● 必须写" if told.is_required else default.group(1).strip() if default else ""
    english = "".join(f"{key} › " for key in inner) + told.key
    return f"| {lead}{spellings} | `{english}` | {kind_text(told.schema)} | {without} | {about} |"


def _first(key: str) -> str:
    return KEYS[key][0] if key in KEYS else key


def kind_text(schema: Schema) -> str:
    """Say what may stand behind a key."""
    schema = resolve(schema)
    if "x-words" in schema:
        return "、".join(words[0] for words in WORDS[schema["x-words"]].values())
    if "x-kind" in schema:
        return _KINDS[schema["x-kind"]] + _limits(schema)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    said = []
    if set(kinds) & {"string", "number"}:
        said.append("文字" if "object" in kinds else "一个值")
    if "array" in kinds:
        items = schema.get("items", {})
        inner = kind_text(items)
        said.append(f"列表：每项是{inner}" if inner else "列表")
    if "object" in kinds:
        said.append(_mapping_text(schema))
    return "，或".join(said)


def _mapping_text(schema: Schema) -> str:
    rest = schema.get("additionalProperties")
    if "properties" in schema:
        return "若干键"
    return f"名称: {kind_text(rest)}" if isinstance(rest, dict) else "名称: 值"


def _limits(schema: Schema) -> str:
    least, most, above = (schema.get(key) for key in ("minimum", "maximum", "exclusiveMinimum"))
    if least is not None and most is not None:
        return f"，{least} 到 {most}"
    if above is not None:
        return f"，大于 {above}"
    return f"，不小于 {least}" if least is not None else ""


def word_rows(group: str) -> Iterator[str]:
    """Yield the table of one group of fixed words."""
    yield "| 写法 | 英文 | 意思 |"
    yield "|---|---|---|"
    for word, spellings in WORDS[group].items():
        yield f"| {'、'.join(spellings)} | `{word}` | {word_about(group, word)} |"
    yield ""
