"""Make the list of grades for publication (公示名单), as Word and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from engine.diagnostics import UsageProblem
from engine.letters.default_templates import publication_template
from engine.letters.letter import Values, assessment_values, printable
from engine.letters.office import Office, day_text
from engine.letters.tags import PUBLICATION_TAGS
from engine.letters.template_file import template_of
from engine.letters.word_template import WordTemplate, word_template
from engine.letters.writing import LETTERS
from engine.reports.csv_file import csv_text, open_csv, points_cell, text_cell
from engine.reports.publication import Publication, publication
from engine.reports.report_place import report_place
from engine.reports.run_folder import RunFolder

KIND = "公示名单"
FILE = f"{KIND}.docx"


@dataclass(frozen=True, slots=True)
class PublicationWish:
    """How the list is to be made.

    Args:
        with_totals, with_clauses: What is published beyond names and grades.
        template: The office's own, or a folder that holds it. out: None: into the run's folder.
    """

    office: Office
    with_totals: bool = False
    with_clauses: bool = False
    template: Path | None = None
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, and what somebody has to look at before it is put up."""

    files: tuple[Path, ...]
    counted: str
    doubts: tuple[str, ...]


def write_publication(run: RunFolder, wish: PublicationWish) -> Published:
    """Write the list.

    Raises:
        UsageProblem: The template cannot be used, or a file is in the way.
    """
    found = publication(run, with_totals=wish.with_totals, with_clauses=wish.with_clauses)
    template = _template(wish.template)
    values = publication_values(run, found, wish)
    folder, inner = (run.path, LETTERS) if wish.out is None else (wish.out, "")
    with report_place(folder, KIND) as stage:
        place = stage / inner
        place.mkdir(exist_ok=True)
        (place / FILE).write_bytes(template.filled(values))
        _write_table(place / f"{KIND}.csv", found, wish)
    files = tuple(folder / inner / f"{KIND}{ending}" for ending in (".docx", ".csv"))
    return Published(files, f"{len(found.rows)} {run.subject.counted}", found.doubts)


def publication_values(run: RunFolder, found: Publication, wish: PublicationWish) -> Values:
    """Return a value for every tag of the list."""
    office, groups, number = wish.office, [], 0
    for cohort, rows in groupby(found.rows, lambda row: row.cohort):
        listed = []
        for row in rows:
            number += 1
            listed.append(
                {
                    "序号": number,
                    "名称": row.name,
                    "等次": row.grade,
                    "总分": row.total,
                    "说明": "、".join(row.clauses),
                }
            )
        groups.append({"组别": cohort or "全部", "校数": len(listed), "学校名单": listed})
    grades = {each["name"] for each in run.catalogue["grades"]}
    values = assessment_values(run.catalogue) | office.values()
    return dict(
        printable(
            values
            | {
                "公示天数": str(office.publication_days),
                "公示开始": day_text(office.publication_from),
                "申辩机关": office.deadlines()["申辩机关"],
                "学校数": number,
                "公布总分": wish.with_totals,
                "有未定等": any(row.grade not in grades for row in found.rows),
                "分组名单": groups,
            }
        )
    )


def _write_table(path: Path, found: Publication, wish: PublicationWish) -> None:
    """Write the list as CSV, which opens in Excel and goes onto a web page."""
    titles = ["组别", "名称", "等次"]
    titles += ["总分"] if wish.with_totals else []
    titles += ["说明"] if wish.with_clauses else []
    with open_csv(path, titles) as file:
        for row in found.rows:
            cells = [text_cell(row.cohort), text_cell(row.name), text_cell(row.grade)]
            cells += [points_cell(row.total)] if wish.with_totals else []
            cells += [text_cell("、".join(row.clauses))] if wish.with_clauses else []
            file.write(csv_text([cells]))


def _template(given: Path | None) -> WordTemplate:
    if given is None:
        return WordTemplate(template_of(FILE, publication_template()), PUBLICATION_TAGS)
    path = given / FILE if given.is_dir() else given
    if not path.is_file():
        raise UsageProblem(
            f"没有模板“{path}”。可用 pingheng letter --new-template 文件夹 写出一份，改好再用。"
        )
    return word_template(path, PUBLICATION_TAGS)
