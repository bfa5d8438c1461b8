"""The indicators that a new ruleset begins with: one for each method that people use most.

Each has its fields, its standard in words, what a school that does well fills in, and what one
fills in that loses, with the points worked by hand: the case in the new ruleset shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from engine.points import decimal_text as number
from engine.starting.sharing import share_points

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StartingIndicator:
    """One indicator of a new ruleset.

    Args:
        lesson: What is to be learnt from it. scoring: Its YAML. fields: Name -> definition.
        best, worse: Field -> what a school fills in that does well, and that loses.
        worse_points: What the second school gets. working: How, in words.
    """

    id: str
    name: str
    points: Fraction
    lesson: str
    standard: str
    scoring: str
    evidence: str
    fields: Pairs
    best: Pairs
    worse: Pairs
    worse_points: Fraction
    working: str


Maker = Callable[[str, Fraction], StartingIndicator]


def _plan(own_id: str, points: Fraction) -> StartingIndicator:
    return StartingIndicator(
        own_id, "年度计划", points,
        "全有全无：条件成立得满分。",
        f"年初制订年度工作计划的得{number(points)}分，没有的不得分。",
        "方法: 全有全无\n条件: 已制订年度计划",
        "年度计划", (("已制订年度计划", "类型: 是否"),),
        (("已制订年度计划", "是"),), (("已制订年度计划", "否"),),
        Fraction(0), "没有制订，不得分",
    )  # fmt: skip


def _training(own_id: str, points: Fraction) -> StartingIndicator:
    loss = points / 10
    return StartingIndicator(
        own_id, "教师培训", points,
        "达标扣减：达到目标得满分，每差一步扣若干分，不足一步按一步算。",
        f"培训率达到90%的得满分；低于90%的，每低5个百分点（不足的按5个算）扣{number(loss)}分，扣完为止。",
        f"方法: 达标扣减\n取值: 教师培训率   # 派生值，在 fields.yaml\n"
        f"目标: 90%\n每差: 5%\n扣: {number(loss)}\n保底: 0",
        "培训证明",
        (("应培训教师数", "类型: 整数, 范围: [1, 5000], 单位: 人"),
         ("已培训教师数", "类型: 整数, 范围: [0, 5000], 单位: 人")),
        (("应培训教师数", "50"), ("已培训教师数", "50")), (("已培训教师数", "40"),),
        points - 2 * loss, f"40÷50=80%，低10个百分点，计2步，扣{number(2 * loss)}分",
    )  # fmt: skip


def _systems(own_id: str, points: Fraction) -> StartingIndicator:
    names = ("学习制度", "考勤制度", "公开制度")
    parts = share_points(points, len(names))
    listed = "，".join(f"{name}{number(part)}分" for name, part in zip(names, parts, strict=True))
    lines = "".join(
        f"\n  - {{名称: {name}, 条件: 已建{name}, 得: {number(part)}}}"
        for name, part in zip(names, parts, strict=True)
    )
    return StartingIndicator(
        own_id, "制度建设", points,
        "清单累加：一项一项看，各项的分相加等于分值。",
        f"{listed}，建立一项得一项。",
        f"方法: 清单累加\n各项:{lines}",
        "制度文本", tuple((f"已建{name}", "类型: 是否") for name in names),
        tuple((f"已建{name}", "是") for name in names), (("已建考勤制度", "否"),),
        points - parts[1], f"没有考勤制度，少得{number(parts[1])}分",
    )  # fmt: skip


def _activities(own_id: str, points: Fraction) -> StartingIndicator:
    middle = points * 3 / 5
    return StartingIndicator(
        own_id, "专题活动", points,
        "分档：看值落在哪一档；各档要接得上，不漏也不重。",
        f"全年不少于4次的得{number(points)}分，2至3次的得{number(middle)}分，不足2次的不得分。",
        f"方法: 分档\n取值: 专题活动次数\n档次:\n  - {{不少于: 4, 得: {number(points)}}}\n"
        f"  - {{不少于: 2, 小于: 4, 得: {number(middle)}}}\n  - {{小于: 2, 得: 0}}",
        "活动记录", (("专题活动次数", "类型: 整数, 范围: [0, 100], 单位: 次"),),
        (("专题活动次数", "4"),), (("专题活动次数", "3"),),
        middle, f"3次，得{number(middle)}分",
    )  # fmt: skip


def _hazards(own_id: str, points: Fraction) -> StartingIndicator:
    small, large, grave = points / 10, points / 4, points / 2
    return StartingIndicator(
        own_id, "安全隐患", points,
        "逐次扣分：从满分起，台账里每一条符合条件的按级别扣，扣到保底为止。",
        f"逾期未整改的隐患，一般的每条扣{number(small)}分，较大的每条扣{number(large)}分，"
        f"重大的每条扣{number(grave)}分，扣完为止。",
        "方法: 逐次扣分\n保底: 0\n计次:\n  - 名称: 逾期未整改的隐患\n    台账: 安全隐患\n"
        "    条件: 逾期未整改\n    级别字段: 隐患等级\n"
        f"    按级别: {{一般: {number(small)}, 较大: {number(large)}, 重大: {number(grave)}}}",
        "隐患台账", (), (), (),
        points - large, f"较大的1条逾期，扣{number(large)}分；一般的已整改，不扣",
    )  # fmt: skip


def _satisfaction(own_id: str, points: Fraction) -> StartingIndicator:
    return StartingIndicator(
        own_id, "家长满意度", points,
        "线性：从得 0 分的值到得满分的值，按比例得分。",
        f"满意度达到95%的得{number(points)}分，60%及以下的不得分，中间按比例得分。",
        "方法: 线性\n取值: 家长满意度\n零分值: 60%\n满分值: 95%",
        "测评报告", (("家长满意度", "类型: 百分比, 范围: [0, 100%]"),),
        (("家长满意度", "95%"),), (("家长满意度", "60%"),),
        Fraction(0), "60%，不得分",
    )  # fmt: skip


def judged(own_id: str, points: Fraction, dimension: str) -> StartingIndicator:
    """Return an indicator that an office judges out of a hundred."""
    field = f"{dimension}评分"
    return StartingIndicator(
        own_id, field, points,
        "直接计分：事实本身就是分数，按原满分折算。",
        f"由责任科室按100分制评定，按{number(points)}分折算。",
        f"方法: 直接计分\n取值: {field}\n原满分: 100",
        "评定表", ((field, "类型: 数值, 小数位: 2, 范围: [0, 100], 单位: 分"),),
        ((field, "100"),), ((field, "80"),),
        points * 4 / 5, f"80分折算，得{number(points * 4 / 5)}分",
    )  # fmt: skip


MAKERS: tuple[Maker, ...] = (_plan, _training, _activities, _systems, _hazards, _satisfaction)
