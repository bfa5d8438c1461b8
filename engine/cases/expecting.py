"""Read what a case expects (期望), and check that it names things that exist."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from engine.cases.case import Expected
from engine.checks.codes import OF_A_SCHOOL
from engine.diagnostics import Diagnostics, Place
from engine.grading import GradingStatus
from engine.ruleset.lookalikes import narrow
from engine.ruleset.model import Group, RuleSet
from engine.ruleset.nodes import Entry, MappingNode, ScalarNode, SequenceNode
from engine.ruleset.scalars import parse_number, read_number
from engine.ruleset.suggesting import suggest
from engine.scoring import Status
from engine.veto.trace import VetoStatus

NO_GRADE = "未定等"
UNRATED = "无分"
OF_THE_RATED = ("base", "total_points")
_AMOUNTS = ("base", "bonuses", "deductions", "total_points")


def read_expected(node: MappingNode, ruleset: RuleSet, diagnostics: Diagnostics) -> Expected | None:
    """Read one expectation; None where it names something that the rules do not have."""
    checker = _Checker(ruleset, diagnostics)
    places: dict[str, Place] = {}
    for entry in node:
        places[entry.key] = entry.value.place
        for inner in entry.value if isinstance(entry.value, MappingNode) else ():
            places[f"{entry.key}/{inner.key}"] = inner.value.place
    vetoes = node.entry("vetoes")
    expected = Expected(
        place=node.place,
        indicators=checker.indicators(node),
        dimensions=checker.dimensions(node),
        amounts={key: checker.amount(node, key) for key in _AMOUNTS if key in node},
        grade=checker.grade(node.entry("grade")),
        status=checker.word(node.entry("status"), "状态", [s.label for s in GradingStatus]),
        vetoes=checker.vetoes(vetoes) if vetoes else None,
        checks=checker.checks(node.entry("checks")),
        places=places,
    )
    return expected if checker.is_sound else None


def _number(node: MappingNode, key: str) -> Fraction:
    value = node.get(key)
    number = parse_number(value.text) if isinstance(value, ScalarNode) else None
    return number if number is not None else Fraction(0)  # the schema has refused other texts


class _Checker:
    """Reads parts of an expectation and remembers whether any of them was wrong."""

    def __init__(self, ruleset: RuleSet, diagnostics: Diagnostics) -> None:
        self._ruleset = ruleset
        self._diagnostics = diagnostics
        self.is_sound = True

    def _known(self, what: str, entry: Entry, known: Iterable[str]) -> bool:
        names = tuple(known)
        if entry.key in names:
            return True
        self._refuse(f"没有{what}“{entry.key}”", entry.key_place, entry.key, names)
        return False

    def _refuse(self, message: str, place: Place, value: str, known: Iterable[str]) -> None:
        self.is_sound = False
        plain = narrow(value)
        hint = f"请写成 {plain}" if parse_number(plain) is not None else suggest(value, known)
        self._diagnostics.error("R067", message, place, value, hint)

    def amount(self, node: MappingNode, key: str) -> Fraction | str:
        """Return an expected amount; `无分` where a school without a total has none."""
        entry = node.entry(key)
        if entry is None or key not in OF_THE_RATED or not isinstance(entry.value, ScalarNode):
            return _number(node, key)
        if entry.value.text == UNRATED:
            return UNRATED
        number = read_number(entry.value)
        if isinstance(number, Fraction):
            return number
        self.is_sound = False
        message, hint = number
        message = f"“{entry.shown}”：{message}"
        self._diagnostics.error("R008", message, entry.value.place, entry.value.text, hint)
        return UNRATED

    def indicators(self, node: MappingNode) -> dict[str, Fraction | str]:
        """Return the expected points or status of each indicator named."""
        labels = [status.label for status in Status]
        ids = [indicator.id for indicator in self._ruleset.all_indicators()]
        found: dict[str, Fraction | str] = {}
        for entry in _entries(node, "indicators"):
            if not self._known("指标", entry, ids) or not isinstance(entry.value, ScalarNode):
                continue
            number = parse_number(entry.value.text)
            if number is not None:
                found[entry.key] = number
            elif entry.value.text in labels:
                found[entry.key] = entry.value.text
            else:
                message = f"“{entry.value.text}”既不是分数，也不是指标的状态"
                self._refuse(message, entry.value.place, entry.value.text, labels)
        return found

    def dimensions(self, node: MappingNode) -> dict[str, Fraction]:
        """Return the expected points of each dimension or group named."""
        ids: list[str] = []

        def visit(group: Group) -> None:
            ids.append(group.id)
            for child in group.children:
                if isinstance(child, Group):
                    visit(child)

        for dimension in self._ruleset.dimensions:
            visit(dimension)
        inner = node.get("dimension")
        return {
            entry.key: _number(inner, entry.key)
            for entry in _entries(node, "dimension")
            if self._known("维度", entry, ids) and isinstance(inner, MappingNode)
        }

    def grade(self, entry: Entry | None) -> str:
        """Return the expected grade."""
        return self.word(entry, "等次", [*(grade.name for grade in self._ruleset.grades), NO_GRADE])

    def word(self, entry: Entry | None, what: str, known: Iterable[str]) -> str:
        """Return a fixed word."""
        if entry is None or not isinstance(entry.value, ScalarNode):
            return ""
        words = tuple(known)
        if entry.value.text not in words:
            text = entry.value.text
            self._refuse(f"没有{what}“{text}”", entry.value.place, text, words)
        return entry.value.text

    def vetoes(self, entry: Entry) -> dict[str, str]:
        """Return the expected status of each clause that is met; several joined by 、."""
        found, known = {}, [status.label for status in VetoStatus]
        for inner in entry.value if isinstance(entry.value, MappingNode) else ():
            is_known = self._known("条款", inner, self._ruleset.clauses)
            if is_known and isinstance(inner.value, ScalarNode):
                words = sorted(set(inner.value.text.split("、")))
                for word in words:
                    if word not in known:
                        self._refuse(f"没有这种状态“{word}”", inner.value.place, word, known)
                found[inner.key] = "、".join(words)
        return found

    def checks(self, entry: Entry | None) -> tuple[str, ...] | None:
        """Return what is expected to fail before scoring."""
        if entry is None:
            return None
        known = (*(check.id for check in self._ruleset.checks), *OF_A_SCHOOL)
        found = []
        for item in entry.value.items if isinstance(entry.value, SequenceNode) else ():
            if not isinstance(item, ScalarNode):
                continue
            if item.text not in known:
                self._refuse(f"没有核对“{item.text}”", item.place, item.text, known)
            found.append(item.text)
        return tuple(found)


def _entries(node: MappingNode, key: str) -> Iterable[Entry]:
    inner = node.get(key)
    return inner.entries if isinstance(inner, MappingNode) else ()
