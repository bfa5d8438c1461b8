"""Compare an edited rulebook with what was exported: the changes that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.diagnostics import Diagnostics, Place
from engine.editing import Change, Remove
from engine.facts.books.sheet import is_blank
from engine.rulebook.adding import place_new_rows, schema_of
from engine.rulebook.edits import (
    Edit,
    Spelling,
    changes_of_row,
    edits_of_row,
    name_in,
    renamed,
)
from engine.rulebook.inserting import Inserting
from engine.rulebook.layout import BLANK, Column, Kind, Path, Row, RuleFile, Section
from engine.rulebook.matching import Matched, match_rows
from engine.rulebook.opening import FoundRow, FoundSection
from engine.rulebook.plans import EACH, Plan
from engine.rulebook.trees import FIRST, SECOND

Changes = dict[str, list[Change]]
_SAID = (FIRST, SECOND, "台账", "类别", "文件")


class Comparison:
    """Compares section by section, and gathers the changes file by file.

    Args:
        files: As exported. is_english: The language in which new keys are written.

    `cells` names for each value of the texts, by file and path as exported, the cell that shows it.
    """

    def __init__(
        self, files: Mapping[str, RuleFile], diagnostics: Diagnostics, *, is_english: bool
    ) -> None:
        self._files, self._diagnostics, self._is_english = files, diagnostics, is_english
        self.changes: Changes = {}
        self.new_files: dict[str, str] = {}
        self.removed_files: set[str] = set()
        self.cells: dict[tuple[str, Path], Place] = {}

    def compare(self, plan: Plan, section: Section, found: FoundSection) -> None:
        """Gather the changes of one section."""
        if any(ask.keys == EACH for ask in plan.asks):
            _take_in_columns(section, found)
        self._report_columns(section, found)
        if plan.form == "keys":
            self._compare_settings(plan, section, found)
            return
        spelling = Spelling(section, is_english=self._is_english)
        matched = match_rows(section, found, self._diagnostics)
        for row, there in matched.kept:
            self._bind(row, there)
            self._report_useless(section, row, there)
            edits = self._edits(row, there, section)
            schema = schema_of(plan, row.kind)
            self._add(row.file, changes_of_row(row, edits, schema, spelling))
            self._add(row.file, renamed(row, there, section))
        self._remove(matched, found)
        new = place_new_rows(
            plan, section, matched.kept, matched.new, self._files, self._diagnostics
        )
        inserting = Inserting(plan, section, matched, self._files, spelling, self._diagnostics)
        inserting.take(new, self._edits)
        for file, change in inserting.changes():
            self._add(file, [change])
        self.new_files.update(inserting.new_files())

    def compare_remainder(self, section: Section, found: FoundSection) -> None:
        """Gather the changes of the sheet of what no other shows."""
        matched = match_rows(section, found, self._diagnostics)
        spelling = Spelling(section, is_english=self._is_english)
        for row, there in matched.kept:
            if self._is_about_another(row, there):
                continue
            self._bind(row, there)
            self._add(row.file, changes_of_row(row, self._edits(row, there, section), {}, spelling))
        for row in matched.gone:
            self._add(row.file, [Remove(row.path, found.place)])
        self._refuse_new(matched.new, found)

    def _is_about_another(self, row: Row, found: FoundRow) -> bool:
        """Report a row of what no other sheet shows whose file or position was overwritten."""
        for title in ("文件", "位置"):
            shown, said = row.cells.get(title), name_in(found, title)
            if shown is not None and said and said != str(shown.value):
                self._diagnostics.error(
                    "W008", f"“{title}”改了，看不出这一行的值是哪一处的", found.place_of(title),
                    said, f"请改回“{shown.value}”；要写别的设置，请直接写进方案的文件",
                )  # fmt: skip
                return True
        return False

    def _edits(self, row: Row, found: FoundRow, section: Section) -> list[Edit]:
        return edits_of_row(
            row, found, section, self._files, self._diagnostics, is_english=self._is_english
        )

    def _bind(self, row: Row, found: FoundRow) -> None:
        """Remember which cell stands for which value of the texts."""
        for title, shown in row.cells.items():
            for path in shown.covers:
                self.cells.setdefault((row.file, path), found.place_of(title))

    def _add(self, file: str, changes: Iterable[Change]) -> None:
        gathered = list(changes)
        if gathered:
            self.changes.setdefault(file, []).extend(gathered)

    def _compare_settings(self, plan: Plan, section: Section, found: FoundSection) -> None:
        """Gather the changes of a section with a key a row: all rows are one mapping."""
        matched = match_rows(section, found, self._diagnostics)
        edits: dict[str, list[Edit]] = {}
        for row, there in matched.kept:
            self._bind(row, there)
            column = next(iter(row.columns.values()))
            edits.setdefault(row.file, []).extend(
                Edit(column.keys, each.source, each.place)
                for each in self._edits(row, there, section)
            )
        for row in matched.gone:
            column, shown = next((row.columns[title], row.cells[title]) for title in row.columns)
            if not shown.is_blank:
                edits.setdefault(row.file, []).append(Edit(column.keys, None, found.place))
        self._refuse_new(matched.new, found)
        spelling = Spelling(section, is_english=self._is_english)
        heads = {row.file: row for row in section.rows}
        for file, wanted in edits.items():
            changes = changes_of_row(heads[file], wanted, schema_of(plan, "setting"), spelling)
            self._add(file, changes)

    def _refuse_new(self, rows: Sequence[FoundRow], found: FoundSection) -> None:
        for row in rows:
            title = next((each for each in row.cells if not is_blank(row.cells[each])), "")
            self._diagnostics.error(
                "W025", f"“{found.place.sheet}”这一段不能加行", row.place_of(title), "",
                "请写到有这一项的那一行，或另一张表上；多余的字请删去",
            )  # fmt: skip

    def _report_columns(self, section: Section, found: FoundSection) -> None:
        for column in section.columns:
            if column.title not in found.titles and column.kind is not Kind.CONTEXT:
                self._diagnostics.warning(
                    "W005", f"“{section.title}”少了“{column.title}”一列，这一列当作没有改",
                    found.place, column.title, "要改这一列的，请重新导出",
                )  # fmt: skip
        known = {column.title for column in section.columns}
        for title in found.titles:
            if title not in known:
                self._diagnostics.warning(
                    "W006", f"“{section.title}”多了“{title}”一列，没有读", found.place, title,
                    "规则里没有这一项；自己作记号用的可以不管",
                )  # fmt: skip

    def _report_useless(self, section: Section, row: Row, found: FoundRow) -> None:
        """Say of cells that were filled in where nothing reads them."""
        for column in section.columns:
            raw = found.cells.get(column.title)
            is_said = column.title in _SAID and (
                column.kind is Kind.CONTEXT or (bool(column.of) and row.kind not in column.of)
            )
            shown = row.cells.get(column.title)
            if is_said:
                said = str(shown.value) if shown and not shown.is_blank else ""
                if said and name_in(found, column.title) != said:
                    self._diagnostics.warning(
                        "W016", f"“{column.title}”在这一行只是给人看的，改了没有用",
                        found.place_of(column.title), name_in(found, column.title),
                        "要改名称，请改它自己的一行；要挪到别处，请在那里复制一行，再删去这一行",
                    )  # fmt: skip
            elif (shown is None and column.kind is not Kind.CONTEXT) and not is_blank(raw):
                self._diagnostics.error(
                    "W017", f"这一行没有“{column.title}”，填了没有用",
                    found.place_of(column.title), name_in(found, column.title), "请清空这一格",
                )  # fmt: skip

    def _remove(self, matched: Matched, found: FoundSection) -> None:
        """Gather what goes; a head goes only with all that stands below it."""
        for row in matched.gone:
            left = [
                each for each, _ in matched.kept
                if row.inner and each.file == row.file
                and each.holder[: len(row.inner)] == row.inner
            ]  # fmt: skip
            if left:
                place = next(there.place_of("") for each, there in matched.kept if each is left[0])
                name = next((str(s.value) for s in row.cells.values() if not s.is_blank), "")
                self._diagnostics.error(
                    "W022", f"“{name}”一行删去了，它下面的行还在", place, name,
                    "请把下面的行一起删去，或先改“一级指标”“二级指标”挪到别处",
                )  # fmt: skip
                continue
            if row.kind == "dimension":
                self.removed_files.add(row.file)
                continue
            above = [
                each for each in matched.gone
                if each.inner and each.file == row.file
                and row.holder[: len(each.inner)] == each.inner
            ]  # fmt: skip
            if not above:
                self._add(row.file, [Remove(row.path, found.place)])


def _take_in_columns(section: Section, found: FoundSection) -> None:
    """Take columns that somebody added to the matrix of duties for posts: their heads name them."""
    known = {column.title for column in section.columns}
    key = EACH.partition(".")[0]
    for title in found.titles:
        if title not in known and any(not is_blank(row.cells[title]) for row in found.rows):
            section.columns += (Column(title, Kind.TEXT, (key, title)),)
            for row in section.rows:
                row.cells[title] = BLANK
