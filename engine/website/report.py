"""Write the report of a run: one page that opens anywhere, or a page a school with an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from engine.reports.csv_file import cell_text
from engine.reports.file_names import file_names
from engine.reports.run_folder import RunFolder
from engine.website.overview import Overview, overview_of
from engine.website.packing import SCHOOLS_A_PACK, Packed, pack_sections
from engine.website.pages import render, script_digest, text_of
from engine.website.rows import SchoolRow, sort_key, vetoes_by_school
from engine.website.run_tables import run_tables
from engine.website.school import school_css, section_id
from engine.website.sections import SchoolPages, tell_schools

REPORT, PAGES = "report.html", "pages"
# One page for more schools than these would be slow to open and to send.
MOST_SCHOOLS = 500
# The table of schools holds them all.
_MOST_UNGRADED = 100


@dataclass(frozen=True, slots=True)
class Report:
    """What was written.

    Args:
        overview: What the page shows first.
        files: Name of each file or folder -> what it is.
    """

    overview: Overview
    files: Mapping[str, str]


def write_report(
    run: RunFolder,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    pages: bool = False,
) -> Report:
    """Write report.html, and past `MOST_SCHOOLS` a page a school in the folder pages.

    Args:
        run: The finished run. folder: Where to.
        progress: Called with (schools told, schools in all).
        pages: Whether each school gets a page of its own however few there are.

    Returns:
        What was written.
    """
    places, vetoes = run.story_places(), run.table("vetoes")
    own = None
    if pages or len(places) > MOST_SCHOOLS:
        ids, names = (
            [cell_text(each[column]) for each in run.scores] for column in ("school_id", "name")
        )
        files = file_names(zip(ids, names, strict=True), ".html")
        own = SchoolPages(folder / PAGES, files, names, f"../{REPORT}")
        own.folder.mkdir(parents=True, exist_ok=True)
    rows: list[SchoolRow] = []
    sections: list[str] = []
    for told in tell_schools(run, vetoes_by_school(vetoes), places, own):
        rows.extend(told.rows)
        sections.extend(told.sections)
        if progress is not None:
            progress(len(rows), len(places))
    overview = overview_of(run, rows, vetoes)
    links = {
        each.id: f"{PAGES}/{quote(own.files[at])}" if own is not None else f"#{section_id(each.id)}"
        for at, each in enumerate(rows)
    }
    packed = pack_sections(sections) if own is None else None
    text = _page(run, rows, overview, links, packed)
    (folder / REPORT).write_text(text, encoding="utf-8", newline="\n")
    if own is None:
        return Report(overview, {REPORT: "总览、名单和各校说明，双击打开"})
    each_one = f"一{run.subject.measure}一页，和 {REPORT} 放在一起"
    return Report(overview, {REPORT: "总览和名单，双击打开", PAGES: each_one})


def _page(
    run: RunFolder,
    rows: list[SchoolRow],
    overview: Overview,
    links: dict[str, str],
    packed: Packed | None,
) -> str:
    script = text_of("report.js")
    return render(
        "report.html.j2",
        made={
            "base_css": text_of("base.css"),
            "report_css": text_of("report.css"),
            "school_css": school_css() if packed is not None else "",
            "script": script,
            "script_digest": script_digest(script),
        },
        catalogue=run.catalogue,
        receipt=run.receipt,
        subject=run.subject,
        rows=rows,
        overview=overview,
        tables=run_tables(run, rows),
        link=links,
        packed=packed,
        schools_a_pack=SCHOOLS_A_PACK,
        most_ungraded=_MOST_UNGRADED,
        sort_key=sort_key,
        cohorts=sorted({each.cohort for each in rows}),
        statuses=sorted({each.status for each in rows}),
    )
