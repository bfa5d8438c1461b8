"""Check what shows that duties were done (履职事项): what it reads, whose it is, what it asks."""

from __future__ import annotations

from engine.glossary import chinese_key
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.naming import check_unique, known_areas
from engine.ruleset.checking.vetoes import known_posts
from engine.ruleset.model import Deed, FieldType

_NAMING = (FieldType.TEXT, FieldType.CHOICE)


def check_deeds(inspection: Inspection) -> None:
    """Check every deed."""
    deeds, areas = inspection.ruleset.duties.deeds, known_areas(inspection)
    for area in dict.fromkeys(deed.area for deed in deeds):
        named = [
            (deed.name, inspection.at(deed.place, "name")) for deed in deeds if deed.area == area
        ]
        check_unique(f"“{area}”的履职事项", named, inspection)
    for deed in deeds:
        inspection.known("R028", "责任领域", deed.area, inspection.at(deed.place, "area"), areas)
        _check_reading(deed, inspection)
        _check_asking(deed, inspection)
        _check_posts(deed, inspection)


def _check_reading(deed: Deed, inspection: Inspection) -> None:
    inspection.table(deed.table, inspection.at(deed.place, "table"))
    if deed.table:
        place = inspection.at(deed.place, "person_field")
        inspection.term(deed.person_field, place, _NAMING, deed.table, "人员")
        return
    for key, written in (("condition", deed.condition), ("person_field", deed.person_field)):
        if written and deed.value:
            inspection.diagnostics.error(
                "R246",
                f"履职事项“{deed.name}”取的是学校的一个值，“{chinese_key(key)}”没有台账可读",
                inspection.key_at(deed.place, key),
                chinese_key(key),
                "请把“取值”换成“台账”，或删去这一项",
            )


def _check_asking(deed: Deed, inspection: Inspection) -> None:
    term = inspection.draft.vocabulary.school.get(deed.value)
    if deed.at_least is None or term is None or term.type is None or term.is_numeric:
        return
    inspection.diagnostics.error(
        "R245",
        f"“{deed.value}”不是数，不能写“{chinese_key('at_least')}”",
        inspection.at(deed.place, "at_least"),
        deed.value,
        "是否字段本来就以“是”为做到，请删去这一项；要比大小的，请取一个数",
    )


def _check_posts(deed: Deed, inspection: Inspection) -> None:
    """Warn of a post that has no duty in the area: only who owns it would show the deed."""
    posts = known_posts(inspection)
    answering = {
        post
        for row in inspection.ruleset.duties.matrix
        if row.area == deed.area
        for post in row.duties
    }
    for post, place in inspection.each(deed.place, "posts", deed.posts):
        if posts and not inspection.known("R029", "岗位", post, place, posts):
            continue
        if answering and post not in answering:
            inspection.diagnostics.warning(
                "R247",
                f"责任矩阵里“{post}”在“{deed.area}”没有责任，除非分管它，清单上没有“{deed.name}”",
                place,
                post,
                "请换一个岗位，或在责任矩阵里给它写上责任",
            )
