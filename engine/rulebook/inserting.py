"""Put new rows into the lists and mappings where they belong, and rows of a list in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.diagnostics import Diagnostics, Place
from engine.editing import Change, PutEntry
from engine.rulebook.adding import NewRow, schema_of
from engine.rulebook.drawing import find_node
from engine.rulebook.edits import Edit, Spelling, compose, name_in
from engine.rulebook.layout import Files, Kind, Path, Row, Section, node_at
from engine.rulebook.matching import Matched
from engine.rulebook.opening import FoundRow
from engine.rulebook.ordering import LAST, ORDER, Placed, changes_of_order, rank_of
from engine.rulebook.plans import Plan
from engine.rulebook.sources import mapping_source
from engine.ruleset.nodes import MappingNode, SequenceNode

_CHILDREN = {
    "group": "indicators",
    "dimension": "indicators",
    "table": "fields",
    "head": "items",
}
_AT = {"table": ("tables",)}
_FOLDER = "dimensions"

EditsOf = Callable[[Row, FoundRow, Section], Sequence[Edit]]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a new row goes.

    Args:
        path: The list or mapping; where it is not there yet, what it will stand in.
        missing: The keys (canonical) that lead on to it, where it is not there yet.
    """

    file: str
    path: Path
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _New:
    """A row that is written: its name, where it is an entry, and its YAML."""

    name: str
    source: str
    place: Place


