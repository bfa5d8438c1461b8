"""Find whom a name means: a leader of one school, or a school."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagnostics import UsageProblem
from engine.reports.csv_file import cell_text
from engine.reports.run_folder import Row, RunFolder

_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was meant.

    Args:
        school: Its position in scores.csv. person: A leader of it; empty for the school itself.
    """

    school: int
    person: str = ""


def choose(run: RunFolder, name: str, school: str | None = None) -> Chosen:
    """Return whom a name means.

    Args:
        name: Of a leader or a school; empty where `school` alone says it.
        school: The school that the leader belongs to, by id or name.

    Raises:
        UsageProblem: Nobody, or several: it names the schools.
    """
    rows = run.table("persons")
    at = run.positions([school])[0] if school else None
    if at is not None:
        own = cell_text(run.scores[at]["school_id"])
        rows = [row for row in rows if cell_text(row["school_id"]) == own]
        if not name:
            return Chosen(at)
    text = _plain(name)
    meant = [row for row in rows if _plain(cell_text(row["person"])) == text]
    if not meant and at is None and _is_school(run, text):
        return Chosen(run.positions([name])[0])
    meant = meant or [row for row in rows if text and text in _plain(cell_text(row["person"]))]
    if len(meant) == 1:
        return _person(run, meant[0])
    if meant:
        raise UsageProblem(
            f"“{name}”对应不止一人：{_listed(meant)}。请写全姓名，并用 --school 写明{run.subject}。"
        )
    if at is not None:
        leaders = "、".join(cell_text(row["person"]) for row in rows) or "没有一人"
        of = cell_text(run.scores[at]["name"])
        raise UsageProblem(f"“{of}”的班子里没有“{name}”。班子成员：{leaders}。")
    try:
        return Chosen(run.positions([name])[0])
    except UsageProblem as problem:
        raise UsageProblem(f"班子里没有叫“{name}”的人；{problem}") from problem


def _is_school(run: RunFolder, text: str) -> bool:
    """Tell whether a text is the id or a part of the name of any school."""
    return any(
        text == _plain(cell_text(row["school_id"])) or text in _plain(cell_text(row["name"]))
        for row in run.scores
    )


def _person(run: RunFolder, row: Row) -> Chosen:
    school = next(at for at, each in enumerate(run.scores) if each["school_id"] == row["school_id"])
    return Chosen(school, cell_text(row["person"]))


def _listed(rows: Sequence[Row]) -> str:
    texts = [
        f"{cell_text(row['name'])}（{cell_text(row['school_id'])}）{cell_text(row['person'])}"
        for row in rows
    ]
    more = f"等{len(texts)}人" if len(texts) > _MOST_NAMES else ""
    return "、".join(texts[:_MOST_NAMES]) + more


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
