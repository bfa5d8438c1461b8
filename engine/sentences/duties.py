"""Say who answers for what: kinds of duty, owners of areas, repeated duty."""

from __future__ import annotations

from engine.points import decimal_text
from engine.ruleset.model import Duties, DutyKind


def kind_text(kind: DutyKind) -> str:
    """Say one kind of duty: 第一责任人（系数1）."""
    return f"{kind.name}（系数{decimal_text(kind.coefficient)}）"


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
