"""Put other names for schools and persons, so that a case can be shown to anybody (代称)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.facts.table import FactTable
from engine.ruleset.methods import Ratings
from engine.ruleset.model import EffectKind, Field, FieldType, RuleSet
from engine.ruleset.walking import methods_in

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_OF_PERSONS: tuple[str, ...] = (
    *("姓名", "教师", "人员", "专家", "评委", "当事人", "责任人", "负责人", "联系人"),
    *("书记", "校长", "领导", "电话", "手机", "身份证", "邮箱"),
)
_FIRST_ID = 9001


def numbered_name(kind: str, number: int) -> str:
    """Return the n-th invented name of a kind, from 0.

    >>> numbered_name("学校", 0), numbered_name("人员", 11)
    ('学校甲', '人员12')
    """
    return kind + (_STEMS[number] if number < len(_STEMS) else str(number + 1))


def person_columns(ruleset: RuleSet) -> frozenset[tuple[str, str]]:
    """Return (record table or empty, field) of texts that name persons, or tell how to reach them.

    Those that rules use as persons, and those whose names say so.
    """
    found = set(_known_persons(ruleset))
    for table_id, fields in _all_fields(ruleset):
        found.update(
            (table_id, field.id)
            for field in fields.values()
            if field.type is FieldType.TEXT and any(word in field.id for word in _OF_PERSONS)
        )
    return frozenset(found - {("", name) for name in ruleset.identity})


def _known_persons(ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    if ruleset.duties.table:
        yield ruleset.duties.table, ruleset.duties.person_field
    for clause in ruleset.clauses.values():
        for effect in clause.effects:
            if effect.kind is EffectKind.BAR_PERSON:
                yield clause.table, effect.person_field
    for indicator in ruleset.all_indicators():
        for method in methods_in(indicator.method):
            if isinstance(method, Ratings) and method.recusal and method.recusal.rater:
                yield method.table, method.recusal.rater


def _all_fields(ruleset: RuleSet) -> Iterator[tuple[str, Mapping[str, Field]]]:
    yield "", ruleset.fields
    for table in ruleset.tables.values():
        yield table.id, table.fields


class Pseudonyms:
    """Names that stand for others in one case; every name is always put the same way.

    Args:
        schools: Positions of the schools of the case, in their order.
        keep: Keep all names as they are.
    """

    def __init__(
        self, ruleset: RuleSet, facts: FactTable, schools: Sequence[int], *, keep: bool = False
    ) -> None:
        self._keep = keep
        self._persons: dict[str, str] = {}
        self._columns = person_columns(ruleset)
        self._is_text = {
            name
            for name, field in ruleset.fields.items()
            if field.type is FieldType.TEXT and field.id in ruleset.identity
        }
        self._names = ruleset.name_fields
        self._ids = ruleset.id_fields
        subject = str(ruleset.subject)
        known = {
            facts.names[school]: numbered_name(subject, number)
            for number, school in enumerate(schools)
        }
        for number, school in enumerate(schools):
            known.setdefault(facts.school_ids[school], str(_FIRST_ID + number))
        # The longer first, since one name may be the beginning of another.
        self._schools = [
            (_standing_alone(name), known[name]) for name in sorted(known, key=len, reverse=True)
        ]
        self.kept: dict[tuple[str, str], None] = {}

    def of_identity(self, name: str, text: str, number: int, subject: str) -> str:
        """Return what stands in a field that tells who the school is.

        Args:
            name: The field. text: What stands there. number: Of the school in the case.
        """
        if self._keep or name not in self._is_text:
            return text
        if name == self._names[-1]:
            return numbered_name(subject, number)
        if name in self._ids:
            return str(_FIRST_ID + number)
        return f"某{name}"

    def of_text(self, table: str, name: str, text: str) -> str:
        """Return what stands in a field of texts: persons and schools by their other names."""
        if self._keep:
            return text
        if (table, name) in self._columns:
            return self._persons.setdefault(text, numbered_name("人员", len(self._persons)))
        for known, other in self._schools:
            text = known.sub(other, text)
        self.kept[table, name] = None
        return text


def _standing_alone(name: str) -> re.Pattern[str]:
    """Find a name in a text; an id only where it stands alone: 02 is not in 2025."""
    plain = re.escape(name)
    return re.compile(rf"(?<![0-9A-Za-z]){plain}(?![0-9A-Za-z])" if name.isascii() else plain)
