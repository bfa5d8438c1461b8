"""Lay out how grades come about: cut scores, quotas, limits, and who has no grade."""

from __future__ import annotations

from engine.rendering.document import Block, Paragraphs
from engine.reports.table_block import Column, Table
from engine.ruleset.model import RuleSet
from engine.sentences.grading import (
    cohort_sentence,
    exclusion_sentence,
    grade_limit_sentence,
    grade_sentence,
    quota_sentence,
    result_sentence,
    unrated_sentence,
)

_COLUMNS = (Column("等次", 10, is_centred=True), Column("条件", 45), Column("名额", 45))


def grade_blocks(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out the grades with their quotas, then the rules that move them."""
    rows = tuple(
        (
            (grade.name,),
            (grade_sentence(grade, ruleset),),
            tuple(
                quota_sentence(each, ruleset) for each in ruleset.quotas if each.grade == grade.name
            ),
        )
        for grade in ruleset.grades
    )
    table = Table(_COLUMNS, rows).tidied()
    rules = [cohort_sentence(ruleset)]
    rules.extend(grade_limit_sentence(each, ruleset) for each in ruleset.grade_limits)
    rules.extend(result_sentence(each, ruleset) for each in ruleset.results.values())
    if ruleset.grade_limits:
        rules.append(
            "先按分数线，再按否决和“等次不得高于”的限定，再按名额，最后按“等次不得低于”的限定。"
        )
    rules.extend(exclusion_sentence(each, ruleset) for each in ruleset.exclusions)
    rules.append(unrated_sentence(ruleset))
    if ruleset.quotas:
        rules.append(
            f"被否决压低等次的{ruleset.subject}不占名额，由下一{ruleset.subject.measure}递补；"
            "超出名额的往下落一等。"
        )
    return table, Paragraphs(tuple(rules), is_numbered=True)
