"""What each name stands for: fields, derived values, record tables and their columns.

It is drawn from the text before anything is built, so that every condition can be typed by
what it compares, whatever the order of the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.model import FieldType
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_number

# Kinds of derived values that count: their values are whole and not negative.
COUNTING_KINDS = frozenset({"count", "periods", "distinct", "on_time", "late", "n_applicable"})

# Values over the batch whose limits do not depend on what is compared.
_PEER_LOWS = {"rank": Fraction(1), "z_score": None}
_ON_LAST_YEAR = ("change_on_last_year", "growth_on_last_year")
# Where a kind names the school's values that it is computed of; others name a column.
_KEYS_NEEDED = {
    "ratio": ("numerator", "denominator"),
    "best": ("value",),
    "peer_mean": ("value",),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One name: its type (None where the text does not say a valid one) and its limits.

    `is_share` marks a ratio of two numbers of one unit: 90 is surely meant as 90 % there,
    unless the ratio has a unit of its own.
    """

    name: str
    type: FieldType | None
    place: Place
    choices: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    is_derived: bool = False
    unit: str = ""
    is_share: bool = False

    @property
    def is_numeric(self) -> bool:
        return self.type is not None and self.type.is_numeric


@dataclass(slots=True)
class Vocabulary:
    """All names of a ruleset.

    Args:
        tables: The columns of each record table.
        results: What scoring gives (结果值): only limits of grades may read it.
    """

    school: dict[str, Term] = field(default_factory=dict)
    tables: dict[str, dict[str, Term]] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    results: dict[str, Term] = field(default_factory=dict)

    def with_results(self) -> Vocabulary:
        """Return the vocabulary of those who may read results as well."""
        return Vocabulary({**self.school, **self.results}, self.tables, self.mentioned)

    def find(self, name: str, table: str = "") -> Term | None:
        """Return what a name stands for: a column of the table first, then of the school."""
        columns = self.tables.get(table, {})
        if name in columns:
            return columns[name]
        term = self.school.get(name)
        if term is not None:
            self.mentioned.add(name)
        return term

    def names(self, table: str = "") -> tuple[str, ...]:
        """Return every name that can be used (in a table's conditions)."""
        return (*self.tables.get(table, ()), *self.school)


def standing_term(by: str, ties: str, place: Place) -> Term:
    """Return what the bands of 排名赋分 compare: places from 1, or percentiles up to 100 %."""
    if by == "percentile":
        return Term("百分位", FieldType.PERCENT, place, low=Fraction(0), high=Fraction(1))
    kind = FieldType.NUMBER if ties == "average" else FieldType.INTEGER
    return Term("名次", kind, place, low=Fraction(1))


def draw_vocabulary(root: MappingNode) -> Vocabulary:
    """Draw the vocabulary from the merged `fields.yaml` (canonical keys)."""
    vocabulary = Vocabulary()
    vocabulary.school.update(_terms(root.get("fields")))
    tables = root.get("tables")
    if isinstance(tables, MappingNode):
        for entry in tables:
            inner = entry.value.get("fields") if isinstance(entry.value, MappingNode) else None
            vocabulary.tables[entry.key] = _terms(inner)
    derived = root.get("derived")
    if isinstance(derived, MappingNode):
        for entry in derived:
            kept = vocabulary.school.get(entry.key)
            if kept is None:
                vocabulary.school[entry.key] = Term(
                    entry.key, None, entry.key_place, is_derived=True
                )
        _type_derived(derived, vocabulary)
    return vocabulary


def _terms(fields: Node | None) -> dict[str, Term]:
    if not isinstance(fields, MappingNode):
        return {}
    return {entry.key: _term(entry.key, entry.key_place, entry.value) for entry in fields}


def _term(name: str, place: Place, node: Node) -> Term:
    if not isinstance(node, MappingNode):
        return Term(name, None, place)
    written = node.get("type")
    kind = written.text if isinstance(written, ScalarNode) else ""
    kinds = {member.value: member for member in FieldType}
    low, high = _range(node.get("range"))
    return Term(
        name,
        kinds.get(kind),
        place,
        _texts(node.get("choices")),
        _texts(node.get("pending")),
        low,
        high,
        unit=_text(node.get("unit")),
    )


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, ScalarNode) and not node.is_blank else ""