class Inserting:
    """The new rows of one section, and the order of its lists."""

    def __init__(
        self, plan: Plan, section: Section, matched: Matched, files: Files, spelling: Spelling,
        diagnostics: Diagnostics,
    ) -> None:  # fmt: skip
        self._plan, self._section, self._matched = plan, section, matched
        self._files, self._spelling, self._diagnostics = files, spelling, diagnostics
        self._lists: dict[tuple[str, Path], list[Placed]] = {}
        self._ranks: dict[int, float] = {}
        self._puts: list[tuple[str, Change]] = []
        self._starts: dict[Home, list[_New]] = {}
        self._dimensions: dict[str, str] = {}

    def take(self, new: Sequence[NewRow], edits_of: EditsOf) -> None:
        """Place all rows, in the order of the sheet."""
        fresh = {each.found.number: each for each in new if not isinstance(each.parent, NewRow)}
        rows = [(there.number, row, there) for row, there in self._matched.kept]
        rows += [(number, each.row, each.found) for number, each in fresh.items()]
        for number, row, there in sorted(rows, key=lambda each: each[0]):
            if number in fresh:
                self._insert(fresh[number], edits_of)
            elif row.holder and isinstance(position := row.path[-1], int):
                rank = rank_of(there, float(position + 1), self._diagnostics)
                self._ranks[number] = rank
                placed = Placed(rank, position, "", there.place_of(ORDER))
                self._lists.setdefault((row.file, row.holder), []).append(placed)

    def changes(self) -> Iterator[tuple[str, Change]]:
        """Yield what is put, and what moves, file by file."""
        yield from self._puts
        for (file, holder), rows in self._lists.items():
            node = node_at(self._files[file].root, holder)
            length = len(node.items) if isinstance(node, SequenceNode) else 0
            for change in changes_of_order(holder, length, rows):
                yield file, change
        for home, news in self._starts.items():
            if home.file in self._files:
                key, *inner = home.missing
                source = self._nested(inner, news)
                change = PutEntry(home.path, self._spelling.of(key), source, None, news[0].place)
                yield home.file, change

    def new_files(self) -> Iterator[tuple[str, str]]:
        """Yield the files that are not there yet, with their texts."""
        yield from self._dimensions.items()
        for home, news in self._starts.items():
            if home.file not in self._files:
                yield home.file, self._nested(list(home.missing), news) + "\n"

    def _nested(self, keys: Sequence[str], news: Sequence[_New]) -> str:
        """Return what stands below the keys that lead to new rows."""
        if news[0].name:
            source = mapping_source((new.name, new.source) for new in news)
        else:
            source = "\n".join(_item(new.source) for new in news)
        for key in reversed(keys):
            source = mapping_source([(self._spelling.of(key), source)])
        return source

    def _insert(self, made: NewRow, edits_of: EditsOf) -> None:
        new = self._written(made, edits_of)
        if new is None:
            return
        if made.row.kind == "dimension":
            self._dimensions[f"{_FOLDER}/{_file_name(made, self._files)}"] = new.source + "\n"
            return
        home = self._home(made)
        if home.missing:
            self._starts.setdefault(home, []).append(new)
        elif new.name:
            before = self._entry_behind(home, made)
            put = PutEntry(home.path, new.name, new.source, before, new.place)
            self._puts.append((home.file, put))
        else:
            rank = rank_of(made.found, self._rank_above(home, made), self._diagnostics)
            self._ranks[made.found.number] = rank
            placed = Placed(rank, None, new.source, new.place)
            self._lists.setdefault((home.file, home.path), []).append(placed)

    def _home(self, made: NewRow) -> Home:
        """Return the list or mapping into which a row goes."""
        file, parent = made.row.file, made.parent
        if isinstance(parent, Row):
            if parent.inner:
                return Home(file, parent.inner)
            return Home(file, parent.path, (_CHILDREN[parent.kind],))
        keys = (made.head, "items") if made.head else _AT.get(made.row.kind, self._plan.at)
        for length in range(len(keys), -1, -1):
            found = find_node(self._files[file], keys[:length]) if file in self._files else None
            if found is not None:
                return Home(file, found[1], keys[length:])
        return Home(file, (), keys)

    def _rank_above(self, home: Home, made: NewRow) -> float:
        """Return the rank of the row above a new one, which it follows where it names none."""
        above = made.above
        if above is None:
            return LAST
        if above is made.parent:
            return 0.0
        if isinstance(above, NewRow):
            same = above.parent is made.parent
            return self._ranks.get(above.found.number, LAST) if same else LAST
        if above.file != home.file or above.holder != home.path:
            return self._rank_of_group(home, above)
        return self._rank_of_row(above)

    def _rank_of_group(self, home: Home, above: Row) -> float:
        """Return the rank of the item of a list in which the row above stands deeper."""
        length = len(home.path)
        inside = above.file == home.file and above.holder[:length] == home.path
        if not inside or len(above.holder) <= length:
            return LAST
        key = (*home.path, above.holder[length])
        group = next((row for row, _ in self._matched.kept if row.path == key), None)
        return self._rank_of_row(group) if group is not None else LAST

    def _rank_of_row(self, row: Row) -> float:
        return next(
            (
                self._ranks[there.number]
                for each, there in self._matched.kept
                if each is row and there.number in self._ranks
            ),
            LAST,
        )

    def _entry_behind(self, home: Home, made: NewRow) -> str | None:
        """Return the entry before which a new one goes: that behind the row above it."""
        above = made.above
        kept = {row.path for row, _ in self._matched.kept if row.file == home.file}
        node = node_at(self._files[home.file].root, home.path)
        names = [entry.shown for entry in node] if isinstance(node, MappingNode) else []
        names = [name for name in names if (*home.path, name) in kept]
        if above is not None and above is made.parent:
            return names[0] if names else None
        while isinstance(above, NewRow):
            above = above.above
        if above is None or above.file != home.file:
            return None
        length = len(home.path)
        if above.path[:length] != home.path or len(above.path) == length:
            return None
        own = above.path[length]
        at = names.index(own) + 1 if own in names else len(names)
        return names[at] if at < len(names) else None

    def _written(self, made: NewRow, edits_of: EditsOf) -> _New | None:
        """Return a new row as YAML; report what it lacks."""
        edits = list(edits_of(made.row, made.found, self._section))
        whole = next((each.source for each in edits if not each.keys), None)
        schema = schema_of(self._plan, made.row.kind)
        lacking = self._lacking(made, edits)
        if lacking:
            self._diagnostics.error(
                "W018", f"新的一行没有填“{'”“'.join(lacking)}”",
                made.found.place_of(lacking[0]), "", "请填上；不要这一行的，请整行删去",
            )  # fmt: skip
            return None
        source = whole or compose([each for each in edits if each.keys], schema, self._spelling)
        for child in made.children:
            below = self._written(child, edits_of)
            if below is not None:
                source = self._with_child(source or "", made.row.kind, below)
        if made.row.kind == "dimension" and source is not None:
            source = self._dimension(source)
        if source is None:
            self._diagnostics.error(
                "W018", "新的一行只有名称，没有内容", made.place, "", "请填上；不要的请整行删去"
            )
            return None
        return _New(self._name(made), source, made.place)

    def _with_child(self, source: str, kind: str, below: _New) -> str:
        key = self._spelling.of(_CHILDREN[kind])
        text = mapping_source([(below.name, below.source)]) if below.name else _item(below.source)
        lines = "\n".join(f"  {line}" for line in text.split("\n"))
        return f"{source}\n{lines}" if f"\n{key}:\n" in source else f"{source}\n{key}:\n{lines}"

    def _dimension(self, source: str) -> str:
        """Return the text of a new dimension's file: its own keys, then what stands below it."""
        key = f"\n{self._spelling.of('indicators')}:\n"
        own, _, below = source.partition(key)
        head = mapping_source([(self._spelling.of("dimension"), own)])
        return f"{head}{key}{below}" if below else head

    def _lacking(self, made: NewRow, edits: Sequence[Edit]) -> list[str]:
        given = {each.keys for each in edits if each.source is not None}
        lacking = []
        for column in self._section.columns:
            if column.title not in made.row.cells:
                continue
            if (column.kind is Kind.NAME and not name_in(made.found, column.title)) or (
                column.is_required and len(column.keys) == 1 and column.keys not in given
            ):
                lacking.append(column.title)
        return lacking

    def _name(self, made: NewRow) -> str:
        """Return the name of a new entry; nothing for an item of a list."""
        for column in self._section.columns:
            if column.kind is Kind.NAME and column.title in made.row.cells:
                return name_in(made.found, column.title)
        return ""


def _item(source: str) -> str:
    return "- " + source.replace("\n", "\n  ")


def _file_name(made: NewRow, files: Files) -> str:
    """Return a file name that no dimension has: by its id, where that is ASCII."""
    said = name_in(made.found, "编号").lower()
    stem = said if said.isascii() and said.isalnum() else "dimension"
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(files) + 3))]
    return next(f"{name}.yaml" for name in names if f"{_FOLDER}/{name}.yaml" not in files)
