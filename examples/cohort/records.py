"""Write the record tables of an ordinary school: what happened, when, and who answers.

Cases, accidents and vetoes of particular schools come later, from `cohort.special`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import islice

from cohort.facts import Filler
from cohort.schools import Row, person_names

Rows = list[Row]
MONTHS = range(1, 13)

POSTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("书记",), ("组织建设", "党风廉政")),
    (("校长",), ("安全总责", "队伍培训")),
    (("副书记",), ("意识形态", "师德师风")),
    (("分管安全副校长",), ("安全总责", "矛盾信访")),
    (("分管教学副校长",), ("体美劳健",)),
    (("分管德育副校长",), ("思政德育",)),
    (("分管后勤副校长",), ("食堂膳食", "校舍消防")),
    (("安办主任",), ()),
    (("德育主任",), ()),
    (("教务主任",), ()),
    (("总务主任",), ()),
)
THEMES = (  # by month
    "学习贯彻全会精神", "民主评议党员", "党员示范课", "红色场馆研学", "课堂教学开放日",
    "毕业年级护航", "重温入党誓词", "暑期值守", "师德警示教育", "青蓝结对", "教研联合支部",
    "家访月总结",
)  # fmt: skip
HAZARDS = (
    ("教学楼消火栓水压不足", "消防"), ("食堂留样柜温度记录缺失", "食品"), ("操场围栏松动", "校舍"),
    ("上下学时段校门口车辆滞留", "交通"), ("实验室药品柜未双锁", "其他"),
    ("宿舍应急照明损坏", "消防"), ("屋面防水层开裂", "校舍"), ("配餐间纱窗破损", "食品"),
)  # fmt: skip
CONTESTS = (
    ("青少年科技创新大赛", "科创"), ("中小学生艺术展演", "文艺"), ("校园足球联赛", "体育"),
    ("机器人竞赛", "科创"), ("经典诵读大赛", "文艺"), ("中学生田径运动会", "体育"),
)  # fmt: skip


def write_records(filler: Filler) -> None:
    """Write every record table of the ruleset for one school.

    A table that asks for a zero report and has nothing to report says 「无」; others are
    handed in empty.
    """
    for table in filler.ruleset.tables.values():
        if table.from_last_year:
            continue
        write = WRITERS.get(table.id)
        filler.draw_for(f"table/{table.id}")
        rows = write(filler) if write else []
        rows = [{name: row.get(name) for name in table.fields} for row in rows]
        filler.school.records[table.id] = None if table.zero_report and not rows else rows


def _share(filler: Filler, name: str, most: int, otherwise: int) -> int:
    """Return how many of `most` the school manages, as the rules were wished to see."""
    wanted = filler.wanted.get(name)
    return min(most, otherwise if wanted is None else int(wanted))


def _day(filler: Filler, month: int, first: int = 1, last: int = 28) -> date:
    return date(filler.ruleset.year, month, filler.random.randrange(first, last + 1))


def _slips(filler: Filler) -> int:
    """Return 0 for most schools, 1 to 3 for those that do little of what is asked."""
    return int(filler.random.randrange(100) >= filler.school.quality * 100) * filler.random.choice(
        (1, 1, 2, 3)
    )


def _theme_days(filler: Filler) -> Rows:
    n_months = _share(filler, "主题党日月数", 12, 12 - _slips(filler))
    n_linked = _share(filler, "结合教学的主题党日月数", n_months, n_months * 3 // 4)
    left_out = set(filler.random.sample(MONTHS, 12 - n_months))
    held = [month for month in MONTHS if month not in left_out]
    linked = set(filler.random.sample(held, n_linked))
    return [
        {"日期": _day(filler, month), "主题": THEMES[month - 1], "与教育教学结合": month in linked}
        for month in held
    ]


def _drills(filler: Filler) -> Rows:
    due = (3, 6, 9, 12) if filler.school.stage == "幼儿园" else (2, 3, 4, 5, 6, 9, 10, 11, 12)
    left_out = set(filler.random.sample(due, min(len(due), _slips(filler))))
    kinds = ("消防疏散演练", "防震疏散演练", "防暴恐演练", "食物中毒应急演练")
    return [
        {"日期": _day(filler, month), "内容": filler.random.choice(kinds)}
        for month in MONTHS
        if month not in left_out and (filler.school.stage != "幼儿园" or month in due)
    ]


def _ideology_reports(filler: Filler) -> Rows:
    year = filler.ruleset.year
    rows: Rows = []
    dues = [("月报告", _month_end(year, month)) for month in MONTHS]
    dues += [("季研判", _month_end(year, month)) for month in (3, 6, 9, 12)]
    slips = set(filler.random.sample(range(len(dues)), _slips(filler)))
    for number, (kind, due) in enumerate(dues):
        handed_in: date | None = due - timedelta(days=filler.random.randrange(0, 5))
        if number in slips:
            late = due + timedelta(days=filler.random.randrange(1, 9))
            handed_in = filler.random.choice((None, late, late))
        rows.append({"种类": kind, "应交日期": due, "报送日期": handed_in})
    return rows


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _leaders(filler: Filler) -> Rows:
    names = person_names(filler.random)
    n_posts = 6 if filler.school.n_teachers < 30 else 9 if filler.school.n_teachers < 70 else 11
    posts = [post for post in POSTS if post[0] != ("副书记",) or filler.school.n_members > 12]
    areas_left = {area for _, areas in POSTS for area in areas}
    rows: Rows = []
    for (post, areas), name in zip(posts[:n_posts], names, strict=False):
        areas_left -= set(areas)
        rows.append(
            {"姓名": name, "岗位": post, "分管领域": areas, "述职含安全": True, "上年追责次数": 0}
        )
    # In a small school the head's deputy looks after what nobody else owns.
    for area in (area for _, areas in POSTS for area in areas):
        if area in areas_left:
            owner = rows[min(2, len(rows) - 1)]
            owned = owner["分管领域"]
            owner["分管领域"] = (*(owned if isinstance(owned, tuple) else ()), area)
            areas_left.discard(area)
    for row in filler.random.sample(rows, _slips(filler)):
        row["述职含安全"] = False
    return rows


def _hazards(filler: Filler) -> Rows:
    found = filler.random.sample(HAZARDS, filler.random.randrange(2, 7))
    n_slips = _slips(filler)
    rows: Rows = []
    for number, (name, area) in enumerate(found):
        day = _day(filler, filler.random.randrange(1, 12))
        due = day + timedelta(days=filler.random.choice((7, 15, 30)))
        closed: date | None = due - timedelta(days=filler.random.randrange(0, 6))
        if number < n_slips:
            closed = filler.random.choice((None, due + timedelta(days=12)))
        level = "重大" if filler.random.random() < 0.06 else "一般"
        rows.append(
            {
                "隐患名称": name,
                "领域": area,
                "级别": level,
                "发现日期": day,
                "限期": due,
                "销号日期": closed,
            }
        )
    return sorted(rows, key=lambda row: str(row["发现日期"]))


def _models(filler: Filler) -> Rows:
    return [
        {
            "姓名": name,
            "级别": filler.random.choice(("校级", "校级", "县级", "市级")),
            "表彰日期": _day(filler, 9, 1, 10),
            "文号": f"教字〔{filler.ruleset.year}〕{filler.random.randrange(10, 90)}号",
        }
        for name in islice(person_names(filler.random), filler.random.choice((0, 0, 1, 1, 2)))
    ]


def _awards(filler: Filler) -> Rows:
    random, year = filler.random, filler.ruleset.year
    return [
        {
            "项目": contest,
            "类别": kind,
            "级别": random.choice(("县级", "市级", "市级", "省级")),
            "获奖人次": random.randrange(1, 25),
            "计奖日期": _day(filler, random.randrange(3, 13)),
            "文号": f"教体字〔{year}〕{random.randrange(5, 60)}号",
        }
        for contest, kind in random.sample(CONTESTS, random.choice((0, 0, 1, 1, 2, 3)))
    ]


def _clean_school(filler: Filler) -> Rows:
    year, random = filler.ruleset.year, filler.random
    row: Row = {
        "级别": "校级",
        "称号": "清廉学校",
        "阶段": random.choice(("创建中", "创建中", "校自评")),
    }
    if random.random() < 0.25:
        row |= {
            "级别": random.choice(("县级", "市级")),
            "阶段": "授牌",
            "授牌日期": date(year - 1, 11, 20),
            "授牌文号": f"清廉办〔{year - 1}〕{random.randrange(3, 30)}号",
            "有效期至": date(year + 2, 11, 19),
        }
    return [row]


WRITERS: Mapping[str, Callable[[Filler], Rows]] = {
    "主题党日": _theme_days,
    "应急演练": _drills,
    "意识形态报告": _ideology_reports,
    "领导班子": _leaders,
    "隐患": _hazards,
    "师德标兵": _models,
    "获奖": _awards,
    "清廉学校": _clean_school,
}
