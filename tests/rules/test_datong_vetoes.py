"""The Datong vetoes, duties and deductions say what they may say, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.ruleset import load_ruleset
from engine.ruleset.conditions import Compare, Condition, Not
from engine.ruleset.model import Clause, Effect, EffectKind, MissingPolicy, RuleSet

RULES = Path(__file__).parents[2] / "rules" / "datong-2025"

# The four uses of the ethics veto that the source itself names.
FOUR_USES = ("资格定期注册", "业绩考核", "职称评聘", "评优奖励")

# Who answers for what: post -> kind of duty, as the duty matrix of the domain prints it.
MATRIX = {
    "组织建设": "书记 主 校长 协助 副书记 分管 支部书记 直接 年级组长 直接",
    "队伍培训": "书记 主 校长 同 副书记 分管 分管教学副校长 分管 教务主任 直接 "
    "支部书记 协助 年级组长 协助",
    "师德师风": "书记 主 校长 同 副书记 监督 分管德育副校长 分管 分管教学副校长 分管 "
    "德育主任 直接 教务主任 直接 支部书记 直接 年级组长 直接",
    "思政德育": "书记 主 校长 同 分管德育副校长 分管 德育主任 直接 支部书记 协助 年级组长 协助",
    "体美劳健": "书记 协助 校长 主 分管德育副校长 分管 分管教学副校长 分管 "
    "德育主任 协助 教务主任 直接",
    "意识形态": "书记 主 校长 同 副书记 分管 分管德育副校长 协助 分管教学副校长 协助 "
    "德育主任 协助 支部书记 直接 年级组长 直接",
    "安全总责": "书记 主 校长 同 分管安全副校长 分管 分管德育副校长 岗 分管教学副校长 岗 "
    "分管后勤副校长 岗 德育主任 直接 教务主任 直接 总务主任 直接 安办主任 直接 "
    "支部书记 直接 年级组长 直接",
    "食堂膳食": "书记 同 校长 主 副书记 监督 分管安全副校长 协助 分管后勤副校长 分管 总务主任 直接",
    "校舍消防": "书记 同 校长 主 副书记 监督 分管安全副校长 分管 分管后勤副校长 分管 "
    "总务主任 直接 安办主任 协助",
    "党风廉政": "书记 主 校长 同 副书记 监督 分管安全副校长 岗 分管德育副校长 岗 "
    "分管教学副校长 岗 分管后勤副校长 岗",
    "矛盾信访": "书记 主 校长 同 副书记 协助 分管安全副校长 分管 分管德育副校长 分管 "
    "德育主任 直接 安办主任 直接",
}


@pytest.fixture(scope="module")
def ruleset() -> RuleSet:
    return load_ruleset(RULES)


def _comparisons(condition: Condition | None) -> Iterator[Compare]:
    match condition:
        case None:
            return
        case Compare():
            yield condition
        case Not():
            yield from _comparisons(condition.part)
        case _:
            for part in condition.parts:
                yield from _comparisons(part)


def _all_effects(effects: tuple[Effect, ...]) -> Iterator[Effect]:
    for effect in effects:
        yield effect
        yield from _all_effects(effect.then)


def _on_school(clause: Clause) -> bool:
    return any(effect.kind is not EffectKind.BAR_PERSON for effect in clause.effects)


def test_clause_when_it_acts_on_a_school_then_is_labelled_an_example(ruleset: RuleSet) -> None:
    # The source's only veto is individual: what a school suffers is always our example.
    unlabelled = [
        clause.id
        for clause in ruleset.clauses.values()
        if _on_school(clause)
        and "示例" not in clause.note
        and (clause.source is None or clause.source.document != "示例约定")
        and clause.trigger is not None
    ]
    assert unlabelled == []


def test_clause_when_it_rests_on_the_source_then_is_about_ethics(ruleset: RuleSet) -> None:
    for clause in ruleset.clauses.values():
        assert clause.source is not None, clause.id
        if clause.source.document == "源文":
            assert clause.id.startswith("SD-"), clause.id


def test_ethics_case_when_serious_or_mitigated_then_bars_the_teacher_from_all_four_uses(
    ruleset: RuleSet,
) -> None:
    for name in ("SD-S2", "SD-S2J", "SD-S3", "SD-S3J", "SD-S4", "SD-S4J", "SD-Z"):
        personal = [
            effect
            for effect in ruleset.clauses[name].effects
            if effect.kind is EffectKind.BAR_PERSON
        ]
        assert [effect.targets for effect in personal] == [FOUR_USES], name
        assert personal[0].person_field == "教师"


def test_relief_when_it_reduces_then_leads_to_a_lighter_clause_and_is_signed(
    ruleset: RuleSet,
) -> None:
    for clause in ruleset.clauses.values():
        for relief in clause.reliefs:
            assert relief.signed_fields, clause.id
            if relief.reduce_to:
                assert ruleset.clauses[relief.reduce_to].gravity < clause.gravity, clause.id


def test_ethics_relief_when_the_school_concealed_then_is_excepted(ruleset: RuleSet) -> None:
    for name in ("SD-S2", "SD-S3", "SD-S4"):
        (relief,) = ruleset.clauses[name].reliefs
        operands = [each.operands for each in _comparisons(relief.unless)]
        assert operands == [("瞒报", "拒不处分")], name


def test_accident_clause_when_it_reads_liability_then_never_names_no_fault_or_open(
    ruleset: RuleSet,
) -> None:
    # Naming 待定 would turn "not settled yet" into a plain answer.
    for clause in ruleset.clauses.values():
        for compare in _comparisons(clause.trigger):
            if compare.value == "责任认定":
                assert not {"无责", "待定"} & set(compare.operands), clause.id


def test_accident_when_grave_and_at_fault_then_is_met_by_exactly_one_rung(
    ruleset: RuleSet,
) -> None:
    met: list[tuple[object, object]] = []
    for name in ("AQ-1", "AQ-2", "AQ-3", "AQ-4", "AQ-C"):
        level, liability = _comparisons(ruleset.clauses[name].trigger)
        assert (level.value, liability.value) == ("等级", "责任认定")
        met += [(a, b) for a in level.operands for b in liability.operands]
    full = {
        (level, liability)
        for level in ("一般", "较大", "重大", "特别重大")
        for liability in ("全责", "主责", "同责")
    }
    assert len(met) == len(set(met))
    assert set(met) == full | {("较大", "次责"), ("重大", "次责"), ("特别重大", "次责")}


def test_tables_of_grave_matters_when_empty_then_ask_for_a_zero_report(ruleset: RuleSet) -> None:
    asked = {name for name, table in ruleset.tables.items() if table.zero_report}
    # Of leaders there is never none: an empty sheet was not handed in.
    assert asked == {"师德案件", "安全事故", "违纪案件", "领导班子"}


def test_deduction_when_its_facts_are_missing_then_holds_the_grade_back(
    ruleset: RuleSet,
) -> None:
    assert ruleset.deductions.items
    for item in ruleset.deductions.items:
        assert item.missing is MissingPolicy.BLOCK, item.id
    assert ruleset.deductions.cap == 10


def test_duty_matrix_when_compared_with_the_domain_then_agrees_cell_by_cell(
    ruleset: RuleSet,
) -> None:
    found = {row.area: dict(row.duties) for row in ruleset.duties.matrix}
    expected = {}
    for area, line in MATRIX.items():
        words = line.split()
        expected[area] = dict(zip(words[::2], words[1::2], strict=True))
    assert found == expected


def test_joint_duty_when_carried_then_is_full_for_secretary_and_principal(
    ruleset: RuleSet,
) -> None:
    kinds = ruleset.duties.kinds
    for row in ruleset.duties.matrix:
        carried = {kinds[row.duties[post]].coefficient for post in ("书记", "校长")}
        if row.area not in {"组织建设", "体美劳健"}:  # there one of the two only assists
            assert carried == {1}, row.area


def test_posts_when_barred_then_are_posts_of_the_leaders_table(ruleset: RuleSet) -> None:
    posts = set(ruleset.tables[ruleset.duties.table].fields[ruleset.duties.posts_field].choices)
    for clause in ruleset.clauses.values():
        for effect in _all_effects(clause.effects):
            if effect.kind is EffectKind.BAR_POSTS:
                assert set(effect.targets) <= posts, effect.id


def test_labels_when_they_name_accountability_then_use_the_words_of_the_source() -> None:
    # The source writes 失责追责, not 失职追责.
    for path in RULES.rglob("*.yaml"):
        assert "失职追责" not in path.read_text(encoding="utf-8"), path.name
