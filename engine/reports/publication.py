"""Say what of a finished assessment may be published (公示), and nothing beyond it.

Only what is named here is ever published: cohort, name, grade, and if wished the total and the
names of the clauses that kept a grade down. Texts that people filled in (records, events, remarks)
are not read at all. Names that hold a telephone number or point to a person are cleared of that,
and whoever publishes is told to look.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from engine.grading import GradingStatus
from engine.reports.csv_file import cell_text
from engine.reports.run_folder import Row, RunFolder
from engine.veto.trace import VetoStatus

# Digits as they stand in telephone and identity numbers; years and numbers of schools are shorter.
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){6,}[Xx]?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PERSON = re.compile(r"联系人|电话|手机|身份证|姓名|举报|书记|校长|园长|主任|老师|同学")
_REMARK = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_MASK = "＊"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """What is published of one school.

    Args:
        grade: Its grade, or what it has instead (暂缓定等, 不定等).
        total: Empty where totals are not published, or there is none.
        clauses: Names of the clauses in force that kept its grade down, if they are published.
    """

    cohort: str
    name: str
    grade: str
    total: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """The list, by cohort, grade and rank.

    Args:
        doubts: What somebody has to look at before it is published, as sentences.
    """

    rows: tuple[PublicRow, ...]
    doubts: tuple[str, ...]


def publication(
    run: RunFolder, *, with_totals: bool = False, with_clauses: bool = False
) -> Publication:
    """Return what may be published of a run.

    Within a cohort the schools of one grade stand together: by rank alone, a school between
    others of a better grade would show that something kept it down.

    Args:
        with_totals: Publish totals too. with_clauses: Publish which clauses kept a grade down.
    """
    grades = [each["name"] for each in run.catalogue["grades"]]
    instead = [each.label for each in GradingStatus]
    cohorts = [*dict.fromkeys(row["cohort"] for row in run.scores)]
    at = {name: number for number, name in enumerate((*grades, *instead))}
    ordered = sorted(
        run.scores,
        key=lambda row: (
            cohorts.index(row["cohort"]),
            at[row["grade"] or row["status"]],
            int(row["rank"] or 0) if row["grade"] else 0,
        ),
    )
    names, doubts = _public_names(run, ordered)
    clauses = _clauses_in_force(run) if with_clauses else {}
    rows = tuple(
        PublicRow(
            cleared(cell_text(row["cohort"])),
            name,
            row["grade"] or row["status"],
            row["total"] if with_totals and row["grade"] else "",
            tuple(
                clauses[row["school_id"], each]
                for each in row["capped_by"].split("、")
                if (row["school_id"], each) in clauses
            ),
        )
        for row, name in zip(ordered, names, strict=True)
    )
    return Publication(rows, doubts)


def cleared(text: str) -> str:
    """Return a name without what belongs to a person.

    >>> cleared("云泉小学（联系人王某 138-0000-0000）"), cleared("大同一中（南校区）")
    ('云泉小学', '大同一中（南校区）')
    >>> cleared("云泉小学13800000000")
    '云泉小学＊'
    """
    plain = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")  # unseen
    kept = _REMARK.sub(lambda found: "" if _is_personal(found[0]) else found[0], plain)
    if not _is_personal(kept):
        return kept.strip()
    folded = unicodedata.normalize("NFKC", kept)
    return _LONG_NUMBER.sub(_MASK, _ADDRESS.sub(_MASK, folded)).strip()


def _is_personal(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text)
    return any(each.search(folded) for each in (_LONG_NUMBER, _ADDRESS, _PERSON))


def _public_names(run: RunFolder, rows: list[Row]) -> tuple[list[str], tuple[str, ...]]:
    """Return each school's name as it is published, and what somebody has to look at."""
    persons: dict[str, dict[str, None]] = {}
    for duty in run.table("duties"):
        persons.setdefault(duty["school_id"], {})[duty["person"]] = None
    doubts, names = [], []
    for row in rows:
        written, school_id = cell_text(row["name"]), cell_text(row["school_id"])
        name = cleared(written)
        names.append(name or school_id)
        if name != written.strip() or _is_personal(name):
            doubts.append(
                f"{run.subject.called(school_id)}的名称里有像是个人信息的内容，公示名单里写作“{names[-1]}”，"
                "请核对事实表里的名称"
            )
        for person in persons.get(row["school_id"], ()):
            if len(person) > 1 and person in name:
                doubts.append(
                    f"“{name}”的名称里有“{person}”，与该{run.subject}的责任人同名，公示前请核对"
                )
    twice = Counter((row["cohort"], name) for row, name in zip(rows, names, strict=True))
    for at, (row, name) in enumerate(zip(rows, names, strict=True)):
        if twice[row["cohort"], name] > 1:
            names[at] = f"{name}（{cell_text(row['school_id'])}）"
    return names, tuple(doubts)


def _clauses_in_force(run: RunFolder) -> dict[tuple[str, str], str]:
    return {
        (row["school_id"], row["clause"]): row["clause_name"]
        for row in run.table("vetoes")
        if row["status"] == VetoStatus.IN_FORCE.label
    }
