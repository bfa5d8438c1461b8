"""Gather the facts of a school that are written as text: YAML, JSON, or a case's nodes."""

from __future__ import annotations

from engine.diagnostics import Place
from engine.facts.books.sheet import Raw, plain
from engine.facts.gathering import Gathering
from engine.facts.layout.names import Dictionary, NameIndex, normal_name
from engine.facts.schools.school_ids import id_in_nodes
from engine.facts.schools.school_names import COUNTY_WORDS
from engine.facts.table import Origin
from engine.glossary import KEYS
from engine.ruleset.model import RecordTable, joined_name
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, describe_node

_FACTS = frozenset({"facts", *KEYS.get("facts", ()), "事实"})
_RECORDS = frozenset({"records", *KEYS.get("records", ()), "台账记录", "台账"})


def _is_county(entry: Entry) -> bool:
    return normal_name(entry.key) in COUNTY_WORDS


def gather_document(node: Node, gathering: Gathering, names: Dictionary) -> None:
    """Gather one document: a school, or a list of schools.

    The fields stand at the top or under 事实; record tables under 台账记录 or at the top.
    """
    if isinstance(node, SequenceNode):
        if not node.items:
            gathering.diagnostics.error(
                "F006",
                f"列表是空的，没有一{gathering.ruleset.subject.counted}",
                node.place,
                hint="请填写后再交",
            )
        for item in node.items:
            gather_document(item, gathering, names)
    elif isinstance(node, MappingNode):
        _School(node, gathering, names).gather()
    else:
        _report_shape(
            gathering, node, f"一{gathering.ruleset.subject.counted}的事实应写成“字段: 值”"
        )


def _report_shape(gathering: Gathering, node: Node, wanted: str) -> None:
    gathering.diagnostics.error(
        "F018", f"{describe_node(node)}的写法不对：{wanted}", node.place, hint="格式见规则语言说明"
    )


