"""Hold the sentences of rules against those that an assessor wrote beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.ruleset.model import RuleSet
from engine.sentences.clause import clause_sentences
from engine.sentences.derived import derived_sentence
from engine.sentences.grading import (
    exclusion_sentence,
    grade_limit_sentence,
    quota_sentence,
    result_sentence,
)
from engine.sentences.standard import standard_sentence

Fragment = Mapping[str, Any]
Fragments = Callable[[str], list[Fragment]]
RulesOf = Callable[..., RuleSet]
AsYaml = Callable[[Any], str]

ONE = ({"计分": {"方法": "全有全无", "条件": "封闭管理"}},)
RESULTS = """
事项: [安全稳定]
依据目录: [{编号: 办法, 名称: 考核办法}]
结果值: {最弱: {最低得分率: [A]}, 短板数: {低于项数: {各项: [A], 低于: 60%}}}
"""


def test_standards_when_said_then_read_as_written_by_hand(
    rules_of: RulesOf, fragments: Fragments
) -> None:
    standards = fragments("standards.yaml")
    ruleset = rules_of(standards)
    by_id = {each.id: each for each in ruleset.all_indicators()}
    said = [standard_sentence(by_id[f"X{at}"], ruleset) for at in range(1, len(standards) + 1)]
    assert said == [each["写成"] for each in standards]


def test_clauses_when_said_then_read_as_written_by_hand(
    rules_of: RulesOf, fragments: Fragments, as_yaml: AsYaml
) -> None:
    wanted = fragments("clauses.yaml")
    clauses = [as_yaml({"责任领域": "安全", **each["条款"]}) for each in wanted]
    text = "否决条款:\n" + "".join(f"  - {clause}\n" for clause in clauses)
    ruleset = rules_of(ONE, {"vetoes.yaml": text})
    for each, clause in zip(wanted, ruleset.clauses.values(), strict=True):
        said = clause_sentences(clause, ruleset)
        assert said.situation == each["情形"]
        assert said.decision == each["认定"]
        assert list(said.reliefs) == each["免责减轻"]
        assert list(said.effects) == each["后果"]


def test_derived_values_when_said_then_read_as_written_by_hand(
    rules_of: RulesOf, fragments: Fragments, as_yaml: AsYaml
) -> None:
    wanted = fragments("values.yaml")
    text = "".join(f"  值{at}: {as_yaml(each['派生值'])}\n" for at, each in enumerate(wanted))
    ruleset = rules_of(ONE, {"fields.yaml": text})
    said = [derived_sentence(ruleset.derived[f"值{at}"], ruleset) for at in range(len(wanted))]
    assert said == [each["写成"] for each in wanted]


def test_grading_when_said_then_reads_as_written_by_hand(
    rules_of: RulesOf, fragments: Fragments, as_yaml: AsYaml
) -> None:
    wanted = fragments("grading.yaml")
    text = RESULTS
    for kind in ("名额", "不定等", "等次限定"):
        items = [f"  - {as_yaml(each[kind])}\n" for each in wanted if kind in each]
        text += f"{kind}:\n{''.join(items)}"
    ruleset = rules_of(ONE, {"ruleset.yaml": text})
    said = [
        *(quota_sentence(each, ruleset) for each in ruleset.quotas),
        *(exclusion_sentence(each, ruleset) for each in ruleset.exclusions),
        *(grade_limit_sentence(each, ruleset) for each in ruleset.grade_limits),
        *(result_sentence(each, ruleset) for each in ruleset.results.values()),
    ]
    assert said == [each["写成"] for each in wanted]
