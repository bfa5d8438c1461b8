"""Tell one school's assessment as data: what a page, a terminal or a program shows of it.

The catalogue holds what all schools share (the rules in use); a story holds one school and
refers to it. Both are plain JSON values, points as decimal text: whoever shows them needs
neither the rules nor the facts.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from engine.diagnostics import Place
from engine.explain.cohort_levels import percent_text
from engine.explain.duties import DutyStories, duty_catalogue
from engine.explain.extract import Extracts, names_behind, sheets_of
from engine.explain.grade_story import move_story
from engine.explain.ledger import Ledgers, SchoolLedger
from engine.explain.ledger_line import LedgerLine, LineKind
from engine.explain.near_miss_nodes import near_miss_nodes
from engine.explain.settling import Settling
from engine.explain.trail import trails_by_school
from engine.explain.veto_tree import veto_tree
from engine.explain.waterfall import Waterfalls
from engine.facts.table import FactTable
from engine.grading import Outlook
from engine.points import Units, points_text, to_units
from engine.ruleset.editions import period_text
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring import Status
from engine.sentences.indicators import editions_of
from engine.sentences.standard import standard_sentence

Story = dict[str, Any]

_LABELS = tuple(status.label for status in Status)


def catalogue(ruleset: RuleSet, facts: FactTable) -> Story:
    """Return what the stories of one batch share."""
    paths = {leaf.id: path for each in ruleset.dimensions for leaf, path in _paths(each)}
    return {
        "ruleset": ruleset.id,
        "name": ruleset.name,
        "year": ruleset.year,
        "subject": ruleset.subject.name,
        "digest": ruleset.digest,
        "as_of": ruleset.as_of.isoformat() if ruleset.editions else "",
        **_profile(ruleset),
        "full": _plain(ruleset, ruleset.full_points),
        "grades": [
            {
                "name": grade.name,
                "at_least": None if grade.at_least is None else _plain(ruleset, grade.at_least),
            }
            for grade in ruleset.grades
        ],
        "dimensions": [
            {"id": each.id, "name": each.name, "full": _plain(ruleset, each.points)}
            for each in ruleset.dimensions
        ],
        "matters": list(ruleset.matters),
        "sheets": sheets_of(facts),
        "duties": duty_catalogue(ruleset),
        "indicators": [
            _indicator(ruleset, each, paths.get(each.id, [])) for each in ruleset.all_indicators()
        ],
    }


def _plain(ruleset: RuleSet, points: Any) -> str:
    return points_text(to_units(points, ruleset.unit), ruleset.unit)


def _paths(group: Group, above: tuple[str, ...] = ()) -> list[tuple[Indicator, list[str]]]:
    path = (*above, f"{group.id} {group.name}")
    found: list[tuple[Indicator, list[str]]] = []
    for child in group.children:
        if isinstance(child, Group):
            found.extend(_paths(child, path))
        else:
            found.append((child, list(path)))
    return found


def _indicator(ruleset: RuleSet, indicator: Indicator, path: list[str]) -> Story:
    return {
        "id": indicator.id,
        "name": indicator.name,
        "full": _plain(ruleset, indicator.points),
        "path": path,
        "standard": indicator.standard,
        "computed": standard_sentence(indicator, ruleset),
        "matters": list(indicator.matters),
        "area": indicator.area,
        "office": indicator.office,
        "evidence": indicator.evidence,
        "source": str(indicator.source) if indicator.source is not None else "",
        "place": str(indicator.place),
        "editions": editions_behind(indicator, ruleset),
        **_changed(ruleset, indicator.id),
        "reads": [name for names in names_behind(indicator, ruleset) for name in names],
    }


def _profile(ruleset: RuleSet) -> Story:
    """Return by which profile (剪裁) the rules were tailored, and what that switched off."""
    profile = ruleset.profile
    if profile is None:
        return {}
    out = [f"{each}（{each.reason}）" for each in profile.changes if each.is_left_out]
    return {"profile": [profile.said, *out]}


def _changed(ruleset: RuleSet, indicator: str) -> Story:
    """Return what the profile changed of one indicator, each as a sentence."""
    profile = ruleset.profile
    changes = profile.of(indicator) if profile is not None else ()
    if profile is None or not changes:
        return {}
    said = "；".join(f"{each.said}（理由：{each.reason}，{each.place}）" for each in changes)
    return {"profile": f"本指标按剪裁“{profile.name}”改：{said}；{profile.approval}"}


def editions_behind(indicator: Indicator, ruleset: RuleSet) -> list[str]:
    """Say which editions of its values an indicator follows, each with its place."""
    return [
        f"{period_text(each.first, each.last)}（{each.place}）"
        for each in editions_of(indicator, ruleset)
    ]


class Stories:
    """Tells the stories of a batch from its ledgers."""

    def __init__(self, ledgers: Ledgers) -> None:
        self.ledgers = ledgers
        self.ruleset = ledgers.ruleset
        self.book = ledgers.book
        self.points = self.book.points.tolist()
        self.cohort_sizes: dict[str, int] = {}
        for cohort in self.book.cohort:
            self.cohort_sizes[cohort] = self.cohort_sizes.get(cohort, 0) + 1
        self.said = ledgers.text
        self._extracts = Extracts(ledgers.workbook.archive, ledgers.scores.view)
        ids = ledgers.facts.school_ids
        self._settling = Settling(self.ruleset, ledgers.trace, self.book, ids)
        self._by_matter = self._sum_by_matter()
        self._waterfalls = Waterfalls(self.ruleset, self.said)
        self.duties = DutyStories(ledgers)
        self._trails = trails_by_school(ledgers.facts.revisions)
        self._informative = [
            at
            for at, each in enumerate(ledgers.scores.indicators)
            if each.informative and each.value
        ]

    def of_school(self, ledger: SchoolLedger) -> Story:
        """Tell one school."""
        school, book, after = ledger.school, self.book, self.ledgers.after
        facts, is_rated = self.ledgers.facts, bool(book.rated_mask[school])
        trails = {"revisions": self._trails[school]} if school in self._trails else {}
        return {
            "school_id": facts.school_ids[school],
            "name": facts.names[school],
            "cohort": book.cohort[school],
            "cohort_size": self.cohort_sizes[book.cohort[school]],
            "rank": int(book.rank[school]),
            "base": self.said(after["base"][school]) if is_rated else None,
            "bonus": self.said(after["bonus"][school]),
            "deduction": self.said(after["deduction"][school]),
            "total": self.said(after["total"][school]) if is_rated else None,
            "grade_by_score": book.grade_by_score[school],
            "grade": book.grade[school],
            "status": book.status[school].label,
            "reasons": list(book.reasons[school]),
            "moves": [move_story(move, ledger.outcome) for move in book.moves[school]],
            "without_vetoes": self._without_vetoes(school),
            "if_decided": self._outlook(book.if_decided.get(school)),
            "stages": self._stages(ledger),
            "waterfall": self._waterfalls.of_lines(ledger.lines),
            "full": self.said(after["full"][school]),
            "dimensions": self._dimensions(ledger),
            "matters": self._matters(school),
            "points": [self.said(each) for each in self.points[school]],
            "statuses": [_LABELS[each] for each in ledger.workbook.status],
            "informative": {
                self.ledgers.scores.indicators[at].id: ledger.workbook.informative_sentence(at)
                for at in self._informative
            },
            "ledger": [self._line(line) for line in ledger.lines],
            "vetoes": self._vetoes(ledger),
            "near_misses": self._near_misses(ledger),
            "duties": self.duties.of_school(ledger.workbook.dossier),
            "facts": self._extracts.of_school(ledger.workbook.dossier),
            **trails,
        }

    def _without_vetoes(self, school: int) -> Story | None:
        if school not in self.ledgers.trace.by_school:
            return None
        total = self.ledgers.before["total"][school] if self.book.rated_mask[school] else None
        return self._outlook(Outlook(total, self.book.grade_without_vetoes[school]))

    def _outlook(self, outlook: Outlook | None) -> Story | None:
        if outlook is None:
            return None
        total = None if outlook.total is None else self.said(outlook.total)
        return {"total": total, "grade": outlook.grade}

    def _stages(self, ledger: SchoolLedger) -> list[Story]:
        """Sum the ledger by kind of line, in its order: how full marks became the total."""
        points, numbers = dict.fromkeys(LineKind, 0), dict.fromkeys(LineKind, 0)
        for line in ledger.lines:
            points[line.kind] += line.points
            numbers[line.kind] += 1
        return [
            {"kind": kind.value, "lines": numbers[kind], "points": self.said(points[kind])}
            for kind in LineKind
            if numbers[kind]
        ]

    def _dimensions(self, ledger: SchoolLedger) -> list[Story]:
        after, school = self.ledgers.after, ledger.school
        found = []
        for each in self.ruleset.dimensions:
            weight, full = ledger.levels.dimension_story(each)
            found.append(
                {
                    "id": each.id,
                    "full": full,
                    "points": self.said(after["node_points"][each.id][school]),
                    "rate": self._rate(after["node_points"][each.id][school], Fraction(full)),
                    "applicable": bool(after["node_applicable_mask"][each.id][school]),
                }
                | ({"weight": weight} if weight else {})
            )
        return found

    def _sum_by_matter(self) -> dict[str, tuple[list[int], list[int]]]:
        """Sum full points and points by matter, over the indicators that apply to each school."""
        scores, points, after = self.ledgers.scores, self.book.points, self.book.roll_up
        whole: Units | int
        sums: dict[str, tuple[Units, Units]] = {
            matter: (np.zeros(len(points), np.int64), np.zeros(len(points), np.int64))
            for matter in self.ruleset.matters
        }
        for at, leaf in enumerate(self.ruleset.leaves()):
            if leaf.informative:
                continue
            applies = ~scores.left_out[at] if at in scores.left_out else True
            whole, own = self.ledgers.full[at], points[:, at]
            if at in after.leaf_full:  # below a weighted mean: in points of the total
                whole, own = after.leaf_full[at], after.leaf_full[at] + after.leaf_lost[at]
            for matter in leaf.matters:
                full, got = sums[matter]
                full += np.where(applies, whole, 0)
                got += np.where(applies, own, 0)
        return {matter: (full.tolist(), got.tolist()) for matter, (full, got) in sums.items()}

    def _matters(self, school: int) -> list[Story]:
        return [
            {
                "name": matter,
                "full": self.said(full[school]),
                "points": self.said(got[school]),
                "rate": self._rate(got[school], full[school] * self.ruleset.unit),
            }
            for matter, (full, got) in self._by_matter.items()
        ]

    def _rate(self, units: int, full: Fraction) -> str:
        """Return points by full points in percent; nothing where nothing could be got."""
        return percent_text(units * self.ruleset.unit / full) if full else ""

    def _line(self, line: LedgerLine) -> Story:
        story: Story = {
            "kind": line.kind.value,
            "rule": line.rule,
            "place": place_text(line.rule_place),
            "points": self.said(line.points),
            "sentence": line.sentence,
            "facts": [[fact.name, fact.text, place_text(fact.place)] for fact in line.facts],
        }
        if line.status:
            story["status"] = line.status
        if line.about:
            story["about"] = line.about
        return story

    def _vetoes(self, ledger: SchoolLedger) -> list[Story]:
        trace = self.ledgers.trace.by_school.get(ledger.school)
        if trace is None:
            return []
        dossier, points = ledger.workbook.dossier, ledger.workbook.points
        roots = veto_tree(self.ruleset, dossier, trace, self.book, self._settling, points)
        return [root.as_story() for root in roots]

    def _near_misses(self, ledger: SchoolLedger) -> list[Story]:
        misses = self.ledgers.trace.near_misses.get(ledger.school, ())
        nodes = near_miss_nodes(self.ruleset, ledger.workbook.dossier, misses)
        return [node.as_story() for node in nodes]


def place_text(place: Place | None) -> str:
    """Write a place, or nothing where there is none."""
    return str(place) if place is not None else ""
