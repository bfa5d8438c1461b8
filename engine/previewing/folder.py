"""Write a preview into a folder: the tables, and the mark by which it is known for ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.diagnostics import UsageProblem
from engine.previewing.preview import Preview
from engine.previewing.tables import (
    CHANGES,
    INDICATORS,
    PARTS,
    PROBLEMS,
    QUOTAS,
    REMARKS,
    SCHOOLS,
    VETOES,
    cells_of,
    indicator_rows,
    part_rows,
    problem_rows,
    quota_rows,
    remark_rows,
    rule_rows,
    school_rows,
    veto_rows,
)
from engine.previewing.web_page import write_page
from engine.previewing.workbook import write_workbook
from engine.reports.csv_file import csv_text, open_csv
from engine.reports.own_folder import check_output_place, check_own_folder, write_mark
from engine.reports.staging import staged_folder
from engine.reports.tables import Row
from engine.ruleset.model import RuleSet

MARK = ".pingheng-preview.json"
SCHOOL_FILE, PART_FILE, INDICATOR_FILE = "schools.csv", "parts.csv", "indicators.csv"
VETO_FILE, QUOTA_FILE, REMARK_FILE = "vetoes.csv", "quotas.csv", "remarks.csv"
RULE_FILE, PROBLEM_FILE = "rules.csv", "problems.csv"
WORKBOOK_FILE, PAGE_FILE = "preview.xlsx", "preview.html"
FILES = (
    SCHOOL_FILE,
    PART_FILE,
    INDICATOR_FILE,
    VETO_FILE,
    QUOTA_FILE,
    REMARK_FILE,
    RULE_FILE,
    PROBLEM_FILE,
    WORKBOOK_FILE,
    PAGE_FILE,
)


def check_previewable(out: Path, paths: Iterable[str], rules: Iterable[str] = ()) -> None:
    """Refuse a folder that may not be written.

    Args:
        out: The folder. paths: What is read of facts. rules: The folders of both rulesets.

    Raises:
        UsageProblem: With a way out.
    """
    out = out.resolve()
    check_output_place(out, paths, "预演")
    for folder in (Path(each).expanduser().resolve() for each in rules):
        if out == folder or folder in out.parents or out in folder.parents:
            raise UsageProblem(
                f"要写的文件夹“{out}”与方案文件夹“{folder}”是同一处，或一个套着另一个。"
                "请用 -o 另指一个文件夹。"
            )
    _check_ours(out)


def _check_ours(out: Path) -> None:
    check_own_folder(out, MARK, FILES, "预演结果")


def write_preview(preview: Preview, out: Path) -> None:
    """Write all faces of a preview; an earlier one of ours is replaced.

    Raises:
        UsageProblem: The folder cannot be written, or holds something else.
    """
    said = cells_of(preview)
    tables: tuple[tuple[str, Sequence[str], Iterable[Row]], ...] = (
        (SCHOOL_FILE, SCHOOLS, school_rows(preview, said)),
        (PART_FILE, PARTS, part_rows(preview, said)),
        (INDICATOR_FILE, INDICATORS, indicator_rows(preview, said)),
        (VETO_FILE, VETOES, veto_rows(preview)),
        (QUOTA_FILE, QUOTAS, quota_rows(preview)),
        (REMARK_FILE, REMARKS, remark_rows(preview)),
        (RULE_FILE, CHANGES, rule_rows(preview)),
        (PROBLEM_FILE, PROBLEMS, problem_rows(preview)),
    )
    with staged_folder(out, _check_ours) as folder:
        for name, header, rows in tables:
            with open_csv(folder / name, header) as file:
                file.write(csv_text(rows))
        write_workbook(preview, folder / WORKBOOK_FILE)
        write_page(preview, folder / PAGE_FILE)
        before, after = (_ruleset(each) for each in preview.written_rules)
        write_mark(folder, MARK, "preview", FILES, before=before, after=after)


def _ruleset(ruleset: RuleSet) -> dict[str, str]:
    return {
        "id": ruleset.id,
        "folder": ruleset.folder,
        "sha256": ruleset.digest,
        "as_of": ruleset.as_of.isoformat(),
        **({"profile": ruleset.profile.said} if ruleset.profile else {}),
    }
