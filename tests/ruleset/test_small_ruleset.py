"""The small ruleset loads to what it says, in Chinese and in English keys alike."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from engine.diagnostics import Place
from engine.ruleset import check_ruleset, load_ruleset
from engine.ruleset.conditions import AllOf, AnyOf, AtLeastOf, Compare, Comparison, Not
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
from engine.ruleset.model import (
    EffectKind,
    FieldType,
    Indicator,
    MissingPolicy,
    NotApplicablePolicy,
    ProposalPolicy,
    RuleSet,
    Source,
)

RULESETS = Path(__file__).parent.parent / "rulesets"


@pytest.fixture(scope="module")
def small() -> RuleSet:
    return load_ruleset(RULESETS / "small", "small")


def indicator(ruleset: RuleSet, name: str) -> Indicator:
    return next(each for each in ruleset.all_indicators() if each.id == name)


def without_places(part: Any) -> Any:
    """Return a model as plain data, places left out."""
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return {
            "": type(part).__name__,
            **{
                field.name: without_places(getattr(part, field.name))
                for field in dataclasses.fields(part)
                if field.name not in ("place", "places", "digest", "folder", "texts")
            },
        }
    if isinstance(part, Mapping | MappingProxyType):
        return [(key, without_places(value)) for key, value in part.items()]
    if isinstance(part, tuple):
        return tuple(without_places(each) for each in part)
    return part


def test_ruleset_when_written_in_english_keys_then_it_means_the_same(small: RuleSet) -> None:
    english = load_ruleset(RULESETS / "small-english")
    assert without_places(english) == without_places(small)
    assert set(english.places) == set(small.places)


def test_ruleset_when_loaded_then_the_frame_is_as_written(small: RuleSet) -> None:
    assert (small.id, small.year, small.full_points, small.decimals) == ("small", 2025, 40, 2)
    assert small.window == (date(2025, 1, 1), date(2025, 12, 31))
    assert [(grade.name, grade.at_least) for grade in small.grades] == [
        ("优秀", 36),
        ("良好", 32),
        ("合格", 24),
        ("不合格", None),
    ]
    assert small.quotas[0].share == Fraction(3, 10)
    assert small.quotas[0].compare_by == ("师德师风", "A")
    assert small.cohorts.by == ("学段", "办学性质")
    assert small.proposals is ProposalPolicy.BLOCK
    assert small.total_cap is None
    assert small.sources == {"源文": "以高质量党建引领教育事业高质量发展"}
    assert small.exclusions[0].reason == "新开办不足6个月"


def test_ruleset_when_no_unit_is_written_then_every_number_fits_the_chosen_one(
    small: RuleSet,
) -> None:
    assert small.unit == Fraction(1, 10_000)


def test_field_when_loaded_then_it_is_typed_with_its_defaults(small: RuleSet) -> None:
    rate = small.fields["监测覆盖率"]
    assert (rate.type, rate.decimals, rate.low, rate.high) == (FieldType.PERCENT, 4, 0, 1)
    count = small.fields["支部数"]
    assert (count.type, count.decimals, count.aliases) == (
        FieldType.INTEGER,
        0,
        ("在职教师党支部数",),
    )
    assert small.fields["学校标识码"].required
    canteen = small.fields["食堂管理制度"].applies
    assert isinstance(canteen, Compare)
    assert (canteen.value, canteen.comparison, canteen.operands) == (
        "有食堂",
        Comparison.EQUALS,
        (True,),
    )


@pytest.mark.parametrize(("kind", "decimals"), [("百分比", 6), ("数值", 4), ("整数", 0)])
def test_field_when_no_decimals_are_written_then_the_default_follows_the_type(
    tmp_path: Path, kind: str, decimals: int
) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULESETS / "small", folder)
    path = folder / "fields.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("字段清单:\n", f"字段清单:\n  新: {{类型: {kind}}}\n", 1), encoding="utf-8"
    )
    assert load_ruleset(folder).fields["新"].decimals == decimals


def test_table_when_loaded_then_it_keeps_window_event_and_pending(small: RuleSet) -> None:
    table = small.tables["师德案件"]
    assert (table.zero_report, table.date_field, table.event_field) == (
        True,
        "决定日期",
        "事件编号",
    )
    assert table.fields["学校责任"].pending == ("待定",)
    assert not small.tables["获奖"].zero_report


def test_derived_when_loaded_then_each_kind_has_its_arguments(small: RuleSet) -> None:
    derived = small.derived
    assert {each.kind for each in derived.values()} == {
        "ratio", "sum", "difference", "count", "total", "largest",
        "periods", "on_time", "late", "distinct",
    }  # fmt: skip
    assert (derived["支部占比"].numerator, derived["支部占比"].denominator) == (
        "教学单元支部数",
        "支部数",
    )
    assert derived["教职工总数"].operands == ("教师人数", "职员人数")
    assert (derived["主题党日月数"].column, derived["主题党日月数"].period) == ("日期", "month")
    assert derived["按时报告数"].due_column == "应交日期"
    assert derived["师德案件数"].condition is not None


def test_tree_when_loaded_then_groups_hold_leaves_in_order(small: RuleSet) -> None:
    assert [dimension.id for dimension in small.dimensions] == ["A", "B"]
    assert [leaf.id for leaf in small.leaves()][:6] == [
        "A101", "A102", "A201", "A202", "A203", "A204",
    ]  # fmt: skip
    assert [each.id for each in small.all_indicators()][-3:] == ["BO1", "BO2", "DE1"]
    assert (small.bonuses.cap, small.deductions.cap) == (3, 6)


def test_indicator_when_it_says_no_policy_then_the_rulesets_holds(small: RuleSet) -> None:
    assert indicator(small, "A101").missing is MissingPolicy.BLOCK
    assert indicator(small, "A102").missing is MissingPolicy.ZERO
    assert indicator(small, "A203").missing is MissingPolicy.COHORT_MEAN
    assert indicator(small, "A101").not_applicable is NotApplicablePolicy.REDISTRIBUTE
    assert indicator(small, "A204").informative
    assert indicator(small, "BO2").manual
    assert indicator(small, "A101").source == Source("源文", "深入推进党组织领导的校长负责制")


def test_methods_when_loaded_then_every_one_has_its_numbers(small: RuleSet) -> None:
    methods = {each.id: each.method for each in small.all_indicators()}
    assert isinstance(methods["A101"], AllOrNothing)
    target = methods["A102"]
    assert isinstance(target, Target)
    assert (target.goal, target.step, target.loss) == (
        Fraction(9, 10),
        Fraction(1, 100),
        Fraction(1, 10),
    )
    assert target.small is not None
    assert (target.small.denominator, target.small.fewer_than) == ("支部数", 3)
    linear = methods["B3"]
    assert isinstance(linear, Linear)
    assert (linear.zero_at, linear.full_at) == (Fraction(3, 5), 1)
    checklist = methods["B1"]
    assert isinstance(checklist, Checklist)
    assert [part.points for part in checklist.parts] == [1, Fraction(3, 2), Fraction(3, 2)]
    bands = methods["B2"]
    assert isinstance(bands, Bands)
    assert bands.bands[1].bounds == ((Comparison.EQUALS, Fraction(1)),)
    assert isinstance(methods["A203"], Direct)
    levels = methods["B4"]
    assert isinstance(levels, Levels)
    assert levels.points_by_level == {"无": 0, "校": 1, "市": 2}


def test_charges_when_loaded_then_first_and_each_are_apart(small: RuleSet) -> None:
    late = indicator(small, "A202").method
    assert isinstance(late, Deduct)
    assert (late.charges[0].first, late.charges[0].each) == (Fraction(1, 5), Fraction(1, 2))
    awards = indicator(small, "BO1").method
    assert isinstance(awards, Earn)
    assert awards.charges[0].by_level == {"市": Fraction(1, 2), "省": 1, "国家": 2}
    assert awards.charges[0].item_field == "项目"
    ethics = indicator(small, "DE1").method
    assert isinstance(ethics, Deduct)
    assert ethics.charges[0].settle_events


def test_charge_when_no_first_is_written_then_it_is_as_each(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULESETS / "small", folder)
    path = folder / "dimensions" / "a.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("首次: 0.2, ", ""), encoding="utf-8")
    late = indicator(load_ruleset(folder), "A202").method
    assert isinstance(late, Deduct)
    assert late.charges[0].first == late.charges[0].each == Fraction(1, 2)


def test_conditions_when_nested_then_they_keep_their_shape(small: RuleSet) -> None:
    method = indicator(small, "B5").method
    assert isinstance(method, AllOrNothing)
    whole = method.condition
    assert isinstance(whole, AnyOf)
    balls, several = whole.parts
    assert isinstance(balls, Compare)
    assert (balls.comparison, balls.operands) == (Comparison.INCLUDES, ("足球", "篮球"))
    assert isinstance(several, AtLeastOf)
    assert several.count == 2
    assert isinstance(several.parts[2], Not)


def with_condition(tmp_path: Path, condition: str) -> Any:
    """Return the condition of A101, written anew."""
    folder = tmp_path / "rules"
    shutil.copytree(RULESETS / "small", folder)
    path = folder / "dimensions" / "a.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("条件: 已实行校长负责制", f"条件: {condition}"), encoding="utf-8")
    ruleset, found = check_ruleset(folder)
    assert ruleset is not None, [str(item) for item in found]
    method = indicator(ruleset, "A101").method
    assert isinstance(method, AllOrNothing)
    return method.condition


def test_condition_when_it_has_several_comparisons_then_all_must_hold(tmp_path: Path) -> None:
    condition = with_condition(tmp_path, "{取值: 支部数, 不少于: 1, 小于: 3}")
    assert isinstance(condition, AllOf)
    assert [part.comparison for part in condition.parts if isinstance(part, Compare)] == [
        Comparison.AT_LEAST,
        Comparison.LESS_THAN,
    ]


def test_condition_when_it_compares_two_values_then_it_names_the_other(tmp_path: Path) -> None:
    condition = with_condition(tmp_path, "{取值: 教学单元支部数, 不超过: {另一取值: 支部数}}")
    assert isinstance(condition, Compare)
    assert (condition.other, condition.operands) == ("支部数", ())


@pytest.mark.parametrize(
    ("written", "operands"),
    [
        ("{取值: 学段, 属于: [小学, 初中]}", ("小学", "初中")),
        ("{取值: 学段, 为: 小学}", ("小学",)),
        ("{取值: 监测覆盖率, 不低于: 95%}", (Fraction(19, 20),)),
        ("{取值: 监测覆盖率, 不低于: 0.95}", (Fraction(19, 20),)),
        ("{取值: 支部数, 等于: 10/2}", (Fraction(5),)),
        ("{取值: 有食堂, 等于: false}", (False,)),
        ("{取值: 有食堂, 已填: 否}", (False,)),
        ("{取值: 学校名称, 等于: 是}", ("是",)),
        ("{取值: 球类项目, 包含: 足球}", ("足球",)),
    ],
)
def test_condition_when_it_has_constants_then_the_field_types_them(
    tmp_path: Path, written: str, operands: tuple[Any, ...]
) -> None:
    assert with_condition(tmp_path, written).operands == operands


def test_clauses_when_loaded_then_effects_are_numbered_and_typed(small: RuleSet) -> None:
    clause = small.clauses["SD-S3"]
    assert [(effect.id, effect.kind) for effect in clause.effects] == [
        ("SD-S3/1", EffectKind.GRADE_CAP),
        ("SD-S3/2", EffectKind.LOSE_ELIGIBILITY),
        ("SD-S3/3", EffectKind.BAR_POSTS),
        ("SD-S3/4", EffectKind.BAR_PERSON),
        ("SD-S3/5", EffectKind.ZERO),
        ("SD-S3/6", EffectKind.SECOND_YEAR),
    ]
    person, zero, again = clause.effects[3:]
    assert (person.person_field, person.targets) == ("教师", ("资格定期注册", "评优奖励"))
    assert zero.targets == ("A203",)
    assert [(effect.id, effect.grade) for effect in again.then] == [("SD-S3/6/1", "不合格")]
    relief = clause.reliefs[0]
    assert (relief.reduce_to, relief.signed_fields) == ("SD-S3J", ("减轻文号",))
    assert clause.no_fault is not None
    assert small.clauses["SD-S3J"].trigger is None
    assert small.clauses["AQ-1"].separately
    assert list(small.clauses) == ["SD-S4", "SD-S3", "SD-S3J", "AQ-1"]


def test_duties_when_loaded_then_the_matrix_gives_kinds_by_post(small: RuleSet) -> None:
    duties = small.duties
    assert duties.kinds["监"].coefficient == Fraction(1, 2)
    assert [row.area for row in duties.matrix] == ["组织", "师德师风", "安全稳定"]
    assert duties.matrix[1].duties == {"书记": "主", "校长": "主", "副书记": "监"}
    assert (duties.owner_kind, duties.repeat_uses) == ("分管", ("评先评优",))


def test_places_when_asked_by_canonical_path_then_key_and_value_are_known(small: RuleSet) -> None:
    key, value = small.places[("dimensions", 0, "indicators", 0, "indicators", 0, "points")]
    assert (str(key), str(value)) == ("small/dimensions/a.yaml:9:9", "small/dimensions/a.yaml:9:13")
    assert small.places[("fields", "学段", "choices", 1)] == (
        None,
        Place("small/fields.yaml", line=4, column=25),
    )
    assert indicator(small, "A101").place == Place("small/dimensions/a.yaml", line=7, column=9)


def test_places_when_any_part_is_asked_then_it_has_a_line(small: RuleSet) -> None:
    parts = [
        *small.all_indicators(), *small.fields.values(), *small.tables.values(),
        *small.derived.values(), *small.clauses.values(), *small.grades, *small.quotas,
    ]  # fmt: skip
    assert all(part.place.line > 0 and part.place.file.startswith("small/") for part in parts)


def test_digest_when_rules_change_then_it_changes_and_cases_do_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULESETS / "small", folder)
    digest = load_ruleset(folder).digest
    assert digest == load_ruleset(RULESETS / "small").digest
    shutil.rmtree(folder / "cases")
    assert load_ruleset(folder).digest == digest
    with (folder / "duties.yaml").open("a", encoding="utf-8") as file:
        file.write("# 一行注释\n")
    assert load_ruleset(folder).digest != digest


def test_ruleset_when_loaded_then_it_cannot_be_changed(small: RuleSet) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        small.year = 2026  # type: ignore[misc]


def test_unit_when_written_and_every_number_fits_then_it_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULESETS / "small", folder)
    with (folder / "ruleset.yaml").open("a", encoding="utf-8") as file:
        file.write("计分单位: 0.01\n总分上限: 43\n")
    ruleset = load_ruleset(folder)
    assert (ruleset.unit, ruleset.total_cap) == (Fraction(1, 100), 43)


def test_unit_when_a_fraction_is_written_then_its_denominator_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULESETS / "small", folder)
    path = folder / "dimensions" / "b.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{等于: 1, 得: 1.2}", "{等于: 1, 得: 4/3}"), encoding="utf-8")
    assert load_ruleset(folder).unit == Fraction(1, 30_000)
