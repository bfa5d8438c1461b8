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
    known.update(row.area for row in ruleset.duties.matrix)
    columns = (name for table in ruleset.tables.values() for name in table.fields)
    facts = {*ruleset.fields, *ruleset.tables, *ruleset.derived, *columns}
    rows: dict[str, Section] = {}
    for row in Section(node, inspection.draft).sections("coverage"):
        rules = row.texts("rules")
        for name, place in inspection.each(row.place, "rules", rules):
            inspection.known("R034", "规则", name, place, sorted(known | facts))
        for name, place in inspection.each(row.place, "facts", row.texts("facts")):
            inspection.known("R034", "字段、台账或派生值", name, place, sorted(facts))
        if inspection.is_sound(row.place):
            _check_row(row, rules, inspection)
        first = rows.setdefault(row.text("row"), row)
        if first is not row and row.text("row"):
            inspection.diagnostics.error(
                "R020",
                f"清单行“{row.text('row')}”写了两次，前一次在第 {first.place.line} 行",
                row.place,
                row.text("row"),
                "请合并成一行",
            )


def _check_row(row: Section, rules: tuple[str, ...], inspection: Inspection) -> None:
    """Check that a row says where its requirement went, or why nowhere."""
    explained = row.text("reason") or ("left_out" in row.texts("purposes") and row.text("note"))
    if not rules and not explained:
        inspection.diagnostics.error(
            "R035",
            f"清单行“{row.text('row')}”既没有写规则，也没有写原因",
            row.place,
            row.text("row"),
            "已落实的写“规则: [编号]”；没有写成规则的写“用途: [未编]”，并在“说明”里讲原因",
        )
