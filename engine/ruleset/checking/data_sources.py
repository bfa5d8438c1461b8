"""Check 数据来源 and 来源冲突: that every source can be told, and that what it names is there."""

from __future__ import annotations

from engine.diagnostics import Place
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.data_sources import ConflictPolicy, DataSource


def check_data_sources(inspection: Inspection) -> None:
    """Check every source of facts, and the policy for those that differ."""
    ruleset, diagnostics = inspection.ruleset, inspection.diagnostics
    first: dict[str, Place] = {}
    roster: Place | None = None
    for source in ruleset.data_sources:
        _check_source(source, inspection)
        before = first.setdefault(source.name, source.place)
        if before is not source.place and source.name:
            diagnostics.error(
                "R170",
                f"来源“{source.name}”写了两次，前一次在 {before}",
                inspection.at(source.place, "origin"),
                source.name,
                "请合成一条，或改其中一个的名称",
            )
        if source.is_roster and roster is not None:
            diagnostics.error(
                "R170",
                f"已有一个来源是名册，在 {roster}",
                inspection.at(source.place, "roster"),
                source.name,
                "名册只写一条",
            )
        roster = source.place if source.is_roster and roster is None else roster
    if ruleset.conflicts is ConflictPolicy.BY_ORDER and not ruleset.data_sources:
        diagnostics.error(
            "R172",
            "“来源冲突”写了按次序，却没有写“数据来源”，没有次序可依",
            inspection.at(ruleset.place, "conflicts"),
            hint="请写“数据来源”，先写的为准；或改成“不采用”",
        )


def _check_source(source: DataSource, inspection: Inspection) -> None:
    ruleset = inspection.ruleset
    if not source.files and not source.is_roster:
        inspection.diagnostics.error(
            "R171",
            f"来源“{source.name}”没有写文件名，认不出哪些文件是它的",
            source.place,
            source.name,
            '请写“文件名”，如 文件名: ["*安全科*"]；是学校名册的，写 名册: 是',
        )
    sheets = dict.fromkeys(each.sheet for each in ruleset.fields.values() if each.sheet)
    for key, names, what, known in (
        ("only_fields", source.fields, "字段或台账", (*ruleset.fields, *ruleset.tables)),
        ("sheet", source.sheets, "工作表", tuple(sheets)),
    ):
        whole = inspection.at(source.place, key)
        for name, place in inspection.each(source.place, key, names):
            at = whole if place == source.place else place
            inspection.known("R173", what, name, at, known)
