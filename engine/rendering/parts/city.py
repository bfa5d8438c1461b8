"""Lay out the figures of the city: how each is worked out, and which span it covers."""

from __future__ import annotations

from engine.rendering.document import Block, Paragraphs
from engine.reports.table_block import Column, Table
from engine.ruleset.model import CityFigure, RuleSet
from engine.sentences.city import YEARS_SAID, figure_sentence, printed_text, span_text

_HEADING = (
    "由各{subject}的事实汇总，不计分，不是任何一{counted}的达标线；“原文”是材料里印的数，只供对照。"
)


def city_blocks(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out the figures of the city in the order of the rules."""
    columns = (
        Column("编号", 8),
        Column("名称", 16),
        Column("怎样算", 40),
        Column("时段", 12),
        Column("原文", 14),
        Column("依据", 12),
    )
    rows = tuple(
        (
            (each.id,),
            (each.name,),
            (_worked_out(each, ruleset),),
            (_span(each, ruleset),),
            (_printed(each),),
            (str(each.source) if each.source is not None else "—",),
        )
        for each in ruleset.city
    )
    subject = ruleset.subject
    heading = _HEADING.format(subject=subject, counted=subject.counted)
    return Paragraphs((heading,)), Table(columns, rows)


def _worked_out(figure: CityFigure, ruleset: RuleSet) -> str:
    shown = [f"单位：{figure.unit}"] if figure.unit else []
    shown += [f"印{figure.decimals}位小数"] if figure.decimals else []
    unit = f"（{'，'.join(shown)}）" if shown else ""
    note = f"。{figure.note}" if figure.note else ""
    return f"{figure_sentence(figure, ruleset)}{unit}{note}"


def _span(figure: CityFigure, ruleset: RuleSet) -> str:
    said = YEARS_SAID[figure.years] if figure.years is not None else ""
    return f"{span_text(figure, ruleset)}{f'，{said}' if said else ''}"


def _printed(figure: CityFigure) -> str:
    both = dict.fromkeys(filter(None, (printed_text(figure), figure.printed_as)))
    return "：".join(both) or "—"
