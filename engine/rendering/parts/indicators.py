"""Lay out the indicators as the usual official table: 一级指标, 二级指标, 指标, 评分标准."""

from __future__ import annotations

from collections.abc import Iterator

from engine.points import decimal_text
from engine.rendering.document import Block, Paragraphs
from engine.reports.table_block import NOTHING, Column, Lines, Table
from engine.ruleset.model import Adjustments, Group, Indicator, RuleSet
from engine.sentences.indicators import cap_sentence, indicator_sentences
from engine.sentences.levels import level_sentences, weight_text
from engine.sentences.standard import standard_sentence

_OWN_COLUMNS = (
    Column("指标", 13),
    Column("分值", 6, is_centred=True),
    Column("评分标准", 40),
    Column("佐证材料", 11),
    Column("责任科室／领域", 9),
    Column("依据", 11),
)


def indicator_blocks(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out all dimensions in one table, and below it what is special of each level."""
    rows = [
        (*_levels(path, depth), *_own_cells(indicator, ruleset))
        for depth in (_depth(ruleset),)
        for path, indicator in _leaves(ruleset)
    ]
    levels = [
        Column("一级指标", 8, is_merged=True),
        *(Column(f"{number}级指标", 8, is_merged=True) for number in "二三四五六七八"),
    ][: _depth(ruleset)]
    table = Table((*levels, *_OWN_COLUMNS), tuple(rows)).tidied()
    notes = [
        f"{group.id}“{group.name}”：{sentence}"
        for group in _groups_from_above(ruleset)
        for sentence in _level_notes(group, ruleset)
    ]
    notes = [
        *(f"各维度合成总分：{each}" for each in level_sentences(ruleset.root(), ruleset)),
        *notes,
    ]
    return (table, Paragraphs(tuple(notes), is_numbered=True)) if notes else (table,)


def _level_notes(group: Group, ruleset: RuleSet) -> list[str]:
    sentences = level_sentences(group, ruleset)
    if group.weight is not None:
        sentences.insert(0, f"在上一级的权重：{weight_text(group.weight, ruleset)}。")
    if group.not_rectifiable:
        sentences.append(f"以下各项学校自身改不了：{group.not_rectifiable}")
    return sentences


def _groups_from_above(ruleset: RuleSet) -> Iterator[Group]:
    def below(group: Group) -> Iterator[Group]:
        yield group
        for child in group.children:
            if isinstance(child, Group):
                yield from below(child)

    for dimension in ruleset.dimensions:
        yield from below(dimension)


def _depth(ruleset: RuleSet) -> int:
    return max((len(path) for path, _ in _leaves(ruleset)), default=1)


def _leaves(ruleset: RuleSet) -> Iterator[tuple[tuple[Group, ...], Indicator]]:
    def below(path: tuple[Group, ...]) -> Iterator[tuple[tuple[Group, ...], Indicator]]:
        for child in path[-1].children:
            if isinstance(child, Group):
                yield from below((*path, child))
            else:
                yield path, child

    for dimension in ruleset.dimensions:
        yield from below((dimension,))


def _levels(path: tuple[Group, ...], depth: int) -> tuple[Lines, ...]:
    """Return the cells of the levels above an indicator; a level that it lacks is a dash."""
    cells = [
        (f"{group.id} {group.name}", f"（{decimal_text(group.points)}分）", *_note(group))
        for group in path
    ]
    return (*cells, *((NOTHING,) * (depth - len(cells))))


def _note(group: Group) -> Lines:
    return (group.note,) if group.note else ()


def _own_cells(indicator: Indicator, ruleset: RuleSet) -> tuple[Lines, ...]:
    return (
        (indicator.id, indicator.name, *matters_of(indicator)),
        (points_text(indicator),),
        standard_lines(indicator, ruleset),
        (indicator.evidence,) if indicator.evidence else (),
        tuple(each for each in (indicator.office, indicator.area) if each),
        (str(indicator.source),) if indicator.source is not None else (),
    )


def points_text(indicator: Indicator) -> str:
    """Write the points of an indicator, as its column has them."""
    return "不计分" if indicator.informative else decimal_text(indicator.points)


def matters_of(indicator: Indicator) -> Lines:
    """Say under which matters an indicator is counted as well."""
    return (f"〔{'、'.join(indicator.matters)}〕",) if indicator.matters else ()


def standard_lines(indicator: Indicator, ruleset: RuleSet) -> Lines:
    """Return the written standard, how it is computed, and what else the rule says."""
    made = standard_sentence(indicator, ruleset)
    written = indicator.standard
    own = (
        (written, f"计算办法：{made}")
        if written and not same_in_substance(written, made)
        else (made,)
    )
    return (*own, *indicator_sentences(indicator, ruleset))


def same_in_substance(written: str, made: str) -> bool:
    """Tell whether two sentences differ in nothing but signs and small words."""
    return _bare(written) == _bare(made)


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() and letter not in "的")


def adjustment_blocks(adjustments: Adjustments, verb: str, ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out the items of 加分 or 扣分, under their common cap."""
    rows = tuple(_own_cells(each, ruleset) for each in adjustments.items)
    title = f"{'加分' if verb == '加' else '扣分'}项目"
    first = Column(title, 14)
    most = Column(f"最多{verb}", 6, is_centred=True)
    table = Table((first, most, *_OWN_COLUMNS[2:]), rows).tidied()
    return (Paragraphs((cap_sentence(adjustments, verb),)), table)
