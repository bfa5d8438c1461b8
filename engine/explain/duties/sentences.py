"""Say in sentences what a leader answers for, and what of a school falls on nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.explain.dossier import Dossier
from engine.explain.wording import table_text
from engine.facts.table import State
from engine.sentences.phrases import few

if TYPE_CHECKING:
    from engine.explain.duties.story import DutyStories, PersonDuty, SchoolDuties


def leader_sentences(stories: DutyStories, person: PersonDuty) -> list[str]:
    """Say what one leader answers for."""
    bearer, said = person.bearer, stories.said
    if not person.lines:
        return [_without_area(person)]
    sentences = []
    if len(bearer.posts) > 1:
        sentences.append(
            f"一人任{len(bearer.posts)}岗（{'、'.join(bearer.posts)}），合为一张清单；"
            "同一领域只按系数最高的一种责任计一次，不相加。"
        )
    short = [line for line in person.lines if line.lost]
    text = f"对{len(person.lines)}个领域负有责任"
    if short:
        text += (
            f"，其中{len(short)}个领域失分，合计失{said(person.lost)}分，"
            f"按系数承担{said(person.carried)}分。"
        )
    else:
        text += "，都没有失分。"
    sentences.append(text)
    sentences += _vetoes(stories, person)
    return sentences


def _without_area(person: PersonDuty) -> str:
    posts = person.bearer.posts
    if not posts:
        return "台账中既没有岗位，也没有分管领域，责任未计；请补填。"
    return (
        f"岗位“{'、'.join(posts)}”在责任矩阵中没有责任，也没有写明分管领域，"
        "没有领域列在本清单上；请核对责任矩阵和台账。"
    )


def _vetoes(stories: DutyStories, person: PersonDuty) -> list[str]:
    clauses = stories.ruleset.clauses
    named = dict.fromkeys(
        f"{duty.clause}（{clauses[duty.clause].name}，{duty.status.label}）"
        for duty in person.vetoes
    )
    sentences = [f"对否决事项负有责任：{few(list(named))}。"] if named else []
    if person.is_repeated:
        barred = f"，取消本人{'、'.join(person.barred_from)}" if person.barred_from else ""
        sentences.append(f"失责追责：再次被追责{barred}。")
    return sentences


def school_notes(stories: DutyStories, dossier: Dossier, duties: SchoolDuties) -> list[str]:
    """Say what falls on nobody, and why."""
    table, school, said = stories.ruleset.duties.table, dossier.school, stories.said
    notes: list[str] = []
    state = dossier.table_state(table)
    if state is not State.PRESENT:
        lost = sum(stories.lost(area, school) for area in stories.areas)
        points = f"，各领域失分{said(lost)}分没有落到人" if lost else "，责任落不到人"
        said_state = table_text(dossier, table)
        notes.append(f"“{table}”台账{said_state}{points}；补报后重新考核才有清单。")
    elif not duties.persons:
        notes.append(f"“{table}”台账没有一名成员，责任落不到人；请核对。")
    else:
        answered = {line.area for line in duties.lines}
        for area in stories.catalogue["areas"]:
            if area not in answered:
                lost = stories.lost(area, school)
                points = f"，失分{said(lost)}分没有落到人" if lost else ""
                notes.append(f"“{area}”没有任何人负责{points}；请核对台账中的岗位和分管领域。")
    lost = stories.lost("", school)
    if lost:
        notes.append(f"另有失分{said(lost)}分，所属指标没有写明责任领域，没有落到人。")
    return notes
