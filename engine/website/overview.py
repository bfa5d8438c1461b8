"""Gather what the overview of a report shows: counts of rows, and tables that the run holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from engine.diagnostics import Severity
from engine.explain.cohort_levels import DIMENSION, MATTER, TOTAL
from engine.reports.csv_file import cell_text, text_cell
from engine.reports.receipts import RECEIPT
from engine.reports.run_folder import Row, RunFolder
from engine.website.charts import Distribution, Piece, distribution, stack
from engine.website.outcomes import Outcome, outcomes_with_looks
from engine.website.rows import SchoolRow, veto_words

_PROBLEMS_SHOWN = 200
_NOTES = Severity.NOTE.label


@dataclass(frozen=True, slots=True)
class CohortGrades:
    """The outcomes of one cohort; all schools where it has no name."""

    name: str
    n_schools: int
    counts: tuple[int, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CohortRates:
    """What one cohort got: the mean total, and the rate of each part in percent."""

    name: str
    n_schools: str
    total: str
    rates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One school that a clause looked at, and how that came out."""

    school: SchoolRow
    status: str
    effects: str
    total_without: str
    grade_without: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One veto clause and the schools it looked at.

    Args:
        counts: Status -> how many.
    """

    id: str
    name: str
    counts: Mapping[str, int]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Problems:
    """What wants a look.

    Args:
        counted: Severity -> how many. listed: Errors and warnings, as many as are shown.
        notes: Of the notes as many as are shown. n_more: How many are not shown.
    """

    counted: Mapping[str, int]
    listed: tuple[Row, ...]
    notes: tuple[Row, ...]
    n_more: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything above the table of schools; a part that the rules have no use for is empty.

    Args:
        outcomes: The grades from the best on, then why there is none.
        total: The row of all totals. dimensions, matters: Each over all schools.
        rates: The dimensions by cohort.
        veto_words: Statuses that occur. n_vetoed: Schools with any.
        ungraded: Schools without a grade.
        receipt: What makes this run known from any other.
    """

    outcomes: tuple[Outcome, ...]
    grades: tuple[CohortGrades, ...]
    distribution: Distribution | None
    total: Row | None
    dimensions: tuple[Row, ...]
    matters: tuple[Row, ...]
    rates: tuple[CohortRates, ...]
    veto_words: tuple[str, ...]
    clauses: tuple[Clause, ...]
    n_vetoed: int
    ungraded: tuple[SchoolRow, ...]
    problems: Problems
    receipt: str

    @property
    def looks(self) -> dict[str, str]:
        """Return the look of each outcome."""
        return {each.name: each.look for each in self.outcomes}


def overview_of(run: RunFolder, rows: Sequence[SchoolRow], vetoes: Sequence[Row]) -> Overview:
    """Gather the overview of a run.

    Args:
        run: The finished run. rows: Its schools. vetoes: The rows of vetoes.csv.
    """
    grades = [each["name"] for each in run.catalogue["grades"]]
    outcomes = outcomes_with_looks(grades, [each.outcome for each in rows])
    cuts = [
        (each["name"], each["at_least"])
        for each in run.catalogue["grades"]
        if each["at_least"] is not None
    ]
    cohorts = run.table("cohorts")
    over_all = [each for each in cohorts if not each["cohort"]]
    return Overview(
        tuple(outcomes),
        tuple(_grades(rows, outcomes)),
        distribution(rows, outcomes, cuts),
        next((each for each in over_all if each["kind"] == TOTAL), None),
        tuple(each for each in over_all if each["kind"] == DIMENSION),
        tuple(each for each in over_all if each["kind"] == MATTER),
        tuple(_rates(cohorts, [each["id"] for each in run.catalogue["dimensions"]])),
        tuple(veto_words({each["status"]: 1 for each in vetoes})),
        tuple(_clauses(vetoes, {text_cell(each.id): each for each in rows})),
        sum(bool(each.vetoes) for each in rows),
        tuple(each for each in rows if not each.grade),
        _problems(run.table("problems")),
        sha256((run.path / RECEIPT).read_bytes()).hexdigest(),
    )


def _grades(rows: Sequence[SchoolRow], outcomes: Sequence[Outcome]) -> Iterator[CohortGrades]:
    by_cohort: dict[str, Counter[str]] = {}
    for row in rows:
        by_cohort.setdefault(row.cohort, Counter())[row.outcome] += 1
    counted = sorted(by_cohort.items())
    if len(counted) > 1:
        counted.append(("", Counter(row.outcome for row in rows)))
    for name, of_cohort in counted:
        yield CohortGrades(
            name,
            of_cohort.total(),
            tuple(of_cohort[each.name] for each in outcomes),
            tuple(stack(of_cohort, outcomes)),
        )


def _rates(cohorts: Sequence[Row], dimensions: Sequence[str]) -> Iterator[CohortRates]:
    by_cohort: dict[str, dict[tuple[str, str], Row]] = {}
    for row in cohorts:
        by_cohort.setdefault(row["cohort"], {})[row["kind"], cell_text(row["id"])] = row
    for name, parts in sorted(by_cohort.items(), key=lambda each: (not each[0], each[0])):
        total = parts[TOTAL, ""]
        rates = (parts.get((DIMENSION, each)) for each in dimensions)
        yield CohortRates(
            cell_text(name),
            total["schools"],
            total["mean"],
            tuple(each["rate"] if each is not None else "" for each in rates),
        )


def _clauses(vetoes: Sequence[Row], schools: Mapping[str, SchoolRow]) -> Iterator[Clause]:
    by_clause: dict[str, list[Row]] = {}
    for row in vetoes:
        by_clause.setdefault(row["clause"], []).append(row)
    for clause, rows in sorted(by_clause.items()):
        yield Clause(
            cell_text(clause),
            cell_text(rows[0]["clause_name"]),
            Counter(each["status"] for each in rows),
            tuple(
                Hit(
                    schools[each["school_id"]],
                    each["status"],
                    cell_text(each["effects"]),
                    each["total_without"],
                    each["grade_without"],
                )
                for each in rows
            ),
        )


def _problems(rows: Sequence[Row]) -> Problems:
    plain = [{name: cell_text(text) for name, text in row.items()} for row in rows]
    order = [each.label for each in Severity]
    counted = Counter(each["severity"] for each in plain)
    graver = sorted(
        (each for each in plain if each["severity"] != _NOTES),
        key=lambda each: order.index(each["severity"]),
    )
    notes = [each for each in plain if each["severity"] == _NOTES]
    listed, shown = graver[:_PROBLEMS_SHOWN], notes[:_PROBLEMS_SHOWN]
    return Problems(
        {each: counted[each] for each in order if counted[each]},
        tuple(listed),
        tuple(shown),
        len(plain) - len(listed) - len(shown),
    )
