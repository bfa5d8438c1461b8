"""Tell every school of a run: its row, and its section or its page, on all cores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from engine.reports.csv_file import text_cell
from engine.reports.run_folder import RunFolder
from engine.reports.sharing import share_out
from engine.website.pages import render, text_of
from engine.website.rows import SchoolRow, school_row
from engine.website.school import SchoolSections, school_css


@dataclass(frozen=True, slots=True)
class SchoolPages:
    """Where each school gets a page of its own.

    Args:
        folder: Where they are written. files: File name of each school, in order.
        names: Of the schools. report: The way from there to the report.
    """

    folder: Path
    files: Sequence[str]
    names: Sequence[str]
    report: str


@dataclass(frozen=True, slots=True)
class Told:
    """A run of schools: their rows, and their sections where they have no pages."""

    rows: list[SchoolRow]
    sections: list[str]


class _Teller:
    """Tells runs of schools.

    Args:
        run: The finished run. vetoes: The cell of a school's id -> status -> how many.
        places: Where the stories stand. pages: Where each school gets a page, if it does.
    """

    def __init__(
        self,
        run: RunFolder,
        vetoes: Mapping[str, Counter[str]],
        places: Sequence[int],
        pages: SchoolPages | None,
    ) -> None:
        self._run = run
        self._sections = SchoolSections(
            run.catalogue,
            run.table("cohorts"),
            robustness=run.table("robustness"),
            years=run.table("years"),
        )
        self._vetoes = vetoes
        self._places = places
        self._pages = pages

    def tell(self, schools: range) -> Told:
        """Tell a run of schools; write their pages, where they get any."""
        rows, sections = [], []
        stories = self._run.stories_at(self._places[at] for at in schools)
        for school, story in zip(schools, stories, strict=True):
            rows.append(school_row(story, self._vetoes.get(text_cell(story["school_id"]), {})))
            section = self._sections.section(story)
            if self._pages is None:
                sections.append(section)
            else:
                self._write_page(school, section, self._pages)
        return Told(rows, sections)

    def _write_page(self, school: int, section: str, pages: SchoolPages) -> None:
        def beside(at: int) -> tuple[str, str] | None:
            return (quote(pages.files[at]), pages.names[at]) if 0 <= at < len(pages.files) else None

        text = render(
            "school.html.j2",
            made={
                "section": section,
                "base_css": text_of("base.css"),
                "school_css": school_css(),
            },
            catalogue=self._run.catalogue,
            subject=self._run.subject,
            name=pages.names[school],
            report=pages.report,
            before=beside(school - 1),
            after=beside(school + 1),
        )
        path = pages.folder / pages.files[school]
        path.write_text(text, encoding="utf-8", newline="\n")


def _open_teller(
    run: RunFolder,
    vetoes: Mapping[str, Counter[str]],
    places: Sequence[int],
    pages: SchoolPages | None,
) -> Callable[[range], Told]:
    return _Teller(run, vetoes, places, pages).tell


def tell_schools(
    run: RunFolder,
    vetoes: Mapping[str, Counter[str]],
    places: Sequence[int],
    pages: SchoolPages | None,
) -> Iterator[Told]:
    """Yield what is told of each run of schools, in order.

    Args:
        run: The finished run. vetoes: The cell of a school's id -> status -> how many.
        places: Where the stories stand. pages: Where each school gets a page; None: nowhere.
    """
    opened = partial(_open_teller, run, vetoes, places, pages)
    yield from share_out(opened, len(places), "写各校说明")
