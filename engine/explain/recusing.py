"""Find the raters who must not judge a school, one by one, and say why (回避)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.explain.dossier import Record
from engine.facts.schools.school_names import name_key
from engine.facts.table import State
from engine.ruleset.methods import Recusal
from engine.sentences.phrases import few

_ONE_OF = re.compile(r"[、,，;；/]+")


@dataclass(frozen=True, slots=True)
class Recused:
    """A record that does not count, and why."""

    record: Record
    why: str


def part_recused(
    recusal: Recusal | None, records: Sequence[Record]
) -> tuple[list[Recused], list[Record]]:
    """Return the records of raters who must not judge this school, and the others."""
    left_out: list[Recused] = []
    others: list[Record] = []
    for record in records:
        why = _why(recusal, record) if recusal is not None else ""
        if why:
            left_out.append(Recused(record, why))
        else:
            others.append(record)
    return left_out, others


def _why(recusal: Recusal, record: Record) -> str:
    """Return why a rater must not judge the school of a record; empty if nothing speaks against."""
    facts, school = record.dossier.archive.facts, record.dossier.school
    own = {name_key(facts.school_ids[school]), name_key(facts.names[school])}
    rater = _text(record, recusal.rater) if recusal.rater else ""
    whys = []
    for name in recusal.own_columns:
        text = _text(record, name)
        if any(name_key(part) in own for part in _ONE_OF.split(text)):
            whys.append(f"{name}是“{text}”")
    for listed, schools in recusal.listed.items():
        if rater and name_key(listed) == name_key(rater):
            whys += [f"在回避名单里不得评“{each}”" for each in schools if name_key(each) in own]
    if not whys:
        return ""
    place = record.place()
    who = f"{rater}：" if rater else ""
    return f"{who}{'、'.join(whys)}{f'，{place}' if place else ''}"


def _text(record: Record, name: str) -> str:
    state, value = record.value(name)
    return str(value) if state is State.PRESENT else ""


def unclear_column(recusal: Recusal | None, record: Record) -> str:
    """Return the column that cannot be read although it decides whether a mark counts."""
    if recusal is None:
        return ""
    unreadable = (each for each in recusal.own_columns if record.value(each)[0] is State.UNREADABLE)
    return next(unreadable, "")


def recused_text(left_out: Sequence[Recused]) -> str:
    """Say how many raters were left out, and why."""
    if not left_out:
        return ""
    return f"，另有{len(left_out)}人回避不计（{few([each.why for each in left_out])}）"
