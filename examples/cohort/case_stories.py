"""Stories of cases: ethics, accidents, discipline, and what was or was not decided."""

from __future__ import annotations

from datetime import date

from cohort.fact_stories import report
from cohort.incidents import YEAR, accident, decided, discipline_case, ethics_case
from cohort.schools import Row, School


def two_vetoes(school: School) -> None:
    """Ethics and safety at once: the strictest limit holds (附录B 8)."""
    school.records["师德案件"] = [
        ethics_case(
            "范学礼",
            "S3",
            准则条目=9,
            发现途径="群众举报",
            及时报告=False,
            处理结果="记过",
            **decided("市教育局", 31, date(YEAR, 5, 9)),
        )
    ]
    school.records["安全事故"] = [
        accident(
            "实验楼化学品灼伤",
            类别="其他",
            等级="一般",
            重伤人数=1,
            责任认定="主责",
            报告情况="迟报",
            **{"认定文号": f"教安字〔{YEAR}〕17号"},
        )
    ]


def appeal(school: School) -> None:
    """A veto that an appeal may lift: see the README for how to run it again (附录B 8)."""
    school.records["师德案件"] = [
        ethics_case(
            "沈宏伟",
            "S3",
            准则条目=10,
            发现途径="群众举报",
            处理结果="记过",
            **decided("市教育局", 44, date(YEAR, 9, 3)),
        )
    ]


def earlier_year(school: School) -> None:
    """An act of an earlier year, decided this year: it counts by its decision (附录B 9)."""
    school.records["师德案件"] = [
        ethics_case(
            "曹立新",
            "S2",
            准则条目=10,
            行为日期=date(YEAR - 2, 7, 20),
            发现日期=date(YEAR - 1, 11, 6),
            发现途径="上级查处",
            决定日期=date(YEAR, 2, 17),
            **decided("市教育局", 8, date(YEAR, 2, 17)),
        )
    ]


def transferred(school: School) -> None:
    """A teacher who taught elsewhere at the time of the act (附录B 9)."""
    school.records["师德案件"] = [
        ethics_case(
            "戚思远",
            "S3",
            行为时任教本校=False,
            行为日期=date(YEAR - 1, 5, 10),
            发现途径="上级查处",
            处理结果="记过",
            **decided("市教育局", 27, date(YEAR, 4, 30)),
        )
    ]


def found_by_school(school: School) -> None:
    """An ethics case that the school found, reported and settled, signed by the organ (附录B 9)."""
    school.records["师德案件"] = [
        ethics_case(
            "彭晓梅",
            "S3",
            准则条目=5,
            处理结果="记过",
            减轻文号=f"教师字〔{YEAR}〕减2号",
            **decided("市教育局", 19, date(YEAR, 4, 28)),
        )
    ]


def found_from_above(school: School) -> None:
    """The same case, found by a higher body and reported late (附录B 9)."""
    school.records["师德案件"] = [
        ethics_case(
            "潘佳宁",
            "S3",
            准则条目=5,
            处理结果="记过",
            发现途径="上级查处",
            及时报告=False,
            **decided("市教育局", 20, date(YEAR, 4, 28)),
        )
    ]


def concealed(school: School) -> None:
    """An ethics case that the school concealed, a veto last year too: second year running."""
    report(school, 上年是否被否决=True)
    school.records["师德案件"] = [
        ethics_case(
            "葛振邦",
            "S3",
            准则条目=9,
            发现途径="群众举报",
            及时报告=False,
            及时处置=False,
            学校失职="瞒报",
            处理结果="降低岗位等级",
            **decided("市教育局", 35, date(YEAR, 6, 11)),
        )
    ]


def promoted_nonetheless(school: School) -> None:
    """Somebody with a veto was promoted all the same: the gravest failure (E207)."""
    report(school, 否决后仍获益人数=1, 否决落空认定机关="市教育局", 评优奖励师德否决人数=1)
    report(school, 否决落空认定文号=f"教师字〔{YEAR}〕52号", 否决落空认定日期=date(YEAR, 10, 15))


def head_sanctioned(school: School) -> None:
    """The principal sanctioned for canteen money: clean government."""
    head = holder(school, "校长")
    school.records["违纪案件"] = [
        discipline_case(
            head,
            身份="校长",
            类型="贪污腐败",
            环节="食堂膳食",
            处理结果="党纪政务处分",
            自查发现=False,
            主动退赔=False,
            **decided("市纪委监委", 12, date(YEAR, 8, 8)),
        )
    ]


