"""Stories of facts: thresholds met to the dot or just missed, awards, blanks, odd cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from cohort.incidents import YEAR
from cohort.schools import Cell, Row, School, Written

Story = Callable[[School], None]


def report(school: School, **facts: object) -> None:
    school.facts.update(facts)  # type: ignore[arg-type]


def theme_days(months: list[int]) -> list[Row]:
    return [
        {"日期": date(YEAR, month, 2 + number), "主题": "集中补开主题党日", "与教育教学结合": True}
        for number, month in enumerate(months)
    ]


def bonus_above_cap(school: School) -> None:
    """Bonuses above their cap, so that base and total differ (附录B 15)."""
    report(school, 党建品牌级别="国家级", 入选育人故事数=3, 校际交流次数=9)
    school.records["称号"] = [
        {
            "称号": name,
            "级别": "省级",
            "授予日期": date(YEAR, 5, 20),
            "文号": f"晋教〔{YEAR}〕{12 + n}号",
        }
        for n, name in enumerate(("劳动教育实验校", "体育传统项目学校", "卫生健康先进学校"))
    ]
    school.records["师德标兵"] = [
        {
            "姓名": name,
            "级别": "市级",
            "表彰日期": date(YEAR, 9, 8),
            "文号": f"教师字〔{YEAR}〕60号",
        }
        for name in ("金雪琴", "魏明轩", "姜静怡", "谢向东")
    ]
    school.records["获奖"] = [award("青少年科技创新大赛", "国家级", date(YEAR, 8, 20))] + [
        award(name, "省级", date(YEAR, 7, 8)) for name in ("机器人竞赛", "经典诵读大赛")
    ]


def award(item: str, level: str, day: date, **changes: object) -> Row:
    row: Row = {"项目": item, "类别": "科创", "级别": level, "获奖人次": 3, "计奖日期": day}
    row["文号"] = f"教体字〔{day.year}〕{day.month}{day.day:02d}号"
    row.update(changes)  # type: ignore[arg-type]
    return row


def award_raised(school: School) -> None:
    """One item at 市级, then 省级; one announced next February; one of last year (附录B 6)."""
    school.records["获奖"] = [
        award("机器人竞赛", "市级", date(YEAR, 4, 18)),
        award("机器人竞赛", "省级", date(YEAR, 10, 22)),
        award("经典诵读大赛", "省级", date(YEAR + 1, 2, 11)),
        award("中学生田径运动会", "省级", date(YEAR, 3, 5), 文号=f"教体字〔{YEAR}〕补3号"),
    ]


def nothing_to_count(school: School) -> None:
    """No new leaders, no novices, no disputes, nothing inspected: not applicable (附录B 1)."""
    for whole, part in (
        ("新提任党员校级领导数", "新提任进党组织班子数"),
        ("新任教师数", "新任教师参训数"),
        ("发展教师党员数", "一线骨干新党员数"),
        ("矛盾纠纷总数", "矛盾纠纷化解数"),
        ("抽查议事记录数", "合规议事记录数"),
        ("收到核查建议数", "整改完成建议数"),
    ):
        report(school, **{whole: 0, part: 0})


def branches(total: int, in_units: int) -> Story:
    """So many branches, so many of them in teaching units: 90 % and its neighbours (附录B 2)."""

    def tell(school: School) -> None:
        report(school, 在职教师党支部数=total, 设在教学单元支部数=in_units, 支部书记数=total)
        report(school, 双带头人支部书记数=total)

    return tell


def breaks(morning: str, afternoon: str) -> Story:
    """The long breaks: 30 minutes exactly, 29.9, one half of the day only (附录B 3)."""

    def tell(school: School) -> None:
        report(school, 上午大课间分钟数=Fraction(morning), 下午大课间分钟数=Fraction(afternoon))

    return tell


def one_busy_month(school: School) -> None:
    """Twelve theme days in December are one month, not twelve (附录B 5)."""
    school.records["主题党日"] = theme_days([12] * 12)


def both_meets_in_spring(school: School) -> None:
    """Two sports meets, both in spring: by the calendar year that is two (附录B 4)."""
    report(school, 全校运动会次数=2)


def blanks(school: School) -> None:
    """Blank, 0, 无 and 不适用 in the same column are four different things (附录B 16)."""
    report(school, 越级上访次数=Written("无"), 挤占体育课次数=0, 师德教育次数=None)
    report(school, 刷脸支付=Written("不适用"))


def percents(school: School) -> None:
    """95%, ９５％, 0.95 and 95: the same share typed in four ways (附录B 16)."""
    report(school, 近视率=Written("３８．５％"), 上年近视率=Written("39.2%"))
    report(
        school,
        肥胖率=Written(0.0915),
        上年肥胖率=Written(9.6),
        食堂当年修缮投入=Written("123500元"),
    )


def dates_as_text(school: School) -> None:
    """Dates typed as text (附录B 16)."""
    report(
        school, 章程修订日期=Written("2024.9.1"), 党组织会议议事规则修订日期=Written("2024年9月1日")
    )
    report(school, 校长办公会议事规则修订日期=Written("20240901"))


def newly_opened(school: School) -> None:
    """Open for four months: scored, not graded (附录B 7)."""
    report(school, 办学月数=4)


def nine_years(school: School) -> None:
    """A school of nine years: the stricter of its two stages is what it reports (附录B 7)."""
    report(school, 每天体育课节数=Fraction(9, 10))


def tiny(school: School) -> None:
    """A teaching point of 64 pupils: no canteen, no boarders, no uniform reform (附录B 7)."""
    report(
        school,
        学生数=64,
        专任教师数=9,
        正式党员数=3,
        寄宿=False,
        有食堂=False,
        有学生在校就餐=False,
    )
    report(school, 在职教师党支部数=1, 设在教学单元支部数=1, 心理监测应测人数=0, 心理监测实测人数=0)
    report(school, 校服市场化改革=False, 党组织形式="联合支部")


def satisfaction_unknown(school: School) -> None:
    """The survey of satisfaction is blank: a veto hangs on it, so it is 待核实, not passed."""
    report(school, 安全满意率=None)


def not_measured(school: School) -> None:
    """Facts left blank cost their points and are listed; they are neither 0 nor 不适用."""
    report(school, 体测达标人数=None, 警示教育次数=None)


def not_judged_yet(school: School) -> None:
    """The team has not judged one item yet: 待评, and grading waits."""
    report(school, 协同育人评议得分=None)


def mistyped(school: School) -> None:
    """Cells that no reader can take as they are: out of range, and not a number."""
    report(school, 节前30分钟已做次数=80, 家长陪餐次数=Written("约30次左右"))


def more_than_all(school: School) -> None:
    """More pledges signed than there were to sign: one of the two figures is wrong."""
    signed = school.facts.get("应签安全责任书数")
    if isinstance(signed, int):
        report(school, 已签安全责任书数=signed + 6)


def last_years_date(school: School) -> None:
    """The week of labour is dated by last year's notice."""
    report(school, 劳动教育周=True, 劳动教育周开始日期=date(YEAR - 1, 10, 14))


def title_expired(school: School) -> None:
    """A title of 清廉学校 that ran out and was not reviewed counts one level lower."""
    school.records["清廉学校"] = [
        _title("市级", "授牌", date(YEAR - 3, 11, 1), 有效期至=date(YEAR, 10, 31)),
    ]


def title_revoked(school: School) -> None:
    """A title held for eleven months and revoked in the twelfth is no title."""
    school.records["清廉学校"] = [
        _title(
            "县级", "摘牌", date(YEAR - 1, 11, 1), 有效期至=date(YEAR + 2, 10, 31),
            摘牌日期=date(YEAR, 12, 3), 摘牌原因="食堂账目不公开，限期整改未完成",
        ),
    ]  # fmt: skip


def _title(level: str, stage: str, day: date, **changes: Cell) -> Row:
    number = f"清廉办〔{day.year}〕{day.month}号"
    row: Row = {
        "级别": level,
        "阶段": stage,
        "称号": "清廉学校",
        "授牌日期": day,
        "授牌文号": number,
    }
    return {**row, **changes}
