"""Edit the texts of a folder of rules in memory, and check the rules that come of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path as FilePath

from engine.diagnostics import Diagnostic, Diagnostics, Place, Severity
from engine.editing.changes import Change, EditRefused, Path
from engine.editing.editing import edit_traced, path_at
from engine.editing.tracing import Edited
from engine.ruleset import check_other_editions, check_ruleset
from engine.ruleset.model import RuleSet


@dataclass(frozen=True, slots=True)
class EditedFolder:
    """The texts of a folder of rules, as they are and as they are to be.

    Args:
        before: File -> text as it is. after: As it is to be; only files that stay or come.
        edited: File -> how its text was edited.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    edited: Mapping[str, Edited] = field(default_factory=dict)

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the files that change, come or go."""
        names = sorted({*self.before, *self.after})
        return tuple(name for name in names if self.before.get(name) != self.after.get(name))


def edit_folder(
    texts: Mapping[str, str],
    changes: Mapping[str, tuple[Change, ...]],
    shown_as: str,
    new: Mapping[str, str] | None = None,
    removed: Iterable[str] = (),
) -> EditedFolder:
    """Edit the texts of a folder.

    Args:
        texts: File (relative to the folder) -> text. changes: File -> its changes.
        shown_as: The folder, as the user knows it.
        new: Files that come, with their texts. removed: Files that go.

    Raises:
        EditRefused: Changes cannot be made; all of all files are told.
    """
    told = Diagnostics()
    after = {**texts, **(new or {})}
    edited = {}
    for name, wanted in changes.items():
        try:
            edited[name] = edit_traced(after[name], f"{shown_as}/{name}", wanted)
            after[name] = edited[name].text
        except EditRefused as problem:
            told.extend(problem.diagnostics)
    if told.has_errors:
        raise EditRefused(f"有 {len(told)} 处改不了，“{shown_as}”没有改动", told)
    for name in removed:
        after.pop(name, None)
    return EditedFolder(dict(texts), after, edited)


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking an edited folder found.

    Args:
        ruleset: As it would be loaded; None where it could not be used.
        problems: At the change that brought them, where one did; else at the place in the
            file as it stands now.
        other_days: Date of another edition -> what is wrong then.
    """

    ruleset: RuleSet | None
    problems: tuple[Diagnostic, ...]
    other_days: Mapping[date, tuple[Diagnostic, ...]]

    def problems_since(self, before: Checked) -> tuple[Diagnostic, ...]:
        """Return the problems that an edit brought; all, where the rules cannot be used."""
        known = before._known()
        return tuple(
            each
            for each in self.problems
            if self.ruleset is None or (each.code, each.message) not in known
        )

    def errors_on_other_days_since(self, before: Checked) -> dict[date, tuple[Diagnostic, ...]]:
        """Return the errors of other editions that an edit brought."""
        known = before._known()
        found = {
            day: tuple(
                each
                for each in problems
                if each.severity is Severity.ERROR and (each.code, each.message) not in known
            )
            for day, problems in self.other_days.items()
        }
        return {day: errors for day, errors in found.items() if errors}

    def _known(self) -> set[tuple[str, str]]:
        found = [*self.problems, *(each for day in self.other_days.values() for each in day)]
        return {(each.code, each.message) for each in found}


# Of what is lacking a file is told which line to add; on a sheet there is a cell for it.
_LACKING = ("R003",)

Cells = Mapping[tuple[str, Path], Place]


def check_edited(
    folder: EditedFolder, shown_as: str, as_of: date | None = None, cells: Cells | None = None
) -> Checked:
    """Load the rules that would come of an edited folder, and check them.

    Args:
        folder: The texts. shown_as: The folder, as the user knows it.
        as_of: The date whose editions are in force; without it, the others are checked too.
        cells: File and path in its text before -> where the user sees the value.
    """
    tracing = _Tracing(folder, shown_as.rstrip("/"), cells or {})
    with _copied(folder.after) as copy:
        ruleset, problems = check_ruleset(copy, shown_as, as_of)
        others: Mapping[date, tuple[Diagnostic, ...]] = {}
        if ruleset is not None and as_of is None:
            others = check_other_editions(copy, ruleset, problems, shown_as)
    return Checked(
        ruleset,
        tracing.trace(problems),
        {day: tracing.trace(found) for day, found in others.items()},
    )


@contextmanager
def _copied(texts: Mapping[str, str]) -> Iterator[FilePath]:
    """Yield a folder with these texts, for as long as they are looked at."""
    with tempfile.TemporaryDirectory(prefix="pingheng-") as made:
        for name, text in texts.items():
            path = FilePath(made, *name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        yield FilePath(made)


@dataclass(frozen=True, slots=True)
class _Tracing:
    """Finds for problems of the edited texts the places that the user knows."""

    folder: EditedFolder
    shown_as: str
    cells: Cells

    def trace(self, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return problems at the changes that brought them, or where it stands now."""
        told = Diagnostics()
        for each in problems:
            place = self._place(each.place)
            if place is not None and place.sheet and each.code in _LACKING:
                each = replace(each, hint="请在表里补上这一项")
            told.add(replace(each, place=place))
        return told.sorted()

    def _place(self, place: Place | None) -> Place | None:
        name = place.file.removeprefix(f"{self.shown_as}/") if place else ""
        if place is None or not place.line or name not in self.folder.after:
            return place
        edited = self.folder.edited.get(name, Edited(self.folder.after[name]))
        if cause := edited.cause_at(place.line, place.column):
            return cause
        there = replace(place, line=edited.line_before(place.line))
        return self._cell_of(name, there) or there

    def _cell_of(self, name: str, place: Place) -> Place | None:
        """Return where the user sees what stands at a place, or the nearest value around it."""
        if name not in self.folder.before:
            return None
        try:
            path = path_at(self.folder.before[name], place.line, place.column)
        except EditRefused:  # the file is broken: no cell stands for what is in it
            return None
        for length in range(len(path), 0, -1):
            if cell := self.cells.get((name, path[:length])):
                return cell
        return None
