"""Grade small batches: schools given by their shares, vetoes by clause and status."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.grading import assign_grades
from engine.ruleset.methods import Linear
from engine.ruleset.model import Clause, Effect, EffectKind, Grade
from engine.scoring import score_schools
from engine.veto.trace import EffectLine, SchoolTrace, VetoCase, VetoStatus, VetoTrace

HERE = Place("ruleset.yaml")
GRADES = (
    Grade("优秀", Fraction(90), HERE),
    Grade("良好", Fraction(80), HERE),
    Grade("合格", Fraction(60), HERE),
    Grade("不合格", None, HERE),
)


def effect(kind, **more):
    return Effect(f"{kind}", kind, HERE, **more)


def clause(name, *effects):
    return Clause(name, f"条款{name}", 10, "", effects, HERE)


CLAUSES = {
    each.id: each
    for each in (
        clause("BAR", effect(EffectKind.BAR_TOP)),
        clause("CAP", effect(EffectKind.GRADE_CAP, grade="合格")),
        clause("SET", effect(EffectKind.SET_GRADE, grade="不合格")),
        clause("ZERO", effect(EffectKind.ZERO, targets=("B",))),
        clause("TITLE", effect(EffectKind.REVOKE_TITLE, targets=("清廉学校",))),
    )
}


@pytest.fixture
def grade(world):
    """Grade schools given by the shares of their two dimensions (A 70, B 30)."""

    def graded(
        schools, hits=(), *, trace=None, more_columns=None, leaf=None, more_dimensions=(), **more
    ):
        dimensions = [
            world.group(
                name,
                world.indicator(
                    f"{name}1",
                    Linear(name.lower(), Fraction(0), Fraction(1), HERE),
                    full,
                    matters=("师德",) if name == "B" else (),
                    **(leaf or {}),
                ),
            )
            for name, full in (("A", 70), ("B", 30))
        ]
        columns = {
            name: world.column(world.field(name), [school[at] for school in schools])
            for at, name in enumerate(("a", "b"))
        }
        columns.update(more_columns or {})
        rules = world.ruleset(
            [*dimensions, *more_dimensions],
            fields={name: column.field for name, column in columns.items()},
            **{"grades": GRADES, "clauses": CLAUSES, "matters": ("师德",), **more},
        )
        scores = score_schools(rules, world.facts(columns))
        return assign_grades(rules, scores, trace or traced(hits))

    return graded


def traced(hits):
    """Make a trace of (school, clause, status) hits; a clause once a school."""
    by_school = {}
    for school in sorted({hit[0] for hit in hits}):
        cases, effects = [], []
        for at, clause_id, status in hits:
            if at != school:
                continue
            more = {"undecided": ("认定文号",)} if status is VetoStatus.PROPOSED else {}
            if status is VetoStatus.UNDETERMINED:
                more = {"unknown": ("责任认定",)}
            cases.append(VetoCase(school, clause_id, 0, status, **more))
            if status in (VetoStatus.IN_FORCE, VetoStatus.PROPOSED):
                effects += [
                    EffectLine(school, clause_id, 0, each, status)
                    for each in CLAUSES[clause_id].effects
                ]
        by_school[school] = SchoolTrace(school, (), (), tuple(cases), tuple(effects), ())
    return VetoTrace(by_school, "forward", False)
