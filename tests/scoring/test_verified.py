"""A fact that was verified where the rules do not ask for it is told: it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from engine.facts.stages.revision import Outcome, Revision, Stage
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import FieldType
from engine.scoring import school_view
from engine.scoring.verified import verification_problems


def revision(school: int, new: str = "是", outcome: Outcome = Outcome.CHANGED) -> Revision:
    stamp = ("张三", "2025-11-20", "现场", "")
    return Revision(school, "食堂管理", Stage.VERIFIED, outcome, "缺失", new, *stamp, None)


def test_verifying_when_a_field_does_not_apply_to_the_school_then_a_warning_says_so(
    world: SimpleNamespace,
) -> None:
    has = world.field("有食堂", FieldType.BOOLEAN)
    asked = Compare("有食堂", Comparison.EQUALS, (True,), world.HERE)
    known = world.field("食堂管理", FieldType.BOOLEAN, applies=asked)
    columns = {
        "有食堂": world.column(has, [True, False, False]),
        "食堂管理": world.column(known, [True, True, True]),
    }
    rules = world.ruleset((), fields={"有食堂": has, "食堂管理": known})
    facts = replace(
        world.facts(columns), revisions=(revision(0), revision(1), revision(2, "不适用"))
    )
    (told,) = verification_problems(rules, facts, school_view(rules, facts))
    assert told.code == "P004"
    assert "001" in told.message
    assert "“是”不起作用" in told.message
