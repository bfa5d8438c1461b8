"""Tell every school of a run: its row, and its section or its page, on all cores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from engine.reports.run_folder import RunFolder
from engine.reports.sharing import share_out
from engine.reports.story_file import Story, StoryPlace, stories_at
from engine.ruleset.subject import Subject
from engine.website.pages import render, text_of
from engine.website.rows import SchoolRow, school_row
from engine.website.school import SchoolSections, school_css


@dataclass(frozen=True, slots=True)
class SchoolPages:
    """Where each school gets a page of its own.

    Args:
        folder: Where they are written. names: File name of each school, in order.
        report: The way from there to the report.
    """

    folder: Path
    names: Sequence[str]
    report: str


@dataclass(frozen=True, slots=True)
class Told:
    """A run of schools: their rows, and their sections where they have no pages."""

    rows: list[SchoolRow]
    sections: list[str]


class _Teller:
    def __init__(
        self,
        out: Path,
        catalogue: Story,
        sections: SchoolSections,
        vetoes: Mapping[str, Counter[str]],
        places: Sequence[StoryPlace],
        pages: SchoolPages | None,
    ) -> None:
        self._out = out
        self._catalogue = catalogue
        self._sections = sections
        self._vetoes = vetoes
        self._places = places
        self._pages = pages

    def tell(self, schools: range) -> Told:
        rows, sections = [], []
        stories = stories_at(self._out, self._places[schools.start].start, len(schools))
        for school, story in zip(schools, stories, strict=True):
            rows.append(school_row(story, self._vetoes.get(story["school_id"], {})))
            section = self._sections.section(story)
            if self._pages is None:
                sections.append(section)
            else:
                self._write_page(school, section, self._pages)
        return Told(rows, sections)

    def _write_page(self, school: int, section: str, pages: SchoolPages) -> None:
        def beside(at: int) -> tuple[str, str] | None:
            return (quote(pages.names[at]), self._places[at].name) if 0 <= at < len(pages.names) else None

        text = render(
            "school.html.j2",
            made={
                "section": section,
                "base_css": text_of("base.css"),
                "school_css": school_css(),
            },
            catalogue=self._catalogue,
            subject=Subject(self._catalogue["subject"]),
            name=self._places[school].name,
            report=pages.report,
            before=beside(school - 1),
            after=beside(school + 1),
        )
        path = pages.folder / pages.names[school]
        path.write_text(text, encoding="utf-8", newline="\n")


def _open_teller(
    run: RunFolder,
    vetoes: Mapping[str, Counter[str]],
    places: Sequence[StoryPlace],
    pages: SchoolPages | None,
) -> Callable[[range], Told]:
    sections = SchoolSections(
        run.catalogue,
        run.table("cohorts"),
        robustness=run.table("robustness"),
        years=run.table("years"),
    )
    return _Teller(run.path, run.catalogue, sections, vetoes, places, pages).tell


def tell_schools(
    run: RunFolder,
    vetoes: Mapping[str, Counter[str]],
    places: Sequence[StoryPlace],
    pages: SchoolPages | None,
) -> Iterator[Told]:
    """Yield what is told of each run of schools, in order.

    Args:
        run: The finished run. vetoes: School id -> status -> how many.
        places: Where the stories stand. pages: Where each school gets a page; None: nowhere.
    """
    opened = partial(_open_teller, run, vetoes, places, pages)
    yield from share_out(opened, len(places), "写各校说明")
