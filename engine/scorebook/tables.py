"""The sheets that show a table of the run as it is: which columns, called what, how wide."""

from __future__ import annotations

from engine.scorebook.table import Table
from engine.scorebook.table_sheet import Column, Kind

_ID = Column("{学校标识码}", 15, Kind.WORD)
_NAME = Column("{学校}", 24)
_PLACE = 42

PERSONS = Table(
    "班子责任",
    "persons",
    "每位班子成员一行：岗位、领域、所管领域失分、应承担的、负责的否决；一人多岗只一行",
    {
        "school_id": _ID,
        "name": _NAME,
        "person": Column("姓名", 11, Kind.WORD),
        "posts": Column("岗位", 24),
        "areas": Column("领域", 60),
        "lost": Column("领域失分", 10, Kind.POINTS),
        "carried": Column("承担", 10, Kind.POINTS),
        "vetoes": Column("负责的否决", 34),
        "repeated": Column("失责追责", 11, Kind.WORD),
        "barred_from": Column("取消", 30),
    },
    frozen=3,
)
POSTS = Table(
    "按岗位",
    "posts",
    "每个岗位一行：几人、承担多少、负责几件否决；一人两岗在两行里都有，“合计”里只算一次",
    {
        "post": Column("岗位", 22, Kind.GRADE),
        "persons": Column("人数", 8, Kind.WHOLE),
        "with_other_posts": Column("另有岗位", 10, Kind.WHOLE),
        "schools": Column("{学校}数", 9, Kind.WHOLE),
        "carried": Column("承担", 12, Kind.POINTS),
        "persons_with_vetoes": Column("负责否决的人", 13, Kind.WHOLE),
        "vetoes": Column("否决件次", 10, Kind.WHOLE),
        "repeated": Column("失责追责", 10, Kind.WHOLE),
        "most_carried": Column("承担最多", 11, Kind.POINTS),
        "most_person": Column("是谁", 12, Kind.WORD),
        "most_school": Column("所在{学校}", 30),
    },
    frozen=1,
)
OFFICES = Table(
    "按科室",
    "offices",
    "每个科室一行：管几项指标、失分、失分率、失分最多的指标；没有科室名的是没有写明的",
    {
        "office": Column("科室", 22, Kind.GRADE),
        "indicators": Column("指标数", 9, Kind.WHOLE),
        "full": Column("满分合计", 12, Kind.POINTS),
        "lost": Column("失分合计", 12, Kind.POINTS),
        "lost_rate": Column("失分率（％）", 11, Kind.POINTS),
        "deducted": Column("扣分合计", 11, Kind.POINTS),
        "schools_losing": Column("失分{学校}数", 11, Kind.WHOLE),
        "worst": Column("失分最多的", 90),
    },
    frozen=1,
)
QUOTAS = Table(
    "名额使用",
    "quotas",
    "每组每个名额一行：名额几个、够条件的、占用的、因否决等空出的",
    {
        "cohort": Column("同组", 26),
        "grade": Column("等次", 12, Kind.GRADE),
        "schools": Column("按几{学校}算", 12, Kind.WHOLE),
        "places": Column("名额", 9, Kind.WHOLE),
        "candidates": Column("够条件", 9, Kind.WHOLE),
        "taken": Column("占用", 9, Kind.WHOLE),
        "freed": Column("因否决等空出", 13, Kind.WHOLE),
        "tied_out": Column("同分而未得", 30),
        "quota_place": Column("规则位置", 40, Kind.SMALL),
    },
    frozen=1,
)
COHORTS = Table(
    "各组情况",
    "cohorts",
    "每组的总分、各维度、各事项一行：平均、中位、最低、最高、得分率；没有组名的是全部",
    {
        "cohort": Column("同组", 26),
        "name": Column("项目", 22),
        "schools": Column("{学校}数", 9, Kind.WHOLE),
        "full": Column("满分", 12, Kind.POINTS),
        "mean": Column("平均", 11, Kind.POINTS),
        "median": Column("中位", 11, Kind.POINTS),
        "least": Column("最低", 11, Kind.POINTS),
        "most": Column("最高", 11, Kind.POINTS),
        "rate": Column("得分率（％）", 12, Kind.POINTS),
    },
    frozen=2,
)
CITY = Table(
    "全市数据",
    "city",
    "每个全市数据一行：由各{学校}的事实汇总，有几{量词}有数、怎样算、与原文的数相比",
    {
        "figure": Column("编号", 10, Kind.WORD),
        "name": Column("名称", 34),
        "said": Column("数", 18, Kind.GRADE),
        "value": Column("数值", 10, Kind.NUMBER),
        "unit": Column("单位", 8, Kind.WORD),
        "window": Column("时间", 14, Kind.WORD),
        "coverage": Column("覆盖", 40),
        "printed_as": Column("原文的数", 26),
        "formula": Column("怎样算", 50),
        "note": Column("说明", 44),
        "source": Column("依据", 34, Kind.SMALL),
        "place": Column("规则位置", 34, Kind.SMALL),
    },
)
CITY_SOURCES = Table(
    "全市数据来源",
    "city_sources",
    "每个全市数据里每{所学校}的一份：多少，从哪些格读出；缺失、无法识读的也在内",
    {
        "figure": Column("编号", 10, Kind.WORD),
        "school_id": _ID,
        "name": _NAME,
        "amount": Column("数", 12, Kind.NUMBER),
        "below": Column("分母", 12, Kind.NUMBER),
        "state": Column("状态", 10, Kind.WORD),
        "cells": Column("填报处", 70, Kind.SMALL),
    },
    frozen=3,
)
TREND = Table(
    "历年趋势",
    "trend",
    "每年每个数据一行",
    {
        "year": Column("年度", 8, Kind.WHOLE),
        "figure": Column("编号", 18, Kind.WORD),
        "name": Column("名称", 34),
        "said": Column("数", 18, Kind.GRADE),
        "value": Column("数值", 10, Kind.NUMBER),
        "window": Column("时间", 14, Kind.WORD),
        "complete": Column("齐全", 8, Kind.WORD),
        "coverage": Column("覆盖", 40),
        "formula": Column("怎样算", 50),
        "note": Column("说明", 44),
    },
)
YEARS = Table(
    "与上年相比",
    "years",
    "每{所学校}一行，每组和全市的平均各一行：变动＝方案变动＋工作变动",
    {
        "level": Column("层次", 9, Kind.WORD),
        "school_id": _ID,
        "name": _NAME,
        "cohort": Column("同组", 20),
        "seen": Column("哪年有", 11, Kind.WORD),
        "last_total": Column("上年总分", 10, Kind.POINTS),
        "last_grade": Column("上年等次", 10, Kind.WORD),
        "total": Column("今年总分", 10, Kind.TOTAL),
        "grade": Column("今年等次", 10, Kind.WORD),
        "change": Column("变动", 9, Kind.POINTS),
        "last_by_this": Column("上年事实按今年规则", 12, Kind.POINTS),
        "by_rules": Column("方案变动", 9, Kind.POINTS),
        "by_performance": Column("工作变动", 9, Kind.POINTS),
        "this_by_last": Column("今年事实按上年规则", 12, Kind.POINTS),
        "schools": Column("平均了几{学校}", 10, Kind.WHOLE),
        "note": Column("说明", 50),
    },
    frozen=3,
)
ROBUSTNESS_NOTES = Table(
    "差别有多可靠",
    "robustness_notes",
    "名次、等次、指标、评委靠不靠得住，一句一行",
    {"topic": Column("方面", 12, Kind.GRADE), "sentence": Column("说明", 130)},
    frozen=0,
)
ROBUSTNESS = Table(
    "名次稳不稳",
    "robustness",
    "每{所学校}一行：权重有一点出入时名次在哪个范围，等次有多稳",
    {
        "school_id": _ID,
        "name": _NAME,
        "cohort": Column("同组", 20),
        "total": Column("总分", 10, Kind.TOTAL),
        "rank": Column("名次", 8, Kind.WHOLE),
        "rank_low": Column("名次从", 8, Kind.WHOLE),
        "rank_high": Column("名次到", 8, Kind.WHOLE),
        "grade_by_score": Column("按分数线", 10, Kind.WORD),
        "grade_share": Column("仍是它的占", 10, Kind.SHARE),
        "edge": Column("分数线边缘", 16, Kind.WORD),
        "quota_edge": Column("名额边缘", 30),
        "sentence": Column("说明", 64),
    },
)
ANALYSIS = Table(
    "指标分析",
    "indicator_analysis",
    "每项指标一行：满分、零分的各占多少，拉不拉得开，去掉它名次怎样变",
    {
        "indicator": Column("编号", 10, Kind.WORD),
        "name": Column("指标", 30),
        "dimension": Column("维度", 9, Kind.WORD),
        "full": Column("分值", 9, Kind.POINTS),
        "schools": Column("{学校}数", 9, Kind.WHOLE),
        "at_full": Column("满分的占", 9, Kind.SHARE),
        "at_zero": Column("零分的占", 9, Kind.SHARE),
        "mean_rate": Column("平均得分率", 10, Kind.SHARE),
        "spread": Column("离散", 9, Kind.NUMBER),
        "rest_correlation": Column("与其余相关", 10, Kind.NUMBER),
        "out_ranks_changed": Column("去掉后变名次", 10, Kind.WHOLE),
        "out_most_moved": Column("最多变几位", 9, Kind.WHOLE),
        "out_grades_changed": Column("去掉后变等次", 10, Kind.WHOLE),
        "finding": Column("发现", 16, Kind.GRADE),
        "sentence": Column("说明", 64),
    },
)
ASSESSORS = Table(
    "评委宽严",
    "assessors",
    "每位评委一行：与别人评同一{所学校}相比偏高偏低多少",
    {
        "indicator": Column("指标", 10, Kind.WORD),
        "kind": Column("谁评", 9, Kind.WORD),
        "rater": Column("评委", 16),
        "name": _NAME,
        "schools": Column("评了几{学校}", 11, Kind.WHOLE),
        "severity": Column("偏高偏低", 11, Kind.NUMBER),
        "spread": Column("离散", 9, Kind.NUMBER),
        "few": Column("太少", 8, Kind.WORD),
        "sentence": Column("说明", 64),
    },
)
REVISIONS = Table(
    "核查",
    "revisions",
    "每次核查、复核一行：由几改为几，谁、何时、为什么",
    {
        "school_id": _ID,
        "name": _NAME,
        "table": Column("台账", 14, Kind.WORD),
        "fact": Column("事实", 24),
        "stage": Column("环节", 9, Kind.WORD),
        "outcome": Column("结论", 10, Kind.GRADE),
        "old": Column("原值", 18),
        "new": Column("核定值", 18),
        "who": Column("核查人", 12, Kind.WORD),
        "when": Column("日期", 13, Kind.WORD),
        "why": Column("理由", 40),
        "evidence": Column("佐证", 18),
        "place": Column("核查处", _PLACE, Kind.SMALL),
        "old_place": Column("填报处", _PLACE, Kind.SMALL),
    },
)
INFLATION = Table(
    "自评与认定",
    "inflation",
    "核查过的{学校}自评得分、认定得分，虚高＝前者减后者",
    {
        "level": Column("层次", 12, Kind.WORD),
        "school_id": _ID,
        "name": _NAME,
        "indicator": Column("编号", 10, Kind.WORD),
        "indicator_name": Column("指标", 28),
        "reported": Column("自评得分", 11, Kind.POINTS),
        "final": Column("认定得分", 11, Kind.POINTS),
        "inflated": Column("虚高", 10, Kind.POINTS),
        "reported_status": Column("自评状态", 11, Kind.WORD),
        "final_status": Column("认定状态", 11, Kind.WORD),
        "facts": Column("改动的事实", 40),
        "schools": Column("{学校}数", 9, Kind.WHOLE),
        "schools_higher": Column("偏高", 8, Kind.WHOLE),
        "schools_lower": Column("偏低", 8, Kind.WHOLE),
    },
    frozen=3,
)
EVIDENCE = Table(
    "佐证",
    "evidence",
    "每件佐证一行：文件在不在、核验结论、所证的事实怎样采用",
    {
        "school_id": _ID,
        "name": _NAME,
        "number": Column("佐证编号", 13, Kind.WORD),
        "fact": Column("所证事实", 24),
        "evidence": Column("佐证", 28),
        "file": Column("文件", 28),
        "file_state": Column("文件状态", 12, Kind.WORD),
        "checker": Column("核验人", 12, Kind.WORD),
        "checked_on": Column("核验日期", 13, Kind.WORD),
        "verdict": Column("核验结论", 12, Kind.WORD),
        "reason": Column("理由", 40),
        "outcome": Column("怎样采用", 16, Kind.WORD),
        "sha256": Column("SHA-256", 40, Kind.SMALL),
        "place": Column("出处", _PLACE, Kind.SMALL),
    },
)
CONFLICTS = Table(
    "两处不一致",
    "conflicts",
    "两处填得不一样的事实：各填了什么，用了哪个，为什么",
    {
        "school_id": _ID,
        "name": _NAME,
        "table": Column("台账", 14, Kind.WORD),
        "event": Column("事件", 15, Kind.WORD),
        "fact": Column("事实", 24),
        "value": Column("填的值", 18),
        "source": Column("来源", 14, Kind.WORD),
        "place": Column("填报处", _PLACE, Kind.SMALL),
        "stands": Column("采用", 8, Kind.WORD),
        "why": Column("为什么", 44),
    },
)
PROBLEMS = Table(
    "问题清单",
    "problems",
    "读表和规则中需要看一看的问题，每条指明位置和改法",
    {
        "severity": Column("程度", 8, Kind.WORD),
        "code": Column("代号", 8, Kind.WORD),
        "place": Column("位置", 46),
        "value": Column("填的值", 18),
        "message": Column("问题", 66),
        "hint": Column("怎么办", 44),
    },
    frozen=0,
)

# In the order of the book: behind the vetoes, behind the ranks, behind what is published.
BESIDE_VETOES = (PERSONS, POSTS, OFFICES)
BESIDE_RANKS = (QUOTAS, COHORTS)
AFTER = (
    CITY,
    YEARS,
    TREND,
    ROBUSTNESS,
    ANALYSIS,
    ASSESSORS,
    REVISIONS,
    INFLATION,
    EVIDENCE,
    CONFLICTS,
    PROBLEMS,
)
