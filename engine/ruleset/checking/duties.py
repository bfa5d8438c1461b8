"""Check who answers for what: the leaders' table, the kinds of duty, the matrix."""

from __future__ import annotations

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.vetoes import known_posts
from engine.ruleset.model import FieldType


def check_duties(inspection: Inspection) -> None:
    """Check the duties, where the ruleset has any."""
    duties = inspection.ruleset.duties
    if duties.place is None:
        return
    if inspection.table(duties.table, inspection.at(duties.place, "table")):
        for key, types, purpose in (
            ("person_field", (FieldType.TEXT,), "人员"),
            ("posts_field", (FieldType.CHOICE, FieldType.SET), "岗位"),
            ("areas_field", (FieldType.CHOICE, FieldType.SET), "分管领域"),
            ("repeat_field", (FieldType.INTEGER,), "追责次数"),
        ):
            place = inspection.at(duties.place, key)
            inspection.term(getattr(duties, key), place, types, duties.table, purpose)
    place = inspection.at(duties.place, "owner_kind")
    inspection.known("R030", "责任类型", duties.owner_kind, place, duties.kinds)
    posts, areas = known_posts(inspection), _choices(duties.table, duties.areas_field, inspection)
    for row in duties.matrix:
        inner = inspection.at(row.place, "duties")
        for post, kind in row.duties.items():
            at = inspection.at(inner, post)
            inspection.known("R030", "责任类型", kind, at, duties.kinds)
            if posts:
                key_place = inspection.draft.key_places.get((inner, post), at) if inner else at
                inspection.known("R029", "岗位", post, key_place, posts)
        if areas and row.area and row.area not in areas:
            inspection.diagnostics.warning(
                "R028",
                f"责任领域“{row.area}”不是“{duties.areas_field}”的选项，没有班子成员能分管它",
                inspection.at(row.place, "area"),
                row.area,
                "请在该字段的“选项”里加上它，或核对写法",
            )


def _choices(table: str, column: str, inspection: Inspection) -> tuple[str, ...]:
    columns = inspection.draft.vocabulary.tables.get(table, {})
    return columns[column].choices if column in columns else ()
