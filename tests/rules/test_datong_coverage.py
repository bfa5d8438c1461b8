"""The Datong ruleset answers for every row of the source: encoded, or said why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.ruleset import load_ruleset
from engine.ruleset.conditions import names_in
from engine.ruleset.methods import (
    AllOrNothing,
    Bands,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Levels,
    Linear,
    Target,
)
from engine.ruleset.model import EffectKind, Group, Indicator, RuleSet
from engine.ruleset.walking import names_read

RULES = Path(__file__).parents[2] / "rules" / "datong-2025"

# Every row of the inventory of the source article, by dimension.
ROWS = {
    "A": "101 102 103 104 105 106 107 108 201 202 203 204 205 206 301 302 303 304 305 306 307",
    "B": "101 102 103 104 105 106 107 201 202 203 204 301 302 303 304 305 306",
    "C": "101 102 103 104 105 106 107 108 109 201 202 203 211 212 213 214 215 216 217 218 219 "
    "221 222 223 231 232 241",
    "D": "101 102 103 104 105 106 201 202 203 204 205 206 207 208 209 210 "
    "301 302 303 304 305 306 307 308 309 310",
    "E": "101 102 103 104 201 202 203 204 205 206 207 301 302 303 304 305 306 307 308",
}
PURPOSES = {"计分", "加分", "扣分", "否决", "责任", "参考", "未编"}
AREAS = {
    "组织建设",
    "队伍培训",
    "师德师风",
    "思政德育",
    "体美劳健",
    "意识形态",
    "安全总责",
    "食堂膳食",
    "校舍消防",
    "党风廉政",
    "矛盾信访",
}
# City totals of the source: never a school's threshold.
CITY_TOTALS = {166, 233, 295, 145, 10000, 100000, 400000, 2000, 270000, 3920, 69000, 4461, 189}
# Money spent, and what families and pupils choose freely.
NEVER_SCORED = {
    "食堂当年修缮投入",
    "资料室投入",
    "研学参加学生数",
    "研学参与率",
    "自主购买校服学生数",
    "免费印刷受益学生数",
}


def row_ids() -> list[str]:
    return [letter + number for letter, numbers in ROWS.items() for number in numbers.split()]


@pytest.fixture(scope="module")
def ruleset() -> RuleSet:
    return load_ruleset(RULES)


@pytest.fixture(scope="module")
def coverage() -> list[dict[str, Any]]:
    text = (RULES / "coverage.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)["覆盖"]
    assert isinstance(rows, list)
    return rows


def nodes(group: Group) -> Iterator[Group | Indicator]:
    yield group
    for child in group.children:
        if isinstance(child, Group):
            yield from nodes(child)
        else:
            yield child


def rule_ids(ruleset: RuleSet) -> dict[str, Group | Indicator | None]:
    found: dict[str, Group | Indicator | None] = dict.fromkeys(ruleset.clauses)
    for dimension in ruleset.dimensions:
        found.update((node.id, node) for node in nodes(dimension))
    found.update((item.id, item) for item in ruleset.bonuses.items + ruleset.deductions.items)
    return found


def fact_names(ruleset: RuleSet) -> set[str]:
    return {*ruleset.fields, *ruleset.tables, *ruleset.derived}


def scored(ruleset: RuleSet) -> list[Indicator]:
    return [item for item in ruleset.all_indicators() if not item.informative]


def test_inventory_when_counted_then_has_110_rows() -> None:
    assert len(set(row_ids())) == 110


def test_coverage_when_compared_with_inventory_then_has_each_row_exactly_once(
    coverage: list[dict[str, Any]],
) -> None:
    assert Counter(row["清单行"] for row in coverage) == Counter(row_ids())


def test_coverage_row_when_read_then_names_a_known_purpose_and_a_reason(
    coverage: list[dict[str, Any]],
) -> None:
    for row in coverage:
        assert row["用途"], row["清单行"]
        assert set(row["用途"]) <= PURPOSES, row["清单行"]
        assert row["说明"].strip(), row["清单行"]
        assert row.get("规则") or row["用途"] == ["未编"], row["清单行"]


def test_coverage_row_when_it_names_rules_and_facts_then_each_exists(
    ruleset: RuleSet, coverage: list[dict[str, Any]]
) -> None:
    rules, facts = rule_ids(ruleset), fact_names(ruleset)
    unknown = [
        (row["清单行"], name)
        for row in coverage
        for names, known in ((row.get("规则", ()), rules), (row.get("事实", ()), facts))
        for name in names
        if name not in known
    ]
    assert not unknown


def test_coverage_row_when_informative_then_shows_an_existing_fact(
    ruleset: RuleSet, coverage: list[dict[str, Any]]
) -> None:
    rules, facts = rule_ids(ruleset), fact_names(ruleset)
    for row in coverage:
        if "参考" not in row["用途"]:
            continue
        shown = [rules[name] for name in row["规则"]]
        informative = [one for one in shown if isinstance(one, Indicator) and one.informative]
        assert informative, row["清单行"]
        assert all(one.value in facts for one in informative), row["清单行"]


def test_coverage_row_when_it_claims_a_purpose_then_a_rule_of_that_kind_is_named(
    ruleset: RuleSet, coverage: list[dict[str, Any]]
) -> None:
    base = {item.id for item in ruleset.leaves() if not item.informative}
    kinds = {
        "计分": base,
        "加分": {item.id for item in ruleset.bonuses.items},
        "扣分": {item.id for item in ruleset.deductions.items},
        "否决": set(ruleset.clauses),
    }
    for row in coverage:
        for purpose in row["用途"]:
            if purpose in kinds:
                assert kinds[purpose] & set(row["规则"]), (row["清单行"], purpose)


def test_rules_when_listed_then_each_one_answers_to_a_row(
    ruleset: RuleSet, coverage: list[dict[str, Any]]
) -> None:
    named = {name for row in coverage for name in row.get("规则", ())}
    leaves = {item.id for item in ruleset.all_indicators()}
    # J1, J2 ...: facts about the school itself, shown beside the result.
    about_the_school = {one for one in leaves if one.startswith("J")}
    assert leaves - named == about_the_school


def test_weights_when_added_up_then_follow_the_parameter_sheet(ruleset: RuleSet) -> None:
    assert {one.id: one.points for one in ruleset.dimensions} == {
        "A": 20,
        "B": 18,
        "C": 20,
        "D": 22,
        "E": 20,
    }
    assert ruleset.bonuses.cap == 5
    assert ruleset.deductions.cap == 10


def test_weights_when_shown_then_are_labelled_as_examples(ruleset: RuleSet) -> None:
    assert "示例" in ruleset.note
    assert all("示例" in one.note for one in ruleset.dimensions)


def test_scored_rule_when_read_then_says_all_that_a_score_sheet_needs(ruleset: RuleSet) -> None:
    for item in scored(ruleset):
        assert item.standard, item.id
        assert item.matters, item.id
        assert set(item.matters) <= set(ruleset.matters), item.id
        assert item.area in AREAS, item.id
        assert item.office, item.id
        assert item.evidence, item.id
        assert item.source is not None, item.id


def test_source_threshold_when_read_from_the_rules_then_is_exact(ruleset: RuleSet) -> None:
    by_id = {item.id: item.method for item in ruleset.leaves()}
    branches = by_id["A205"]
    assert isinstance(branches, Target)
    assert branches.goal == Fraction(9, 10)
    assert branches.small is not None
    assert branches.small.fewer_than == 3
    lessons, breaks = by_id["C211"], by_id["C212"]
    assert isinstance(lessons, AllOrNothing)
    assert isinstance(breaks, AllOrNothing)
    assert set(names_in(breaks.condition)) == {"上午大课间分钟数", "下午大课间分钟数"}
    meets = by_id["C218"]
    assert isinstance(meets, Bands)
    assert meets.bands[0].bounds[0][1] == 2


def test_city_total_when_searched_in_the_rules_then_is_no_threshold() -> None:
    for path in [*sorted(RULES.glob("dimensions/*.yaml")), RULES / "adjustments.yaml"]:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert not CITY_TOTALS & set(numbers_in(document)), path.name


def numbers_in(node: object) -> Iterator[float]:
    match node:
        case dict():
            for value in node.values():
                yield from numbers_in(value)
        case list():
            for value in node:
                yield from numbers_in(value)
        case bool():
            return
        case int() | float():
            yield node


def test_money_and_free_choice_when_scored_then_never_appear(ruleset: RuleSet) -> None:
    for item in scored(ruleset):
        assert not reads(ruleset, item) & NEVER_SCORED, item.id


def reads(ruleset: RuleSet, item: Indicator) -> set[str]:
    """Return every name that an indicator reads, through derived values too."""
    found: set[str] = set()
    waiting = [*names_read(item.method), *names_in(item.applies)]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        derived = ruleset.derived.get(name)
        if derived is not None:
            waiting += [*derived.operands, derived.numerator, derived.denominator]
    return found


def test_ruleset_when_read_then_uses_every_method_and_every_effect(ruleset: RuleSet) -> None:
    methods = {type(item.method) for item in scored(ruleset)}
    assert methods >= {
        AllOrNothing,
        Checklist,
        Bands,
        Linear,
        Target,
        Deduct,
        Earn,
        Levels,
        Direct,
    }
    effects = {effect.kind for clause in ruleset.clauses.values() for effect in clause.effects}
    assert effects == set(EffectKind)
