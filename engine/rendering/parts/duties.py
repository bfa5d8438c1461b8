"""Lay out the duty matrix: areas by posts."""

from __future__ import annotations

from engine.rendering.document import Block, Paragraphs
from engine.reports.table_block import Column, Table
from engine.ruleset.model import RuleSet
from engine.sentences.duties import deed_text, duty_sentences, kind_text


def duty_blocks(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out who answers for what, the kinds of duty, and how they fall on persons."""
    duties = ruleset.duties
    posts = list(dict.fromkeys(post for row in duties.matrix for post in row.duties))
    has_sources = any(row.source is not None for row in duties.matrix)
    columns = (
        Column("责任领域", 10),
        *(Column(post, 7, is_centred=True) for post in posts),
        *((Column("依据", 14),) if has_sources else ()),
    )
    rows = tuple(
        (
            (row.area,),
            *(
                (duties.kinds[row.duties[post]].id,) if post in row.duties else ("—",)
                for post in posts
            ),
            *(((str(row.source) if row.source is not None else "—",),) if has_sources else ()),
        )
        for row in duties.matrix
    )
    kinds = "；".join(f"{each.id}：{kind_text(each)}" for each in duties.kinds.values())
    texts = [f"表中各字——{kinds}。"] if kinds else []
    texts.extend(duty_sentences(duties))
    blocks: list[Block] = [Table(columns, rows)] if rows else []
    blocks.append(Paragraphs(tuple(texts), is_numbered=True))
    return (*blocks, *_deeds(ruleset))


def _deeds(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out what shows that duties were done."""
    deeds = ruleset.duties.deeds
    if not deeds:
        return ()
    columns = (Column("责任领域", 10), Column("履职事项", 18), Column("看什么，要求多少", 40))
    rows = tuple(((deed.area,), (deed.name,), (deed_text(deed, ruleset),)) for deed in deeds)
    heading = "履职事项：列在班子成员的述职安全履职清单上，只列示，不计分。"
    return Paragraphs((heading,)), Table(columns, rows)
