"""The city's rules with one thing changed, over the example schools: expectations by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.previewing import compare_assessments
from engine.previewing.matrix import matrix_of
from engine.previewing.parts import PartKey, PartKind
from engine.previewing.preview import Direction

WEIGHTS = {
    "dimensions/a-organization.yaml": (
        (
            "名称: 实行党组织领导的校长负责制\n        分值: 1.5\n",
            "名称: 实行党组织领导的校长负责制\n        分值: 1.25\n",
        ),
        (
            "名称: 章程按新体制修订\n        分值: 0.75\n",
            "名称: 章程按新体制修订\n        分值: 1\n",
        ),
    )
}
CUT = {"ruleset.yaml": (("{等次: 良好, 不低于: 80}", "{等次: 良好, 不低于: 86}"),)}
QUOTA = {"ruleset.yaml": (("{等次: 优秀, 比例: 30%,", "{等次: 优秀, 比例: 20%,"),)}
S3 = "触发: {全部: [{取值: 严重程度, 等于: S3}, 行为时任教本校]}\n"
DECIDED = "    认定字段: [认定机关, 认定文号, 认定日期]\n"
AUTOMATIC = {"vetoes.yaml": ((S3 + DECIDED, S3),)}
PERSONAL = (
    "      - {个人否决: {人员字段: 教师, 环节: [资格定期注册, 业绩考核, 职称评聘, 评优奖励]}}\n"
)
TWICE = "      - 连续两年:"
TITLE = "      - {取消资格: [评先评优]}\n"
STRICT = "      - {等次上限: 合格}\n" + TITLE + "      - {计零: [E206]}\n" + PERSONAL + TWICE
MILD = "      - {否优: 是}\n" + TITLE + PERSONAL + TWICE
MILDER = {"vetoes.yaml": ((STRICT, MILD),)}


def delta_of(preview, name):
    return int(preview.schools.delta[preview.schools.names.index(name)]) * preview.unit


def named(preview, *directions):
    return {preview.schools.names[at] for at in preview.schools.going(*directions)}


def parts_of(preview, name):
    school = preview.schools.names.index(name)
    return {
        (move.key.kind, move.key.id): units * preview.unit
        for move, units in preview.parts.of_school(school)
    }


def closes(preview):
    """Hold the parts of every school against its totals, in fractions."""
    sides = [
        {
            school: assessment.book.total_of(at) * assessment.ruleset.unit
            for at, school in enumerate(assessment.facts.school_ids)
            if assessment.book.total_of(at) is not None
        }
        for assessment in (preview.before, preview.after)
    ]
    for at, school in enumerate(preview.schools.ids):
        if school in sides[0] and school in sides[1]:
            found = sum((Fraction(units) for _, units in preview.parts.of_school(at)), Fraction(0))
            assert found * preview.unit == sides[1][school] - sides[0][school], school


def test_weights_move_those_who_have_one_and_lack_the_other(previewed):
    preview = previewed(WEIGHTS)
    # 翠阳小学 has A101 and not A102; 云荫小学 has A102 and not A101; 泽园小学 has both.
    assert delta_of(preview, "翠阳小学") == Fraction(-1, 4)
    assert delta_of(preview, "云荫小学") == Fraction(1, 4)
    assert delta_of(preview, "泽园小学") == 0
    assert parts_of(preview, "泽园小学") == {
        (PartKind.INDICATOR, "A101"): Fraction(-1, 4),
        (PartKind.INDICATOR, "A102"): Fraction(1, 4),
    }
    moves = {move.key: move for move in preview.parts.moves}
    own = moves[PartKey(PartKind.INDICATOR, "A101")]
    assert (own.full_before, own.full_after) == (Fraction(3, 2), Fraction(5, 4))
    assert (own.n_gaining, own.most * preview.unit) == (0, Fraction(-1, 4))
    closes(preview)


def test_a_cut_score_moves_those_between_the_old_and_the_new(previewed):
    preview = previewed(CUT)
    assert named(preview, Direction.DOWN) == {
        "泽桥初级中学",  # 85.73
        "润林高级中学",  # 84.94
        "兰光高级中学",  # 85.31
        "云川区博桥小学",  # 84.05
        "桑源县博林高级中学",  # 84.87
        "桑源县泽泉高级中学",  # 84.37
    }
    assert named(preview, *set(Direction) - {Direction.DOWN, Direction.SAME}) == set()
    assert not preview.schools.delta.any()
    causes = {preview.schools.causes[at] for at in preview.schools.going(Direction.DOWN)}
    assert causes == {"分数"}
    matrix = matrix_of(preview)
    at = matrix.before.index("良好"), matrix.after.index("合格")
    assert matrix.counts[at[0]][at[1]] == 6
    assert sum(matrix.row_sums) == sum(matrix.column_sums) == preview.n_schools


def test_a_quota_pushes_out_the_last_of_those_who_had_a_place(previewed):
    preview = previewed(QUOTA)
    places = {move.cohort: move for move in preview.quotas}
    primary = places["小学·公办·市直"]  # 8 schools: 2.4 and 1.6 places, rounded down
    assert (primary.places_before, primary.places_after) == (2, 1)
    assert [preview.schools.names[at] for at in primary.fell_out] == ["柏池小学"]
    kindergarten = places["幼儿园·公办·市直"]  # 4 schools: 1.2 and 0.8
    assert (kindergarten.places_before, kindergarten.places_after) == (1, 0)
    assert [preview.schools.names[at] for at in kindergarten.fell_out] == ["望溪幼儿园"]
    junior = places["初中·公办·市直"]  # 6 schools: 1.8 and 1.2
    assert junior.is_same
    assert {"柏池小学", "望溪幼儿园"} <= named(preview, Direction.DOWN)
    at = preview.schools.names.index("柏池小学")
    assert preview.schools.causes[at] == "名额（小学·公办·市直 · 优秀 2→1）"


def test_a_clause_that_needs_no_decision_any_more_comes_into_force(previewed):
    preview = previewed(AUTOMATIC)
    found = {preview.schools.names[move.school]: move for move in preview.vetoes}
    move = found["桑源县汇桥初级中学"]
    assert (move.clause, move.status_before, move.status_after) == ("SD-S3", "否决建议", "生效")
    at = preview.schools.names.index("桑源县汇桥初级中学")
    assert preview.schools.directions[at] is Direction.GRADED
    assert preview.schools.outcome_before[at] == "暂缓定等"
    assert preview.schools.outcome_after[at] == "合格"
    closes(preview)


def test_a_milder_effect_lifts_the_grade_and_gives_the_points_back(previewed):
    preview = previewed(MILDER)
    assert {"云泉小学", "桑源县青禾初级中学"} <= named(preview, Direction.UP)
    labels = {move.label for move in preview.vetoes if move.clause == "SD-S3"}
    assert labels == {"后果有变"}
    zeroed = {
        preview.schools.names[at]: units
        for at, units in enumerate(
            preview.parts.delta[preview.parts.keys.index(PartKey(PartKind.VETO, "SD-S3"))].tolist()
        )
        if units
    }
    at = preview.before.facts.names.index("云泉小学")
    e206 = [each.id for each in preview.before.scores.indicators].index("E206")
    own = int(preview.before.scores.points[at, e206])
    assert zeroed.get("云泉小学", 0) == own
    closes(preview)


def test_the_same_rules_move_nobody(today):
    preview = compare_assessments(today, today)
    assert set(preview.schools.directions) == {Direction.SAME}
    assert not preview.schools.delta.any()
    assert not preview.schools.rank_move.any()
    assert not preview.parts.delta.any()
    assert preview.vetoes == preview.limits == preview.remarks == ()
    assert all(move.is_same for move in preview.quotas)


def test_the_other_way_round_is_the_mirror(previewed):
    there = previewed({**WEIGHTS, "ruleset.yaml": (*CUT["ruleset.yaml"], *QUOTA["ruleset.yaml"])})
    back = compare_assessments(there.after, there.before)
    assert np.array_equal(there.schools.delta, -back.schools.delta)
    assert np.array_equal(there.schools.rank_move, -back.schools.rank_move)
    assert there.crossings == {(b, a): n for (a, b), n in back.crossings.items()}
    opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
    assert [opposite.get(each, each) for each in there.schools.directions] == list(
        back.schools.directions
    )
    own = {move.key: move.total for move in there.parts.moves}
    assert own == {move.key: -move.total for move in back.parts.moves}
    assert {(q.cohort, q.fell_out) for q in there.quotas} == {
        (q.cohort, q.came_in) for q in back.quotas
    }


def test_an_indicator_that_is_renamed_is_removed_and_added(previewed):
    preview = previewed(
        {
            "dimensions/a-organization.yaml": (("- 编号: A101\n", "- 编号: A199\n"),),
            "coverage.yaml": (("规则: [A101]", "规则: [A199]"),),
        }
    )
    moves = {
        move.key.id: move for move in preview.parts.moves if move.key.kind is PartKind.INDICATOR
    }
    assert moves["A101"].is_removed
    assert moves["A199"].is_added
    assert moves["A101"].total == -moves["A199"].total
    assert not preview.schools.delta.any()


def test_rules_by_another_unit_are_compared_in_a_common_one(previewed):
    preview = previewed({"ruleset.yaml": (("计分单位: 0.0001 ", "计分单位: 0.001  "),)})
    assert preview.unit == Fraction(1, 10_000)
    closes(preview)


def test_a_wider_quota_lets_in_those_who_hold_the_grade_now(previewed):
    wider = {"ruleset.yaml": (("{等次: 优秀, 比例: 30%,", "{等次: 优秀, 比例: 40%,"),)}
    preview = previewed(wider)
    primary = next(move for move in preview.quotas if move.cohort == "小学·公办·市直")
    assert (primary.places_before, primary.places_after) == (2, 3)  # of 8 schools: 2.4 and 3.2
    # 柏台小学 leads by score, and is kept from the grade by a veto; 启林小学 is the next.
    assert [preview.schools.names[at] for at in primary.came_in] == ["启林小学"]
    assert primary.fell_out == ()
    for move in preview.quotas:
        for at in move.came_in:
            assert preview.schools.grade_after[at] == move.grade
