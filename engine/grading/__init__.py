"""Totals, vetoes and quotas become grades and ranks."""

from engine.grading.book import (
    GradeBook,
    GradeMove,
    GradingStatus,
    Judged,
    MoveKind,
    Outlook,
    QuotaUse,
)
from engine.grading.grading import assign_grades
from engine.grading.problems import grading_problems

__all__ = [
    "GradeBook",
    "GradeMove",
    "GradingStatus",
    "Judged",
    "MoveKind",
    "Outlook",
    "QuotaUse",
    "assign_grades",
    "grading_problems",
]