def _texts(node: Node | None) -> tuple[str, ...]:
    if not isinstance(node, SequenceNode):
        return ()
    return tuple(item.text for item in node.items if isinstance(item, ScalarNode))


def _range(node: Node | None) -> tuple[Fraction | None, Fraction | None]:
    if not isinstance(node, SequenceNode) or len(node.items) != 2:
        return None, None
    low, high = (read_number(item) for item in node.items)
    return (
        low if isinstance(low, Fraction) else None,
        high if isinstance(high, Fraction) else None,
    )


def _keys(node: Node) -> tuple[str, ...]:
    return tuple(entry.key for entry in node) if isinstance(node, MappingNode) else ()


def _kind(node: Node) -> str:
    if isinstance(node, MappingNode):
        for entry in node:
            if entry.key not in ("unit", "note"):
                return entry.key
    return ""


def _type_derived(derived: MappingNode, vocabulary: Vocabulary) -> None:
    """Give each derived value the type that follows from what it is computed of.

    Repeated until nothing changes, since a derived value may stand before what it needs.
    """
    changed = True
    while changed:
        changed = False
        for entry in derived:
            term = vocabulary.school[entry.key]
            if not term.is_derived or term.type is not None:
                continue
            typed = _derived_type(entry.value, vocabulary)
            if typed is not None:
                kind, low = typed
                vocabulary.school[entry.key] = Term(
                    term.name,
                    kind,
                    term.place,
                    low=low,
                    high=Fraction(1) if "percentile" in _keys(entry.value) else None,
                    is_derived=True,
                    is_share=_is_share(entry.value, vocabulary),
                )
                changed = True


def _is_share(node: Node, vocabulary: Vocabulary) -> bool:
    if not isinstance(node, MappingNode) or "ratio" not in node or "unit" in node:
        return False
    terms = _terms_needed("ratio", node.get("ratio"), vocabulary)
    return len({term.unit for term in terms}) == 1


def _derived_type(node: Node, vocabulary: Vocabulary) -> tuple[FieldType, Fraction | None] | None:
    """Return type and least value of a derived value; None while what it needs is not typed."""
    kind = _kind(node)
    if kind in COUNTING_KINDS:
        return FieldType.INTEGER, Fraction(0)
    value = node.get(kind) if isinstance(node, MappingNode) else None
    if kind == "percentile":
        return FieldType.PERCENT, Fraction(0)
    if kind in _PEER_LOWS:
        whole = kind == "rank" and "ties" not in _keys(value or node)
        return FieldType.INTEGER if whole else FieldType.NUMBER, _PEER_LOWS[kind]
    terms = _terms_needed(kind, value, vocabulary)
    if any(term.is_derived and term.type is None for term in terms):
        return None
    rises_only = kind not in ("difference", *_ON_LAST_YEAR) and bool(terms)
    not_negative = rises_only and all(term.low is not None and term.low >= 0 for term in terms)
    whole = kind not in ("ratio", "mean", "peer_mean", "growth_on_last_year") and all(
        term.type is FieldType.INTEGER for term in terms
    )
    return FieldType.INTEGER if whole else FieldType.NUMBER, Fraction(0) if not_negative else None


def _terms_needed(kind: str, value: Node | None, vocabulary: Vocabulary) -> list[Term]:
    names = (_text(value),) if kind in _ON_LAST_YEAR else _texts(value)
    known: Mapping[str, Term] = vocabulary.school
    if isinstance(value, MappingNode):
        keys = _KEYS_NEEDED.get(kind, ("column",))
        found = (value.get(key) for key in keys)
        names = tuple(node.text for node in found if isinstance(node, ScalarNode))
        table = value.get("table")
        if kind not in _KEYS_NEEDED:
            name = table.text if isinstance(table, ScalarNode) else ""
            known = vocabulary.tables.get(name, {})
    return [known[name] for name in names if name in known]
