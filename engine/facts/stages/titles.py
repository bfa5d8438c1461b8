"""The column titles of verification (核查值、复核人 …), as we write them and as people do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from engine.facts.layout.names import normal_name
from engine.facts.stages.revision import Stage


class Part(Enum):
    """What a column of verification holds; the value is the title that we write."""

    REPORTED = "自评值"
    VALUE = "值"
    VERDICT = "结论"
    BY = "人"
    ON = "日期"
    WHY = "理由"
    EVIDENCE = "佐证编号"


@dataclass(frozen=True, slots=True)
class Title:
    """A column title of verification; without a stage where it names none."""

    part: Part
    stage: Stage | None = None
    is_result: bool = False  # 核查结果: a value, or a conclusion about a record


_WHOSE = r"(?:考核组|工作组|专家组|市级?|县级?|区级?|区县级?|教育局)?"
_STAGES = {
    **dict.fromkeys(("核查", "核实", "核验", "初核"), Stage.VERIFIED),
    **dict.fromkeys(("复核", "复查", "终核", "终审"), Stage.REVIEWED),
}
_PARTS = (
    (Part.VALUE, r"|值|数值?|数据|结果|后|后的?数?值|认定值"),
    (Part.VERDICT, "结论"),
    (Part.BY, "人|人员|员|者|人姓名|人签[字名]|组|组成员"),
    (Part.ON, "日期|时间"),
    (Part.WHY, "理由|原因|说明|意见|备注|依据|情况|情况说明"),
    (Part.EVIDENCE, "佐证|佐证编号|佐证材料|证据|证据编号"),
)
_STAGED = re.compile(
    _WHOSE
    + f"(?P<stage>{'|'.join(_STAGES)})(?:"
    + "|".join(f"(?P<{part.name}>{words})" for part, words in _PARTS)
    + ")"
)
_PLAIN = {
    **dict.fromkeys(("新值", "改后值", "更正值", "认定值", "审定值", "更正为"), Part.VALUE),
    **dict.fromkeys(("结论",), Part.VERDICT),
    **dict.fromkeys(("日期", "时间"), Part.ON),
    **dict.fromkeys(("理由", "原因", "说明", "备注", "改动理由", "扣减理由"), Part.WHY),
    **dict.fromkeys(("佐证编号", "佐证", "证据", "证据编号", "佐证材料"), Part.EVIDENCE),
    **dict.fromkeys(
        ("自评值", "自评", "自评数", "自报值", "学校自评", "学校自评值"), Part.REPORTED
    ),
    **dict.fromkeys(
        ("填报值", "学校填报", "学校填报值", "上报值", "原值", "原填报值"), Part.REPORTED
    ),
}
_NAMED = re.compile(
    r"(?:附?表?[\d一二三四五六七八九十]*[.、:]?)(?:20\d\d年?度?)?"
    f"{_WHOSE}(?P<stage>{'|'.join(_STAGES)})(?:情况|结果|数据|事实)?(?:记录|登记|明细|台账|清单|汇总)?表?"
)


@lru_cache(maxsize=4096)
def read_title(text: str) -> Title | None:
    """Return what a column title of verification means; None for any other title.

    >>> read_title("核查 人").part.name, read_title("复核值").stage.label, read_title("学段")
    ('BY', '复核', None)
    """
    name = re.sub(r"\(.*\)$", "", normal_name(text)) if len(text) <= 40 else ""
    if name in _PLAIN:
        return Title(_PLAIN[name])
    found = _STAGED.fullmatch(name)
    if found is None:
        return None
    part = next(part for part, _ in _PARTS if found[part.name] is not None)
    return Title(part, _STAGES[found["stage"]], found[part.name] == "结果")


@lru_cache(maxsize=4096)
def stage_named(sheet_name: str) -> Stage | None:
    """Return the stage that a sheet's name names.

    >>> stage_named("2.核查记录").label, stage_named("复核").label, stage_named("核查建议")
    ('核查', '复核', None)
    """
    name = normal_name(sheet_name)
    for text in (name, *re.split(r"[-_—·()]+", name)):
        if found := _NAMED.fullmatch(text):
            return _STAGES[found["stage"]]
    return None


def mentions_stage(line: Sequence[object]) -> bool:
    """Tell by a cheap look whether a row may hold titles of verification."""
    return any(
        isinstance(cell, str) and ("核" in cell or "复查" in cell or "终审" in cell)
        for cell in line
    )


def title_of(part: Part, stage: Stage) -> str:
    """Return the title that we write ourselves: 核查值, 复核人."""
    return str(part.value) if part is Part.REPORTED else f"{stage.label}{part.value}"
