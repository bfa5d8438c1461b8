"""Check that the coverage table names rules that exist."""

from __future__ import annotations

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.sections import Section


def check_coverage(inspection: Inspection) -> None:
    """Check `coverage.yaml`: each row names rules that exist, or gives a reason."""
    node, ruleset = inspection.texts.coverage, inspection.ruleset
    if node is None:
        return
    known = {item.id for item in inspection.nodes()}
    known.update(clause.id for clause in inspection.clauses)
    known.update((*ruleset.fields, *ruleset.tables, *ruleset.derived))
    known.update(row.area for row in ruleset.duties.matrix)
    for row in Section(node, inspection.draft).sections("coverage"):
        rules = row.texts("rules")
        for name, place in inspection.each(row.place, "rules", rules):
            inspection.known("R034", "规则", name, place, sorted(known))
        if not rules and not row.text("reason") and inspection.is_sound(row.place):
            inspection.diagnostics.error(
                "R035",
                f"清单行“{row.text('row')}”既没有写规则，也没有写原因",
                row.place,
                row.text("row"),
                "已落实的写“规则: [编号]”，未落实的写“原因: …”",
            )
