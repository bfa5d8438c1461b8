"""Make the whole score sheet of a ruleset, or chosen parts of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from enum import StrEnum
from functools import partial

from engine.diagnostics import UsageProblem
from engine.rendering.document import Block, Document, Section
from engine.rendering.parts.city import city_blocks
from engine.rendering.parts.dictionary import dictionary_blocks
from engine.rendering.parts.duties import duty_blocks
from engine.rendering.parts.general import general_blocks
from engine.rendering.parts.grades import grade_blocks
from engine.rendering.parts.indicators import adjustment_blocks, indicator_blocks
from engine.rendering.parts.single import single_blocks
from engine.rendering.parts.vetoes import veto_blocks
from engine.ruleset.model import RuleSet
from engine.sentences.charges import TAKEN_OFF
from engine.sentences.sources import purpose_sentences


class Part(StrEnum):
    """A part that can be printed alone."""

    INDICATORS = "指标"
    BONUSES = "加分"
    DEDUCTIONS = "扣分"
    VETOES = "否决"
    GRADES = "等次"
    DUTIES = "责任"
    CITY = "全市"
    DICTIONARY = "口径"
    GENERAL = "附则"


_Blocks = Callable[[RuleSet], tuple[Block, ...]]


def _bonuses(ruleset: RuleSet) -> tuple[Block, ...]:
    return adjustment_blocks(ruleset.bonuses, "加", ruleset)


def _deductions(ruleset: RuleSet) -> tuple[Block, ...]:
    return adjustment_blocks(ruleset.deductions, TAKEN_OFF, ruleset)


_PARTS: tuple[tuple[Part, str, Callable[[RuleSet], bool], _Blocks], ...] = (
    (Part.INDICATORS, "评分指标", lambda rules: bool(rules.dimensions), indicator_blocks),
    (Part.BONUSES, "加分", lambda rules: bool(rules.bonuses.items), _bonuses),
    (Part.DEDUCTIONS, "扣分", lambda rules: bool(rules.deductions.items), _deductions),
    (Part.VETOES, "一票否决", lambda rules: bool(rules.clauses), veto_blocks),
    (Part.GRADES, "等次与名额", lambda rules: bool(rules.grades), grade_blocks),
    (
        Part.DUTIES,
        "责任矩阵",
        lambda rules: bool(rules.duties.matrix or rules.duties.table),
        duty_blocks,
    ),
    (Part.CITY, "全市数据", lambda rules: bool(rules.city), city_blocks),
    (Part.DICTIONARY, "指标口径", lambda rules: bool(rules.fields), dictionary_blocks),
    (Part.GENERAL, "附则", lambda _: True, general_blocks),
)


def score_sheet(ruleset: RuleSet, parts: Collection[Part] = ()) -> Document:
    """Make the score sheet.

    Args:
        parts: Only these; all without any. What the rules do not have is left out.
    """
    wanted = partial(_is_wanted, parts)
    sections = tuple(_sections(ruleset, wanted))
    intro = tuple(purpose_sentences(ruleset))
    if ruleset.note:
        intro = (*intro, ruleset.note)
    return Document(ruleset.name, intro, sections, ruleset.digest, ruleset.as_of)


def indicator_sheet(ruleset: RuleSet, wanted: str) -> Document:
    """Make a sheet of one indicator, bonus item or deduction item alone.

    Raises:
        UsageProblem: The rules have none of that id; near ids are named.
    """
    known = {each.id.casefold(): each for each in ruleset.all_indicators()}
    indicator = known.get(wanted.strip().casefold())
    if indicator is None:
        near = get_close_matches(wanted.strip().casefold(), known, 3, 0.4)
        ids = "、".join(known[each].id for each in near)
        hint = f"是不是 {ids}？" if near else f"共有 {len(known)} 项。"
        raise UsageProblem(f"方案“{ruleset.name}”没有指标“{wanted}”。{hint}")
    title = f"{indicator.id} {indicator.name}"
    section = Section(title, single_blocks(indicator, ruleset))
    return Document(ruleset.name, (), (section,), ruleset.digest, ruleset.as_of)


def _is_wanted(parts: Collection[Part], part: Part) -> bool:
    return not parts or part in parts


def _sections(ruleset: RuleSet, wanted: Callable[[Part], bool]) -> Iterator[Section]:
    for part, title, is_there, blocks in _PARTS:
        if wanted(part) and is_there(ruleset):
            yield Section(title, blocks(ruleset))
