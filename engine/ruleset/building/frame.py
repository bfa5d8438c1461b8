"""Build what `ruleset.yaml` says: window, grades, cohorts, quotas, exclusions, sources."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from engine.ruleset.building.combining import build_level
from engine.ruleset.building.conditions import build_condition, require_condition
from engine.ruleset.building.data_sources import build_data_sources
from engine.ruleset.building.identity import build_identity
from engine.ruleset.building.ignoring import build_ignored
from engine.ruleset.building.limits import build_grade_limits, build_results
from engine.ruleset.model import Cohorts, CutCase, Exclusion, Grade, Quota, Unrated, UnratedPolicy
from engine.ruleset.nodes import MappingNode
from engine.ruleset.sections import Section


def build_frame(root: Section) -> dict[str, Any]:
    """Build what `ruleset.yaml` says of who is assessed, by which facts, and of the results."""
    return {
        **build_identity(root),
        **build_data_sources(root),
        **build_level(root),
        **build_grading(root),
        "ignored": build_ignored(root),
    }


def build_grading(root: Section) -> dict[str, Any]:
    """Build everything that grading goes by."""
    return {
        "grades": build_grades(root),
        "cohorts": build_cohorts(root),
        "quotas": build_quotas(root),
        "exclusions": build_exclusions(root),
        "unrated": build_unrated(root),
        "results": build_results(root),
        "grade_limits": build_grade_limits(root),
    }


def build_grades(root: Section) -> tuple[Grade, ...]:
    """Build the grades, best first."""
    return tuple(
        Grade(
            grade.text("grade"),
            grade.points("at_least"),
            grade.place,
            tuple(
                CutCase(
                    require_condition(case.get("condition"), case.place, case.draft),
                    case.points("at_least") or Fraction(0),
                    case.place,
                )
                for case in grade.sections("cases")
            ),
        )
        for grade in root.sections("grades")
    )


def build_cohorts(root: Section) -> Cohorts:
    """Build the grouping of schools."""
    section = root.section("cohorts")
    if section is None:
        return Cohorts()
    return Cohorts(section.texts("by"), section.integer("min_size") or 0, section.place)


def build_quotas(root: Section) -> tuple[Quota, ...]:
    """Build the quotas."""
    return tuple(
        Quota(
            grade=quota.text("grade"),
            place=quota.place,
            share=quota.number("share"),
            number=quota.integer("number"),
            rounding=quota.text("rounding") or "down",
            ties=quota.text("ties") or "in",
            compare_by=quota.texts("compare_by"),
            applies=build_condition(quota.get("applies"), quota.draft),
        )
        for quota in root.sections("quotas")
    )


def build_exclusions(root: Section) -> tuple[Exclusion, ...]:
    """Build the conditions under which a school is scored but not graded."""
    return tuple(
        Exclusion(
            require_condition(item.get("condition"), item.place, item.draft),
            item.text("reason"),
            item.place,
            item.flag("ranked"),
        )
        for item in root.sections("exclusions")
    )


def build_unrated(root: Section) -> Unrated:
    """Build what becomes of a school without any point to count."""
    node = root.get("unrated")
    if node is None:
        return Unrated()
    if isinstance(node, MappingNode):
        grade = Section(node, root.draft).text("grade")
        return Unrated(UnratedPolicy.GRADE, grade, node.place)
    policies = {member.value: member for member in UnratedPolicy}
    policy = policies.get(root.text("unrated"), UnratedPolicy.SUSPEND)
    return Unrated(policy, place=node.place)


def build_sources(root: Section) -> dict[str, str]:
    """Build the directory of sources: id -> name."""
    return {item.text("id"): item.text("name") for item in root.sections("sources")}


def build_window(root: Section) -> tuple[date, date]:
    """Build the window of dates; the whole year where the text does not say it well."""
    section = root.section("window")
    year = min(max(root.integer("year") or 2000, 1), 9999)
    start = section.day("from") if section else None
    end = section.day("to") if section else None
    return start or date(year, 1, 1), end or date(year, 12, 31)
