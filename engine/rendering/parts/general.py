"""Lay out the general rules (附则): totals, gaps, evidence, sources, documents, editions."""

from __future__ import annotations

from engine.rendering.document import Block, Paragraphs
from engine.reports.table_block import Column, Table
from engine.ruleset.editions import period_text
from engine.ruleset.model import RuleSet
from engine.ruleset.profile import Profile
from engine.sentences.evidence import evidence_sentences
from engine.sentences.grading import total_sentences
from engine.sentences.policies import missing_sentences, not_applicable_sentences
from engine.sentences.sources import identity_sentence, kin_sentences, source_sentences


def general_blocks(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out what holds of everything."""
    texts = [
        *total_sentences(ruleset),
        *missing_sentences(ruleset),
        "填了但读不懂的，按缺失计分，并且暂缓定等；不能判定的条件不当作不成立。",
        *not_applicable_sentences(ruleset),
    ]
    if any(each.points for each in ruleset.deductions.items):
        texts.append("同一事件（事件编号相同）在各扣分处只按最重的一处扣一次，写明照扣的除外。")
    if ruleset.evidence_policy is not None:
        texts.extend(evidence_sentences(ruleset.evidence_policy))
    texts.append(identity_sentence(ruleset))
    texts.extend(kin_sentences(ruleset))
    texts.extend(source_sentences(ruleset))
    if ruleset.matters:
        texts.append(f"各指标另按{'、'.join(ruleset.matters)}等事项横着汇总，不另计分。")
    texts.append(f"本表按方案{ruleset.id}印出，规则摘要{ruleset.digest[:16]}。")
    blocks: list[Block] = [Paragraphs(tuple(texts), is_numbered=True)]
    if ruleset.profile is not None and ruleset.profile.changes:
        blocks.append(_tailored(ruleset.profile))
    if ruleset.editions:
        blocks.append(_editions(ruleset))
    if ruleset.sources:
        columns = (Column("简称", 20), Column("文件", 80))
        rows = tuple(((short,), (name,)) for short, name in ruleset.sources.items())
        blocks.append(Table(columns, rows, "依据目录"))
    return tuple(blocks)


def _tailored(profile: Profile) -> Table:
    columns = (Column("改动的地方", 40), Column("改动", 35), Column("理由", 25))
    rows = tuple(((each.part,), (each.said,), (each.reason,)) for each in profile.changes)
    return Table(columns, rows, f"剪裁“{profile.name}”对原方案的改动").tidied()


def _editions(ruleset: RuleSet) -> Table:
    columns = (Column("哪一处", 30), Column("所取的一期", 40), Column("规则", 30))
    rows = tuple(
        ((each.owner or ruleset.name,), (period_text(each.first, each.last),), (str(each.place),))
        for each in ruleset.editions
    )
    days = "、".join(str(day) for day in ruleset.edition_days)
    return Table(columns, rows, f"分期（以{ruleset.as_of}为准；各期的起日：{days}）")
