"""Coverage (覆盖): which branches of the rules hand-worked cases go through, and which none."""

from engine.cases.coverage.branch import Branch, BranchKind
from engine.cases.coverage.measuring import BranchCoverage, Coverage, branches_of, measure_coverage

__all__ = [
    "Branch",
    "BranchCoverage",
    "BranchKind",
    "Coverage",
    "branches_of",
    "measure_coverage",
]
