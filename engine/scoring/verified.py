"""Say which facts a team verified that the rules do not ask of that school: nothing reads them."""

from __future__ import annotations

from engine.diagnostics import Diagnostic, Severity
from engine.facts.stages.revision import Outcome, Revision
from engine.facts.table import FactTable
from engine.ruleset.model import RuleSet
from engine.scoring.conditions import FALSE, evaluate
from engine.scoring.views import View

CODES = {"P004": "核查了方案不问这所学校的字段"}


def verification_problems(ruleset: RuleSet, facts: FactTable, view: View) -> tuple[Diagnostic, ...]:
    """Return a warning for each field that was verified where it does not apply."""
    by_field: dict[str, list[Revision]] = {}
    for each in facts.revisions:
        if not each.table and each.outcome is not Outcome.UNSETTLED:
            by_field.setdefault(each.field, []).append(each)
    found = []
    for field_id, revisions in by_field.items():
        known = ruleset.fields[field_id]
        if known.applies is None:
            continue
        outside = evaluate(known.applies, view).values == FALSE
        found += [
            Diagnostic(
                "P004",
                Severity.WARNING,
                f"{ruleset.subject.called(facts.school_ids[each.school])}（{facts.names[each.school]}）"
                f"不适用“{field_id}”，{each.stage.label}值“{each.new}”不起作用",
                each.place,
                each.new,
                f"请核对决定它适不适用的字段（如学段、类型）；若{ruleset.subject}确有此事，请先改那些字段",
            )
            for each in revisions
            if outside[each.school] and each.new != "不适用"
        ]
    return tuple(found)
