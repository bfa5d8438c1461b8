"""Hand-worked cases (手算案例): facts and what a person worked out, against the engine."""

from engine.cases.case import Case, CaseResult, Difference, Expected, SchoolCase
from engine.cases.reading import read_cases
from engine.cases.running import run_cases

__all__ = [
    "Case",
    "CaseResult",
    "Difference",
    "Expected",
    "SchoolCase",
    "read_cases",
    "run_cases",
]
