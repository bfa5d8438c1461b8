"""Write rows about what went wrong: ethics cases, accidents, cases of discipline."""

from __future__ import annotations

from datetime import date

from cohort.schools import Cell, Row

YEAR = 2025


def ethics_case(teacher: str, severity: str, **changes: Cell) -> Row:
    """Return one ethics case (师德案件): found by the school, dealt with, and decided."""
    return {
        "教师": teacher,
        "人员类别": "在编",
        "准则条目": 10,
        "严重程度": severity,
        "行为时任教本校": True,
        "发现途径": "学校自查",
        "及时报告": True,
        "及时处置": True,
        "整改到位": True,
        "学校失职": "无",
        "处理结果": "批评教育" if severity == "S1" else "警告",
        "行为日期": date(YEAR, 3, 12),
        "发现日期": date(YEAR, 3, 20),
        "决定日期": date(YEAR, 4, 28),
        "班子已尽职": False,
        **changes,
    }


def accident(name: str, **changes: Cell) -> Row:
    """Return one accident (安全事故): reported in time, without harm or liability."""
    return {
        "事故名称": name,
        "类别": "其他",
        "等级": "未达等级",
        "死亡人数": 0,
        "重伤人数": 0,
        "责任认定": "无责",
        "报告情况": "按时",
        "及时补救": False,
        "班子已尽职": False,
        "发生日期": date(YEAR, 5, 16),
        "决定日期": date(YEAR, 6, 20),
        "认定机关": "市教育局",
        "认定文号": f"教安字〔{YEAR}〕21号",
        "认定日期": date(YEAR, 6, 20),
        **changes,
    }


def discipline_case(person: str, **changes: Cell) -> Row:
    """Return one case of discipline (违纪案件)."""
    return {
        "当事人": person,
        "身份": "教师",
        "类型": "违反八项规定",
        "环节": "其他",
        "处理结果": "批评教育",
        "系统性违规": False,
        "自查发现": True,
        "主动退赔": True,
        "决定日期": date(YEAR, 9, 15),
        **changes,
    }


def decided(organ: str, number: int, day: date) -> Row:
    """Return the three cells that make a veto stand: organ, document, date (认定)."""
    return {"认定机关": organ, "认定文号": f"教师字〔{YEAR}〕{number}号", "认定日期": day}
