"""Say a veto clause: when it is met, who decides, what lightens it, what follows."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ruleset.model import Clause, Relief, RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.effects import effect_text


@dataclass(frozen=True, slots=True)
class ClauseSentences:
    """A clause in words, part by part.

    Args:
        situation: When it is met. decision: Who decides that it is in force.
        reliefs: What exempts from duty, lightens or lifts it. effects: What follows.
    """

    situation: str
    decision: str
    reliefs: tuple[str, ...]
    effects: tuple[str, ...]

    def whole(self) -> str:
        """Return all of it as one text."""
        follows = "；".join(self.effects)
        met = self.situation + ("，" if self.situation.endswith("记录") else "的，")
        return "".join([f"{met}{follows}。", self.decision, *self.reliefs])


def clause_sentences(clause: Clause, ruleset: RuleSet) -> ClauseSentences:
    """Say a clause part by part."""
    return ClauseSentences(
        situation_text(clause, ruleset),
        decision_sentence(clause, ruleset),
        relief_sentences(clause, ruleset),
        tuple(effect_text(effect, ruleset) for effect in clause.effects),
    )


def situation_text(clause: Clause, ruleset: RuleSet) -> str:
    """Say when a clause is met."""
    if clause.trigger is None:
        origins = _origins(clause, ruleset)
        return f"由{'、'.join(origins)}减轻而来" if origins else "没有触发条件，不单独适用"
    asked = condition_text(clause.trigger, ruleset, clause.table)
    if clause.table:
        return f"“{clause.table}”台账中有{asked}的记录"
    return asked


def _origins(clause: Clause, ruleset: RuleSet) -> list[str]:
    return [
        f"{each.id}“{each.name}”"
        for each in ruleset.clauses.values()
        if any(relief.reduce_to == clause.id for relief in each.reliefs)
    ]


def decision_sentence(clause: Clause, ruleset: RuleSet) -> str:
    """Say by what a veto comes into force."""
    if clause.decision_fields:
        return f"{decided_text(clause)}，才生效；此前为否决建议。"
    if clause.trigger is None and _origins(clause, ruleset):
        return "认定沿用原条款的。"
    return "符合即生效，不须另行认定。"


def decided_text(clause: Clause) -> str:
    """Say what must be filled in for a veto to be decided: 须填齐“认定机关”“文号”."""
    fields = "".join(f"“{each}”" for each in clause.decision_fields)
    return f"须由有权机关认定，填齐{fields}"


def relief_sentences(clause: Clause, ruleset: RuleSet) -> tuple[str, ...]:
    """Say what exempts persons from duty, and what lightens or lifts the clause, in order."""
    texts = []
    if clause.no_fault is not None:
        asked = condition_text(clause.no_fault, ruleset, clause.table)
        texts.append(f"尽职免责：{asked}的，责任不落到人。")
    texts.extend(relief_sentence(each, clause, ruleset) for each in clause.reliefs)
    if clause.separately:
        texts.append("与同一事件的其他条款分别计，互不并入。")
    return tuple(texts)


def relief_sentence(relief: Relief, clause: Clause, ruleset: RuleSet) -> str:
    """Say one relief: on what, not if what, signed by what, down to which clause."""
    asked = condition_text(relief.condition, ruleset, clause.table)
    parts = [f"{relief.name}（{asked}）的"]
    if relief.unless is not None:
        parts.append(f"但{condition_text(relief.unless, ruleset, clause.table)}的除外")
    if relief.signed_fields:
        parts.append(f"{signed_text(relief)}后")
    target = ruleset.clauses.get(relief.reduce_to)
    name = f"“{target.name}”" if target is not None else ""
    parts.append(f"减轻为{relief.reduce_to}{name}" if relief.reduce_to else "免予否决")
    source = f"（依据：{relief.source}）" if relief.source is not None else ""
    return f"{'减轻' if relief.reduce_to else '免除'}：{'，'.join(parts)}{source}。"


def signed_text(relief: Relief) -> str:
    """Say what must be filled in for a relief to count: 须填写“减轻文号”（签批）."""
    return f"须填写{''.join(f'“{each}”' for each in relief.signed_fields)}（签批）"
