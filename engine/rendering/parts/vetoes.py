"""Lay out the veto clauses: 情形, 认定, 免责减轻, 后果, 依据."""

from __future__ import annotations

from engine.rendering.document import Block, Paragraphs
from engine.reports.table_block import Column, Lines, Table
from engine.ruleset.model import Clause, RuleSet
from engine.sentences.clause import clause_sentences
from engine.sentences.grading import proposal_sentence
from engine.sentences.phrases import circled

_COLUMNS = (
    Column("条款", 12),
    Column("情形", 22),
    Column("认定", 14),
    Column("免责、减轻", 22),
    Column("后果", 20),
    Column("依据", 12),
)


def veto_blocks(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out all clauses, and what holds of all of them."""
    rows = tuple(_row(each, ruleset) for each in ruleset.clauses.values())
    rules = (
        proposal_sentence(ruleset),
        "几条都生效的，后果都适用，等次从严；触发条件读到不适用的，不算触发。",
        "同一事件触发几条的，只立最重的一条（轻重大的为重），其余并入，写明分别计的除外；"
        "个人否决照样落到本人。",
    )
    return Paragraphs(rules, is_numbered=True), Table(_COLUMNS, rows).tidied()


def _row(clause: Clause, ruleset: RuleSet) -> tuple[Lines, ...]:
    said = clause_sentences(clause, ruleset)
    effects = said.effects
    if len(effects) > 1:
        effects = tuple(f"{circled(at)}{text}" for at, text in enumerate(effects, 1))
    area = (f"责任领域：{clause.area}",) if clause.area else ()
    note = (f"说明：{clause.note}",) if clause.note else ()
    return (
        (clause.id, clause.name, f"（轻重{clause.gravity}）"),
        (f"{said.situation}。", *area),
        (said.decision,),
        said.reliefs,
        effects,
        (*((str(clause.source),) if clause.source is not None else ()), *note),
    )
