"""Write the letters of a run, a school at a time, on all cores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.diagnostics import UsageProblem
from engine.letters.letter import Letters
from engine.letters.office import Office
from engine.letters.papers import Paper, open_template
from engine.letters.pdf import PdfPaper
from engine.reports.csv_file import cell_text
from engine.reports.file_names import file_names
from engine.reports.report_place import check_place, report_place
from engine.reports.run_folder import RunFolder
from engine.reports.sharing import share_out

# Below the folder of the run; elsewhere the letters stand by themselves.
LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written.

    Args:
        papers: Which papers. office: What the office says in them.
        schools: To which schools, by id or name; to all where it is empty.
        templates: The office's own templates. out: Where to; None: into the run's own folder.
        is_pdf: Write PDF and not Word.
    """

    papers: tuple[Paper, ...]
    office: Office
    schools: tuple[str, ...] = ()
    templates: Mapping[Paper, Path] | None = None
    out: Path | None = None
    is_pdf: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: into which folder, and to how many schools, with the word for them."""

    folder: Path
    n_schools: int
    counted: str


def write_letters(
    run: RunFolder, wish: Wish, progress: Callable[[int, int], None] | None = None
) -> Written:
    """Write the letters.

    Args:
        progress: Called with (schools done, schools in all).

    Raises:
        UsageProblem: A school is not there, a template cannot be used, a file is in the way, or
            the days contradict each other.
    """
    _check_days(wish.office)
    at = run.positions(wish.schools)
    folder, inner = (run.path, LETTERS) if wish.out is None else (wish.out, "")
    ids = [(cell_text(row["school_id"]), cell_text(row["name"])) for row in run.scores]
    places, ending = run.story_places(), ".pdf" if wish.is_pdf else ".docx"
    open_papers(wish)  # what is wrong with a template is told before anything is begun
    files: dict[Paper, list[str]] = {}
    kinds = {each: f"{each}（PDF）" if wish.is_pdf else each.value for each in wish.papers}
    for paper, kind in kinds.items():
        named = file_names(ids, f"_{paper}{ending}")
        files[paper] = [(Path(inner) / named[each]).as_posix() for each in at]
        check_place(folder, kind, files[paper], is_whole=not wish.schools)
    with ExitStack() as stack:
        names: dict[Paper, list[Path]] = {}
        for paper, kind in kinds.items():
            stage = stack.enter_context(report_place(folder, kind, is_whole=not wish.schools))
            (stage / inner).mkdir(exist_ok=True)
            names[paper] = [stage / each for each in files[paper]]
        work = partial(_Writer, run, wish, [places[each] for each in at], names)
        done = 0
        for n_schools in share_out(work, len(at), "写信"):
            done += n_schools
            if progress is not None:
                progress(done, len(at))
    return Written(folder / inner, len(at), f"{len(at)} {run.subject.counted}")


def _check_days(office: Office) -> None:
    if office.day is not None and office.mend_by is not None and office.mend_by < office.day:
        raise UsageProblem(
            f"整改期限 {office.mend_by} 比落款日期 {office.day} 还早。请改 --mend-by 或 --date。"
        )


def open_papers(wish: Wish) -> dict[Paper, Callable[[Mapping[str, object]], bytes]]:
    """Return what makes the file of each paper from the values of a letter.

    Raises:
        UsageProblem: A template cannot be used, or PDF cannot be made here.
    """
    if wish.is_pdf:
        return {each: PdfPaper(each).filled for each in wish.papers}
    return {each: open_template(each, wish.templates or {}).filled for each in wish.papers}


class _Writer:
    """Writes the letters of runs of schools."""

    def __init__(
        self,
        run: RunFolder,
        wish: Wish,
        places: Sequence[int],
        names: Mapping[Paper, Sequence[Path]],
    ) -> None:
        self._run, self._places, self._names = run, places, names
        self._letters = Letters(run.catalogue, wish.office)
        self._papers = open_papers(wish)

    def __call__(self, schools: range) -> int:
        stories = self._run.stories_at([self._places[each] for each in schools])
        for at, story in zip(schools, stories, strict=True):
            values = self._letters.values(story)
            for paper, filled in self._papers.items():
                self._names[paper][at].write_bytes(filled(values))
        return len(schools)
