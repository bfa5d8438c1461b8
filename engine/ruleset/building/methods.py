"""Build scoring methods, one small function a method, and a table from word to function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from engine.ruleset.building.conditions import build_condition, find_term, require_condition
from engine.ruleset.building.operands import read_amount
from engine.ruleset.building.peers import build_peers
from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import (
    AllOrNothing,
    Average,
    Band,
    Bands,
    BestOf,
    BeyondSpread,
    Charge,
    Checklist,
    Counting,
    Deduct,
    Direct,
    Earn,
    Less,
    Levels,
    Linear,
    Method,
    Part,
    Ranked,
    Ratings,
    Recusal,
    SmallSample,
    Target,
    Votes,
)
from engine.ruleset.nodes import MappingNode, ScalarNode
from engine.ruleset.scalars import read_number
from engine.ruleset.sections import Section
from engine.ruleset.vocabulary import Term, standing_term

_NOTHING = Fraction(0)
_COUNTINGS = {member.value: member for member in Counting}
_AVERAGES = {member.value: member for member in Average}
_BOUNDS = ("equals", "at_least", "more_than", "at_most", "less_than")


def build_method(section: Section | None) -> Method | None:
    """Build one scoring method; None where it names none that we know."""
    if section is None:
        return None
    builder = _BUILDERS.get(section.text("method"))
    if builder is None:
        return None
    method = builder(section)
    taken = tuple(_bands(each) for each in section.sections("less"))
    down_to = section.points("down_to") or _NOTHING
    return Less(method, taken, section.place, down_to) if taken else method


def _all_or_nothing(section: Section) -> Method:
    condition = require_condition(section.get("condition"), section.place, section.draft)
    return AllOrNothing(condition, section.place)


def _checklist(section: Section) -> Method:
    parts = tuple(
        Part(
            name=part.text("name"),
            condition=require_condition(part.get("condition"), part.place, part.draft),
            points=part.points("points") or _NOTHING,
            place=part.place,
            applies=build_condition(part.get("applies"), part.draft),
        )
        for part in section.sections("parts")
    )
    return Checklist(
        parts,
        section.place,
        _COUNTINGS.get(section.text("counting"), Counting.SUM),
        section.integer("least_parts") or 0,
    )


def _value(section: Section, key: str = "value") -> tuple[str, Term | None]:
    """Return the name of the value that a method reads, and what it stands for."""
    node = section.get(key)
    if not isinstance(node, ScalarNode) or node.is_blank:
        return "", None
    return node.text, find_term(node, section.draft)


def _amount(
    section: Section, key: str, term: Term | None, *, among_percents: bool = False
) -> Fraction:
    node = section.get(key)
    if node is None:
        return _NOTHING
    value = read_amount(node, term, section.draft, among_percents=among_percents)
    return value if value is not None else _NOTHING


def _has_percent(sections: Iterable[Section], keys: Iterable[str]) -> bool:
    """Tell whether any of these numbers is written with a percent sign."""
    wanted = tuple(keys)
    return any(section.text(key).endswith("%") for section in sections for key in wanted)


def _bands(section: Section) -> Bands:
    name, term = _value(section)
    sections = section.sections("bands")
    percents = _has_percent(sections, _BOUNDS)
    return Bands(name, tuple(_band(band, term, percents) for band in sections), section.place)


def _band(section: Section, term: Term | None, among_percents: bool) -> Band:
    bounds = tuple(
        (
            Comparison(entry.key),
            _amount(section, entry.key, term, among_percents=among_percents),
        )
        for entry in section.node
        if entry.key in _BOUNDS
    )
    return Band(bounds, section.points("points") or _NOTHING, section.place)


def _ranked(section: Section) -> Method:
    name, _ = _value(section)
    by = section.text("by")
    ties = section.text("ties")
    sections = section.sections("bands")
    percents = _has_percent(sections, _BOUNDS)
    term = standing_term(by, ties, section.place)
    bands = tuple(_band(band, term, percents) for band in sections)
    return Ranked(build_peers(section, name), by, section.place, bands)


def _linear(section: Section) -> Method:
    name, term = _value(section)
    percents = _has_percent([section], ("zero_at", "full_at"))
    return Linear(
        name,
        _amount(section, "zero_at", term, among_percents=percents),
        _amount(section, "full_at", term, among_percents=percents),
        section.place,
    )


def _target(section: Section) -> Method:
    name, term = _value(section)
    percents = _has_percent([section], ("goal", "step"))
    return Target(
        value=name,
        goal=_amount(section, "goal", term, among_percents=percents),
        step=_amount(section, "step", term, among_percents=percents) or Fraction(1),
        loss=section.points("loss") or _NOTHING,
        place=section.place,
        floor=section.points("floor") or _NOTHING,
        lower_is_better=section.flag("lower_is_better"),
        small=_small_sample(section.section("small_sample")),
    )


def _small_sample(section: Section | None) -> SmallSample | None:
    if section is None:
        return None
    method = build_method(section.section("otherwise"))
    name, _ = _value(section, "denominator")
    if method is None:
        return None
    return SmallSample(name, section.integer("fewer_than") or 1, method, section.place)


def _deduct(section: Section) -> Method:
    return Deduct(_charges(section), section.place, section.points("floor") or _NOTHING)


def _earn(section: Section) -> Method:
    return Earn(_charges(section), section.place)


def _charges(section: Section) -> tuple[Charge, ...]:
    return tuple(_charge(charge) for charge in section.sections("charges"))


def _charge(section: Section) -> Charge:
    table = section.text("table")
    name, _ = _value(section)
    each = section.points("each") or _NOTHING
    first = section.points("first")
    return Charge(
        name=section.text("name"),
        place=section.place,
        value=name,
        table=table,
        condition=build_condition(section.get("condition"), section.draft, table),
        level_field=section.text("level_field"),
        by_level=_points_by_name(section, "by_level") if "by_level" in section else None,
        first=first if first is not None else each,
        each=each,
        threshold=section.integer("threshold") or 0,
        cap=section.points("cap"),
        item_field=section.text("item_field"),
        settle_events=section.flag("settle_events", default=True),
    )


def _levels(section: Section) -> Method:
    name, _ = _value(section)
    return Levels(name, _points_by_name(section, "points_by_level"), section.place)


def _points_by_name(section: Section, key: str) -> Mapping[str, Fraction]:
    """Read an open mapping from names to points."""
    node = section.get(key)
    points = {}
    for entry in node if isinstance(node, MappingNode) else ():
        value = section.draft.note_points(entry.value)
        if value is not None:
            points[entry.key] = value
    return points


def _direct(section: Section) -> Method:
    name, _ = _value(section)
    return Direct(name, section.number("out_of") or Fraction(1), section.place)


def _ratings(section: Section) -> Method:
    least = section.integer("least")
    node = section.get("votes")
    if isinstance(node, MappingNode):
        return Votes(_coefficients(node, section), section.place, least or 1)
    table = section.text("table")
    average = _AVERAGES.get(section.text("average"), Average.MEAN)
    trim = 0
    if average is Average.TRIMMED_MEAN:
        written = section.integer("trim")
        trim = 1 if written is None else written
    by_level = "points_by_level" in section
    return Ratings(
        table,
        section.text("value"),
        section.place,
        None if by_level else section.number("out_of") or Fraction(1),
        _points_by_name(section, "points_by_level") if by_level else None,
        build_condition(section.get("condition"), section.draft, table),
        average,
        trim,
        least or 2 * trim + 1,
        section.points("spread_limit") if by_level else section.number("spread_limit"),
        _BEYOND.get(section.text("beyond_spread"), BeyondSpread.UNDETERMINED),
        _recusal(section.section("recusal")),
    )


def _recusal(section: Section | None) -> Recusal | None:
    """Read whose marks do not count."""
    if section is None:
        return None
    listed = section.section("listed")
    return Recusal(
        section.place,
        section.texts("own_columns"),
        section.text("rater"),
        {entry.key: listed.texts(entry.key) for entry in listed.node} if listed else {},
    )


def _coefficients(node: MappingNode, section: Section) -> Mapping[str, Fraction]:
    """Read the fields that count votes, each with its coefficient."""
    found = {}
    for entry in node:
        name = ScalarNode(entry.key, False, entry.key_place)
        value = read_number(entry.value)
        if find_term(name, section.draft) is not None and isinstance(value, Fraction):
            found[entry.key] = value
    return found


def _best_of(section: Section) -> Method:
    options = (build_method(option) for option in section.sections("options"))
    return BestOf(tuple(option for option in options if option is not None), section.place)


_BEYOND = {each.value: each for each in BeyondSpread}
_BUILDERS: Mapping[str, Callable[[Section], Method]] = {
    "all_or_nothing": _all_or_nothing,
    "checklist": _checklist,
    "bands": _bands,
    "linear": _linear,
    "target": _target,
    "deduct": _deduct,
    "earn": _earn,
    "levels": _levels,
    "direct": _direct,
    "ratings": _ratings,
    "best_of": _best_of,
    "ranked": _ranked,
}
