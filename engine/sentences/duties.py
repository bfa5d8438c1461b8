"""Say who answers for what: kinds of duty, owners of areas, repeated duty, what shows it done."""

from __future__ import annotations

from engine.points import decimal_text
from engine.ruleset.conditions import Comparison
from engine.ruleset.model import Deed, Duties, DutyKind, RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import demand_text, measure_of, unit_of

RECORDS = "条记录"


def kind_text(kind: DutyKind) -> str:
    """Say one kind of duty: 第一责任人（系数1）."""
    return f"{kind.name}（系数{decimal_text(kind.coefficient)}）"


def deed_text(deed: Deed, ruleset: RuleSet) -> str:
    """Say what shows a deed, and what is asked: 看“党课次数”，不少于2次（书记）."""
    if deed.table:
        text = f"“{deed.table}”台账"
        if deed.condition is not None:
            text += f"中{condition_text(deed.condition, ruleset)}的记录"
        if deed.person_field:
            text += f"，按“{deed.person_field}”各算各的"
    else:
        text = f"看“{deed.value}”"
    asks = asked_text(deed, ruleset)
    text += f"，{asks}" if asks else ""
    return text + (f"（{'、'.join(deed.posts)}）" if deed.posts else "")


def asked_text(deed: Deed, ruleset: RuleSet) -> str:
    """Say what a deed asks for: 不少于2次; nothing where it asks for nothing."""
    if deed.at_least is None:
        return ""
    if deed.table and deed.at_least == 1:
        return "有记录"
    if deed.table:
        return demand_text(Comparison.AT_LEAST, (deed.at_least,), unit=RECORDS)
    measure, unit = measure_of(ruleset, deed.value), unit_of(ruleset, deed.value)
    return demand_text(Comparison.AT_LEAST, (deed.at_least,), measure, unit)


def duty_sentences(duties: Duties) -> list[str]:
    """Say how duties fall on persons."""
    if not duties.table:
        return []
    sentences = [
        f"责任人见“{duties.table}”台账：“{duties.person_field}”一列是人员，"
        f"“{duties.posts_field}”一列是岗位。",
        "各担各的全份，不分摊；一人身兼几岗的，按其中系数最高的一种责任计一次。",
    ]
    owner = duties.kinds.get(duties.owner_kind)
    if owner is not None and duties.areas_field:
        sentences.append(
            f"一岗双责：“{duties.areas_field}”里写明分管该领域的，另担{kind_text(owner)}，"
            "与岗位的责任取高。"
        )
    if duties.repeat_field:
        barred = f"，取消本人{'、'.join(duties.repeat_uses)}" if duties.repeat_uses else ""
        sentences.append(
            f"失责追责：“{duties.repeat_field}”大于0，或本年度因另一事件又担责的{barred}。"
        )
    return sentences
