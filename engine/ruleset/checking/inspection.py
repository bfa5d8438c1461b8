"""What every check needs: the ruleset, its places, its names, and where errors already are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics, Place
from engine.ruleset.building.operands import TYPE_NAMES
from engine.ruleset.folder import RuleTexts
from engine.ruleset.model import Clause, FieldType, Group, Indicator, RuleSet
from engine.ruleset.sections import Draft
from engine.ruleset.suggesting import suggest
from engine.ruleset.vocabulary import Term


@dataclass(slots=True)
class Inspection:
    """One ruleset under check.

    A part with an error inside is not sound: a sum over it would only repeat the mistake.

    Args:
        has_repeated_ids: Some indicator stands twice: then no sum of dimensions means anything.
    """

    ruleset: RuleSet
    draft: Draft
    texts: RuleTexts
    clauses: tuple[Clause, ...]
    has_repeated_ids: bool = False
    _errors: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._errors = self.draft.errors_by_file()

    @property
    def diagnostics(self) -> Diagnostics:
        return self.draft.diagnostics

    def refresh(self) -> None:
        """Take note of the errors that checks have found since the beginning."""
        self._errors = self.draft.errors_by_file()

    def is_sound(self, part: Place | None) -> bool:
        """Tell whether no error stands inside a part (a mapping, a list, or one value)."""
        if part is None:
            return True
        return not self.draft.reaches(part, self._errors.get(part.file, []))

    def is_sound_file(self, part: Place) -> bool:
        """Tell whether no error stands in the file of a part."""
        return part.file not in self._errors

    def is_percent(self, number: Place | None) -> bool:
        """Tell whether a number is written with a percent sign."""
        return number in self.draft.percents

    def at(self, part: Place | None, key: str) -> Place | None:
        """Return the place of a part's value under a key."""
        return self.draft.place_of(part, key) if part is not None else None

    def key_at(self, part: Place | None, key: str) -> Place | None:
        """Return the place of a key of a part, or else of the part."""
        return self.draft.key_places.get((part, key), part) if part is not None else None

    def term(
        self,
        name: str,
        place: Place | None,
        types: Iterable[FieldType] = (),
        table: str = "",
        purpose: str = "",
    ) -> Term | None:
        """Find a name and check its type.

        Args:
            name: The name as written; an empty one was reported already.
            place: Where it is written.
            types: The types that fit; any without it.
            table: The record table whose column it must be; the school's names without it.
            purpose: What it is for, for the message.

        Returns:
            What it stands for; None where there is none or its type does not fit.
        """
        vocabulary = self.draft.vocabulary
        if not name or (table and table not in vocabulary.tables):
            return None
        term = vocabulary.tables[table].get(name) if table else vocabulary.find(name)
        if term is None:
            known = vocabulary.tables[table] if table else vocabulary.school
            where = f"台账“{table}”没有这一列" if table else "没有这个字段或派生值"
            code = "R024" if table else "R022"
            self.diagnostics.error(
                code, f"不认识“{name}”，{where}", place, name, suggest(name, known)
            )
            return None
        wanted = tuple(types)
        if wanted and term.type is not None and term.type not in wanted:
            listed = "、".join(TYPE_NAMES[kind] for kind in wanted)
            self.diagnostics.error(
                "R046",
                f"{purpose}要用{listed}字段，“{name}”的类型是“{TYPE_NAMES[term.type]}”",
                place,
                name,
                "请换一个字段，或修改它的“类型”",
            )
            return None
        return term

    def table(self, name: str, place: Place | None) -> bool:
        """Check that a record table exists; an empty name was reported already."""
        tables = self.draft.vocabulary.tables
        if not name or name in tables:
            return bool(name)
        self.diagnostics.error("R023", f"没有台账“{name}”", place, name, suggest(name, tables))
        return False

    def table_read(self, clause: Clause) -> str:
        """Return the table whose record a clause reads: its own, or that of what led to it."""
        if clause.table or clause.trigger is not None:
            return clause.table
        for origin in self.clauses:
            if any(relief.reduce_to == clause.id for relief in origin.reliefs):
                return origin.table
        return ""

    def known(
        self, code: str, what: str, name: str, place: Place | None, names: Iterable[str]
    ) -> bool:
        """Check that a name is among the known ones; report it with a suggestion if not."""
        words = tuple(names)
        if not name or name in words:
            return True
        self.diagnostics.error(code, f"没有{what}“{name}”", place, name, suggest(name, words))
        return False

    def each(
        self, part: Place | None, key: str, names: Iterable[str]
    ) -> list[tuple[str, Place | None]]:
        """Return the names of a list with the place of each."""
        return [(name, self.at(part, f"{key}/{index}")) for index, name in enumerate(names)]

    def nodes(self) -> list[Group | Indicator]:
        """Return every node of the score tree and every adjustment, in the order of the text."""
        found: list[Group | Indicator] = []

        def visit(node: Group | Indicator) -> None:
            found.append(node)
            if isinstance(node, Group):
                for child in node.children:
                    visit(child)

        for dimension in self.ruleset.dimensions:
            visit(dimension)
        found.extend(self.ruleset.bonuses.items)
        found.extend(self.ruleset.deductions.items)
        return found

    def indicators(self) -> list[Indicator]:
        """Return every leaf and every adjustment."""
        return [node for node in self.nodes() if isinstance(node, Indicator)]
