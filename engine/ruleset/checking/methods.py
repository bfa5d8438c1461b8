"""Check that each method reads values that it can score."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics import Place
from engine.ruleset.building.operands import TYPE_NAMES
from engine.ruleset.checking.bands import check_bands
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.peers import check_peers
from engine.ruleset.checking.raters import check_raters
from engine.ruleset.methods import (
    Average,
    Bands,
    Charge,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Less,
    Levels,
    Linear,
    Method,
    Ranked,
    Ratings,
    Target,
    Votes,
)
from engine.ruleset.model import FieldType, Indicator
from engine.ruleset.suggesting import suggest
from engine.ruleset.vocabulary import Term, standing_term
from engine.ruleset.walking import methods_in

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)


def check_methods(inspection: Inspection) -> None:
    """Check the method of every indicator and adjustment."""
    for indicator in inspection.indicators():
        for method in methods_in(indicator.method):
            _check(method, inspection)
            if isinstance(method, Ratings):
                check_raters(method, indicator, inspection)
    for item in inspection.ruleset.deductions.items:
        _check_deduction(item, inspection)


def _check_deduction(item: Indicator, inspection: Inspection) -> None:
    for method in methods_in(item.method):
        if isinstance(method, Earn):
            inspection.diagnostics.error(
                "R047",
                f"扣分项“{item.id}”用了“逐次得分”：没有发生反而会扣满",
                inspection.at(method.place, "method"),
                "逐次得分",
                "请改用“逐次扣分”",
            )


def _check(method: Method, inspection: Inspection) -> None:
    match method:
        case Bands():
            term = _value(method.value, _NUMERIC, "分档", method.place, inspection)
            if term is not None and term.type is not None and inspection.is_sound(method.place):
                check_bands(method, term, inspection)
        case Linear():
            _value(method.value, _NUMERIC, "线性", method.place, inspection)
            if method.zero_at == method.full_at and inspection.is_sound(method.place):
                inspection.diagnostics.error(
                    "R049",
                    "零分值与满分值相同，没有从零到满分的一段",
                    inspection.at(method.place, "full_at"),
                    hint="请写不同的两个数；只分及格不及格的，请用“全有全无”",
                )
        case Target():
            _check_target(method, inspection)
        case Levels():
            term = _value(method.value, (FieldType.CHOICE,), "等级对应", method.place, inspection)
            levels = inspection.at(method.place, "points_by_level")
            _check_levels(term, method.points_by_level, levels, inspection)
        case Direct():
            _value(method.value, _NUMERIC, "直接计分", method.place, inspection)
        case Checklist() if method.least_parts > len(method.parts):
            inspection.diagnostics.error(
                "R044",
                f"至少要做到 {method.least_parts} 项，但一共只有 {len(method.parts)} 项",
                inspection.at(method.place, "least_parts"),
                str(method.least_parts),
                f"请写不超过 {len(method.parts)} 的数，或补上其他各项",
            )
        case Ratings():
            _check_ratings(method, inspection)
        case Votes():
            _check_votes(method, inspection)
        case Less():
            for bands in method.taken:
                _check(bands, inspection)
        case Ranked():
            check_peers(method.peers, method.place, inspection)
            if method.bands and inspection.is_sound(method.place):
                term = standing_term(method.by, method.peers.ties, method.place)
                check_bands(Bands(term.name, method.bands, method.place), term, inspection)
        case Deduct() | Earn():
            for charge in method.charges:
                _check_charge(charge, inspection)
        case _:
            pass


def _value(
    name: str,
    types: Iterable[FieldType],
    purpose: str,
    place: Place,
    inspection: Inspection,
    key: str = "value",
) -> Term | None:
    """Check the type of a value that a method reads; an unknown name was reported."""
    term = inspection.draft.vocabulary.find(name)
    if term is None:
        return None
    return inspection.term(name, inspection.at(place, key), types, purpose=purpose)


def _check_target(method: Target, inspection: Inspection) -> None:
    _value(method.value, _NUMERIC, "达标扣减", method.place, inspection)
    if method.goal <= 1 <= method.step and inspection.is_sound(method.place):
        inspection.diagnostics.error(
            "R045",
            "目标写成百分数（不超过 1），每差却不小于 1，即 100 个百分点",
            inspection.at(method.place, "step"),
            hint="每差 1 个百分点请写成 1%",
        )
    if method.small is not None:
        small = method.small
        _value(small.denominator, _NUMERIC, "小样本的分母", small.place, inspection, "denominator")


def _check_ratings(method: Ratings, inspection: Inspection) -> None:
    place = method.place
    written = (place, "trim") in inspection.draft.value_places
    if written and method.average is not Average.TRIMMED_MEAN:
        inspection.diagnostics.error(
            "R006",
            "只有去极值平均才去掉最高、最低的评分",
            inspection.draft.key_places.get((place, "trim")),
            hint="请把“取法”写成 去极值平均，或删去“各去几个”",
        )
    if method.least <= 2 * method.trim:
        inspection.diagnostics.error(
            "R012",
            f"最高、最低各去掉 {method.trim} 个，{method.least} 人评议就没有剩下的了",
            inspection.at(place, "least"),
            str(method.least),
            f"请写不小于 {2 * method.trim + 1} 的数",
        )
    if not inspection.table(method.table, inspection.at(place, "table")):
        return
    at = inspection.at(place, "value")
    if method.points_by_level is None:
        inspection.term(method.value, at, _NUMERIC, method.table, "评议的分数")
        return
    term = inspection.term(method.value, at, (FieldType.CHOICE,), method.table, "评议的等级")
    levels = inspection.at(place, "points_by_level")
    _check_levels(term, method.points_by_level, levels, inspection)


def _check_votes(method: Votes, inspection: Inspection) -> None:
    votes = inspection.at(method.place, "votes")
    for name in method.coefficients:
        at = inspection.draft.key_places.get((votes, name)) if votes else None
        inspection.term(name, at, (FieldType.INTEGER,), purpose="票数")


def _check_charge(charge: Charge, inspection: Inspection) -> None:
    place = charge.place
    if charge.value:
        _value(charge.value, (FieldType.INTEGER,), "按次数计分", place, inspection)
        return
    if not inspection.table(charge.table, inspection.at(place, "table")):
        return
    at = inspection.at(place, "level_field")
    term = inspection.term(charge.level_field, at, (FieldType.CHOICE,), charge.table, "级别字段")
    if charge.by_level is not None:
        levels = inspection.at(place, "by_level")
        _check_levels(term, charge.by_level, levels, inspection)
    inspection.term(
        charge.item_field, inspection.at(place, "item_field"), (), charge.table, "同一事项"
    )


def _check_levels(
    term: Term | None, levels: Iterable[str], place: Place | None, inspection: Inspection
) -> None:
    """Check that the levels are exactly the choices; choices still to be settled may be left."""
    if term is None or not term.choices or term.type is None:
        return
    written = list(levels)
    for name in written:
        if name not in term.choices:
            at = inspection.draft.key_places.get((place, name), place) if place else place
            inspection.diagnostics.error(
                "R033",
                f"“{name}”不是{TYPE_NAMES[term.type]}字段“{term.name}”的选项",
                at,
                name,
                suggest(name, [choice for choice in term.choices if choice not in written]),
            )
    lacking = [name for name in term.choices if name not in written and name not in term.pending]
    misspelt = sum(name not in term.choices for name in written)
    if len(lacking) > misspelt:
        inspection.diagnostics.error(
            "R058",
            f"没有写“{term.name}”的选项 {'、'.join(lacking)} 的分",
            place,
            "、".join(lacking),
            "每个选项都要写分，不计分的写 0",
        )
