"""Write the section of one school: everything that its story tells, as a piece of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.facts.stages.revision import Outcome
from engine.reports.csv_file import cell_text
from engine.reports.veto_page import outlooks_of
from engine.ruleset.subject import Subject
from engine.website.school.entries import Facts, Ledger
from engine.website.school.naming import section_id
from engine.website.school.quiet import quiet_of
from engine.website.school.responsibility import responsibility_of
from engine.website.school.standing import Cohorts, Row, standing_of
from engine.website.school.waterfall_chart import waterfall_of
from engine.website.school.years import year_sentences

Story = dict[str, Any]

_HERE = Path(__file__).parent


def school_css() -> str:
    """Return the style sheet of sections: everything in it stands below `.school`."""
    return (_HERE / "school.css").read_text(encoding="utf-8")


class SchoolSections:
    """Writes the sections of a run's schools.

    Args:
        catalogue: What all stories share. cohorts: The rows of cohorts.csv; without them a
            section compares with nobody.
        robustness: The rows of robustness.csv. years: Those of years.csv. Both may be none.
    """

    def __init__(
        self,
        catalogue: Story,
        cohorts: Iterable[Row] = (),
        *,
        robustness: Iterable[Row] = (),
        years: Iterable[Row] = (),
    ) -> None:
        environment = Environment(
            loader=FileSystemLoader(_HERE / "templates", encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._template = environment.get_template("section.html.j2")
        self._catalogue = catalogue
        self._ledger = Ledger(catalogue)
        self._cohorts = Cohorts(cohorts)
        self._subject = Subject(catalogue["subject"])
        self._robustness = {cell_text(row["school_id"]): row for row in robustness}
        self._years = {cell_text(row["school_id"]): row for row in years if row["school_id"]}

    def section(self, story: Story) -> str:
        """Write the section of one school: HTML without scripts and styles of its own."""
        return self._template.render(
            id=section_id(story["school_id"]),
            catalogue=self._catalogue,
            story=story,
            subject=self._subject,
            moves=list(_moves(story)),
            outlooks=list(outlooks_of(story)),
            waterfall=waterfall_of(self._catalogue, story),
            standings=list(self._standings(story)),
            entries=self._ledger.of(story),
            robustness=self._robustness.get(story["school_id"]),
            years=self._year_sentences(story),
            responsibility=responsibility_of(self._catalogue, story),
            quiet=quiet_of(self._catalogue, story),
            revisions=list(_revised(story)),
        )

    def _year_sentences(self, story: Story) -> list[str]:
        row = self._years.get(story["school_id"])
        return [] if row is None else list(year_sentences(row))

    def _standings(self, story: Story) -> Iterator[tuple[str, Any]]:
        names = {each["id"]: each["name"] for each in self._catalogue["dimensions"]}
        dimensions = [
            {**each, "name": names[each["id"]], "rate": each["rate"] if each["applicable"] else ""}
            for each in story["dimensions"]
        ]
        matters = [{**each, "id": each["name"]} for each in story["matters"]]
        yield "维度", standing_of(story, "dimension", dimensions, self._cohorts)
        if matters:
            yield "事项", standing_of(story, "matter", matters, self._cohorts)


def _moves(story: Story) -> Iterator[Story]:
    facts = Facts(story)
    for each in story["moves"]:
        yield {**each, "facts": facts.read(each.get("facts", ()))}


def _revised(story: Story) -> Iterator[Story]:
    """Yield what a team changed; what it confirmed is only counted."""
    return (
        each for each in story.get("revisions", ()) if each["outcome"] != Outcome.CONFIRMED.label
    )
