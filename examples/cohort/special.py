"""Give particular schools their story: each trap of an assessment happens to somebody.

examples/datong-2025/README.md lists the same schools by name and says what to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cohort import case_stories as cases
from cohort import fact_stories as facts
from cohort.fact_stories import Story
from cohort.schools import COHORT_TOTAL, Row, School, Written
from engine.ruleset.model import RuleSet


def make_special(ruleset: RuleSet, schools: list[School]) -> list[School]:
    """Give the first schools their stories, as far as there are so many.

    A story about a fact or a table that the ruleset does not have leaves no trace.

    Returns:
        Rows beside the schools' own: what an office wrote down differently, or wrongly.
    """
    for number, tell in STORIES.items():
        if number < len(schools):
            school = schools[number]
            tell(school)
            for unknown in set(school.facts) - set(ruleset.fields):
                del school.facts[unknown]
            for unknown in set(school.records) - set(ruleset.tables):
                del school.records[unknown]
    if len(schools) < COHORT_TOTAL:
        return []
    _copy_facts(schools[31], schools[30])
    return [_counted_differently(schools[58]), _award_without_zero(schools[8])]


def make_contradictions(ruleset: RuleSet, schools: list[School]) -> None:
    """Write down figures that cannot both be right, as a hurried clerk would."""
    for number, tell in CONTRADICTIONS.items():
        if number < len(schools) and set(ruleset.fields) >= {"应签安全责任书数", "劳动教育周"}:
            tell(schools[number])


def _copy_facts(source: School, target: School) -> None:
    """Make two schools of one cohort equal in everything: a tie at the edge of the quota."""
    own: Row = {
        name: target.facts[name] for name in ("学校标识码", "学校名称") if name in target.facts
    }
    target.facts = {**source.facts, **own}
    target.records = dict(source.records)


def _counted_differently(school: School) -> School:
    """The county's list has another number of pupils than the school's own workbook."""
    facts: Row = {
        name: school.facts.get(name)
        for name in ("学校标识码", "学校名称", "学段", "办学性质", "隶属")
    }
    facts["学生数"] = school.n_students + 36
    office = school.county
    return replace(school, handed_in_by=office, facts=facts, records={}, only_on=("基本信息",))


def _award_without_zero(school: School) -> School:
    """A row of a record table whose code lost its leading zero, and with it its school."""
    facts: Row = {"学校标识码": Written(int(school.id)), "学校名称": school.facts.get("学校名称")}
    row: Row = {"项目": "校园足球联赛", "类别": "体育", "级别": "市级", "获奖人次": 18}
    row |= {"计奖日期": date(2025, 11, 20), "文号": "教体字〔2025〕61号"}
    return replace(school, facts=facts, records={"获奖": [row]}, only_on=("获奖",))


CONTRADICTIONS: Mapping[int, Story] = {
    41: facts.more_than_all,
    42: facts.last_years_date,
}
STORIES: Mapping[int, Story] = {
    0: facts.bonus_above_cap,
    1: facts.award_raised,
    2: cases.two_vetoes,
    4: facts.title_expired,
    5: cases.earlier_year,
    6: facts.nothing_to_count,
    7: facts.branches(1, 1),
    8: facts.branches(2, 1),
    9: facts.branches(10, 9),
    10: facts.branches(9, 8),
    11: cases.transferred,
    12: facts.breaks("30", "30"),
    13: facts.breaks("29.9", "30"),
    14: facts.breaks("30", "20"),
    15: facts.breaks("60", "0"),
    16: facts.one_busy_month,
    17: facts.both_meets_in_spring,
    18: cases.found_by_school,
    19: cases.found_from_above,
    26: cases.concealed,
    27: cases.promoted_nonetheless,
    28: cases.head_sanctioned,
    29: facts.blanks,
    32: facts.percents,
    33: facts.dates_as_text,
    34: facts.newly_opened,
    35: cases.staff_kinds,
    36: cases.no_liability,
    37: cases.on_a_trip,
    38: cases.pending,
    39: facts.nine_years,
    40: facts.not_measured,
    44: facts.satisfaction_unknown,
    46: cases.table_not_handed_in,
    48: cases.one_person_two_posts,
    49: facts.mistyped,
    50: facts.tiny,
    51: cases.proposed,
    52: cases.appeal,
    53: facts.not_judged_yet,
    54: cases.one_event_three_tables,
    55: facts.title_revoked,
    56: cases.heavy_deductions,
}
