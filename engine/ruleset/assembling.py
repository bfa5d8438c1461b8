"""Assemble the RuleSet of the texts of a folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from engine.diagnostics import Diagnostics, Place
from engine.points import choose_unit, decimal_text
from engine.ruleset.below import with_results_below
from engine.ruleset.building.checks import build_checks
from engine.ruleset.building.city import build_city
from engine.ruleset.building.duties import build_duties
from engine.ruleset.building.evidence import build_evidence_policy
from engine.ruleset.building.fields import build_derived, build_fields, build_tables
from engine.ruleset.building.frame import (
    build_cohorts,
    build_frame,
    build_sources,
    build_window,
)
from engine.ruleset.building.limits import build_results, result_terms
from engine.ruleset.building.tree import build_adjustments, build_dimension, read_policies
from engine.ruleset.building.vetoes import build_clauses
from engine.ruleset.carried import with_carried_tables
from engine.ruleset.fineness import amounts_passed_on, finer_for_means, too_coarse_for_means
from engine.ruleset.folder import RuleTexts
from engine.ruleset.model import Clause, ProposalPolicy, RuleSet
from engine.ruleset.nodes import MappingNode, Node, SequenceNode
from engine.ruleset.profile import Profile
from engine.ruleset.sections import Draft, Section
from engine.ruleset.vocabulary import draw_vocabulary

# Sums of thousands of such counts still fit int64.
_MOST_UNITS = 10**15
_MOST_POINTS = 10**9
# So many numbers that do not fit the unit are not to blame one by one.
_A_FEW = 3

PathPlaces = dict[tuple[str | int, ...], tuple[Place | None, Place]]


def assemble(texts: RuleTexts, diagnostics: Diagnostics) -> tuple[RuleSet, Draft, list[Clause]]:
    """Assemble the ruleset, mistakes and all.

    Args:
        texts: The canonical texts.
        diagnostics: Gets what is wrong inside conditions and constants; all else is checked
            afterwards, on the ruleset.

    Returns:
        The ruleset, the draft with what was learnt on the way, and all clauses (a ruleset
        holds each id once).
    """
    texts = with_carried_tables(with_results_below(texts))
    draft = Draft(diagnostics, draw_vocabulary(texts.fields))
    for node in texts.roots():
        draft.learn_places(node)
    empty = MappingNode((), texts.place)
    root = Section(texts.ruleset or empty, draft)
    draft.cohorts = build_cohorts(root).by
    draft.vocabulary.results.update(result_terms(build_results(root)))
    fields = Section(texts.fields, draft)
    adjustments = Section(texts.adjustments or empty, draft)
    policies = read_policies(root)
    built = (build_dimension(Section(node, draft), policies) for node in texts.dimensions)
    dimensions = tuple(dimension for dimension in built if dimension is not None)
    clauses = list(build_clauses(Section(texts.vetoes, draft))) if texts.vetoes else []
    ruleset = RuleSet(
        **_heading(root),
        unit=Fraction(1),
        **_dictionary(fields, build_window(root)),
        dimensions=dimensions,
        bonuses=build_adjustments(adjustments, "bonuses", policies),
        deductions=build_adjustments(adjustments, "deductions", policies),
        clauses=first_clauses(clauses),
        duties=build_duties(Section(texts.duties, draft) if texts.duties else None),
        folder=texts.folder,
        digest=texts.digest,
        places=_places(texts),
        place=root.place,
        as_of=texts.as_of or build_window(root)[1],
        editions=tuple(texts.editions.chosen),
        edition_days=tuple(sorted(texts.editions.days)),
        **build_frame(root),
        missing=policies.missing,
        not_applicable=policies.not_applicable,
        texts=texts.written,
        profile=_profile(fields, texts, build_window(root)),
        evidence_policy=build_evidence_policy(root),
        city=build_city(Section(texts.city, draft) if texts.city else None),
    )
    return ruleset, draft, clauses


def _dictionary(fields: Section, window: tuple[date, date]) -> dict[str, Any]:
    return {
        "fields": build_fields(fields),
        "tables": build_tables(fields),
        "derived": build_derived(fields),
        "checks": build_checks(fields, window),
    }


def _profile(fields: Section, texts: RuleTexts, window: tuple[date, date]) -> Profile | None:
    """Return the profile with the condition that its own check asks of every school."""
    profile = texts.profile
    if profile is None:
        return None
    checks = build_checks(fields, window)
    own = next((each for each in checks if each.id == profile.id and each.holds), None)
    return replace(profile, applies=own.holds[0]) if own is not None else profile


def _heading(root: Section) -> dict[str, Any]:
    """Build what ruleset.yaml says of the ruleset as a whole."""
    decimals = root.integer("decimals")
    return {
        "id": root.text("id"),
        "name": root.text("name"),
        "note": root.text("note"),
        "year": root.integer("year") or 0,
        "window": build_window(root),
        "full_points": root.points("full_points") or Fraction(0),
        "decimals": decimals if decimals is not None else 2,
        "total_cap": root.points("total_cap"),
        "proposals": _proposals(root),
        "matters": root.texts("matters"),
        "sources": build_sources(root),
    }


def first_clauses(clauses: list[Clause]) -> dict[str, Clause]:
    """Return id -> clause; of a repeated id (an error) the first."""
    kept: dict[str, Clause] = {}
    for clause in clauses:
        kept.setdefault(clause.id, clause)
    return kept


def _proposals(root: Section) -> ProposalPolicy:
    policies = {member.value: member for member in ProposalPolicy}
    return policies.get(root.text("proposals"), ProposalPolicy.BLOCK)


def choose_points_unit(ruleset: RuleSet, draft: Draft, texts: RuleTexts) -> Fraction:
    """Return the unit of points: the one written, or the largest that fits every number.

    A number (or a place of the total) that is no whole multiple of a written unit is an error.
    """
    draft.points.extend(amounts_passed_on(ruleset))
    written = Section(texts.ruleset, draft).number("unit_of_points") if texts.ruleset else None
    decimals = _most_decimals(ruleset)
    if written is None or written <= 0:
        unit = choose_unit((number for number, _ in draft.points), decimals)
        _check_size(unit, draft)
        return finer_for_means(ruleset, unit)
    _check_size(written, draft)
    place = draft.place_of(ruleset.place, "unit_of_points")
    unfit = [(number, at) for number, at in draft.points if (number / written).denominator != 1]
    places_fit = (Fraction(1, 10**decimals) / written).denominator == 1
    if not places_fit or len(unfit) > _A_FEW:
        _report_coarse(written, unfit, place, ruleset, draft)
        return written
    if too_coarse_for_means(ruleset, written):
        draft.diagnostics.warning(
            "R099",
            f"计分单位 {decimal_text(written)} 对加权平均太粗：先舍入到它，再舍入总分，可能差一位",
            place,
            decimal_text(written),
            "请删去“计分单位”，由程序选定",
        )
    for number, at in unfit:
        draft.diagnostics.error(
            "R057",
            f"{decimal_text(number)} 不是计分单位 {decimal_text(written)} 的整数倍",
            at,
            decimal_text(number),
            f"请修改这个数，或把 {place} 的计分单位改小（也可以不写）",
        )
    return written


def _report_coarse(
    written: Fraction,
    unfit: list[tuple[Fraction, Place]],
    place: Place,
    ruleset: RuleSet,
    draft: Draft,
) -> None:
    """Report a unit that is itself wrong: too much of what is written does not fit it."""
    decimals = _most_decimals(ruleset)
    lacking = f"{'总分' if decimals == ruleset.decimals else '得分'}的 {decimals} 位小数"
    if unfit:
        number, at = unfit[0]
        lacking += f"和 {len(unfit)} 处分数（如 {at} 的 {decimal_text(number)}）"
    fitting = choose_unit((number for number, _ in draft.points), decimals)
    draft.diagnostics.error(
        "R057",
        f"计分单位 {decimal_text(written)} 装不下{lacking}",
        place,
        decimal_text(written),
        f"请写 {decimal_text(fitting)}；也可以不写，由程序选定",
    )


def _most_decimals(ruleset: RuleSet) -> int:
    """Return the most places to which anything is rounded: the total, or a group."""
    groups = (group.decimals for group in ruleset.groups() if group.decimals is not None)
    return max((ruleset.decimals, *groups))


def _check_size(unit: Fraction, draft: Draft) -> None:
    """Check that every number of points is a count that sums in 64 bits with room to spare."""
    if not draft.points:
        return
    number, place = max(draft.points, key=lambda pair: pair[0])
    if number / unit <= _MOST_UNITS:
        return
    if number > _MOST_POINTS:
        said, hint = "太大", f"请写不超过 {_MOST_POINTS} 的数"
    else:
        number, place = max(draft.points, key=lambda pair: pair[0].denominator)
        said = f"太碎，计分单位要小到 {decimal_text(unit)}"
        hint = "请改用小数，或让几处用同样的分母；写了计分单位的，请把它改大"
    shown = decimal_text(number)
    draft.diagnostics.error("R071", f"{shown} 分{said}，不能精确计算", place, shown, hint)


def _places(texts: RuleTexts) -> PathPlaces:
    """Return the places of every key and value by canonical path.

    `ruleset.yaml`, the fields, adjustments, vetoes, duties and city stand at the top; the n-th
    dimension's file under ("dimensions", n).
    """
    places: PathPlaces = {}
    for node in texts.roots():
        if not any(node is dimension for dimension in texts.dimensions):
            _walk(node, (), None, places)
    for number, node in enumerate(texts.dimensions):
        _walk(node, ("dimensions", number), None, places)
    return places


def _walk(node: Node, path: tuple[str | int, ...], key: Place | None, places: PathPlaces) -> None:
    if path:
        places[path] = (key, node.place)
    if isinstance(node, MappingNode):
        for entry in node:
            _walk(entry.value, (*path, entry.key), entry.key_place, places)
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.items):
            _walk(item, (*path, number), None, places)
