"""Lay out a duty sheet in the terminal: one leader's, or the leaders of a school at a glance."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from engine.reports.duty_sheet import INTERNAL, NOTHING, AreaLine, DutySheet
from engine.reports.page import Line, columns, line, typed
from engine.reports.story_file import Story
from engine.reports.terminal import rule_line

_STYLES = {"做到": "good", "未做到": "bad", "待补报": "warn"}


def person_page(catalogue: Story, story: Story, sheet: DutySheet) -> list[Line]:
    """Return the sheet of one leader."""
    sections = (
        _head(catalogue, story, f"{sheet.name} · 述职安全履职清单", sheet),
        [line(text, indent=2, hang=4) for text in sheet.sentences],
        _areas(sheet),
        _deeds(sheet),
        _events(sheet),
        _items(sheet),
        _to_mend(sheet),
        _notes(story),
    )
    return _joined(sections)


def school_page(catalogue: Story, story: Story, sheets: list[DutySheet], out: str) -> list[Line]:
    """Return the leaders of a school at a glance.

    Args:
        out: The folder, as the user gave it.
    """
    rows = [["姓名", "岗位", "分管领域", "领域", "失分", "承担", "否决", "失责追责"]]
    for sheet in sheets:
        barred = f"是，取消{'、'.join(sheet.barred)}" if sheet.barred else "是"
        rows.append(
            [
                sheet.name,
                "、".join(sheet.posts),
                "、".join(sheet.owned),
                str(len(sheet.areas)),
                sheet.lost,
                sheet.carried,
                "、".join(sheet.vetoes),
                barred if sheet.repeated else "",
            ]
        )
    leaders = [rule_line("班子成员"), *columns(rows, indent=2, right=(3, 4, 5))] if sheets else []
    command = f"pingheng duties {typed(out)} 姓名 --school {typed(story['school_id'])}"
    hint = [line(f"一个人的清单：{command}（加 --word 印成 Word）", "dim")] if sheets else []
    return _joined(
        (
            _head(catalogue, story, "班子责任一览"),
            leaders,
            _school_areas(story),
            _notes(story),
            hint,
        )
    )


def sheet_data(catalogue: Story, story: Story, sheets: list[DutySheet]) -> dict[str, Any]:
    """Return the sheets of a school, or of one leader of it, as data."""
    return {
        "internal": INTERNAL,
        "ruleset": catalogue["name"],
        "year": catalogue["year"],
        "school_id": story["school_id"],
        "name": story["name"],
        "notes": (story.get("duties") or {}).get("notes", []),
        "leaders": [asdict(sheet) for sheet in sheets],
    }


def _joined(sections: tuple[list[Line], ...]) -> list[Line]:
    page: list[Line] = []
    for section in sections:
        if section:
            page += [*section, line()]
    return page[:-1]


def _head(catalogue: Story, story: Story, title: str, sheet: DutySheet | None = None) -> list[Line]:
    lines = [
        line(title, "title"),
        line(f"{story['name']}（{story['school_id']}） · {catalogue['name']}", "dim"),
        line(f"{catalogue['year']}年度 · {INTERNAL}，含个人信息，不得公示", "dim"),
    ]
    if sheet is not None:
        lines.append(line(f"岗位：{'、'.join(sheet.posts) or '（没有填）'}", indent=2))
        lines.append(
            line(f"分管领域：{'、'.join(sheet.owned) or '（没有写明）'}", indent=2, hang=12)
        )
    return lines


def _areas(sheet: DutySheet) -> list[Line]:
    if not sheet.areas:
        return []
    rows = [["责任领域", "责任", "系数", "失分", "承担", "依据"]]
    for area in sheet.areas:
        lost, carried = (each if each != NOTHING else "·" for each in (area.lost, area.carried))
        rows.append([area.area, area.kind, area.coefficient, lost, carried, area.source])
    rows.append(["合计", "", "", sheet.lost, sheet.carried, ""])
    return [rule_line("责任领域"), *columns(rows, indent=2, right=(2, 3, 4))]


def _deeds(sheet: DutySheet) -> list[Line]:
    rows = [["领域", "履职事项", "情况", "要求", "对照"]]
    met = []
    for area in sheet.areas:
        for deed in area.deeds:
            rows.append([area.area, deed.name, deed.text, deed.asks, deed.met])
            met.append(deed.met)
    if not met:
        return []
    lines = columns(rows, indent=2)
    styled = [
        line(each.text, _STYLES.get(found, "") if found != "做到" else "")
        for each, found in zip(lines[1:], met, strict=True)
    ]
    return [rule_line("履职情况"), lines[0], *styled]


def _events(sheet: DutySheet) -> list[Line]:
    lines = [rule_line("事件与否决")]
    for area in sheet.areas:
        for event in area.events:
            lines.append(line(f"{area.area} · {event.what}", indent=2, hang=4))
            if event.place:
                lines.append(line(event.place, "dim", indent=4))
            lines += [line(text, "bad", indent=4) for text in event.vetoes]
    if len(lines) == 1:
        lines.append(line("所负责的领域没有事件。", "dim", indent=2))
    if sheet.repeated:
        barred = f"，取消本人{'、'.join(sheet.barred)}" if sheet.barred else ""
        lines.append(line(f"失责追责：再次被追责{barred}", "bad", indent=2))
    return lines


def _items(sheet: DutySheet) -> list[Line]:
    lines: list[Line] = []
    for area in sheet.areas:
        if area.items:
            lines.append(line(_area_text(area), "strong", indent=2))
        for item in area.items:
            head = (
                f"{item.indicator} {item.name}　失{item.lost} × {area.coefficient} = {item.carried}"
            )
            lines.append(line(head, indent=4))
            if item.sentence:
                lines.append(line(item.sentence, "dim", indent=6))
    return [rule_line("失分逐项"), *lines] if lines else []


def _area_text(area: AreaLine) -> str:
    beside = f"；同领域还有{'、'.join(area.beside)}" if area.beside else ""
    return f"{area.area}　失{area.lost}，承担{area.carried}{beside}"


def _to_mend(sheet: DutySheet) -> list[Line]:
    lines: list[Line] = []
    for number, (text, advice) in enumerate(sheet.to_mend, 1):
        lines.append(line(f"{number}. {text}", indent=2, hang=5))
        if advice:
            lines.append(line(f"→ {advice}", "dim", indent=5))
    return [rule_line("待整改"), *lines] if lines else []


def _school_areas(story: Story) -> list[Line]:
    """Tell which areas lost points or had events, and who answers for them."""
    told = story.get("duties") or {}
    rows = [["责任领域", "失分", "指标", "事件", "责任人"]]
    for area in told.get("areas", ()):
        if area["lost"] == NOTHING and not area["events"]:
            continue
        people = [each["name"] for each in told["leaders"] if area["area"] in each["areas"]]
        rows.append(
            [
                area["area"],
                area["lost"],
                "、".join(each["indicator"] for each in area["items"]),
                f"{len(area['events'])}件" if area["events"] else "",
                "、".join(people) or "无人负责",
            ]
        )
    if len(rows) == 1:
        return []
    return [rule_line("有失分或事件的领域"), *columns(rows, indent=2, right=(1,))]


def _notes(story: Story) -> list[Line]:
    told = story.get("duties")
    if not told:
        text = "方案没有写“责任”（班子台账和责任矩阵），失分和否决没有落到人。"
        return [line(text, "warn", indent=2)]
    return [line(text, "warn", indent=2, hang=4) for text in told["notes"]]
