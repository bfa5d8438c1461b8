"""Read what a person wants changed: 字段=值, 台账[3].列=值, 台账:列=值,列=值, 台账[3].

Names are recognised as the headers of a fact sheet are, and values are read as its cells: what
could not stand in a cell is refused here, with the values that could.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.diagnostics import UsageProblem
from engine.facts.books.sheet import Raw, plain
from engine.facts.cells.readers import cell_reader
from engine.facts.layout.names import Dictionary
from engine.facts.table import State
from engine.ruleset.model import Field, RecordTable, RuleSet
from engine.ruleset.suggesting import suggest

_BLANKS = frozenset({"", "空", "空白", "缺失", "没有填"})
_RECORD = re.compile(
    r"(?P<table>.+?)\s*[\[【［]\s*(?P<number>\d+)\s*[\]】］]\s*[.。．]?\s*(?P<rest>.*)"
)
_EQUALS = re.compile("[=＝]")
_COLON = re.compile("[:：]")
_BETWEEN = re.compile("[,，;；]")


@dataclass(frozen=True, slots=True)
class SetFact:
    """字段=值."""

    field: Field
    raw: Raw


@dataclass(frozen=True, slots=True)
class SetCell:
    """台账[3].列=值: one cell of the school's third record."""

    table: RecordTable
    number: int
    column: Field
    raw: Raw


@dataclass(frozen=True, slots=True)
class AddRecord:
    """台账:列=值,列=值: one record more."""

    table: RecordTable
    cells: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class DropRecord:
    """台账[3]: the school's third record is not there."""

    table: RecordTable
    number: int


