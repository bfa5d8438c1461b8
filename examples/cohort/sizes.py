"""Say how many of each thing a school of this size has, so that its figures are believable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from cohort.schools import School
from engine.ruleset.model import Field

Size = Callable[[School, Random], int | Fraction]
Choice = Callable[[School, Random], str]

GRADES = {"幼儿园": 3, "小学": 6, "初中": 3, "九年一贯制": 9, "高中": 3, "中职": 3}
# How many of a hundred pupils are in the upper years of primary school or beyond.
UPPER_YEARS = {"幼儿园": 0, "小学": 50, "九年一贯制": 66}


def _exactly(number: int) -> Size:
    return lambda _school, _random: number


def _between(low: int, high: int) -> Size:
    return lambda _school, random: random.randrange(low, high + 1)


def _of_teachers(low: int, high: int) -> Size:
    """Between `low` and `high` of a hundred teachers, at least one."""
    return lambda school, random: max(1, school.n_teachers * random.randrange(low, high + 1) // 100)


def _of_students(low: int, high: int) -> Size:
    return lambda school, random: school.n_students * random.randrange(low, high + 1) // 100


def _percent(low: int, high: int) -> Size:
    """Between `low` and `high` of a thousand."""
    return lambda _school, random: Fraction(random.randrange(low, high + 1), 1000)


def _upper_students(school: School, _random: Random) -> int:
    return school.n_students * UPPER_YEARS.get(school.stage, 100) // 100


def _key_posts(school: School, random: Random) -> int:
    return random.randrange(6, 16) if school.stage in ("初中", "高中", "九年一贯制") else 0


# Wholes, and facts that say what a school is rather than how well it does. The parts
# (已签, 已做, 参训 …) follow from what the rules ask for.
TYPICAL: Mapping[str, Size] = {
    "办学月数": _exactly(12),
    "寄宿": lambda school, random: int(school.stage in ("高中", "中职") or random.random() < 0.2),
    "有食堂": lambda school, random: int(school.stage != "小学" or random.random() < 0.6),
    "有学生在校就餐": _exactly(1),
    "上年是否被否决": _exactly(0),
    "在职教师党支部数": lambda school, _random: school.n_branches,
    "支部书记数": lambda school, _random: school.n_branches,
    "年级组数": lambda school, _random: GRADES[school.stage],
    "抽查议事记录数": lambda school, random: (
        random.randrange(8, 25) if school.affiliation == "市直" else 0
    ),
    "收到核查建议数": lambda school, random: (
        random.choice((0, 0, 1, 2)) if school.affiliation == "市直" else 0
    ),
    "设支委会": lambda school, _random: int(school.n_members >= 7),
    "设党小组": lambda school, _random: int(school.n_members >= 20),
    "书记校长人数": _exactly(2),
    "书记校长空缺月数": _exactly(0),
    "新提任党员校级领导数": _between(0, 2),
    "发展教师党员数": _between(0, 3),
    "党员教师数": lambda school, _random: school.n_members * 9 // 10,
    "关键岗位数": _key_posts,
    "新任教师数": lambda school, random: school.n_teachers * random.randrange(0, 9) // 100,
    "骨干教师数": _of_teachers(15, 28),
    "名师梯队人数": lambda school, random: school.n_teachers * random.randrange(0, 8) // 100,
    "教师培训人次": _of_teachers(180, 420),
    "应签安全责任书数": lambda school, _random: school.n_teachers + school.n_students // 45,
    "校园文化自查项数": _between(24, 48),
    "应装监控点位数": lambda school, _random: 24 + school.n_students // 12,
    "每日1分钟应做天数": _between(190, 200),
    "每周5分钟应做周数": _between(38, 41),
    "节前30分钟应做次数": _between(7, 9),
    "心理监测应测人数": _upper_students,
    "专职心理教师数": lambda school, _random: 1 + school.n_students // 1200,
    "兼职心理教师数": _between(1, 4),
    "治本攻坚应完成任务数": _between(6, 15),
    "矛盾纠纷总数": _between(0, 7),
    "清廉创建问题数": _between(0, 8),
    "师德考核权重": _percent(100, 300),
    "资格注册应审人数": _of_teachers(12, 30),
    "业绩考核应审人数": lambda school, _random: school.n_teachers,
    "职称评聘应审人数": _of_teachers(5, 14),
    "评优奖励应审人数": _of_teachers(10, 25),
    "应陪餐次数": _between(190, 390),
    "体测人数": _of_students(95, 100),
    "上年体质达标率": _percent(905, 965),
    "上年已开展健康监测": _exactly(1),
    "上年近视率": _percent(280, 590),
    "上年肥胖率": _percent(80, 160),
    "应筛查脊柱人数": _of_students(60, 100),
    "研学参加学生数": _of_students(5, 30),
    "列入思政共同体结对名单": lambda school, _random: int(school.ownership == "民办"),
    "列入副书记兼纪委书记试点": lambda school, _random: int(school.n_members > 60),
    "安全满意率": _percent(880, 985),
    "免费印刷受益学生数": _of_students(80, 100),
    "自主购买校服学生数": _of_students(20, 70),
}


def _party_organisation(school: School, _random: Random) -> str:
    for least, form in ((60, "党委"), (30, "党总支"), (3, "党支部")):
        if school.n_members >= least:
            return form
    return "联合支部"


def _last_grade(school: School, random: Random) -> str:
    """Mostly what this year's quality would suggest."""
    likely = (
        0 if school.quality >= Fraction(9, 10) else 1 if school.quality >= Fraction(7, 10) else 2
    )
    return ("优秀", "良好", "合格")[max(0, likely - random.randrange(0, 2))]


TYPICAL_CHOICES: Mapping[str, Choice] = {
    "党组织形式": _party_organisation,
    "上年等次": _last_grade,
}

# Where no rule and no line above says anything: a likely number for the field's unit.
_BY_UNIT: Mapping[str, Size] = {
    "人": _between(2, 12),
    "人次": _between(4, 30),
    "次": _between(3, 10),
    "分": _between(80, 97),
    "万元": _between(3, 60),
    "分钟": _between(30, 35),
    "个": _between(2, 6),
    "节": _exactly(1),
}


def by_unit(field: Field, school: School, random: Random) -> int | Fraction:
    """Return a likely number for a field that nothing else speaks of.

    Counts of what went wrong (问题, 否决, 违规 …) are nought.
    """
    if any(word in field.id for word in ("问题", "否决", "违规", "上访", "空缺", "查实", "强制")):
        return 0
    return _BY_UNIT.get(field.unit, _between(1, 6))(school, random)
