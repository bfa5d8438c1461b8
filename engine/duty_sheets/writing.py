"""Write the duty sheets of a run as Word files, one a school, on all cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from engine.duty_sheets.choosing import Chosen
from engine.reports.csv_file import cell_text
from engine.reports.duty_sheet import duty_sheets
from engine.reports.file_names import file_names, harmless
from engine.reports.report_place import check_place, report_place
from engine.reports.run_folder import RunFolder
from engine.reports.sharing import share_out

# Below the folder of the run; elsewhere the sheets stand by themselves.
SHEETS = "duties"
_KIND = "述职安全履职清单"


@dataclass(frozen=True, slots=True)
class WrittenSheets:
    """What was written: into which folder, of how many schools and leaders."""

    folder: Path
    n_schools: int
    n_leaders: int


def write_sheets(
    run: RunFolder,
    chosen: Chosen | None,
    out: Path | None,
    progress: Callable[[int, int], None] | None = None,
) -> WrittenSheets:
    """Write the sheets.

    Args:
        chosen: Of one school, or of one leader; of all schools without it.
        out: Where to; None: into the run's own folder.
        progress: Called with (schools done, schools in all).

    Raises:
        UsageProblem: A file is in the way.
    """
    folder, inner = (run.path, SHEETS) if out is None else (out, "")
    ids = [(cell_text(row["school_id"]), cell_text(row["name"])) for row in run.scores]
    person = chosen.person if chosen is not None else ""
    at = [chosen.school] if chosen is not None else list(range(len(ids)))
    ending = f"_{harmless(person)}_{_KIND}.docx" if person else f"_{_KIND}.docx"
    names, places = file_names(ids, ending), run.story_places()
    n_schools = n_leaders = 0
    wanted = [PurePosixPath(inner, names[each]).as_posix() for each in at]
    check_place(folder, _KIND, wanted, is_whole=chosen is None)
    with report_place(folder, _KIND, is_whole=chosen is None) as stage:
        (stage / inner).mkdir(exist_ok=True)
        files = [stage / inner / names[each] for each in at]
        work = partial(_Writer, run, [places[each] for each in at], files, person)
        for written in share_out(work, len(at), "写清单"):
            n_schools, n_leaders = n_schools + len(written), n_leaders + sum(written)
            if progress is not None:
                progress(n_schools, len(at))
    return WrittenSheets(folder / inner, n_schools, n_leaders)


class _Writer:
    """Writes the sheets of runs of schools."""

    def __init__(
        self, run: RunFolder, places: Sequence[int], files: Sequence[Path], person: str
    ) -> None:
        # Here, since python-docx takes a while to load and the terminal does without.
        from engine.duty_sheets.word_sheet import SheetPrinter

        self._run, self._places, self._files, self._person = run, places, files, person
        self._catalogue, self._printer = run.catalogue, SheetPrinter(run.catalogue)

    def __call__(self, schools: range) -> list[int]:
        """Write the sheets of some schools, and return how many leaders each has."""
        counts = []
        stories = self._run.stories_at([self._places[each] for each in schools])
        for at, story in zip(schools, stories, strict=True):
            sheets = duty_sheets(self._catalogue, story)
            if self._person:
                sheets = [sheet for sheet in sheets if sheet.name == self._person]
            self._files[at].write_bytes(self._printer.word_bytes(story, sheets))
            counts.append(len(sheets))
        return counts