Wish = SetFact | SetCell | AddRecord | DropRecord


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants changed, as typed.

    Args:
        set: 字段=值, 台账[3].列=值. add: 台账:列=值,列=值. drop: 台账[3].
    """

    set: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def read_wishes(wishes: Wishes, ruleset: RuleSet) -> tuple[Wish, ...]:
    """Read all that is wanted.

    Raises:
        UsageProblem: Nothing is wanted, something twice, a name that the rules do not have, or a
            value that its field cannot hold.
    """
    reader = _Reader(ruleset)
    found: list[Wish] = [reader.setting(text) for text in wishes.set]
    found += [reader.adding(text) for text in wishes.add]
    found += [reader.dropping(text) for text in wishes.drop]
    if not found:
        raise UsageProblem("请写明假设什么，如 --set 支部数=8、--add 获奖:项目=合唱,级别=省级。")
    _refuse_repeats(found)
    return tuple(found)


def _refuse_repeats(wishes: Sequence[Wish]) -> None:
    seen: set[tuple[object, ...]] = set()
    dropped = {(each.table.id, each.number) for each in wishes if isinstance(each, DropRecord)}
    for each in wishes:
        match each:
            case SetFact():
                key: tuple[object, ...] = (each.field.id,)
                said = f"“{each.field.id}”"
            case SetCell():
                key = (each.table.id, each.number, each.column.id)
                said = f"“{each.table.id}[{each.number}].{each.column.id}”"
                if (each.table.id, each.number) in dropped:
                    raise UsageProblem(f"{said}所在的记录又要去掉，请只写一样。")
            case DropRecord():
                key = ("drop", each.table.id, each.number)
                said = f"去掉“{each.table.id}[{each.number}]”"
            case AddRecord():
                continue
        if key in seen:
            raise UsageProblem(f"{said}假设了两次，请只写一次。")
        seen.add(key)


class _Reader:
    """Knows the names of a ruleset's facts."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._names = Dictionary(ruleset)

    def setting(self, text: str) -> Wish:
        """Read 字段=值 or 台账[3].列=值."""
        parts = _EQUALS.split(text, maxsplit=1)
        if len(parts) < 2:
            raise UsageProblem(f"--set 要写成 字段=值，如 --set 支部数=8，写的是“{text}”。")
        name, value = (part.strip() for part in parts)
        record = _RECORD.fullmatch(name)
        if record is None:
            field = self._field(name)
            return SetFact(field, _value(field, value, field.id))
        table = self._table(record["table"])
        column = self._column(table, record["rest"], f"{name}=")
        said = f"{table.id}[{record['number']}].{column.id}"
        return SetCell(table, _number(record["number"]), column, _value(column, value, said))

    def adding(self, text: str) -> Wish:
        """Read 台账:列=值,列=值."""
        parts = _COLON.split(text, maxsplit=1)
        if len(parts) < 2:
            raise UsageProblem(
                "--add 要写成 台账:列=值,列=值，如 --add 获奖:项目=合唱,级别=省级，"
                f"写的是“{text}”。"
            )
        table = self._table(parts[0].strip())
        cells: dict[str, Raw] = {}
        for name, value in self._pairs(table, parts[1]):
            column = self._column(table, name, text)
            if column.id in cells:
                raise UsageProblem(f"--add {text}：“{column.id}”写了两次，请只写一次。")
            cells[column.id] = _value(column, value, f"{table.id}.{column.id}")
        lacking = "、".join(
            f"“{each.id}”"
            for each in table.fields.values()
            if each.required and cells.get(each.id) is None
        )
        if lacking:
            message = f"--add {text}：台账“{table.id}”的{lacking}必填，请一并写上。"
            raise UsageProblem(message)
        return AddRecord(table, cells)

    def dropping(self, text: str) -> Wish:
        """Read 台账[3]."""
        record = _RECORD.fullmatch(text.strip())
        if record is None or record["rest"]:
            raise UsageProblem(f"--drop 要写成 台账[第几条]，如 --drop 获奖[2]，写的是“{text}”。")
        return DropRecord(self._table(record["table"]), _number(record["number"]))

    def _pairs(self, table: RecordTable, text: str) -> Iterable[tuple[str, str]]:
        """Split columns and values; a comma inside a value (书记,校长) belongs to it."""
        pieces: list[str] = []
        known = self._names.records[table.id]
        for piece in _BETWEEN.split(text):
            name = _EQUALS.split(piece, maxsplit=1)[0].strip()
            if pieces and (not _EQUALS.search(piece) or not known.find(name)):
                is_name = bool(_EQUALS.search(piece))
                if not is_name:
                    pieces[-1] += f"、{piece.strip()}"
                    continue
            pieces.append(piece)
        for piece in pieces:
            parts = _EQUALS.split(piece, maxsplit=1)
            yield parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""

    def _field(self, name: str) -> Field:
        match = self._names.school.find(name)
        key = match.key if match else ""
        if key in self._ruleset.identity:
            raise UsageProblem(f"“{key}”是用来认{self._ruleset.subject}的，不能假设成别的。")
        if key in self._ruleset.fields:
            return self._ruleset.fields[key]
        if name in self._ruleset.derived:
            behind = "、".join(f"“{each}”" for each in _behind(self._ruleset, name))
            raise UsageProblem(f"“{name}”是算出来的，不能直接假设。请改它的来处：{behind}。")
        if self._names.tables.find(name):
            raise UsageProblem(
                f"“{name}”是台账：改一格写 {name}[1].列=值，添一条用 --add，去一条用 --drop。"
            )
        near = suggest(name, _spellings(self._ruleset.fields))
        raise UsageProblem(f"没有字段“{name}”。{near}")

    def _table(self, name: str) -> RecordTable:
        match = self._names.tables.find(name)
        table = self._ruleset.tables.get(match.key) if match else None
        if table is None:
            raise UsageProblem(f"没有台账“{name}”。{suggest(name, self._ruleset.tables)}")
        below = self._ruleset.below
        if table.from_last_year or (below is not None and below.table == table.id):
            raise UsageProblem(f"台账“{table.id}”来自考核结果，不能假设。")
        return table

    def _column(self, table: RecordTable, name: str, text: str) -> Field:
        match = self._names.records[table.id].find(name)
        if match is None or match.key not in table.fields:
            raise UsageProblem(
                f"“{text}”：台账“{table.id}”没有列“{name}”。{suggest(name, table.fields)}"
            )
        return table.fields[match.key]


def _spellings(fields: Mapping[str, Field]) -> list[str]:
    return [name for field in fields.values() for name in (field.id, *field.aliases)]


def _behind(ruleset: RuleSet, name: str) -> list[str]:
    """Return the fields and record tables that a derived value is worked out from."""
    found: dict[str, None] = {}
    pending = [name]
    for each in pending:  # grows while it is read
        derived = ruleset.derived.get(each)
        if derived is None:
            found[each] = None
            continue
        pending += filter(None, (*derived.operands, derived.numerator, derived.denominator))
        pending += [derived.peers.value] if derived.peers else []
        if derived.table:
            found[f"台账 {derived.table}"] = None
    return list(found)


def _number(text: str) -> int:
    number = int(plain(text))
    if number < 1:
        raise UsageProblem("台账的记录从 1 数起，如 获奖[1]。")
    return number


def _value(field: Field, text: str, said: str) -> Raw:
    """Return a value as a cell would hold it.

    Raises:
        UsageProblem: The field cannot hold it.
    """
    if plain(text) in _BLANKS and text not in field.choices:
        return None
    reading = cell_reader(field)(text)
    if reading.state is State.UNREADABLE:
        finding = reading.findings[0]
        hint = f"{finding.hint}。" if finding.hint else ""
        raise UsageProblem(f"“{said}”{finding.message}。{hint}")
    return text
