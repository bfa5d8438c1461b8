"""Write the whole result of one assessment into a folder (输出文件夹)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.assess import Assessment
from engine.city import City, survey_city
from engine.city.history import TREND
from engine.collecting import uncollected
from engine.diagnostics import Diagnostics, Severity
from engine.explain import UnitsText
from engine.facts.table import FactTable
from engine.reports.city_tables import (
    FIGURES,
    FIGURES_FILE,
    SOURCES,
    SOURCES_FILE,
    TREND_FILE,
    YEARS,
    YEARS_FILE,
    figure_rows,
    source_rows,
    trend_file_rows,
    year_rows,
)
from engine.reports.conflict_table import CONFLICTS, conflict_rows
from engine.reports.csv_file import csv_text, open_csv
from engine.reports.duty_table import OFFICES, office_rows
from engine.reports.evidence_tables import EVIDENCE, EVIDENCE_FILE, evidence_rows
from engine.reports.frames import scores_frame
from engine.reports.quota_table import QUOTAS, quota_rows
from engine.reports.receipts import PRODUCT, RECEIPT
from engine.reports.robustness_tables import write_robustness
from engine.reports.school_files import write_school_files
from engine.reports.stage_tables import (
    INFLATION,
    INFLATION_FILE,
    REVISIONS,
    REVISIONS_FILE,
    inflation_rows,
    revision_rows,
)
from engine.reports.staging import CONFLICT_FILE, FORMAT, QUOTA_FILE, staged_folder
from engine.reports.tables import (
    PROBLEMS,
    VETOES,
    PointsCells,
    Row,
    problem_rows,
    veto_rows,
)
from engine.reports.trace_file import trace_data
from engine.robustness import examine
from engine.ruleset.editions import period_text
from engine.ruleset.model import RuleSet
from engine.sentences.conditions import condition_text


@dataclass(frozen=True, slots=True)
class Run:
    """What the receipt says of a run besides its results.

    Args:
        version: Of the engine. arguments: As given by the user.
        started: When, ISO 8601. seconds: Stage -> how long it took, as text.
    """

    version: str
    arguments: Sequence[str] = ()
    started: str = ""
    seconds: Mapping[str, str] | None = None


@uncollected()
def write_folder(
    assessment: Assessment,
    out: Path | str,
    run: Run,
    *,
    progress: Callable[[int, int], None] | None = None,
    city: City | None = None,
) -> Assessment:
    """Write scores, indicators, ledgers, vetoes, duties, problems, explanations and the receipt.

    Every file but the receipt depends on rules and facts alone. Writing examines how far
    differences can be relied upon, which may find further problems.

    Args:
        assessment: What was found.
        out: The folder; an earlier finished run of ours there is replaced.
        run: For the receipt.
        progress: Called with (schools explained, schools in all).
        city: The city as a whole, where it was surveyed already.

    Returns:
        The assessment, with all problems.

    Raises:
        UsageProblem: The folder cannot be written, or holds something else.
        InternalFault: A ledger does not close.
    """
    said = PointsCells(UnitsText(assessment.ruleset.unit))
    examined = examine(assessment)
    if examined.same_facts.problems:
        problems = (*assessment.problems, *examined.same_facts.problems)
        assessment = replace(assessment, problems=Diagnostics(problems).sorted())
    with staged_folder(Path(out)) as folder:
        _write_scores(folder / "scores.csv", assessment, said)
        n_lines = write_school_files(assessment, folder, progress)
        _write_csv(folder / "vetoes.csv", VETOES, veto_rows(assessment, said))
        _write_csv(folder / "offices.csv", OFFICES, office_rows(assessment, said))
        _write_csv(folder / "problems.csv", PROBLEMS, problem_rows(assessment))
        _write_json(folder / "trace.json", trace_data(assessment))
        _write_stages(folder, assessment, said)
        write_robustness(folder, assessment, examined, said)
        if assessment.book.quotas:
            _write_csv(folder / QUOTA_FILE, QUOTAS, quota_rows(assessment))
        _write_city(folder, assessment, city or survey_city(assessment))
        if assessment.facts.conflicts:
            _write_csv(folder / CONFLICT_FILE, CONFLICTS, conflict_rows(assessment.facts))
        receipt = receipt_data(assessment, run, _digests(folder), n_lines)
        _write_json(folder / RECEIPT, receipt)
    return assessment


def _write_scores(path: Path, assessment: Assessment, said: PointsCells) -> None:
    frame = scores_frame(assessment, said)
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with open_csv(path, header) as file:
        file.write(csv_text(rows))


def _write_stages(folder: Path, assessment: Assessment, said: PointsCells) -> None:
    """Write what a team verified, and what evidence there was, where there was any."""
    if assessment.facts.evidence is not None:
        _write_csv(folder / EVIDENCE_FILE, EVIDENCE, evidence_rows(assessment.facts))
    if assessment.facts.revisions:
        _write_csv(folder / REVISIONS_FILE, REVISIONS, revision_rows(assessment.facts))
    if assessment.inflation is not None:
        _write_csv(folder / INFLATION_FILE, INFLATION, inflation_rows(assessment, said))


def _write_city(folder: Path, assessment: Assessment, city: City) -> None:
    """Write the city as a whole: its figures where the rules have any, its trend, two years."""
    ruleset, facts = assessment.ruleset, assessment.facts
    if city.values:
        _write_csv(folder / FIGURES_FILE, FIGURES, figure_rows(city, ruleset, facts))
        _write_csv(folder / SOURCES_FILE, SOURCES, source_rows(city, ruleset, facts))
    if city.years is not None:
        _write_csv(folder / YEARS_FILE, YEARS, year_rows(city, ruleset))
    _write_csv(folder / TREND_FILE, TREND, trend_file_rows(city, ruleset, facts))


def _write_json(path: Path, data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def receipt_data(
    assessment: Assessment, run: Run, outputs: Mapping[str, str], n_lines: int
) -> dict[str, Any]:
    """Return the receipt (run.json): what went in, what came out, how long it took."""
    ruleset, facts = assessment.ruleset, assessment.facts
    severities = Counter(each.severity for each in assessment.problems)
    cases = [case for each in assessment.trace.by_school.values() for case in each.cases]
    return {
        "product": PRODUCT,
        "format": FORMAT,
        "version": run.version,
        "arguments": list(run.arguments),
        "ruleset": {
            "id": ruleset.id,
            "name": ruleset.name,
            "year": ruleset.year,
            "unit": ruleset.subject.name,
            **({"parent": {"unit": ruleset.parent.subject.name}} if ruleset.parent else {}),
            "folder": ruleset.folder,
            "sha256": ruleset.digest,
            **_editions(ruleset),
            **_profile(ruleset),
        },
        "facts": dict(sorted((facts.digests or {}).items())),
        **({"below": dict(sorted(facts.receipts.items()))} if facts.receipts else {}),
        **({"evidence_date": facts.evidence.looked_on.isoformat()} if facts.evidence else {}),
        **_last_year(facts),
        "counts": {
            "schools": facts.n_schools,
            "indicators": len(assessment.scores.indicators),
            "ledger_lines": n_lines,
            "schools_with_vetoes": len(assessment.trace.by_school),
            "vetoes": _sorted_counts(case.status.value for case in cases),
            "grades": _sorted_counts(grade or "none" for grade in assessment.book.grade),
            "problems": {each.value: severities.get(each, 0) for each in Severity},
        },
        "chainer": assessment.trace.chainer,
        "witnessed": assessment.trace.witnessed,
        "outputs": dict(outputs),
        "started": run.started,
        "seconds": dict(run.seconds or {}),
    }


def _last_year(facts: FactTable) -> dict[str, Any]:
    """Return what was taken from last year: folders of results, files of facts."""
    given = {
        "last": facts.last_results,
        "last_facts": facts.last.digests if facts.last is not None else None,
    }
    return {key: dict(sorted(each.items())) for key, each in given.items() if each}


def _editions(ruleset: RuleSet) -> dict[str, Any]:
    """Return which editions of the rules were in force, where they have any."""
    if not ruleset.editions:
        return {}
    chosen = [
        {"of": each.owner, "in_force": period_text(each.first, each.last), "place": str(each.place)}
        for each in ruleset.editions
    ]
    return {"as_of": ruleset.as_of.isoformat(), "editions": chosen}


def _profile(ruleset: RuleSet) -> dict[str, Any]:
    """Return by which profile the rules were tailored: who approved it, why, what it changed."""
    profile = ruleset.profile
    if profile is None:
        return {}
    return {
        "profile": {
            "id": profile.id,
            "name": profile.name,
            "approved_by": profile.authority,
            "approver": profile.approver,
            "approval": profile.document,
            "approved_on": profile.approved_on.isoformat(),
            "reason": profile.reason,
            **({"applies": condition_text(profile.applies, ruleset)} if profile.applies else {}),
            "place": str(profile.place),
            "changes": [
                {
                    "item": each.item,
                    "part": each.part,
                    "what": each.what,
                    "before": each.before,
                    "after": each.after,
                    "reason": each.reason,
                    "follows": each.follows,
                    "place": str(each.place),
                }
                for each in profile.changes
            ],
        }
    }


def _sorted_counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