class _School:
    """The document of one school while it is gathered."""

    def __init__(self, node: MappingNode, gathering: Gathering, names: Dictionary) -> None:
        self.gathering, self.names = gathering, names
        self.place = node.place
        self.origins: dict[str, int] = {}
        self.facts: list[Entry] = []
        self.tables: list[Entry] = []
        for entry in node:
            if entry.key in _FACTS:
                self.facts += self._inside(entry)
            elif entry.key in _RECORDS:
                self.tables += self._inside(entry)
            elif names.school.find(entry.key) is None and names.tables.find(entry.key):
                self.tables.append(entry)
            else:
                self.facts.append(entry)

    def _inside(self, entry: Entry) -> list[Entry]:
        if isinstance(entry.value, MappingNode):
            return list(entry.value)
        if not (isinstance(entry.value, ScalarNode) and entry.value.is_blank):
            _report_shape(self.gathering, entry.value, f"“{entry.shown}”下面应写成“名称: 值”")
        return []

    def gather(self) -> None:
        """Gather the school's facts and records; without an id the school is reported."""
        school_id, id_place = self._school_id()
        if not school_id:
            return
        ruleset = self.gathering.ruleset
        number = self.gathering.school(school_id)
        self.gathering.groups.append(frozenset({school_id}))
        self._add(ruleset.id_field, number, school_id, id_place)
        seen = {ruleset.id_field}
        for entry in self.facts:
            match = self.names.school.find(entry.key)
            if match is None:
                self._report_unknown(entry, self.names.school, None)
                if guess := self.names.school.guess(entry.key):
                    self.gathering.keep_guessed([guess], [school_id])
                    seen.add(guess)
            elif match.key in seen:
                if match.key != ruleset.id_field:
                    self._report_twice(entry, match.key)
            else:
                seen.add(match.key)
                self._add(match.key, number, self._raw(entry.value), entry.value.place)
        self._add_unnamed(number, seen)
        for entry in self.tables:
            match = self.names.tables.find(entry.key)
            if match is None:
                self._report_unknown(entry, self.names.tables, None)
            else:
                self._gather_table(entry, self.names.all_tables[match.key], school_id)

    def _add_unnamed(self, number: int, seen: set[str]) -> None:
        """Add a blank for each field whose blanks stand for 不适用 and that is not named.

        A text names only the facts that there are; what it leaves out is as good as blank.
        """
        for field in self.gathering.ruleset.fields.values():
            if field.blank_is_not_applicable and field.id not in seen:
                self._add(field.id, number, None, self.place)

    def _school_id(self) -> tuple[str, Place]:
        school_id, lacking, nodes = id_in_nodes(self.gathering.ruleset, self._value_of)
        if school_id:
            return school_id, nodes[0].place
        if not nodes and (named := self._school_named()):
            return named
        what = "、".join(f"“{name}”" for name in lacking)
        self.gathering.diagnostics.error(
            "F020",
            f"没有写标识码{what}，这份事实没有读",
            nodes[0].place if nodes else self.place,
            hint=f'请写一行 {lacking[0]}: "0012"',
        )
        return "", self.place

    def _school_named(self) -> tuple[str, Place] | None:
        """Return the stand-in for the id of the school that is named, and where it is."""
        nodes = [self._value_of(field_id) for field_id in self.gathering.ruleset.name_fields]
        texts = [node for node in nodes if isinstance(node, ScalarNode) and not node.is_blank]
        if len(texts) < len(nodes):
            return None
        name, place = joined_name(plain(node.text) for node in texts), texts[0].place
        county = next((self._county_in(entry) for entry in self.facts if _is_county(entry)), "")
        return self.gathering.school_named(name, county, place, ""), place

    def _county_in(self, entry: Entry) -> str:
        return plain(entry.value.text) if isinstance(entry.value, ScalarNode) else ""

    def _value_of(self, field_id: str) -> Node | None:
        """Return the first value that stands under a field's name or alias."""
        for entry in self.facts:
            match = self.names.school.find(entry.key)
            if match and match.key == field_id:
                return entry.value
        return None

    def _add(self, field_id: str, number: int, raw: Raw, place: Place) -> None:
        self.gathering.cells[field_id].add(
            number, raw, self._origin(place), place.line, place.column
        )

    def _origin(self, place: Place) -> int:
        """Return the origin of a place; a case may take its facts from several files."""
        if place.file not in self.origins:
            self.origins[place.file] = self.gathering.origin(Origin(place.file, is_text=True))
        return self.origins[place.file]

    def _raw(self, node: Node) -> Raw:
        match node:
            case ScalarNode():
                return None if node.is_blank else node.text
            case SequenceNode() if all(isinstance(item, ScalarNode) for item in node.items):
                texts = tuple(item.text for item in node.items if isinstance(item, ScalarNode))
                return texts if texts else "无"
            case _:
                _report_shape(self.gathering, node, "这里应写一个值")
                return None

    def _gather_table(self, entry: Entry, table: RecordTable, school_id: str) -> None:
        """Gather the rows of one table; [] and 无 say that there is none (零报告)."""
        records, node = self.gathering.records[table.id], entry.value
        if isinstance(node, ScalarNode):
            if plain(node.text) == "无":
                records.none_said.setdefault(school_id, node.place)
            elif not node.is_blank:
                _report_shape(self.gathering, node, f"台账“{table.id}”应写成列表，没有记录写 []")
                records.unreadable.add(school_id)
            return
        rows = node.items if isinstance(node, SequenceNode) else (node,)
        if not rows:
            records.none_said.setdefault(school_id, node.place)
        for row in rows:
            if isinstance(row, MappingNode):
                self._gather_record(row, table, school_id)
            elif isinstance(row, ScalarNode) and plain(row.text) == "无":
                records.none_said.setdefault(school_id, row.place)
            else:
                _report_shape(self.gathering, row, f"台账“{table.id}”的一行应写成“字段: 值”")
                records.unreadable.add(school_id)

    def _gather_record(self, row: MappingNode, table: RecordTable, school_id: str) -> None:
        records = self.gathering.records[table.id]
        (number,) = records.add_records(
            [school_id], self._origin(row.place), [row.place.line], row.place.column
        )
        seen: set[str] = set()
        for entry in row:
            match = self.names.records[table.id].find(entry.key)
            if match is None or match.key not in table.fields:
                if match is None:
                    self._report_unknown(entry, self.names.records[table.id], table)
            elif match.key in seen:
                self._report_twice(entry, match.key)
            else:
                seen.add(match.key)
                place = entry.value.place
                records.cells[match.key].add(
                    number, self._raw(entry.value), self._origin(place), place.line, place.column
                )
        for field in table.fields.values():
            if field.blank_is_not_applicable and field.id not in seen:
                origin, place = self._origin(row.place), row.place
                records.cells[field.id].add(number, None, origin, place.line, place.column)

    def _report_unknown(self, entry: Entry, index: NameIndex, table: RecordTable | None) -> None:
        guess = index.suggestion(entry.key)
        if not guess and table is None:
            guess = self.names.tables.suggestion(entry.key)
        self.gathering.diagnostics.warning(
            "F012",
            f"“{entry.shown}”不是{f'台账“{table.id}”的' if table else ''}字段，没有读",
            entry.key_place,
            entry.shown,
            f"是不是想写“{guess}”？" if guess else "字段清单里没有这个名称；若不需要，可不理会",
        )

    def _report_twice(self, entry: Entry, field_id: str) -> None:
        self.gathering.diagnostics.error(
            "F013",
            f"“{field_id}”写了两次，这一处没有读",
            entry.key_place,
            entry.shown,
            "请删去其中一处",
        )