def holder(school: School, post: str) -> str:
    for row in school.records.get("领导班子") or []:
        posts = row.get("岗位")
        if isinstance(posts, tuple) and post in posts:
            return str(row["姓名"])
    return ""


def staff_kinds(school: School) -> None:
    """A contract teacher and an outside coach count like everybody else (附录B 9)."""
    school.records["师德案件"] = [
        ethics_case("邹若彤", "S1", 人员类别="合同"),
        ethics_case(
            "喻永刚",
            "S1",
            人员类别="外聘",
            发现途径="群众举报",
            行为日期=date(YEAR, 9, 9),
            发现日期=date(YEAR, 9, 12),
            决定日期=date(YEAR, 10, 10),
        ),
    ]


def no_liability(school: School) -> None:
    """An accident without liability of the school triggers nothing (附录B 10)."""
    school.records["安全事故"] = [accident("课间奔跑摔伤", 等级="一般", 重伤人数=1)]


def on_a_trip(school: School) -> None:
    """A traffic accident off campus, on a school trip, with a lesser liability (附录B 10)."""
    school.records["安全事故"] = [
        accident("研学途中追尾", 类别="校外活动", 等级="一般", 重伤人数=1, 责任认定="次责")
    ]


def pending(school: School) -> None:
    """Liability still open (待定): 待核实, and grading waits (附录B 10).

    The row names a pupil, which must not reach the list for publication (附录B 18).
    """
    school.records["安全事故"] = [
        accident(
            "初二学生李小满楼梯踩踏受伤（举报人王某）",
            等级="一般",
            重伤人数=1,
            责任认定="待定",
            决定日期=None,
            认定机关=None,
            认定文号=None,
            认定日期=None,
        )
    ]


def table_not_handed_in(school: School) -> None:
    """No row at all in a table that wants a zero report: its vetoes are 待核实."""
    school.records.pop("师德案件", None)


def one_person_two_posts(school: School) -> None:
    """One person is both 书记 and 校长, and answers once; a case makes it count (附录B 12)."""
    leaders = school.records.get("领导班子") or []
    if len(leaders) > 1:
        first = {**leaders[0], "岗位": ("书记", "校长"), "上年追责次数": 1}
        areas = [row.get("分管领域") for row in leaders[:2]]
        first["分管领域"] = tuple(
            area for owned in areas if isinstance(owned, tuple) for area in owned
        )
        school.records["领导班子"] = [first, *leaders[2:]]
    report(school, 书记校长人数=1)
    school.records["师德案件"] = [
        ethics_case(
            "章春霞",
            "S2",
            准则条目=5,
            发现途径="群众举报",
            **decided("桑源县教育局", 6, date(YEAR, 5, 6)),
        )
    ]


def proposed(school: School) -> None:
    """Triggered, but no organ has decided yet: 否决建议, and grading waits."""
    school.records["师德案件"] = [
        ethics_case(
            "苏俊峰", "S3", 准则条目=10, 发现途径="上级查处", 及时报告=False, 处理结果="记过"
        )
    ]


def one_event_three_tables(school: School) -> None:
    """One event as an accident, an ethics case and a case of discipline (附录B 11)."""
    event: Row = {"事件编号": f"SY{YEAR}-07"}
    school.records["安全事故"] = [
        accident(
            "食堂供餐致多名学生不适", 类别="食品", 等级="一般", 重伤人数=1, 责任认定="同责", **event
        )
    ]
    school.records["师德案件"] = [
        ethics_case(
            "陶海燕",
            "S2",
            准则条目=9,
            发现途径="上级查处",
            **event,
            **decided("桑源县教育局", 9, date(YEAR, 6, 26)),
        )
    ]
    school.records["违纪案件"] = [
        discipline_case(
            "陶海燕",
            身份="中层干部",
            类型="失职失责",
            环节="食堂膳食",
            处理结果="党纪政务处分",
            自查发现=False,
            **event,
            **decided("桑源县纪委监委", 3, date(YEAR, 7, 4)),
        )
    ]


def heavy_deductions(school: School) -> None:
    """Deductions beyond their caps, and beyond what the items carry (附录B 15)."""
    report(school, 违规征订教辅次数=3, 强制购买校服次数=2, 越级上访次数=4, 挤占体育课次数=6)
    school.records["师德案件"] = [
        ethics_case(name, "S1", 发现途径="群众举报", 及时报告=False, 整改到位=False)
        for name in ("窦文斌", "云丽娟", "柏志强", "章学礼", "潘建华", "苏慧敏")
    ]
